"""One row of a foreign file, understood as far as that needs nothing of this hospital."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.store.sheets.reading import Line
from lib.tickets.importing import times
from lib.tickets.importing.columns import CODES, DEFAULT, REJECT, STAGES, TIMES
from lib.tickets.importing.mapping import MapFile
from lib.tickets.importing.verdicts import Remark

CELLS = mark("The row has {surplus} cells more than the heading (below zero: less).")
ORDER = mark("“{later}” ({later_time}) lies before “{earlier}” ({earlier_time}).")
MOVED = mark(
    "“{later}” ({later_time}) lies before “{earlier}” ({earlier_time}); it was moved there and counts in no time"
)
STAGE_WORDS: Mapping[str, str] = {
    "opened": mark("Opened"),
    "assigned": mark("Assigned"),
    "accepted": mark("Accepted"),
    "arrived": mark("Arrived"),
    "completed": mark("Finished"),
    "closed": mark("Closed"),
}
LONGEST_TEXT = 20_000
LONGEST_NUMBER = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Texts, codes and instants of a row, its stages in order; `moved`: what the file said of stages that lay before
    an earlier one; `doubts` are remarks about how it was read; `foreign`: what has no place of its own here;
    `promise_kept`: what the other system says of its own promise."""

    line: Line
    number: str
    texts: Mapping[str, str]
    codes: Mapping[str, str]
    times: Mapping[str, datetime]
    moved: Mapping[str, str]
    foreign: Mapping[str, str]
    promise_kept: bool | None
    doubts: Sequence[Remark]


def understood(line: Line, mapping: MapFile, zone: ZoneInfo, now: datetime) -> Row:
    """The row; WrongInput says what is wrong with it first."""
    cells = line.cells
    if line.surplus:
        raise WrongInput(CELLS, surplus=line.surplus)
    number = mapping["number"].read(cells)
    if not number:
        raise WrongInput(mark("The row has no number."))
    if len(number) > LONGEST_NUMBER or max(map(len, cells.values())) > LONGEST_TEXT:
        raise WrongInput(mark("A cell of the row is too long."))
    found, doubts = _times(cells, mapping, zone)
    if "opened" not in found:
        raise WrongInput(mark("The row does not say when it was opened."))
    if any(found[stage] > now for stage in STAGES if stage in found):
        raise WrongInput(mark("That time lies in the future."))
    moved = _put_in_order(found, doubts, cells, mapping, zone)
    return Row(
        line=line,
        number=number,
        texts={name: mapping[name].read(cells) for name in ("description", "note", "reporter", "phone")},
        codes={name: _code(name, cells, mapping) for name in CODES},
        times=found,
        moved=moved,
        foreign=_foreign(cells, mapping),
        promise_kept=mapping.promise.read(cells) if mapping.promise else None,
        doubts=doubts,
    )


def _times(
    cells: Mapping[str, str], mapping: MapFile, zone: ZoneInfo
) -> tuple[dict[str, datetime], list[Remark]]:
    found: dict[str, datetime] = {}
    doubts: list[Remark] = []
    for name in TIMES:
        column = mapping[name]
        if column.columns and (text := column.read(cells)):
            found[name], doubt = times.instant(text, zone, mapping.times)
            if doubt and (doubt, {"text": text}) not in doubts:
                doubts.append((doubt, {"text": text}))
    return found, doubts


def _put_in_order(
    found: dict[str, datetime],
    doubts: list[Remark],
    cells: Mapping[str, str],
    mapping: MapFile,
    zone: ZoneInfo,
) -> Mapping[str, str]:
    """No stage lies before the previous one (the product's rule of the clock): a row that says so is rejected, or the
    stage is moved to the previous one, as the mapping has it. What the file said of those that were moved."""
    moved: dict[str, str] = {}
    for earlier, later in pairwise([stage for stage in STAGES if stage in found]):
        if found[later] >= found[earlier]:
            continue
        facts = {
            "later": STAGE_WORDS[later],
            "earlier": STAGE_WORDS[earlier],
            "later_time": f"{found[later].astimezone(zone):%Y-%m-%d %H:%M:%S}",
            "earlier_time": f"{found[earlier].astimezone(zone):%Y-%m-%d %H:%M:%S}",
        }
        if mapping.out_of_order == REJECT:
            raise WrongInput(ORDER, **facts)
        doubts.append((MOVED, facts))
        moved[later] = mapping[later].read(cells)
        found[later] = found[earlier]
    return moved


def _code(name: str, cells: Mapping[str, str], mapping: MapFile) -> str:
    column = mapping[name]
    if not column.columns:
        return column.default
    said = column.read(cells)
    if said in _CODES[name]:
        return said
    if column.unknown != DEFAULT:
        message = mark("“{name}”: “{value}” is not translated by the mapping.")
        raise WrongInput(message, name=name, value=said[:80])
    return column.default


_CODES = {name: frozenset(codes) for name, codes in CODES.items()}


def _foreign(cells: Mapping[str, str], mapping: MapFile) -> Mapping[str, str]:
    """Every filled column but those that stand in the history word for word: nothing of the old system is lost. One
    the mapping has a label for stands under that."""
    found: dict[str, str] = {}
    for name, cell in cells.items():
        if name in mapping.word_for_word or not (text := cell.strip()):
            continue
        known = mapping.foreign.get(name)
        found[known.label if known else name] = known.values.get(text, text) if known else text
    return found
