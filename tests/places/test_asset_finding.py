"""Finding assets by words, initials and what they are; and what is said about warranty and life."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lib.places import asset_finding, asset_keeping, assets
from lib.places.asset_ends import endings
from lib.places.asset_finding import Query
from lib.places.locations import location
from tests.conftest import MONDAY, Cast

TODAY = date(2026, 11, 16)


@pytest.fixture
def register(cast: Cast) -> Cast:
    """A lift and a pump in the ward, a lift nowhere."""
    for number, name, more in (
        ("DT-001", "1号客梯", {"category": "电梯", "model": "KONE-3000", "location_id": cast.room}),
        ("SB-001", "生活给水泵", {"category": "水泵", "location_id": cast.icu, "vendor_id": cast.vendor}),
        ("DT-002", "医用电梯", {"category": "电梯", "status": "stopped", "criticality": "critical"}),
    ):
        said = {"number": number, "name": name, **more}
        asset_keeping.add(cast.db, actor=cast.actor("zhao"), values=said, now=MONDAY)
    return cast


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("", ["DT-001", "DT-002", "SB-001"]),
        ("dt-00", ["DT-001", "DT-002"]),
        ("客梯", ["DT-001"]),
        ("ykt", []),
        ("shjsb", ["SB-001"]),
        ("kone", ["DT-001"]),
        ("1203", ["DT-001"]),
        ("住院A座12层1203", ["DT-001"]),
        ("电梯 1203", ["DT-001"]),
        ("电梯 水泵", []),
        ("BY-A-12-ICU", ["SB-001"]),
    ],
)
def test_every_word_has_to_fit_somewhere(register: Cast, words: str, numbers: list[str]) -> None:
    assert [one.number for one in asset_finding.fitting(register.db, Query(words=words))] == numbers


def test_filters_narrow_together(register: Cast) -> None:
    def numbers(**asked: object) -> list[str]:
        return [one.number for one in asset_finding.fitting(register.db, Query(**asked))]  # type: ignore[arg-type]

    room = location(register.db, register.room)
    assert room is not None and room.campus_id is not None
    assert numbers(under=[room.campus_id]) == ["DT-001", "SB-001"]
    assert numbers(under=[register.icu]) == ["SB-001"]
    assert numbers(categories=["电梯"], statuses=["stopped"]) == ["DT-002"]
    assert numbers(criticalities=["critical"], categories=["水泵"]) == []
    assert numbers(vendor_ids=[register.vendor]) == ["SB-001"]
    assert numbers(vendor_ids=[0]) == ["DT-001", "DT-002"]
    assert list(asset_finding.categories(register.db)) == ["电梯", "水泵"]


@pytest.mark.parametrize(
    ("warranty", "life", "said"),
    [
        (None, None, []),
        (-1, 366, []),
        (0, None, [("Warranty ends on {day}, in {days} days", False)]),
        (60, None, [("Warranty ends on {day}, in {days} days", False)]),
        (61, 365, [("Planned life ends on {day}", False)]),
        (None, 0, [("Planned life ends on {day}", False)]),
        (None, -1, [("Past its planned life since {day}", True)]),
    ],
)
def test_what_ends_is_said_in_time(
    register: Cast, warranty: int | None, life: int | None, said: list[tuple[str, bool]]
) -> None:
    def day(days: int | None) -> date | None:
        return TODAY + timedelta(days=days) if days is not None else None

    asset = next(iter(assets.all_assets(register.db).values()))
    one = replace(asset, warranty_until=day(warranty), life_ends_on=day(life))
    assert [(ending.message, ending.over) for ending in endings(one, TODAY)] == said
    assert endings(replace(one, status="retired"), TODAY) == []
