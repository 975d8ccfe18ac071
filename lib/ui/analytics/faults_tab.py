"""Faults: the commonest, why, where, what comes again and again, and what it used up."""

from __future__ import annotations

import re

import polars as pl

from lib.analytics.answers import View
from lib.analytics.figures import causes as cause_figures
from lib.analytics.figures import heat as heat_figures
from lib.analytics.figures import materials as material_figures
from lib.analytics.figures import pareto as pareto_figures
from lib.analytics.questions import heat
from lib.analytics.questions.causes import causes
from lib.analytics.questions.materials import by_month, materials
from lib.analytics.questions.pareto import pareto
from lib.places.locations import LocationKind, all_locations
from lib.ui.addressed import part
from lib.ui.analytics import columns, naming, repeats_table
from lib.ui.analytics.chart import Chart, row
from lib.ui.session import Session

OF = ("service", "group", "building", "department")
MOST = 15
_NUMBER = re.compile(r"(B|-)?0*(\d+)\D*$")


def draw(here: Session, view: View) -> None:
    """Two charts a row; below them the places and assets one ought to look at."""
    words = {name: here._(naming.WORDS[name]) for name in OF}
    of = part("pareto", here._("Pareto of faults by"), words)
    row(here, view, [_pareto(here, view, of), _causes(here, view)])
    row(here, view, [_places(here, view), _assets(here, view)])
    repeats_table.draw(here, view)
    row(here, view, [_materials(here, view)])


def _pareto(here: Session, view: View, of: str) -> Chart:
    by = {"service": "service_code", "group": "service_group"}.get(of, f"{of}_id")
    found, names = view.ask(("pareto", by), lambda: pareto(view.rows, by, MOST)), naming.namer(here, by)
    what = here._(naming.WORDS[of])
    return Chart(
        name="pareto",
        title=here._("Pareto of faults by {what}", what=what),
        figure=lambda: pareto_figures.pareto(found, by=by, what=what, names=names, language=here.language),
        table=lambda: columns.table(here, found.filter(~pl.col("rest")), by),
    )


def _causes(here: Session, view: View) -> Chart:
    found, known = view.ask("causes", lambda: _caused(view))
    groups, names = naming.namer(here, "service_group"), naming.namer(here, "cause")
    services = naming.namer(here, "service_code")

    def table() -> pl.DataFrame:
        first = {
            here._("Service group"): [groups(key) for key in found["service_group"]],
            here._("Service"): [services(key) for key in found["service_code"]],
            here._("Cause"): [names(key) for key in found["cause"]],
        }
        return columns.table(here, found.select("n", "share"), first=first)

    return Chart(
        name="causes",
        title=here._("Causes by trade"),
        figure=lambda: cause_figures.causes(
            found, groups=groups, names=names, recorded=known, language=here.language
        ),
        table=table,
    )


def _caused(view: View) -> tuple[pl.DataFrame, float | None]:
    """The causes, and of what share of the finished tickets one is recorded."""
    found = causes(view.rows)
    said = pl.col("cause").is_not_null() & (pl.col("cause").cast(pl.String) != "")
    n, known = found["n"].sum(), found.filter(said)["n"].sum()
    return found, float(known) / float(n) if n else None


def _places(here: Session, view: View) -> Chart:
    found = view.ask("places", lambda: heat.places(view.rows))
    floors, names = _floors(here), naming.namer(here, "building_id")
    return Chart(
        name="places",
        title=here._("Faults by building and floor"),
        figure=lambda: heat_figures.places(found, buildings=names, floors=floors, language=here.language),
        table=lambda: columns.table(
            here,
            found,
            "building_id",
            first={here._("Floor"): [floors.get(key, "—") for key in found["floor_id"]]},
        ).sort(here._("Tickets"), descending=True),
    )


def _floors(here: Session) -> dict[int, str]:
    """What each floor is called, the lowest first."""
    found = [one for one in all_locations(here.db).values() if one.kind == LocationKind.FLOOR]
    return {one.id: one.name.split()[0] for one in sorted(found, key=lambda one: _level(one.number))}


def _level(number: str) -> int:
    found = _NUMBER.search(number)
    return 999 if found is None else -int(found[2]) if found[1] == "B" else int(found[2])


def _assets(here: Session, view: View) -> Chart:
    found, names = view.ask("assets", lambda: heat.assets(view.rows)), naming.namer(here, "asset_id")
    return Chart(
        name="assets",
        title=here._("Faults by asset and month"),
        figure=lambda: heat_figures.assets(found, names=names, language=here.language),
        table=lambda: columns.table(
            here, found, "asset_id", first={here._("Month"): [f"{month:%Y-%m}" for month in found["month"]]}
        ),
    )


def _materials(here: Session, view: View) -> Chart:
    found = view.ask("materials", lambda: materials(view.db, view.rows))

    def table() -> pl.DataFrame:
        first = {
            here._("Month"): [f"{month:%Y-%m}" for month in found["month"]],
            here._("Material"): found["name"],
            here._("Unit"): found["unit"],
            here._("Amount, yuan"): found["cents"] / 100,
        }
        return columns.table(here, found.select("quantity", n="tickets"), first=first)

    return Chart(
        name="materials",
        title=here._("Materials used"),
        figure=lambda: material_figures.by_month(by_month(found), language=here.language),
        table=table,
    )
