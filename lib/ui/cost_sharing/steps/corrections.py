"""What earlier statements would say otherwise today, and which of it this one carries."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from lib.core.i18n import explain, mark
from lib.core.money import yuan
from lib.cost_sharing import corrected, corrections, records
from lib.cost_sharing.actions import correcting
from lib.cost_sharing.causes import Cause
from lib.cost_sharing.corrections import Correction
from lib.cost_sharing.records import Adjustment
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import Status
from lib.people.organisation import vendors
from lib.people.roles import Permission
from lib.ui import navigation
from lib.ui.cost_sharing.steps.attempts import refused, tried
from lib.ui.cost_sharing.steps.table import cell, table
from lib.ui.session import Session, current
from lib.ui.widgets import empty, flash
from lib.ui.words import WHOLE, harmless, plain

PLACE = "corrections"
_NOTHING = {
    True: mark("Nothing of an issued statement is to be corrected."),
    False: mark("Nothing is to be corrected."),
}
SHOWN = 12
"""Changed tickets that are listed; the rest is counted."""


def draw(here: Session, statement: Statement, found: Sequence[Correction]) -> None:
    """`found`: what is open of earlier periods, to be taken into this draft; of an issued statement what is open of it
    itself. Below it what this statement carries, and what others carry of it."""
    refused(PLACE)
    carried = records.adjustments(here.db, statement.id)
    by_others = corrections.adjusted(here.db, statement.id) if statement.is_frozen else {}
    if not (carried or found or by_others):
        empty(here._(_NOTHING[statement.status is Status.DRAFT]), icon=":material/published_with_changes:")
        return
    _all_at_once(here, statement, found)
    for one in found:
        _open(here, statement, one)
    for corrects_id in dict.fromkeys(one.corrects_id for one in carried):
        _carried(here, statement, [one for one in carried if one.corrects_id == corrects_id])
    if by_others:
        with st.container(border=True):
            st.markdown(f"**{here._('Later statements carry of it')}**")
            _differences(here, by_others)


def waiting(here: Session, statement: Statement) -> Sequence[Correction]:
    """What is still to be corrected: of the periods before a draft, of an issued statement itself."""
    if statement.status is Status.DRAFT:
        return corrections.open_corrections(here.db, statement)
    if statement.is_frozen:
        found = corrections.difference(here.db, statement)
        return [found] if found.cents or found.refusal else []
    return []


def _all_at_once(here: Session, statement: Statement, found: Sequence[Correction]) -> None:
    fit = [one.statement.id for one in found if not one.refusal]
    if statement.status is Status.DRAFT and len(fit) > 1 and here.may(Permission.KEEP_SHARING):
        st.button(
            here._("Take in all {n} corrections", n=len(fit)),
            icon=":material/playlist_add:",
            key=f"take_in_all_{statement.id}",
            on_click=_taken,
            args=("take_in", statement.id, fit),
        )


def _open(here: Session, statement: Statement, one: Correction) -> None:
    """What no statement carries yet: how much, the button, then whom it concerns and why."""
    number = one.statement.number
    with st.container(border=True):
        if one.refusal:
            said = here._("{number} could not be shared out again: ", number=number)
            st.warning(harmless(said + explain(here.language, one.refusal)), icon=":material/error:")
            return
        st.markdown(f"**{here._('{number} would come out otherwise today', number=number)}**")
        st.caption(_extent(here, one.cents))
        if statement.status is Status.DRAFT:
            _button(here, statement, one.statement.id, mark("Take into this statement"), "take_in")
        _causes(here, one)
        with st.expander(here._("What each vendor pays more or less")):
            _differences(here, one.cents, _reasons(here, one))


def _extent(here: Session, cents: Mapping[int, int]) -> str:
    more = sum(amount for amount in cents.values() if amount > 0)
    said = mark("{n} vendors: some pay {amount} yuan more together, the others as much less.")
    return here._(said, n=len(cents), amount=yuan(more))


def _carried(here: Session, statement: Statement, found: Sequence[Adjustment]) -> None:
    """What this statement carries of an earlier one; a draft can let go of it."""
    corrects_id = found[0].corrects_id
    earlier = records.by_id(here.db, corrects_id)
    with st.container(border=True):
        number = earlier.number if earlier else ""
        st.markdown(f"**{here._('Carries the correction of {number}', number=number)}**")
        cents = {one.vendor_id: one.cents for one in found}
        st.caption(_extent(here, cents))
        if statement.status is Status.DRAFT:
            _button(here, statement, corrects_id, mark("Take out again"), "drop")
        with st.expander(here._("What each vendor pays more or less")):
            _differences(here, cents, {one.vendor_id: corrected.reason(one.words, here.say) for one in found})


def _differences(here: Session, cents: Mapping[int, int], notes: Mapping[int, str] | None = None) -> None:
    columns = [(here._("Vendor"), "left"), (here._("Pays more or less (yuan)"), "right")]
    known = vendors(here.db)
    rows = [
        [cell(f"{known[one].code} {known[one].name}", (notes or {}).get(one, "")), cell(signed(amount))]
        for one, amount in sorted(cents.items(), key=lambda pair: known[pair[0]].code)
    ]
    table(columns, rows)


def signed(amount: int) -> str:
    """ "+12.50", "-12.50"."""
    return f"+{yuan(amount)}" if amount > 0 else yuan(amount)


def _causes(here: Session, of: Correction) -> None:
    """The tickets behind it, each opened beside this page."""
    found = of.causes
    if not found:
        return
    lines = [_cause(here, of, one) for one in found[:SHOWN]]
    if len(found) > SHOWN:
        lines.append(here._("and {n} more changes", n=len(found) - SHOWN))
    with st.expander(here._("What has changed since ({n})", n=len(found)), expanded=len(found) <= SHOWN):
        st.markdown("\n".join(f"- {line}" for line in lines))


def _cause(here: Session, of: Correction, one: Cause) -> str:
    """What changed, for each vendor it concerned; the ticket's number opens it."""
    names = {vendor.code: vendor.name for vendor in vendors(here.db).values()}
    scheme = of.statement.scheme
    parts = [
        f"{plain(names.get(code, code))}: "
        + plain(corrected.sentence(corrected.kept(one, code, scheme), here.say), WHOLE)
        for code in one.vendors
    ]
    ticket = f"[{one.number}]({navigation.address('ticket', number=one.number)}) " if one.number else ""
    return ticket + " · ".join(parts)


