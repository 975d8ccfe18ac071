"""The single cells above the tables: what is typed in, and what all vendors have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from lib.core.i18n import mark
from lib.cost_sharing.words import MEASURE_WORDS
from lib.cost_sharing.workbook.business import judged, used
from lib.cost_sharing.workbook.copied import Edition
from lib.cost_sharing.workbook.grid import Field, Value
from lib.cost_sharing.workbook.handing import cents, tax
from lib.cost_sharing.workbook.rating import rating
from lib.cost_sharing.workbook.working import bend, digits

RATE = mark("Rate: cents of the whole business")
CHARGED = mark("Charge (1) or credit (-1)")


@dataclass(frozen=True, slots=True)
class Single:
    """One cell: what it is called in formulas and to people (a marked message), its look, what it holds now, and the
    formula that says so; typed in where there is none and `input`."""

    name: str
    title: str
    look: str
    value: Value
    formula: str = ""
    input: bool = False


def singles(made: Edition) -> list[Single]:
    """From top to bottom."""
    found = [*_pool(made), *_weights(made), *_tax(made), _digits(made)]
    return [*found, *(_found(made) if made.whole else _told(made))]


def tax_part(made: Edition) -> Fraction:
    """How much of each cent of an amount is tax, or comes on top of it."""
    scheme = made.frozen.sharing.scheme
    rate = Fraction(scheme.tax_rate)
    return rate / (1 + rate) if scheme.tax_included else rate


def sign(made: Edition) -> int:
    """Amounts that add up to less than zero are the reverse of a charge."""
    return -1 if sum(one.cents + one.adjustment_cents for one in made.frozen.sharing.lines) < 0 else 1


def _pool(made: Edition) -> Iterator[Single]:
    """The sum of the cost lines where that is what is shared."""
    pool, lines = made.frozen.pool, made.frozen.cost_lines
    added_up = made.whole and lines and sum(one.amount_cents for one in lines) == pool
    total = "{cost_yuan:sum}" if added_up else ""
    yield Single("pool_yuan", mark("Pool (yuan)"), "yuan", pool / 100, total, input=not total)
    yield Single("pool", mark("Pool (cents)"), "whole", pool, "ROUND({pool_yuan}*100,0)")


def _weights(made: Edition) -> Iterator[Single]:
    scheme = made.frozen.sharing.scheme
    for measure in used(made):
        title = made.say(mark("Weight: {measure}"), measure=made.say(MEASURE_WORDS[measure]))
        weight = float(scheme.weights[measure] / 100)
        yield Single(f"weight_{measure.value}", title, "percent", weight, input=True)
    if judged(made):
        yield Single("lowest", mark("Quality factor, at least"), "number", float(scheme.lowest), input=True)
        yield Single("highest", mark("Quality factor, at most"), "number", float(scheme.highest), input=True)


def _tax(made: Edition) -> Iterator[Single]:
    scheme = made.frozen.sharing.scheme
    part = "IF({included}=1,{tax_rate}/(1+{tax_rate}),{tax_rate})"
    included = mark("Tax is in the amounts (1) or comes on top (0)")
    yield Single("tax_rate", mark("Tax rate"), "percent", float(scheme.tax_rate), input=True)
    yield Single("included", included, "whole", int(scheme.tax_included), input=True)
    yield Single("tax_part", mark("Tax in each cent"), "factor", float(tax_part(made)), part)


def _digits(made: Edition) -> Single:
    formula = "MAX(2,MIN(9,14-INT(LOG10(MAX(1,{pool})))))"
    title = mark("Digits of a cent that are told apart")
    return Single("digits", title, "whole", digits(made.frozen.pool), formula)


def _told(made: Edition) -> Iterator[Single]:
    """What a vendor is told, because it comes from everybody's figures."""
    yield Single("rate", RATE, "rate", float(made.frozen.sharing.rate))
    yield Single("sign", CHARGED, "whole", sign(made))


def _found(made: Edition) -> Iterator[Single]:
    """The rate, the cents left to hand out, the tax of all together."""
    yield from _rate(made)
    yield from _left(made)
    good, bad = (
        made.say(mark("adds up to the pool")),
        made.say(mark("does not add up: see floors and caps")),
    )
    shared = sum(one.cents for one in made.lines)
    formula = f'IF({{cents:sum}}={{pool}},"{good}","{bad}")'
    value = good if shared == made.frozen.pool else bad
    yield Single("adds_up", mark("All shares together"), "text", value, formula)


def _rate(made: Edition) -> Iterator[Single]:
    """The last bend at which all still pay less than the pool, and who pays by business there: they carry the rest."""
    bends = [bend(one) for one in made.lines]
    last = max([0.0, *(one for one in rating(made)[-1].values if isinstance(one, float))])
    free = [one for one in bends if one.start <= last < one.end]
    level = sum(one.at(last) for one in bends if one not in free) + sum(one.fixed for one in free)
    moves = "({start:all}<={last})*({end:all}>{last})"
    fixed = (
        "({start:all}>{last})*{low:all}+({end:all}<={last})*{cap_cents:all}+" + moves + "*{fixed_cents:all}"
    )
    yield Single("last", mark("The last bend below the pool"), "rate", last, "MAX(0,{turn:all})")
    yield Single(
        "moving",
        mark("Business between floor and cap there"),
        "factor",
        sum(one.volume for one in free),
        f"SUMPRODUCT({moves}*{{volume:all}})",
    )
    yield Single("level", mark("Fixed, whatever the rate (cents)"), "rate", level, f"SUMPRODUCT({fixed})")
    formula = "IF({moving}=0,{last},({pool}-{level})/{moving})"
    yield Single("rate", RATE, "rate", float(made.frozen.sharing.rate), formula)


def _left(made: Edition) -> Iterator[Single]:
    taxes, way = tax(made, sign(made), tax_part(made)), sign(made)
    left = made.frozen.pool - _sum(cents(made), "cent_whole")
    together = way * _sum(taxes, "tax")
    charged = "IF({tax_base:sum}<0,-1,1)"
    rounded = "INT(ROUND({sign}*{tax_base:sum}*{tax_part},{digits})+0.5)"
    yield Single("cent_left", mark("Cents left to hand out"), "whole", left, "{pool}-{cent_whole:sum}")
    yield Single("sign", CHARGED, "whole", way, charged)
    yield Single("tax_sum", mark("Tax of all together (cents)"), "whole", together, rounded)
    yield Single(
        "tax_left",
        mark("Cents of tax left to hand out"),
        "whole",
        together - _sum(taxes, "tax_whole"),
        "{tax_sum}-{tax_whole:sum}",
    )


def _sum(fields: Sequence[Field], name: str) -> int:
    return sum(
        floor(x) for one in fields if one.name == name for x in one.values if isinstance(x, int | float)
    )
