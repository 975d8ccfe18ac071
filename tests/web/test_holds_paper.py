"""The weekly list of long holds on paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lib.core.clock import now
from lib.tickets.actions import dispatching, working
from lib.tickets.actions.dispatching import Whom
from lib.tickets.long_holds import long_holds
from lib.tickets.ticket import Ticket
from lib.web import holds_paper
from lib.web.faults import HANDLERS
from tests.conftest import Cast
from tests.web.test_track import signed_in


@pytest.fixture
def held(cast: Cast, report: Callable[..., Ticket]) -> Ticket:
    """On hold for five days, with hostile words."""
    at = now() - timedelta(days=5)
    ticket = report(now=at, description="<b>治疗室</b>灯不亮")
    whom = Whom(assignee_id=cast.people["li"])
    dispatching.assign(cast.db, ticket_id=ticket.id, version=None, whom=whom, by=cast.by("zhao", at))
    for step in (working.accept, working.arrive):
        step(cast.db, ticket_id=ticket.id, version=None, by=cast.by("li", at))
    return working.hold(
        cast.db,
        ticket_id=ticket.id,
        version=None,
        reason="parts_purchase",
        until=now() - timedelta(days=1),
        note="厂家<script>缺货",
        by=cast.by("li", at + timedelta(hours=1)),
    )


def browser(cast: Cast, name: str = "") -> TestClient:
    app = Starlette(routes=[*holds_paper.routes], exception_handlers=dict(HANDLERS))
    client = TestClient(app, follow_redirects=False, headers={"accept-language": "zh"})
    if name:
        signed_in(client, cast, name)
    return client


@pytest.mark.parametrize("name", ["zhao", "zheng"])
def test_it_tells_the_story_of_each(cast: Cast, held: Ticket, name: str) -> None:
    page = browser(cast, name).get("/print/holds").text
    for words in (held.number, "等配件（采购）", "李师傅", "水电班", "厂家&lt;script&gt;缺货", "已过"):
        assert words in page, words
    assert "<script>缺" not in page


@pytest.mark.parametrize("name", ["", "wang", "sun", "li", "liu", "feng", "admin"])
def test_it_is_for_dispatchers_and_managers(cast: Cast, held: Ticket, name: str) -> None:
    assert browser(cast, name).get("/print/holds").status_code == 403


def test_three_days_are_not_over_yet(cast: Cast, held: Ticket) -> None:
    since = held.hold_since
    assert since is not None
    actor = cast.actor("zhao")
    assert long_holds(cast.db, actor, since + timedelta(days=3)) == []
    (found,) = long_holds(cast.db, actor, since + timedelta(days=3, seconds=1))
    assert (found.ticket.id, found.days(since + timedelta(days=3, hours=1))) == (held.id, 3)
