"""Binding a phone with a one-time code."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from starlette.testclient import TestClient

from lib.people import cookies, sessions
from lib.people.sessions import CODE_LASTS, PER_ACCOUNT
from tests.conftest import MONDAY, Cast
from tests.web.phones import a_phone, code_for, phone_of


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def li(cast: Cast) -> TestClient:
    return phone_of(cast, "li")


def test_the_code_of_the_leader_binds_the_phone_for_ninety_days(cast: Cast) -> None:
    phone = a_phone()
    answer = phone.post("/bind", data={"code": code_for(cast, "li")})
    assert (answer.status_code, answer.headers["location"]) == (303, "/jobs?did=bind")
    cookie = answer.headers["set-cookie"]
    assert cookies.NAME in cookie and "HttpOnly" in cookie and "SameSite=lax" in cookie
    assert f"Max-Age={90 * 24 * 3600}" in cookie
    assert "李师傅" in phone.get("/jobs").text


def test_a_code_read_out_in_two_halves_is_the_same_code(cast: Cast) -> None:
    code = code_for(cast, "li")
    assert a_phone().post("/bind", data={"code": f" {code[:4]} {code[4:]} "}).status_code == 303


def test_a_code_works_once(cast: Cast) -> None:
    code = code_for(cast, "li")
    a_phone().post("/bind", data={"code": code})
    answer = a_phone().post("/bind", data={"code": code})
    assert answer.status_code == 403
    assert code in answer.text


def test_an_old_code_is_refused(cast: Cast) -> None:
    code = code_for(cast, "li", at=MONDAY - CODE_LASTS)
    assert a_phone().post("/bind", data={"code": code}).status_code == 403


def test_guessing_is_throttled(cast: Cast) -> None:
    phone = a_phone()
    answers = [phone.post("/bind", data={"code": f"{n:08d}"}).status_code for n in range(PER_ACCOUNT * 3 + 1)]
    assert answers[0] == 403
    assert answers[-1] == 429


def test_a_bound_phone_goes_straight_to_its_jobs(cast: Cast, li: TestClient) -> None:
    assert li.get("/bind").headers["location"] == "/jobs"
    assert a_phone().get("/bind").status_code == 200


def test_releasing_the_phone_ends_it(cast: Cast, li: TestClient) -> None:
    assert "解除" in li.get("/jobs").text
    li.post("/sign-out")
    assert li.get("/jobs").headers["location"].startswith("/sign-in")
    acts = [row["act"] for row in cast.db.rows("SELECT act FROM audit ORDER BY id DESC LIMIT 1")]
    assert acts == ["phone_released"]


def test_disabling_everywhere_ends_the_phone_at_the_next_tap(cast: Cast, li: TestClient) -> None:
    assert li.get("/jobs").status_code == 200
    sessions.sign_out_everywhere(cast.db, actor=cast.actor("sun"), account_id=cast.people["li"], now=MONDAY)
    assert li.get("/jobs").status_code == 303
