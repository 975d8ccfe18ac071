"""The page of inspection results, and the tab of checklists, as people see them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import polars as pl
import pytest
import time_machine

from lib.inspections.actions.explaining import explain
from lib.inspections.checklists import all_checklists
from lib.store.sheets import reading
from lib.ui.taking import workbook
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


def test_the_missed_say_why_and_those_done_in_time_have_their_list(tour: Tour, open_page: Opens) -> None:
    known = fill(tour, TABLE)
    missed = next(one for one, became in known.items() if became == "missed")
    with tour.db.transaction() as tx:
        tx.update("round", {"id": missed, "version": 2})
    explain(tour.db, round_id=missed, version=None, reason="当班请假", by=tour.cast.by("zhao", LATER))
    assert "当班请假" in list(
        results(open_page, "zheng", results_part="rounds").dataframe[0].value["漏检原因"]
    )
    in_time = results(open_page, "zheng", results_part="rounds", results_list="in_time").dataframe[0].value
    assert len(in_time) == 4 and "漏检原因" not in in_time


def test_what_is_no_day_in_the_address_is_the_usual_one(tour: Tour, open_page: Opens) -> None:
    with time_machine.travel(LATER, tick=False):
        at = open_page("zheng", "inspection_results", results_from="soon", results_until="1900-01-01")
    last = (LATER + timedelta(hours=8)).date()
    assert [one.value for one in at.date_input] == [last - timedelta(days=29), last]


def test_a_period_button_writes_both_days_at_once(tour: Tour, open_page: Opens) -> None:
    at = results(open_page, "zheng")
    with time_machine.travel(LATER, tick=False):
        next(one for one in at.button if one.label == "本月").click().run()
    assert [f"{one.value}" for one in at.date_input] == ["2026-12-01", "2026-12-06"]


def test_the_table_is_taken_away_as_a_workbook_too(tour: Tour) -> None:
    table = pl.DataFrame(
        {"计划": ["日巡查"], "应检": [12], "完成率": [None]}, schema_overrides={"完成率": pl.Float64}
    )
    (line,) = reading.read(workbook(table)).lines
    assert list(line.cells.values()) == ["日巡查", "12", ""]


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
