"""What changed most against the month before: measured in standard errors, so that noise does not make the news."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import sqrt

import polars as pl

from lib.analytics import counting
from lib.analytics.indicator import Figure, Unit
from lib.analytics.indicators import INDICATORS
from lib.analytics.report.month import Month
from lib.analytics.report.naming import Namer, said, words
from lib.analytics.report.shape import Change, Said
from lib.core.i18n import both, mark

MOST, TICKETS = 3, 200
BEYOND_CHANCE = 3.0
"""Standard errors: some 300 pairs of figures are looked at, of which chance alone puts about one beyond this."""
LOOKED_AT: Mapping[str, tuple[str, ...]] = {
    "": ("opened", "complaints", "respond_kept", "complete_kept", "satisfied", "reopened", "urged"),
    "service_code": ("opened", "complete_kept", "reopened"),
    "building_id": ("opened", "complete_kept"),
    "department_id": ("opened", "satisfied", "complaints"),
    "vendor_id": ("opened", "complete_kept", "satisfied", "reopened"),
}
"""The measures looked at, of the whole house and by column."""
NOTHING: Figure = {"value": 0, "n": 0, "hits": None, "low": None, "high": None}


def changes(facts: pl.DataFrame, month: Month, called: Namer) -> list[Change]:
    """The three largest changes that are more than chance, each of something else; fewer where there are none."""
    found = sorted(_all(facts, month, called), key=lambda change: (-abs(change["errors"]), change["name"]))
    chosen: list[Change] = []
    for change in found:
        if len(chosen) < MOST and change["name"] not in {
            one["name"] for one in chosen if _alike(one, change)
        }:
            chosen.append({**change, "tickets": _behind(facts, month, change)})
    return chosen


def errors(name: str, now: Figure, before: Figure, days: float = 1.0) -> float:
    """How many standard errors lie between two months; `days`: how much longer this one is. 0 where nothing is known.

    Counts as Poisson, shares by the pooled test of two proportions.
    """
    if INDICATORS[name].unit is Unit.COUNT:
        expected = before["n"] * days
        spread = sqrt(now["n"] + before["n"] * days * days)
        return (now["n"] - expected) / spread if spread else 0.0
    return _between_shares(now["hits"] or 0, now["n"], before["hits"] or 0, before["n"])


def _between_shares(hits: int, n: int, hits_before: int, n_before: int) -> float:
    if not n or not n_before:
        return 0.0
    pooled = (hits + hits_before) / (n + n_before)
    spread = sqrt(pooled * (1 - pooled) * (1 / n + 1 / n_before))
    return (hits / n - hits_before / n_before) / spread if spread else 0.0


def _alike(one: Change, other: Change) -> bool:
    """A ward of a building that reports more is the building again; a vendor is often its one service."""
    return one["column"] != other["column"] or one["id"] == other["id"]


def _all(facts: pl.DataFrame, month: Month, called: Namer) -> Iterator[Change]:
    days = month.days / month.before.days
    if not facts.select((pl.col("opened_month") == month.before.first).any()).item():
        return
    for column, names in LOOKED_AT.items():
        now, before = (_figures(facts, column, one, names) for one in (month, month.before))
        for id in now.keys() | before.keys():
            for name in names:
                pair = now.get(id, {}).get(name, NOTHING), before.get(id, {}).get(name, NOTHING)
                far = errors(name, *pair, days)
                if abs(far) >= BEYOND_CHANCE:
                    yield _change(name, column, id, pair, far, called)


def _figures(
    facts: pl.DataFrame, column: str, month: Month, names: tuple[str, ...]
) -> Mapping[int | str, Mapping[str, Figure]]:
    if not column:
        return {"": counting.figures(facts, month, names)}
    return counting.by(facts, column, month, names)


def _change(
    name: str, column: str, id: int | str, pair: tuple[Figure, Figure], far: float, called: Namer
) -> Change:
    now, before = pair
    return {
        "name": name,
        "column": column,
        "id": id,
        "said": _sentence(name, column, id, pair, called),
        "errors": round(far, 3),
        "now": now,
        "before": before,
        "tickets": [],
    }


_SENTENCES: Mapping[Unit, str] = {
    Unit.COUNT: mark("{where}: {what} {now}, in the month before {before}."),
    Unit.SHARE: mark(
        "{where}: {what} {now} ({hits} of {n}), in the month before {before} ({hits_before} of {n_before})."
    ),
}


def _sentence(name: str, column: str, id: int | str, pair: tuple[Figure, Figure], called: Namer) -> Said:
    now, before = pair
    where = words(called(column, id)) if column else both(mark("Whole hospital"))
    measure = INDICATORS[name]
    shown = "{:,}" if measure.unit is Unit.COUNT else "{:.1%}"
    return said(
        both(
            _SENTENCES[measure.unit],
            where=where,
            what=both(measure.label),
            now=shown.format(now["value"] or 0),
            before=shown.format(before["value"] or 0),
            hits=now["hits"],
            n=now["n"],
            hits_before=before["hits"],
            n_before=before["n"],
        )
    )


def _behind(facts: pl.DataFrame, month: Month, change: Change) -> list[int]:
    """Of what fell, those of the month before are missing now: then its own are shown, which are few."""
    wanted = INDICATORS[change["name"]].behind(month)
    if change["column"]:
        wanted &= pl.col(change["column"]) == change["id"]
    ids: list[int] = facts.filter(wanted).sort("opened_at")["id"].head(TICKETS).to_list()
    return ids
