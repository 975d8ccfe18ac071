"""The vendor's answer: it agrees, objects to single tickets with a reason for each, or takes an objection back."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from lib.core.money import yuan
from lib.cost_sharing.actions import answering
from lib.cost_sharing.records import Dispute
from lib.cost_sharing.vendor_change import objected, without
from lib.cost_sharing.vendor_part import VendorPart
from lib.cost_sharing.words import DECISION_WORDS, Answer, Decision
from lib.ui.session import Session, current, guarded
from lib.ui.widgets import flash, refusal_shown
from lib.ui.words import plain

CHOSEN, REASONS = "statement_objected", "statement_reasons"
"""Tickets chosen to object to (number by id), and what was typed for each: kept while other parts are looked at."""
WORDS, TURN = "statement_words", "statement_objected_turn"
LONGEST = 500


def agreeing(here: Session, part: VendorPart) -> None:
    """One button; none while it objects to tickets, grey while it is about to."""
    _ = here._
    if part.share.answer is Answer.AGREED:
        return
    about = (part.statement.id, part.vendor.id)
    if objected(part):
        # What stands under the strip says that nothing more is needed.
        return
    why = ""
    if found := chosen(*about):
        why = _("You have chosen {n} tickets to object to.", n=len(found))
    st.button(
        _("Agree to the statement"),
        type="primary",
        icon=":material/thumb_up:",
        on_click=_agree,
        args=about,
        disabled=bool(why),
        help=why or None,
        key="statement_agree",
    )


def refused(part: VendorPart) -> None:
    """Why an answer could not be given, where it belongs to no field of the objections."""
    refusal_shown(elsewhere=_fields(part.statement.id, part.vendor.id))


def objecting(here: Session, part: VendorPart) -> None:
    """The tickets chosen in the list, a reason for each; nothing before one is chosen."""
    _ = here._
    about = (part.statement.id, part.vendor.id)
    if not (found := chosen(*about)):
        return
    with st.container(border=True, key="statement_objecting"):
        st.markdown(f"**{_('Object to tickets')}**")
        for ticket_id, number in found.items():
            _reason(here, about, ticket_id, number)
        _whole(here, about)
        would_be(here, part)
        label = _("Object to {n} tickets", n=len(found))
        st.button(
            label,
            type="primary",
            on_click=_object,
            args=about,
            icon=":material/report:",
            key="statement_object",
        )


def would_be(here: Session, part: VendorPart) -> None:
    """What the vendor would carry if all it objects to, and is about to, were left out."""
    tickets = {*objected(part), *chosen(part.statement.id, part.vendor.id)}
    if not tickets or (cents := without(here.db, part, tickets)) is None:
        return
    message = here._(
        "If all {n} objections hold, you carry about {then} yuan this period (now {now} yuan).",
        n=len(tickets),
        then=yuan(cents),
        now=yuan(part.share.total_cents),
    )
    st.caption(message)


def on_the_whole(here: Session, part: VendorPart) -> None:
    """An objection in words alone, for what no single ticket says."""
    _ = here._
    about = (part.statement.id, part.vendor.id)
    if chosen(*about):
        return
    with st.expander(_("Something else is wrong"), icon=":material/report:"):
        _whole(here, about)
        st.button(_("Object to the whole"), on_click=_object, args=about, key="statement_object_whole")


def _whole(here: Session, about: tuple[int, int]) -> None:
    key = f"{WORDS}_{about[0]}_{about[1]}"
    st.text_input(
        here._("On the whole (may stay empty)") if chosen(*about) else here._("What is wrong"),
        _typed(*about).get("words", ""),
        key=key,
        max_chars=LONGEST,
        on_change=_remember,
        args=(about, "words", key),
    )
    refusal_shown("words")


def _reason(here: Session, about: tuple[int, int], ticket_id: int, number: str) -> None:
    key = f"statement_why_{about[0]}_{ticket_id}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            here._("Why {number} is not yours", number=number),
            _typed(*about).get(str(ticket_id), ""),
            key=key,
            max_chars=LONGEST,
            on_change=_remember,
            args=(about, str(ticket_id), key),
        )
        st.button(
            "",
            icon=":material/close:",
            help=here._("Do not object to it"),
            on_click=_leave_out,
            args=(about, ticket_id),
            key=f"statement_leave_{ticket_id}",
        )
    refusal_shown(f"ticket:{ticket_id}")


def disputes(here: Session, part: VendorPart, *, open_now: bool) -> None:
    """What it objects to, and what became of each; an undecided one can be taken back in time."""
    _ = here._
    if not part.disputes:
        return
    numbers = dict(part.sharing.tickets.select("ticket_id", "number").iter_rows())
    st.markdown(f"**{_('Your objections')}**" if open_now else f"**{_('Objections')}**")
    for one in part.disputes:
        with st.container(horizontal=True, vertical_alignment="center"):
            number = numbers.get(one.ticket_id, str(one.ticket_id))
            st.markdown(
                f"{number} · {_became(here, one, is_frozen=part.statement.is_frozen)}  \n:gray[{plain(one.words, 400)}]"
            )
            if open_now and one.decision is Decision.NONE:
                st.button(
                    _("Take the objection back"),
                    on_click=_withdraw,
                    args=(one.id, number),
                    key=f"statement_withdraw_{one.id}",
                )


def _became(here: Session, one: Dispute, *, is_frozen: bool) -> str:
    waiting = one.decision is Decision.NONE and not is_frozen
    said = here._("Objected to, to be decided") if waiting else here._(DECISION_WORDS[one.decision])
    return f"**{said}** {plain(one.reason, 400)}" if one.reason else f"**{said}**"


def choose(
    statement_id: int, vendor_id: int, *, listed: Mapping[int, str], ticked: Mapping[int, str]
) -> None:
    """Of the tickets listed exactly the ticked ones are objected to; what is not listed now stays as it was."""
    found = chosen(statement_id, vendor_id)
    kept = {ticket: number for ticket, number in found.items() if ticket not in listed or ticket in ticked}
    found.clear()
    found.update(kept | dict(ticked))


def chosen(statement_id: int, vendor_id: int) -> dict[int, str]:
    """The numbers of the tickets chosen to object to, by id."""
    found: dict[int, str] = st.session_state.setdefault(f"{CHOSEN}_{statement_id}_{vendor_id}", {})
    return found


def turn(statement_id: int, vendor_id: int) -> int:
    """Goes up when tickets are left out by another hand than the list's."""
    found: int = st.session_state.get(f"{TURN}_{statement_id}_{vendor_id}", 0)
    return found


