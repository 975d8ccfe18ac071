"""The inspector's phone: what is sent, what is refused, and that nothing is written twice."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from PIL import Image
from starlette.testclient import TestClient

from lib.core.i18n import Language
from lib.inspections import visits
from lib.inspections.actions.ending import end
from lib.inspections.judging import Given
from lib.inspections.words import Status
from lib.web import files, report, round_list, round_paper, rounds, sign_in
from tests.conftest import MONDAY, PASSWORD, Cast
from tests.inspections.touring import CLOSES, Tour, add_round, make_tour
from tests.inspections.walking import WRONG, walk
from tests.web.browsers import OURS, browser

ROUTES = [*rounds.routes, *round_paper.routes, *report.routes, *files.routes]
MINUTE = 60_000


@pytest.fixture(autouse=True)
def monday() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def tour(cast: Cast) -> Tour:
    return make_tour(cast)


@pytest.fixture
def li(tour: Tour) -> TestClient:
    return browser(tour.cast, "li", ROUTES)


def stop(tour: Tour, **other: Any) -> dict[str, Any]:
    """A stop with everything in order, as the phone sends it."""
    answers = {"noise": {"w": "yes"}, "lamp": {"w": "绿"}, "pressure": {"n": "0.4"}, "meter": {"n": "1,234"}}
    answers |= {name: other.pop(name) for name in tuple(other) if name in tour.items}
    return {"key": "k1", "answers": {str(tour.items[name]): given for name, given in answers.items()}} | other


def send(phone: TestClient, tour: Tour, position: int = 1, told: Any = None, round_id: int = 0) -> Any:
    address = f"/rounds/{round_id or tour.round_id}/stops/{position}"
    return phone.post(address, content=told if isinstance(told, bytes) else json.dumps(told), headers=OURS)


def last(tour: Tour, position: int = 1) -> visits.Written:
    return visits.last_of_round(tour.db, tour.round_id)[position]


def data(phone: TestClient, round_id: int) -> dict[str, Any]:
    """What the page of the round has been given to work with."""
    page = phone.get(f"/rounds/{round_id}").text
    told: dict[str, Any] = json.loads(page.partition("DATA = ")[2].partition(", REASONS")[0])
    return told


def test_my_rounds_are_mine(tour: Tour, li: TestClient) -> None:
    assert "生活水泵房日巡查" in li.get("/rounds").text
    assert 'href="/jobs"' in li.get("/rounds").text
    others = browser(tour.cast, "zhou", ROUTES).get("/rounds")
    assert others.status_code == 200
    assert "生活水泵房日巡查" not in others.text


def test_who_does_no_rounds_has_no_such_page(tour: Tour) -> None:
    assert browser(tour.cast, "wang", ROUTES).get("/rounds").status_code == 403
    assert browser(tour.cast, "zhou", ROUTES).get(f"/rounds/{tour.round_id}").status_code == 403
    assert browser(tour.cast, None, ROUTES).get("/rounds").headers["location"] == "/sign-in?next=/rounds"


def test_the_page_has_all_it_needs_and_is_small(tour: Tour, li: TestClient) -> None:
    answer = li.get(f"/rounds/{tour.round_id}")
    assert answer.status_code == 200
    assert len(answer.content) < 60_000
    assert "no-store" not in answer.headers["cache-control"]
    told = data(li, tour.round_id)
    assert [one["title"] for one in told["route"]][:2] == ["1号生活水泵 SB-0001", "2号生活水泵 SB-0002"]
    assert [one["limits"] for one in told["items"]][2] == "0.3–0.5 MPa"
    assert "http://" not in answer.text
    assert "https://" not in answer.text


def test_a_stop_is_written_down_once_however_often_it_is_sent(tour: Tour, li: TestClient) -> None:
    for _ in range(2):
        answer = send(li, tour, told=stop(tour))
        assert answer.status_code == 200, answer.text
        assert answer.json()["visits"]["1"]["state"] == "done"
    assert len(visits.of_round(tour.db, tour.round_id)) == 1
    assert (tour.round.status, tour.round.stops_done) == (Status.RUNNING, 1)


def test_what_is_wrong_is_said_at_each_item(tour: Tour, li: TestClient) -> None:
    answer = send(li, tour, told=stop(tour, noise={}, pressure={"n": "很高"}))
    assert answer.status_code == 422
    assert set(answer.json()["fields"]) == {str(tour.items["pressure"])}
    answer = send(li, tour, told=stop(tour, noise={}, lamp={"w": "蓝"}))
    assert set(answer.json()["fields"]) == {str(tour.items["noise"]), str(tour.items["lamp"])}
    assert tour.round.status is Status.DUE


def test_the_second_is_told_who_was_there(tour: Tour, li: TestClient) -> None:
    walk(tour, 1, "chen")
    told = send(li, tour, told=stop(tour)).json()
    assert told["before"]["who"] == "陈师傅"
    assert (told["visits"]["1"]["by"], told["earlier"]["1"]["by"]) == ("李师傅", "陈师傅")
    assert told["earlier"]["1"]["answers"][str(tour.items["pressure"])]["n"] == "0.4"


def test_a_stop_with_a_fault_and_something_unchecked_is_not_in_order(tour: Tour, li: TestClient) -> None:
    visit = send(li, tour, told=stop(tour, noise={"w": "no"}, pressure={"u": "停机检修"})).json()["visits"][
        "1"
    ]
    assert (visit["state"], visit["whole"]) == ("failed", False)


def test_a_later_round_shows_what_is_not_mended_there(tour: Tour, li: TestClient) -> None:
    visit = send(li, tour, told=stop(tour, noise={"w": "no"})).json()["visits"]["1"]
    with tour.db.transaction() as tx:
        later = add_round(tx, tour.plan_id, slot="20:00-22:00")
    known = [one["known"] for one in data(li, later)["route"]]
    assert known == [{str(tour.items["noise"]): visit["tickets"][0]}, {}, {}]
    assert not any(one["known"] for one in data(li, tour.round_id)["route"])


def test_what_comes_next_today_is_said_where_nothing_is_to_be_done_now(tour: Tour, li: TestClient) -> None:
    later = {"opens_at": MONDAY + timedelta(hours=5), "closes_at": MONDAY + timedelta(hours=6)}
    with tour.db.transaction() as tx:
        tx.update("plan", {"id": tour.plan_id, "lead_days": 0})
        tx.update("round", {"id": tour.round_id, **later})
    assert "接下来：15:00 生活水泵房日巡查" in li.get("/rounds").text


def test_an_end_at_midnight_belongs_to_its_day() -> None:
    ends = datetime(2026, 11, 25, 16, tzinfo=UTC)
    assert round_list.until_words(ends, MONDAY, Language.ZH) == "11-25 24:00"
    assert round_list.until_words(ends - timedelta(hours=1), MONDAY, Language.ZH) == "11-25 23:00"


def test_the_code_that_hangs_there_proves_it(tour: Tour, li: TestClient) -> None:
    send(li, tour, 3, stop(tour, code=tour.cast.code))
    send(li, tour, 1, stop(tour, code=tour.cast.code, key="k2"))
    assert (last(tour, 3).scanned, last(tour, 1).scanned) == (True, False)


def test_a_phones_clock_may_be_wrong_by_years(tour: Tour, li: TestClient) -> None:
    # The window opened two hours ago.
    clocks = [(0, 5 * MINUTE, 5), (5 * MINUTE, 0, 0), (0, 10**13, 120), ("x", None, 0), (float("nan"), 1, 0)]
    for at, sent, ago in clocks:
        assert send(li, tour, told=stop(tour, at=at, sent=sent, key="")).status_code == 200
        assert last(tour).visited_at == MONDAY - timedelta(minutes=ago)


def test_what_no_phone_of_ours_sends_is_refused_in_words(tour: Tour, li: TestClient) -> None:
    garbage = [b"", b"[1]", b"{", b'{"answers": [1]}', b'{"answers": {"1": 2}}', b"\xff", b"[" * 90_000]
    for body in garbage:
        answer = send(li, tour, told=body)
        assert answer.status_code == 422
        assert answer.json()["error"]


def test_what_is_wrong_in_words_stands_in_the_ticket(tour: Tour, li: TestClient) -> None:
    answer = send(li, tour, told=stop(tour, noise={"w": "no", "r": "轴承响"}, words="地面有水"))
    number = answer.json()["visits"]["1"]["tickets"][0]
    ticket = tour.db.row("SELECT description FROM ticket WHERE number = $number", number=number)
    assert ticket is not None
    assert "轴承响" in ticket["description"]
    assert last(tour).words == "运行无异响：轴承响\n地面有水"


def test_a_photo_is_sent_before_its_stop(tour: Tour, li: TestClient) -> None:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(file, "JPEG")
    name = li.post("/rounds/photos", content=file.getvalue(), headers=OURS).json()["t"]
    send(li, tour, told=stop(tour, photo={"p": [name, "somebody else's"]}))
    photos = {one.item_id: one.photos for one in last(tour).answers}[tour.items["photo"]]
    assert len(photos) == 1
    assert li.get(f"/files/{photos[0]}").status_code == 200
    assert li.post("/rounds/photos", content=b"no picture", headers=OURS).status_code == 422
    assert (
        browser(tour.cast, "wang", ROUTES).post("/rounds/photos", content=b"x", headers=OURS).status_code
        == 403
    )


def test_a_page_left_open_writes_nothing_under_another_name(tour: Tour, li: TestClient) -> None:
    chen = tour.cast.people["chen"]
    assert send(li, tour, told=stop(tour, who=chen)).status_code == 401
    assert li.post(f"/rounds/photos?who={chen}", content=b"x", headers=OURS).status_code == 401
    assert not visits.of_round(tour.db, tour.round_id)
    assert send(li, tour, told=stop(tour, who=tour.cast.people["li"])).status_code == 200


def test_an_inspectors_phone_opens_on_the_rounds(tour: Tour) -> None:
    typed = {"username": "wu", "password": PASSWORD}
    for device, first in (("Android Mobile", "/rounds"), ("Windows", "/")):
        stranger = browser(tour.cast, None, sign_in.routes)
        answer = stranger.post("/sign-in", data=typed, headers=OURS | {"User-Agent": device})
        assert answer.headers["location"] == first


def test_what_comes_after_the_end_is_shown_the_way_to_the_follow_up(tour: Tour, li: TestClient) -> None:
    send(li, tour, told=stop(tour))
    follow_up = end(tour.db, round_id=tour.round_id, version=None, by=tour.cast.by("chen")).follow_up
    assert follow_up is not None
    answer = send(li, tour, 2, stop(tour, key="k2"))
    assert (answer.status_code, answer.json()["onward"]) == (409, follow_up.id)
    assert "陈师傅" in answer.json()["error"]
    assert send(li, tour, 2, stop(tour, key="k2"), follow_up.id).status_code == 200


def test_the_round_is_ended_from_the_phone(tour: Tour, li: TestClient) -> None:
    send(li, tour, told=stop(tour))
    address = f"/rounds/{tour.round_id}/end"
    refused = li.post(address, content=json.dumps({"choice": "miss"}), headers=OURS)
    assert (refused.status_code, refused.json()["field"]) == (422, "reason")
    ended = li.post(address, content=json.dumps({"choice": "carry"}), headers=OURS)
    assert tour.round.status is Status.PARTIAL
    assert "部分完成" in li.get(ended.json()["to"]).text
    assert "去后续任务" in li.get(f"/rounds/{tour.round_id}").text


def test_what_was_missed_can_still_be_made_up(tour: Tour, monday: time_machine.Traveller) -> None:
    monday.move_to(CLOSES + timedelta(days=1))
    li = browser(tour.cast, "li", ROUTES)
    assert "已漏检，还可以补检" in li.get("/rounds").text
    assert send(li, tour, told=stop(tour)).status_code == 200


def test_how_it_stands_is_asked_again_and_again(tour: Tour, li: TestClient) -> None:
    walk(tour, 2, "chen", noise=WRONG)
    now = li.get(f"/rounds/{tour.round_id}/now").json()
    assert (now["people"], now["visits"]["2"]["state"], now["open"]) == (["陈师傅"], "failed", True)


def test_the_record_sheet_says_all_of_it(tour: Tour, li: TestClient) -> None:
    walk(tour, 1, noise=WRONG, words="地面有水", scanned=True)
    walk(tour, 2, skipped="检修中")
    sheet = li.get(f"/print/rounds/{tour.round_id}").text
    number = tour.db.value("SELECT number FROM ticket")
    for words in (
        "设施巡检记录表",
        "生活水泵房日巡查",
        "1号生活水泵 SB-0001",
        number,
        "地面有水",
        "已跳过：检修中",
        "未检",
        "签字",
    ):
        assert words in sheet, words
    assert browser(tour.cast, "zheng", ROUTES).get(f"/print/rounds/{tour.round_id}").status_code == 200
    assert browser(tour.cast, "zhou", ROUTES).get(f"/print/rounds/{tour.round_id}").status_code == 403


def test_the_record_sheet_tells_corrections_apart_from_what_counts(tour: Tour, li: TestClient) -> None:
    walk(tour, 1, "chen", pressure=Given(number=Decimal("0.21")))
    walk(tour, 1, words="集水坑水位开关动作迟缓，已清理，建议下周请给排水班再检查一次潜水泵")
    sheet = li.get(f"/print/rounds/{tour.round_id}").text
    number = tour.db.value("SELECT number FROM ticket")
    for words in (
        f"XJ-{tour.plan_id:03}-20261116-0800",
        "正常 0.3–0.5，理想 0.32–0.45",
        "0 项异常",
        "已更正为 0.4 MPa",
        number,
        "更正前 · 已撤单",
        "此前 陈师傅",
        "出水压力 0.21 MPa",
        "1. 集水坑水位开关",
        "应检时段",
    ):
        assert words in sheet, words
    told = li.get(f"/rounds/{tour.round_id}/now").json()["visits"]["1"]
    assert told["tickets"] == [f"{number}（更正前）"]


def test_the_wall_says_what_is_to_be_checked_there(tour: Tour, li: TestClient) -> None:
    link = f'href="/rounds/{tour.round_id}?stop=3&amp;code={tour.cast.code}"'
    assert link in li.get(f"/r/{tour.cast.code}").text
    assert link not in browser(tour.cast, None, ROUTES).get(f"/r/{tour.cast.code}").text
    assert link not in browser(tour.cast, "zhou", ROUTES).get(f"/r/{tour.cast.code}").text


def test_a_round_of_tomorrow_shows_from_its_lead_time_on(tour: Tour, li: TestClient) -> None:
    with tour.db.transaction() as tx:
        for days in (1, 2):
            shift = timedelta(days=days)
            add_round(
                tx,
                tour.plan_id,
                occurs_on=tour.round.day + shift,
                day=tour.round.day + shift,
                opens_at=tour.round.opens_at + shift,
                closes_at=CLOSES + shift,
            )
    page = li.get("/rounds").text
    assert "接下来的 (1)" in page
    assert page.count("生活水泵房日巡查") == 2
