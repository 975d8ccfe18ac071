"""What a statement's papers say in the same words: who signed, who answered what, and the foot of each page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from lib.core import clock
from lib.core.clock import full_time
from lib.core.i18n import Language, Say, mark, speaker
from lib.core.money import yuan
from lib.cost_sharing import corrected, path, records, spoken
from lib.cost_sharing.scheme import Scheme
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.ticket_list import HEADS
from lib.cost_sharing.vendor_part import VendorPart
from lib.cost_sharing.words import (
    ANSWER_WORDS,
    COST_WORDS,
    DECISION_WORDS,
    MEASURE_WORDS,
    STATUS_WORDS,
    Action,
    Answer,
    Status,
)
from lib.people.accounts import Account
from lib.store.database import Database

SIGNED: Sequence[tuple[str, Action, frozenset[Status]]] = (
    (
        mark("Prepared by"),
        Action.SEND,
        frozenset({Status.CHECKING, Status.APPROVAL, Status.ISSUED, Status.SETTLED}),
    ),
    (
        mark("Verified by"),
        Action.CHECK,
        frozenset({Status.APPROVAL, Status.ISSUED, Status.SETTLED}),
    ),
    (mark("Approved by"), Action.APPROVE, frozenset({Status.ISSUED, Status.SETTLED})),
)
"""The boxes for signatures, and in which statuses their steps have been taken."""


def about(
    db: Database, statement: Statement, payee: str, scheme: Scheme, account: Account, language: Language
) -> Mapping[str, Any]:
    """What both papers say: which statement, its rules in words, who signed, what the foot of a page holds."""
    _ = speaker(language)
    return {
        "statement": statement,
        "stands": STATUS_WORDS[statement.status],
        "is_draft": not statement.is_frozen,
        "rules": spoken.method(
            scheme, _, starts_on=statement.starts_on, ends_on=statement.ends_on, payee=payee
        ),
        "payee": payee,
        "signed": signatures(db, statement),
        "printed": _css(_("Printed {time} by {who}", time=full_time(clock.now())[:16], who=account.name)),
        "foot": _css(
            _("{number} · verification code {code}", number=statement.number, code=_code(statement, _))
        ),
        "pages": _pages(_),
        "rate": f"{spoken.number(scheme.tax_rate * 100)}%",
        "yuan": yuan,
        "plus": path.signed,
        "reason": lambda words: corrected.reason(words, _),
        "amount": lambda measure, volume: spoken.amount(measure, volume, _),
        "percent": spoken.percent,
        "fixed_number": spoken.fixed_number,
        "MEASURE_WORDS": MEASURE_WORDS,
        "COST_WORDS": COST_WORDS,
        "HEADS": HEADS,
    }


def _code(statement: Statement, _: Say) -> str:
    return statement.code or _(mark("none (draft)"))


def signatures(db: Database, statement: Statement) -> list[tuple[str, str, str]]:
    """Each box: what it is for, who took that step last and on which day ("" before)."""
    events = records.events(db, statement.id)
    boxes = []
    for title, action, statuses in SIGNED:
        taken = [one for one in events if one.action is action] if statement.status in statuses else []
        last = taken[-1] if taken else None
        boxes.append(
            (title, last.actor_name if last else "", full_time(last.happened_at)[:10] if last else "")
        )
    return boxes


def answer_words(part: VendorPart, _: Say) -> str:
    """What the vendor said, when and by whom; once the last day is over, that silence counts as no objection."""
    share, status = part.share, part.statement.status
    if share.answer is not Answer.NONE:
        day = full_time(share.answered_at)[:10]
        return _(mark("{answer} {day}"), answer=_(ANSWER_WORDS[share.answer]), day=day)
    if status is Status.DRAFT:
        return "—"
    if status is Status.CHECKING:
        return _(ANSWER_WORDS[Answer.NONE])
    return _(mark("No answer: counts as no objection"))


def disputed(part: VendorPart, _: Say) -> list[tuple[str, str, str]]:
    """Ticket number, what the vendor says, and what became of it."""
    numbers = dict(part.sharing.tickets.select("ticket_id", "number").iter_rows())
    return [
        (
            numbers.get(one.ticket_id, str(one.ticket_id)),
            one.words,
            _(": ").join(filter(None, (_(DECISION_WORDS[one.decision]), one.reason))),
        )
        for one in part.disputes
    ]


def _css(text: str) -> str:
    """The text as a string of CSS; nothing in it ends the style or the string."""
    return json.dumps(text, ensure_ascii=False).replace("<", "\\3c ")


def _pages(_: Say) -> str:
    """ "Page 1 of 3" as content of CSS, whose counters only the browser knows."""
    said = _("Page {page} of {pages}", page="\0", pages="\1")
    before, _after, rest = said.partition("\0")
    between, _after, after = rest.partition("\1")
    return f"{_css(before)} counter(page) {_css(between)} counter(pages) {_css(after)}"
