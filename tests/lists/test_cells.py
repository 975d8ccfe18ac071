"""Every way people write one value is that value; what means nothing is refused."""

from __future__ import annotations

from datetime import date

import pytest

from lib.core.errors import Refusal
from lib.core.i18n import Language
from lib.lists.amounts import Day, Money, Rate, Weight, Whole
from lib.lists.cells import Choice, Code, Named, Several, Text, YesNo
from lib.people.organisation import DEPARTMENT_WORDS
from lib.places.locations import AREA_WORDS
from tests.lists.files import EN, ZH

TEAMS = Named("Team", {"T01": "水电班", "T02": "木工班", "T03": "木工班", "T04": "老班"}, {"T04"})


@pytest.mark.parametrize("typed", ["是", "TRUE", "1", "１", "√", "yes", "Ｙ", "true", "对", "在用", " 是 "])
def test_many_ways_to_say_yes(typed: str) -> None:
    assert YesNo().read(typed) is True


@pytest.mark.parametrize("typed", ["否", "FALSE", "0", "×", "no", "n", "停用", "没有"])
def test_many_ways_to_say_no(typed: str) -> None:
    assert YesNo().read(typed) is False


@pytest.mark.parametrize(
    "typed",
    [
        "2026-1-5",
        "2026/1/5",
        "2026.01.05",
        "2026年1月5日",
        "2026 年 1 月 5 日",
        "２０２６－１－５",
        "20260105",
        "2026-01-05 00:00:00",
    ],
)
def test_a_day_in_any_usual_form(typed: str) -> None:
    assert Day().read(typed) == date(2026, 1, 5)


@pytest.mark.parametrize(
    "typed", ["1/5/2026", "26-1-5", "2026-13-1", "2026-2-29", "46027", "2026-1", "今天", "0000-0-0"]
)
def test_what_may_be_another_day_is_asked_about(typed: str) -> None:
    with pytest.raises(Refusal):
        Day().read(typed)


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("12.5", 1250),
        ("¥1,234,567.80", 123456780),
        ("￥３０", 3000),
        ("1200元", 120000),
        (" 0 ", 0),
        ("1 200.00", 120000),
    ],
)
def test_money_as_people_write_it(typed: str, cents: int) -> None:
    assert Money().read(typed) == cents


@pytest.mark.parametrize("typed", ["12,50", "1.005", "-1", "十元", "1e5", "NaN", "1" * 30, "¥", "--1"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(Refusal):
        Money().read(typed)


@pytest.mark.parametrize(
    "typed", ["临床", "Clinical", "clinical", "CLINICAL", "clinical area", "临床区域", " 临 床 "]
)
def test_a_choice_by_word_by_code_and_by_how_it_begins(typed: str) -> None:
    assert Choice(AREA_WORDS).read(typed) == "clinical"


@pytest.mark.parametrize("typed", ["c", "区域", "临", "x", "?"])
def test_a_beginning_that_could_be_anything_is_no_choice(typed: str) -> None:
    with pytest.raises(Refusal):
        Choice(AREA_WORDS).read(typed)


@pytest.mark.parametrize("typed", ["T01", "t01", "Ｔ０１", "水电班", "T01 水电班", "T01水电班"])
def test_a_thing_by_code_by_name_or_both(typed: str) -> None:
    assert TEAMS.read(typed) == "T01"


@pytest.mark.parametrize("typed", ["T9", "木工班", "T01 木工班", "T04"])
def test_what_is_not_there_not_clear_or_out_of_use_is_refused(typed: str) -> None:
    with pytest.raises(Refusal):
        TEAMS.read(typed)


def test_only_what_is_in_use_is_offered() -> None:
    assert TEAMS.offered(ZH) == ["T01 水电班", "T02 木工班", "T03 木工班"]


@pytest.mark.parametrize("typed", ["６％", "6%", "0.06", " 6 %", "6.0%"])
def test_a_tax_rate_in_percent_or_as_a_fraction(typed: str) -> None:
    assert Rate().read(typed) == "0.06"
    assert Rate().say("0.06", EN) == "6%"


def test_several_phrases_with_either_semicolon() -> None:
    assert Several().read("灯不亮；灯坏了; 灯不亮 ;;灯　闪") == ("灯不亮", "灯坏了", "灯 闪")


def test_codes_are_narrow_and_words_are_as_typed() -> None:
    assert Code().read("ＢＹ－Ａ－１２") == "BY-A-12"
    assert Text().read("３号楼（南）  东") == "３号楼（南） 东"
    assert Text(lines=True).read("一\n\n 二 ") == "一\n\n二"


@pytest.mark.parametrize(
    "cell", [Whole(1, 9), Weight(), Day(), Money(), Rate(), YesNo(), Choice(DEPARTMENT_WORDS)]
)
@pytest.mark.parametrize(
    "typed", ["=1+1", "\U0001f600", "²", "١٢", "∞", "+5", "0x10", "5 5", "5..5", "%", "-"]
)
def test_strange_words_are_refused_in_words(cell: Whole, typed: str) -> None:
    with pytest.raises(Refusal):
        cell.read(typed)


@pytest.mark.parametrize("language", Language)
def test_what_is_said_is_read_back(language: Language) -> None:
    for cell, value in [
        (Choice(DEPARTMENT_WORDS), "technical"), (Money(), 123456), (Weight(), 0.1), (Day(), date(2026, 1, 5)),
        (YesNo(), False), (TEAMS, "T02"), (Several(), ("一", "二")), (Rate(), "0.13"), (Whole(0, 9), 7),
    ]:  # fmt: skip
        assert cell.read(cell.say(value, language)) == value
