"""Looking again, on the inspector's phone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from starlette.testclient import TestClient

from lib.inspections import finding as known
from lib.tickets.words import ClosedHow, Status
from lib.web import rechecks, rounds
from tests.conftest import MONDAY, Cast
from tests.inspections.playing import Play
from tests.inspections.touring import make_tour
from tests.web.browsers import OURS, browser


def phone_of(cast: Cast, who: str) -> TestClient:
    phone = browser(cast, who, [*rechecks.routes, *rounds.routes])
    phone.headers.update(OURS)
    return phone


@pytest.fixture
def play(cast: Cast) -> Play:
    return Play(make_tour(cast))


@pytest.fixture(autouse=True)
def later() -> Iterator[None]:
    with time_machine.travel(MONDAY + timedelta(hours=1), tick=False):
        yield


@pytest.fixture
def finding(play: Play) -> known.Finding:
    """A pressure too low, mended by 李师傅."""
    made = play.low()
    with play.db.transaction() as tx:
        key = {"round_id": made.round_id, "position": 1, "seq": 1, "item_id": made.item_id}
        tx.insert("answer", key | {"verdict": "failed", "number": 0.21, "finding_id": made.id})
    play.worked(made, "li")
    return made


def at(finding: known.Finding) -> str:
    return f"/rounds/rechecks/{finding.id}"


def test_it_stands_on_the_list_of_who_may_look_and_of_nobody_else(play: Play, finding: known.Finding) -> None:
    for who, stands in (("wu", True), ("chen", True), ("li", False), ("zhou", False)):
        page = phone_of(play.cast, who).get("/rounds")
        assert page.status_code == 200
        assert (at(finding) in page.text) is stands, who
    page = phone_of(play.cast, "wu").get("/rounds").text
    for words in ("待复检", "1号生活水泵 SB-0001", "出水压力", "0.21 MPa（应为 0.3–0.5 MPa）", "李师傅"):
        assert words in page, words


def test_good_closes_the_ticket_and_says_so(play: Play, finding: known.Finding) -> None:
    wu = phone_of(play.cast, "wu")
    assert 'name="number"' in wu.get(at(finding)).text
    answer = wu.post(at(finding), data={"number": "0.４ MPa"})
    assert answer.status_code == 303
    page = wu.get(answer.headers["location"]).text
    assert "恢复正常" in page and 'name="number"' not in page
    assert play.ticket(finding).closed_how == ClosedHow.RECHECK


def test_bad_sends_it_back(play: Play, finding: known.Finding) -> None:
    wu = phone_of(play.cast, "wu")
    page = wu.get(wu.post(at(finding), data={"number": "0.1"}).headers["location"]).text
    assert "仍异常" in page and "完工后复检" in page
    assert play.ticket(finding).status is Status.ASSIGNED


def test_what_is_no_number_is_said_and_stays_typed(play: Play, finding: known.Finding) -> None:
    answer = phone_of(play.cast, "wu").post(at(finding), data={"number": "正常", "words": "表在晃"})
    assert answer.status_code == 422
    assert 'value="正常"' in answer.text and "表在晃" in answer.text and 'role="alert"' in answer.text


def test_who_did_the_work_reads_why_there_is_no_form(play: Play, finding: known.Finding) -> None:
    li = phone_of(play.cast, "li")
    page = li.get(at(finding)).text
    assert "不能由自己复检" in page and "<form" not in page.split("</header>")[1]
    assert li.post(at(finding), data={"number": "0.4"}).status_code == 403


def test_others_and_strangers_get_nothing(play: Play, finding: known.Finding) -> None:
    assert phone_of(play.cast, "zhou").get(at(finding)).status_code == 403
    assert phone_of(play.cast, "wu").get("/rounds/rechecks/999").status_code == 404


def test_a_choice_is_chosen_again(play: Play) -> None:
    found = play.found(play.seen("lamp", words="红"))
    made = known.by_id(play.db, next(iter(found.values())))
    play.worked(made, "li")
    wu = phone_of(play.cast, "wu")
    assert all(f'value="{choice}"' in wu.get(at(made)).text for choice in ("绿", "黄", "红"))
    wu.post(at(made), data={"choice": "黄"})
    assert play.ticket(made).status is Status.CLOSED
