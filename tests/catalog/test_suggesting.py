"""The likely service of a report, from what somebody says and where."""

from __future__ import annotations

import csv
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from lib.catalog import services, upkeep
from lib.catalog.services import service
from lib.catalog.suggesting import severity_for, suggester
from lib.catalog.suggesting.pieces import pieces
from lib.catalog.suggesting.plain import plain
from lib.places.locations import Location, location
from tests.conftest import MONDAY, Cast

HERE = Path(__file__).parent


def read(name: str) -> list[dict[str, str]]:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def suggest(cast: Cast, words: str, place: Location | None = None) -> list[str]:
    return suggester(cast.db).suggest(words, place)


def test_phrases_of_somebody_who_saw_only_the_names_of_the_services(cast: Cast) -> None:
    said = [(row["code"], suggest(cast, row["words"])) for row in read("phrases")]
    assert sum(found[:1] == [code] for code, found in said) / len(said) >= 0.85
    assert sum(code in found for code, found in said) / len(said) >= 0.97


def test_silence_about_other_trades(cast: Cast) -> None:
    said = [row["words"] for row in read("other_trades")]
    answered = [words for words in said if suggest(cast, words)]
    assert len(answered) <= len(said) * 0.05, answered


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("治疗室灯不亮了", "GD-01"),
        ("灯不亮", "GD-01"),
        ("马桶堵了", "WS-02"),
        ("马桶一直流水", "GS-02"),
        ("电梯困人", "DT-01"),
        ("有老鼠", "YH-01"),
        ("空调不制冷", "KT-01"),
        ("暖气不热", "GN-01"),
        ("来人取一下标本", "YS-03"),
        ("推病人去做CT", "YS-04"),
        ("利器盒满了", "BJ-05"),
        ("监护仪坏了", "XZ-01"),
        ("打印机卡纸", "XZ-02"),
        ("我报的灯怎么还没人来修", "ZX-01"),
        ("窗帘掉了", "FW-07"),
        ("窗帘掉下来了", "FW-07"),
        ("我们这边又不凉快了", "KT-01"),
    ],
)
def test_what_people_say_most_finds_its_service(cast: Cast, words: str, code: str) -> None:
    assert suggest(cast, words)[0] == code


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("空条不致冷", "KT-01"),
        ("马捅堵住了", "WS-02"),
        ("kongtiao坏了", "KT-01"),
        ("蟑郎好多", "YH-02"),
        ("電梯困人", "DT-01"),
        ("厠所燈管壞了", "GD-01"),
        ("ＨＩＳ登不上去", "XZ-02"),
        ("ups报警", "GD-06"),
        ("耗子乱跑", "YH-01"),
        ("the toilet is blocked", "WS-02"),
    ],
)
def test_typos_that_sound_right_and_other_spellings_are_understood(cast: Cast, words: str, code: str) -> None:
    assert suggest(cast, words)[0] == code


@pytest.mark.parametrize(
    "words",
    [
        "",
        "   ",
        "你好",
        "谢谢",
        "哈哈哈",
        "98765",
        "?!",
        "1203病房",
        "开发票",
        "挂号",
        "医保报销",
        "\x00",
        "🚽🚽",
        "asdf",
    ],
)
def test_silence_where_nothing_fits(cast: Cast, words: str) -> None:
    assert suggest(cast, words) == []


def test_words_that_only_name_the_place_suggest_nothing(cast: Cast) -> None:
    assert suggest(cast, "1203病房", location(cast.db, cast.room)) == []


@pytest.mark.parametrize(
    ("place", "words", "code"),
    [
        ("门诊楼 1号电梯", "里面灯不亮", "DT-06"),
        ("外科楼 5层 3号手术间", "太热了温度降不下来", "KT-06"),
        ("北院区 停车场", "灯不亮", "GD-07"),
    ],
)
def test_the_place_makes_its_services_likelier(cast: Cast, place: str, words: str, code: str) -> None:
    room = location(cast.db, cast.room)
    assert room is not None
    assert suggest(cast, words, replace(room, path=place))[0] == code
    assert suggest(cast, "你好", replace(room, path=place)) == []


SPACES = st.text(" \t\n\u3000", max_size=2)


@tries(max_examples=30)
@given(
    words=st.text("马桶堵了灯不亮3床ABus\u3000!，", max_size=12),
    gaps=st.lists(SPACES, min_size=12, max_size=12),
)
def test_spaces_beside_chinese_and_width_make_no_difference(words: str, gaps: list[str]) -> None:
    chinese = [char for char in words if "\u4e00" <= char <= "\u9fff"]
    spaced = "".join(char + gap for char, gap in zip(chinese, gaps, strict=False))
    assert pieces(spaced) == pieces("".join(chinese))
    wide = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in words)
    assert plain(wide) == plain(words)


@tries(max_examples=60, deadline=None)
@given(words=st.text(max_size=60))
def test_whatever_is_typed_is_cut_without_complaint(words: str) -> None:
    assert len(pieces(words)) == len(set(pieces(words)))


