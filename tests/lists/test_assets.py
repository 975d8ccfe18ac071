"""The list of assets: places and vendors by code or name, numbers that stay, codes for whatever is new."""

from __future__ import annotations

from datetime import date

from lib.core.i18n import Language
from lib.lists import exchange
from lib.lists.offered import named
from lib.lists.shapes.assets import shown
from lib.people.roles import Grant, Role, Scope
from lib.places import asset_labels, assets
from tests.conftest import MONDAY, Cast
from tests.lists.files import bring, faults, file, kept, look

LIFT = {
    "number": "DT-001",
    "name": "1号客梯",
    "category": "电梯",
    "place": "BY-A-12-1203",
    "vendor": "安工匠",
    "team": "T09",
    "criticality": "A类",
    "status": "",
    "bought_on": "2019/3/5",
    "warranty_until": "2024年3月5日",
    "price_cents": "¥128,000.50",
}


def test_a_row_is_understood_as_people_write_it(cast: Cast) -> None:
    bring(cast.db, "assets", LIFT)
    (asset,) = assets.all_assets(cast.db).values()
    assert (asset.location_id, asset.vendor_id, asset.team_id) == (cast.room, cast.vendor, cast.other_team)
    assert (asset.criticality, asset.status, asset.price_cents) == ("critical", "in_use", 12_800_050)
    assert (asset.bought_on, asset.warranty_until) == (date(2019, 3, 5), date(2024, 3, 5))
    assert asset.life_ends_on is None
    assert asset_labels.current(cast.db, asset.id)


def test_a_place_is_known_by_its_number_or_whole_name(cast: Cast) -> None:
    bring(cast.db, "assets", {**LIFT, "place": "住院A座 12层 重症监护室"})
    assert kept(cast.db, "assets")["DT-001"]["place"] == "BY-A-12-ICU"


def test_brought_again_a_number_means_the_same_asset_and_keeps_its_code(cast: Cast) -> None:
    bring(cast.db, "assets", LIFT)
    (before,) = asset_labels.all_labels(cast.db)
    done = bring(cast.db, "assets", {**LIFT, "number": "dt-001", "status": "报废"})
    assert (done.new, done.changed) == (0, 1)
    assert list(asset_labels.all_labels(cast.db)) == [before]
    assert kept(cast.db, "assets")["DT-001"]["status"] == "retired"


def test_each_wrong_cell_says_why(cast: Cast) -> None:
    found = faults(
        look(
            cast.db,
            "assets",
            {**LIFT, "place": "没有这里"},
            {**LIFT, "number": "DT-002", "bought_on": "2024-01-01", "warranty_until": "2023-01-01"},
            {**LIFT, "number": "DT-003", "price_cents": "-1", "status": "不见了"},
            {**LIFT, "number": "DT-001"},
        )
    )
    assert found.keys() == {
        (2, "place"),
        (3, "warranty_until"),
        (4, "price_cents"),
        (4, "status"),
        (5, "number"),
    }


def test_a_part_of_the_register_goes_out_alone(cast: Cast) -> None:
    bring(cast.db, "assets", LIFT, {**LIFT, "number": "DT-002"})
    (one, _) = assets.all_assets(cast.db).values()
    out = exchange.export(cast.db, shown([one]), Language.ZH, "csv").decode("utf-8-sig")
    assert "DT-001" in out and "DT-002" not in out


def test_who_keeps_one_campus_brings_back_no_other(cast: Cast) -> None:
    with cast.db.transaction() as tx:
        tx.execute("DELETE FROM account_role WHERE account_id = $id", id=cast.people["zhao"])
        grant = Grant(Role.DISPATCHER, Scope.CAMPUS, 99)
        tx.insert(
            "account_role",
            {
                "account_id": cast.people["zhao"],
                "role": grant.role.value,
                "scope": grant.scope.value,
                "scope_id": grant.scope_id,
            },
        )
    seen = exchange.preview(
        cast.db,
        named("assets"),
        file(cast.db, "assets", [LIFT]),
        language=Language.EN,
        actor=cast.actor("zhao"),
        now=MONDAY,
    )
    assert faults(seen).keys() == {(2, "place")}
