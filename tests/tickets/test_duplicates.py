"""Is it the same? What a new report is compared with, and how sure that is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lib.tickets import duplicates
from lib.tickets.duplicates import Report


def asked(loop: Any, words: str, *, service: str = "", place: int | None = None) -> list[tuple[int, str]]:
    where = place if place is not None else loop.cast.room
    report = Report(location_id=where, service_code=service, words=words, at=loop.now)
    return [(each.ticket.id, each.why) for each in duplicates.likely(loop.db, report)]


def test_the_same_service_at_the_same_place(loop: Any) -> None:
    ticket = loop.new()
    assert asked(loop, "", service="GD-01") == [(ticket.id, "same place, same service")]


def test_words_that_mean_the_same_service(loop: Any) -> None:
    ticket = loop.new()
    assert asked(loop, "床头灯坏了") == [(ticket.id, "same place, same service")]


def test_similar_words_at_the_same_place_whatever_the_service(loop: Any) -> None:
    ticket = loop.new(service_code="GD-02", description="三床的东西坏了")
    assert asked(loop, "三床东西坏了", service="GS-01") == [(ticket.id, "same place, similar words")]


def test_another_fault_at_the_same_place_is_another_fault(loop: Any) -> None:
    loop.new()
    assert asked(loop, "马桶堵了", service="GS-04") == []


def test_the_same_service_on_the_same_floor_counts_for_two_hours(loop: Any) -> None:
    ticket = loop.new(location_id=loop.cast.icu)
    assert asked(loop, "", service="GD-01") == [(ticket.id, "same floor, same service")]
    loop.later(hours=2, minutes=1)
    assert asked(loop, "", service="GD-01") == []


def test_what_is_finished_or_without_a_place_is_no_duplicate(loop: Any) -> None:
    loop.done()
    loop.new(location_id=None)
    assert asked(loop, "", service="GD-01") == []


def test_the_surest_comes_first(loop: Any) -> None:
    near = loop.new(location_id=loop.cast.icu)
    here = loop.new()
    assert [one for one, _ in asked(loop, "治疗室灯不亮", service="GD-01")] == [here.id, near.id]


def test_a_ticket_is_not_its_own_duplicate(loop: Any) -> None:
    ticket, again = loop.new(), loop.new()
    found = duplicates.likely(loop.db, duplicates.of_ticket(again))
    assert [each.ticket.id for each in found] == [ticket.id]


def test_three_reports_of_one_service_in_a_building_look_like_one_cause(loop: Any) -> None:
    tickets = [loop.new(location_id=place) for place in (loop.cast.room, loop.cast.icu)]
    assert duplicates.common_causes(loop.db, loop.now) == []
    tickets.append(loop.new(service_code="", description="走廊灯都不亮"))
    [cause] = duplicates.common_causes(loop.db, loop.now)
    assert (cause.service_code, [t.id for t in cause.tickets]) == ("GD-01", [t.id for t in tickets])
    assert duplicates.common_causes(loop.db, loop.now + timedelta(hours=3)) == []


@pytest.mark.parametrize(
    ("one", "other"), [("马桶堵了", "厕所马桶不通"), ("灯不亮", "灯不亮了"), ("没电了", "插座没电")]
)
def test_words_are_alike_by_what_they_mean(one: str, other: str) -> None:
    assert duplicates.alike(one, other) >= duplicates.ALIKE


@pytest.mark.parametrize(("one", "other"), [("门锁坏了", "窗户关不上"), ("没水了", "灯坏了"), ("", "灯坏了")])
def test_other_words_are_not(one: str, other: str) -> None:
    assert duplicates.alike(one, other) < duplicates.ALIKE
