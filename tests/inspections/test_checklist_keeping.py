"""Checklists change by new versions: ids stay, coming rounds move along, and limits make sense."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from lib.catalog.services import all_services
from lib.core.errors import NotAllowed, Refusal, TooLate, WrongInput
from lib.core.i18n import Language, explain
from lib.inspections.checklist_keeping import add, change, check_lines, publish
from lib.inspections.checklist_lines import Line, checked, of_item
from lib.inspections.checklists import Checklist, all_checklists, checklist, items
from lib.inspections.loading import load_checklists
from lib.inspections.words import ItemKind
from tests.conftest import MONDAY, Cast
from tests.inspections.touring import Tour, add_round

HOT = Line(
    words="室内温度",
    kind=ItemKind.NUMBER,
    unit="℃",
    warn_high=Decimal(35),
    fail_high=Decimal(40),
    service_code="GD-05",
)
NOISE = Line(words="无异响")


def made(cast: Cast, *lines: Line) -> Checklist:
    return add(cast.db, actor=cast.actor("zhao"), name="配电室日巡查", lines=lines, now=MONDAY)


def published(cast: Cast, there: Checklist, *lines: Line, **more: Any) -> Any:
    values: dict[str, Any] = {"version": there.version, "now": MONDAY} | more
    return publish(cast.db, actor=cast.actor("zhao"), checklist_id=there.id, lines=lines, **values)


def test_a_line_edited_keeps_its_item_and_a_new_one_gets_another(cast: Cast) -> None:
    there = made(cast, HOT, NOISE)
    hot, noise = items(cast.db, there.id, 1)
    reworded = replace(of_item(hot), words="配电室温度", warn_high=Decimal("33.5"))
    after = published(cast, there, of_item(noise), Line(words="门已锁"), reworded).checklist
    second = items(cast.db, there.id, 2)
    assert after.version == checklist(cast.db, there.id).version == 2
    assert [(one.position, one.words) for one in second] == [(1, "无异响"), (2, "门已锁"), (3, "配电室温度")]
    assert (second[0].item_id, second[2].item_id) == (noise.item_id, hot.item_id)
    assert second[1].item_id not in (noise.item_id, hot.item_id)
    assert items(cast.db, there.id, 1) == (hot, noise), "an old version never changes"


@pytest.mark.parametrize("other", [{"kind": ItemKind.METER}, {"unit": "℉"}])
def test_a_line_of_another_kind_or_unit_starts_readings_of_its_own(cast: Cast, other: dict[str, Any]) -> None:
    there = made(cast, HOT)
    (hot,) = items(cast.db, there.id, 1)
    published(cast, there, replace(of_item(hot), **other))
    assert items(cast.db, there.id, 2)[0].item_id != hot.item_id


def test_coming_rounds_move_and_those_begun_ended_or_over_stay(tour: Tour) -> None:
    cast, there = tour.cast, checklist(tour.db, tour.checklist_id)
    with tour.db.transaction() as tx:
        for part, status in enumerate(("running", "done", "exempt"), start=1):
            add_round(tx, tour.plan_id, status=status, part=part)
        add_round(tx, tour.plan_id, part=4, closes_at=MONDAY)
    assert published(cast, there, NOISE).rounds == 1
    found = cast.db.rows("SELECT id, checklist_version, version FROM round ORDER BY id")
    assert [(row["checklist_version"], row["version"]) for row in found] == [(2, 2), *[(1, 1)] * 4]


def test_the_slower_one_is_told_and_nothing_is_written(cast: Cast) -> None:
    there = made(cast, HOT)
    published(cast, there, NOISE)
    with pytest.raises(TooLate):
        published(cast, there, HOT, NOISE)
    with pytest.raises(Refusal, match="Nothing was changed"):
        published(cast, there, *map(of_item, items(cast.db, there.id, 2)), version=2)
    assert cast.db.value("SELECT max(version) FROM checklist_version") == 2


def test_only_who_keeps_plans_publishes(cast: Cast) -> None:
    there = made(cast, HOT)
    for name in ("wang", "sun", "li"):
        with pytest.raises(NotAllowed):
            publish(
                cast.db, actor=cast.actor(name), checklist_id=there.id, version=1, lines=[NOISE], now=MONDAY
            )


NUMBER = replace(HOT, warn_high=None, fail_high=None)
SENSELESS: list[tuple[str, dict[str, Any]]] = [
    ("warn_high", {"warn_high": Decimal(41), "fail_high": Decimal(40)}),
    ("warn_low", {"fail_low": Decimal(6), "warn_low": Decimal(5)}),
    ("warn_high", {"warn_low": Decimal(9), "warn_high": Decimal(8)}),
    ("fail_low", {"fail_low": Decimal(9), "fail_high": Decimal(8)}),
    ("warn_low", {"warn_low": Decimal("0.00001")}),
    ("warn_low", {"warn_low": Decimal("NaN")}),
    ("words", {"words": " \u200b "}),
    ("words", {"words": "长" * 101}),
    ("unit", {"kind": ItemKind.YES_NO}),
    ("fail_low", {"kind": ItemKind.TEXT, "unit": "", "fail_low": Decimal(1)}),
    ("choices", {"choices": ("好", "坏")}),
    ("choices", {"kind": ItemKind.CHOICE, "unit": "", "choices": ("好", "好")}),
    ("bad_choices", {"kind": ItemKind.CHOICE, "unit": "", "choices": ("好", "坏"), "bad_choices": ("烂",)}),
    (
        "bad_choices",
        {"kind": ItemKind.CHOICE, "unit": "", "choices": ("好", "坏"), "bad_choices": ("坏", "好")},
    ),
    ("service_code", {"service_code": "NO-99"}),
    ("severity", {"severity": "terrible"}),
]


@pytest.mark.parametrize(("field", "values"), SENSELESS)
def test_what_makes_no_sense_is_refused_at_its_cell(cast: Cast, field: str, values: dict[str, Any]) -> None:
    with pytest.raises(WrongInput) as refused:
        checked(cast.db, replace(NUMBER, **values))
    assert refused.value.field == field


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"warn_low": Decimal(5), "warn_high": Decimal(5), "fail_low": Decimal(5), "fail_high": Decimal(5)},
        {"fail_high": Decimal(0)},
        {"fail_low": Decimal(-40), "warn_high": Decimal(-15)},
        {"kind": ItemKind.CHOICE, "unit": "", "choices": ("手动", "自动"), "bad_choices": ()},
        {"kind": ItemKind.PHOTO, "unit": ""},
        {"severity": "emergency"},
    ],
)
def test_what_makes_sense_is_taken(cast: Cast, values: dict[str, Any]) -> None:
    line = replace(NUMBER, **values)
    assert checked(cast.db, line) == line


def test_a_refusal_names_the_line_in_the_persons_language(cast: Cast) -> None:
    with pytest.raises(WrongInput) as refused:
        made(cast, NOISE, replace(HOT, warn_high=Decimal(41)))
    assert explain(Language.EN, refused.value).startswith("Line 2 “室内温度”: These limits cannot both hold")
    with pytest.raises(WrongInput, match="stands twice"):
        made(cast, NOISE, replace(NOISE, words=" 无异响 "))
    with pytest.raises(WrongInput, match="at least one item"):
        made(cast)


def test_a_checklist_in_use_by_a_plan_stays_in_use_and_names_are_unique(tour: Tour) -> None:
    there = made(tour.cast, HOT)
    with pytest.raises(WrongInput, match="already in use"):
        made(tour.cast, HOT)

    def changed(checklist_id: int, **changes: Any) -> Checklist:
        actor = tour.cast.actor("zhao")
        return change(tour.db, actor=actor, checklist_id=checklist_id, changes=changes, now=MONDAY)

    assert changed(there.id, name=" 配电室 巡查", category="配电室").name == "配电室 巡查"
    assert not changed(there.id, active=False).active
    with pytest.raises(Refusal, match="Plans still go by"):
        changed(tour.checklist_id, active=False)
    assert all_checklists(tour.db)[tour.checklist_id].active


def test_the_checklists_a_hospital_starts_with_make_sense(cast: Cast) -> None:
    with cast.db.transaction() as tx:
        ids = load_checklists(tx, MONDAY)
    lines = {name: [of_item(item) for item in items(cast.db, one, 1)] for name, one in ids.items()}
    assert (len(lines), sum(map(len, lines.values()))) == (32, 263)
    for its in lines.values():
        assert check_lines(cast.db, its) == its
    services = {line.service_code for its in lines.values() for line in its} - {""}
    assert {all_services(cast.db)[code].kind for code in services} <= {"repair", "request", "hazard"}
