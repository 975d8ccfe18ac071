"""What a chart counts and the tickets behind its marks are the same, on a whole hospital."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl
import pytest

from lib.analytics import marks
from lib.analytics.answers import View, view
from lib.analytics.figures import backlog as open_figures
from lib.analytics.figures import causes as cause_figures
from lib.analytics.figures import heat as heat_figures
from lib.analytics.figures import load as load_figures
from lib.analytics.figures import pareto as pareto_figures
from lib.analytics.figures import speed as speed_figures
from lib.analytics.figures import volume as volume_figures
from lib.analytics.filter import made
from lib.analytics.questions import heat
from lib.analytics.questions.backlog import AGES, backlog
from lib.analytics.questions.causes import causes
from lib.analytics.questions.load import load
from lib.analytics.questions.pareto import pareto
from lib.analytics.questions.repeats import repeats
from lib.analytics.questions.speed import speed
from lib.analytics.questions.volume import Step, volume
from lib.core.i18n import Language
from lib.people.roles import SYSTEM
from lib.tickets.words import STATUS_WORDS
from tests.demo.conftest import Demonstration

ZH = Language.ZH


@pytest.fixture
def look(built: Demonstration) -> View:
    last = built.now.date()
    return view(
        built.db, SYSTEM, made(last.replace(month=last.month - 2, day=5), last, {"campus": [1]}), built.now
    )


def behind(look: View, mark: str) -> int:
    return len(marks.behind(look.everything, look.filter, marks.read(mark), look.now))


def pairs(figure: dict[str, Any], counts: str) -> Iterator[tuple[str, int]]:
    """The mark of every point of the first series, and what it counts."""
    for series in figure["data"]:
        values = series["marker"]["color"] if counts == "colour" else series[counts]
        yield from (
            (text, value) for (text,), value in zip(series.get("customdata", ()), values, strict=False)
        )


def same(look: View, figure: dict[str, Any], counts: str) -> None:
    found = [(text, value) for text, value in pairs(figure, counts) if text]
    assert found
    assert {text: behind(look, text) for text, _ in found} == dict(found)


def names(key: Any) -> str:
    return str(key)


@pytest.mark.parametrize("step", ["day", "week", "month"])
def test_volume(look: View, step: Step) -> None:
    found = volume(look.everything, look.filter, step)
    same(
        look,
        volume_figures.volume(found, step=step, first=look.filter.first, last=look.filter.last, language=ZH),
        "y",
    )


def test_the_hours_of_the_week(look: View) -> None:
    found = load(look.rows, look.filter)
    figure = load_figures.week(found, weekdays=["1"] * 7, language=ZH)
    marked = [text for (text,) in figure["data"][0]["customdata"]]
    assert [behind(look, text) for text in marked] == found["n"].to_list()


@pytest.mark.parametrize("by", ["service_code", "service_group", "building_id", "department_id"])
def test_pareto(look: View, by: str) -> None:
    found = pareto(look.rows, by, 8)
    same(look, pareto_figures.pareto(found, by=by, what="x", names=names, language=ZH), "x")


def test_causes(look: View) -> None:
    same(
        look,
        cause_figures.causes(causes(look.rows), groups=names, names=names, recorded=None, language=ZH),
        "x",
    )


def test_places_and_assets(look: View) -> None:
    same(look, heat_figures.places(heat.places(look.rows), buildings=names, floors={}, language=ZH), "colour")
    same(look, heat_figures.assets(heat.assets(look.rows), names=names, language=ZH), "colour")


def test_what_is_open(look: View) -> None:
    words = {str(status): str(status) for status in STATUS_WORDS}
    found = backlog(look.everything, look.now)
    same(look, open_figures.ages(found, begins=AGES, statuses=words, language=ZH), "x")


def test_times_and_promises(look: View) -> None:
    found = speed(look.rows, "service_group")
    for name, stage in (("response", "respond"), ("completion", "complete")):
        for key, n, judged, hits in found.select(
            "service_group", f"{name}_n", f"{stage}_kept_n", f"{stage}_kept_hits"
        ).iter_rows():
            assert behind(look, marks.written("service_group", key, indicator=name)) == n
            missed = marks.written("service_group", key, indicator=f"{stage}_kept")
            assert behind(look, missed) == judged - hits
    figure = speed_figures.kept(found, by="service_group", stage="respond", names=names, language=ZH)
    assert all(text for (text,) in figure["data"][0]["customdata"])


def test_repeats(look: View) -> None:
    found = repeats(look.rows, least=2)
    assert isinstance(found, pl.DataFrame)
    for key, service, total in found.select("location_id", "service_code", "total").head(20).iter_rows():
        assert behind(look, marks.written("location_id", key, service=service, of="worked")) == total
