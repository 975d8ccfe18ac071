"""The catalogue of services, and correcting it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from lib.catalog import findings, services, upkeep
from lib.core.errors import NotAllowed, NotFound, Refusal
from lib.core.i18n import Language

NOW = datetime.fromisoformat("2026-11-16T10:00:00+08:00")


def change(cast: Any, service: str, by: str = "admin", /, **changes: Any) -> None:
    upkeep.change_service(cast.db, actor=cast.actor(by), code=service, changes=changes, now=NOW)


def test_a_service_knows_its_group_team_and_words(cast: Any) -> None:
    found = services.service(cast.db, "GD-01")
    assert found is not None
    assert (found.group, found.kind, found.severity, found.team_id) == ("供电", "repair", "normal", cast.team)
    assert (found.title(Language.ZH), found.title(Language.EN)) == ("照明灯具维修", "Lighting repair")
    assert "治疗室灯不亮了" in found.words
    assert found.initials == "zmdjwx"
    assert services.service(cast.db, "NO-99") is None


def test_groups_come_in_the_hospitals_order(cast: Any) -> None:
    groups = services.groups(cast.db)
    assert groups[0].name == "供电"
    assert [group.sort for group in groups] == sorted(group.sort for group in groups)
    assert len(groups) == 19


def test_what_is_taken_out_is_no_longer_offered_but_still_known(cast: Any) -> None:
    change(cast, "GD-01", active=False)
    assert "GD-01" not in [service.code for service in services.offered(cast.db)]
    assert services.service(cast.db, "GD-01")


def test_a_correction_is_seen_at_once_and_code_and_kind_stay(cast: Any) -> None:
    change(cast, "GD-01", name="灯具维修", weight=2, code="XX", kind="request")
    found = services.service(cast.db, "GD-01")
    assert found is not None
    assert (found.name, found.weight, found.kind) == ("灯具维修", 2, "repair")


@pytest.mark.parametrize(
    "changes",
    [
        {"name": " "},
        {"weight": 0},
        {"weight": 101},
        {"severity": "very"},
        {"team_id": 999},
        {"vendor_id": 999},
        {"people": 0},
        {"people": 51},
        {"people": 1.5},
        {"people": None},
        {},
    ],
)
def test_what_cannot_be_is_refused(cast: Any, changes: dict[str, Any]) -> None:
    before = services.service(cast.db, "GD-01")
    with pytest.raises(Refusal):
        change(cast, "GD-01", **changes)
    assert services.service(cast.db, "GD-01") == before


def test_only_administrators_correct_the_catalogue(cast: Any) -> None:
    with pytest.raises(NotAllowed):
        change(cast, "GD-01", "zhao", name="x")
    with pytest.raises(NotFound):
        change(cast, "NO-99", name="x")


def test_causes_and_materials_of_the_group_come_first(cast: Any) -> None:
    causes = findings.causes_for(cast.db, "GD")
    own = [cause.group_code == "GD" for cause in causes]
    assert own == sorted(own, reverse=True) and own[0] and not own[-1]
    assert {cause.group_code for cause in causes} == {"GD", ""}
    materials = findings.materials_for(cast.db, "GD")
    assert materials[0].group_code == "GD"
    assert len(materials) == len(findings.materials(cast.db))


def test_a_material_is_added_corrected_and_taken_out(cast: Any) -> None:
    def save(**values: Any) -> None:
        upkeep.save_material(cast.db, actor=cast.actor("admin"), values=values, now=NOW)

    save(code="X1", name="特制灯管", unit="支", unit_cents=1250)
    save(code="X1", name="特制灯管", unit="支", unit_cents=1300)
    assert [m.unit_cents for m in findings.materials(cast.db) if m.code == "X1"] == [1300]
    save(code="X1", name="特制灯管", unit="支", unit_cents=1300, active=False)
    assert "X1" not in [m.code for m in findings.materials(cast.db)]
    for wrong in (
        {"code": "", "name": "x"},
        {"code": "X2", "name": ""},
        {"code": "X2", "name": "x", "unit_cents": -1},
    ):
        with pytest.raises(Refusal):
            save(**wrong)
