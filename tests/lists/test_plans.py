"""Plans from Excel: 500 rows of the template with 30 bad cells, each marked with its reason, nothing written before."""

from __future__ import annotations

from datetime import date, time

import polars as pl
import pytest

from lib.core.errors import Refusal
from lib.inspections import plan_checks
from lib.inspections.plan_figures import stations
from lib.inspections.plan_keeping import save_plan
from lib.inspections.plans import Slot, all_plans
from lib.lists import exchange
from lib.lists.offered import named
from lib.lists.plan_cells import HowOften, Slots
from lib.people.roles import SYSTEM, Actor, Grant, Role, Scope
from lib.store.database import Database
from lib.store.sheets import reading, writing
from lib.tickets.by import By
from tests.conftest import MONDAY, Cast
from tests.lists.files import ZH, faults, file, headings, look, shown

ROWS = 500
KINDS = ("巡检", "保养", "法定检验", "演练")
OFTEN = ("日巡查", "每周", "每月两次", "月大检", "每季度", "每半年", "每年", "FREQ=MONTHLY;BYDAY=-1FR")

# Line of the file, column, what stands there, and how its reason begins.
BAD: tuple[tuple[int, str, str, str], ...] = (
    (3, "code", "JH" * 32, "This is too long: 64 characters, 32 are the most."),
    (12, "code", "JH-0000", "The same stands already in line 2."),
    (25, "code", "JH 25", "Please write it without “ ”: letters, digits and - _ . / # ( ) are fine."),
    (37, "name", "", "Please fill this in."),
    (48, "name", "名" * 61, "This is too long: 61 characters, 60 are the most."),
    (60, "kind", "检查", "Please choose one of these: 巡检 / 保养 / 法定检验 / 演练"),
    (77, "checklist", "锅炉检查表", "There is no Checklist “锅炉检查表” here; there are: 电梯月检表"),
    (90, "route", "", "Please fill this in."),
    (101, "route", "DT-01、DT-99", "Stop 2, “DT-99”, is no asset and no place here"),
    (118, "route", "DT-01;DT-02;DT-01", "“DT-01” stands there twice, as stop 1 and stop 3."),
    (133, "route", "DT-00", "“DT-00” is out of use."),
    (149, "how_often", "", "Please fill this in."),
    (
        166,
        "how_often",
        "偶尔",
        "“偶尔” is no rhythm; please write one of these, or a rule such as FREQ=MONTHLY;BYDAY",
    ),
    (
        180,
        "how_often",
        "FREQ=HOURLY",
        "A rule says how often: FREQ=DAILY, FREQ=WEEKLY, FREQ=MONTHLY, FREQ=YEARLY, not “HOURLY”.",
    ),
    (197, "how_often", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "No day ever fits this rule."),
    (
        214,
        "how_often",
        "FREQ=MONTHLY;COUNT=3",
        "“COUNT” cannot be used in a rule: the plan itself says when it ends.",
    ),
    (230, "starts_on", "", "Please fill this in."),
    (246, "starts_on", "2026-2-30", "“2026-2-30” is no day; please write it like 2026-1-5."),
    (262, "ends_on", "2026-01-01", "The last day cannot lie before the first."),
    (279, "slots", "上午", "“上午” is no span of the day; please write it like 08:00-16:00."),
    (295, "slots", "08:00-16:00,12:00-20:00", "The spans 08:00-16:00 and 12:00-20:00 overlap."),
    (311, "early_days", "-1", "The number must lie between 0 and 366."),
    (327, "late_days", "两天", "“两天” is no number."),
    (343, "minutes", "0", "The number must lie between 1 and 1440."),
    (360, "person", "查无此人", "There is no Person “查无此人” here"),
    (
        377,
        "post",
        "T01 白班",
        "Only one of person, post, team and vendor can do it; 李师傅 stands there already.",
    ),
    (394, "vendor", "V99", "There is no Vendor “V99” here; there are: V02 安工匠"),
    (411, "holidays", "看情况", "Please choose one of these: 节假日照常 / 节假日跳过 / 顺延到下一工作日"),
    (428, "season", "冬季", "A season is written with its first and last day, such as 11-15..03-15."),
    (445, "active", "也许", "Please choose one of these: 是 / 否"),
)


@pytest.fixture
def ready(cast: Cast) -> Cast:
    """Nine lifts, one of them retired; a checklist; a post."""
    with cast.db.transaction() as tx:
        rows = [
            {
                "id": n + 1,
                "number": f"DT-{n:02}",
                "name": f"{n}号客梯",
                "category": "电梯",
                "location_id": cast.room,
                "criticality": "critical",
                "status": "retired" if n == 0 else "in_use",
            }
            for n in range(10)
        ]
        tx.append("asset", pl.DataFrame(rows))
        tx.insert("checklist", {"id": 1, "name": "电梯月检表", "version": 1})
        tx.insert("checklist_version", {"checklist_id": 1, "version": 1, "made_at": MONDAY})
        post = {"id": 1, "team_id": cast.team, "name": "白班", "kind": "day", "phone": "", "active": True}
        tx.insert("post", post | {"starts": time(8), "ends": time(16)})
    return cast


