"""The overview as each role sees it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.analytics.house import dismiss_first_steps
from lib.core import clock
from lib.notifications import announcements, outbox
from lib.tickets.actions import dispatching, watching
from lib.tickets.actions.dispatching import Whom
from lib.tickets.ticket import Ticket
from tests.conftest import Cast
from tests.pages.conftest import Opens

Report = Callable[..., Ticket]


def glance(at: AppTest) -> dict[str, Any]:
    """What the page's one component was told."""
    (component,) = [
        found for found in at.get("bidi_component") if found.proto.component_name.endswith("onestop_glance")
    ]
    told: dict[str, Any] = json.loads(component.proto.json)
    return told


@pytest.fixture
def now_reported(report: Report) -> Ticket:
    """A ticket of this very minute: pages read the real clock."""
    return report(now=clock.now())


def test_the_strip_counts(cast: Cast, now_reported: Ticket, open_page: Opens) -> None:
    tiles = {tile["label"]: tile for tile in glance(open_page("zheng", "overview"))["tiles"]}
    assert (tiles["今日申报"]["value"], tiles["待派单"]["value"], tiles["已超时"]["value"]) == ("1", "1", "0")
    assert tiles["待派单"]["target"]["address"] == "/dispatch-board?only=new"
    assert tiles["近 30 天满意率"]["value"] == "—"


def test_lists_link_to_tickets_and_boards_one_may_open(
    cast: Cast, now_reported: Ticket, open_page: Opens
) -> None:
    (waiting,) = glance(open_page("zhao", "overview"))["groups"]
    assert (waiting["title"], waiting["count"]) == ("待派单", "1")
    assert waiting["rows"][0]["target"]["address"] == f"/ticket?number={now_reported.number}"
    mine = glance(open_page("liu", "overview"))
    assert [group["title"] for group in mine["groups"]] == ["本科室在办"]
    assert {tile["target"] and tile["target"]["page"] for tile in mine["tiles"] if "target" in tile} == {
        "search",
        None,
    }


def test_notices_and_announcements_are_shown_until_read(
    cast: Cast, now_reported: Ticket, open_page: Opens
) -> None:
    whom = Whom(assignee_id=cast.people["sun"])
    dispatching.assign(
        cast.db, ticket_id=now_reported.id, version=None, whom=whom, by=cast.by("zhao", clock.now())
    )
    announcements.publish(
        cast.db,
        actor=cast.actor("admin"),
        title="周六停水",
        body="A座",
        kind="outage",
        expires_at=None,
        now=clock.now(),
    )
    lines = {part["name"]: part["lines"] for part in glance(open_page("sun", "overview"))["lines"]}
    assert now_reported.number in lines["notices"][0]["text"]
    assert lines["announcements"][0]["text"].endswith("周六停水")
    outbox.seen(cast.db, cast.people["sun"], clock.now())
    assert [part["name"] for part in glance(open_page("sun", "overview"))["lines"]] == ["announcements"]


def test_administrators_hear_of_the_house(cast: Cast, open_page: Opens) -> None:
    lines = glance(open_page("admin", "overview"))["lines"]
    assert [part["lines"][0]["text"] for part in lines if part["name"] == ""] == [
        "尚未做过备份。",
        "全院没有在册的证件，相关工单没有人能接：锅炉工证、电工证、电梯证、压力容器证、焊工证",
    ]
    assert [part["action"] for part in lines if part["name"] == "beginning"] == ["不再显示"]
    dismiss_first_steps(cast.db, actor=cast.actor("admin"), now=clock.now())
    assert "beginning" not in [part["name"] for part in glance(open_page("admin", "overview"))["lines"]]
    assert glance(open_page("zheng", "overview"))["lines"] == []


@pytest.mark.parametrize("who", ["liu", "wang", "zhao", "sun", "zheng", "qian", "feng", "he", "admin"])
def test_it_opens_for_every_role_that_may(
    cast: Cast, now_reported: Ticket, open_page: Opens, who: str
) -> None:
    assert len(glance(open_page(who, "overview"))["tiles"]) == 7


@pytest.mark.parametrize("who", ["li", "wu"])
def test_others_have_no_such_page(cast: Cast, open_page: Opens, who: str) -> None:
    with pytest.raises(ValueError, match="overview"):
        open_page(who, "overview")


def test_a_list_says_which_of_a_tickets_clocks_it_shows(cast: Cast, report: Report, open_page: Opens) -> None:
    begun = clock.now() - timedelta(days=2)
    ticket = report(now=begun)
    watching.watch(
        cast.db,
        ticket_id=ticket.id,
        version=None,
        until=clock.now() + timedelta(hours=2),
        reason="院长过问",
        by=cast.by("zheng", begun),
    )
    said = [
        row["since"] for group in glance(open_page("zheng", "overview"))["groups"] for row in group["rows"]
    ]
    assert [one.split(" · ")[0] for one in said] == ["督办期限", "接单时限"]
