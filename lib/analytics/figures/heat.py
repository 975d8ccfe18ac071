"""Heat maps whose cells can be clicked: building by floor, asset by month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from lib.analytics import marks
from lib.analytics.figures.ground import AMBER, Figure, Names, layout, lines, marked, n_of, of_many
from lib.core.i18n import Language, mark, say

COLD, HOT = "rgba(23,145,138,0.06)", "rgba(23,145,138,1)"
MOST, CELL = 16, 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """`row` and `column` by number; `text` is what pointing at it says, `mark` what a click asks for."""

    row: int
    column: int
    value: float
    text: str
    mark: str


def grid(
    cells: Sequence[Cell], rows: Sequence[str], columns: Sequence[str], title: str, said: Sequence[str]
) -> Figure:
    """Cells as bars: Plotly's own heat map cannot be clicked. ValueError for nothing to draw."""
    if not cells:
        raise ValueError("nothing to draw")
    data = {
        "type": "bar",
        "x": [cell.column for cell in cells],
        "y": [0.92] * len(cells),
        "base": [cell.row - 0.46 for cell in cells],
        "width": 0.94,
        "hovertext": [cell.text for cell in cells],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "color": [cell.value for cell in cells],
            "colorscale": [[0, COLD], [1, HOT]],
            "cmin": 0,
            "line": {"width": 0},
        },
        "showlegend": False,
        **marked([cell.mark for cell in cells]),
        "selected": {"marker": {"opacity": 1, "color": AMBER}},
    }
    across = {
        "tickvals": _some(len(columns)),
        "ticktext": [columns[at] for at in _some(len(columns))],
        "range": [-0.6, len(columns) - 0.4],
        "tickangle": 0,
        "automargin": True,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
    }
    ground = layout(title, said, 110 + CELL * max(len(rows), 3), xaxis=across, yaxis=lines(rows))
    return {"data": [data], "layout": ground | {"barmode": "overlay", "bargap": 0}}


def _some(columns: int) -> list[int]:
    """At most eight words below, so that they stand upright beside each other on a phone too."""
    step = 1 if columns <= 8 else -(-columns // 8)
    return list(range(0, columns, step))


def places(found: pl.DataFrame, *, buildings: Names, floors: Mapping[int, str], language: Language) -> Figure:
    """From `questions.heat.places`; `floors`: what each floor is called, by id, in the order they are drawn."""
    whole = say(language, mark("whole building"))
    order = list(dict.fromkeys(floors.values()))
    named = found.with_columns(
        called=pl.col("floor_id")
        .replace_strict(floors, default=whole, return_dtype=pl.String)
        .fill_null(whole)
    )
    ranked = named.group_by("building_id").agg(total=pl.col("n").sum())
    ranked = ranked.sort("total", "building_id", descending=[True, False])
    shown = ranked.head(MOST)["building_id"].to_list()
    there = set(named.filter(pl.col("building_id").is_in(shown))["called"])
    columns = [one for one in [*order, whole] if one in there]
    cells = [
        Cell(
            row=shown.index(building),
            column=columns.index(called),
            value=n,
            text=f"{buildings(building)} {called}<br>{n_of(language, n)}",
            mark=marks.written("floor_id", floor, building=building, of="worked"),
        )
        for building, floor, n, called in named.iter_rows()
        if building in shown
    ]
    said = [
        say(language, mark("unit: tickets; the stronger the colour the more")),
        _join(n_of(language, found["n"].sum()), of_many(language, len(shown), ranked.height)),
    ]
    return grid(
        cells,
        [buildings(one) for one in shown],
        columns,
        say(language, mark("Faults by building and floor")),
        said,
    )


def assets(found: pl.DataFrame, *, names: Names, language: Language) -> Figure:
    """From `questions.heat.assets`: those with most tickets on top."""
    shown = found["asset_id"].unique(maintain_order=True).head(MOST).to_list()
    months = sorted(found["month"].unique().to_list())
    cells = [
        Cell(
            row=shown.index(asset),
            column=months.index(month),
            value=n,
            text=f"{names(asset)}<br>{month:%Y-%m}<br>{n_of(language, n)}",
            mark=marks.written("asset_id", asset, month=f"{month:%Y-%m}", of="worked"),
        )
        for asset, month, n in found.iter_rows()
        if asset in shown
    ]
    said = [
        say(language, mark("unit: tickets; the stronger the colour the more")),
        n_of(language, found["n"].sum()),
    ]
    words = [f"{month:%y-%m}" for month in months]
    return grid(
        cells, [names(one) for one in shown], words, say(language, mark("Faults by asset and month")), said
    )


def _join(*parts: Any) -> str:
    return " · ".join(filter(None, parts))
