"""The path from a vendor's tickets to its cents, line by line, so that it can be followed with a pocket calculator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from lib.core.i18n import Say, mark
from lib.core.money import yuan
from lib.cost_sharing import corrected
from lib.cost_sharing.outcome import Line, Sharing
from lib.cost_sharing.spoken import amount, fixed_number, number, percent
from lib.cost_sharing.words import CLOSING_WORDS, INDICATOR_WORDS, MEASURE_WORDS, Measure

CLOSE = 6
"""Decimals of a percentage where it is computed with further on."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line: what, how it is computed, and what comes out. `sums` marks a result that the next part begins with."""

    what: str
    working: str
    result: str
    sums: bool = False


def steps(line: Line, sharing: Sharing, say: Say, *, office: bool = False) -> list[Step]:
    """From the tickets that count to the vendor's share of the pool; shown rounded, computed exactly.

    `office`: for those who see all vendors' shares; a vendor is told no sum that is another one's figure."""
    return list(_steps(line, sharing, say, office))


def price_said(sharing: Sharing, say: Say, viewer: Line | None = None) -> str:
    """How the price of a percent comes about; "" where it is the pool over a hundred. `viewer`: the vendor that reads
    it, to whom no amount is told that only one other vendor can have."""
    free = [one for one in sharing.lines if not one.bound]
    volume = sum((one.volume for one in free), Fraction(0))
    if sharing.rate == sharing.pool or not volume:
        return ""
    special = [one for one in sharing.lines if one.bound or one.fixed]
    if viewer and len([one for one in special if one.code != viewer.code]) == 1:
        return say(
            mark(
                "Fixed parts and what is held by floors and caps is taken off the pool first; the rest is shared by the"
                " business of the others, at {price} yuan for each percent."
            ),
            price=fixed_number(sharing.rate / 10_000),
        )
    rest = sharing.rate * volume
    facts = {
        "pool": yuan(sharing.pool),
        "taken": fixed_number((sharing.pool - rest) / 100),
        "rest": fixed_number(rest / 100),
        "volume": percent(volume, 4),
        "price": fixed_number(sharing.rate / 10_000),
    }
    if not special:
        return say(
            mark("Pool {pool} ÷ {volume} business of all after quality = {price} yuan a percent"),
            **facts,
        )
    return say(
        mark(
            "Pool {pool} less {taken} of fixed parts, floors and caps leaves {rest}; ÷ {volume} business of the others"
            " = {price} yuan for each percent"
        ),
        **facts,
    )


def correction(of: str, words: str, cents: int, say: Say) -> Step:
    """What an earlier statement, by its number, would say otherwise today, and why (`words`: as kept, see
    `corrected`)."""
    why = say(mark("of statement {number}: {words}"), number=of, words=corrected.reason(words, say))
    return Step(say(mark("Correction")), why, signed(cents))


def signed(cents: int) -> str:
    """An amount in yuan with its sign."""
    return f"{'+' if cents > 0 else ''}{yuan(cents)}"


def _steps(line: Line, sharing: Sharing, say: Say, office: bool) -> Iterator[Step]:
    yield _tickets(line, sharing, say)
    yield from _measures(line, sharing, say)
    yield from _quality(line, sharing, say)
    if price := price_said(sharing, say, None if office else line):
        yield Step(say(mark("Price of a percent")), price, fixed_number(sharing.rate / 10_000, CLOSE))
    yield from _money(line, sharing, say)


def _tickets(line: Line, sharing: Sharing, say: Say) -> Step:
    closings = [
        say(mark("{how} {n}"), how=say(CLOSING_WORDS[how]), n=f"{n:,}")
        for how, n in line.closings.items()
        if n
    ]
    tickets = sum(line.closings.values())
    rounds = int(line.measured.get(Measure.TICKETS, Fraction(tickets))) - tickets
    result = say(mark("{volume} tickets"), volume=f"{tickets:,}")
    if sharing.scheme.rounds and rounds:
        result = say(mark("{tickets} and {rounds} rounds"), tickets=result, rounds=f"{rounds:,}")
    return Step(say(mark("Tickets that count")), say(mark(", ")).join(closings) or "—", result)


