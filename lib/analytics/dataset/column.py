"""What one column of a download is: its words, what it holds, and where that comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from lib.core.clock import zone
from lib.core.i18n import mark


class Kind(StrEnum):
    """What the cells of a column are."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    MONEY = "money"
    YES = "yes"
    DAY = "day"
    INSTANT = "instant"


KIND_WORDS: Mapping[Kind, str] = {
    Kind.TEXT: mark("text"),
    Kind.WHOLE: mark("whole number"),
    Kind.NUMBER: mark("number"),
    Kind.MONEY: mark("amount"),
    Kind.YES: mark("yes or no"),
    Kind.DAY: mark("date"),
    Kind.INSTANT: mark("date and time, hospital time"),
}


class Comes(StrEnum):
    """Where the content comes from."""

    TICKET = "ticket"
    NAMED = "named"
    CALENDAR = "calendar"
    STEPS = "steps"
    PROMISE = "promise"
    WORK = "work"
    RATING = "rating"
    PEOPLE = "people"


COMES_WORDS: Mapping[Comes, str] = {
    Comes.TICKET: mark("from the ticket"),
    Comes.NAMED: mark("the present name of what the ticket points to"),
    Comes.CALENDAR: mark("worked out from the times"),
    Comes.STEPS: mark("worked out from the steps of the ticket"),
    Comes.PROMISE: mark("worked out from the promise and the steps"),
    Comes.WORK: mark("from the work recorded at completion"),
    Comes.RATING: mark("from the rating of the last completion"),
    Comes.PEOPLE: mark("what people said or who they are"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """`name` in addresses and Parquet; `label` at its head, `means` in one sentence (both messages); `of`: the column
    of the facts it is made from, itself by default; `names`: which names stand for its ids or codes; `personal`: masked
    for who may not know the people of that ticket."""

    name: str
    label: str
    means: str
    kind: Kind
    comes: Comes
    unit: str = ""
    of: str
    names: str = ""
    personal: bool = False

    @property
    def dtype(self) -> pl.DataType:
        """Its type in a frame and in Parquet."""
        return dtype(self.kind)


def dtype(kind: Kind) -> pl.DataType:
    """Instants carry the hospital's zone; amounts are exact, in yuan."""
    types: Mapping[Kind, pl.DataType] = {
        Kind.TEXT: pl.String(),
        Kind.WHOLE: pl.Int64(),
        Kind.NUMBER: pl.Float64(),
        Kind.MONEY: pl.Decimal(18, 2),
        Kind.YES: pl.Boolean(),
        Kind.DAY: pl.Date(),
        Kind.INSTANT: pl.Datetime("us", str(zone())),
    }
    return types[kind]