@pytest.mark.parametrize(
    "words",
    ["灯" * 100_000, "1" * 100_000, "🚽" * 100_000, "\x00" * 100_000, "a" * 100_000, " 灯 不亮" * 20_000],
)
def test_hostile_words_are_answered_at_once(cast: Cast, words: str) -> None:
    suggest(cast, "")
    began = time.perf_counter()
    found = suggest(cast, words)
    assert time.perf_counter() - began < 1
    assert len(found) <= 3


@pytest.fixture
def altered(cast: Cast) -> Cast:
    """The hospital with a catalogue of its own: a service less, a new one, a code used for something else, new words.
    One fixture for all, because a catalogue nobody has seen before takes half a second to be taught."""
    assert "ZZ-01" not in suggest(cast, "想借一辆共享滑板")
    assert suggest(cast, "小灵通配号")[:1] != ["DH-02"]
    known = service(cast.db, "DH-02")
    assert known is not None
    change(cast, "DH-02", words=";".join([*known.words, "小灵通配号", "灯不亮"]))
    change(cast, "WS-02", active=False)
    change(cast, "GD-08", name="志愿者排班", name_en="Volunteers", words="志愿者")
    with cast.db.transaction() as tx:
        usual = tx.rows("SELECT * FROM service WHERE code = 'ZX-07'")[0]
        new = {"code": "ZZ-01", "name": "滑板租借", "name_en": "Skateboards", "words": "借滑板;滑板在哪里租"}
        tx.insert("service", {**usual, **new})
    return cast


def change(cast: Cast, code: str, **changes: Any) -> None:
    upkeep.change_service(cast.db, actor=cast.actor("admin"), code=code, changes=changes, now=MONDAY)


def test_at_most_three_and_never_what_is_out_of_use(altered: Cast) -> None:
    asked = ["马桶堵了", "蹲坑堵死了", "灯不亮", "电梯坏了", "要床单", "投诉", "几点"]
    found = [suggest(altered, words) for words in asked]
    assert all(len(codes) <= 3 for codes in found)
    offered = {each.code for each in services.offered(altered.db)} - {services.UNKNOWN}
    assert any(found) and "WS-02" not in offered
    assert {code for codes in found for code in codes} <= offered


def test_a_word_of_the_hospital_is_known_at_once_and_leads(altered: Cast) -> None:
    assert suggest(altered, "小灵通配号")[0] == "DH-02"
    assert suggest(altered, "麻烦给小灵通配个号")[0] == "DH-02"
    assert suggest(altered, "灯不亮")[0] == "DH-02"
    assert "GD-01" in suggest(altered, "灯不亮")


def test_a_new_service_is_suggested_as_soon_as_it_is_there(altered: Cast) -> None:
    assert suggest(altered, "想借一辆共享滑板")[0] == "ZZ-01"
    assert suggest(altered, "Skateboards please")[0] == "ZZ-01"


def test_a_code_that_means_something_else_here_does_not_inherit_our_phrases(altered: Cast) -> None:
    assert "GD-08" not in suggest(altered, "义诊要接临时电")
    assert suggest(altered, "志愿者")[0] == "GD-08"


def test_a_catalogue_without_services_suggests_nothing(cast: Cast) -> None:
    with cast.db.transaction() as tx:
        tx.execute("UPDATE service SET active = FALSE")
    assert suggest(cast, "灯不亮") == []


def test_normal_work_is_urgent_in_a_critical_area(cast: Cast) -> None:
    lamp, trapped = service(cast.db, "GD-01"), service(cast.db, "DT-01")
    ward, icu = location(cast.db, cast.room), location(cast.db, cast.icu)
    assert severity_for(lamp, ward) == "normal"
    assert severity_for(lamp, icu) == "urgent"
    assert severity_for(trapped, icu) == "emergency"
    assert severity_for(None, None) == "normal"


@pytest.mark.parametrize(
    ("words", "severity"),
    [
        ("插座没电 冒火花了", "urgent"),
        ("插座冒火花", "urgent"),
        ("窗口下面的插座冒火花，有焦味", "urgent"),
        ("开关有股烧焦的味道", "urgent"),
        ("热水器漏电", "urgent"),
        ("走廊水管爆了，水淹了", "urgent"),
        ("水龙头喷水", "urgent"),
        ("插座冒火花还冒烟", "emergency"),
        ("插座冒 烟", "emergency"),
        ("有人觸電了", "emergency"),
        ("配电箱着火", "emergency"),
        ("轿厢困人", "emergency"),
        ("Smoke from the socket", "emergency"),
        ("插座没冒火花，就是没电", "normal"),
        ("灯不亮，没有人被困", "normal"),
        ("漏电保护器按钮松了", "normal"),
        ("消防着火演练要借椅子", "normal"),
        ("smoke detector cover is loose", "normal"),
        ("治疗室灯不亮", "normal"),
        ("", "normal"),
    ],
)
def test_words_of_danger_make_it_at_least_urgent(cast: Cast, words: str, severity: str) -> None:
    assert severity_for(service(cast.db, "GD-01"), location(cast.db, cast.room), words) == severity


def test_danger_never_lowers_what_the_service_is(cast: Cast) -> None:
    assert severity_for(service(cast.db, "DT-01"), None, "漏电") == "emergency"
    assert severity_for(service(cast.db, "ZW-07"), None, "冒火花") == "urgent"
    assert severity_for(service(cast.db, "ZW-07"), None, "脏了") == "low"
