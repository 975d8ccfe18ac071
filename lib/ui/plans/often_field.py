"""How often, in the form of a plan: the fields, what they mean in words, and the next days shown as they are typed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from lib.core.clock import local_date
from lib.core.errors import Refusal, WrongInput
from lib.core.i18n import mark
from lib.inspections import plan_keeping, recurrence, recurrence_rule
from lib.inspections.plans import Plan, Slot
from lib.inspections.presets import SHIFTS, WHOLE_DAY, Preset, rule_of
from lib.inspections.rule_words import MONTH_WORDS, rule_words
from lib.inspections.words import Basis
from lib.lists.plan_cells import Slots
from lib.people.roster import WEEKDAY_WORDS
from lib.ui.plans.rhythm import (
    FREQ_WORDS,
    LAST_DAY,
    MONTH_DAYS,
    NTH_WORDS,
    OWN,
    TEXT,
    WAY_WORDS,
    Chosen,
    first_choices,
    way_of,
)
from lib.ui.plans.words import slots as spans_said
from lib.ui.session import Session

SHOWN = 10
WHOLE, THREE, SPANS = "whole", "shifts", "spans"
SLOT_WORDS = {WHOLE: mark("The whole day"), THREE: mark("The three shifts"), SPANS: mark("Other spans…")}


def draw(here: Session, key: str, plan: Plan | None) -> None:
    """How often, and in which spans of those days."""
    _ = here._
    left, right = st.columns(2)
    with left:
        way = st.selectbox(
            _("How often"),
            list(WAY_WORDS),
            list(WAY_WORDS).index(way_of(plan) if plan else Preset.MONTHLY),
            format_func=lambda way: _(WAY_WORDS[way]),
            key=f"{key}_way",
        )
        if way == OWN:
            _choices(here, key, plan)
        elif way == TEXT:
            st.text_input(
                _("Rule"),
                plan.rule if plan else "FREQ=MONTHLY;BYDAY=-1FR",
                key=f"{key}_rule",
                help=_("As RFC 5545 writes it; the day the plan begins is where it counts from."),
            )
    with right:
        _slots(here, key, plan)


def _choices(here: Session, key: str, plan: Plan | None) -> None:
    _, first = (
        here._,
        first_choices(plan.rule if plan else "", plan.starts_on if plan else local_date(here.now)),
    )
    every, of = st.columns(2)
    every.number_input(_("Every"), 1, 731, first.interval, key=f"{key}_interval")
    freq = of.selectbox(
        _("Days, weeks, months or years"),
        list(FREQ_WORDS),
        list(FREQ_WORDS).index(first.freq),
        format_func=lambda freq: _(FREQ_WORDS[freq]),
        key=f"{key}_freq",
    )
    if freq == "YEARLY":
        st.multiselect(
            _("In which months"),
            range(1, 13),
            first.months,
            format_func=lambda month: _(MONTH_WORDS[month - 1]),
            key=f"{key}_months",
        )
    if freq == "WEEKLY":
        _weekdays(here, key, first)
    elif freq in ("MONTHLY", "YEARLY"):
        _in_month(here, key, first)


def _weekdays(here: Session, key: str, first: Chosen) -> None:
    st.pills(
        here._("On which weekdays"),
        range(7),
        selection_mode="multi",
        default=first.weekdays,
        format_func=lambda day: here._(WEEKDAY_WORDS[day]),
        key=f"{key}_weekdays",
        wrap=True,
    )


def _in_month(here: Session, key: str, first: Chosen) -> None:
    _ = here._
    by = st.segmented_control(
        _("Counted by"),
        ["days", "weekdays"],
        default="weekdays" if first.weekdays else "days",
        format_func=lambda by: _("Days of the month") if by == "days" else _("Weekdays"),
        key=f"{key}_by",
        required=True,
    )
    if by == "days":
        st.multiselect(
            _("On which days"),
            MONTH_DAYS,
            first.month_days,
            format_func=lambda day: _("the last day") if day == LAST_DAY else str(day),
            key=f"{key}_month_days",
        )
        return
    st.segmented_control(
        _("Which one of the month"),
        list(NTH_WORDS),
        default=first.nth,
        format_func=lambda nth: _(NTH_WORDS[nth]),
        key=f"{key}_nth",
        wrap=True,
        required=True,
    )
    _weekdays(here, key, first)


def _slots(here: Session, key: str, plan: Plan | None) -> None:
    _ = here._
    shifted = st.session_state.get(f"{key}_way") == Preset.SHIFT
    first = THREE if shifted else WHOLE
    if plan is not None and not (shifted and len(plan.slots) == 1):
        first = {WHOLE_DAY: WHOLE, SHIFTS: THREE}.get(plan.slots, SPANS)
    chosen = st.segmented_control(
        _("In which part of the day"),
        list(SLOT_WORDS),
        default=first,
        format_func=lambda one: _(SLOT_WORDS[one]),
        # With another rhythm another answer is the usual one.
        key=f"{key}_slots_{shifted}",
        required=True,
    )
    if chosen == SPANS:
        st.text_input(
            _("Spans of the day"),
            Slots().say(plan.slots, here.language).replace("\n", ", ") if plan else "08:00-12:00",
            key=f"{key}_spans",
            help=_("Like 08:00-16:00; several with a comma between them: each is a round of its own."),
        )


def slots(key: str) -> tuple[Slot, ...]:
    """The spans chosen; WrongInput for what is none."""
    typed = st.session_state
    chosen = typed.get(f"{key}_slots_{typed.get(f'{key}_way') == Preset.SHIFT}", WHOLE)
    if chosen == SPANS:
        try:
            return Slots().read(typed[f"{key}_spans"])
        except Refusal as refusal:
            refusal.field = "slots"
            raise
    return SHIFTS if chosen == THREE else WHOLE_DAY


def rule(key: str, starts_on: date, basis: Basis) -> str:
    """The rule chosen or written, as it is kept; WrongInput, field `rule`, for what is none."""
    typed = st.session_state
    way = typed[f"{key}_way"]
    if way == TEXT:
        return recurrence_rule.read(typed[f"{key}_rule"]).text
    if way == OWN:
        return recurrence_rule.read(_chosen(key).rule.text).text
    return rule_of(Preset(way), starts_on, basis)


def _chosen(key: str) -> Chosen:
    typed = st.session_state
    freq, weekdays = typed[f"{key}_freq"], tuple(typed.get(f"{key}_weekdays") or ())
    by_weekday = freq == "WEEKLY" or typed.get(f"{key}_by") == "weekdays"
    if by_weekday and freq != "DAILY" and not weekdays:
        raise WrongInput(mark("Please choose at least one weekday."), field="rule")
    month_days = tuple(typed.get(f"{key}_month_days") or ())
    if freq in ("MONTHLY", "YEARLY") and not by_weekday and not month_days:
        raise WrongInput(mark("Please choose at least one day of the month."), field="rule")
    return Chosen(
        freq=freq,
        interval=int(typed[f"{key}_interval"]),
        weekdays=weekdays if by_weekday else (),
        nth=typed.get(f"{key}_nth") or 0,
        month_days=() if by_weekday else month_days,
        months=tuple(typed.get(f"{key}_months") or ()),
    )


def meant(here: Session, values: Mapping[str, Any]) -> None:
    """What the rule means in words, and the next ten days it names, with what holidays do to them; Refusal for what
    cannot be."""
    _ = here._
    found = plan_keeping.coming(here.db, values, SHOWN, local_date(here.now))
    st.markdown(f":material/event_repeat: **{rule_words(values['rule'], here.language)}**")
    days = list(dict.fromkeys((one.occurs_on, one.day) for one in found))[:SHOWN]
    if not days:
        st.caption(_("No day comes of it between its beginning and its end."))
        return
    said = _(", ").join(_day(here, occurs_on, day) for occurs_on, day in days)
    label = (
        _("If each is done on its day: {days}", days=said)
        if values["basis"] is Basis.COMPLETION
        else _("Next {count} days: {days}", count=len(days), days=said)
    )
    st.caption(label)
    st.caption(_("Part of the day: {spans}", spans=spans_said(here, values["slots"])))
    if years := recurrence.unknown_years(here.db, days[0][0], days[-1][1]):
        named = _(", ").join(map(str, years))
        st.caption(_("The public holidays of {years} are not known yet.", years=named))


def _day(here: Session, occurs_on: date, day: date) -> str:
    said = f"{day:%Y-%m-%d} {here._(WEEKDAY_WORDS[day.weekday()])}"
    if day != occurs_on:
        return here._("{day} (instead of {holiday})", day=said, holiday=f"{occurs_on:%m-%d}")
    return said
