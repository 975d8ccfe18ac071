"""Where a statement stands, the one next step, and what belongs to it: answers, disputes, corrections, settlement."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from lib.core.i18n import mark
from lib.cost_sharing import deadline, records
from lib.cost_sharing.records import Event
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import Action, Answer, Decision, Status
from lib.ui.addressed import part
from lib.ui.cost_sharing.steps import answers, corrections, disputes, history, onward, settlement, strip
from lib.ui.session import Session

ANSWERS, DISPUTES, CORRECTIONS, SETTLEMENT, HISTORY = (
    "answers",
    "disputes",
    "corrections",
    "settlement",
    "history",
)
_PARTS: Mapping[str, str] = {
    ANSWERS: mark("Answers of the vendors"),
    DISPUTES: mark("Disputed tickets"),
    CORRECTIONS: mark("Corrections"),
    SETTLEMENT: mark("Settlement"),
    HISTORY: mark("History"),
}
_SHOWN: Mapping[Status, Sequence[str]] = {
    Status.DRAFT: (CORRECTIONS, DISPUTES, HISTORY),
    Status.CHECKING: (ANSWERS, DISPUTES, CORRECTIONS, HISTORY),
    Status.APPROVAL: (ANSWERS, DISPUTES, CORRECTIONS, HISTORY),
    Status.ISSUED: (SETTLEMENT, ANSWERS, DISPUTES, CORRECTIONS, HISTORY),
    Status.SETTLED: (SETTLEMENT, ANSWERS, DISPUTES, CORRECTIONS, HISTORY),
}
"""What matters most at that step comes first, and is what one sees."""


def draw(here: Session, statement: Statement) -> None:
    """The whole panel, for somebody who sees all vendors' shares."""
    events = records.events(here.db, statement.id)
    strip.draw(here, statement, _settled_by(events))
    onward.draw(here, statement)
    _parts(here, statement, events)


def _settled_by(events: Sequence[Event]) -> int | None:
    return next((event.actor_id for event in reversed(events) if event.action is Action.SETTLE), None)


def _parts(here: Session, statement: Statement, events: Sequence[Event]) -> None:
    """One of them at a time, with how much waits in it."""
    shares = records.shares(here.db, statement.id)
    found = records.disputes(here.db, statement.id)
    to_correct = corrections.waiting(here, statement)
    waiting = {
        DISPUTES: sum(one.decision is Decision.NONE for one in found),
        CORRECTIONS: len(to_correct),
    }
    if statement.status is Status.CHECKING and not deadline.is_over(statement, here.now):
        waiting[ANSWERS] = sum(share.answer is Answer.NONE for share in shares.values())
    if statement.status is Status.ISSUED:
        waiting[SETTLEMENT] = len(settlement.missing(shares))
    words = {name: _called(here, name, waiting.get(name, 0)) for name in _SHOWN[statement.status]}
    drawing: Mapping[str, Callable[[], None]] = {
        ANSWERS: partial(answers.draw, here, statement, shares),
        DISPUTES: partial(disputes.draw, here, statement, found),
        CORRECTIONS: partial(corrections.draw, here, statement, to_correct),
        SETTLEMENT: partial(settlement.draw, here, statement, shares),
        HISTORY: partial(history.draw, here, events),
    }
    drawing[part(f"steps_{statement.status}", here._("Show"), words)]()


def _called(here: Session, name: str, waiting: int) -> str:
    return f"{here._(_PARTS[name])} ({waiting})" if waiting else here._(_PARTS[name])
