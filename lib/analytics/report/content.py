"""Everything the report of a month says, computed from the facts in one go."""

from __future__ import annotations

import polars as pl

from lib.analytics import counting
from lib.analytics.indicators import COMPLAINTS, HEADLINE, INDICATORS, LEAGUE, PROMISES, SATISFACTION
from lib.analytics.report import changes, comparing, sentences, steps
from lib.analytics.report.month import Month
from lib.analytics.report.naming import Namer
from lib.analytics.report.shape import FORMAT, Compared, Content, Row, Spot

SPOTS = ("department_id", "service_code", "building_id")
"""Where complaints are looked for."""
HOTTEST, LEAST_N = 3, 10


def of_facts(frame: pl.DataFrame, month: Month, *, rounds: pl.DataFrame, called: Namer) -> Content:
    """The month as those facts tell it. `rounds`: what inspections say of the rounds of the month and the two it is
    compared with (`inspections.compliance.rounds`)."""
    headline, promises, complaints, satisfaction = (
        comparing.compared(frame, month, names) for names in (HEADLINE, PROMISES, COMPLAINTS, SATISFACTION)
    )
    spent, spots, league = (
        steps.steps(frame, month),
        _spots(frame, month, called),
        _vendors(frame, month, called),
    )
    inspected, changed = _rounds(rounds, month), changes.changes(frame, month, called)
    return {
        "format": FORMAT,
        "hospital": "",
        "month": str(month),
        "headline": headline,
        "promises": promises,
        "steps": spent,
        "complaints": complaints,
        "spots": spots,
        "satisfaction": satisfaction,
        "vendors": league,
        "rounds": inspected,
        "changes": changed,
        "improvements": [],
        "sentences": {
            "headline": sentences.headline(headline),
            "promises": sentences.promises(promises),
            "steps": sentences.steps(spent),
            "complaints": sentences.complaints(complaints, spots),
            "satisfaction": sentences.satisfaction(satisfaction),
            "vendors": sentences.vendors(league),
            "rounds": sentences.rounds(inspected),
            "changes": sentences.changes(changed),
        },
    }


def _spots(frame: pl.DataFrame, month: Month, called: Namer) -> list[Spot]:
    """Of each column the three values with most complaints."""
    complaint = INDICATORS["complaints"].cases
    found: list[Spot] = []
    for column in SPOTS:
        counted = (
            frame.filter(pl.col(column).is_not_null())
            .group_by(column)
            .agg(n=complaint(month).sum(), before=complaint(month.before).sum())
            .filter(pl.col("n") > 0)
            .sort(["n", pl.col(column).cast(pl.String)], descending=[True, False])
        )
        found += [
            {"column": column, "id": id, "called": called(column, id), "n": n, "before": before}
            for id, n, before in counted.head(HOTTEST).iter_rows()
        ]
    return found


def _vendors(frame: pl.DataFrame, month: Month, called: Namer) -> list[Row]:
    """Those with enough cases by the lower bound of what they completed in time, the others after them by name."""
    rows: list[Row] = [
        {
            "id": id,
            "called": called("vendor_id", id),
            "ranked": figures["complete_kept"]["n"] >= LEAST_N,
            "figures": figures,
        }
        for id, figures in counting.by(frame, "vendor_id", month, LEAGUE).items()
        if figures["opened"]["n"]
    ]
    return sorted(rows, key=lambda row: (not row["ranked"], -_lowest(row), row["called"]["zh"]))


def _lowest(row: Row) -> float:
    return (row["figures"]["complete_kept"]["low"] or 0.0) if row["ranked"] else 0.0


def _rounds(rounds: pl.DataFrame, month: Month) -> list[Compared]:
    """Rounds done in time and rounds missed, of those that were due."""
    now, *beside = (_became(rounds, one) for one in (month, month.before, month.year_before))
    return [
        comparing.compare(
            name,
            counting.share(now.count(became), len(now)),
            *(counting.share(one.count(became), len(one)) if one else None for one in beside),
        )
        for name, became in (("rounds_in_time", "in_time"), ("rounds_missed", "missed"))
    ]


def _became(rounds: pl.DataFrame, month: Month) -> list[str]:
    """What became of each planned round of that month that was due."""
    of_month = (pl.col("part") == 0) & (pl.col("month") == str(month))
    due = rounds.filter(of_month & ~pl.col("became").is_in(["open", "exempt"]))
    return due["became"].to_list()
