"""The lines of a checklist as rows of a table, and what was typed into them as lines again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from math import isfinite
from typing import Any

from lib.core.errors import WrongInput
from lib.core.i18n import Say, mark
from lib.inspections.checklist_lines import LIMITS, WITH_NUMBER, Line
from lib.inspections.checklists import Item
from lib.inspections.words import ITEM_KIND_WORDS, ItemKind
from lib.tickets.words import SEVERITY_WORDS

Row = dict[str, Any]
LAST = 10**6
"""Where a new line without a number goes."""
_BETWEEN = re.compile(r"[;\uff1b\n]")


def rows(items: Sequence[Item], services: Mapping[str, str], _: Say) -> list[Row]:
    """Each item as a person of that language reads it; `services`: how each service is called, by its code."""
    return [
        {
            "item_id": item.item_id,
            "no": item.position,
            "words": item.words,
            "kind": _(ITEM_KIND_WORDS[item.kind]),
            "unit": item.unit,
            **{name: None if (limit := getattr(item, name)) is None else float(limit) for name in LIMITS},
            "choices": ";".join(item.choices),
            "bad_choices": ";".join(item.bad_choices),
            "needed": item.needed,
            "photo": item.photo,
            "service": services.get(item.service_code, item.service_code),
            "severity": _(SEVERITY_WORDS[item.severity]) if item.severity else "",
            "hint": item.hint,
        }
        for item in items
    ]


def typed(shown: Sequence[Row], typing: Mapping[str, Any], services: Mapping[str, str], _: Say) -> list[Line]:
    """The lines after what was typed (the state of the editor), in their new order. WrongInput for a kind, service or
    number that is none, with the number of the line."""
    after = merged(shown, typing)
    return [_line(number, row, services, _) for number, row in enumerate(after, start=1)]


def merged(shown: Sequence[Row], typing: Mapping[str, Any]) -> list[Row]:
    """The rows after what was typed, in their new order and numbered anew; what a new row leaves out is empty."""
    changed, gone = typing.get("edited_rows", {}), set(typing.get("deleted_rows", ()))
    after = [
        ({**row, **changed.get(at, changed.get(str(at), {}))}, row["no"])
        for at, row in enumerate(shown)
        if at not in gone
    ]
    after += [(dict(values), None) for values in typing.get("added_rows", ()) if _says_something(values)]
    ordered = sorted(after, key=lambda pair: _place(*pair))
    return [_whole(number, row) for number, (row, _was) in enumerate(ordered, start=1)]


def without_service(after: Sequence[Row], _: Say) -> list[int]:
    """The numbers of the lines that can fail and name no service for the ticket."""
    kinds = {_(words): ItemKind(kind) for kind, words in ITEM_KIND_WORDS.items()}
    return [row["no"] for row in after if not row["service"] and _can_fail(row, kinds.get(row["kind"]))]


def _can_fail(row: Row, kind: ItemKind | None) -> bool:
    if kind is ItemKind.CHOICE:
        return bool(_several(row, "bad_choices"))
    if kind in WITH_NUMBER:
        return any(row[name] not in (None, "") for name in ("fail_low", "fail_high"))
    return kind is ItemKind.YES_NO


_EMPTY: Row = {
    **dict.fromkeys(("item_id", *LIMITS)),
    **dict.fromkeys(("words", "kind", "unit", "choices", "bad_choices", "service", "severity", "hint"), ""),
    "needed": True,
    "photo": False,
}


def _whole(number: int, row: Row) -> Row:
    said = {name: value for name, value in row.items() if value is not None}
    return {**_EMPTY, **said, "no": number}


def is_typing(typing: Mapping[str, Any]) -> bool:
    """Whether anything was typed that would be lost."""
    return any(typing.get(name) for name in ("edited_rows", "added_rows", "deleted_rows"))


def _says_something(values: Mapping[str, Any]) -> bool:
    """Whether somebody wrote into the new line; its kind and ticks are there from the beginning."""
    typed = (value for name, value in values.items() if name != "kind")
    return any(value not in (None, "") and not isinstance(value, bool) for value in typed)


def _place(row: Row, was: int | None) -> tuple[float, int]:
    """Where a line goes: one moved up stands before the one that has the number, one moved down after it."""
    number = row.get("no")
    if number is None:
        return (was if was is not None else LAST, 0)
    return (number, 0 if was is None or number == was else -1 if number < was else 1)


def _line(number: int, row: Row, services: Mapping[str, str], _: Say) -> Line:
    try:
        return Line(
            item_id=row.get("item_id"),
            words=_text(row, "words"),
            hint=_text(row, "hint"),
            kind=ItemKind(
                _code(row, "kind", {str(kind): _(words) for kind, words in ITEM_KIND_WORDS.items()})
            ),
            unit=_text(row, "unit"),
            choices=_several(row, "choices"),
            bad_choices=_several(row, "bad_choices"),
            **{name: _number(row, name) for name in LIMITS},
            needed=row.get("needed") is not False,
            photo=bool(row.get("photo")),
            service_code=_code(row, "service", services, empty=True),
            severity=_code(
                row, "severity", {str(one): _(words) for one, words in SEVERITY_WORDS.items()}, empty=True
            ),
        )
    except WrongInput as wrong:
        wrong.facts["line"] = number
        raise


def _text(row: Row, name: str) -> str:
    return str(row.get(name) or "")


def _several(row: Row, name: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in _BETWEEN.split(_text(row, name)))))


def _code(row: Row, name: str, words: Mapping[str, str], *, empty: bool = False) -> str:
    said = _text(row, name)
    if not said and empty:
        return ""
    found = next((code for code, called in words.items() if said in (called, code)), None)
    if found is None:
        raise WrongInput(mark("Line {line}: please choose from the list."), field=name)
    return found


def _number(row: Row, name: str) -> Decimal | None:
    value = row.get(name)
    if value is None or value == "" or (isinstance(value, float) and not isfinite(value)):
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise WrongInput(mark("Line {line}: a limit is a number."), field=name) from None
