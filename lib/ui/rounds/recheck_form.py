"""The form of a re-check: the item asked again, a remark, pictures."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lib.core.i18n import mark
from lib.inspections import finding as findings
from lib.inspections import rechecking
from lib.inspections.checklists import Item
from lib.inspections.judging import NO, YES, Given, number_of
from lib.inspections.reading_words import limits
from lib.inspections.rechecking import Due, recheck
from lib.inspections.words import VERDICT_WORDS, ItemKind, Verdict
from lib.store import files
from lib.tickets.by import By
from lib.ui.keeping import CHOOSE, KINDS, kept
from lib.ui.session import Session, current, guarded
from lib.ui.typed import Typed
from lib.ui.widgets import flash, refusal_shown
from lib.ui.words import plain

RECHECK = "recheck"
NUMBERS = frozenset({ItemKind.NUMBER, ItemKind.METER})


def draw(here: Session, due: Due) -> None:
    """The form, for who may re-check it."""
    typed, item, _ = Typed(due.finding.id, RECHECK), due.item, here._
    st.markdown(f"**{_('Re-check')}** · {plain(item.words)}")
    _ask(here, item, typed)
    refusal_shown(str(item.item_id))
    if item.kind in NUMBERS:
        st.text_input(_("Remark"), key=typed.key("words"), on_change="ignore")
    st.file_uploader(
        _(CHOOSE), type=KINDS, accept_multiple_files=True, key=typed.key("photos"), on_change="ignore"
    )
    refusal_shown("photos")
    st.button(
        _("Write the re-check down"),
        type="primary",
        icon=":material/fact_check:",
        key=typed.key("button"),
        on_click=_sent,
        args=(due.finding.id,),
    )


def _ask(here: Session, item: Item, typed: Typed) -> None:
    _ = here._
    if item.kind in NUMBERS:
        span = limits(item, here.language)
        unit = f" ({item.unit})" if item.unit else ""
        label = f"{_('What was measured')}{unit}" + (
            f" · {_('should be {limits}', limits=span)}" if span else ""
        )
        st.text_input(label, key=typed.key("number"), on_change="ignore")
    elif item.kind is ItemKind.YES_NO:
        words = {YES: _(VERDICT_WORDS[Verdict.PASSED]), NO: _(VERDICT_WORDS[Verdict.FAILED])}
        st.segmented_control(
            _("How it is now"), list(words), format_func=lambda one: words[one], key=typed.key("choice")
        )
    elif item.kind is ItemKind.CHOICE:
        st.segmented_control(_("How it is now"), list(item.choices), key=typed.key("choice"))
    else:
        st.text_input(_("How it is now"), key=typed.key("choice"), on_change="ignore")


def _given(here: Session, item: Item, typed: Typed) -> Given:
    held: dict[str, str] = {}
    uploads: list[Any] = typed.value("photos") or []
    if refused := kept(here, uploads[: files.MOST_FILES], held):
        raise refused
    photos = tuple(dict.fromkeys(held.values()))
    if item.kind in NUMBERS:
        return Given(number=number_of(typed.text("number"), item), words=typed.text("words"), photos=photos)
    return Given(words=typed.text("choice"), photos=photos)


@guarded()
def _sent(finding_id: int) -> None:
    here, typed = current(), Typed(finding_id, RECHECK)
    item = rechecking.asked(here.db, findings.by_id(here.db, finding_id))
    by = By(actor=here.actor, now=here.now)
    done = recheck(here.db, finding_id=finding_id, given=_given(here, item, typed), by=by)
    typed.done()
    if done.passed:
        said = here.say(mark("Re-check passed: the ticket is settled."))
    else:
        said = here.say(mark("Re-check not passed: the work goes on in this ticket."))
    flash(said, ticket_number=done.ticket.number if done.ticket else None)
