"""Exact shares and taxes cut to cents, and the cents that are left handed out by the largest remainder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial

from lib.core.i18n import mark
from lib.cost_sharing.workbook.copied import Edition
from lib.cost_sharing.workbook.fields import column, names, together
from lib.cost_sharing.workbook.grid import Field
from lib.cost_sharing.workbook.working import SIZE_DIGITS, Rounding, digits, rounding

PLACE = (
    "1+SUMPRODUCT(({@rest:all}>{@rest})+({@rest:all}={@rest})"
    "*(({@size:all}>{@size})+({@size:all}={@size})*({@n:all}<{@n})))"
)
"""Largest remainder first, then the larger volume, then the earlier code; @ stands for the table."""


def cents(made: Edition) -> list[Field]:
    """Each vendor's share: fixed part and rate · volume, kept between floor and cap, then whole cents."""
    lines, add = made.lines, partial(column, made)
    done = rounding(
        [one.exact for one in lines],
        [one.cents for one in lines],
        [round(float(one.volume), SIZE_DIGITS) for one in lines],
        digits(made.frozen.pool),
    )
    floor, cap = made.say(mark("floor holds")), made.say(mark("cap holds"))
    exact = "MAX({floor_cents},MIN({cap_cents},{fixed_cents}+{rate}*{volume}))"
    wanted = "{fixed_cents}+{rate}*{volume}"
    bound = f'IF({{exact}}>{wanted},"{floor}",IF({{exact}}<{wanted},"{cap}",""))'
    held = Field(
        name="bound",
        title=made.say(mark("Floor or cap")),
        look="text",
        values=[{"floor": floor, "cap": cap}.get(one.bound, "") for one in lines],
        formula=bound,
    )
    return [
        *names(made, "cent_", below=together(made)),
        add("exact", mark("Exact share (cents)"), [one.exact for one in lines], exact, look="rate"),
        held,
        *_handed_out(
            made, "cent_", done, "ROUND({exact},{digits})", "ROUND({volume},12)", [x.volume for x in lines]
        ),
        add(
            "cents",
            mark("Share (cents)"),
            [one.cents for one in lines],
            "{cent_whole}+{cent_up}",
            summed=True,
        ),
    ]


def tax(made: Edition, sign: int, part: Fraction) -> list[Field]:
    """Net and tax of share and corrections; `part`: how much of each cent is tax."""
    lines, add = made.lines, partial(column, made)
    bases = [one.cents + one.adjustment_cents for one in lines]
    done = rounding(
        [sign * base * part for base in bases],
        [sign * one.tax_cents for one in lines],
        [float(sign * base) for base in bases],
        digits(made.frozen.pool),
    )
    exact = "ROUND({sign}*{tax_base}*{tax_part},{digits})"
    return [
        *names(made, "tax_", below=together(made)),
        add(
            "tax_base",
            mark("Share and corrections (cents)"),
            bases,
            "{cents}+ROUND({adjustment}*100,0)",
            summed=True,
        ),
        *_handed_out(made, "tax_", done, exact, "{sign}*{tax_base}", [sign * one for one in bases]),
        add(
            "tax",
            mark("Tax (cents)"),
            [x.tax_cents for x in lines],
            "{sign}*({tax_whole}+{tax_up})",
            summed=True,
        ),
        add(
            "net_cents",
            mark("Without tax (cents)"),
            [x.net_cents for x in lines],
            "{tax_base}-{included}*{tax}",
            summed=True,
        ),
        add(
            "total_cents",
            mark("To be paid (cents)"),
            [x.total_cents for x in lines],
            "{net_cents}+{tax}",
            summed=True,
        ),
    ]


def _handed_out(
    made: Edition, prefix: str, done: Rounding, cut: str, size: str, sizes: Sequence[Fraction | int]
) -> list[Field]:
    """Cut, whole cents, what is left of a cent, the place in the row of those who get one more. A vendor is told
    whether it gets one: the row is everybody's."""
    add = partial(column, made)
    own = [
        add(f"{prefix}cut", mark("To so many digits"), done.cut, cut, look="number"),
        add(f"{prefix}whole", mark("Whole cents"), done.whole, f"INT({{{prefix}cut}})", summed=True),
        add(
            f"{prefix}rest",
            mark("Remainder"),
            done.rests,
            f"ROUND({{{prefix}cut}}-{{{prefix}whole}},{{digits}})",
            look="number",
        ),
    ]
    up = add(f"{prefix}up", mark("One cent more"), done.ups, summed=True)
    if not made.whole:
        return [*own, up]
    return [
        *own,
        add(f"{prefix}size", mark("Between equals"), sizes, size, look="number"),
        add(f"{prefix}place", mark("Place in the order"), done.places, PLACE.replace("@", prefix)),
        replace(up, formula=f"IF({{{prefix}place}}<={{{prefix}left}},1,0)"),
    ]
