"""Ticket entry when the caller says something else after all, says too little, or says that it is dangerous."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from lib.core import clock
from lib.tickets.reporters import Caller
from lib.tickets.ticket import Ticket
from lib.tickets.words import Kind, Severity
from tests.conftest import Cast
from tests.pages.conftest import Opens, went_well
from tests.pages.test_ticket_entry import SEND, call, key, tickets

Report = Callable[..., Ticket]
MOBILE = "13812345678"


def say(at: AppTest, words: str) -> AppTest:
    at.text_input(key=key("words")).set_value(words)
    return went_well(at.run())


def press(at: AppTest) -> AppTest:
    at.button(key=SEND).click()
    return went_well(at.run())


def errors(at: AppTest) -> str:
    return "\n".join(each.value for each in at.error)


@pytest.fixture
def at(open_page: Opens) -> AppTest:
    return open_page("wang", "ticket_entry")


@pytest.mark.parametrize("words", ["说错了 是开发票", ""])
def test_a_presumed_service_goes_with_the_words_that_meant_it(at: AppTest, words: str) -> None:
    say(at, "电梯困人")
    assert at.selectbox(key=key("service")).value == "DT-01"
    assert at.session_state[key("severity")] == Severity.EMERGENCY
    say(at, words)
    assert at.selectbox(key=key("service")).value is None
    assert at.session_state[key("tile")] is None
    assert at.session_state[key("severity")] == Severity.NORMAL


def test_it_is_not_sent_with_words_changed_at_the_last_moment(cast: Cast, at: AppTest) -> None:
    at.text_input(key=key("phone")).set_value("8101")
    say(at, "电梯困人")
    at.text_input(key=key("words")).set_value("说错了 是开发票")
    press(at)
    (ticket,) = tickets(cast)
    assert (ticket.service_code, ticket.severity) == ("XX-00", Severity.NORMAL)


def test_a_question_presumed_before_is_dispatched_again(at: AppTest) -> None:
    say(at, "请问食堂几点开门")
    assert at.session_state[key("way")] == "answer"
    say(at, "说错了")
    assert at.session_state[key("way")] == "open"


@pytest.mark.parametrize("first", ["DT-01", "GD-01"])
def test_what_the_operator_chose_stays_without_words(at: AppTest, first: str) -> None:
    say(at, "治疗室灯不亮")
    for code in ("DT-01", first):
        at.selectbox(key=key("service")).set_value(code)
        went_well(at.run())
    at.session_state[key("severity")] = Severity.LOW
    went_well(at.run())
    say(at, "")
    assert at.selectbox(key=key("service")).value == first
    assert at.session_state[key("severity")] == Severity.LOW


def test_a_place_goes_with_the_words_that_named_it(cast: Cast, at: AppTest) -> None:
    say(at, "1203病房 灯不亮")
    assert at.selectbox(key=key("place")).value == cast.room
    say(at, "灯不亮")
    assert at.selectbox(key=key("place")).value is None
    assert at.selectbox(key=key("department")).value is None


@pytest.mark.parametrize(
    ("words", "severity"),
    [
        ("插座没电 冒火花了", Severity.URGENT),
        ("插座不冒火花，就是没电", Severity.NORMAL),
        ("有人触电了", Severity.EMERGENCY),
    ],
)
def test_words_of_danger_presume_how_urgent_it_is(at: AppTest, words: str, severity: Severity) -> None:
    assert say(at, words).session_state[key("severity")] == severity


def test_neither_place_nor_phone_is_asked_about_once(cast: Cast, at: AppTest) -> None:
    say(at, "漏水")
    press(at)
    assert tickets(cast) == []
    assert "没有位置也没有电话，仍要提交请再按一次" in errors(at)
    press(at)
    assert [ticket.description for ticket in tickets(cast)] == ["漏水"]


@pytest.mark.parametrize("name", ["phone", "name"])
def test_whoever_can_be_asked_back_is_enough(cast: Cast, at: AppTest, name: str) -> None:
    at.text_input(key=key(name)).set_value("8101")
    press(say(at, "漏水"))
    assert len(tickets(cast)) == 1


def test_nobody_needs_to_find_who_had_an_answer(cast: Cast, at: AppTest) -> None:
    say(at, "请问食堂几点开门")
    at.text_input(key=key("answer")).set_value("早上六点半")
    press(at)
    assert [ticket.kind for ticket in tickets(cast)] == [Kind.CONSULTATION]


def test_an_empty_form_says_what_it_wants(cast: Cast, at: AppTest) -> None:
    press(at)
    assert "请先填写" in errors(at)
    assert tickets(cast) == []


def test_a_second_press_in_the_same_breath_says_nothing(at: AppTest) -> None:
    assert errors(press(press(call(at)))) == ""


def test_the_name_at_a_shared_extension_is_shown_and_not_written(
    cast: Cast, at: AppTest, report: Report
) -> None:
    report(now=clock.now(), caller=Caller(name="龙医生", phone="8101"))
    at.text_input(key=key("phone")).set_value("8101")
    went_well(at.run())
    field = at.text_input(key=key("name"))
    assert field.value == ""
    assert "龙医生" in field.placeholder
    assert at.selectbox(key=key("place")).value == cast.room


@pytest.mark.parametrize(
    ("names", "filled"), [(("张护士", "", "张护士"), "张护士"), (("张护士", "李护士"), "")]
)
def test_the_name_at_a_mobile_is_filled_in_where_it_was_always_the_same(
    at: AppTest, report: Report, names: tuple[str, ...], filled: str
) -> None:
    for name in names:
        report(now=clock.now(), caller=Caller(name=name, phone=MOBILE))
    at.text_input(key=key("phone")).set_value(MOBILE)
    went_well(at.run())
    assert at.text_input(key=key("name")).value == filled