def draw_anew(statement_id: int, vendor_id: int) -> None:
    """The list is drawn anew, with the ticks of what is chosen."""
    st.session_state[f"{TURN}_{statement_id}_{vendor_id}"] = turn(statement_id, vendor_id) + 1


def _typed(statement_id: int, vendor_id: int) -> dict[str, str]:
    found: dict[str, str] = st.session_state.setdefault(f"{REASONS}_{statement_id}_{vendor_id}", {})
    return found


def _fields(statement_id: int, vendor_id: int) -> tuple[str, ...]:
    return ("words", *(f"ticket:{one}" for one in chosen(statement_id, vendor_id)))


def _remember(about: tuple[int, int], name: str, key: str) -> None:
    _typed(*about)[name] = st.session_state[key]


def _leave_out(about: tuple[int, int], ticket_id: int) -> None:
    chosen(*about).pop(ticket_id, None)
    draw_anew(*about)


@guarded()
def _agree(statement_id: int, vendor_id: int) -> None:
    here = current()
    after = answering.agree(
        here.db, actor=here.actor, statement_id=statement_id, vendor_id=vendor_id, words="", now=here.now
    )
    flash(here._("You have agreed to {number}.", number=after.number))


@guarded()
def _object(statement_id: int, vendor_id: int) -> None:
    here, typed = current(), _typed(statement_id, vendor_id)
    tickets: Mapping[int, str] = {one: typed.get(str(one), "") for one in chosen(statement_id, vendor_id)}
    after = answering.object(
        here.db,
        actor=here.actor,
        statement_id=statement_id,
        vendor_id=vendor_id,
        words=typed.get("words", ""),
        tickets=tickets,
        now=here.now,
    )
    st.session_state.pop(f"{CHOSEN}_{statement_id}_{vendor_id}", None)
    draw_anew(statement_id, vendor_id)
    st.session_state.pop(f"{REASONS}_{statement_id}_{vendor_id}", None)
    st.session_state.pop(f"{WORDS}_{statement_id}_{vendor_id}", None)
    said = here._(
        "Objected to {n} tickets of {number}; the hospital decides on each.",
        n=len(tickets),
        number=after.number,
    )
    flash(said if tickets else here._("Objected to {number}; the hospital reads it.", number=after.number))


@guarded()
def _withdraw(dispute_id: int, number: str) -> None:
    here = current()
    answering.withdraw(here.db, actor=here.actor, dispute_id=dispute_id, now=here.now)
    flash(here._("The objection to {number} is taken back.", number=number))
