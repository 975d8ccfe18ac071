"""The register of assets: who sees what, finding, entering, correcting, and the record of one machine."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.core import clock
from lib.people.roles import SYSTEM
from lib.places import asset_keeping, assets
from lib.tickets.actions import opening
from lib.tickets.actions.opening import Wish
from lib.tickets.reporters import Caller
from lib.tickets.words import Channel
from lib.ui import choices
from tests.conftest import Cast
from tests.pages.conftest import Opens, went_well


def add(cast: Cast, number: str, name: str = "客梯", **more: Any) -> int:
    said = {"number": number, "name": name, **more}
    return asset_keeping.add(cast.db, actor=SYSTEM, values=said, now=clock.now())


def numbers(at: AppTest) -> list[str]:
    return list(at.dataframe[0].value["设备编号"]) if at.dataframe else []


def said(at: AppTest) -> str:
    return "\n".join(
        str(one.value) for kind in (at.markdown, at.caption, at.info, at.warning) for one in kind
    )


@pytest.mark.parametrize(
    ("who", "seen", "keeps"),
    [("zhao", ["A", "B", "C"], True), ("sun", ["A", "B"], False), ("feng", ["A", "B"], False)],
)
def test_each_sees_what_is_theirs(
    cast: Cast, open_page: Opens, who: str, seen: list[str], *, keeps: bool
) -> None:
    add(cast, "A", vendor_id=cast.vendor, team_id=cast.team)
    add(cast, "B", vendor_id=cast.vendor)
    add(cast, "C")
    add(cast, "D", status="retired", vendor_id=cast.vendor)
    at = open_page(who, "assets")
    assert numbers(at) == seen
    assert any(button.key == "asset_add" for button in at.button) == keeps


def test_an_empty_register_says_how_to_begin(cast: Cast, open_page: Opens) -> None:
    assert "登记第一台" in said(open_page("zhao", "assets"))
    add(cast, "A")
    assert "没有符合的设备" in said(open_page("zhao", "assets", assets_q="没有"))


def test_words_find_retired_ones_too(cast: Cast, open_page: Opens) -> None:
    add(cast, "A", "客梯", status="retired")
    add(cast, "B", "水泵")
    assert numbers(open_page("zhao", "assets", assets_q="kt")) == ["A"]
    assert numbers(open_page("zhao", "assets", assets_status="retired")) == ["A"]


def test_entering_one_opens_it(cast: Cast, open_page: Opens) -> None:
    at = open_page("zhao", "assets")
    at.text_input("asset_number_new0").set_value("DT-9")
    at.text_input("asset_price_cents_new0").set_value("一百")
    went_well(at.button("asset_add").click().run())
    assert "“一百”不是有效的金额" in "\n".join(str(one.value) for one in at.error)
    at.text_input("asset_price_cents_new0").set_value("12,800.5")
    at.text_input("asset_name_new0").set_value("9号客梯")
    went_well(at.button("asset_add").click().run())
    (asset,) = assets.all_assets(cast.db).values()
    assert (asset.number, asset.name, asset.price_cents) == ("DT-9", "9号客梯", 1_280_050)
    assert "DT-9 9号客梯" in said(at)


def test_the_record_of_one(cast: Cast, open_page: Opens) -> None:
    asset_id = add(cast, "DT-1", vendor_id=cast.vendor, location_id=cast.room)
    wish = Wish(
        channel=Channel.HOTLINE,
        caller=Caller(name="张"),
        location_id=None,
        description="异响",
        asset_id=asset_id,
    )
    number = opening.open_ticket(cast.db, wish, by=cast.by("wang", clock.now())).ticket.number
    at = open_page("zhao", "assets", asset="dt-1")
    assert {metric.label: metric.value for metric in at.metric}["平均故障间隔（样本 1）"] == "—"
    assert list(at.dataframe[0].value["工单"]) == [number]
    at.text_input(f"asset_name_{asset_id}").set_value("1号医用梯")
    at.selectbox(f"asset_status_{asset_id}").set_value("retired")
    went_well(at.button(f"asset_save_{asset_id}").click().run())
    assert assets.known(cast.db, asset_id).status == "retired"
    ticket = open_page("zhao", "ticket", number=number)
    assert "1号医用梯 · DT-1" in "\n".join(str(one.value) for one in ticket.html) + str(ticket.main)


def test_what_is_not_theirs_is_not_there(cast: Cast, open_page: Opens) -> None:
    add(cast, "C")
    for number in ("C", "NO"):
        at = open_page("sun", "assets", asset=number)
        assert "没有这个编号的设备" in said(at) and not at.metric


def test_an_asset_without_a_place_says_so(cast: Cast, open_page: Opens) -> None:
    """Words that fit no place are dropped by the box when it is left."""
    at = open_page("zhao", "assets")
    at.text_input("asset_number_new0").set_value("DT-9")
    at.text_input("asset_name_new0").set_value("9号客梯")
    went_well(at.button("asset_add").click().run())
    assert assets.all_assets(cast.db)
    assert "位置尚未填写" in "\n".join(one.value for one in at.toast) + said(at)


def test_places_are_found_by_initials_with_spaces(cast: Cast) -> None:
    words = choices.places(cast.db).words[cast.room]
    assert words.endswith("zyaz 12c 1203bf")
