"""The page of inspection results, and the tab of checklists, as people see them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from lib.inspections.checklists import all_checklists
from tests.conftest import Cast
from tests.inspections.test_compliance import IN_TIME, TABLE, fill, visit
from tests.inspections.touring import DAY, OPENS, Tour, make_tour
from tests.pages.conftest import Opens

LATER = OPENS + timedelta(days=20)


@pytest.fixture
def tour(cast: Cast) -> Tour:
    return make_tour(cast)


def said(at: Any) -> str:
    return " ".join(
        element.value for kind in (at.markdown, at.caption, at.info, at.subheader) for element in kind
    )


def results(open_page: Opens, name: str, **params: str) -> Any:
    period = {"results_from": f"{DAY}", "results_until": f"{DAY + timedelta(days=19)}"}
    with time_machine.travel(LATER, tick=False):
        return open_page(name, "inspection_results", **period, **params)


def tiles(at: Any) -> str:
    return next(one.proto.body for one in at.get("html") if "按时完成" in one.proto.body)


def test_the_numbers_stand_with_what_they_are_out_of(tour: Tour, open_page: Opens) -> None:
    fill(tour, TABLE)
    shown = tiles(results(open_page, "zheng"))
    assert "33.3%" in shown and "4 / 应检 12" in shown and "3 / 12" in shown
    nothing = tiles(results(open_page, "zhou"))
    assert "没有应检任务" in nothing and "—" in nothing


@pytest.mark.parametrize("by", ["vendor_id", "month", "building_id"])
def test_a_grouping_has_its_table(tour: Tour, open_page: Opens, by: str) -> None:
    (round_id,) = fill(tour, [(0, 0, "done", IN_TIME, False, "")])
    visit(tour, round_id, 1, OPENS)
    (table,) = results(open_page, "feng", results_by=by).dataframe
    due = 3 if by == "building_id" else 1
    assert [list(table.value[name]) for name in ("应检", "按时完成")] == [[due], [1]]


def test_the_missed_are_listed_and_readings_drawn(tour: Tour, open_page: Opens) -> None:
    fill(tour, TABLE)
    at = results(open_page, "zheng", results_part="rounds")
    assert "3 项巡检任务" in said(at) and len(at.dataframe[0].value) == 3
    none = results(open_page, "zheng", results_part="rounds", results_list="overrun")
    assert len(none.dataframe[0].value) == 1
    assert "还没有人读过这一项" in said(results(open_page, "zheng", results_part="trend"))


def test_checklists_are_listed_opened_and_edited_by_who_keeps_them(tour: Tour, open_page: Opens) -> None:
    listed = open_page("wu", "inspection_plans", plans_tab="checklists")
    assert list(listed.dataframe[0].value["检查表"]) == ["水泵巡检表"]
    assert not [button for button in listed.button if button.label == "新增"]
    one = {"plans_tab": "checklists", "checklist": str(tour.checklist_id)}
    assert not [b for b in open_page("wu", "inspection_plans", **one).button if b.label.startswith("发布")]
    at = open_page("zhao", "inspection_plans", **one)
    (publish,) = (button for button in at.button if button.label == "发布第 2 版")
    publish.click().run()
    assert "没有任何改动" in at.error[0].value
    for part in ("versions", "plans", "readings"):
        open_page("zhao", "inspection_plans", **one, checklist_part=part)


def test_a_checklist_is_added_on_the_page(tour: Tour, open_page: Opens) -> None:
    at = open_page("zhao", "inspection_plans", plans_tab="checklists")
    at.text_input(key="checklist_new_name_0").set_value("水泵月检").run()
    at.button(key="checklist_add").click().run()
    assert "请写明检查什么" in at.error[0].value, "what was typed stays, and what is missing is said"
    at.text_input(key="checklist_new_item_0").set_value("轴承温度正常").run()
    at.button(key="checklist_add").click().run()
    assert [one.name for one in all_checklists(tour.db).values()] == ["水泵巡检表", "水泵月检"]
    assert "水泵月检" in said(at)
