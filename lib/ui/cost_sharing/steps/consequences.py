"""What comes next for a statement and for whom, what a step would do, and what it did."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from lib.core.clock import local_date
from lib.core.i18n import mark
from lib.core.money import yuan
from lib.cost_sharing import corrections, deadline, hands, naming, records
from lib.cost_sharing.actions import checking, issuing, sending, settling
from lib.cost_sharing.actions.answering import silent
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import Action, Decision, Status
from lib.people.organisation import vendors
from lib.people.roles import Permission
from lib.ui.cost_sharing import follows_on
from lib.ui.cost_sharing.steps import possible
from lib.ui.cost_sharing.steps.table import cell, table
from lib.ui.session import Session
from lib.ui.words import harmless

_NEXT: Mapping[Status, str] = {
    Status.DRAFT: mark(
        "Next: {makers} sends it to the vendors; then it is checked by {names} and approved by somebody else."
    ),
    Status.CHECKING: mark(
        "Next: {answered} of {n} vendors have answered, until {day}; then it is checked by {names} and approved by"
        " somebody else."
    ),
    Status.APPROVAL: mark("Next: it is approved and issued by {names}."),
    Status.ISSUED: mark("Next: {makers} enters how each vendor settles ({entered} of {n}), then settles it."),
    Status.SETTLED: mark(
        "Settled for good. What is found later is carried by a later statement as a correction."
    ),
}
_TO_CHECK = mark("Next: it is checked by {names}. {answered} of {n} vendors have answered (last day {day}).")
_DONE: Mapping[Action, str] = {
    Action.SEND: mark(
        "Sent to {n} vendors for checking, answers until {day}; then it is checked by {names} and approved by somebody"
        " else."
    ),
    Action.TAKE_BACK: mark("Taken back; it is a draft again for {makers}."),
    Action.CHECK: mark("Checked; it is approved and issued by {names}."),
    Action.SEND_BACK: mark("Sent back; it is a draft again for {makers}."),
    Action.APPROVE: mark("Approved and issued to {n} vendors; {makers} enters how each of them settles."),
    Action.SETTLE: mark("Settled and frozen for good."),
}


def named(here: Session, names: Sequence[str]) -> str:
    """People in a sentence; nobody is said as such."""
    return naming.one_of(names).said(here.language) if names else here._("nobody so far")


def next_said(here: Session, statement: Statement) -> str:
    """One sentence: what comes next, and for whom."""
    answers_are_in = (
        statement.status is Status.CHECKING
        and checking.why_wait(here.db, here.db, statement, here.now) is None
    )
    words = _TO_CHECK if answers_are_in else _NEXT[statement.status]
    return here._(words, **_facts(here, statement))


def done(here: Session, after: Statement, action: Action) -> str:
    """What was written, and what comes next for whom."""
    return here._(_DONE[action], **_facts(here, after))


def _facts(here: Session, statement: Statement) -> Mapping[str, object]:
    shares = records.shares(here.db, statement.id)
    return {
        "n": len(shares),
        "answered": len(shares) - len(silent(here.db, statement.id)),
        "entered": len(shares) - len({one.vendor_id for one in settling.lacking(here.db, statement.id)}),
        "day": f"{statement.answer_by:%m-%d}" if statement.answer_by else "",
        "names": named(here, possible.who_follows(here, statement)),
        "makers": named(here, _makers(here, statement)),
    }


def _makers(here: Session, statement: Statement) -> Sequence[str]:
    """Whoever made it; the whole contract office where none of them is there any more."""
    keep = hands.holders(here.db, Permission.KEEP_SHARING)
    made = [actor.name for one, actor in keep.items() if one in hands.makers(here.db, statement)]
    return made or [actor.name for actor in keep.values()]


def draw(here: Session, statement: Statement, action: Action) -> None:
    """What the step would do, said before it is done."""
    _DRAWING[action](here, statement)
    if warning := possible.nobody_left(here, statement, action):
        st.warning(here._(warning), icon=":material/group_off:")


def _send(here: Session, statement: Statement) -> None:
    found = sending.ready(here.db, here.db, statement, here.now)
    last = deadline.last_day(here.db, local_date(here.now), statement.scheme.answer_days)
    said = here._(
        "{n} vendors are told and see what they carry of {pool} yuan; they answer by {day} ({days} working days)."
        " Nothing can be changed meanwhile, unless you take it back.",
        n=len(found.lines),
        pool=yuan(found.pool),
        day=f"{last:%m-%d}",
        days=statement.scheme.answer_days,
    )
    st.markdown(said)
    if unusual := follows_on.unlike(here, statement.id, statement.starts_on, statement.ends_on):
        st.warning(unusual, icon=":material/date_range:")
    if n := len(corrections.open_corrections(here.db, statement)):
        st.warning(
            here._("{n} corrections of earlier statements are not taken in.", n=n), icon=":material/info:"
        )


def _check(here: Session, statement: Statement) -> None:
    shares = records.shares(here.db, statement.id)
    quiet = [vendors(here.db)[one].name for one in silent(here.db, statement.id)]
    st.markdown(
        here._("You confirm the figures of {n} vendors; then a manager approves them.", n=len(shares))
    )
    if quiet:
        said = here._(
            "Not answered, which counts as no objection: {names}",
            names=naming.listed(quiet).said(here.language),
        )
        st.markdown(f":material/hourglass_disabled: {harmless(said)}")
    _undecided(here, statement)


def _approve(here: Session, statement: Statement) -> None:
    st.markdown(here._("It is issued with the figures of this moment. They stand for good: what is found later is a"
        " correction in a later statement."))  # fmt: skip
    _undecided(here, statement)
    moved = issuing.changed_since_checked(here.db, statement)
    if moved:
        st.warning(here._("Since it was checked, these amounts have changed:"), icon=":material/difference:")
        columns = [(here._("Vendor"), "left"), (here._("As checked"), "right"), (here._("Now"), "right")]
        rows = [
            [cell(vendors(here.db)[one].name), cell(yuan(was)), cell(yuan(is_now))]
            for one, (was, is_now) in moved.items()
        ]
        table(columns, rows)


def _settle(here: Session, statement: Statement) -> None:
    owed = sum(share.total_cents for share in records.shares(here.db, statement.id).values())
    said = here._("{total} yuan are settled. After that nobody can change anything of it.", total=yuan(owed))
    st.markdown(said)


def _take_back(here: Session, statement: Statement) -> None:
    st.markdown(here._("The vendors are told, and what they answered is void; their objections stay. They answer again"
        " when it is sent again."))  # fmt: skip


def _send_back(here: Session, statement: Statement) -> None:
    st.markdown(here._("It becomes a draft again; whoever made it reads why. The vendors answer anew to what is made"
        " of it."))  # fmt: skip


_DRAWING: Mapping[Action, Callable[[Session, Statement], None]] = {
    Action.SEND: _send,
    Action.TAKE_BACK: _take_back,
    Action.CHECK: _check,
    Action.SEND_BACK: _send_back,
    Action.APPROVE: _approve,
    Action.SETTLE: _settle,
}


def _undecided(here: Session, statement: Statement) -> None:
    """Held-out tickets go with no one: whoever checks or approves knows of them."""
    n = sum(one.decision is Decision.NONE for one in records.disputes(here.db, statement.id))
    if n:
        said = here._(
            "{n} disputed tickets are not decided on: they stay held out, and are corrected later.", n=n
        )
        st.markdown(f":material/gavel: {said}")
