"""One row of a foreign file, understood as far as that needs nothing of this hospital."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from lib.core.errors import Refusal, WrongInput
from lib.core.i18n import mark
from lib.store.sheets.reading import Line
from lib.tickets.importing import times
from lib.tickets.importing.histories import in_order
from lib.tickets.importing.mapping import CODES, DEFAULT, STAGES, TIMES, MapFile

CELLS = mark("The row has {surplus} cells more than the heading (below zero: less).")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Texts, codes and instants of a row; `doubts` are remarks (message, facts) about how it was read,
    `foreign` what has no place of its own here, by its column's name."""

    line: Line
    number: str
    texts: Mapping[str, str]
    codes: Mapping[str, str]
    times: Mapping[str, datetime]
    foreign: Mapping[str, str]
    doubts: Sequence[tuple[str, Mapping[str, Any]]]


@dataclass(slots=True)
class Verdict:
    """What became of a row: "imported", "already_there" or "rejected", why, and what was doubtful about it."""

    line: Line
    number: str
    result: str
    ticket: str = ""
    refusal: Refusal | None = None
    doubts: Sequence[tuple[str, Mapping[str, Any]]] = field(default_factory=tuple)


def understood(line: Line, mapping: MapFile, zone: ZoneInfo, now: datetime) -> Row:
    """The row; WrongInput says what is wrong with it first."""
    if line.surplus:
        raise WrongInput(CELLS, surplus=line.surplus)
    number = mapping["number"].read(line.cells)
    if not number:
        raise WrongInput(mark("The row has no number."))
    found, doubts = _times(line.cells, mapping, zone)
    if "opened" not in found:
        raise WrongInput(mark("The row does not say when it was opened."))
    if any(found[stage] > now for stage in STAGES if stage in found):
        raise WrongInput(mark("That time lies in the future."))
    in_order(found, zone)
    return Row(
        line=line,
        number=number,
        texts={name: mapping[name].read(line.cells) for name in ("description", "note", "reporter", "phone")},
        codes={name: _code(name, line.cells, mapping) for name in CODES},
        times=found,
        foreign=_foreign(line.cells, mapping),
        doubts=doubts,
    )


def _times(
    cells: Mapping[str, str], mapping: MapFile, zone: ZoneInfo
) -> tuple[dict[str, datetime], list[tuple[str, Mapping[str, Any]]]]:
    found: dict[str, datetime] = {}
    doubts: list[tuple[str, Mapping[str, Any]]] = []
    for name in TIMES:
        if text := mapping[name].read(cells):
            found[name], doubt = times.instant(text, zone, mapping.times)
            if doubt and (doubt, {"text": text}) not in doubts:
                doubts.append((doubt, {"text": text}))
    return found, doubts


def _code(name: str, cells: Mapping[str, str], mapping: MapFile) -> str:
    column = mapping[name]
    said = column.read(cells)
    if said in set(CODES[name]):
        return said
    if column.unknown != DEFAULT:
        raise WrongInput(
            mark("“{name}”: “{value}” is not translated by the mapping."), name=name, value=said[:80]
        )
    return column.default


_KEPT_ELSEWHERE = ("number", "description", "note", "reporter", "phone", "opened", "due")


def _foreign(cells: Mapping[str, str], mapping: MapFile) -> Mapping[str, str]:
    """Every filled column but those that stand in the history word for word: nothing of the old system is lost."""
    elsewhere = {column for name in _KEPT_ELSEWHERE for column in mapping[name].columns[:1]}
    return {name: text.strip() for name, text in cells.items() if text.strip() and name not in elsewhere}
