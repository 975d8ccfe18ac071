"""Finding places by words, numbers and pinyin initials."""

from __future__ import annotations

from lib.places import locations
from lib.places.finding import fitting
from tests.conftest import Cast


def names(cast: Cast, words: str) -> list[str]:
    return [place.number for place in fitting(cast.db, words)]


def test_a_place_is_found_by_the_initials_of_its_path(cast: Cast) -> None:
    assert names(cast, "zyaz12c1203") == ["BY-A-12-1203"]


def test_a_place_is_found_by_part_of_its_number_whatever_the_case(cast: Cast) -> None:
    assert names(cast, "icu") == ["BY-A-12-ICU"]


def test_spaces_between_words_do_not_matter(cast: Cast) -> None:
    assert names(cast, "12层1203") == names(cast, "12层 1203") == ["BY-A-12-1203"]


def test_without_words_everything_but_the_rooms_is_listed(cast: Cast) -> None:
    assert names(cast, "  ") == ["BY", "BY-A", "BY-A-12"]


def test_what_is_out_of_use_comes_last_and_its_zones_only_when_asked_for(cast: Cast) -> None:
    with cast.db.transaction() as tx:
        old = locations.add(tx, number="AA", name="老院", kind="campus", parent=None)
        tx.update("location", {"id": old, "active": False})
    with cast.db.transaction() as tx:
        above = locations.by_number(cast.db, "AA")
        zone = locations.add(tx, number="AA-1", name="后门 大街", kind="zone", parent=above)
        tx.update("location", {"id": zone, "active": False})
    assert names(cast, "") == ["BY", "BY-A", "BY-A-12", "AA"]
    assert names(cast, "后门大街") == ["AA-1"]


def test_words_that_fit_nothing_find_nothing(cast: Cast) -> None:
    assert names(cast, "太平洋") == []
