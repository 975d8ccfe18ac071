"""The first guess at a service from what somebody says."""

from __future__ import annotations

import pytest

from lib.catalog.services import service
from lib.catalog.suggesting import severity_for, suggester
from lib.places.locations import location
from lib.store.tables import table
from tests.conftest import Cast


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("治疗室灯不亮了", "GD-01"),
        ("灯不亮", "GD-01"),
        ("马桶堵了", "WS-02"),
        ("电梯困人", "DT-01"),
        ("有老鼠", "YH-01"),
        ("空调不制冷", "KT-01"),
    ],
)
def test_what_people_say_most_finds_its_service(cast: Cast, words: str, code: str) -> None:
    assert suggester(cast.db).suggest(words, None)[0] == code


@pytest.mark.parametrize("words", ["", "   ", "你好", "谢谢", "哈哈哈", "98765", "?!"])
def test_silence_where_nothing_fits(cast: Cast, words: str) -> None:
    assert suggester(cast.db).suggest(words, None) == []


def test_at_most_three_and_all_of_the_catalogue(cast: Cast) -> None:
    for row in table("demo_words"):
        found = suggester(cast.db).suggest(row["description"], None)
        assert len(found) <= 3
        assert all(service(cast.db, code) for code in found)


def test_most_real_sentences_are_understood(cast: Cast) -> None:
    """What is measured today; a change that makes it worse should be noticed."""
    said = [
        (row["service_code"], suggester(cast.db).suggest(row["description"], None))
        for row in table("demo_words")
    ]
    first = sum(found[:1] == [code] for code, found in said) / len(said)
    among = sum(code in found for code, found in said) / len(said)
    assert first > 0.84
    assert among > 0.88


def test_words_that_only_name_the_place_suggest_nothing(cast: Cast) -> None:
    assert suggester(cast.db).suggest("1203病房", location(cast.db, cast.room)) == []


def test_normal_work_is_urgent_in_a_critical_area(cast: Cast) -> None:
    lamp, trapped = service(cast.db, "GD-01"), service(cast.db, "DT-01")
    ward, icu = location(cast.db, cast.room), location(cast.db, cast.icu)
    assert severity_for(lamp, ward) == "normal"
    assert severity_for(lamp, icu) == "urgent"
    assert severity_for(trapped, icu) == "emergency"
    assert severity_for(None, None) == "normal"
