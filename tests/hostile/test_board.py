"""Orders to the board that no board of ours sends: a plain word in JSON, and nothing done."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tries
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tests.hostile.conftest import SCRIPT, Clinic

UNREAD = "请刷新页面"
GONE = "没有这张工单"


@pytest.fixture
def desk(clinic: Clinic) -> TestClient:
    """The dispatcher's browser."""
    browser: TestClient = clinic.once("desk", lambda: clinic.desk("zhao"))
    return browser


def refused(answer: Any, status: int, words: str) -> None:
    assert answer.status_code == status, answer.text
    assert words in answer.json()["refusal"], answer.text
    assert "Traceback" not in answer.text


# what is sent · the body, T the ticket, V its version, P a person · status · what is read
ORDERS: list[tuple[str, str, int, str]] = [
    ("nothing", "", 422, UNREAD),
    ("half of it", '{"ticket": T,', 422, UNREAD),
    ("a word", "hello", 422, UNREAD),
    ("null", "null", 422, UNREAD),
    ("a list", "[]", 422, UNREAD),
    ("a number", "7", 422, UNREAD),
    ("a list of lists", "[" * 5000, 422, UNREAD),
    ("a very deep list", "[" * 90_000, 422, UNREAD),
    ("bytes that are no text", "\udcff\udcfe", 422, UNREAD),
    ("no ticket", '{"whom": {"person": P}}', 422, UNREAD),
    ("a word for a ticket", '{"ticket": "one", "whom": {"person": P}}', 422, UNREAD),
    ("true for a ticket", '{"ticket": true, "whom": {"person": P}}', 422, UNREAD),
    ("half a ticket", '{"ticket": 1.5, "whom": {"person": P}}', 422, UNREAD),
    ("ticket 1e309", '{"ticket": 1e309, "whom": {"person": P}}', 422, UNREAD),
    ("ticket NaN", '{"ticket": NaN, "whom": {"person": P}}', 422, UNREAD),
    ("ticket minus one", '{"ticket": -1, "whom": {"person": P}}', 422, UNREAD),
    ("a ticket of 40 digits", '{"ticket": ' + "9" * 40 + ', "whom": {"person": P}}', 422, UNREAD),
    ("a ticket of 5,000 digits", '{"ticket": ' + "9" * 5000 + ', "whom": {"person": P}}', 422, UNREAD),
    ("a list of tickets", '{"ticket": [T], "whom": {"person": P}}', 422, UNREAD),
    ("a ticket there never was", '{"ticket": 999999, "whom": {"person": P}}', 404, GONE),
    ("a version of 40 digits", '{"ticket": T, "version": ' + "9" * 40 + ', "whom": {"person": P}}', 422, UNREAD),
    ("a word for a version", '{"ticket": T, "version": "new", "whom": {"person": P}}', 422, UNREAD),
    ("a version seen by nobody yet", '{"ticket": T, "version": 99, "whom": {"person": P}}', 409, "已"),
    ("nobody", '{"ticket": T, "version": V}', 422, "请选择"),
    ("whom as a list", '{"ticket": T, "version": V, "whom": [P]}', 422, UNREAD),
    ("whom as a word", '{"ticket": T, "version": V, "whom": "li"}', 422, UNREAD),
    ("a goal nobody knows", '{"ticket": T, "version": V, "whom": {"king": 1}}', 422, UNREAD),
    ("a column of the table", '{"ticket": T, "version": V, "whom": {"assignee_id": P}}', 422, UNREAD),
    ("a person there never was", '{"ticket": T, "version": V, "whom": {"person": 99999}}', 404, "没有这个账号"),
    ("a person who is no technician", '{"ticket": T, "version": V, "whom": {"person": 2}}', 422, "不能"),
    ("a team there never was", '{"ticket": T, "version": V, "whom": {"team": 99999}}', 404, "班组"),
    ("an override as a list", '{"ticket": T, "version": V, "whom": {"person": P}, "override": ["x"]}', 422, UNREAD),
    ("an override as true", '{"ticket": T, "version": V, "whom": {"person": P}, "override": true}', 422, UNREAD),
    ("words as a list", '{"ticket": T, "version": V, "whom": {"person": P}, "words": ["x"]}', 422, UNREAD),
    ("2,001 characters", '{"ticket": T, "version": V, "words": "' + "字" * 2001 + '"}', 422, "字以内"),
    ("a megabyte", '{"ticket": T, "version": V, "words": "' + "x" * 1_000_000 + '"}', 422, UNREAD),
]  # fmt: skip


@pytest.mark.parametrize(("done", "body", "status", "words"), ORDERS, ids=[row[0] for row in ORDERS])
def test_an_order_to_assign(
    clinic: Clinic, desk: TestClient, done: str, body: str, status: int, words: str
) -> None:
    ticket, _ = clinic.once("new", clinic.report)
    before = clinic.written()
    for name, value in (("T", ticket.id), ("V", ticket.version), ("P", clinic.cast.people["li"])):
        body = body.replace(f" {name}", f" {value}").replace(f"[{name}]", f"[{value}]")
    sent = body.encode("utf-8", "surrogateescape")
    refused(
        desk.post("/board/actions/assign", content=sent, headers={"content-type": "application/json"}),
        status,
        words,
    )
    assert clinic.written() == before


