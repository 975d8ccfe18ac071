"""What comes from a technician's phone with gloves on, or from somebody who plays with it."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st
from starlette.testclient import TestClient

from lib.core import clock
from lib.core.errors import WrongInput
from lib.tickets.actions import dispatching, working
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.working import Work
from lib.tickets.ticket import Ticket
from lib.web.job_typed import quantity_of, resume_time
from tests.hostile.conftest import SCRIPT, Clinic, png, told

NUMBER = "请填写数字。"
AFTER_NOW = "晚于现在"
BELOW = "数量须小于 100,000。"
WHEN = "请填写预计恢复时间。"


@pytest.fixture
def phone(clinic: Clinic) -> TestClient:
    """李师傅's phone."""
    browser: TestClient = clinic.once("phone", lambda: clinic.desk("li"))
    return browser


def accepted(clinic: Clinic) -> Ticket:
    """A job 李师傅 is on the way to."""
    ticket, _ = clinic.report()
    now = clock.now()
    by = clinic.cast.by("li", now)
    dispatching.assign(
        clinic.db,
        ticket_id=ticket.id,
        version=None,
        whom=Whom(assignee_id=clinic.cast.people["li"]),
        by=clinic.cast.by("zhao", now),
    )
    return working.accept(clinic.db, ticket_id=ticket.id, version=None, by=by)


def on_site(clinic: Clinic) -> Ticket:
    """A job 李师傅 is working on."""
    ticket = accepted(clinic)
    by = clinic.cast.by("li", clock.now())
    return working.arrive(clinic.db, ticket_id=ticket.id, version=None, by=by)


def done(clinic: Clinic) -> tuple[Ticket, str]:
    """A finished job, and the reporter's link."""
    ticket = on_site(clinic)
    work = Work(outcome="fixed")
    ended = working.complete(
        clinic.db, ticket_id=ticket.id, version=None, work=work, by=clinic.cast.by("li", clock.now())
    )
    return ended, clinic.db.value("SELECT token FROM reporter WHERE ticket_id = $id", id=ticket.id)


HOLD = {"reason": "parts_stock", "until": "own", "note": "等灯管"}
FINISH = {"outcome": "fixed", "note": "换了灯管"}
SIGNED = "data:image/png;base64," + base64.b64encode(png()).decode()

# what is sent · the action · the form · what is read
FORMS: list[tuple[str, str, Mapping[str, Any], str]] = [
    ("a hold without a time", "hold", HOLD | {"until": ""}, WHEN),
    ("a hold until a time nobody offers", "hold", HOLD | {"until": "someday"}, WHEN),
    ("a hold until yesterday", "hold", HOLD | {"own": "2020-01-01T08:00"}, AFTER_NOW),
    ("a hold until the year 1", "hold", HOLD | {"own": "0001-01-01T00:00"}, WHEN),
    ("a hold until the year 0", "hold", HOLD | {"own": "0000-01-01T00:00"}, WHEN),
    ("a hold until the year 9999", "hold", HOLD | {"own": "9999-12-31T23:59"}, "超过一年"),
    ("a hold until the year 10000", "hold", HOLD | {"own": "10000-01-01T00:00"}, WHEN),
    ("a hold until the 31st of February", "hold", HOLD | {"own": "2026-02-31T08:00"}, WHEN),
    ("a hold until tomorrow, in words", "hold", HOLD | {"own": "明天早上"}, WHEN),
    ("a hold until script", "hold", HOLD | {"own": SCRIPT}, WHEN),
    ("a hold for no reason", "hold", HOLD | {"reason": "", "until": "hour"}, "原因"),
    ("a hold for a reason nobody knows", "hold", HOLD | {"reason": "lazy", "until": "hour"}, "请从列表中选择"),
    ("a hold for access without a name", "hold", HOLD | {"reason": "access", "until": "hour"}, "沟通"),
    ("a hold with a name of 81 letters", "hold", HOLD | {"until": "hour", "spoke_to": "张" * 81}, "字以内"),
    ("a hold with a note of 2,001 letters", "hold", HOLD | {"until": "hour", "note": "字" * 2001}, "字以内"),
    ("a return without a reason", "return", {}, "原因"),
    ("a return nobody can read", "return", {"reason": "\u200b\u202e"}, "原因"),
    ("a return of 501 letters", "return", {"reason": "不" * 501}, "字以内"),
    ("an end of no kind", "complete", FINISH | {"outcome": ""}, "结果"),
    ("an end nobody knows", "complete", FINISH | {"outcome": "magic"}, "从列表中选择"),
    ("a cause nobody knows", "complete", FINISH | {"cause": "C99"}, "请从列表中选择"),
    ("a remedy of script", "complete", FINISH | {"remedy": SCRIPT}, "请从列表中选择"),
    ("minus five minutes", "complete", FINISH | {"minutes": "-5"}, NUMBER),
    ("1e309 minutes", "complete", FINISH | {"minutes": "1e309"}, NUMBER),
    ("half a minute", "complete", FINISH | {"minutes": "0.5"}, NUMBER),
    ("half an hour, in words", "complete", FINISH | {"minutes": "半小时"}, NUMBER),
    ("minutes of 20 digits", "complete", FINISH | {"minutes": "9" * 20}, NUMBER),
    ("1,441 minutes", "complete", FINISH | {"minutes": "1441"}, "1,440"),
    ("minus one lamp", "complete", FINISH | {"material": ["灯管"], "quantity": ["-1"]}, "大于"),
    ("a million million lamps", "complete", FINISH | {"material": ["灯管"], "quantity": ["1" + "0" * 12]}, BELOW),
    ("1e309 lamps", "complete", FINISH | {"material": ["灯管"], "quantity": ["1e309"]}, BELOW),
    ("infinitely many lamps", "complete", FINISH | {"material": ["灯管"], "quantity": ["Infinity"]}, BELOW),
    ("a lamp that is no number", "complete", FINISH | {"material": ["灯管"], "quantity": ["NaN"]}, NUMBER),
    ("a lamp that is a signalling NaN", "complete", FINISH | {"material": ["灯管"], "quantity": ["sNaN"]}, NUMBER),
    ("two lamps, in words", "complete", FINISH | {"material": ["灯管"], "quantity": ["两根"]}, NUMBER),
    ("a ten-thousandth of a lamp", "complete", FINISH | {"material": ["灯管"], "quantity": ["0.0001"]}, "三位小数"),
    ("two of nothing", "complete", FINISH | {"material": [""], "quantity": ["2"]}, "材料"),
    ("two of what nobody can see", "complete", FINISH | {"material": ["\u200b"], "quantity": ["2"]}, "材料"),
    ("a material of 81 letters", "complete", FINISH | {"material": ["灯" * 81], "quantity": ["1"]}, "字以内"),
    ("a note of nothing", "comment", {"note": " "}, "请填写内容。"),
    ("passing it on, as who may not", "pass", {"assignee_id": "6"}, ""),
]  # fmt: skip


