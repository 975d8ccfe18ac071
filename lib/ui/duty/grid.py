"""The week of one team as one component: posts down, days across, every cell a button for who keeps it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from lib.catalog.calendars import free_days
from lib.core.clock import local, local_date
from lib.people.accounts import all_accounts
from lib.people.posts import Post, of_team
from lib.people.roster import WEEKDAY_WORDS, Cells, days_of
from lib.people.roster import week as cells_of
from lib.people.shifts import Clash
from lib.ui.duty.chosen import Chosen
from lib.ui.duty.warned import in_words
from lib.ui.session import Session

_FOLDER = Path(__file__).parents[1] / "components"
_KEY, CELL = "duty_week", "duty_cell"
_grid = st.components.v2.component(
    "onestop_roster",
    js="\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in ("printing.js", "roster.js")),
    css=(_FOLDER / "roster.css").read_text(encoding="utf-8"),
)
Part = Mapping[str, Any]


@cache
def _css() -> str:
    return (_FOLDER / "roster.css").read_text(encoding="utf-8")


def draw(here: Session, chosen: Chosen, *, editable: bool, clashes: Sequence[Clash]) -> None:
    """The grid; a click on a cell opens it for changing."""
    _ = here._
    posts, days = of_team(here.db, chosen.team_id), days_of(chosen.first)
    held = cells_of(here.db, posts, chosen.first)
    kept = {day for _post, day in held}
    legend = _("⚠ Two posts at once, or work straight after a night. The list below says which.")
    words = {
        "post": _("Post"),
        "out": _("This account is out of use and does not count."),
        "legend": legend if clashes else "",
        "print": _("Print this week"),
    }
    data = {
        "title": f"{chosen.name} · {_('Duty roster')} · {days[0]:%Y-%m-%d} – {days[-1]:%m-%d}",
        "words": words,
        "css": _css(),
        "editable": editable,
        "days": [_day(here, day, rostered=day in kept) for day in days],
        "posts": [_post(here, post, days, held, clashes, kept) for post in posts],
    }
    _grid(key=_KEY, data=data, on_edit_change=_open)


def _open() -> None:
    key = st.session_state[_KEY].edit
    if key:
        st.session_state[CELL] = key


def _day(here: Session, day: date, *, rostered: bool) -> Part:
    off, on = free_days(here.db)
    today = local_date(here.now)
    notes = [here._("Today")] if day == today else []
    notes += [here._("Holiday")] if day in off else [here._("Make-up workday")] if day in on else []
    notes += [] if rostered else [here._("no roster: counts as on duty whole")]
    name = here._(WEEKDAY_WORDS[day.weekday()])
    free = day in off or (day.weekday() >= 5 and day not in on)
    return {"name": name, "date": f"{day:%m-%d}", "today": day == today, "off": free, "notes": notes}


def _post(
    here: Session,
    post: Post,
    days: Sequence[date],
    held: Cells,
    clashes: Sequence[Clash],
    kept: set[date],
) -> Part:
    until = (
        here._("{time} next day", time=f"{post.ends:%H:%M}")
        if post.crosses_midnight
        else f"{post.ends:%H:%M}"
    )
    return {
        "name": post.name,
        "kind": post.kind,
        "time": f"{post.starts:%H:%M}–{until}",
        "phone": post.phone,
        "cells": [_cell(here, post, day, held.get((post.id, day), ()), clashes, day in kept) for day in days],
    }


def _cell(
    here: Session, post: Post, day: date, people: Sequence[int], clashes: Sequence[Clash], rostered: bool
) -> Part:
    known = all_accounts(here.db)
    missing = rostered and not post.standby and day >= local(here.now).date()
    return {
        "key": f"{post.id}:{day.isoformat()}",
        "people": [
            {
                "name": known[one].name,
                "out": not known[one].active,
                "warning": " ".join(
                    in_words(here, clash)
                    for clash in clashes
                    if any(
                        (shift.account_id, shift.post.id, shift.day) == (one, post.id, day)
                        for shift in (clash.first, clash.second)
                    )
                ),
            }
            for one in people
            if one in known
        ],
        "empty": here._("{post}: nobody", post=post.name) if missing else "—",
        "tone": "missing" if missing else "",
    }
