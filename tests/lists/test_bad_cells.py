"""500 rows with 30 bad cells: each marked with its own reason and no other, nothing written before they are waived."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest

from lib.core.errors import Refusal
from lib.lists import exchange
from lib.lists.offered import named
from lib.people.roles import SYSTEM
from lib.store.database import Database
from tests.conftest import MONDAY
from tests.lists.files import ZH, faults, file, kept, look

pytestmark = pytest.mark.long

ROWS, BAD = 500, 30
Good = Callable[[int], Mapping[str, str]]
EARLIER = "…the key of an earlier row…"

ENDLESS = "长" * 30_000
CHOOSE, NOBODY, EMPTY = "Please choose", "There is no", "Please fill this in"
LONG, TWICE, DAY = "too long", "stands already in line 2", "is no day"
AMOUNT, NUMBER, BETWEEN = "not an amount", "is no number", "must lie between"


def departments(n: int) -> Mapping[str, str]:
    kind = ("临床", "医技", "administrative", "后勤")[n % 4]
    return {
        "code": f"K{n:03d}",
        "name": f"第{n}科",
        "kind": kind,
        "campus": "本部院区",
        "extension": f"{8000 + n}",
    }


def places(n: int) -> Mapping[str, str]:
    above = "BY-A" if n < 10 else f"N{n % 10:03d}"
    about = {"kind": "楼层" if n < 10 else "房间", "name": f"{n}室", "area_class": "临床"}
    return {"number": f"N{n:03d}", "parent": above, **about, "department": "XXNK", "notes": "", "active": "√"}


def vendors(n: int) -> Mapping[str, str]:
    return {
        "code": f"W{n:03d}",
        "name": f"第{n}公司",
        "vendor_type": "维修",
        "internal": "否",
        "tax_rate": "6%",
    }


def contracts(n: int) -> Mapping[str, str]:
    days = {"starts_on": "2026年1月5日", "ends_on": "2027/1/4"}
    return {
        "number": f"H-{n:03d}",
        "vendor": "V02",
        **days,
        "status": "active",
        "yearly_cents": "￥1,234,567.80",
    }


def teams(n: int) -> Mapping[str, str]:
    return {"code": f"B{n:03d}", "name": f"第{n}班", "vendor": "V02", "campus": "BY", "active": "是"}


def people(n: int) -> Mapping[str, str]:
    who = {"username": f"ren{n:03d}", "name": f"第{n}人", "phone": f"139{n:08d}"}
    return {**who, "roles": "维修人员", "team": "T01", "skills": "electrician；lift", "active": "是"}


def services(n: int) -> Mapping[str, str]:
    kind = {"group_code": "供电", "kind": "维修", "severity": "一般", "weight": "0.5", "team": "T01"}
    rest = {"people": "1", "visit": "是", "words": "灯不亮；灯坏了"}
    return {"code": f"GD-{n + 100}", "name": f"第{n}项", **kind, "vendor": "V02", **rest}


def promises(n: int) -> Mapping[str, str]:
    """For offices, 125 services in four severities: none of them is promised yet."""
    minutes = {"respond_minutes": "５", "arrive_minutes": "30", "complete_minutes": "1,440"}
    severity = ("emergency", "urgent", "normal", "low")[n % 4]
    code = _SERVICES[n // 4]
    hours = {"respond_calendar": "全天候", "arrive_calendar": "always", "complete_calendar": "全天候"}
    return {"severity": severity, "area_class": "office", "service_code": code, **minutes, **hours}


def materials(n: int) -> Mapping[str, str]:
    return {
        "code": f"C{n:03d}",
        "name": f"第{n}件",
        "unit": "个",
        "unit_cents": "¥1,200.50",
        "group_code": "GD",
    }


_SERVICES: list[str] = []

Wrong = Sequence[tuple[str, str, str]]
CASES: Mapping[str, tuple[Good, Wrong]] = {
    "departments": (
        departments,
        [
            ("code", "", EMPTY),
            ("code", EARLIER, TWICE),
            ("code", "K 9", "write it without"),
            ("code", "9" * 41, LONG),
            ("name", "", EMPTY),
            ("name", "科" * 61, LONG),
            ("kind", "", EMPTY),
            ("kind", "门诊", CHOOSE),
            ("campus", "东院区", NOBODY),
            ("extension", ENDLESS, LONG),
            ("cost_centre", "1" * 41, LONG),
            ("active", "也许", CHOOSE),
        ],
    ),
    "places": (
        places,
        [
            ("number", "", EMPTY),
            ("number", EARLIER, TWICE),
            ("number", "N;1", "write it without"),
            ("parent", "", "where it lies"),
            ("parent", "BY-Z9", "neither here nor in the file"),
            ("kind", "院区", "under no other"),
            ("kind", "楼宇", "Something larger"),
            ("kind", "房子", CHOOSE),
            ("kind", "", EMPTY),
            ("name", "", EMPTY),
            ("name", "室" * 61, LONG),
            ("area_class", "危险", CHOOSE),
            ("department", "XXXX", NOBODY),
            ("notes", "知" * 501, LONG),
            ("active", "2", CHOOSE),
        ],
    ),
    "vendors": (
        vendors,
        [
            ("code", "", EMPTY),
            ("code", EARLIER, TWICE),
            ("name", "", EMPTY),
            ("name", "司" * 101, LONG),
            ("vendor_type", "类" * 41, LONG),
            ("internal", "不知道", CHOOSE),
            ("tax_rate", "百分之六", NUMBER),
            ("tax_rate", "106%", "tax rate"),
            ("active", "在", CHOOSE),
        ],
    ),
    "contracts": (
        contracts,
        [
            ("number", "", EMPTY),
            ("number", EARLIER, TWICE),
            ("vendor", "", EMPTY),
            ("vendor", "V99", NOBODY),
            ("starts_on", "", EMPTY),
            ("starts_on", "2026-2-30", DAY),
            ("starts_on", "1/5/2026", DAY),
            ("ends_on", "明年", DAY),
            ("ends_on", "2025-12-31", "ends after it starts"),
            ("status", "好", CHOOSE),
            ("yearly_cents", "十万", AMOUNT),
            ("yearly_cents", "-1", "below zero"),
            ("yearly_cents", "12,50", AMOUNT),
        ],
    ),
    "teams": (
        teams,
        [
            ("code", "", EMPTY),
            ("code", EARLIER, TWICE),
            ("name", "", EMPTY),
            ("name", "班" * 61, LONG),
            ("vendor", "V99 没有", NOBODY),
            ("campus", "东院区", NOBODY),
            ("active", "不一定", CHOOSE),
            ("campus", "BY-A", NOBODY),
        ],
    ),
    "people": (
        people,
        [
            ("username", "", EMPTY),
            ("username", EARLIER, TWICE),
            ("username", "li si", "write it without"),
            ("name", "", EMPTY),
            ("phone", "1" * 31, LONG),
            ("roles", "院长", "no role"),
            ("roles", "班组长", "that reach"),
            ("roles", "维修人员;班组长:班组:T99", NOBODY),
            ("roles", "班组长:科室:XXNK", "that reach"),
            ("roles", "管理员:BY", "without a reach"),
            ("roles", "报修人", "no role"),
            ("team", "T99", NOBODY),
            ("team", "", "belongs to a team"),
            ("skills", "证" * 61, LONG),
            ("active", "停", CHOOSE),
        ],
    ),
    "services": (
        services,
        [
            ("code", "", EMPTY),
            ("code", EARLIER, TWICE),
            ("group_code", "", EMPTY),
            ("group_code", "供油", NOBODY),
            ("name", "", EMPTY),
            ("kind", "", EMPTY),
            ("kind", "修理一下", CHOOSE),
            ("severity", "非常急", CHOOSE),
            ("weight", "重", NUMBER),
            ("weight", "0", "between 0 and 100"),
            ("team", "T99", NOBODY),
            ("vendor", "V99", NOBODY),
            ("people", "0", BETWEEN),
            ("people", "1.5", "whole number"),
            ("visit", "看情况", CHOOSE),
            ("words", "话" * 61, LONG),
        ],
    ),
    "promises": (
        promises,
        [
            ("severity", "", EMPTY),
            ("severity", "十万火急", CHOOSE),
            ("area_class", "危险", CHOOSE),
            ("service_code", "GD-99", NOBODY),
            ("respond_minutes", "", EMPTY),
            ("respond_minutes", "五分钟", NUMBER),
            ("respond_minutes", "0", BETWEEN),
            ("arrive_minutes", "4", "follow each other"),
            ("complete_minutes", "29", "follow each other"),
            ("complete_minutes", "1e9", NUMBER),
            ("respond_calendar", "夜班", CHOOSE),
            ("note", "注" * 201, LONG),
            ("active", "否", "no such promise"),
        ],
    ),
    "materials": (
        materials,
        [
            ("code", "", EMPTY),
            ("code", EARLIER, TWICE),
            ("name", "", EMPTY),
            ("unit", "", EMPTY),
            ("unit", "个" * 11, LONG),
            ("unit_cents", "", EMPTY),
            ("unit_cents", "免费", AMOUNT),
            ("unit_cents", "-3", "below zero"),
            ("unit_cents", "1.005", AMOUNT),
            ("group_code", "油", NOBODY),
            ("active", "半", CHOOSE),
        ],
    ),
}


@pytest.fixture
def ready(hospital: Database) -> Database:
    _SERVICES[:] = [row["code"] for row in hospital.rows("SELECT code FROM service ORDER BY code")]
    return hospital


def spoilt(name: str) -> tuple[list[dict[str, str]], dict[tuple[int, str], str]]:
    """The rows, and where which reason is expected."""
    good, wrong = CASES[name]
    rows = [dict(good(n)) for n in range(ROWS)]
    expected: dict[tuple[int, str], str] = {}
    for number in range(BAD):
        attribute, text, reason = wrong[number % len(wrong)]
        at = ROWS - 1 - number * (ROWS // 40)
        rows[at][attribute] = rows[0][attribute] if text == EARLIER else text
        expected[(at + 2, attribute)] = reason
    return rows, expected


@pytest.mark.parametrize("name", CASES)
def test_each_bad_cell_is_marked_with_its_reason_and_the_others_are_written(
    ready: Database, name: str
) -> None:
    rows, expected = spoilt(name)
    before = exchange.export(ready, named(name), ZH, "csv")
    preview = look(ready, name, *rows)
    found = faults(preview)
    assert found.keys() == expected.keys()
    assert [place for place, reason in expected.items() if reason not in found[place]] == []
    assert len(found) == BAD
    with pytest.raises(Refusal):
        exchange.write(ready, preview, actor=SYSTEM, now=MONDAY)
    with pytest.raises(Refusal):
        exchange.write(ready, preview, actor=SYSTEM, now=MONDAY, waived=preview.wrong[1:])
    assert exchange.export(ready, named(name), ZH, "csv") == before

    written = exchange.write(ready, preview, actor=SYSTEM, now=MONDAY, waived=preview.wrong)
    assert (written.new, written.changed, written.waived) == (len(rows) - BAD, 0, BAD)
    right = [row for line, row in enumerate(rows, start=2) if line not in preview.wrong]
    again = look(ready, name, *right)
    assert again.count("unchanged") == len(right)
    there = kept(ready, name)
    assert all(
        set(row.draft.values.items()) <= set(there[" ".join(row.draft.key)].items()) for row in again.rows
    )


def test_the_reasons_are_said_in_chinese(ready: Database) -> None:
    rows, _ = spoilt("places")
    said = faults(look(ready, "places", *rows), ZH).values()
    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in words) and "{" not in words for words in said)
    assert file(ready, "places", rows)
