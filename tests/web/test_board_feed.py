"""The live board over the wire: a websocket that tells changes, and orders that come up from cards."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from lib.core import clock
from lib.people import accounts
from lib.people.roles import SYSTEM
from lib.tickets.ticket import Ticket
from lib.web import board_feed, board_viewer, herald
from lib.web.board_viewer import Viewer
from tests.conftest import Cast
from tests.web import browsers
from tests.web.browsers import OURS

Report = Callable[..., Ticket]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Viewer, "beat", 0.2)
    monkeypatch.setattr(Viewer, "gathered", 0.01)


def browser(cast: Cast, who: str | None) -> TestClient:
    return browsers.browser(cast, who, board_feed.routes)


def heard(feed: WebSocketTestSession, kind: str) -> dict[str, Any]:
    """The next message of that kind."""
    while True:
        message: dict[str, Any] = json.loads(feed.receive_text())
        if message["kind"] == kind:
            return message


def test_a_board_hears_everything_at_first_and_then_what_changes(cast: Cast, report: Report) -> None:
    first = report()
    with browser(cast, "zhao").websocket_connect("/feed/board?lang=zh", headers=OURS) as feed:
        assert heard(feed, "beat")["now"] > 0
        assert heard(feed, "names")["words"]["status"]["new"] == "待派单"
        assert [card["id"] for card in heard(feed, "board")["cards"]] == [first.id]
        second = report()
        told = heard(feed, "changes")
        assert ([card["id"] for card in told["cards"]], told["gone"]) == ([second.id], [])
        assert heard(feed, "beat")


def test_two_boards_hear_of_a_change_that_was_made_into_words_once(
    cast: Cast, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []
    plainly = herald.Herald._edition

    def counted(self: Any, viewers: Any, now: Any) -> Any:
        made.append(len(viewers))
        return plainly(self, viewers, now)

    monkeypatch.setattr(Viewer, "beat", 5.0)
    monkeypatch.setattr(herald.Herald, "_edition", counted)
    with (
        browser(cast, "zhao") as desk,
        desk.websocket_connect("/feed/board", headers=OURS) as one,
        desk.websocket_connect("/feed/board", headers=OURS) as other,
    ):
        heard(one, "board")
        heard(other, "board")
        made.clear()
        ticket = report()
        assert [heard(feed, "changes")["cards"][0]["id"] for feed in (one, other)] == [ticket.id] * 2
        assert made == [2]


def test_a_failure_is_silence_and_the_next_change_is_told(
    cast: Cast, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    with browser(cast, "zhao").websocket_connect("/feed/board", headers=OURS) as feed:
        heard(feed, "board")
        monkeypatch.setattr(board_viewer.names, "message", lambda *_: 1 / 0)
        missed = report()
        time.sleep(0.3)
        monkeypatch.undo()
        told = {card["id"] for _ in range(1) for card in heard(feed, "changes")["cards"]}
        assert missed.id in told


def test_the_rail_of_people_hears_who_is_on_duty(cast: Cast) -> None:
    with browser(cast, "zhao").websocket_connect("/feed/board", headers=OURS) as feed:
        assert heard(feed, "duty")["whole"] == sorted([cast.team, cast.other_team])


def test_the_names_say_what_a_drop_means(cast: Cast) -> None:
    with browser(cast, "zhao").websocket_connect("/feed/board", headers=OURS) as feed:
        names = heard(feed, "names")
    assert names["moves"]["new"] == {"assigned": "assign"}
    assert names["groups"][names["group_of"]["GD-01"]] == "供电"


def test_names_are_told_again_when_they_change(cast: Cast) -> None:
    with browser(cast, "zhao").websocket_connect("/feed/board", headers=OURS) as feed:
        heard(feed, "board")
        accounts.set_active(
            cast.db, actor=SYSTEM, account_id=cast.people["li"], active=False, now=clock.now()
        )
        assert heard(feed, "names")["people"][str(cast.people["li"])]["active"] is False


def test_a_sign_in_that_ends_takes_the_board_with_it(cast: Cast) -> None:
    with browser(cast, "zhao").websocket_connect("/feed/board", headers=OURS) as feed:
        heard(feed, "board")
        accounts.set_active(
            cast.db, actor=SYSTEM, account_id=cast.people["zhao"], active=False, now=clock.now()
        )
        with pytest.raises(WebSocketDisconnect) as ended:
            while True:
                feed.receive_text()
    assert ended.value.code == herald.SIGNED_OUT


@pytest.mark.parametrize(
    ("who", "headers", "code"),
    [
        (None, OURS, 4401),
        ("zhao", {"Origin": "http://elsewhere.example"}, None),
        ("li", OURS, 4403),
        ("liu", OURS, 4403),
    ],
)
def test_nobody_else_listens(cast: Cast, who: str | None, headers: dict[str, str], code: int | None) -> None:
    with (
        pytest.raises(WebSocketDisconnect) as ended,
        browser(cast, who).websocket_connect("/feed/board", headers=headers) as feed,
    ):
        feed.receive_text()
    assert code is None or ended.value.code == code


def test_whoever_leaves_is_forgotten(cast: Cast) -> None:
    with browser(cast, "zhao").websocket_connect("/feed/board", headers=OURS) as feed:
        heard(feed, "board")
        assert len(cast.db._listeners) == 1
    assert cast.db._listeners == []


def ordered(cast: Cast, who: str | None, action: str, ticket: Ticket, **more: Any) -> Any:
    sent = {"ticket": ticket.id, "version": ticket.version, "key": "k1"} | more
    return browser(cast, who).post(f"/board/actions/{action}?lang=zh", json=sent, headers=OURS)


def test_an_order_answers_with_the_new_card(cast: Cast, report: Report) -> None:
    answer = ordered(cast, "zhao", "assign", report(), whom={"person": cast.people["li"]})
    card = answer.json()["card"]
    assert (answer.status_code, card["status"], card["assignee"]) == (200, "assigned", cast.people["li"])


def test_a_refusal_is_said_in_words_with_the_card_as_it_is(cast: Cast, report: Report) -> None:
    ticket = report()
    ordered(cast, "wang", "assign", ticket, whom={"person": cast.people["li"]})
    answer = ordered(cast, "zhao", "assign", ticket, whom={"person": cast.people["chen"]})
    assert answer.status_code == 409
    assert "王客服" in answer.json()["refusal"]
    assert answer.json()["card"]["assignee"] == cast.people["li"]


def test_a_card_that_leaves_the_board_is_null(cast: Cast, report: Report) -> None:
    assert ordered(cast, "zhao", "cancel", report(), words="重复报修").json() == {"card": None}


def test_several_reports_of_one_fault_become_one(cast: Cast, report: Report) -> None:
    first, again = report(), report()
    assert ordered(cast, "zhao", "merge", again, into=first.id).json() == {"card": None}
    assert ordered(cast, "zhao", "merge", first, key="k2").json()["field"] == "into_id"
    assert ordered(cast, "zhao", "merge", first, key="k3", into="x").status_code == 422


def test_who_may_not_is_refused_and_learns_nothing(cast: Cast, report: Report) -> None:
    ticket = report()
    answer = ordered(cast, "sun", "assign", ticket, whom={"team": cast.team})
    assert (answer.status_code, answer.json()["card"]) == (403, None)
    assert ordered(cast, None, "assign", ticket).status_code == 303


def test_orders_of_other_sites_are_refused(cast: Cast, report: Report) -> None:
    sent, elsewhere = {"ticket": report().id, "version": 1}, {"Origin": "http://elsewhere.example"}
    assert browser(cast, "zhao").post("/board/actions/urge", json=sent, headers=elsewhere).status_code == 403


@pytest.mark.parametrize(
    "sent", [None, [], {}, {"ticket": "x"}, {"ticket": 1, "whom": {"cat": 1}}, {"ticket": 1, "whom": 3}]
)
def test_nonsense_is_refused_plainly(cast: Cast, sent: Any) -> None:
    answer = browser(cast, "zhao").post("/board/actions/assign", json=sent, headers=OURS)
    assert (answer.status_code, "refusal" in answer.json()) == (422, True)


def test_a_card_can_be_opened_by_who_may_see_it(cast: Cast, report: Report) -> None:
    ticket = report()
    opened = browser(cast, "zhao").get(f"/board/tickets/{ticket.id}?lang=zh").json()
    assert (opened["reporters"][0]["name"], opened["possible"][0]) == ("张护士", "assign")
    assert browser(cast, "sun").get(f"/board/tickets/{ticket.id}").status_code == 403
    assert browser(cast, "zhao").get("/board/tickets/999").status_code == 404
