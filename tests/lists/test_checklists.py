"""Checklists as a list: what a file changes becomes one new version of each checklist, and wrong cells are marked."""

from __future__ import annotations

from decimal import Decimal

from lib.core.i18n import Language
from lib.inspections.checklists import all_checklists, items
from lib.lists import exchange
from lib.lists.offered import named
from tests.conftest import Cast
from tests.inspections.touring import make_tour
from tests.lists.files import bring, faults, look, shown

HOT = {
    "checklist": "配电室日巡查",
    "words": "室内温度",
    "kind": "测量值",
    "unit": "℃",
    "warn_high": "35",
    "fail_high": "40",
}
QUIET = {"checklist": "配电室日巡查", "words": "无异响", "kind": "是否正常"}


def names(cast: Cast) -> list[tuple[str, int, list[str]]]:
    every = all_checklists(cast.db).values()
    return [
        (one.name, one.version, [item.words for item in items(cast.db, one.id, one.version)]) for one in every
    ]


def test_a_file_makes_checklists_and_changes_them_by_one_version_each(cast: Cast) -> None:
    bring(
        cast.db,
        "checklists",
        {**HOT, "category": "配电室"},
        {**QUIET, "service_code": "GD-05", "severity": "紧急"},
    )
    assert names(cast) == [("配电室日巡查", 1, ["室内温度", "无异响"])]
    hot, quiet = items(cast.db, 1, 1)
    assert (hot.warn_high, hot.fail_high, hot.service_code) == (Decimal(35), Decimal(40), "")
    assert (quiet.service_code, quiet.severity) == ("GD-05", "urgent")
    bring(
        cast.db,
        "checklists",
        {**HOT, "position": "1", "fail_high": "42"},
        {**QUIET, "active": "否"},
        {**HOT, "words": "湿度", "unit": "%RH", "position": "0", "photo": "是"},
    )
    assert names(cast) == [("配电室日巡查", 2, ["湿度", "室内温度"])]
    assert items(cast.db, 1, 2)[1].item_id == hot.item_id
    assert [one.category for one in all_checklists(cast.db).values()] == ["配电室"]


def test_an_export_brought_back_changes_nothing(cast: Cast) -> None:
    make_tour(cast)
    shape = named("checklists")
    for form in exchange.FORMS:
        for language in Language:
            seen = shown(cast.db, "checklists", exchange.export(cast.db, shape, language, form), language)
            assert {row.outcome.value for row in seen.rows} == {"unchanged"}, faults(seen)


def test_wrong_cells_are_marked_where_they_stand(cast: Cast) -> None:
    other = {"checklist": "其他"}
    wrong = look(
        cast.db,
        "checklists",
        {**HOT, "fail_high": "30"},
        {**QUIET, "unit": "℃"},
        {**HOT, **other, "words": "1", "warn_high": "热"},
        {**HOT, **other, "words": "2", "warn_high": "1.23456"},
        {**QUIET, **other, "words": "3", "service_code": "NO-1"},
        {**QUIET, **other, "words": "4", "kind": "选项", "choices": "好;坏", "bad_choices": "烂"},
        {**QUIET, **other, "words": "5", "active": "否"},
        {**QUIET, **other, "words": ""},
        {**QUIET, "checklist": "两类", "category": "电梯"},
        {**HOT, "checklist": "两类", "category": "锅炉"},
    )
    assert faults(wrong).keys() == {
        (2, "warn_high"), (3, "unit"), (4, "warn_high"), (5, "warn_high"), (6, "service_code"), (7, "bad_choices"),
        (8, "active"), (9, "words"), (11, "category"),
    }  # fmt: skip


def test_the_last_item_cannot_be_taken_out(cast: Cast) -> None:
    bring(cast.db, "checklists", HOT, QUIET)
    assert not faults(look(cast.db, "checklists", {**HOT, "active": "否"}))
    gone = look(cast.db, "checklists", {**HOT, "active": "否"}, {**QUIET, "active": "否"})
    assert list(faults(gone).values()) == ["A checklist has at least one item."]
