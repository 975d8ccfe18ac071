"""What was typed into the table of a checklist becomes its lines, in the order people mean."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from lib.core.errors import WrongInput
from lib.core.i18n import Language, speaker
from lib.inspections.checklists import Item, items
from lib.inspections.words import ItemKind
from lib.ui.checklists.lines import merged, rows, typed, without_service
from tests.conftest import Cast
from tests.inspections.touring import make_tour

ZH = speaker(Language.ZH)
SERVICES = {"GD-01": "GD-01 照明灯具维修"}


@pytest.fixture
def asked(cast: Cast) -> tuple[Item, ...]:
    return items(cast.db, make_tour(cast).checklist_id, 1)


def words(asked: tuple[Item, ...], **typing: Any) -> list[str]:
    return [line.words for line in typed(rows(asked, SERVICES, ZH), typing, SERVICES, ZH)]


def test_nothing_typed_is_the_same_lines(asked: tuple[Item, ...]) -> None:
    lines = typed(rows(asked, SERVICES, ZH), {}, SERVICES, ZH)
    assert [(line.item_id, line.kind, line.fail_high, line.choices, line.severity) for line in lines] == [
        (item.item_id, item.kind, item.fail_high, item.choices, item.severity) for item in asked
    ]


NOISE, LAMP, PRESSURE, METER, REMARK, PHOTO = (
    "运行无异响",
    "指示灯",
    "出水压力",
    "电表读数",
    "其他情况",
    "现场照片",
)


@pytest.mark.parametrize(
    ("typing", "order"),
    [
        # Up it stands before the one that has the number, down behind it.
        ({"edited_rows": {3: {"no": 2}}}, [NOISE, METER, LAMP, PRESSURE, REMARK, PHOTO]),
        ({"edited_rows": {0: {"no": 3}}}, [LAMP, PRESSURE, NOISE, METER, REMARK, PHOTO]),
        ({"edited_rows": {0: {"no": None}}}, [NOISE, LAMP, PRESSURE, METER, REMARK, PHOTO]),
        ({"deleted_rows": [1, 4]}, [NOISE, PRESSURE, METER, PHOTO]),
        (
            {"added_rows": [{"words": "新"}, {"needed": True}]},
            [NOISE, LAMP, PRESSURE, METER, REMARK, PHOTO, "新"],
        ),
        ({"added_rows": [{"words": "新", "no": 1}]}, [NOISE, "新", LAMP, PRESSURE, METER, REMARK, PHOTO]),
    ],
)
def test_lines_stand_where_people_put_them(
    asked: tuple[Item, ...], typing: dict[str, Any], order: list[str]
) -> None:
    added = typing.get("added_rows", [])
    typing = {
        **typing,
        "added_rows": [{"kind": "是否正常", **row} if "words" in row else row for row in added],
    }
    assert words(asked, **typing) == order


def test_lines_that_can_fail_and_open_no_ticket_of_their_own_are_named(asked: tuple[Item, ...]) -> None:
    shown = rows(asked, SERVICES, ZH)
    for row in shown:
        row["service"] = ""
    # Lamp and noise can be bad, the pressure has limits; the meter, the remark and the photo cannot fail.
    assert without_service(merged(shown, {}), ZH) == [1, 2, 3]
    named = {"edited_rows": {0: {"service": SERVICES["GD-01"]}, 2: {"fail_low": None, "fail_high": None}}}
    added = {"added_rows": [{"words": "新", "kind": "是否正常"}]}
    assert without_service(merged(shown, named | added), ZH) == [2, 7]


def test_what_was_typed_is_understood(asked: tuple[Item, ...]) -> None:
    change: dict[str, Any] = {
        "kind": "选项",
        "unit": "",
        "choices": "好；坏; ",
        "bad_choices": "坏",
        "service": "GD-01 照明灯具维修",
    }
    change |= {"severity": "紧急", "warn_low": None, "warn_high": None, "fail_low": None, "fail_high": None}
    typing = {"edited_rows": {"2": change, 3: {"warn_high": 0.1, "needed": False, "photo": True}}}
    lines = typed(rows(asked, SERVICES, ZH), typing, SERVICES, ZH)
    assert (lines[2].kind, lines[2].choices, lines[2].bad_choices) == (ItemKind.CHOICE, ("好", "坏"), ("坏",))
    assert (lines[2].service_code, lines[2].severity, lines[2].fail_high) == ("GD-01", "urgent", None)
    assert (lines[3].warn_high, lines[3].needed, lines[3].photo) == (Decimal("0.1"), False, True)


def test_what_is_in_no_list_is_refused_with_its_line(asked: tuple[Item, ...]) -> None:
    for change, field in (
        ({"kind": ""}, "kind"),
        ({"service": "XX-99"}, "service"),
        ({"severity": "很急"}, "severity"),
    ):
        with pytest.raises(WrongInput) as refused:
            words(asked, edited_rows={1: change})
        assert (refused.value.field, refused.value.facts["line"]) == (field, 2)
