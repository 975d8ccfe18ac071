"""One cause, many reporters, as their phones tell it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lib.core.clock import now
from lib.tickets import records, reporters
from lib.tickets.actions import merging
from lib.tickets.actions import outages as declaring
from lib.tickets.actions.step import By
from lib.tickets.outages import Outage
from lib.tickets.ticket import Ticket
from lib.web import report as wall
from lib.web import track
from lib.web.faults import HANDLERS
from tests.conftest import Cast

Report = Callable[..., Ticket]


@pytest.fixture
def phone(cast: Cast) -> Iterator[TestClient]:
    app = Starlette(routes=[*wall.routes, *track.routes], exception_handlers=dict(HANDLERS))
    with TestClient(app, follow_redirects=False, headers={"accept-language": "en"}) as client:
        yield client


def link(cast: Cast, ticket: Ticket) -> str:
    return f"/t/{reporters.of_ticket(cast.db, ticket.id)[0].token}"


@pytest.fixture
def merged(cast: Cast, report: Report) -> tuple[Ticket, Ticket]:
    """The one that ended, and the one that carries it on."""
    first, again = report(now=now() - timedelta(minutes=9)), report(now=now() - timedelta(minutes=5))
    by = By(actor=cast.actor("wang"), now=now())
    merging.merge(cast.db, ticket_id=again.id, version=None, into_id=first.id, by=by)
    return again, first


def test_the_link_of_a_merged_ticket_shows_the_one_that_carries_on(
    cast: Cast, phone: TestClient, merged: tuple[Ticket, Ticket]
) -> None:
    again, first = merged
    shown = phone.get(link(cast, again)).text
    assert f"<h1>{first.number}</h1>" in shown
    assert f"Your report {again.number} is dealt with together with this one." in shown
    assert again.description in shown


def test_by_that_link_one_urges_the_other_ticket_and_decides_nothing(
    cast: Cast, phone: TestClient, merged: tuple[Ticket, Ticket]
) -> None:
    again, first = merged
    assert phone.post(f"{link(cast, again)}/cancel").status_code == 403
    assert phone.post(f"{link(cast, again)}/comment", data={"note": "还在漏"}).status_code == 303
    assert records.events(cast.db, first.id)[-1].facts["note"] == "还在漏"


@pytest.fixture
def outage(cast: Cast, report: Report) -> Outage:
    carrying = report(now=now() - timedelta(minutes=5))
    by = By(actor=cast.actor("zhao"), now=now() - timedelta(minutes=4))
    return declaring.declare(
        cast.db,
        ticket_id=carrying.id,
        words="住院A座停水",
        locations=[cast.room],
        service_codes=["GS"],
        by=by,
        expected_end=now() + timedelta(hours=2),
    )


def test_the_wall_says_what_is_known(cast: Cast, phone: TestClient, outage: Outage) -> None:
    assert "Known: 住院A座停水; expected to be over about" in phone.get(f"/r/{cast.code}").text


def send(cast: Cast, phone: TestClient, words: str, key: str) -> str:
    answer = phone.post(f"/r/{cast.code}", data={"description": words, "key": key, "name": "李护士"})
    assert answer.status_code == 303
    return str(answer.headers["location"])


def test_a_report_it_explains_is_caught_and_says_so(cast: Cast, phone: TestClient, outage: Outage) -> None:
    there = send(cast, phone, "没有水了", "k1")
    assert there.endswith("said=caught")
    shown = phone.get(there).text
    assert "This is known already." in shown
    assert "It is something else: report it on its own" in shown
    assert cast.db.value("SELECT count(*) FROM ticket") == 1


def test_it_is_something_else_after_all(cast: Cast, phone: TestClient, outage: Outage) -> None:
    there = send(cast, phone, "水龙头拧不动没有水", "k2").split("?")[0]
    own = phone.post(f"{there}/alone").headers["location"]
    shown = phone.get(own).text
    assert own.endswith("said=alone")
    assert "水龙头拧不动没有水" in shown
    assert cast.db.value("SELECT count(*) FROM ticket") == 2
    assert phone.post(f"{there}/alone").headers["location"] == own
    assert "report it on its own" not in shown


def test_something_else_is_a_ticket_at_once(cast: Cast, phone: TestClient, outage: Outage) -> None:
    assert send(cast, phone, "灯不亮了", "k3").endswith("said=sent")
