"""Every figure: what it says above, that Plotly takes it, that colour is never alone, and that nothing is an error."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import plotly.graph_objects as go
import polars as pl
import pytest

from lib.analytics.figures import (
    backlog,
    causes,
    forecast,
    heat,
    league,
    load,
    materials,
    pareto,
    rounds,
    satisfaction,
    segments,
    speed,
    volume,
    what_if,
)
from lib.analytics.segments import COLUMNS
from lib.core.i18n import Language

ZH = Language.ZH
SHARE = {"n": [190, 3], "hits": [190, 3], "value": [0.95, 1.0], "low": [0.91, 0.44], "high": [0.97, 1.0]}
SPEED = pl.DataFrame(
    {"team_id": [1, None], "n": [200, 3]}
    | {
        f"{name}_{what}": [value, value * 2]
        for name in ("response", "arrival", "completion")
        for what, value in (("n", 90), ("mean", 30.0), ("median", 20.0), ("p90", 400.0))
    }
    | {
        f"{stage}_{what}": found
        for stage in ("respond", "arrive", "complete")
        for what, found in (
            ("kept_n", SHARE["n"]),
            ("kept", SHARE["value"]),
            ("kept_low", SHARE["low"]),
            ("kept_high", SHARE["high"]),
        )
    }
)
RATED = pl.DataFrame(
    {
        "team_id": [1, 2],
        "asked": [400, 9],
        "rate": [0.5, 0.33],
        "rate_low": [0.4, 0.1],
        "rate_high": [0.6, 0.7],
        "rated": SHARE["n"],
        "share": SHARE["value"],
        "low": SHARE["low"],
        "high": SHARE["high"],
    }
)
MEANS = pl.DataFrame({"team_id": [1], "n": [5], "mean": [4.2], "mean_low": [3.0], "mean_high": [4.8]})
TIME = pl.DataFrame({"team_id": [1, 2], "n": [5, 4]} | {name: [1.0, 2.0] for name in COLUMNS})
WEEK = pl.DataFrame(
    [(day, hour, day, 0.5 * day, 3.0) for day in range(1, 8) for hour in range(24)],
    schema=["weekday", "hour", "n", "per_hour", "on_duty"],
    orient="row",
)
MONTHS = pl.DataFrame(
    {
        "month": [date(2026, 9, 1), date(2026, 10, 1)],
        "expected": [100.0, 110.0],
        "low": [80.0, 90.0],
        "high": [120.0, 130.0],
        "actual": [105, 140],
        "inside": [True, False],
    }
)
VOLUME = pl.DataFrame(
    {"begins": [date(2026, 11, 2), date(2026, 11, 9)], "n": [50, 60], "last_year": [40, None]}
)
OPEN = pl.DataFrame({"age": [0, 7], "status": ["new", "on_hold"], "n": [4, 2]})
PARETO = pl.DataFrame(
    {
        "team_id": [1, 2, None],
        "n": [6, 3, 1],
        "share": [0.6, 0.3, 0.1],
        "cumulative": [0.6, 0.9, 1.0],
        "rest": [False, False, True],
    }
)
CAUSES = pl.DataFrame(
    {
        "service_group": ["GD", "GD", "GS"],
        "service_code": ["GD-01", "GD-02", "GS-01"],
        "cause": ["C01", None, "C02"],
        "n": [5, 4, 3],
    }
)
PLACES = pl.DataFrame({"building_id": [1, 1, 2], "floor_id": [11, None, 21], "n": [5, 4, 3]})
ASSETS = pl.DataFrame({"asset_id": [1, 2], "month": [date(2026, 10, 1), date(2026, 11, 1)], "n": [5, 4]})
OTHER = pl.DataFrame(
    {
        "stage": ["respond"],
        "n": [90],
        "kept": [0.9],
        "low": [0.8],
        "high": [0.95],
        "other_kept": [0.5],
        "other_low": [0.4],
        "other_high": [0.6],
    }
)


def names(key: Any) -> str:
    return f"‹{key}›"


BY: dict[str, Any] = {"by": "team_id", "names": names, "language": ZH}
COMING = MONTHS.head(1).select("month", "expected", "low", "high")
DRAWN: dict[str, tuple[Callable[[pl.DataFrame], dict[str, Any]], pl.DataFrame]] = {
    "times": (lambda f: speed.times(f, stage="complete", **BY), SPEED),
    "kept": (lambda f: speed.kept(f, stage="respond", **BY), SPEED),
    "satisfied": (lambda f: satisfaction.satisfied(f, **BY), RATED),
    "answered": (lambda f: satisfaction.answered(f, **BY), RATED),
    "monthly": (lambda f: satisfaction.monthly(f, names=names, language=ZH), MEANS),
    "segments": (lambda f: segments.segments(f, slowest="in_travel", **BY), TIME),
    "league": (
        lambda f: league.league(f, name="satisfied", label="…", **BY),
        pl.DataFrame({"team_id": [1, 2], **SHARE, "ranked": [True, False]}),
    ),
    "volume": (
        lambda f: volume.volume(
            f, step="week", first=date(2026, 11, 3), last=date(2026, 11, 15), language=ZH
        ),
        VOLUME,
    ),
    "week": (lambda f: load.week(f, weekdays=list("一二三四五六日"), language=ZH), WEEK),
    "hours": (lambda f: load.beside_duty(f, language=ZH), WEEK),
    "ages": (
        lambda f: backlog.ages(
            f, begins=(0, 1, 3, 7, 30), statuses={"new": "A", "on_hold": "B"}, language=ZH
        ),
        OPEN,
    ),
    "open": (
        lambda f: backlog.open_by_day(f, language=ZH),
        pl.DataFrame({"day": [date(2026, 11, 2)], "open": [3]}),
    ),
    "pareto": (lambda f: pareto.pareto(f, what="班组", **BY), PARETO),
    "causes": (
        lambda f: causes.causes(f, groups=names, names=names, recorded=0.66, language=ZH),
        CAUSES,
    ),
    "places": (
        lambda f: heat.places(f, buildings=names, floors={21: "B1", 11: "1"}, language=ZH),
        PLACES,
    ),
    "assets": (lambda f: heat.assets(f, names=names, language=ZH), ASSETS),
    "forecast": (
        lambda f: forecast.forecast(COMING.clear() if f.is_empty() else COMING, f, language=ZH),
        MONTHS,
    ),
    "materials": (
        lambda f: materials.by_month(f, language=ZH),
        pl.DataFrame({"month": [date(2026, 11, 1)], "cents": [12345], "kinds": [2]}),
    ),
    "what if": (lambda f: what_if.beside(f, stages=["…"], language=ZH), OTHER),
    "rounds": (
        lambda f: rounds.in_time(f, title="…", **BY),
        pl.DataFrame({"team_id": [1], "rate": [0.9], "low": [0.8], "high": [0.95], "due": [50]}),
    ),
}


@pytest.mark.parametrize("name", DRAWN)
def test_plotly_takes_it_and_its_heading_says_unit_or_n(name: str) -> None:
    draw, found = DRAWN[name]
    figure = draw(found)
    go.Figure(figure)
    title = figure["layout"]["title"]
    assert title["text"]
    assert any(word in title["subtitle"]["text"] for word in ("样本数", "单位"))


@pytest.mark.parametrize("name", DRAWN)
def test_nothing_to_draw_is_said_and_not_drawn(name: str) -> None:
    draw, found = DRAWN[name]
    with pytest.raises(ValueError, match="nothing"):
        draw(found.clear())


@pytest.mark.parametrize("name", DRAWN)
def test_series_differ_in_sign_or_pattern_and_not_in_colour_alone(name: str) -> None:
    draw, found = DRAWN[name]
    looks = [
        (
            one["type"],
            one.get("mode"),
            str(one.get("marker", {}).get("symbol")),
            str(one.get("marker", {}).get("pattern")),
        )
        for one in draw(found)["data"]
        if one.get("showlegend", True)
    ]
    assert len(set(looks)) == len(looks)


def test_too_few_to_be_ranked_are_hollow_and_said_to_be() -> None:
    draw, found = DRAWN["league"]
    figure = draw(found)
    assert figure["data"][0]["marker"]["symbol"] == ["circle", "circle-open"]
    assert "空心" in figure["layout"]["title"]["subtitle"]["text"]


def test_a_mark_stands_beside_every_point() -> None:
    figure = DRAWN["volume"][0](VOLUME)
    assert figure["data"][0]["customdata"] == [
        ["first=2026-11-03&last=2026-11-08"],
        ["first=2026-11-09&last=2026-11-15"],
    ]


def test_basements_stand_left_of_the_floors_above() -> None:
    figure = DRAWN["places"][0](PLACES)
    assert figure["layout"]["xaxis"]["ticktext"] == ["B1", "1", "整栋"]


def test_the_rest_of_a_pareto_has_no_tickets_of_its_own() -> None:
    marks = DRAWN["pareto"][0](PARETO)["data"][0]["customdata"]
    assert [bool(one[0]) for one in marks] == [True, True, False]
