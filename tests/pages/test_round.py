"""The desk's view of one round, and the ticket of what it found."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from lib.core import clock
from lib.inspections import finding, records
from lib.inspections.actions.exempting import exempt
from lib.inspections.actions.visiting import Visit, visit
from lib.inspections.judging import Given
from lib.inspections.words import Action, Status
from lib.tickets import records as tickets
from lib.tickets.actions import dispatching, working
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.working import Work
from lib.tickets.by import By
from lib.tickets.words import ClosedHow
from tests.conftest import Cast
from tests.inspections.touring import Tour, make_tour
from tests.pages.conftest import Opens, went_well


@pytest.fixture
def tour(cast: Cast) -> Tour:
    """The tour, its round open around the present: pages read the clock."""
    made, now = make_tour(cast), clock.now()
    window = {
        "day": clock.local_date(now),
        "opens_at": now - timedelta(days=1),
        "closes_at": now + timedelta(days=1),
    }
    with made.db.transaction() as tx:
        tx.update("round", {"id": made.round_id, **window})
    return made


def written(tour: Tour, *, who: str = "chen", position: int = 1, **words: str) -> None:
    """A stop written down: noise, lamp, pressure and meter as given, else in order."""
    given = {"noise": "yes", "lamp": "绿", "pressure": "0.4", "meter": "120"} | words
    numbers = ("pressure", "meter")
    answers = {
        tour.items[name]: Given(number=Decimal(value)) if name in numbers else Given(words=value)
        for name, value in given.items()
    }
    by = By(actor=tour.cast.actor(who), now=clock.now())
    visit(tour.db, round_id=tour.round_id, sent=Visit(position=position, answers=answers), by=by)


def done_by(tour: Tour, who: str) -> Any:
    """The ticket of the failed item, given to that technician and finished."""
    ticket = tour.db.row("SELECT id FROM ticket ORDER BY id DESC LIMIT 1")
    assert ticket

    def by(name: str) -> By:
        return By(actor=tour.cast.actor(name), now=clock.now())

    key = {"ticket_id": ticket["id"], "version": None}
    dispatching.assign(tour.db, **key, whom=Whom(assignee_id=tour.cast.people[who]), by=by("zhao"))
    working.accept(tour.db, **key, by=by(who))
    return working.complete(tour.db, **key, work=Work(outcome="fixed", no_visit=True), by=by(who))


def words(at: Any) -> str:
    """Everything the page says."""
    shown = [*(str(one.value) for one in at.markdown), *(one.proto.body for one in at.get("html"))]
    return " ".join([*shown, *(one.proto.label for one in at.get("page_link"))])


def press(at: Any, label: str) -> Any:
    """The button of that label."""
    return went_well(next(one for one in at.button if one.label == label).click().run())


def test_it_tells_plan_stops_answers_and_findings(tour: Tour, open_page: Opens) -> None:
    written(tour, noise="no", pressure="0.21")
    at = open_page("zhao", "round", id=str(tour.round_id))
    said = words(at)
    for part in (
        "生活水泵房日巡查",
        "1号生活水泵 · SB-0001",
        "陈师傅",
        "0.21 MPa",
        "0.3–0.5 MPa",
        "异常",
        "尚未到检",
        "水电班",
    ):
        assert part in said, part
    numbers = [row["number"] for row in tour.db.rows("SELECT number FROM ticket")]
    assert len(numbers) == 2 and all(number in said for number in numbers)


def test_a_round_that_is_not_there_says_so(tour: Tour, open_page: Opens) -> None:
    assert open_page("zhao", "round", id="x").warning


def test_who_may_not_see_it_is_told(tour: Tour, open_page: Opens) -> None:
    assert open_page("zhou", "round", id=str(tour.round_id)).warning


@pytest.mark.parametrize(("who", "offered"), [("zhao", 3), ("wang", 0)])
def test_only_who_keeps_rounds_is_offered_to_change_it(
    tour: Tour, open_page: Opens, who: str, offered: int
) -> None:
    at = open_page(who, "round", id=str(tour.round_id))
    pills = [one for one in at.get("button_group") if one.label == "现在可以"]
    assert (len(pills[0].options) if pills else 0) == offered


def test_it_is_exempted_with_a_reason_and_refused_without(tour: Tour, open_page: Opens) -> None:
    at = open_page("zhao", "round", id=str(tour.round_id))
    went_well(at.get("button_group")[0].set_value(Action.EXEMPT).run())
    at = press(at, "免检")
    assert "请填写原因" in at.error[0].value
    went_well(at.text_input[0].set_value("设备停用").run())
    press(at, "免检")
    round = records.by_id(tour.db, tour.round_id)
    assert round and round.status is Status.EXEMPT


def missed(tour: Tour) -> None:
    """The window closed an hour ago and nobody had come."""
    closed = clock.now() - timedelta(hours=1)
    with tour.db.transaction() as tx:
        tx.update("round", {"id": tour.round_id, "closes_at": closed})


def test_an_exemption_is_told_and_taken_back(tour: Tour, open_page: Opens) -> None:
    by = By(actor=tour.cast.actor("zhao"), now=clock.now())
    exempt(tour.db, round_id=tour.round_id, version=None, reason="水箱清洗停用", by=by)
    at = open_page("zhao", "round", id=str(tour.round_id))
    said = words(at)
    assert "水箱清洗停用" in said and "尚未到检" not in said and ">结束<" not in said
    went_well(at.get("button_group")[0].set_value(Action.UNEXEMPT).run())
    press(at, "取消免检")
    round = records.by_id(tour.db, tour.round_id)
    assert round and round.status is Status.DUE


def test_a_missed_round_says_so_asks_why_and_is_given_to_nobody(tour: Tour, open_page: Opens) -> None:
    missed(tour)
    at = open_page("zhao", "round", id=str(tour.round_id))
    said = words(at)
    assert "无人到检，记为漏检" in said and "未检（漏检）" in said and "转交他人" not in said
    went_well(at.get("button_group")[0].set_value(Action.EXPLAIN).run())
    went_well(at.text_input[0].set_value("当班请假").run())
    assert "当班请假" in words(press(at, "填写漏检原因"))


def test_the_team_says_why_and_gets_no_other_button(tour: Tour, open_page: Opens) -> None:
    missed(tour)
    at = open_page("chen", "round", id=str(tour.round_id))
    offered = next(one.options for one in at.get("button_group") if one.label == "现在可以")
    assert len(offered) == 1 and offered[0].endswith("填写漏检原因")


def test_a_round_to_come_says_what_will_be_checked(tour: Tour, open_page: Opens) -> None:
    at = open_page("zhao", "round", id=str(tour.round_id))
    assert "每个点位检查的项目（6 项）" in [one.label for one in at.expander]
    assert "出水压力" in words(at)


def test_what_an_earlier_round_found_says_since_when(tour: Tour, open_page: Opens) -> None:
    written(tour, pressure="0.21")
    found = clock.now() - timedelta(days=5)
    with tour.db.transaction() as tx:
        tx.insert("round", records.to_row(tour.round) | {"id": 99, "part": 1})
        tx.update("finding", {"id": 1, "round_id": 99, "found_at": found})
    said = words(open_page("zhao", "round", id=str(tour.round_id)))
    assert f"{clock.local_date(found):%m-%d} 已报，本次仍异常" in said


def test_it_is_given_to_somebody_else(tour: Tour, open_page: Opens) -> None:
    at = open_page("zhao", "round", id=str(tour.round_id))
    went_well(at.get("button_group")[0].set_value(Action.GIVE).run())
    went_well(at.selectbox[0].set_value(("account_id", tour.cast.people["li"])).run())
    first = [one.split(" ")[0] for one in at.selectbox[0].options[:3]]
    assert first == ["孙班长", "李师傅", "陈师傅"], "the own team first"
    at = press(at, "转交他人")
    assert "李师傅" in words(at) and "已转交李师傅" in [one.value for one in at.toast]


@pytest.mark.parametrize("where", ["round", "ticket"])
def test_a_recheck_that_passes_closes_the_ticket(tour: Tour, open_page: Opens, where: str) -> None:
    written(tour, pressure="0.21")
    done = done_by(tour, "li")
    params = {"id": str(tour.round_id)} if where == "round" else {"number": done.number}
    at = open_page("wu", where, **params)
    measured = next(one for one in at.text_input if one.label.startswith("实测值"))
    went_well(measured.set_value("0.41").run())
    at = press(at, "提交复检结果")
    after = tickets.by_id(tour.db, done.id)
    assert after and after.closed_how == ClosedHow.RECHECK
    assert "复检正常，已销项" in words(at)


def test_a_recheck_that_fails_sends_it_back_and_what_cannot_be_read_stays(
    tour: Tour, open_page: Opens
) -> None:
    written(tour, pressure="0.21")
    done = done_by(tour, "li")
    at = open_page("wu", "ticket", number=done.number)
    measured = next(one for one in at.text_input if one.label.startswith("实测值"))
    went_well(measured.set_value("零点二").run())
    at = press(at, "提交复检结果")
    assert at.error
    measured = next(one for one in at.text_input if one.label.startswith("实测值"))
    assert measured.value == "零点二"
    went_well(measured.set_value("0.2").run())
    press(at, "提交复检结果")
    after = tickets.by_id(tour.db, done.id)
    assert after and after.reopens == 1
    assert not finding.rechecks(tour.db, 1)[0].passed


@pytest.mark.parametrize(("who", "asked"), [("sun", True), ("zhao", False)])
def test_the_ticket_says_where_it_comes_from_and_asks_who_may_recheck(
    tour: Tour, open_page: Opens, who: str, asked: bool
) -> None:
    written(tour, pressure="0.21")
    done = done_by(tour, "li")
    at = open_page(who, "ticket", number=done.number)
    said = words(at)
    for part in ("巡检发现", "生活水泵房日巡查", "SB-0001", "0.21 MPa（应为 0.3–0.5 MPa）", "待复检"):
        assert part in said, part
    assert any(one.label == "提交复检结果" for one in at.button) is asked
