"""What became of every row: kept as columns, so that a hundred thousand of them need little room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import polars as pl

from lib.core.facts import dumps, loads

IMPORTED, ALREADY_THERE, REJECTED = "imported", "already_there", "rejected"
RESULTS = (IMPORTED, ALREADY_THERE, REJECTED)
CHUNK = 5000

Remark = tuple[str, Mapping[str, Any]]
"""A message id and the facts that fill its places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of the row on these lines of the file: its number there, "imported", "already_there" or
    "rejected", the ticket's number here ("" for a rejected one), and why or what was doubtful about it."""

    first: int
    last: int
    number: str
    result: str
    ticket: str = ""
    remarks: Sequence[Remark] = ()


class Verdicts:
    """The verdicts of a file, in its order; they can be gone through as often as one likes."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._packed: list[pl.DataFrame] = []
        self._open: list[Verdict] = []

    def add(self, verdict: Verdict) -> None:
        """The next one."""
        self._counts[verdict.result] += 1
        self._open.append(verdict)
        if len(self._open) >= CHUNK:
            self._packed.append(_packed(self._open))
            self._open = []

    def __len__(self) -> int:
        return sum(self._counts.values())

    def count(self, result: str) -> int:
        """Rows with that result."""
        return self._counts[result]

    def __iter__(self) -> Iterator[Verdict]:
        for frame in self._packed:
            yield from _unpacked(frame)
        yield from self._open

    def first(self, most: int) -> list[Verdict]:
        """The first so many, for a preview."""
        return list(islice(self, most))


def _packed(verdicts: Sequence[Verdict]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "first": [one.first for one in verdicts],
            "last": [one.last for one in verdicts],
            "number": [one.number for one in verdicts],
            "result": [RESULTS.index(one.result) for one in verdicts],
            "ticket": [one.ticket for one in verdicts],
            "remarks": [dumps({"it": one.remarks}) if one.remarks else "" for one in verdicts],
        },
        schema={
            "first": pl.Int32,
            "last": pl.Int32,
            "number": pl.String,
            "result": pl.Int8,
            "ticket": pl.String,
            "remarks": pl.String,
        },
    )


def _unpacked(frame: pl.DataFrame) -> Iterator[Verdict]:
    for first, last, number, result, ticket, remarks in frame.iter_rows():
        said = [(message, facts) for message, facts in loads(remarks)["it"]] if remarks else []
        yield Verdict(
            first=first, last=last, number=number, result=RESULTS[result], ticket=ticket, remarks=said
        )
