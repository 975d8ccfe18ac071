"""Millimetres: how large a page, a label and its code are, and what goes on which page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import floor
from typing import Generic, Protocol, TypeVar

from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.places.labels.pictures import Picture
from lib.places.locations import Location

LEAST_MODULE = 0.5
"""Millimetres of one module. A phone half a metre from the wall still tells modules of this size apart, and an office
printer of 300 dots an inch draws each with six dots; below it, cheap printers smear modules into each other."""

GRIDS = ("2x4", "3x7", "3x8", "4x10")
"""Columns × rows on a sheet of A4."""
SHEET = "A4"
ROLLS: Mapping[str, tuple[float, float]] = {"60x40": (60, 40), "80x50": (80, 50)}
"""Labels of a label printer, one a page: width and height."""
PAPERS = (SHEET, *ROLLS)

_SIDE, _HEAD, _FOOT = 5.0, 10.0, 5.0
"""Margins of a sheet: office printers leave about 4.2 mm blank; the heading stands in the upper one."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A page of so many labels; all lengths in millimetres. `words`: what is left for the name under the code."""

    name: str
    grid: str
    page: tuple[float, float]
    columns: int
    rows: int
    label: tuple[float, float]
    code: float
    words: float

    @property
    def single(self) -> bool:
        """Whether the page is one label of a label printer: no heading, nothing to cut."""
        return self.name != SHEET

    @property
    def per_page(self) -> int:
        return self.columns * self.rows


class Lying(Protocol):
    """What a label is for: something that lies in a building of a campus, or in none."""

    @property
    def campus(self) -> Location | None: ...

    @property
    def building(self) -> Location | None: ...


L = TypeVar("L", bound=Lying)


@dataclass(frozen=True, slots=True)
class Sheet(Generic[L]):
    """One page of one building: which of how many, and its labels in walking order."""

    campus: str
    building: str
    number: int
    of: int
    stops: Sequence[L]


def paper(name: str, grid: str) -> Paper:
    """The page of that name (A4, or a roll such as 60x40) and, on A4, of that grid; WrongInput for another."""
    if name in ROLLS:
        return _laid_out(name, "1x1", ROLLS[name], 1, 1, ROLLS[name])
    if name != SHEET or grid not in GRIDS:
        raise WrongInput(mark("There is no such paper or grid. Please choose from the lists."), field="grid")
    columns, rows = map(int, grid.split("x"))
    label = ((210 - 2 * _SIDE) / columns, (297 - _HEAD - _FOOT) / rows)
    return _laid_out(name, grid, (210, 297), columns, rows, label)


def _laid_out(
    name: str, grid: str, page: tuple[float, float], columns: int, rows: int, label: tuple[float, float]
) -> Paper:
    width, height = label
    # The smallest label spares what its code needs to hold a long address; the others give the words a quarter.
    words = 5.6 if height < 30 else height * 0.27
    return Paper(
        name, grid, page, columns, rows, label, floor(100 * min(height - words, width * 0.55)) / 100, words
    )


def fits(on: Paper, drawn: Picture) -> None:
    """WrongInput where the code of such a long address has modules too small to be scanned from that paper."""
    if on.code / drawn.side < LEAST_MODULE:
        raise WrongInput(
            mark(
                "The address in the codes is too long for labels this small: phones could not read them. "
                "Please choose a grid with fewer labels."
            ),
            field="grid",
        )


def sheets(stops: Sequence[L], on: Paper) -> Iterator[Sheet[L]]:
    """The pages, every building beginning on a new one, counted by building."""
    for _, some in groupby(stops, key=lambda stop: (_id(stop.campus), _id(stop.building))):
        here = list(some)
        pages = [here[at : at + on.per_page] for at in range(0, len(here), on.per_page)]
        campus, building = here[0].campus, here[0].building
        for number, page in enumerate(pages, start=1):
            words = (campus.name if campus else "", building.name if building else "")
            yield Sheet(*words, number, len(pages), page)


def _id(place: object) -> int:
    return getattr(place, "id", 0)


_WIDE = re.compile(r"[\u2e80-\uffef]")


def size(words: str, width: float, most: float) -> float:
    """Type size in mm so that the words fit into that width on one line: a Chinese character is as wide as it is
    high, other letters about six tenths."""
    ems = sum(1.0 if _WIDE.match(letter) else 0.6 for letter in words) or 1.0
    return round(min(most, width / ems), 2)
