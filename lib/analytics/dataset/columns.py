"""Every column that can be taken away: the data dictionary, and the words at the head of the columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lib.analytics.dataset.about import ABOUT
from lib.analytics.dataset.column import Column
from lib.analytics.dataset.course import COURSE
from lib.analytics.dataset.people import PEOPLE
from lib.core.errors import WrongInput
from lib.core.i18n import mark

COLUMNS: Mapping[str, Column] = {column.name: column for column in (*ABOUT, *COURSE, *PEOPLE)}


def _names(text: str) -> Sequence[str]:
    return tuple(text.split())


PRESETS: Mapping[str, tuple[str, Sequence[str]]] = {
    "common": (
        mark("The usual ones"),
        _names("""
            number kind status severity channel group service campus place department vendor team
            opened_at accepted_at arrived_at done_at closed_at response_minutes arrival_minutes
            completion_minutes complete_kept cause score
        """),
    ),
    "promises": (
        mark("Times and promises"),
        _names("""
            number service severity department vendor team opened_at respond_due accepted_at
            respond_kept arrive_due arrived_at arrive_kept complete_due done_at complete_kept
            in_dispatch in_acceptance in_travel in_work in_hold in_outside in_between in_unknown
            lasted urges holds proxied late_recorded
        """),
    ),
    "satisfaction": (
        mark("Satisfaction"),
        _names("""
            number service department vendor team done_at closed_at closed_how asked score speed
            quality attitude spoken reopens first_time_fix rating_words
        """),
    ),
    "costs": (
        mark("Work and materials"),
        _names("""
            number group service department vendor team asset_number asset done_at outcome cause
            labour_minutes material_yuan completions reopens
        """),
    ),
    "all": (mark("All columns"), tuple(COLUMNS)),
}
"""Columns that are wanted together; the first is taken where nothing is chosen."""


def chosen(names: Sequence[str]) -> list[Column]:
    """The columns of those names, each once, in that order; of none the usual ones. WrongInput for an unknown one."""
    wanted = list(dict.fromkeys(names)) or PRESETS["common"][1]
    for name in wanted:
        if name not in COLUMNS:
            raise WrongInput(mark("There is no column “{name}”."), field="columns", name=name[:40])
    return [COLUMNS[name] for name in wanted]
