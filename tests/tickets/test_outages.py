"""Outages: declared on a ticket, catching what they explain and nothing else, ended by a person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lib.core.errors import NotAllowed, TooLate, WrongInput
from lib.notifications import announcements
from lib.people.roles import Actor
from lib.places import locations
from lib.tickets import outages, records, reporters
from lib.tickets.actions import catching, opening
from lib.tickets.actions import outages as declaring
from lib.tickets.actions.opening import Wish
from lib.tickets.actions.step import By
from lib.tickets.reporters import Caller
from lib.tickets.words import Channel

NO_WATER = "GS-01"


def building(loop: Any) -> int:
    return locations.by_number(loop.db, "BY-A").id


def declared(loop: Any, **more: Any) -> Any:
    carrying = more.pop("ticket", None) or loop.new(service_code="", description="整栋楼停水")
    said = {
        "words": "住院A座停水",
        "locations": [building(loop)],
        "service_codes": ["GS"],
        "by": loop.by("zhao"),
    }
    return declaring.declare(loop.db, ticket_id=carrying.id, **said | more)


def reported(loop: Any, words: str = "没水了", **more: Any) -> Any:
    wish = {
        "channel": Channel.QR,
        "caller": Caller(name="李护士", phone="8102"),
        "location_id": loop.cast.room,
    }
    by = By(actor=Actor(account_id=None, name="李护士"), now=loop.later(minutes=1))
    asked = Wish(**{**wish, "description": words, **more})
    return catching.report(loop.db, asked, outage=catching.explaining(loop.db, asked, by.now), by=by)


def test_a_report_it_explains_follows_its_ticket_without_urging_it(loop: Any) -> None:
    outage = declared(loop)
    found = reported(loop)
    ticket = records.by_id(loop.db, outage.ticket_id)
    assert (found.outage, found.opened.ticket.id) == (outage, outage.ticket_id)
    assert ticket is not None and ticket.urges == 0
    assert loop.db.value("SELECT count(*) FROM ticket") == 1


def test_sent_twice_it_is_one(loop: Any) -> None:
    declared(loop)
    once, twice = (reported(loop, key="a1") for _ in range(2))
    assert once.opened.reporter == twice.opened.reporter


@pytest.mark.parametrize(
    "other",
    [
        {"words": "灯不亮了"},
        {"severity": "emergency"},
        {"photos": ("a" * 64,)},
    ],
)
def test_what_it_does_not_explain_is_a_ticket(loop: Any, other: dict[str, Any]) -> None:
    outage = declared(loop)
    assert reported(loop, **other).opened.ticket.id != outage.ticket_id


def test_elsewhere_and_afterwards_it_explains_nothing(loop: Any) -> None:
    ground = locations.by_number(loop.db, "BY-A-12-ICU").id
    outage = declared(loop, locations=[ground])
    assert reported(loop).outage is None
    assert reported(loop, location_id=ground).outage == outage
    declaring.end(loop.db, outage_id=outage.id, by=loop.by("wang"))
    assert reported(loop, location_id=ground).outage is None


def test_a_finished_ticket_catches_nothing_more(loop: Any) -> None:
    carrying = loop.in_progress(service_code="GS-01", description="停水")
    outage = declared(loop, ticket=carrying)
    loop.finish(loop.ticket(carrying))
    assert outages.in_force(loop.db, loop.now) == [outage]
    assert reported(loop).outage is None


def test_whoever_meant_something_else_gets_a_ticket_of_their_own_once(loop: Any) -> None:
    declared(loop)
    found = reported(loop, "水龙头没水，拧不动")
    by = By(actor=Actor(account_id=None, name=""), now=loop.later(minutes=1))
    mine = catching.report_alone(loop.db, found.opened.reporter, by=by)
    assert (mine.ticket.description, mine.ticket.location_id) == ("水龙头没水，拧不动", loop.cast.room)
    assert (mine.reporter.token, len(reporters.of_ticket(loop.db, mine.ticket.id))) == (
        found.opened.reporter.token,
        1,
    )
    for said_before in (found.opened.reporter, mine.reporter):
        with pytest.raises(TooLate):
            catching.report_alone(loop.db, said_before, by=by)


def test_it_is_announced_and_the_announcement_ends_with_it(loop: Any) -> None:
    outage = declared(loop)
    assert [one.title for one in announcements.current(loop.db, loop.now)] == ["住院A座停水"]
    declaring.end(loop.db, outage_id=outage.id, by=loop.by("zhao"))
    assert announcements.current(loop.db, loop.later(minutes=1)) == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"words": "  "}, "words"),
        ({"locations": []}, "locations"),
        ({"locations": [999_999]}, "locations"),
        ({"service_codes": []}, "services"),
        ({"service_codes": ["XX-99"]}, "services"),
    ],
)
def test_what_is_missing_is_said(loop: Any, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(WrongInput) as refused:
        declared(loop, **wrong)
    assert refused.value.field == field


def test_it_ends_only_after_now(loop: Any) -> None:
    with pytest.raises(WrongInput):
        declared(loop, expected_end=loop.now - timedelta(hours=1))


def test_a_ticket_carries_one_and_only_while_it_is_open(loop: Any) -> None:
    carrying = loop.new()
    outage = declared(loop, ticket=carrying)
    with pytest.raises(TooLate, match="already"):
        declared(loop, ticket=carrying)
    declaring.end(loop.db, outage_id=outage.id, by=loop.by("zhao"))
    with pytest.raises(TooLate, match="ended already"):
        declaring.end(loop.db, outage_id=outage.id, by=loop.by("zhao"))
    with pytest.raises(TooLate, match="finished"):
        declared(loop, ticket=loop.done())


@pytest.mark.parametrize("name", ["sun", "li", "liu", "zheng", "feng"])
def test_only_the_desk_declares_one(loop: Any, name: str) -> None:
    with pytest.raises(NotAllowed):
        declared(loop, ticket=loop.assigned("li"), by=loop.by(name))


def test_at_the_wall_an_ordinary_report_is_a_ticket(loop: Any) -> None:
    assert reported(loop).outage is None
    assert opening.Opened is type(reported(loop).opened)


def test_whoever_was_caught_reads_in_the_history_when_it_is_over(loop: Any) -> None:
    outage = declared(loop)
    reported(loop)
    declaring.end(loop.db, outage_id=outage.id, by=loop.by("zhao"))
    told = [
        event.facts.get("outage") or event.facts.get("joined")
        for event in records.events(loop.db, outage.ticket_id)
    ]
    assert told == [None, "declared", "李护士", "ended"]
