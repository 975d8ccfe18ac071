"""Done in time by plan, vendor, team, month, campus, kind or building, as a table that can be taken away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from lib.core.i18n import mark
from lib.inspections import compliance, compliance_stops, finding_rates
from lib.inspections.plans import all_plans
from lib.inspections.words import PLAN_KIND_WORDS
from lib.people.organisation import teams, vendors
from lib.places.locations import all_locations
from lib.ui.addressed import part
from lib.ui.inspection_results import filters
from lib.ui.session import Session
from lib.ui.taking import taken_away
from lib.ui.widgets import empty

BUILDING = "building_id"
_TURN = "results_table_turn"
GROUPS: Mapping[str, str] = {
    "plan_id": mark("Plan"),
    "team_id": mark("Team"),
    "vendor_id": mark("Vendor"),
    "month": mark("Month"),
    "campus_id": mark("Campus"),
    "kind": mark("Kind"),
    BUILDING: mark("Building"),
}
COUNTED: Mapping[str, str] = {
    "due": mark("Rounds due"),
    "in_time": mark("Done in time"),
    "rate": mark("Done in time, %"),
    "low": mark("At least, 95 % sure"),
    "high": mark("At most, 95 % sure"),
    "late": mark("Made up late"),
    "partial": mark("Partly done"),
    "left": mark("Stops left"),
    "missed": mark("Missed"),
    "missed_rate": mark("Missed, %"),
    "overrun": mark("Past its window"),
    "open": mark("Not due yet"),
    "exempt": mark("Exempted"),
    "exempt_after": mark("of these afterwards"),
    "moved": mark("Moved outside"),
    "carried": mark("Follow-up rounds"),
    "carried_done": mark("of these done"),
    "found": mark("Findings"),
    "resolved": mark("Put right"),
    "rechecks": mark("Re-checks"),
    "rechecks_passed": mark("of these in order"),
}
UNNAMED: Mapping[str, str] = {"team_id": mark("no team named"), "vendor_id": mark("the hospital itself")}
"""How the group of rounds is called that belong to none."""
SHARES = frozenset({"rate", "low", "high", "missed_rate"})
Stops = Callable[[], pl.DataFrame]


def draw(
    here: Session, rounds: pl.DataFrame, found: pl.DataFrame, stops: Stops, period: tuple[date, date]
) -> None:
    """The choice of a grouping, its table, the lowest rate first, and the same as a file."""
    _ = here._
    by = part("results_by", _("Grouped"), {name: _(words) for name, words in GROUPS.items()})
    counts = compliance_stops.counted(stops()) if by == BUILDING else _counts(rounds, found, by)
    if counts.is_empty():
        empty(_("No round of this period fits these filters."))
        return
    ordered = in_order(counts, by)
    table = shown(here, ordered, by)
    key = f"results_table_{by}_{st.session_state.get(_TURN, 0)}"
    on_select: Any = "ignore" if by == BUILDING else partial(_rounds_of, key, by, ordered[by].to_list())
    numbers = {
        _(COUNTED[name]): st.column_config.NumberColumn(format="%.1f") for name in SHARES if name in counts
    }
    st.dataframe(
        table,
        hide_index=True,
        placeholder="—",
        height="content" if table.height < 16 else 580,
        column_config=numbers,
        key=key,
        on_select=on_select,
        selection_mode=["single-row", "single-cell"],
        alt=_(GROUPS[by]),
    )
    if by == BUILDING:
        counted = _(
            "Counted in stops: each stop of a round that was due, done whole inside the window or not."
        )
        st.caption(f"{_order(here, by)}  \n{counted}")
    else:
        st.caption(f"{_('Click a row to see its rounds')} · {_order(here, by)}")
    taken_away(here, table, f"{_('Inspection results')} {_(GROUPS[by])} {period[0]} {period[1]}", "results")


def _counts(rounds: pl.DataFrame, found: pl.DataFrame, by: str) -> pl.DataFrame:
    counts = compliance.counted(rounds, [by])
    of_findings = finding_rates.counted(found, [by])
    joined = counts.join(of_findings, on=by, how="full", coalesce=True, nulls_equal=True)
    return joined.with_columns(pl.col(*compliance.COUNTS, "due", *finding_rates.COUNTS).fill_null(0))


def in_order(counts: pl.DataFrame, by: str) -> pl.DataFrame:
    """Months as they come; of others those first that are surely low, by the upper end of their interval: three of four
    rounds say less than ninety of a hundred."""
    order = [by] if by == "month" else ["high", "due", by]
    return counts.sort(order, descending=[name == "due" for name in order], nulls_last=True)


def _order(here: Session, by: str) -> str:
    """Why the rows stand as they do, and what the two bounds beside the rate are."""
    bounds = here._(
        "With few rounds the rate says little: with 95 % it lies between “at least” and “at most”"
    )
    first = (
        here._("In the order of the months")
        if by == "month"
        else here._("Lowest “at most” first: what is surely behind stands on top")
    )
    return f"{first} · {bounds}"


def shown(here: Session, ordered: pl.DataFrame, by: str) -> pl.DataFrame:
    """The counts under their words, shares in per cent."""
    names = pl.Series(here._(GROUPS[by]), [_named(here, by, key) for key in ordered[by]], dtype=pl.String)
    columns = [
        (100 * pl.col(name)).round(1).alias(here._(words))
        if name in SHARES
        else pl.col(name).alias(here._(words))
        for name, words in COUNTED.items()
        if name in ordered.columns
    ]
    return ordered.select(columns).insert_column(0, names)


def _rounds_of(key: str, by: str, groups: Sequence[Any]) -> None:
    """Shows the rounds of the row that was clicked: its group becomes the filter."""
    chosen = st.session_state[key].selection
    at = chosen.rows[0] if chosen.rows else chosen.cells[0][0] if chosen.cells else None
    if at is None or at >= len(groups) or groups[at] is None:
        return
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    # All in one step: the browser's way back leads to the table as it was.
    st.query_params.update({**_narrowed(by, groups[at]), "results_part": "rounds"})


def _narrowed(by: str, group: Any) -> Mapping[str, str]:
    """The filter that leaves that group alone, as parameters of the address."""
    if by != "month":
        return {f"results_{by.removesuffix('_id')}": str(group)}
    first = date.fromisoformat(f"{group}-01")
    return filters.period(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def _named(here: Session, by: str, key: object) -> str:
    """What a group is called."""
    if by == "month":
        return str(key)
    if by == "kind":
        return here._(PLAN_KIND_WORDS[str(key)])
    places = all_locations(here.db)
    known: Mapping[str, Mapping[Any, Any]] = {
        "plan_id": all_plans(here.db),
        "team_id": teams(here.db),
        "vendor_id": vendors(here.db),
        "campus_id": places,
        BUILDING: places,
    }
    one = known[by].get(key)
    return str(one.name) if one is not None else here._(UNNAMED.get(by, mark("not said")))
