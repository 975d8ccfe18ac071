"""Entering, correcting and retiring assets; whose they are; their codes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lib.core.errors import NotAllowed, NotFound, Refusal, WrongInput
from lib.people import audit
from lib.places import asset_finding, asset_keeping, asset_labels, asset_rights, assets
from lib.places.asset_finding import Query
from lib.places.asset_printing import Only, batch
from tests.conftest import MONDAY, Cast


def add(cast: Cast, number: str = "DT-001", who: str = "zhao", **values: Any) -> int:
    said = {"number": number, "name": "1号客梯", **values}
    return asset_keeping.add(cast.db, actor=cast.actor(who), values=said, now=MONDAY)


def test_a_new_asset_has_a_code_and_a_line_in_the_log(cast: Cast) -> None:
    asset = assets.known(cast.db, add(cast, location_id=cast.room, price_cents=12_800_050))
    assert (asset.number, asset.status, asset.criticality) == ("DT-001", "in_use", "ordinary")
    code = asset_labels.current(cast.db, asset.id)
    assert code and assets.by_code(cast.db, f" {code[:4].upper()} {code[4:]} ") == asset
    assert audit.latest(cast.db, act="asset_added")[0]["object"] == "DT-001"


@pytest.mark.parametrize("number", ["DT-001", "dt-001", "ＤＴ-００１"])
def test_a_number_is_never_given_twice_however_it_is_written(cast: Cast, number: str) -> None:
    first = add(cast)
    asset_keeping.change(
        cast.db, actor=cast.actor("zhao"), asset_id=first, changes={"status": "retired"}, now=MONDAY
    )
    with pytest.raises(Refusal) as refused:
        add(cast, number)
    assert refused.value.field == "number"


def test_a_number_once_given_stays(cast: Cast) -> None:
    asset_id, zhao = add(cast), cast.actor("zhao")
    changed = asset_keeping.change(
        cast.db, actor=zhao, asset_id=asset_id, changes={"number": "X", "name": "2号客梯"}, now=MONDAY
    )
    assert changed == {"name": "2号客梯"}
    with pytest.raises(Refusal):
        asset_keeping.change(cast.db, actor=zhao, asset_id=asset_id, changes={"number": "X"}, now=MONDAY)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"number": " "}, "number"),
        ({"number": "DT 1"}, "number"),
        ({"name": "\u200b"}, "name"),
        ({"name": "长" * 81}, "name"),
        ({"status": "gone"}, "status"),
        ({"criticality": ""}, "criticality"),
        ({"location_id": 99_999}, "location_id"),
        ({"vendor_id": 99_999}, "vendor_id"),
        ({"team_id": 99_999}, "team_id"),
        ({"bought_on": date(2026, 1, 2), "warranty_until": date(2026, 1, 1)}, "warranty_until"),
        ({"bought_on": date(2026, 1, 2), "life_ends_on": date(2020, 1, 1)}, "life_ends_on"),
        ({"price_cents": -1}, "price_cents"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(cast: Cast, values: dict[str, Any], field: str) -> None:
    with pytest.raises(WrongInput) as wrong:
        add(cast, **values)
    assert wrong.value.field == field
    assert not assets.all_assets(cast.db)


@pytest.mark.parametrize("who", ["li", "sun", "wu", "feng", "zheng", "wang"])
def test_only_who_keeps_the_register_writes_in_it(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        add(cast, who=who)


def test_each_sees_what_is_theirs(cast: Cast) -> None:
    ours = add(cast, "A", vendor_id=cast.vendor, team_id=cast.team)
    theirs = add(cast, "B", vendor_id=cast.vendor, team_id=cast.other_team)
    any_team = add(cast, "C", vendor_id=cast.vendor)
    nobodys = add(cast, "D")
    seen = {
        name: {one.id for one in asset_finding.found(cast.db, cast.actor(name), Query())}
        for name in ("sun", "li", "zhou", "feng", "wu", "qian", "liu")
    }
    assert seen["sun"] == seen["li"] == {ours, any_team}
    assert seen["zhou"] == {theirs, any_team}
    assert seen["feng"] == {ours, theirs, any_team}
    assert seen["wu"] == seen["qian"] == {ours, theirs, any_team, nobodys}
    assert not seen["liu"]


def test_a_replaced_code_still_leads_to_its_asset(cast: Cast) -> None:
    asset_id, zhao = add(cast), cast.actor("zhao")
    old = asset_labels.current(cast.db, asset_id)
    new = asset_keeping.replace_label(cast.db, actor=zhao, asset_id=asset_id, now=MONDAY)
    assert asset_labels.current(cast.db, asset_id) == new != old
    assert old and asset_labels.read(cast.db, old).replaced
    assert assets.by_code(cast.db, old).id == asset_id
    assert asset_labels.mark_printed(cast.db, actor=zhao, codes=[old, new], now=MONDAY) == 1
    with pytest.raises(NotFound):
        assets.by_code(cast.db, "zzzzzzzz")


def test_a_sheet_holds_what_is_asked_for_in_walking_order(cast: Cast) -> None:
    zhao = cast.actor("zhao")
    later, first = add(cast, "DT-10", location_id=cast.room), add(cast, "DT-2", location_id=cast.room)
    nowhere, retired = add(cast, "DT-3"), add(cast, "DT-4", status="retired")
    found = [one.asset.id for one in batch(cast.db, zhao, only=Only.UNPRINTED)]
    assert found == [nowhere, first, later]
    code = asset_labels.current(cast.db, first)
    asset_labels.mark_printed(cast.db, actor=zhao, codes=[code or ""], now=MONDAY)
    assert first not in [one.asset.id for one in batch(cast.db, zhao, only=Only.UNPRINTED)]
    assert [one.asset.id for one in batch(cast.db, zhao, only=Only.ALL, chosen={retired})] == [retired]


def test_the_matter_of_a_teamless_asset_is_every_team_of_its_vendor(cast: Cast) -> None:
    asset = assets.known(cast.db, add(cast, vendor_id=cast.vendor, location_id=cast.room))
    matters = asset_rights.matters(cast.db, asset)
    assert {one.team_id for one in matters} == {None, cast.team, cast.other_team}
    assert {one.campus_id for one in matters} != {None}
