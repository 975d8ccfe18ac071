"""Statements of cost sharing that wait for this person, as lines of the overview."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from lib.core.clock import local_date
from lib.core.i18n import mark
from lib.cost_sharing import deadline, hands, records
from lib.cost_sharing.actions.checking import why_wait
from lib.cost_sharing.actions.settling import lacking
from lib.cost_sharing.seeing import vendors_seen
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import Answer, Decision, Status
from lib.people.roles import Permission
from lib.ui.overview.glance import Part, target
from lib.ui.session import Session

AMBER = 2
"""Days left to answer at which a line turns amber; the last day is red."""


def group(here: Session) -> Part:
    """To answer, to send, to check, to approve, to decide on, to settle; without lines for who does none of it."""
    lines: list[Part] = []
    if here.may(Permission.SEE_STATEMENTS):
        for one in records.all_statements(here.db):
            waiting = [*_DOING[one.status](here, one), *_undecided(here, one)]
            lines += waiting or _standing(here, one)
    return {"name": "", "title": here._(mark("Cost sharing")), "lines": lines}


def there(here: Session, statement_id: int) -> Part | None:
    """Where a line leads: the steps of the statement for the office, its own share for a vendor."""
    if here.may(Permission.SEE_SHARING):
        return target(here, "cost_sharing", statement=statement_id, sharing_part="steps")
    return target(here, "statements", statement=statement_id)


def _line(
    here: Session, statement: Statement, words: str, when: str = "", tone: str = "", **facts: object
) -> Part:
    return {
        "text": here._(words, number=statement.number, **facts),
        "when": when,
        "tone": tone,
        "target": there(here, statement.id),
    }


def _draft(here: Session, one: Statement) -> Iterator[Part]:
    if here.may(Permission.KEEP_SHARING) and local_date(here.now) > one.ends_on:
        yield _line(here, one, mark("{number}: its period is over, it can be sent to the vendors"))


def _checking(here: Session, one: Statement) -> Iterator[Part]:
    yield from _to_answer(here, one)
    if not here.may(Permission.CHECK_SHARING) or hands.why_not_check(here.db, one, here.actor):
        return
    if why_wait(here.db, here.db, one, here.now) is None:
        yield _line(here, one, mark("{number} is to be checked: the vendors have had their say"), tone="soon")


def _to_answer(here: Session, one: Statement) -> Iterator[Part]:
    if not here.may(Permission.ANSWER_STATEMENTS) or one.answer_by is None or deadline.is_over(one, here.now):
        return
    own = {vendor.id for vendor in vendors_seen(here.db, here.actor)}
    shares = records.shares(here.db, one.id)
    if any(shares[vendor_id].answer is Answer.NONE for vendor_id in own & shares.keys()):
        left = (one.answer_by - local_date(here.now)).days
        tone = "soon" if left <= AMBER else ""
        said = here._(mark("until {day}"), day=f"{one.answer_by:%m-%d}")
        yield _line(
            here, one, mark("{number}: do you agree to your share?"), said, "late" if left == 0 else tone
        )


def _approval(here: Session, one: Statement) -> Iterator[Part]:
    if here.may(Permission.APPROVE_SHARING) and hands.why_not_approve(here.db, one, here.actor) is None:
        yield _line(here, one, mark("{number} was checked and waits for your approval"), tone="soon")


def _issued(here: Session, one: Statement) -> Iterator[Part]:
    if not here.may(Permission.KEEP_SHARING):
        return
    left = len({each.vendor_id for each in lacking(here.db, one.id)})
    if left:
        words = mark("{number} is issued: it is still to be entered how {n} vendors settle")
        yield _line(here, one, words, n=left)
    else:
        yield _line(here, one, mark("{number}: everything is entered, it can be settled"))


def _undecided(here: Session, one: Statement) -> Iterator[Part]:
    """Also of settled ones: what is decided then comes with a correction."""
    if one.status is Status.DRAFT or not here.may(Permission.KEEP_SHARING):
        return
    n = sum(each.decision is Decision.NONE for each in records.disputes(here.db, one.id))
    if n:
        yield _line(here, one, mark("{number}: {n} disputed tickets are to be decided on"), n=n)


def _standing(here: Session, one: Statement) -> Iterator[Part]:
    """Where a statement stands that nobody here has to do anything about right now, for the office."""
    if not here.may(Permission.SEE_SHARING) or one.status is Status.SETTLED:
        return
    shares = records.shares(here.db, one.id)
    answered = sum(share.answer is not Answer.NONE for share in shares.values())
    day = f"{one.answer_by:%m-%d}" if one.answer_by else ""
    words, last = _STANDS[one.status], f"{one.ends_on:%m-%d}"
    yield _line(here, one, words, answered=answered, n=len(shares), day=day, last=last)


_STANDS: Mapping[Status, str] = {
    Status.DRAFT: mark("{number}: draft, it can be sent once its period ends on {last}"),
    Status.CHECKING: mark("{number} is with the vendors, {answered}/{n} answered, until {day}"),
    Status.APPROVAL: mark("{number} was checked and waits for approval"),
    Status.ISSUED: mark("{number} is issued and waits for its settlement"),
}


def _nothing(here: Session, one: Statement) -> Iterator[Part]:
    return iter(())


_DOING: Mapping[Status, Callable[[Session, Statement], Iterator[Part]]] = {
    Status.DRAFT: _draft,
    Status.CHECKING: _checking,
    Status.APPROVAL: _approval,
    Status.ISSUED: _issued,
    Status.SETTLED: _nothing,
}
