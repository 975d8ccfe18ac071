"""What the product says of a rule can be written into a list, and is that rule again."""

from __future__ import annotations

from datetime import date

import pytest

from lib.core.i18n import Language
from lib.inspections.presets import Preset, rule_of
from lib.inspections.recurrence_rule import read
from lib.inspections.rule_spoken import spoken
from lib.inspections.rule_words import rule_words
from lib.inspections.words import Basis

STARTS = [date(2026, 1, day) for day in (1, 14, 28, 29, 30, 31)] + [date(2028, 2, 29)]
RULES = (
    "FREQ=DAILY;INTERVAL=15",
    "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR",
    "FREQ=WEEKLY;BYDAY=MO,WE",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE",
    "FREQ=WEEKLY;BYMONTH=5,6;BYDAY=MO",
    "FREQ=MONTHLY;BYMONTHDAY=3,18",
    "FREQ=MONTHLY;BYMONTHDAY=-2",
    "FREQ=MONTHLY;BYDAY=-1FR",
    "FREQ=MONTHLY;BYDAY=MO",
    "FREQ=MONTHLY;BYDAY=-2MO",
    "FREQ=MONTHLY;INTERVAL=3;BYDAY=3TU",
    "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1",
    "FREQ=YEARLY;BYMONTH=3,11;BYMONTHDAY=1,15",
    "FREQ=YEARLY;BYMONTH=4;BYDAY=1MO",
    "FREQ=YEARLY;INTERVAL=2;BYMONTH=12",
    "FREQ=YEARLY;BYDAY=20MO",
)
PRESETS = {rule_of(preset, starts, basis) for preset in Preset for starts in STARTS for basis in Basis}


@pytest.mark.parametrize("language", Language)
def test_rules_are_read_as_they_are_said(language: Language) -> None:
    for rule in (*RULES, *PRESETS):
        assert spoken(rule_words(rule, language)) == read(rule).text, rule


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("每周一、三", "FREQ=WEEKLY;BYDAY=MO,WE"),
        ("每月3，18日", "FREQ=MONTHLY;BYMONTHDAY=3,18"),
        ("每周一,仅5月、6月", "FREQ=WEEKLY;BYMONTH=5,6;BYDAY=MO"),
        ("每3个月的第3个周二", "FREQ=MONTHLY;INTERVAL=3;BYDAY=3TU"),
        ("每月第3 个周二", "FREQ=MONTHLY;BYDAY=3TU"),
        ("Every month on the 3rd, the 18th", "FREQ=MONTHLY;BYMONTHDAY=3,18"),
        ("每周八", None),
        ("每月32日", None),
        ("偶尔", None),
        ("每" * 200, None),
    ],
)
def test_shorter_ways_are_understood_and_nonsense_is_not(words: str, rule: str | None) -> None:
    assert spoken(words) == rule
