"""The calendar's payload: which rounds, how each stands, made once for all who see the same."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from lib.core.errors import WrongInput
from lib.core.i18n import Language
from lib.inspections import calendar
from lib.inspections.calendar import Snapshot
from tests.inspections.touring import CLOSES, DAY, Tour, add_round

FIRST, LAST = date(2026, 10, 26), date(2026, 12, 6)


def seen(tour: Tour, who: str = "zhao", first: date = FIRST, last: date = LAST) -> Snapshot:
    return calendar.snapshot(
        tour.db, actor=tour.cast.actor(who), first=first, last=last, language=Language.ZH
    )


def told(snapshot: Snapshot) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(snapshot.message)
    return message


def test_a_round_is_a_line_that_needs_no_other(tour: Tour) -> None:
    message = told(seen(tour))
    cast = tour.cast
    (line,) = message["rounds"]
    assert line[:7] == [tour.round_id, 1, "2026-11-16", "08:00", f"{tour.plan_id}/1", "due", 20]
    assert line[7:11] == [0, 0, cast.team, 0]
    assert line[12:] == [3, 0, 0, 0, 0, int(CLOSES.timestamp()), "2026-11-16", "2026-11-16"]
    assert message["names"]["teams"][str(cast.team)] == {"name": "水电班", "vendor": cast.vendor}


def test_only_whose_rounds_they_are_get_named(tour: Tour) -> None:
    names = told(seen(tour))["names"]
    assert (names["people"], names["posts"]) == ({}, {})
    with tour.db.transaction() as tx:
        tx.execute("UPDATE round SET account_id = $li", li=tour.cast.people["li"])
    assert told(seen(tour))["names"]["people"] == {str(tour.cast.people["li"]): "李师傅"}
    assert (list(names["teams"]), list(names["vendors"])) == ([str(tour.cast.team)], [str(tour.cast.vendor)])


def test_what_a_plan_is_about_is_said_once(tour: Tour) -> None:
    (work,) = told(seen(tour))["works"].values()
    assert (work["name"], work["kind"], work["stops"]) == ("生活水泵房日巡查", "inspection", 3)
    assert work["place"] == "住院A座 12层 重症监护室"
    assert work["categories"] == ["给排水"]
    assert "sb-0002 2号生活水泵" in work["find"]


def test_that_the_window_closed_is_left_to_whoever_looks(tour: Tour) -> None:
    (line,) = told(seen(tour))["rounds"]
    assert line[5] == "due"


def test_one_done_too_late_is_made_up_and_needs_no_window(tour: Tour) -> None:
    with tour.db.transaction() as tx:
        tx.execute("UPDATE round SET status = 'done', ended_at = closes_at")
    (line,) = told(seen(tour))["rounds"]
    assert line[5] == "made_up"
    assert len(line) == 17


def test_holidays_and_make_up_workdays_have_their_names(tour: Tour) -> None:
    days = told(seen(tour, first=date(2026, 9, 28), last=date(2026, 10, 11)))["names"]["days"]
    assert days["2026-10-01"] == {"off": True, "name": "国庆节"}
    assert days["2026-10-10"]["off"] is False


def test_everybody_who_sees_the_same_gets_the_same_object(tour: Tour) -> None:
    assert seen(tour, "zhao") is seen(tour, "zheng")
    assert seen(tour, "zhao") is not seen(tour, "sun")


@pytest.mark.parametrize(("who", "many"), [("sun", 1), ("li", 1), ("feng", 1), ("zhou", 0), ("liu", 0)])
def test_each_sees_what_is_in_reach(tour: Tour, who: str, many: int) -> None:
    assert len(seen(tour, who).rounds) == many


def test_days_outside_the_span_are_not_there(tour: Tour) -> None:
    assert seen(tour, first=date(2026, 11, 17)).rounds == {}
    assert len(seen(tour, first=DAY, last=DAY).rounds) == 1


def test_only_what_changed_is_told_again(tour: Tour) -> None:
    with tour.db.transaction() as tx:
        other = add_round(tx, tour.plan_id, occurs_on=date(2026, 11, 17), day=date(2026, 11, 17))
    before = seen(tour)
    with tour.db.transaction() as tx:
        tx.execute("UPDATE round SET stops_done = 2 WHERE id = $id", id=other)
        tx.execute("DELETE FROM round WHERE id = $id", id=tour.round_id)
    after = seen(tour)
    news = json.loads(after.since(before))
    assert (news["from"], news["to"]) == (before.stamp, after.stamp)
    assert [line[0] for line in news["rounds"]] == [other]
    assert news["gone"] == [tour.round_id]
    assert news["works"] == {}


def test_all_of_it_is_told_again_when_a_name_changed(tour: Tour) -> None:
    before = seen(tour)
    with tour.db.transaction() as tx:
        tx.execute("UPDATE team SET name = '水电一班' WHERE id = $id", id=tour.cast.team)
    assert json.loads(seen(tour).since(before))["kind"] == "calendar"


def test_the_stamp_is_that_of_what_it_says(tour: Tour) -> None:
    before = seen(tour)
    with tour.db.transaction() as tx:
        tx.execute("UPDATE round SET version = version")
    assert seen(tour) is not before
    assert seen(tour).stamp == before.stamp


def test_a_span_is_two_months_at_most_and_in_order() -> None:
    assert calendar.span(FIRST, LAST) == (FIRST, LAST)
    for first, last in ((LAST, FIRST), (FIRST, date(2027, 1, 1))):
        with pytest.raises(WrongInput):
            calendar.span(first, last)
