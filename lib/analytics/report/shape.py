"""What a monthly report says, as plain JSON: the same keys in memory, in the archive and at every edge.

Names and sentences are kept in both languages, so that a report reads for ever as it was issued.
"""

from __future__ import annotations

from typing import Any, TypedDict

from lib.analytics.indicator import Figure

FORMAT = 1
"""Goes up when an older reader could no longer understand it."""


class Said(TypedDict):
    """A name or a sentence in both languages."""

    en: str
    zh: str


class Compared(TypedDict):
    """A measure by its name in INDICATORS; the two months beside it are None where nothing is known of them."""

    name: str
    now: Figure
    before: Figure | None
    year_before: Figure | None


class Step(TypedDict):
    """Where the time went: hours of the month's finished tickets, their share of all hours, the median minutes of those
    that had any, how many had."""

    name: str
    hours: float
    share: float
    share_before: float | None
    median: float | None
    n: int


class Spot(TypedDict):
    """Where complaints came from, or what they were about: column and id of the facts."""

    column: str
    id: int | str
    called: Said
    n: int
    before: int


class Row(TypedDict):
    """A vendor with its measures by name; `ranked`: enough cases to be compared."""

    id: int
    called: Said
    ranked: bool
    figures: dict[str, Figure]


class Change(TypedDict):
    """What changed more than chance explains: of a measure, where (column "" for the whole house), how far (standard
    errors), and the tickets behind it, at most 200."""

    name: str
    column: str
    id: int | str
    said: Said
    errors: float
    now: Figure
    before: Figure
    tickets: list[int]


class Content(TypedDict):
    format: int
    hospital: str
    month: str
    headline: list[Compared]
    promises: list[Compared]
    steps: list[Step]
    complaints: list[Compared]
    spots: list[Spot]
    satisfaction: list[Compared]
    vendors: list[Row]
    rounds: list[Compared]
    changes: list[Change]
    improvements: list[dict[str, Any]]
    sentences: dict[str, list[Said]]
