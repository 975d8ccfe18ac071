"""The rounds behind the numbers: what was missed, left, made up late or ran past its window; a click opens one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl
import streamlit as st

from lib.core.clock import local
from lib.core.i18n import mark
from lib.inspections import records
from lib.inspections.actions.explaining import reasons
from lib.inspections.plans import all_plans
from lib.inspections.round import state
from lib.inspections.words import STATE_WORDS
from lib.ui import navigation
from lib.ui.addressed import part
from lib.ui.plans.words import who
from lib.ui.session import Session, current
from lib.ui.taking import taken_away
from lib.ui.widgets import empty

MOST = 500
CARRIED = "carried"
_KEY, _IDS = "results_rounds", "results_ids"
LISTS: Mapping[str, str] = {
    "missed": mark("Missed"),
    "partial": mark("Partly done"),
    "late": mark("Made up late"),
    "overrun": mark("Past its window"),
    "in_time": mark("Done in time"),
    "exempt": mark("Exempted"),
    CARRIED: mark("Follow-up rounds"),
}


def draw(here: Session, rounds: pl.DataFrame, period: tuple[date, date]) -> None:
    """One of the lists, the newest first."""
    _ = here._
    lists = {name: _of(rounds, name) for name in LISTS}
    chosen = part(
        "results_list", _("List"), {name: f"{_(words)} {lists[name].height}" for name, words in LISTS.items()}
    )
    found = lists[chosen].sort("planned_at", "id", descending=True)
    if found.is_empty():
        empty(_("None in this period."), ":material/task_alt:")
        return
    shown = found.head(MOST)
    ids: list[int] = shown["id"].to_list()
    st.session_state[_IDS] = ids
    table = _table(here, ids, missed=chosen == "missed")
    more = _("{n} rounds; the newest {most} are shown", n=found.height, most=MOST)
    said = more if found.height > MOST else _("{n} rounds", n=found.height)
    st.caption(f"{said} · {_('Click a row to open the round')}")
    st.dataframe(
        table,
        hide_index=True,
        key=_KEY,
        on_select=_open,
        selection_mode=["single-row", "single-cell"],
        height="content" if shown.height < 16 else 580,
        alt=_(LISTS[chosen]),
    )
    taken_away(here, table, f"{_(LISTS[chosen])} {period[0]} {period[1]}", "results_rounds")


def _of(rounds: pl.DataFrame, name: str) -> pl.DataFrame:
    """The rounds of one list; follow-up rounds stand in their own alone."""
    if name == CARRIED:
        return rounds.filter((pl.col("part") > 0) & (pl.col("became") != "exempt"))
    return rounds.filter((pl.col("part") == 0) & (pl.col("became") == name))


def _open() -> None:
    chosen, ids = st.session_state[_KEY].selection, st.session_state.get(_IDS, [])
    at = chosen.rows[0] if chosen.rows else chosen.cells[0][0] if chosen.cells else None
    if at is not None and at < len(ids):
        current()
        navigation.go("round", id=ids[at])


def _table(here: Session, ids: Sequence[int], *, missed: bool) -> pl.DataFrame:
    _, plans = here._, all_plans(here.db)
    known = {round.id: round for round in records.by_ids(here.db, ids)}
    why = reasons(here.db, ids) if missed else {}
    return pl.DataFrame(
        {
            _("Day"): f"{round.day:%Y-%m-%d}",
            _("Part of the day"): round.slot,
            _("Plan"): plans[round.plan_id].name,
            _("Who does it"): who(here, round),
            _("State"): _(STATE_WORDS[state(round, here.now)]),
            _("Stops done"): f"{round.stops_done}/{round.stops}",
            _("Window closed"): f"{local(round.closes_at):%m-%d %H:%M}",
            _("Ended at"): f"{local(round.ended_at):%m-%d %H:%M}" if round.ended_at else "—",
            **({_("Why it was missed"): why.get(round.id, "")} if missed else {}),
        }
        for round in map(known.__getitem__, ids)
    )
