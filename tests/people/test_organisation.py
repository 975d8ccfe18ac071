"""Departments, teams, vendors and contracts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lib.core.errors import NotAllowed, Refusal, WrongInput
from lib.people import audit, organisation
from lib.people.roles import SYSTEM, Matter


def save(cast: Any, now: Any, table: str, **values: Any) -> int:
    return organisation.save(cast.db, table, values, actor=cast.actor("admin"), now=now)


def contract(cast: Any, now: Any, **more: Any) -> int:
    said = {
        "number": "HT-1",
        "vendor_id": cast.vendor,
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 12, 31),
        "status": "active",
        "yearly_cents": 12_000_000,
    }
    return save(cast, now, "contract", **said | more)


def test_what_is_added_is_there_at_once(cast: Any, now: Any) -> None:
    new = save(cast, now, "department", code="NK", name="内科", kind="clinical")
    assert organisation.departments(cast.db)[new].name == "内科"
    save(cast, now, "department", id=new, code="NK", name="大内科")
    assert organisation.departments(cast.db)[new].name == "大内科"
    assert audit.latest(cast.db, 1)[0]["act"] == "organisation_changed"


@pytest.mark.parametrize(
    ("table", "values", "at_field"),
    [
        ("department", {"code": " ", "name": "内科"}, "code"),
        ("team", {"code": "T77", "name": ""}, "name"),
        ("vendor", {"code": "V02", "name": "另一家"}, "code"),
        ("contract", {"number": ""}, "number"),
    ],
)
def test_what_is_missing_or_taken_is_said_at_its_field(
    cast: Any, now: Any, table: str, values: dict[str, Any], at_field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        save(cast, now, table, **values)
    assert refused.value.field == at_field


def test_a_table_that_is_not_theirs_is_a_mistake_of_ours(cast: Any, now: Any) -> None:
    with pytest.raises(ValueError, match="account"):
        save(cast, now, "account", code="x", name="x")


def test_only_administrators_change_them(cast: Any, now: Any) -> None:
    with pytest.raises(NotAllowed):
        organisation.save(cast.db, "vendor", {"code": "V9", "name": "x"}, actor=cast.actor("zhao"), now=now)


def test_a_contract_holds_from_its_first_to_its_last_day(cast: Any, now: Any) -> None:
    contract(cast, now)
    [found] = organisation.contracts(cast.db)
    assert found.active_on(date(2026, 1, 1)) and found.active_on(date(2026, 12, 31))
    assert not found.active_on(date(2025, 12, 31)) and not found.active_on(date(2027, 1, 1))


def test_a_suspended_contract_holds_on_no_day(cast: Any, now: Any) -> None:
    contract(cast, now, status="suspended")
    assert not organisation.contracts(cast.db)[0].active_on(date(2026, 6, 1))


def test_a_contract_ends_after_it_starts(cast: Any, now: Any) -> None:
    with pytest.raises(WrongInput) as refused:
        contract(cast, now, ends_on=date(2025, 1, 1))
    assert refused.value.field == "ends_on"


def test_a_team_is_a_matter_of_its_vendor_and_campus(cast: Any) -> None:
    team = organisation.teams(cast.db)[cast.team]
    about = organisation.team_matter(cast.db, cast.team)
    assert about == Matter(team_id=cast.team, vendor_id=cast.vendor, campus_id=team.campus_id)
    assert organisation.team_matter(cast.db, None) == Matter()


def test_codes_are_kept_without_spaces_around(cast: Any, now: Any) -> None:
    new = organisation.save(cast.db, "vendor", {"code": " V9 ", "name": " 别家 "}, actor=SYSTEM, now=now)
    found = organisation.vendors(cast.db)[new]
    assert (found.code, found.name) == ("V9", "别家")