@pytest.mark.parametrize(("what", "action", "form", "words"), FORMS, ids=[row[0] for row in FORMS])
def test_a_step_that_cannot_be_taken(
    clinic: Clinic, phone: TestClient, what: str, action: str, form: Mapping[str, Any], words: str
) -> None:
    state = accepted if action == "return" else on_site
    job = clinic.once(state.__name__, lambda: state(clinic))
    before = clinic.written()
    answer = phone.post(f"/jobs/{job.number}/{action}", data={"version": str(job.version), **form})
    read = told(answer, 403 if action == "pass" else 422, words)
    assert form.get("note", "").strip() in read
    for typed in (*form.get("material", ()), *form.get("quantity", ())):
        assert typed.strip("\u200b") in read
    assert clinic.written() == before


def test_full_width_digits_and_a_comma_are_what_they_look_like(clinic: Clinic, phone: TestClient) -> None:
    job = on_site(clinic)
    form = {**FINISH, "minutes": "３０", "material": ["灯管", "水管"], "quantity": ["２", "１，５"]}
    assert phone.post(f"/jobs/{job.number}/complete", data=form).status_code == 303
    rows = clinic.db.rows(
        "SELECT quantity FROM ticket_material WHERE ticket_id = $id ORDER BY quantity", id=job.id
    )
    assert [float(row["quantity"]) for row in rows] == [1.5, 2]
    assert clinic.db.value("SELECT minutes FROM ticket_labour WHERE ticket_id = $id", id=job.id) == 30


