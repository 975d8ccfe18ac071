"""Every question gives what counting on one's fingers gives: a demonstration, and the two real files."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

import polars as pl
import pytest

from lib.analytics import counting
from lib.analytics.facts import facts
from lib.analytics.filter import Filter
from lib.analytics.filter import made as filter_of
from lib.analytics.indicators import INDICATORS
from lib.analytics.intervals import wilson, wilson_of_mean
from lib.analytics.questions import (
    backlog,
    causes,
    heat,
    league,
    load,
    materials,
    pareto,
    repeats,
    satisfaction,
    segments,
    speed,
    volume,
)
from lib.analytics.questions.what_if import Setting, judged, what_if
from lib.analytics.segments import COLUMNS
from lib.store.database import Database
from lib.tickets.ticket import OPEN
from tests.analytics.oracle import answers
from tests.analytics.oracle.tickets import Told, told
from tests.conftest import MONDAY
from tests.demo.conftest import NOW
from tests.demo.conftest import made as demonstration
from tests.tickets.importing.test_real_files import (
    BOSTON,
    FOLDER,
    INCIDENTS,
    empty_hospital,
    imported,
)

pytestmark = pytest.mark.long


@dataclass(frozen=True)
class Known:
    """A hospital's tickets both ways, and the days most of them were reported in."""

    db: Database
    frame: pl.DataFrame
    tickets: list[Told]
    span: Filter
    now: datetime

    @property
    def rows(self) -> pl.DataFrame:
        return self.frame.filter(self.span.reported())

    @property
    def within(self) -> list[Told]:
        return answers.within(self.tickets, self.span.first, self.span.last)


@pytest.fixture(scope="module", params=["demonstration", BOSTON, INCIDENTS])
def known(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Known]:
    folder = tmp_path_factory.mktemp("oracle")
    if request.param == "demonstration":
        db, now = demonstration(folder).db, NOW
    elif not (FOLDER / request.param).exists():
        pytest.skip(
            f"LEFT OUT: {request.param} is not here; set ONESTOP_TEST_DATA to the folder that holds it"
        )
    else:
        db, now = empty_hospital(folder), MONDAY
        imported(db, request.param)
    yield _known(db, now)
    db.close()


