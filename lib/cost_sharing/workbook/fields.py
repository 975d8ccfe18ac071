"""Columns of the sharing sheet that many tables have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from lib.core.i18n import mark
from lib.cost_sharing.outcome import Line
from lib.cost_sharing.workbook.copied import Edition
from lib.cost_sharing.workbook.grid import SUM, Field

Number = int | float | Fraction | None


def column(
    made: Edition,
    name: str,
    title: str,
    values: Iterable[Number],
    formula: str = "",
    *,
    look: str = "whole",
    summed: bool = False,
    input: bool = False,
) -> Field:
    """A column of numbers; `title` is a marked message. Sums are the office's: a vendor sees one line."""
    return Field(
        name=name,
        title=made.say(title),
        look=look,
        values=[float(one) if isinstance(one, Fraction) else one for one in values],
        formula=formula,
        below=SUM if summed and made.whole else None,
        input=input,
    )


def yuan(
    made: Edition,
    name: str,
    title: str,
    cents: Callable[[Line], int | None],
    formula: str = "",
    *,
    input: bool = False,
    summed: bool = True,
) -> Field:
    """A column of amounts, in yuan."""
    found = (cents(one) for one in made.lines)
    values = [None if one is None else one / 100 for one in found]
    return column(made, name, title, values, formula, look="yuan", summed=summed, input=input)


def together(made: Edition) -> str:
    """What sums are called; a vendor sees one line, and no sums of its own."""
    return made.say(mark("Together")) if made.whole else ""


def names(made: Edition, prefix: str = "", *, below: str = "") -> Sequence[Field]:
    """Number and name of each vendor, the same before every table; `below`: what the sums under it are called."""
    labels = [made.label(one.code) for one in made.lines]
    number = column(made, f"{prefix}n", mark("No."), range(1, len(labels) + 1))
    return [
        number,
        Field(
            name=f"{prefix}vendor",
            title=made.say(mark("Vendor")),
            look="text",
            values=labels,
            below=below or None,
        ),
    ]
