"""Fixed parts, floors and caps, and the bends at which the one rate is found."""

from __future__ import annotations

from lib.core.i18n import mark
from lib.cost_sharing.workbook.copied import Edition
from lib.cost_sharing.workbook.fields import column, names, yuan
from lib.cost_sharing.workbook.grid import Field
from lib.cost_sharing.workbook.working import NEVER, bend, together

ALL_PAY = (
    "IF(@>=9E+99,9E+99,SUMPRODUCT((@<{start:all})*{low:all}"
    "+(@>={start:all})*(@<{end:all})*({fixed_cents:all}+@*{volume:all})+(@>={end:all})*{cap_cents:all}))"
)
"""What everybody together pays at the rate that stands for @."""
TURN = "MAX(IF(AND({start}<9E+99,{at_start}<{pool}),{start},0),IF(AND({end}<9E+99,{at_end}<{pool}),{end},0))"


def bounds(made: Edition) -> list[Field]:
    """What bends a share; an empty cell is no floor or no cap."""
    lines = made.lines
    return [
        *names(made, "bound_"),
        yuan(made, "fixed", mark("Fixed part (yuan)"), lambda one: one.fixed, input=True, summed=False),
        yuan(made, "floor", mark("Floor (yuan)"), lambda one: one.floor, input=True, summed=False),
        yuan(made, "cap", mark("Cap (yuan)"), lambda one: one.cap, input=True, summed=False),
        column(made, "fixed_cents", mark("Fixed (cents)"), [x.fixed for x in lines], "ROUND({fixed}*100,0)"),
        column(
            made, "floor_cents", mark("Floor (cents)"), [x.floor or 0 for x in lines], "ROUND({floor}*100,0)"
        ),
        column(
            made,
            "cap_cents",
            mark("Cap (cents)"),
            [NEVER if x.cap is None else x.cap for x in lines],
            'IF({cap}="",9E+99,ROUND({cap}*100,0))',
        ),
    ]


def rating(made: Edition) -> list[Field]:
    """Where each vendor leaves its floor and reaches its cap, and what all together pay at that rate.

    The rate lies behind the last bend at which they still pay less than the pool."""
    bends = [bend(one) for one in made.lines]
    starts, ends = [one.start for one in bends], [one.end for one in bends]
    at_starts, at_ends = ([together(bends, rate) for rate in rates] for rates in (starts, ends))
    pool, four = made.frozen.pool, zip(starts, at_starts, ends, at_ends, strict=True)
    turns = [max(_below(a, x, pool), _below(b, y, pool)) for a, x, b, y in four]
    low = "MAX({floor_cents},MIN({cap_cents},{fixed_cents}))"
    start = "IF(OR({volume}<=0,{fixed_cents}>={cap_cents}),9E+99,({low}-{fixed_cents})/{volume})"
    end = "IF(OR({start}>=9E+99,{cap_cents}>=9E+99),9E+99,({cap_cents}-{fixed_cents})/{volume})"
    at_start, at_end = ALL_PAY.replace("@", "{start}"), ALL_PAY.replace("@", "{end}")
    return [
        *names(made, "rate_"),
        column(made, "low", mark("At rate 0 (cents)"), [one.low for one in bends], low, look="rate"),
        column(made, "start", mark("Above its least from rate"), starts, start, look="rate"),
        column(made, "end", mark("At its cap from rate"), ends, end, look="rate"),
        column(made, "at_start", mark("All pay at the one (cents)"), at_starts, at_start, look="rate"),
        column(made, "at_end", mark("All pay at the other (cents)"), at_ends, at_end, look="rate"),
        column(made, "turn", mark("The last of both below the pool"), turns, TURN, look="rate"),
    ]


def _below(rate: float, paid: float, pool: int) -> float:
    return rate if rate < NEVER and paid < pool else 0.0