# what is drawn · the field · who · what is read
SIGNATURES: list[tuple[str, str, str, str]] = [
    ("nothing", "", "刘护士长", "签字"),
    ("Chinese words", "刘护士长", "刘护士长", "签字"),
    ("a drawing of another kind", "data:image/svg+xml;base64,PHN2Zy8+", "刘护士长", "签字"),
    ("an address", "http://evil.example/x.png", "刘护士长", "签字"),
    ("a drawing that is none", "data:image/png;base64,AAAA", "刘护士长", "照片"),
    ("half a drawing", SIGNED[: len(SIGNED) // 2 // 4 * 4 + 2], "刘护士长", ""),
    ("nobody's", SIGNED, "  ", "签"),
    ("somebody's of 41 letters", SIGNED, "刘" * 41, "字以内"),
    ("2 megabytes", "data:image/png;base64," + "A" * 2_000_000, "刘护士长", "签字"),
]


@pytest.mark.parametrize(("what", "drawing", "who", "words"), SIGNATURES, ids=[row[0] for row in SIGNATURES])
def test_a_signature_that_is_none(
    clinic: Clinic, phone: TestClient, what: str, drawing: str, who: str, words: str
) -> None:
    job, _ = clinic.once("done", lambda: done(clinic))
    before = clinic.written()
    told(phone.post(f"/jobs/{job.number}/sign", data={"signature": drawing, "signed_by": who}), 422, words)
    assert clinic.written() == before


# what is asked for · method and address, N the job's number · status · what is read
ADDRESSES: list[tuple[str, str, str, int, str]] = [
    ("a job there never was", "GET", "/jobs/20200101-9999", 404, "没有这张工单"),
    ("a job of script", "GET", "/jobs/%3Cscript%3E", 404, "没有这张工单"),
    ("a job of 5,000 digits", "GET", "/jobs/" + "9" * 5000, 404, "没有这张工单"),
    ("a job in full-width digits", "GET", "/jobs/２０２６１１２３－０００１", 404, "没有这张工单"),
    ("a step of a job there never was", "POST", "/jobs/x/accept", 404, "没有这张工单"),
    ("a step nobody knows", "POST", "/jobs/N/explode", 404, "没有这个页面"),
    ("the form of a step nobody knows", "GET", "/jobs/N/explode", 200, "灯不亮"),
    ("arriving at a code of nobody", "POST", "/jobs/arrive-at/zzzz", 404, "无法识别此二维码"),
    ("a word nobody says", "GET", "/jobs?did=%3Cscript%3E&number=%3Cscript%3E", 200, "我的任务"),
    (
        "a number that is none",
        "GET",
        "/jobs?did=hold&number=%3Cscript%3Ealert(1)%3C/script%3E",
        200,
        "我的任务",
    ),
    ("accepting it again", "POST", "/jobs/N/accept", 422, ""),
]


@pytest.mark.parametrize(
    ("what", "method", "address", "status", "words"), ADDRESSES, ids=[row[0] for row in ADDRESSES]
)
def test_an_address_of_jobs(
    clinic: Clinic, phone: TestClient, what: str, method: str, address: str, status: int, words: str
) -> None:
    job = clinic.once("on_site", lambda: on_site(clinic))
    before = clinic.written()
    told(phone.request(method, address.replace("/N/", f"/{job.number}/")), status, words)
    assert clinic.written() == before


def test_the_job_of_somebody_else_is_not_shown(clinic: Clinic) -> None:
    job = on_site(clinic)
    told(clinic.desk("zhou").get(f"/jobs/{job.number}"), 403, "没有权限")
    told(clinic.desk("he").get("/jobs"), 403, "没有权限")


# what is given · the scores · what is read
STARS: list[tuple[str, dict[str, str], str]] = [
    ("nothing", {}, "1 至 5 星"),
    ("no stars", {"speed": "0", "quality": "0", "attitude": "0"}, "1 至 5 星"),
    ("six stars", {"speed": "6", "quality": "5", "attitude": "5"}, "1 至 5 星"),
    ("a million stars", {"speed": "1000000", "quality": "5", "attitude": "5"}, "1 至 5 星"),
    ("minus one star", {"speed": "-1", "quality": "5", "attitude": "5"}, "1 至 5 星"),
    ("half a star", {"speed": "4.5", "quality": "5", "attitude": "5"}, "1 至 5 星"),
    ("five, in words", {"speed": "五", "quality": "5", "attitude": "5"}, "1 至 5 星"),
    ("1,001 letters", {"speed": "5", "quality": "5", "attitude": "5", "words": "好" * 1001}, "字以内"),
]


@pytest.mark.parametrize(("what", "scores", "words"), STARS, ids=[row[0] for row in STARS])
def test_stars_nobody_can_give(clinic: Clinic, what: str, scores: dict[str, str], words: str) -> None:
    _, token = clinic.once("done", lambda: done(clinic))
    before = clinic.written()
    told(clinic.phone.post(f"/t/{token}/rate", data=scores), 422, words)
    assert clinic.written() == before and clinic.db.value("SELECT count(*) FROM rating") in (0, *range(9))


def test_confirming_and_rating_twice_counts_once(clinic: Clinic) -> None:
    ticket, token = done(clinic)
    stars = {"speed": "5", "quality": "5", "attitude": "5", "words": "好"}
    for action, form in (("confirm", {}), ("confirm", {}), ("rate", stars), ("rate", stars)):
        assert clinic.phone.post(f"/t/{token}/{action}", data=form).status_code == 303
    assert clinic.db.value("SELECT count(*) FROM rating WHERE ticket_id = $id", id=ticket.id) == 1
    told(clinic.phone.post(f"/t/{token}/confirm"), 422, "")


@given(st.text(max_size=12) | st.floats().map(str) | st.decimals().map(str))
@tries(max_examples=150)
def test_any_quantity_is_a_number_or_refused(typed: str) -> None:
    try:
        assert not quantity_of(typed).is_nan()
    except WrongInput as refusal:
        assert refusal.field == "materials"


@given(st.text(max_size=20) | st.datetimes().map(lambda at: at.isoformat()[:16]))
@tries(max_examples=150)
def test_any_time_to_go_on_is_one_or_refused(typed: str) -> None:
    try:
        at = resume_time("own", typed, clock.now())
        assert at is None or at.utcoffset() is not None
    except WrongInput as refusal:
        assert refusal.field == "until"