def _measures(line: Line, sharing: Sharing, say: Say) -> Iterator[Step]:
    used = [(measure, weight) for measure, weight in sharing.scheme.weights.items() if weight]
    parts = []
    for measure, weight in used:
        mine, total = line.measured.get(measure, Fraction(0)), sharing.totals.get(measure, Fraction(0))
        part = (mine / total if total else Fraction(0)) * Fraction(weight) / 100
        parts.append(percent(part, CLOSE))
        working = say(
            mark("{mine} ÷ {total} of all = {part}"),
            mine=amount(measure, mine, say),
            total=amount(measure, total, say),
            part=percent(mine / total if total else 0, CLOSE),
        )
        if len(used) > 1:
            working = say(mark("{working}, times {weight}%"), working=working, weight=number(weight))
        yield Step(say(MEASURE_WORDS[measure]), working, parts[-1])
    if len(used) > 1:
        yield Step(
            say(mark("Part of the whole business")),
            " + ".join(parts),
            percent(line.blended, CLOSE),
            sums=True,
        )


def _quality(line: Line, sharing: Sharing, say: Say) -> Iterator[Step]:
    if not any(sharing.scheme.quality.values()):
        return
    parts = [
        say(mark("{indicator} {change}"), indicator=say(INDICATOR_WORDS[one]), change=_signed(part))
        for one, part in line.quality_parts.items()
        if part
    ]
    limits = say(
        mark("kept between {lowest} and {highest}"),
        lowest=number(sharing.scheme.lowest, 3),
        highest=number(sharing.scheme.highest, 3),
    )
    working = say(mark("; ")).join([say(mark(", ")).join(parts) or say(mark("no difference")), limits])
    yield Step(say(mark("Quality factor")), working, fixed_number(line.quality, 4))
    yield Step(
        say(mark("Business after quality")),
        f"{percent(line.blended, CLOSE)} × {fixed_number(line.quality, 4)}",
        percent(line.volume, CLOSE),
        sums=True,
    )


def _money(line: Line, sharing: Sharing, say: Say) -> Iterator[Step]:
    by_volume = sharing.rate * line.volume
    yield Step(
        say(mark("Price of the business")),
        say(
            mark("{percent} × {price} yuan for each percent"),
            percent=percent(line.volume, CLOSE),
            price=fixed_number(sharing.rate / 10_000, CLOSE),
        ),
        _yuan(by_volume),
    )
    if line.fixed:
        yield Step(
            say(mark("Fixed part")),
            f"{_yuan(by_volume)} + {yuan(line.fixed)}",
            _yuan(by_volume + line.fixed),
        )
    if line.floor is not None or line.cap is not None:
        yield _bounds(line, say)
    yield Step(say(mark("Share of the cost")), _rounding(line, say), yuan(line.cents), sums=True)
    if line.quality_cents:
        yield Step(
            say(mark("of this, from the quality factor")),
            "",
            signed(line.quality_cents),
        )


def _bounds(line: Line, say: Say) -> Step:
    named = []
    if line.floor is not None:
        named.append(say(mark("floor {amount}"), amount=yuan(line.floor)))
    if line.cap is not None:
        named.append(say(mark("cap {amount}"), amount=yuan(line.cap)))
    held = {
        "floor": mark("the floor holds"),
        "cap": mark("the cap holds"),
    }.get(line.bound, mark("within its bounds"))
    working = say(mark("{bounds}: {held}"), bounds=say(mark(", ")).join(named), held=say(held))
    return Step(say(mark("Floor and cap")), working, _yuan(line.exact))


def _rounding(line: Line, say: Say) -> str:
    """Why the last cent is what it is."""
    exact = fixed_number(line.exact / 100, 6)
    if line.exact == line.cents:
        return say(mark("exactly {exact}"), exact=yuan(line.cents))
    sentence = (
        mark("{exact}, rounded up so that all shares add up to the cost")
        if line.rounded_up
        else mark("{exact}, cut to the cent")
    )
    return say(sentence, exact=exact)


def _signed(part: Fraction) -> str:
    return f"{'+' if part > 0 else ''}{fixed_number(part, 4)}"


def _yuan(cents: Fraction) -> str:
    return fixed_number(cents / 100, 4)
