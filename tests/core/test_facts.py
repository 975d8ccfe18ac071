"""Facts of events as JSON text."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from lib.core.facts import dumps, instant, loads
from lib.tickets.words import Severity

NOW = datetime(2026, 11, 16, 2, 0, 0, 123456, tzinfo=UTC)


def test_facts_come_back_as_they_were_but_for_instants_and_decimals() -> None:
    facts = {"words": "灯不亮", "at": NOW, "day": date(2026, 11, 16), "much": Decimal("2.50"), "none": None}
    assert loads(dumps(facts)) == {
        "words": "灯不亮",
        "at": "2026-11-16T02:00:00.123456+00:00",
        "day": "2026-11-16",
        "much": "2.50",
        "none": None,
    }


def test_chinese_stays_readable_and_nothing_is_wasted() -> None:
    assert dumps({"a": "灯", "b": 1}) == '{"a":"灯","b":1}'


def test_words_of_closed_sets_are_plain_text() -> None:
    assert loads(dumps({"severity": Severity.URGENT})) == {"severity": "urgent"}


def test_an_instant_is_read_however_it_comes() -> None:
    assert instant(NOW.isoformat()) == instant(NOW) == NOW
    assert instant(None) is None


def test_what_has_no_place_in_facts_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError, match="set"):
        dumps({"some": {1, 2}})
