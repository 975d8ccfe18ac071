"""Cells of the tables of departments, services, promises, materials, places, with what nobody can mean by them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from lib.catalog import promises, upkeep
from lib.core import clock
from lib.core.errors import Refusal
from lib.core.i18n import Language, explain
from lib.notifications import announcements
from lib.people import accounts, organisation
from lib.people.granting import granted
from lib.places import upkeep as places
from tests.hostile.conftest import SCRIPT, Clinic

LEFT, RIGHT = date(2026, 1, 1), date(2026, 12, 31)


def service(clinic: Clinic, **changes: Any) -> None:
    upkeep.change_service(
        clinic.db, actor=clinic.cast.actor("admin"), code="GD-01", changes=changes, now=clock.now()
    )


def promise(clinic: Clinic, **minutes: Any) -> None:
    first = min(promises.all_promises(clinic.db))
    said = {"respond": 5, "arrive": 15, "complete": 240} | minutes
    upkeep.change_promise(
        clinic.db, actor=clinic.cast.actor("admin"), promise_id=first, minutes=said, now=clock.now()
    )


def material(clinic: Clinic, **values: Any) -> None:
    said = {"code": "M1", "name": "灯管", "unit_cents": 100} | values
    upkeep.save_material(clinic.db, actor=clinic.cast.actor("admin"), values=said, now=clock.now())


def kept(table: str, given: Mapping[str, Any]) -> Callable[..., None]:
    def save(clinic: Clinic, **values: Any) -> None:
        said = dict(given) | values
        if table == "contract":
            said |= {"vendor_id": clinic.cast.vendor}
        organisation.save(clinic.db, table, said, actor=clinic.cast.actor("admin"), now=clock.now())

    return save


department = kept("department", {"code": "NEW", "name": "新科室", "kind": "clinical"})
contract = kept(
    "contract", {"number": "HT-1", "status": "active", "starts_on": LEFT, "ends_on": RIGHT, "yearly_cents": 1}
)


def place(clinic: Clinic, **changes: Any) -> None:
    places.change_place(
        clinic.db,
        actor=clinic.cast.actor("admin"),
        location_id=clinic.cast.room,
        changes=changes,
        now=clock.now(),
    )


def new_place(clinic: Clinic, **words: Any) -> None:
    said = {"number": "BY-A-12-9", "name": "九号", "kind": "room", "area_class": ""} | words
    places.add_place(clinic.db, actor=clinic.cast.actor("admin"), parent_id=1, now=clock.now(), **said)


def day(clinic: Clinic, **values: Any) -> None:
    said: dict[str, Any] = {"day": LEFT, "kind": "closed", "note": ""} | values
    upkeep.set_day(clinic.db, actor=clinic.cast.actor("admin"), now=clock.now(), **said)


def account(clinic: Clinic, **values: Any) -> None:
    said = {"username": "new", "name": "新人", "password": "correct horse 8", "grants": []} | values
    accounts.create(clinic.db, actor=clinic.cast.actor("admin"), now=clock.now(), **said)


def notice(clinic: Clinic, **values: Any) -> None:
    said = {"title": "停水", "body": "", "kind": "notice", "expires_at": None} | values
    announcements.publish(clinic.db, actor=clinic.cast.actor("admin"), now=clock.now(), **said)


def role(clinic: Clinic, **values: Any) -> None:
    granted(clinic.db, values["said"])


# what is typed · where · the cells · what is read
CELLS: list[tuple[str, Callable[..., None], dict[str, Any], str]] = [
    ("a weight taken out", service, {"weight": None}, "权重"),
    ("a weight of nothing", service, {"weight": 0}, "权重"),
    ("a weight below nothing", service, {"weight": -1.5}, "权重"),
    ("a weight of 10^12", service, {"weight": 1e12}, "权重"),
    ("a weight that is no number", service, {"weight": float("nan")}, "权重"),
    ("a weight in words", service, {"weight": "abc"}, "权重"),
    ("no name", service, {"name": "  "}, "请填写"),
    ("a name taken out", service, {"name": None}, "请填写"),
    ("a name nobody can see", service, {"name": "\u200b\0"}, "请填写"),
    ("a severity nobody knows", service, {"severity": "magic"}, "请从列表中选择"),
    ("a team there never was", service, {"team_id": 99999}, "请从列表中选择"),
    ("nothing changed", service, {}, "没有"),
    ("a promise of no minutes", promise, {"respond": 0}, "大于 0"),
    ("a promise below nothing", promise, {"respond": -5}, "大于 0"),
    ("a promise of 10^12 minutes", promise, {"complete": 10**12}, "一年"),
    ("a promise that arrives before it answers", promise, {"respond": 60, "arrive": 5}, "依次"),
    ("a price below nothing", material, {"unit_cents": -1}, "单价"),
    ("a material without a name", material, {"name": " "}, "名称"),
    ("a material nobody can see", material, {"name": "\u200b"}, "名称"),
    ("a material without a code", material, {"code": None}, "编码"),
    ("a price no purse could pay", material, {"unit_cents": 10**18}, "单价"),
    ("a department without a code", department, {"code": ""}, "编码"),
    ("a department without a name", department, {"name": None}, "名称"),
    ("a department whose code is taken", department, {"code": "GK"}, "已"),
    ("a department of a kind nobody knows", department, {"kind": "magic"}, "请从列表中选择"),
    ("a contract that ends before it starts", contract, {"starts_on": RIGHT, "ends_on": LEFT}, "合同"),
    ("a contract without a beginning", contract, {"starts_on": None}, "起止"),
    ("a contract without an end", contract, {"ends_on": None}, "起止"),
    ("a contract of a state nobody knows", contract, {"status": "magic"}, "请从列表中选择"),
    ("a place without a name", place, {"name": ""}, "名称"),
    ("a place nobody can see", place, {"name": "\u200b"}, "名称"),
    ("an area nobody knows", place, {"area_class": "magic"}, "请从列表中选择"),
    ("a place whose number is taken", new_place, {"number": "BY-A"}, "已"),
    ("a place without a number", new_place, {"number": " "}, "编号"),
    ("a place of a kind nobody knows", new_place, {"kind": "magic"}, "请从列表中选择"),
    ("a day of a kind nobody knows", day, {"kind": "magic"}, "请从列表中选择"),
    ("an account without a name", account, {"name": " "}, "用户名"),
    ("an account with spaces", account, {"username": "new man"}, "用户名"),
    ("an account that is there", account, {"username": " WANG "}, "已被"),
    ("an account nobody can see", account, {"username": "\u200b"}, "用户名"),
    ("a password of four", account, {"password": "abcd"}, "至少"),
    ("a notice without a title", notice, {"title": "\u3000"}, "标题"),
    ("a notice of a kind nobody knows", notice, {"kind": "magic"}, "请从列表中选择"),
    ("a notice that is over", notice, {"expires_at": clock.now()}, "已经"),
    ("a role nobody knows", role, {"said": "king"}, "king"),
    ("a role with a team there never was", role, {"said": "leader:team:T77"}, "T77"),
    ("a role of colons", role, {"said": ":::::"}, ""),
    ("a role of script", role, {"said": SCRIPT}, ""),
]  # fmt: skip


TABLES = (
    *("service", "promise", "material", "department", "contract", "location", "calendar_day", "account"),
    "announcement",
)


@pytest.mark.parametrize(("done", "save", "cells", "words"), CELLS, ids=[row[0] for row in CELLS])
def test_a_cell_nobody_can_mean(
    clinic: Clinic, done: str, save: Callable[..., None], cells: dict[str, Any], words: str
) -> None:
    before = clinic.db.version(TABLES)
    with pytest.raises(Refusal) as refused:
        save(clinic, **cells)
    assert words in explain(Language.ZH, refused.value)
    assert before == clinic.db.version(TABLES)


def test_cells_that_may_be_empty_may_be_emptied(clinic: Clinic) -> None:
    service(clinic, name_en=None, words=None)
    department(clinic, extension=None, cost_centre=None, active=None, campus_id=None)
    row = clinic.db.row("SELECT extension, cost_centre, active, campus_id FROM department WHERE code = 'NEW'")
    assert row == {"extension": "", "cost_centre": "", "active": True, "campus_id": None}
