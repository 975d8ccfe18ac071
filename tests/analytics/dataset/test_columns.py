"""The data dictionary: every column says what it is, in both languages, and no two are called alike."""

from __future__ import annotations

import pytest

from lib.analytics.dataset.column import COMES_WORDS, KIND_WORDS, Column, Comes, Kind
from lib.analytics.dataset.columns import COLUMNS, PRESETS, chosen
from lib.analytics.dataset.names import CODED, KEPT
from lib.analytics.facts import facts
from lib.core.errors import WrongInput
from lib.core.i18n import Language, catalogue
from tests.conftest import MONDAY, Cast

PERSONAL = {"reporter", "phone", "assignee", "description", "rating_words"}
"""What names people, calls them, or may hold a name; a new column of that kind is added here on purpose."""


@pytest.mark.parametrize("column", COLUMNS.values(), ids=COLUMNS)
def test_each_column_is_told_in_chinese(column: Column) -> None:
    words = catalogue(Language.ZH)
    assert all(words.get(said) for said in (column.label, column.means))
    assert column.unit == "" or words.get(column.unit)
    assert words[KIND_WORDS[column.kind]] and words[COMES_WORDS[column.comes]]


def test_every_kind_and_source_has_words() -> None:
    assert set(KIND_WORDS) == set(Kind) and set(COMES_WORDS) == set(Comes)


@pytest.mark.parametrize("language", Language)
def test_no_two_columns_are_called_alike(language: Language) -> None:
    labels = [catalogue(language).get(one.label, one.label) for one in COLUMNS.values()]
    assert len(set(labels)) == len(labels)


def test_what_names_people_is_personal_and_nothing_else() -> None:
    assert {one.name for one in COLUMNS.values() if one.personal} == PERSONAL


def test_each_column_is_made_of_something_that_is_there(cast: Cast) -> None:
    known = set(facts(cast.db, MONDAY).columns)
    for one in COLUMNS.values():
        assert one.personal or one.of in known, one.name
        assert one.names in {"", *CODED, *KEPT}, one.name


def test_the_sets_hold_known_columns_once() -> None:
    for name, (_, columns) in PRESETS.items():
        assert [one.name for one in chosen(columns)] == list(columns), name
    assert list(PRESETS["all"][1]) == list(COLUMNS)
    assert not PERSONAL & set(PRESETS["common"][1])


def test_columns_come_once_in_the_order_asked_for() -> None:
    assert [one.name for one in chosen(["status", "number", "status"])] == ["status", "number"]
    assert [one.name for one in chosen([])] == list(PRESETS["common"][1])
    with pytest.raises(WrongInput):
        chosen(["number", "password_hash"])
