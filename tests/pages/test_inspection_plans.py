"""Plans and certificates on their page: who sees and keeps which, adding, changing and pausing a plan."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.core import clock
from lib.inspections import certificate_keeping, certificates
from lib.inspections.certificate_keeping import Said
from lib.inspections.plan_figures import stations
from lib.inspections.plans import Plan, all_plans
from lib.people.roles import SYSTEM
from tests.conftest import Cast
from tests.inspections.touring import Tour, make_tour
from tests.pages.conftest import Opens, went_well
from tests.pages.test_overview import glance

CODE = "XJ-001"


@pytest.fixture
def tour(cast: Cast) -> Tour:
    """The pumps' daily round of the water and power team, and a lift of the other team."""
    found = make_tour(cast)
    with cast.db.transaction() as tx:
        lift = {"id": tx.next_id("asset_id"), "number": "DT-01", "name": "1号客梯", "category": "电梯"}
        more = {"location_id": cast.room, "team_id": cast.other_team}
        tx.insert("asset", lift | more | {"criticality": "critical", "status": "in_use"})
    return found


def plans_listed(at: AppTest) -> list[str]:
    return list(at.dataframe[0].value["计划编号"]) if at.dataframe else []


def pressed(at: AppTest, label: str) -> AppTest:
    return went_well(next(one for one in at.button if one.label == label).click().run())


def typed(at: AppTest, plan: int | str, **values: Any) -> AppTest:
    """Into the form's fields, as the browser would."""
    turn = at.session_state["plans_turn"] if "plans_turn" in at.session_state else 0  # noqa: SIM401
    for name, value in values.items():
        at.session_state[f"plan_{plan}_{turn}_{name}"] = value
    return went_well(at.run())


def errors(at: AppTest) -> list[str]:
    return [one.value for one in at.error]


def the(cast: Cast, code: str) -> Plan:
    return next(one for one in all_plans(cast.db).values() if one.code == code)


@pytest.mark.parametrize(
    ("who", "sees", "keeps"),
    [
        ("zhao", True, True),
        ("zheng", True, True),
        ("sun", True, False),
        ("zhou", False, False),
        ("feng", True, False),
    ],
)
def test_each_sees_the_own_plans_and_few_keep_them(
    tour: Tour, open_page: Opens, who: str, sees: bool, keeps: bool
) -> None:
    at = open_page(who, "inspection_plans")
    assert plans_listed(at) == ([CODE] if sees else [])
    assert any(one.label == "新建计划" for one in at.button) == keeps
    opened = open_page(who, "inspection_plans", plan=CODE)
    assert any(one.label == "暂停" for one in opened.button) == keeps
    assert bool(opened.subheader) == sees


def test_filters_stand_in_the_address(tour: Tour, open_page: Opens) -> None:
    assert plans_listed(open_page("zhao", "inspection_plans", plans_q="shsb")) == [CODE]
    assert plans_listed(open_page("zhao", "inspection_plans", plans_q="sb-0002")) == [CODE]
    assert plans_listed(open_page("zhao", "inspection_plans", plans_kind="drill")) == []
    assert plans_listed(open_page("zhao", "inspection_plans", plans_category="给排水")) == [CODE]
    assert plans_listed(open_page("zhao", "inspection_plans", plans_in_use="active")) == [CODE]


def test_a_plan_is_added_and_nothing_typed_is_lost_when_it_is_refused(
    tour: Tour, cast: Cast, open_page: Opens
) -> None:
    at = open_page("zhao", "inspection_plans", plan="+")
    lifts = {"route_category": "电梯", "route_campus": None}
    at = typed(at, "new", name="电梯月保养", kind="maintenance", way="monthly", **lifts)
    at = pressed(at, "全部添加（1 台）")
    at = pressed(at, "保存计划")
    assert errors(at) == ["请选择在用的检查表。"] * 2  # at its field, and at the button far below it
    assert at.text_input[0].value == "电梯月保养"
    at = typed(at, "new", checklist_id=tour.checklist_id, team_id=cast.other_team)
    at = pressed(at, "保存计划")
    assert errors(at) == []
    made = next(one for one in all_plans(cast.db).values() if one.code != CODE)
    assert (made.name, made.kind, made.team_id) == ("电梯月保养", "maintenance", cast.other_team)
    assert made.rule.startswith("FREQ=MONTHLY;BYMONTHDAY=")
    assert len(stations(cast.db)[made.id]) == 1
    assert at.query_params["plan"] == made.code
    assert cast.db.value("SELECT count(*) FROM round WHERE plan_id = $id", id=made.id) > 0


