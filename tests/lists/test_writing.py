"""What a checked file does, and what it leaves alone."""

from __future__ import annotations

import json

import pytest

from lib.core.errors import Refusal, TooLate
from lib.lists import exchange
from lib.lists.preview import Change
from lib.people import organisation
from lib.people.roles import SYSTEM
from tests.conftest import MONDAY, Cast
from tests.lists.files import bring, faults, kept, look

NEW = {"code": "EK", "name": "儿科", "kind": "临床", "extension": "8201"}
WARD = {"code": "XXNK", "name": "心血管内科", "kind": "临床"}


def test_a_row_is_found_by_its_key_however_it_is_spelt(cast: Cast) -> None:
    preview = look(cast.db, "departments", {**WARD, "code": "ｘｘｎｋ", "name": "心内科"})
    row = preview.rows[0]
    assert (row.outcome, row.key) == ("changed", "XXNK")
    assert row.changes == {"name": Change("心血管内科", "心内科")}


def test_rows_and_columns_that_are_not_in_the_file_stay(cast: Cast) -> None:
    before = kept(cast.db, "departments")
    new = {"code": "EK", "name": "儿科", "kind": "临床"}
    written = bring(cast.db, "departments", {**WARD, "name": "心内科"}, new)
    after = kept(cast.db, "departments")
    assert (written.new, written.changed, written.unchanged, written.waived) == (1, 1, 0, 0)
    assert after["GK"] == before["GK"]
    assert after["XXNK"] == {**before["XXNK"], "name": "心内科"}
    assert after["EK"]["active"] is True


def test_an_emptied_cell_is_emptied_and_a_needed_one_refused(cast: Cast) -> None:
    preview = look(cast.db, "departments", {**WARD, "extension": ""}, {**NEW, "name": "　"})
    assert preview.rows[0].changes == {"extension": Change("8101", "")}
    assert faults(preview) == {(3, "name"): "Please fill this in."}


def test_taking_out_of_use_is_a_column(cast: Cast) -> None:
    bring(cast.db, "departments", {**WARD, "active": "否"})
    assert organisation.departments(cast.db)[cast.ward].active is False


def test_one_line_in_the_log_says_what_was_brought(cast: Cast) -> None:
    preview = look(cast.db, "departments", NEW, {**WARD, "name": "心内科"}, {**NEW, "code": ""})
    exchange.write(cast.db, preview, actor=cast.actor("admin"), now=MONDAY, waived=[4])
    lines = cast.db.rows("SELECT * FROM audit WHERE act = 'list_imported'")
    assert [(line["actor_id"], line["object"]) for line in lines] == [(cast.people["admin"], "departments")]
    counts = {"new": 1, "changed": 1, "unchanged": 0, "wrong": 1}
    assert json.loads(lines[0]["facts"]) == {**counts, "keys": ["EK", "XXNK"]}


def test_what_would_now_do_something_else_is_not_done(cast: Cast) -> None:
    adds, changes = (
        look(cast.db, "departments", NEW),
        look(cast.db, "departments", {**WARD, "name": "心内科"}),
    )
    bring(cast.db, "departments", {**NEW, "name": "小儿科"}, {**WARD, "name": "心脏内科"})
    for preview in (adds, changes):
        with pytest.raises(TooLate):
            exchange.write(cast.db, preview, actor=SYSTEM, now=MONDAY)
    assert kept(cast.db, "departments")["EK"]["name"] == "小儿科"


def test_a_reference_that_is_gone_meanwhile_is_not_written(cast: Cast) -> None:
    preview = look(cast.db, "teams", {"code": "T50", "name": "新班", "vendor": "V02"})
    organisation.save(
        cast.db,
        "vendor",
        {"id": cast.vendor, "code": "V02", "name": "安工匠", "active": False},
        actor=SYSTEM,
        now=MONDAY,
    )
    with pytest.raises(TooLate):
        exchange.write(cast.db, preview, actor=SYSTEM, now=MONDAY)


def test_what_changed_elsewhere_does_not_matter(cast: Cast) -> None:
    preview = look(cast.db, "departments", NEW)
    bring(cast.db, "departments", {**WARD, "name": "心内科"})
    assert exchange.write(cast.db, preview, actor=SYSTEM, now=MONDAY).new == 1


def test_a_right_row_cannot_be_left_out_by_mistake(cast: Cast) -> None:
    with pytest.raises(Refusal):
        exchange.write(cast.db, look(cast.db, "departments", NEW), actor=SYSTEM, now=MONDAY, waived=[2])


def test_what_nobody_could_type_today_stays_right_while_nobody_touches_it(cast: Cast) -> None:
    with cast.db.transaction() as tx:
        tx.execute("UPDATE department SET name = $name, kind = 'gone' WHERE code = 'GK'", name="骨" * 200)
    rows = [{"code": "GK", "name": "骨" * 200, "kind": "gone", "extension": "1"}]
    assert look(cast.db, "departments", *rows).rows[0].changes.keys() == {"extension"}


def test_a_contract_is_kept_in_cents_and_days(cast: Cast) -> None:
    contract = {
        "number": "HT-1",
        "vendor": "安工匠",
        "starts_on": "2026/1/5",
        "ends_on": "2027年1月4日",
        "status": "执行中",
    }
    preview = look(cast.db, "contracts", {**contract, "status": "active", "yearly_cents": "￥4,380,000.5"})
    exchange.write(cast.db, preview, actor=SYSTEM, now=MONDAY)
    made = organisation.contracts(cast.db)[0]
    assert (made.vendor_id, made.yearly_cents, made.ends_on.isoformat()) == (
        cast.vendor,
        438000050,
        "2027-01-04",
    )


def test_a_finished_ticket_keeps_the_price_it_had_and_the_material_gets_the_new_one(cast: Cast) -> None:
    bring(cast.db, "materials", {"code": "M001", "name": "灯管", "unit": "支", "unit_cents": "15"})
    assert cast.db.value("SELECT unit_cents FROM material WHERE code = 'M001'") == 1500


def test_the_group_and_kind_of_a_service_stay(cast: Cast) -> None:
    service = {"code": "GD-01", "group_code": "GS", "name": "灯", "kind": "投诉", "severity": "一般"}
    found = faults(look(cast.db, "services", service))
    assert found.keys() == {(2, "group_code"), (2, "kind")}
    assert found[(2, "group_code")] == "This stays as it is: GD 供电"


def test_the_service_of_those_who_cannot_say_stays_in_use(cast: Cast) -> None:
    rest = {"group_code": "XX", "name": "说不清", "kind": "repair", "severity": "normal"}
    assert faults(look(cast.db, "services", {"code": "XX-00", **rest, "active": "否"})).keys() == {
        (2, "active")
    }