# what is asked for · the action · the order · status · what is read
ACTIONS: list[tuple[str, str, dict[str, Any], int, str]] = [
    ("an action nobody knows", "explode", {}, 422, "看板"),
    ("an action of the ticket's page", "complete", {}, 422, "看板"),
    ("an action of script", SCRIPT.replace("/", ""), {}, 422, "看板"),
    ("a word of a technician nobody has asked", "accept", {}, 422, "代哪位"),
    ("an arrival at a job of nobody", "arrive", {"whom": {"person": 3}}, 422, "代哪位"),
    ("a service nobody offers", "edit", {"service": "XX-99"}, 422, "服务目录中没有这个项目。"),
    ("a service of SQL", "edit", {"service": "' OR 1=1 --"}, 422, "服务目录中没有这个项目。"),
    ("half a character for a service", "edit", {"service": "\ud800"}, 422, "服务目录中没有这个项目。"),
    ("a note of nothing", "comment", {"words": "  "}, 422, "请填写内容。"),
    ("a note of half a character", "comment", {"words": "\ud83d"}, 422, "请填写内容。"),
    ("a note nobody can see", "comment", {"words": "\u200b\u0000"}, 422, "请填写内容。"),
]


@pytest.mark.parametrize(
    ("done", "action", "order", "status", "words"), ACTIONS, ids=[row[0] for row in ACTIONS]
)
def test_an_order_of_another_kind(
    clinic: Clinic, desk: TestClient, done: str, action: str, order: dict[str, Any], status: int, words: str
) -> None:
    ticket, _ = clinic.once("new", clinic.report)
    before = clinic.written()
    sent = json.dumps({"ticket": ticket.id, "version": ticket.version, **order})
    refused(desk.post(f"/board/actions/{action}", content=sent), status, words)
    assert clinic.written() == before


def test_the_same_key_with_another_content_does_nothing_more(clinic: Clinic, desk: TestClient) -> None:
    ticket, _ = clinic.report()
    order = {"ticket": ticket.id, "version": None, "key": "\u200bk1"}
    assert desk.post("/board/actions/comment", json=order | {"words": "一"}).status_code == 200
    before = clinic.written()
    assert desk.post("/board/actions/comment", json=order | {"words": "二", "key": "k1"}).status_code == 200
    assert clinic.written() == before


# what is asked for as a card
CARDS = ["0", "-1", "x", "1.5", "9" * 10, "9" * 40, "9" * 5000, "１", "%00", "1 OR 1=1", "1e309"]


@pytest.mark.parametrize("card", CARDS)
def test_a_card_there_never_was(desk: TestClient, card: str) -> None:
    answer = desk.get(f"/board/tickets/{card}")
    assert answer.status_code == 404
    assert "没有" in answer.text


def test_a_stranger_hears_that_the_sign_in_has_ended(clinic: Clinic) -> None:
    answer = clinic.phone.post("/board/actions/assign", json={"ticket": 1})
    assert answer.status_code in (303, 401)


# what comes up a websocket that only speaks down
FRAMES: list[tuple[str, str | bytes]] = [
    ("a word", "hello"),
    ("half of JSON", '{"kind": '),
    ("bytes", b"\x00\xff\xfe"),
    ("nothing", ""),
    ("no bytes", b""),
    ("a megabyte", "x" * 1_000_000),
    ("a megabyte of bytes", bytes(1_000_000)),
    ("script", SCRIPT),
]


@pytest.mark.parametrize(("done", "frame"), FRAMES, ids=[row[0] for row in FRAMES])
def test_a_board_that_says_something_still_hears_everything(
    clinic: Clinic, desk: TestClient, done: str, frame: str | bytes
) -> None:
    with desk.websocket_connect("/feed/board") as feed:
        assert {json.loads(feed.receive_text())["kind"] for _ in range(3)} >= {"beat"}
        for _ in range(3):
            if isinstance(frame, bytes):
                feed.send_bytes(frame)
            else:
                feed.send_text(frame)
        ticket, _ = clinic.report()
        assert any(ticket.number in message for message in spoken(feed, 3))


def spoken(feed: Any, most: int) -> Iterator[str]:
    for _ in range(most):
        yield feed.receive_text()


NAMES = st.sampled_from(
    ["ticket", "version", "whom", "words", "service", "key", "person", "team", "vendor", "x"]
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=8,
)


@given(
    order=st.dictionaries(NAMES, ANYTHING, max_size=6),
    action=st.sampled_from(["assign", "edit", "comment", "urge"]),
)
@tries(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_an_order_says_the_answer_is_one(
    desk: TestClient, order: dict[str, Any], action: str
) -> None:
    order = {**order, "ticket": 0 if order.get("ticket") in (1, "1") else order.get("ticket")}
    answer = desk.post(f"/board/actions/{action}", content=json.dumps(order))
    assert answer.status_code in (404, 409, 422)
    assert answer.json()["refusal"]