def test_what_a_rule_means_is_shown_while_it_is_typed(tour: Tour, open_page: Opens) -> None:
    at = open_page("zhao", "inspection_plans", plan="+")
    at = typed(at, "new", way="text")
    at = typed(at, "new", rule="FREQ=MONTHLY;BYDAY=-1FR")
    assert any("每月最后一个周五" in one.value for one in at.markdown)
    at = typed(at, "new", rule="FREQ=SOMETIMES")
    assert any("FREQ=DAILY" in one.value for one in at.warning)
    at = typed(at, "new", way="own")
    at = typed(at, "new", freq="WEEKLY")
    assert [one.value for one in at.warning] == ["请至少选择一个星期几。"]
    at = typed(at, "new", weekdays=[0, 3], interval=2)
    assert any("每2周的周一、周四" in one.value for one in at.markdown)


def test_a_change_counts_from_a_day_on_and_says_beforehand_what_it_does(
    tour: Tour, cast: Cast, open_page: Opens
) -> None:
    at = open_page("zhao", "inspection_plans", plan=CODE)
    at = went_well(at.toggle[0].set_value(True).run())
    at = typed(at, tour.plan_id, minutes=50, way="weekly")
    at = pressed(at, "看看会改动什么")
    assert any("将新增" in one.value for one in at.info)
    assert the(cast, CODE).minutes == 20
    at = pressed(at, "保存修改")
    assert errors(at) == []
    assert (the(cast, CODE).minutes, the(cast, CODE).rule[:11]) == (50, "FREQ=WEEKLY")


def test_a_plan_is_paused_and_taken_up_again(tour: Tour, cast: Cast, open_page: Opens) -> None:
    at = pressed(open_page("zhao", "inspection_plans", plan=CODE), "暂停")
    assert not the(cast, CODE).active
    pressed(at, "恢复")
    assert the(cast, CODE).active


def test_certificates_are_listed_by_their_end_and_entered(tour: Tour, cast: Cast, open_page: Opens) -> None:
    today = clock.local_date(clock.now())
    lift = next(key["id"] for key in cast.db.rows("SELECT id FROM asset WHERE number = 'DT-01'"))
    said = Said(asset_id=lift, name="电梯定期检验", valid_until=today + timedelta(days=5))
    certificate_keeping.keep(cast.db, actor=SYSTEM, said=said, now=clock.now())
    at = open_page("sun", "inspection_plans", plans_tab="certificates")
    assert not at.dataframe  # the lift is the other team's
    at = open_page("zhao", "inspection_plans", plans_tab="certificates", asset="SB-0001")
    assert list(at.dataframe[0].value["剩余时间"]) == ["剩 5 天"]
    key = "certificate_newSB-0001_0_"
    at.session_state[key + "name"] = "电梯定期检验"
    at = pressed(at, "保存证书")
    assert errors(at) == ["请填写有效期至哪一天。"]
    at.session_state[key + "valid_until"] = today + timedelta(days=700)
    at = pressed(at, "保存证书")
    assert errors(at) == []
    assert {one.asset_id for one in certificates.current(cast.db)} == {lift, tour.assets[0]}


def test_certificates_that_end_soon_are_told_on_the_overview(
    tour: Tour, cast: Cast, open_page: Opens
) -> None:
    today = clock.local_date(clock.now())
    said = Said(asset_id=tour.assets[0], name="压力容器检验", valid_until=today + timedelta(days=5))
    certificate_keeping.keep(cast.db, actor=SYSTEM, said=said, now=clock.now())
    for who in ("zhao", "sun"):
        lines = [line for part in glance(open_page(who, "overview"))["lines"] for line in part["lines"]]
        assert [(line["text"], line["when"], line["tone"]) for line in lines] == [
            ("1号生活水泵 · SB-0001 · 压力容器检验", "剩 5 天", "late")
        ]


def test_what_is_typed_into_a_checklist_waits_until_it_is_published(tour: Tour, open_page: Opens) -> None:
    """AppTest cannot type into the table: what was typed is put where the page keeps it."""
    number = tour.checklist_id
    at = open_page("zhao", "inspection_plans", plans_tab="checklists", checklist=str(number))
    added = [{"words": "接地线完好", "kind": "是否正常"}]
    at.session_state[f"checklist_draft_{number}"] = {
        "added_rows": added,
        "edited_rows": {},
        "deleted_rows": [],
    }
    # The table is drawn anew, as after another part of the page: Streamlit has forgotten its own state.
    at.session_state[f"checklist_turn_{number}"] = 1
    at = went_well(at.run())
    assert any("有未发布的修改" in one.value for one in at.warning)
    assert list(at.session_state[f"checklist_held_{number}"][1])[-1]["words"] == "接地线完好"
    at = pressed(at, "发布第 2 版")
    assert not any("有未发布的修改" in one.value for one in at.warning)


def test_teams_are_found_by_their_initials(tour: Tour, open_page: Opens) -> None:
    at = open_page("zhao", "inspection_plans", plan="+")
    offered = next(one for one in at.selectbox if one.label == "班组").options
    assert any(words.endswith("sdb") for words in offered)
