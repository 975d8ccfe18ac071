"""What can be done with a ticket now: one row of actions, the form of the chosen one, one button."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from lib.core.i18n import mark
from lib.people.organisation import teams
from lib.people.roles import Permission
from lib.tickets.actions.step import By
from lib.tickets.rights import NEEDS
from lib.tickets.ticket import Ticket
from lib.tickets.words import ACTION_WORDS, DONE_WORDS, Action
from lib.ui import choices
from lib.ui.session import Session, current, guarded
from lib.ui.ticket import (
    beside_forms,
    branching_forms,
    cause_forms,
    closing_forms,
    correcting,
    giving,
    working_forms,
)
from lib.ui.typed import Typed
from lib.ui.widgets import flash, refusal_shown
from lib.ui.words import plain

Ask = Callable[[Session, Ticket, Typed], None]
Do = Callable[[Session, int, int, Typed, By], Ticket]
_PARTS = (giving, working_forms, closing_forms, correcting, branching_forms, beside_forms, cause_forms)
ASKING: Mapping[Action, Ask] = {action: ask for part in _PARTS for action, ask in part.ASKING.items()}
DOING: Mapping[Action, Do] = {action: do for part in _PARTS for action, do in part.DOING.items()}

CHOICE, UNSENT = "choice", "unsent_{}"
NEXT = (Action.ASSIGN, Action.ACCEPT, Action.ARRIVE, Action.COMPLETE, Action.RESUME, Action.CONFIRM)
"""The usual next steps: the first of them that is possible, and one's own, lies open."""
TIMED = frozenset(
    {Action.ASSIGN, Action.REASSIGN, *(a for a, p in NEEDS.items() if p is Permission.WORK_TICKET)}
)
"""What may be written down after it happened."""
ICONS = {
    Action.ASSIGN: ":material/send:",
    Action.REASSIGN: ":material/forward:",
    Action.ACCEPT: ":material/directions_walk:",
    Action.RETURN: ":material/undo:",
    Action.ARRIVE: ":material/pin_drop:",
    Action.HOLD: ":material/pause:",
    Action.RESUME: ":material/play_arrow:",
    Action.COMPLETE: ":material/task_alt:",
    Action.ANSWER: ":material/chat:",
    Action.CONFIRM: ":material/thumb_up:",
    Action.RATE: ":material/star:",
    Action.CLOSE: ":material/check_circle:",
    Action.REOPEN: ":material/replay:",
    Action.CANCEL: ":material/cancel:",
    Action.EDIT: ":material/edit:",
    Action.URGE: ":material/notifications_active:",
    Action.COMMENT: ":material/comment:",
    Action.SPLIT: ":material/call_split:",
    Action.FOLLOW_ON: ":material/next_plan:",
    Action.HELP: ":material/group_add:",
    Action.WATCH: ":material/visibility:",
    Action.MERGE: ":material/merge:",
}


def draw(here: Session, ticket: Ticket, possible: Sequence[Action], *, subject_id: int | None = None) -> None:
    """The actions, and the form of the one chosen. `subject_id`: the technician who is on the phone."""
    _ = here._
    offered = [action for action in possible if action in ASKING]
    if not offered:
        st.caption(_("Nothing can be done with this ticket now."))
        return
    _unsent(here, ticket, offered)
    chosen = st.pills(
        _("What is possible now"),
        offered,
        default=_next(offered, working=subject_id is not None or _mine(here, ticket)),
        format_func=lambda action: f"{ICONS[action]} {_(ACTION_WORDS[action])}",
        key=Typed(ticket.id, CHOICE).key("choice"),
        wrap=True,
        label_visibility="collapsed",
    )
    if chosen is not None:
        with st.container(border=True):
            _form(here, ticket, chosen, subject_id)


def _next(offered: Sequence[Action], *, working: bool) -> Action | None:
    """The usual next step; what a technician does lies open only for them, or for who has them on the phone."""
    steps = [a for a in NEXT if a in offered and (working or NEEDS[a] is not Permission.WORK_TICKET)]
    return steps[0] if steps else None


def _form(here: Session, ticket: Ticket, action: Action, subject_id: int | None) -> None:
    typed = Typed(ticket.id, action)
    if NEEDS[action] is Permission.WORK_TICKET and subject_id is None and not _mine(here, ticket):
        _ask_for_whom(here, ticket, typed)
    ASKING[action](here, ticket, typed)
    if action in TIMED:
        _ask_when(here, typed)
    st.button(
        here._(ACTION_WORDS[action]),
        type="primary",
        icon=ICONS[action],
        key=typed.key("button"),
        on_click=taken,
        args=(action, ticket.id, ticket.version, subject_id),
    )


def _mine(here: Session, ticket: Ticket) -> bool:
    if ticket.assignee_id is not None:
        return ticket.assignee_id == here.account.id
    return here.actor.team_id is not None and here.actor.team_id == ticket.team_id


def _ask_for_whom(here: Session, ticket: Ticket, typed: Typed) -> None:
    """Which technician phoned: the one who has the job, or one of the team that has it."""
    offered = choices.technicians(here.db, ticket.team_id if ticket.assignee_id is None else None)
    options = offered.options if ticket.assignee_id is None else [ticket.assignee_id]
    st.selectbox(
        here._("For which technician"),
        options,
        index=0 if ticket.assignee_id is not None else None,
        format_func=offered.say,
        key=typed.key("subject"),
        on_change="ignore",
        placeholder=teams(here.db)[ticket.team_id].name if ticket.team_id is not None else "",
    )
    refusal_shown("subject_id")


def _ask_when(here: Session, typed: Typed) -> None:
    left, right = st.columns([2, 3])
    left.text_input(
        here._("When it happened (empty: now)"),
        key=typed.key("happened_at"),
        on_change="ignore",
        placeholder=here._("14:05 or 11-22 14:05"),
    )
    right.text_input(
        here._("Why only now (if more than 24 hours ago)"), key=typed.key("late_reason"), on_change="ignore"
    )
    refusal_shown("happened_at")
    refusal_shown("late_reason")


def _unsent(here: Session, ticket: Ticket, offered: Sequence[Action]) -> None:
    """Somebody was faster and the form is gone: what was typed in it is still to be read."""
    action, words = st.session_state.get(UNSENT.format(ticket.id)) or (None, "")
    if words and action not in offered:
        st.info(here._("What you had typed: {words}", words=plain(words, 1000)), icon=":material/edit_note:")


@guarded()
def taken(action: Action, ticket_id: int, version: int, subject_id: int | None) -> None:
    """The action with what was typed; a refusal leaves everything as it stands."""
    here, typed = current(), Typed(ticket_id, action)
    by = By(
        actor=here.actor,
        now=here.now,
        subject_id=subject_id or typed.value("subject"),
        happened_at=typed.moment("happened_at", here.now),
        late_reason=typed.text("late_reason"),
    )
    st.session_state[UNSENT.format(ticket_id)] = (action, typed.words())
    after = DOING[action](here, ticket_id, version, typed, by)
    del st.session_state[UNSENT.format(ticket_id)]
    typed.done()
    Typed(ticket_id, CHOICE).done()
    flash(
        here.say(mark("Written down: {what}"), what=here.say(DONE_WORDS[action])), ticket_number=after.number
    )