def row(n: int) -> dict[str, str]:
    """A plan as somebody in the office would write it."""
    return {
        "code": f"JH-{n:04}",
        "name": f"{n}号计划",
        "kind": KINDS[n % 4],
        "checklist": "电梯月检表",
        "route": "DT-01、DT-02\nBY-A-12-1203;dt-0" + str(3 + n % 7),
        "how_often": OFTEN[n % len(OFTEN)],
        "starts_on": "2026/11/20",
        "ends_on": "",
        "slots": ("", "全天", "08:00-12:00", "8:00～11:30，13:00至17:00")[n % 4],
        "early_days": "",
        "late_days": str(n % 3),
        "lead_days": "1",
        "person": "李师傅" if n % 4 == 3 else "",
        "post": "t01白班" if n % 4 == 2 else "",
        "team": "水电班" if n % 4 == 1 else "",
        "vendor": "",
        "campus": "",
        "holidays": "节假日跳过" if n % 2 else "",
        "season": "",
        "minutes": "45",
        "basis": "",
        "carries": "√",
        "active": "",
    }


def filled(db: Database, rows: list[dict[str, str]]) -> bytes:
    """The headings of the product's own template, these rows typed below them."""
    columns = reading.read(exchange.template(db, named("plans"), ZH, "xlsx")).columns
    assert headings(db, "plans", list(rows[0])) == list(columns)
    return writing.workbook("计划", columns, [list(one.values()) for one in rows])


def spoilt() -> list[dict[str, str]]:
    rows = [row(n) for n in range(ROWS)]
    for line, column, text, _ in BAD:
        rows[line - 2][column] = text
        if column == "slots":
            rows[line - 2]["how_often"] = "每月"
    # A post beside a person, and no vendor beside a team.
    rows[377 - 2]["person"], rows[394 - 2]["team"] = "李师傅", ""
    return rows


@pytest.mark.long
def test_of_500_plans_with_30_bad_cells_each_is_marked_with_its_reason_and_nothing_is_written(
    ready: Cast,
) -> None:
    db, rows = ready.db, spoilt()
    preview = shown(db, "plans", filled(db, rows))
    found = faults(preview)
    assert len(preview.rows) == ROWS
    assert sorted(found) == sorted((line, column) for line, column, _, _ in BAD)
    assert {
        (line, column): (found[line, column], reason)
        for line, column, _, reason in BAD
        if not found[line, column].startswith(reason)
    } == {}
    said = faults(preview, ZH)
    assert said[101, "route"].startswith("第 2 站“DT-99”既不是设备也不是位置")
    assert said[377, "post"] == "人员、岗位、班组、维保单位只能填一项，这一行已填“李师傅”。"
    with pytest.raises(Refusal):
        exchange.write(db, preview, actor=SYSTEM, now=MONDAY)
    assert not all_plans(db)
    assert db.value("SELECT count(*) FROM round") == 0
    assert db.value("SELECT count(*) FROM plan_stop") == 0

    good = [one for line, one in enumerate(rows, 2) if line not in preview.wrong]
    right = shown(db, "plans", filled(db, good))
    written = exchange.write(db, right, actor=SYSTEM, now=MONDAY)
    assert (written.new, written.waived) == (ROWS - len(BAD), 0)
    assert len(all_plans(db)) == ROWS - len(BAD)
    assert {len(stops) for stops in stations(db).values()} == {4}
    planned = {one["plan_id"] for one in db.rows("SELECT DISTINCT plan_id FROM round")}
    assert planned == set(all_plans(db))
    # What was brought in goes out and comes back as it is.
    again = shown(db, "plans", exchange.export(db, named("plans"), ZH, "xlsx"))
    assert again.count("unchanged") == ROWS - len(BAD)


def test_a_row_becomes_a_plan_with_its_route_and_its_rounds(ready: Cast) -> None:
    db = ready.db
    preview = look(db, "plans", row(1))
    exchange.write(db, preview, actor=ready.actor("zhao"), now=MONDAY)
    [plan] = all_plans(db).values()
    assert (plan.rule, plan.team_id, plan.late_days) == ("FREQ=WEEKLY;BYDAY=FR", ready.team, 1)
    assert plan.campus_id is not None
    places = [(stop.asset_id, stop.location_id) for stop in stations(db)[plan.id]]
    assert places == [(2, None), (3, None), (None, ready.room), (5, None)]
    first = db.value("SELECT min(occurs_on) FROM round WHERE plan_id = $id", id=plan.id)
    assert first == date(2026, 11, 20)


def test_rows_without_a_number_are_new_plans_numbered_by_themselves(ready: Cast) -> None:
    db = ready.db
    preview = look(db, "plans", row(1) | {"code": ""}, row(2) | {"code": " "})
    assert (faults(preview), preview.count("new")) == ({}, 2)
    exchange.write(db, preview, actor=SYSTEM, now=MONDAY)
    assert [one.code for one in all_plans(db).values()] == ["P0001", "P0002"]


