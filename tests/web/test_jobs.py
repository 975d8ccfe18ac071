"""The technician's phone: each step of a job as its form sends it."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from PIL import Image
from starlette.testclient import TestClient

from lib.core.clock import full_time
from lib.tickets import records
from lib.tickets.actions import dispatching, talking
from lib.tickets.actions.dispatching import Whom
from lib.tickets.job_words import jobs_here
from lib.tickets.reporters import Caller
from lib.tickets.ticket import Ticket
from lib.tickets.words import Action, Status
from tests.conftest import MONDAY, Cast
from tests.web.phones import a_phone, phone_of

Report = Callable[..., Ticket]


@pytest.fixture(autouse=True)
def monday() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def li(cast: Cast) -> TestClient:
    return phone_of(cast, "li")


@pytest.fixture
def job(cast: Cast, report: Report) -> Ticket:
    """A job given to Li."""
    return given(cast, report(), "li")


def given(cast: Cast, ticket: Ticket, name: str) -> Ticket:
    whom = Whom(assignee_id=cast.people[name])
    return dispatching.assign(
        cast.db, ticket_id=ticket.id, version=ticket.version, whom=whom, by=cast.by("zhao")
    )


def to_the_team(cast: Cast, ticket: Ticket) -> Ticket:
    whom = Whom(team_id=cast.team)
    return dispatching.assign(
        cast.db, ticket_id=ticket.id, version=ticket.version, whom=whom, by=cast.by("zhao")
    )


def now_of(cast: Cast, ticket: Ticket) -> Ticket:
    found = records.by_id(cast.db, ticket.id)
    assert found is not None
    return found


def send(cast: Cast, phone: TestClient, ticket: Ticket, action: str, **fields: object) -> str:
    """The form of that action with the present version; where it leads."""
    typed = {"version": now_of(cast, ticket).version, **fields}
    answer = phone.post(f"/jobs/{ticket.number}/{action}", data=typed)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def a_photo(colour: str = "red") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(file, "JPEG")
    return file.getvalue()


def a_signature() -> str:
    file = io.BytesIO()
    Image.effect_noise((300, 120), 80).save(file, "PNG")  # larger than a drawing ever is
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


def test_strangers_are_asked_who_they_are(cast: Cast) -> None:
    assert a_phone().get("/jobs").headers["location"] == "/sign-in?next=/jobs"


def test_the_list_shows_the_next_due_first_and_refreshes_itself(
    cast: Cast, li: TestClient, report: Report
) -> None:
    normal = given(cast, report(description="灯不亮"), "li")
    emergency = given(cast, report(description="大量漏水", severity="emergency"), "li")
    page = li.get("/jobs")
    assert page.headers["refresh"].startswith("60")
    assert page.text.index(emergency.number) < page.text.index(normal.number)
    assert "住院A座" in page.text
    assert len(page.content) < 30_000


def test_late_is_said_in_words(
    cast: Cast, li: TestClient, job: Ticket, monday: time_machine.Traveller
) -> None:
    assert "请在 10:15 前接单，还剩 15 分钟" in li.get("/jobs").text
    monday.shift(timedelta(minutes=20))
    assert "已超时 5 分钟：应在 10:15 前接单" in li.get("/jobs").text


def test_from_accept_to_signature(
    cast: Cast, li: TestClient, job: Ticket, monday: time_machine.Traveller
) -> None:
    assert send(cast, li, job, "accept") == f"/jobs/{job.number}?did=accept"
    assert send(cast, li, job, "arrive") == f"/jobs/{job.number}?did=arrive"
    monday.shift(timedelta(minutes=25))
    form = li.get(f"/jobs/{job.number}/complete").text
    assert 'name="minutes" inputmode="numeric" value="25"' in form
    send(
        cast,
        li,
        job,
        "complete",
        outcome="replaced",
        cause="C10",
        remedy="R01",
        material=["LED灯管T8 1.2m", "自带扎带", ""],
        quantity=["2", "1.5", ""],
        minutes="25",
    )
    done = now_of(cast, job)
    assert (done.status, done.outcome, done.cause, done.remedy) == (Status.DONE, "replaced", "C10", "R01")
    used = cast.db.rows("SELECT material_code, name, quantity, unit_cents FROM ticket_material ORDER BY name")
    assert [(row["material_code"], float(row["quantity"]), row["unit_cents"]) for row in used] == [
        ("M001", 2.0, 1200),
        ("", 1.5, 0),
    ]
    assert cast.db.value("SELECT minutes FROM ticket_labour") == 25
    assert job.number in li.get("/jobs").text
    assert send(cast, li, job, "sign", signed_by="张护士", signature=a_signature()).startswith(
        "/jobs?did=sign"
    )
    closed = now_of(cast, job)
    assert (closed.status, closed.closed_how) == (Status.CLOSED, "signature")


def test_a_signature_without_a_drawing_keeps_the_name(cast: Cast, li: TestClient, job: Ticket) -> None:
    for action, more in (("accept", {}), ("complete", {"outcome": "fixed", "no_visit": "1"})):
        send(cast, li, job, action, **more)
    typed = {"version": now_of(cast, job).version, "signed_by": "张护士"}
    answer = li.post(f"/jobs/{job.number}/sign", data=typed)
    assert answer.status_code == 422
    assert "还没有签字" in answer.text and 'value="张护士"' in answer.text
    assert now_of(cast, job).status is Status.DONE


def test_nobody_signs_for_the_work_of_another(cast: Cast, li: TestClient, job: Ticket) -> None:
    for action, more in (("accept", {}), ("complete", {"outcome": "fixed", "no_visit": "1"})):
        send(cast, li, job, action, **more)
    sun = phone_of(cast, "sun")
    typed = {"version": now_of(cast, job).version, "signed_by": "张护士", "signature": a_signature()}
    assert sun.post(f"/jobs/{job.number}/sign", data=typed).status_code == 403


def test_hold_in_two_taps(cast: Cast, li: TestClient, job: Ticket) -> None:
    send(cast, li, job, "accept")
    assert send(cast, li, job, "hold", reason="parts_stock", until="tomorrow").startswith("/jobs?did=hold")
    held = now_of(cast, job)
    assert (held.status, held.hold_reason) == (Status.ON_HOLD, "parts_stock")
    assert full_time(held.hold_until) == "2026-11-17 08:30:00"
    assert "等配件" in li.get("/jobs").text
    send(cast, li, job, "resume")
    assert now_of(cast, job).status is Status.ACCEPTED


def test_an_own_time_is_the_clock_on_the_hospitals_wall(cast: Cast, li: TestClient, job: Ticket) -> None:
    send(cast, li, job, "accept")
    send(cast, li, job, "hold", reason="vendor", until="own", own="2026-11-20T15:30")
    assert full_time(now_of(cast, job).hold_until) == "2026-11-20 15:30:00"


def test_this_afternoon_is_offered_only_while_it_lies_ahead(
    cast: Cast, li: TestClient, job: Ticket, monday: time_machine.Traveller
) -> None:
    send(cast, li, job, "accept")
    assert "今天下午 · 14:00" in li.get(f"/jobs/{job.number}/hold").text
    monday.shift(timedelta(hours=5))
    assert "今天下午" not in li.get(f"/jobs/{job.number}/hold").text


def test_a_room_that_cannot_be_entered_asks_whom_one_spoke_to(
    cast: Cast, li: TestClient, job: Ticket
) -> None:
    send(cast, li, job, "accept")
    typed = {"version": now_of(cast, job).version, "reason": "access", "until": "hour", "note": "正在抢救"}
    answer = li.post(f"/jobs/{job.number}/hold", data=typed)
    assert answer.status_code == 422
    assert "正在抢救" in answer.text and 'value="access" required checked' in answer.text
    send(cast, li, job, "hold", **{**typed, "version": now_of(cast, job).version, "spoke_to": "刘护士长"})
    assert now_of(cast, job).status is Status.ON_HOLD


def test_the_second_of_two_who_take_a_free_job_hears_who_was_faster(
    cast: Cast, li: TestClient, report: Report
) -> None:
    free = to_the_team(cast, report())
    assert "抢单" in li.get("/jobs").text
    chen = phone_of(cast, "chen")
    send(cast, li, free, "accept")
    answer = chen.post(f"/jobs/{free.number}/accept", data={"version": free.version})
    assert answer.status_code == 409
    assert "李师傅" in answer.text and "我的任务" in answer.text
    assert now_of(cast, free).assignee_id == cast.people["li"]


def test_the_other_team_does_not_see_it(cast: Cast, report: Report) -> None:
    free, zhou = to_the_team(cast, report()), phone_of(cast, "zhou")
    assert free.number not in zhou.get("/jobs").text
    assert zhou.get(f"/jobs/{free.number}").status_code == 403
    assert zhou.post(f"/jobs/{free.number}/accept", data={"version": free.version}).status_code == 403


def test_pressing_twice_is_one_step(cast: Cast, li: TestClient, job: Ticket) -> None:
    typed = {"version": job.version, "note": "钥匙在护士站"}
    for _ in range(2):
        assert li.post(f"/jobs/{job.number}/comment", data=typed).status_code == 303
    for _ in range(2):
        answer = li.post(f"/jobs/{job.number}/accept", data={"version": job.version + 1})
        assert answer.headers["location"] == f"/jobs/{job.number}?did=accept"
    actions = [event.action for event in records.events(cast.db, job.id)]
    assert actions == [Action.OPEN, Action.ASSIGN, Action.COMMENT, Action.ACCEPT]


def test_too_late_keeps_what_was_typed(cast: Cast, li: TestClient, job: Ticket) -> None:
    send(cast, li, job, "accept")
    seen = now_of(cast, job).version
    talking.comment(cast.db, ticket_id=job.id, note="请先联系护士长", by=cast.by("wang"))
    typed = {"version": seen, "outcome": "temporary", "note": "先用胶带", "no_visit": "1", "remedy": "R09"}
    answer = li.post(f"/jobs/{job.number}/complete", data=typed)
    assert answer.status_code == 409
    assert "王客服" in answer.text and "先用胶带" in answer.text
    assert 'value="R09" checked' in answer.text and 'value="temporary" required checked' in answer.text
    assert f'name="version" value="{seen + 1}"' in answer.text


def test_a_photo_survives_a_refusal(cast: Cast, li: TestClient, job: Ticket) -> None:
    send(cast, li, job, "accept")
    typed = {"version": now_of(cast, job).version, "outcome": "fixed"}
    refused = li.post(
        f"/jobs/{job.number}/complete", data=typed, files={"photos": ("a.jpg", a_photo(), "image/jpeg")}
    )
    assert refused.status_code == 422
    kept = refused.text.split('name="kept" value="')[1].split('"')[0]
    send(cast, li, job, "complete", **typed, no_visit="1", kept=kept)
    assert cast.db.value("SELECT count(*) FROM attachment") == 1


def test_a_wrong_file_is_said_before_anything_is_lost(cast: Cast, li: TestClient, job: Ticket) -> None:
    typed = {"version": job.version, "note": "现场情况"}
    answer = li.post(
        f"/jobs/{job.number}/comment", data=typed, files={"photos": ("a.pdf", b"%PDF-1.7", "application/pdf")}
    )
    assert answer.status_code == 422 and "现场情况" in answer.text


def test_a_quantity_that_is_no_number_is_refused_at_the_field(
    cast: Cast, li: TestClient, job: Ticket
) -> None:
    send(cast, li, job, "accept")
    typed = {"version": now_of(cast, job).version, "outcome": "fixed", "no_visit": "1"}
    typed |= {"material": ["绝缘胶带"], "quantity": ["两卷"]}
    answer = li.post(f"/jobs/{job.number}/complete", data=typed)
    assert answer.status_code == 422 and "两卷" in answer.text


def test_what_was_used_last_stands_first(cast: Cast, li: TestClient, report: Report) -> None:
    first = given(cast, report(), "li")
    send(cast, li, first, "accept")
    send(cast, li, first, "complete", outcome="fixed", no_visit="1", material=["自带扎带"], quantity=["3"])
    second = given(cast, report(), "li")
    send(cast, li, second, "accept")
    form = li.get(f"/jobs/{second.number}/complete").text
    assert form.index("自带扎带") < form.index("LED灯管T8 1.2m")
    assert form.index('value="C10"') < form.index('value="C01"')
    assert len(form.encode()) < 30_000


def test_return_goes_back_to_the_desk_with_the_better_team(cast: Cast, li: TestClient, job: Ticket) -> None:
    send(cast, li, job, "return", quick="不属于本班组", reason="是电梯的事", better_team=str(cast.other_team))
    assert now_of(cast, job).status is Status.NEW
    last = records.last_event(cast.db, job.id)
    assert last is not None and last.facts["better_team_id"] == cast.other_team
    assert last.facts["reason"] == "不属于本班组: 是电梯的事"


def test_arrival_by_the_wall_code_is_verified(cast: Cast, li: TestClient, job: Ticket) -> None:
    send(cast, li, job, "accept")
    mine = jobs_here(cast.db, cast.actor("li"), cast.room)
    assert [ticket.id for ticket in mine] == [job.id]
    assert li.post(f"/jobs/arrive-at/{cast.code}").headers["location"].startswith(f"/jobs/{job.number}")
    arrived = now_of(cast, job)
    assert arrived.status is Status.IN_PROGRESS and arrived.verified_on_site
    assert (
        "墙上的码核实" in li.get(f"/jobs/{job.number}").text or "核实" in li.get(f"/jobs/{job.number}").text
    )


def test_a_leader_passes_a_job_on_inside_the_team(cast: Cast, report: Report) -> None:
    free, sun = to_the_team(cast, report()), phone_of(cast, "sun")
    assert f"/jobs/{free.number}/pass" in sun.get("/jobs").text
    people = sun.get(f"/jobs/{free.number}/pass").text
    assert "李师傅" in people and "周师傅" not in people
    send(cast, sun, free, "pass", assignee_id=str(cast.people["chen"]))
    assert now_of(cast, free).assignee_id == cast.people["chen"]
    refused = sun.post(
        f"/jobs/{free.number}/pass",
        data={"version": now_of(cast, free).version, "assignee_id": cast.people["zhou"]},
    )
    assert refused.status_code == 403


def test_the_job_shows_whom_to_phone_and_what_to_know(cast: Cast, li: TestClient, job: Ticket) -> None:
    with cast.db.transaction() as tx:
        tx.execute("UPDATE location SET notes = '先电话联系 8101' WHERE id = $id", id=cast.room)
    page = li.get(f"/jobs/{job.number}").text
    assert 'href="tel:8101"' in page and "张护士" in page and "先电话联系 8101" in page
    assert len(page.encode()) < 30_000


def test_notices_are_on_top_until_read(cast: Cast, li: TestClient, job: Ticket) -> None:
    assert "知道了" in li.get("/jobs").text
    assert li.post("/jobs/notices").headers["location"] == "/jobs"
    assert "知道了" not in li.get("/jobs").text


def test_people_without_jobs_are_refused(cast: Cast) -> None:
    wang = a_phone()
    wang.post("/sign-in", data={"username": "wang", "password": "correct horse 7", "next": "/jobs"})
    assert wang.get("/jobs").status_code == 403


def test_in_english_too(cast: Cast, li: TestClient, job: Ticket) -> None:
    page = li.get("/jobs?lang=en").text
    assert "My jobs" in page and "Accept by 10:15" in page


@pytest.mark.parametrize(("minutes", "offered"), [(1, 5), (7, 5), (8, 10), (33, 35), (900, 480)])
def test_minutes_of_work_come_in_steps_of_five(
    cast: Cast, li: TestClient, job: Ticket, monday: time_machine.Traveller, minutes: int, offered: int
) -> None:
    send(cast, li, job, "accept")
    send(cast, li, job, "arrive")
    monday.shift(timedelta(minutes=minutes))
    assert (
        f'name="minutes" inputmode="numeric" value="{offered}"' in li.get(f"/jobs/{job.number}/complete").text
    )


def test_materials_of_another_trade_are_not_offered(cast: Cast, li: TestClient, report: Report) -> None:
    water = given(cast, report(service_code="GS-01"), "li")
    send(cast, li, water, "accept")
    send(cast, li, water, "arrive")
    send(cast, li, water, "complete", outcome="fixed", minutes="5", material=["角阀X"], quantity=["1"])
    lamp, tap = (given(cast, report(service_code=code), "li") for code in ("GD-01", "GS-02"))
    for ticket in (lamp, tap):
        send(cast, li, ticket, "accept")
        send(cast, li, ticket, "arrive")
    assert "角阀X" not in li.get(f"/jobs/{lamp.number}/complete").text
    assert "角阀X" in li.get(f"/jobs/{tap.number}/complete").text


def test_reporters_without_a_name_are_counted_in_one_line(cast: Cast, li: TestClient, job: Ticket) -> None:
    for caller in (Caller(), Caller(), Caller(name="王医生")):
        talking.join(cast.db, ticket_id=job.id, caller=caller, channel="qr", by=cast.by("wang"))
    page = li.get(f"/jobs/{job.number}").text
    assert "另有 2 人申报" in page and "王医生" in page
    assert page.count("<dt>申报人</dt>") == 2
    assert "报修人" not in page


def test_photos_are_taken_or_chosen_by_buttons_of_our_own(cast: Cast, li: TestClient, job: Ticket) -> None:
    send(cast, li, job, "accept")
    send(cast, li, job, "arrive")
    for path in ("", "/complete"):
        page = li.get(f"/jobs/{job.number}{path}").text
        assert "＋ 拍照" in page and "不是照片或视频" in page