def _known(db: Database, now: datetime) -> Known:
    frame = facts(db, now)
    days = frame["opened_on"].sort()
    # The middle half: tickets lie before it, in it and after it.
    first, last = days[len(days) // 4], days[3 * len(days) // 4]
    return Known(db, frame, told(db, now), filter_of(first, last), now)


def test_indicators(known: Known) -> None:
    found = counting.figures(known.frame, known.span, list(INDICATORS))
    for name in INDICATORS:
        n, value = answers.figure(name, known.tickets, known.span.first, known.span.last)
        assert found[name]["n"] == n, name
        assert found[name]["value"] == pytest.approx(value, abs=1e-6), name


@pytest.mark.parametrize(
    "column", [None, "service_code", "vendor_id", "department_id", "building_id", "severity"]
)
def test_speed(known: Known, column: str | None) -> None:
    found = speed.speed(known.rows, column)
    worked = [one for one in known.within if answers.worked(one)]
    slow = answers.by_key(worked, column) if column else {None: worked}
    assert found.height == len(slow)
    assert found["n"].to_list() == sorted((len(own) for own in slow.values()), reverse=True)
    for row in found.iter_rows(named=True):
        own = slow[row[column] if column else None]
        assert row["n"] == len(own)
        for name in ("response", "arrival", "completion"):
            values = [one[f"{name}_minutes"] for one in own if one[f"{name}_minutes"] is not None]
            assert row[f"{name}_n"] == len(values)
            if values:
                assert row[f"{name}_mean"] == pytest.approx(statistics.fmean(values))
                assert row[f"{name}_median"] == pytest.approx(statistics.median(values))
                assert row[f"{name}_p90"] == pytest.approx(answers.ninetieth(values))
        for stage in ("respond", "arrive", "complete"):
            judged = [one[f"{stage}_kept"] for one in own if one[f"{stage}_kept"] is not None]
            assert (row[f"{stage}_kept_n"], row[f"{stage}_kept_hits"]) == (len(judged), sum(judged))
            if judged:
                low, high = wilson(sum(judged), len(judged))
                assert row[f"{stage}_kept_low"] == pytest.approx(low)
                assert row[f"{stage}_kept_high"] == pytest.approx(high)
        assert row["proxied"] == pytest.approx(sum(one["proxied"] > 0 for one in own) / len(own))
        assert row["late_recorded"] == pytest.approx(sum(one["late_recorded"] > 0 for one in own) / len(own))


def test_volume(known: Known) -> None:
    slow = answers.by_month(known.within)
    last_year = answers.by_month(_a_year_later(known))
    earliest = min(one["opened_on"] for one in known.tickets)
    found = volume.volume(known.frame, known.span, "month")
    for begins, n, past in found.iter_rows():
        assert n == slow.get(begins, 0)
        if begins.replace(year=begins.year - 1) >= earliest:
            assert past == last_year.get(begins, 0), begins
        else:
            assert past is None
    by_day = volume.volume(known.frame, known.span, "day")
    assert by_day.height == known.span.days
    assert by_day["n"].sum() == sum(slow.values()) == found["n"].sum()
    weeks = volume.volume(known.frame, known.span, "week")
    assert {day.isoweekday() for day in weeks["begins"]} == {1}
    assert weeks["n"].sum() == found["n"].sum()
    back = timedelta(days=364)
    counted = [one for one in known.tickets if known.span.first <= one["opened_on"] + back <= known.span.last]
    compared = by_day.filter(pl.col("last_year").is_not_null())["begins"].to_list()
    shown = [one for one in counted if answers.reported(one) and one["opened_on"] + back in set(compared)]
    assert by_day["last_year"].sum() == len(shown)


def _a_year_later(known: Known) -> list[Told]:
    """The tickets of the year before, as if reported on the same day of the span's year."""
    moved = []
    for one in known.tickets:
        day: date = one["opened_on"]
        leap = (day.month, day.day) == (2, 29)
        later = date(day.year + 1, 2, 28) if leap else day.replace(year=day.year + 1)
        moved.append({**one, "opened_on": later})
    return answers.within(moved, known.span.first, known.span.last)


@pytest.mark.parametrize("column", [None, "vendor_id", "department_id"])
def test_satisfaction(known: Known, column: str | None) -> None:
    found = satisfaction.satisfaction(known.rows, column)
    jobs = [one for one in known.within if answers.reported(one)]
    slow = answers.by_key(jobs, column) if column else {None: jobs}
    assert found.height == len(slow)
    for row in found.iter_rows(named=True):
        own = slow[row[column] if column else None]
        scores = [score for one in own if (score := answers.own_score(one)) is not None]
        spoken = [one["score"] for one in own if one["spoken"]]
        assert row["asked"] == sum(one["asked"] for one in own)
        assert row["answered"] == sum(one["asked"] and one["spoken"] is False for one in own)
        assert (row["rated"], row["satisfied"]) == (len(scores), sum(score >= 4 for score in scores))
        assert (row["spoken"], row["spoken_satisfied"]) == (len(spoken), sum(score >= 4 for score in spoken))
        if scores:
            assert row["mean"] == pytest.approx(statistics.fmean(scores))
            assert (row["low"], row["high"]) == pytest.approx(wilson(row["satisfied"], row["rated"]))
            assert (row["mean_low"], row["mean_high"]) == pytest.approx(
                wilson_of_mean(row["mean"], len(scores))
            )


def test_where_the_time_went(known: Known) -> None:
    slow = answers.hours_spent(known.within)
    (row,) = segments.where_time_went(known.rows).iter_rows(named=True)
    for name, label in COLUMNS.items():
        assert row[name] == pytest.approx(slow.get(label, 0.0), abs=1e-6), name


@pytest.mark.parametrize("name", ["satisfied", "complete_kept", "reopened"])
def test_leagues(known: Known, name: str) -> None:
    found = league.league(known.frame, known.span, name, "team_id", 20)
    among, says = answers.ANSWERS[name]
    for row in found.iter_rows(named=True):
        own = [says(one) for one in known.within if one["team_id"] == row["team_id"] and among(one)]
        values = [said for said in own if said is not None]
        assert (row["n"], row["hits"], row["ranked"]) == (len(values), sum(values), len(values) >= 20)
    ranked = found.filter(pl.col("ranked"))
    bounds = ranked["high" if name == "reopened" else "low"].to_list()
    assert bounds == sorted(bounds, reverse=name != "reopened")
    assert found["ranked"].to_list() == sorted(found["ranked"].to_list(), reverse=True)


def test_load(known: Known) -> None:
    slow = answers.by_weekday_and_hour(known.within)
    found = load.load(known.frame, known.span)
    assert found.height == 168
    for weekday, hour, n, per_hour, _ in found.iter_rows():
        days = [known.span.first + timedelta(days=at) for at in range(known.span.days)]
        assert n == slow.get((weekday, hour), 0)
        assert per_hour == pytest.approx(n / sum(day.isoweekday() == weekday for day in days))


def test_backlog(known: Known) -> None:
    waiting = [one for one in known.tickets if one["status"] in OPEN]
    found = backlog.backlog(known.frame, known.now)
    assert found["n"].sum() == len(waiting)
    for age, status, n in found.iter_rows():
        until = {0: 1, 1: 3, 3: 7, 7: 30}.get(age, 10**6)
        old = [
            (known.now - one["opened_at"]) / timedelta(days=1) for one in waiting if one["status"] == status
        ]
        assert n == sum(age <= days < until for days in old)
    by_day = backlog.open_by_day(known.frame, known.span)
    for day in (known.span.first, known.span.last):
        n, _ = answers.figure("left_open", known.tickets, known.span.first, day)
        assert by_day.filter(pl.col("day") == day)["open"].to_list() == [n]


@pytest.mark.parametrize("column", ["service_code", "building_id", "cause"])
def test_pareto(known: Known, column: str) -> None:
    slow = Counter(one[column] for one in known.within if answers.reported(one))
    found = pareto.pareto(known.rows, column, 20)
    total, so_far = sum(slow.values()), 0
    named = [row for row in found.iter_rows(named=True) if not row["rest"]]
    assert [row["n"] for row in named] == sorted(slow.values(), reverse=True)[:20]
    for row in named:
        so_far += row["n"]
        assert row["n"] == slow[row[column]]
        assert (row["share"], row["cumulative"]) == pytest.approx((row["n"] / total, so_far / total))
    assert found["n"].sum() == total
    assert found.filter("rest").height == (len(slow) > 20)


def test_causes(known: Known) -> None:
    done = [one for one in known.within if one["status"] in ("done", "closed") and one["completions"] > 0]
    slow = Counter((one["service_group"], one["service_code"], one["cause"] or None) for one in done)
    found = causes.causes(known.rows)
    assert {row[:3]: row[3] for row in found.iter_rows()} == slow
    (told,) = causes.recorded(known.rows).iter_rows(named=True)
    assert (told["n"], told["hits"]) == (len(done), sum(bool(one["cause"]) for one in done))


def test_heat(known: Known) -> None:
    worked = [one for one in known.within if answers.worked(one)]
    slow = Counter((one["building_id"], one["floor_id"]) for one in worked if one["building_id"])
    assert {row[:2]: row[2] for row in heat.places(known.rows).iter_rows()} == slow
    by_asset = Counter(one["asset_id"] for one in worked if one["asset_id"])
    found = heat.assets(known.rows, 20)
    totals = found.group_by("asset_id").agg(pl.col("n").sum())
    assert sorted(totals["n"], reverse=True) == sorted(by_asset.values(), reverse=True)[:20]
    assert all(by_asset[asset] == n for asset, n in totals.iter_rows())


@pytest.mark.parametrize("column", ["location_id", "asset_id"])
def test_repeats(known: Known, column: Literal["location_id", "asset_id"]) -> None:
    slow = answers.most_reports_within(known.within, column, 30)
    found = repeats.repeats(known.rows, column)
    assert {row[:2]: row[2] for row in found.iter_rows()} == {key: n for key, n in slow.items() if n >= 3}


def test_materials(known: Known) -> None:
    months = {one["id"]: one["opened_on"].replace(day=1) for one in known.within}
    slow: Counter[tuple[date, str]] = Counter()
    for row in known.db.rows("SELECT * FROM ticket_material"):
        if row["ticket_id"] in months:
            slow[months[row["ticket_id"]], row["material_code"]] += row["quantity"] * row["unit_cents"]
    found = materials.materials(known.db, known.rows)
    fast = found.group_by("month", "material_code").agg(pl.col("cents").sum())
    assert {row[:2]: row[2] for row in fast.iter_rows()} == {key: round(cents) for key, cents in slow.items()}
    assert materials.by_month(found)["cents"].sum() == found["cents"].sum()


def test_what_if_nothing_were_different(known: Known) -> None:
    verdicts = judged(known.db, known.rows, Setting(), known.now)
    assert verdicts.filter(pl.col("real").ne_missing(pl.col("other"))).height == 0
    for row in what_if(verdicts).iter_rows(named=True):
        assert (row["n"], row["hits"]) == (row["other_n"], row["other_hits"])
        assert row["gained"] == row["lost"] == 0
