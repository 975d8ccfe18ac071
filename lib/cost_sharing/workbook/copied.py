"""What the workbook copies from a statement: tickets and rounds that count or do not, cost lines, corrections."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import polars as pl

from lib.core.clock import local_date
from lib.core.i18n import Say, mark
from lib.cost_sharing import corrected
from lib.cost_sharing.frozen import Frozen
from lib.cost_sharing.outcome import Line
from lib.cost_sharing.words import ASIDE_WORDS, CLOSING_WORDS, COST_WORDS
from lib.cost_sharing.workbook.grid import SUM, Field, Table
from lib.tickets.words import KIND_WORDS

VALUE_UNITS = 300_000
"""Parts of a yuan in which the value of a ticket is kept whole."""
WIDE = {ord(sign): ord(sign) + 0xFEE0 for sign in "*?~"}
"""What COUNTIFS takes for a pattern, as wide signs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One workbook: for the office with every vendor, or for one vendor (`only`) with nothing of the others."""

    frozen: Frozen
    say: Say
    lines: Sequence[Line]
    only: str | None

    @property
    def whole(self) -> bool:
        return self.only is None

    def label(self, code: str) -> str:
        """How a vendor is called on every sheet, so that a formula finds its rows: "V02 Tools & Co"."""
        named = next((one.name for one in self.lines if one.code == code), None)
        if named is None:
            named = next((one.name for one in self.frozen.vendors.values() if one.code == code), "")
        return f"{code} {named}".strip().translate(WIDE)


def edition(frozen: Frozen, say: Say, vendor_id: int | None) -> Edition:
    """For one vendor, or with None for all of them in the order of their codes."""
    lines = [one for one in frozen.sharing.lines if vendor_id in (None, one.vendor_id)]
    lines.sort(key=lambda one: one.code)
    only = None if vendor_id is None else next((one.code for one in lines), "")
    return Edition(frozen=frozen, say=say, lines=lines, only=only)


def works(made: Edition, sheet: str) -> Table:
    """Every ticket and round that counts; whose it is decides whose volume it is."""
    say = made.say
    counted = made.frozen.sharing.tickets.filter(pl.col("aside") == "")
    rows = [*_tickets(made, counted), *_rounds(made)]
    columns: Mapping[str, tuple[str, str, bool]] = {
        "work_number": (say(mark("Ticket or round")), "text", False),
        "work_day": (say(mark("Closed on")), "day", False),
        "work_vendor": (say(mark("Counts for")), "text", True),
        "work_service": (say(mark("Service")), "text", False),
        "work_kind": (say(mark("Kind of ticket")), "text", False),
        "work_how": (say(mark("How it was closed")), "text", False),
        "work_minutes": (say(mark("Labour minutes")), "number", True),
        "work_points": (say(mark("Points")), "number", True),
        "work_value": (say(mark("Value (yuan)")), "number", True),
    }
    below = dict.fromkeys(("work_minutes", "work_points", "work_value"), SUM)
    return _table(sheet, columns, rows, below)


def set_aside(made: Edition, sheet: str) -> Table:
    """Every ticket of the period that does not count, and why."""
    say = made.say
    rows = [
        [row["number"], row["closed_on"], made.label(row["vendor"]), *_about(made, row), _said(say, row)]
        for row in _mine(made, made.frozen.sharing.tickets.filter(pl.col("aside") != ""))
    ]
    columns: Mapping[str, tuple[str, str, bool]] = {
        "aside_number": (say(mark("Ticket")), "text", False),
        "aside_day": (say(mark("Closed on")), "day", False),
        "aside_vendor": (say(mark("Vendor")), "text", False),
        "aside_service": (say(mark("Service")), "text", False),
        "aside_kind": (say(mark("Kind of ticket")), "text", False),
        "aside_how": (say(mark("How it was closed")), "text", False),
        "aside_why": (say(mark("Why it does not count")), "text", False),
    }
    return _table(sheet, columns, rows, {})


def costs(made: Edition, sheet: str) -> Table:
    """The cost lines, with their sum."""
    say = made.say
    rows = [
        [
            say(COST_WORDS.get(one.category, one.category)),
            one.words,
            one.amount_cents / 100,
            one.spent_on,
            one.document,
        ]
        for one in made.frozen.cost_lines
    ]
    columns: Mapping[str, tuple[str, str, bool]] = {
        "cost_category": (say(mark("Cost category")), "text", False),
        "cost_words": (say(mark("What for")), "text", False),
        "cost_yuan": (say(mark("Amount (yuan)")), "yuan", True),
        "cost_day": (say(mark("Day")), "day", False),
        "cost_document": (say(mark("Voucher number")), "text", False),
    }
    return _table(sheet, columns, rows, {"cost_yuan": SUM})


def corrections(made: Edition, sheet: str, top: int) -> Table:
    """What is carried of earlier statements."""
    say, frozen = made.say, made.frozen
    shown = {one.vendor_id: one.code for one in made.lines}
    rows = [
        [
            frozen.corrects.get(one.corrects_id, ""),
            made.label(shown[one.vendor_id]),
            one.cents / 100,
            corrected.reason(one.words, say),
        ]
        for one in frozen.adjustments
        if one.vendor_id in shown
    ]
    columns: Mapping[str, tuple[str, str, bool]] = {
        "correction_of": (say(mark("Statement corrected")), "text", False),
        "correction_vendor": (say(mark("Vendor")), "text", False),
        "correction_yuan": (say(mark("Amount (yuan)")), "yuan", True),
        "correction_words": (say(mark("Why")), "text", False),
    }
    return _table(sheet, columns, rows, {"correction_yuan": SUM}, top=top, left=1)


def _table(
    sheet: str,
    columns: Mapping[str, tuple[str, str, bool]],
    rows: Sequence[Sequence[Any]],
    below: Mapping[str, str],
    *,
    top: int = 0,
    left: int = 0,
) -> Table:
    values: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    fields = [
        Field(name=name, title=title, look=look, input=changed, values=column, below=below.get(name))
        for (name, (title, look, changed)), column in zip(columns.items(), values, strict=True)
    ]
    return Table(sheet=sheet, top=top, left=left, fields=fields)


def _mine(made: Edition, tickets: pl.DataFrame) -> Iterator[dict[str, Any]]:
    found = tickets if made.only is None else tickets.filter(pl.col("vendor") == made.only)
    return found.sort("vendor", "closed_at", "ticket_id").iter_rows(named=True)


def _tickets(made: Edition, counted: pl.DataFrame) -> Iterator[list[Any]]:
    for row in _mine(made, counted):
        figures = (row["minutes"], row["points"] / 1000, row["value"] / VALUE_UNITS)
        yield [row["number"], row["closed_on"], made.label(row["vendor"]), *_about(made, row), *figures]


def _rounds(made: Edition) -> Iterator[list[Any]]:
    scheme, say = made.frozen.sharing.scheme, made.say
    if not scheme.rounds:
        return
    for row in made.frozen.sharing.rounds.sort("vendor", "ended_at", "round_id").iter_rows(named=True):
        if made.only in (None, row["vendor"]):
            value = Fraction(row["minutes"] * scheme.labour_hour_cents, 6000)
            yield [
                say(mark("Round {number}"), number=row["round_id"]),
                local_date(row["ended_at"]),
                made.label(row["vendor"]),
                *("", say(mark("Inspection round")), ""),
                *(row["minutes"], float(scheme.round_points), float(value)),
            ]


def _about(made: Edition, row: Mapping[str, Any]) -> tuple[str, str, str]:
    service = made.frozen.services.get(row["service_code"] or "", row["service_code"] or "")
    kind, how = KIND_WORDS.get(row["kind"], row["kind"]), CLOSING_WORDS.get(row["how"], row["how"])
    return service, made.say(kind), made.say(how)


def _said(say: Callable[..., str], row: Mapping[str, Any]) -> str:
    return say(ASIDE_WORDS.get(row["aside"], row["aside"]))