def test_rules_go_out_in_words_and_come_back(ready: Cast) -> None:
    db = ready.db
    typed = row(1) | {"how_often": "每3个月的第3个周二", "starts_on": "2026-11-24"}
    exchange.write(db, look(db, "plans", typed), actor=SYSTEM, now=MONDAY)
    [plan] = all_plans(db).values()
    assert plan.rule == "FREQ=MONTHLY;INTERVAL=3;BYDAY=3TU"
    out = exchange.export(db, named("plans"), ZH, "csv")
    assert "每3个月的第3个周二" in out.decode("utf-8-sig")
    assert shown(db, "plans", out).count("unchanged") == 1


def test_a_changed_row_changes_the_rounds_nobody_has_begun(ready: Cast) -> None:
    db = ready.db
    exchange.write(db, look(db, "plans", row(1)), actor=SYSTEM, now=MONDAY)
    changed = row(1) | {"how_often": "每天", "slots": "09:00-10:00"}
    preview = look(db, "plans", changed)
    assert set(preview.rows[0].changes) == {"how_often", "slots"}
    assert preview.rows[0].changes["how_often"].before == "每周（周小检）"
    exchange.write(db, preview, actor=SYSTEM, now=MONDAY)
    assert {r["slot"] for r in db.rows("SELECT DISTINCT slot FROM round")} == {"09:00-10:00"}
    [plan] = all_plans(db).values()
    assert (plan.rule, plan.version) == ("FREQ=DAILY", 2)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("日巡查", "daily"),
        ("周小检", "weekly"),
        ("月大检", "monthly"),
        ("每月（月大检）", "monthly"),
        ("每 季 度", "quarterly"),
        ("每月两次", "semimonthly"),
        ("Every half-year", "half_yearly"),
        ("freq=monthly; byday=-1fr", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("RRULE:FREQ=DAILY", "FREQ=DAILY"),
        ("每月3日、18日", "FREQ=MONTHLY;BYMONTHDAY=3,18"),
        ("每周一、三", "FREQ=WEEKLY;BYDAY=MO,WE"),
        ("每月最后一个周五", "FREQ=MONTHLY;BYDAY=-1FR"),
    ],
)
def test_rhythms_are_understood_as_people_write_them(typed: str, kept: str) -> None:
    assert HowOften().read(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("08:00-16:00", [(8, 16)]),
        ("16:00至24:00，0800～1600", [(8, 16), (16, 0)]),
        ("8:00 - 9:00; 10:00—11:00", [(8, 9), (10, 11)]),
        ("三班", [(0, 8), (8, 16), (16, 0)]),
        ("全天", [(0, 0)]),
    ],
)
def test_parts_of_the_day_are_understood_as_people_write_them(
    typed: str, kept: list[tuple[int, int]]
) -> None:
    assert Slots().read(typed) == tuple(Slot(time(first), time(last)) for first, last in kept)


def test_somebody_of_one_campus_brings_back_no_others_plans(ready: Cast) -> None:
    elsewhere = Actor(account_id=1, name="", grants=frozenset({Grant(Role.DISPATCHER, Scope.CAMPUS, 99)}))
    content = file(ready.db, "plans", [row(1)])
    preview = exchange.preview(ready.db, named("plans"), content, language=ZH, actor=elsewhere, now=MONDAY)
    assert faults(preview) == {(2, "campus"): "The plans there are kept by others."}


@pytest.mark.long
def test_a_file_makes_the_same_rounds_as_the_form(ready: Cast) -> None:
    db = ready.db
    rows = [row(n) for n in range(8)]
    # One whose first round lies beyond the days made ahead, one counted from completion, one not in use.
    rows += [
        row(8) | {"starts_on": "2027-9-1"},
        row(10) | {"basis": "自上次完成起算"},
        row(9) | {"active": "否"},
    ]
    exchange.write(db, look(db, "plans", *rows), actor=SYSTEM, now=MONDAY)
    columns = "occurs_on, slot, day, opens_at, closes_at, checklist_version, route, stops, team_id, post_id, account_id"
    sql = f"SELECT {columns} FROM round WHERE plan_id = $id ORDER BY occurs_on, slot"
    for plan in list(all_plans(db).values()):
        values = {**plan_checks.like(plan), "code": "", "active": plan.active}
        stops = [(stop.asset_id, stop.location_id) for stop in stations(db)[plan.id]]
        typed = save_plan(db, values=values, stops=stops, by=By(actor=ready.actor("zhao"), now=MONDAY)).plan
        assert db.rows(sql, id=plan.id) == db.rows(sql, id=typed.id)
        assert bool(db.rows(sql, id=plan.id)) == plan.active
        assert all_plans(db)[plan.id].made_until == all_plans(db)[typed.id].made_until


def test_what_the_template_offers_can_be_brought_in(ready: Cast) -> None:
    for column in named("plans").columns(ready.db):
        for offered in column.cell.offered(ZH):
            column.cell.read(offered)