def _reasons(here: Session, one: Correction) -> dict[int, str]:
    """Of each vendor why it pays more or less."""
    codes = {vendor.id: vendor.code for vendor in vendors(here.db).values()}
    kept = {each: corrected.written(one.causes, codes[each], one.statement.scheme) for each in one.cents}
    return {each: corrected.reason(words, here.say) for each, words in kept.items()}


def _button(here: Session, statement: Statement, corrects_id: int, words: str, name: str) -> None:
    if here.may(Permission.KEEP_SHARING):
        st.button(
            here._(words),
            icon=_DOING[name][1],
            key=f"{name}_{statement.id}_{corrects_id}",
            on_click=_taken,
            args=(name, statement.id, [corrects_id]),
        )


_DOING: Mapping[str, tuple[Callable[..., Statement], str, str]] = {
    "take_in": (
        correcting.adjust,
        ":material/add_task:",
        mark("This statement carries the correction of {numbers} now."),
    ),
    "drop": (
        correcting.drop,
        ":material/remove:",
        mark("This statement no longer carries the correction of {numbers}."),
    ),
}


def _taken(name: str, statement_id: int, corrects: Sequence[int]) -> None:
    here = current()
    act, _icon, said = _DOING[name]
    with tried(PLACE):
        with here.db.transaction():
            for one in corrects:
                after = act(
                    here.db, actor=here.actor, statement_id=statement_id, corrects_id=one, now=here.now
                )
        numbers = [one.number for one in records.all_statements(here.db) if one.id in corrects]
        flash(here._(said, numbers=here._(", ").join(numbers)), ticket_number=after.number)
