"""Which steps a statement can take now, and in plain words why this person cannot take one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lib.core.errors import NotAllowed, Refusal
from lib.core.i18n import mark
from lib.cost_sharing import hands
from lib.cost_sharing.actions import checking, sending, settling
from lib.cost_sharing.statement import STEPS, Statement
from lib.cost_sharing.words import Action, Status
from lib.people import accounts
from lib.people.roles import Permission
from lib.ui import table_editor
from lib.ui.cost_sharing import draft
from lib.ui.cost_sharing.steps import settlement
from lib.ui.session import Session

ONWARD: Mapping[Status, Action] = {
    Status.DRAFT: Action.SEND,
    Status.CHECKING: Action.CHECK,
    Status.APPROVAL: Action.APPROVE,
    Status.ISSUED: Action.SETTLE,
}
"""The one step that leads on; nothing leads on from a settled statement."""
BACK: Mapping[Status, Action] = {Status.CHECKING: Action.TAKE_BACK, Status.APPROVAL: Action.SEND_BACK}
_WHOSE: Mapping[Permission, str] = {
    Permission.KEEP_SHARING: mark("The contract office does this."),
    Permission.CHECK_SHARING: mark("The contract office or a manager does this."),
    Permission.APPROVE_SHARING: mark("A manager does this."),
}
UNSAVED = mark("What you typed is not saved yet: save it or undo it first.")


def why_not(here: Session, statement: Statement, action: Action) -> Refusal | None:
    """What stands against the step for this person now, the same that the step itself would say; None for nothing."""
    needs = STEPS[action].needs
    if not here.may(needs):
        return NotAllowed(_WHOSE[needs])
    match action:
        case Action.SEND:
            return unsaved(statement, action) or _not_ready(here, statement)
        case Action.CHECK:
            return hands.why_not_check(here.db, statement, here.actor) or checking.why_wait(
                here.db, here.db, statement, here.now
            )
        case Action.APPROVE:
            return hands.why_not_approve(here.db, statement, here.actor)
        case Action.SETTLE:
            return unsaved(statement, action) or settling.why_not_settle(here.db, here.db, statement.id)
    return None


def unsaved(statement: Statement, action: Action) -> Refusal | None:
    """What is typed and not saved would not be sent, or never be written after it is settled."""
    typing = {
        Action.SEND: lambda: bool(draft.of(statement).changed),
        Action.SETTLE: lambda: table_editor.typing(settlement.key(statement.id)),
    }.get(action)
    return Refusal(UNSAVED) if typing and typing() else None


def who_follows(here: Session, statement: Statement) -> Sequence[str]:
    """The names of those who may take the next step that wants somebody else; none where nobody is left."""
    found = {
        Status.DRAFT: hands.may_check,
        Status.CHECKING: hands.may_check,
        Status.APPROVAL: hands.may_approve,
    }.get(statement.status)
    if found is None:
        return [actor.name for actor in hands.holders(here.db, Permission.KEEP_SHARING).values()]
    names = accounts.names(here.db)
    return [names[one] for one in found(here.db, statement)]


def nobody_left(here: Session, statement: Statement, action: Action) -> str:
    """A warning where this person's step would leave nobody for the one after it."""
    made = {*hands.makers(here.db, statement), here.account.id}
    wanted = {
        Action.SEND: (
            Permission.CHECK_SHARING,
            mark("Nobody will be left to check it: a second contract officer or a manager is needed."),
        ),
        Action.CHECK: (
            Permission.APPROVE_SHARING,
            mark(
                "If you check it, nobody is left to approve it: another manager is needed, or another checker."
            ),
        ),
    }.get(action)
    if wanted is None or hands.holders(here.db, wanted[0]).keys() - made:
        return ""
    return wanted[1]


def _not_ready(here: Session, statement: Statement) -> Refusal | None:
    try:
        sending.ready(here.db, here.db, statement, here.now)
    except Refusal as refusal:
        return refusal
    return None
