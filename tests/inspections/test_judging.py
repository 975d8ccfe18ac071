"""What an answer amounts to, as one table; and what cannot be an answer."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from lib.core.errors import WrongInput
from lib.inspections.checklists import Item
from lib.inspections.judging import Given, judge, number_of, plain
from lib.inspections.words import ItemKind, Verdict

P, W, F, U = Verdict.PASSED, Verdict.WARNED, Verdict.FAILED, Verdict.UNCHECKED


def item(kind: str, **more: Any) -> Item:
    ours: dict[str, Any] = dict.fromkeys(("warn_low", "warn_high", "fail_low", "fail_high"))
    ours |= {"hint": "", "unit": "", "choices": (), "bad_choices": (), "needed": True, "photo": False}
    ours |= {
        name: Decimal(value) if name.startswith(("warn_", "fail_")) else value for name, value in more.items()
    }
    return Item(item_id=7, position=1, words="x", kind=ItemKind(kind), service_code="", severity="", **ours)


ROOM = item("number", unit="℃", warn_low="5", warn_high="35", fail_low="0", fail_high="40")
BELT = item("choice", choices=("完好", "有裂纹", "断裂"), bad_choices=("断裂",))
METER = item("meter", unit="kWh")
CAPPED = item("meter", fail_high="1000")
SEEN = item("yes_no", photo=True)
PICTURE = ("a1",)

TABLE: list[tuple[Item, dict[str, Any], str | None, Verdict]] = [
    (item("yes_no"), {"words": "yes"}, None, P),
    (item("yes_no"), {"words": "no"}, None, F),
    (SEEN, {"words": "yes", "photos": PICTURE}, None, P),
    (SEEN, {"words": "no", "photos": PICTURE}, None, F),
    (BELT, {"words": "完好"}, None, P),
    (BELT, {"words": "有裂纹"}, None, P),
    (BELT, {"words": "断裂"}, None, F),
    # On a limit is still good, beside it no longer.
    (ROOM, {"number": "20"}, None, P),
    (ROOM, {"number": "5"}, None, P),
    (ROOM, {"number": "35"}, None, P),
    (ROOM, {"number": "4.9999"}, None, W),
    (ROOM, {"number": "35.0001"}, None, W),
    (ROOM, {"number": "0"}, None, W),
    (ROOM, {"number": "40"}, None, W),
    (ROOM, {"number": "-0.1"}, None, F),
    (ROOM, {"number": "40.1"}, None, F),
    (item("number", fail_high="0"), {"number": "0"}, None, P),
    (item("number", fail_high="0"), {"number": "1"}, None, F),
    (item("number", warn_low="0.92", fail_low="0.9"), {"number": "0.91"}, None, W),
    (item("number"), {"number": "123456.5"}, None, P),
    (item("number"), {"number": "-3"}, None, P),
    (METER, {"number": "0"}, None, P),
    (METER, {"number": "100"}, "100", P),
    (METER, {"number": "100.5"}, "100", P),
    (METER, {"number": "3", "words": "换表"}, "100", W),
    (METER, {"number": "103", "words": "已抄"}, "100", P),
    (CAPPED, {"number": "1001"}, "100", F),
    (CAPPED, {"number": "1001", "words": "换表"}, "5000", F),
    (item("text"), {"words": "2区,张三"}, None, P),
    (item("photo"), {"photos": PICTURE}, None, P),
    (item("photo"), {"photos": PICTURE, "words": "最热点"}, None, P),
    # Said to be unchecked it is never passed, whatever else was given.
    (ROOM, {"unchecked": "设备停用"}, None, U),
    (SEEN, {"unchecked": "进不去"}, None, U),
    (METER, {"unchecked": "表盘看不清", "number": "1"}, "100", U),
    (item("yes_no"), {"unchecked": "门锁着", "words": "yes"}, None, U),
]

NO_ANSWERS: list[tuple[Item, dict[str, Any], str | None, str]] = [
    (ROOM, {}, None, "Answer this item, or say why"),
    (ROOM, {"unchecked": "  "}, None, "Answer this item, or say why"),
    (ROOM, {"words": "很热"}, None, "Enter the number"),
    (ROOM, {"number": "NaN"}, None, "is not a number"),
    (ROOM, {"number": "Infinity"}, None, "is not a number"),
    (ROOM, {"number": "1e14"}, None, "is not a number"),
    (ROOM, {"number": "1.00001"}, None, "At most 4 digits"),
    (item("yes_no"), {"words": "maybe"}, None, "in order or not"),
    (item("yes_no"), {"number": "1"}, None, "in order or not"),
    (SEEN, {"words": "yes"}, None, "photo is needed"),
    (SEEN, {"words": "no"}, None, "photo is needed"),
    (item("photo"), {"words": "拍不了"}, None, "photo is needed"),
    (BELT, {"words": "还行"}, None, "Choose one"),
    (BELT, {"words": ""}, None, "Answer this item, or say why"),
    (METER, {"number": "-1"}, None, "less than nothing"),
    (METER, {"number": "99.9"}, "100", "showed 100 last time"),
    (METER, {"number": "3", "words": "  "}, "100", "cannot run backwards"),
    (item("text"), {"words": "   "}, None, "Answer this item, or say why"),
    (item("text"), {"words": " ", "photos": PICTURE}, None, "Write a few words"),
    (item("text"), {"words": "长" * 1001}, None, "At most 1000 characters"),
    (item("text"), {"unchecked": "长" * 1001}, None, "At most 1000 characters"),
]


def given(values: dict[str, Any]) -> Given:
    number = {"number": Decimal(values["number"])} if "number" in values else {}
    return Given(**{**values, **number})


def last_of(text: str | None) -> Decimal | None:
    return Decimal(text) if text is not None else None


@pytest.mark.parametrize(("of", "values", "last", "verdict"), TABLE)
def test_an_answer_amounts_to(of: Item, values: dict[str, Any], last: str | None, verdict: Verdict) -> None:
    assert judge(of, given(values), last_reading=last_of(last)) is verdict


@pytest.mark.parametrize(("of", "values", "last", "said"), NO_ANSWERS)
def test_what_is_no_answer_is_refused_at_its_item(
    of: Item, values: dict[str, Any], last: str | None, said: str
) -> None:
    with pytest.raises(WrongInput, match=said) as refused:
        judge(of, given(values), last_reading=last_of(last))
    assert refused.value.field == "7"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("", None), (" ", None), ("23.5", "23.5"), ("２３．５℃", "23.5"), ("23.5 ℃", "23.5"), ("−4", "-4"),
        ("12,345.6", "12345.6"), ("36。5", "36.5"), ("36．5", "36.5"), ("95 度", "95"), ("95℃", "95"), ("95°c", "95"),
        ("95摄氏度", "95"), ("95度。", "95"),
    ],
)  # fmt: skip
def test_a_number_is_understood_as_people_type_it(typed: str, number: str | None) -> None:
    assert number_of(typed, ROOM) == last_of(number)


@pytest.mark.parametrize("typed", ["abc", "1,5", "12,34", "3 mA", "1.2.3", "3公斤", "36。5。1"])
def test_what_may_mean_two_things_is_no_number(typed: str) -> None:
    with pytest.raises(WrongInput):
        number_of(typed, ROOM)


def test_numbers_are_written_without_idle_noughts() -> None:
    assert [plain(Decimal(text)) for text in ("35.0000", "0.2500", "100", "0.0000", "-0.5")] == [
        "35", "0.25", "100", "0", "-0.5",
    ]  # fmt: skip
