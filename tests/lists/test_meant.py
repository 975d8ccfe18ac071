"""A word that names nothing is answered with what there is, and the same vocabulary is spoken everywhere."""

from __future__ import annotations

import pytest

from lib.core.errors import NotFound
from lib.lists import exchange
from lib.lists.cells import Named
from lib.lists.nearest import LOOKED_UP
from lib.lists.offered import named
from lib.store.database import Database
from lib.store.tables import table
from tests.lists.files import EN, ZH, bring, faults, kept, look

DEPARTMENT = {"code": "EK", "name": "儿科", "kind": "临床"}
SERVICE = {"code": "GD-99", "group_code": "供电", "name": "试", "kind": "维修", "severity": "一般"}


def reason(db: Database, name: str, attribute: str, row: dict[str, str]) -> str:
    return faults(look(db, name, row), ZH)[(2, attribute)]


def test_where_there_are_few_all_are_named(hospital: Database) -> None:
    said = reason(hospital, "departments", "campus", {**DEPARTMENT, "campus": "东院"})
    assert "东院" in said
    assert "BY 本部院区" in said


@pytest.mark.parametrize(("typed", "meant"), [("心内", "XXNK"), ("信息中心", "XXK"), ("xxnk2", "XXNK")])
def test_where_there_are_many_the_nearest_are_named(hospital: Database, typed: str, meant: str) -> None:
    row = {"number": "BY-NEU", "parent": "BY", "kind": "楼宇", "name": "新楼", "department": typed}
    said = reason(hospital, "places", "department", row)
    assert meant in said
    assert said.count(" / ") < 12


def test_where_there_is_nothing_yet_that_is_said(data: object, db: Database) -> None:
    said = reason(db, "departments", "campus", {**DEPARTMENT, "campus": "东院"})
    assert "还没有" in said


def test_looking_for_what_was_meant_ends(hospital: Database) -> None:
    cell = Named("Team", {f"T{n}": f"第{n}班" for n in range(100)})
    messages = set()
    for n in range(LOOKED_UP + 1):
        with pytest.raises(NotFound) as refused:
            cell.read(f"第{n}组")
        messages.add(refused.value.message)
    assert len(messages) == 2


def test_licences_are_words_outside_and_codes_inside(hospital: Database) -> None:
    content = exchange.export(hospital, named("services"), ZH, "csv").decode("utf-8-sig")
    assert "电工证" in content
    assert not [row["code"] for row in table("licences") if f",{row['code']}," in content]
    for typed in ("电工证", "electrician", "Electrician's licence"):
        bring(hospital, "services", {**SERVICE, "licence": typed, "name": typed})
        assert kept(hospital, "services")["GD-99"]["licence"] == "electrician"
    bring(hospital, "services", {**SERVICE, "licence": "登高证"})
    assert kept(hospital, "services")["GD-99"]["licence"] == "登高证"


def test_every_licence_a_service_asks_for_has_a_word() -> None:
    asked = {row["licence"] for row in table("services")} - {""}
    assert asked <= {row["code"] for row in table("licences")}


def test_skills_speak_the_same_words_and_keep_others(hospital: Database) -> None:
    row = {"username": "xin", "name": "新人", "roles": "维修人员", "team": "T01"}
    bring(hospital, "people", {**row, "skills": "电工证；electrician;会弹琴"})
    assert kept(hospital, "people")["xin"]["skills"] == ("electrician", "会弹琴")
    assert "电工证;会弹琴" in exchange.export(hospital, named("people"), ZH, "csv").decode("utf-8-sig")
    assert "Electrician" in exchange.export(hospital, named("people"), EN, "csv").decode("utf-8-sig")
    for name, attribute in (("people", "skills"), ("services", "licence")):
        column = next(one for one in named(name).columns(hospital) if one.attribute == attribute)
        assert "电工证" in column.cell.offered(ZH)


@pytest.mark.parametrize(
    ("name", "attribute", "words"),
    [
        ("contracts", "starts_on", "2026-1-5"),
        ("contracts", "ends_on", "2026-1-5"),
        ("vendors", "tax_rate", "6%"),
        ("vendors", "tax_rate", "0.06"),
        ("vendors", "vendor_type", "综合维修"),
    ],
)
def test_the_template_says_how_to_write_it(hospital: Database, name: str, attribute: str, words: str) -> None:
    column = next(one for one in named(name).columns(hospital) if one.attribute == attribute)
    assert words in exchange.note(named(name), column, ZH)
