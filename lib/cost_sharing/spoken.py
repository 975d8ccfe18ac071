"""A statement's rules in words that the boss of a vendor understands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction

from lib.core.i18n import Say, mark
from lib.core.money import yuan
from lib.cost_sharing.exact import Exact
from lib.cost_sharing.scheme import Scheme
from lib.cost_sharing.words import ASIDE_WORDS, INDICATOR_WORDS, MEASURE_WORDS, Aside, Measure
from lib.tickets.words import KIND_WORDS

CHOSEN = (Aside.MISDISPATCHED, Aside.MERGED, Aside.DESK_MADE, Aside.OWN_COMPANY)
"""Tickets a hospital lets count or not, each by the scheme's field of that name."""
_HOW: Mapping[str, str] = {
    Measure.TICKETS: mark("Number of tickets: each ticket counts once."),
    Measure.HOURS: mark("Labour hours: as written down on the tickets."),
    Measure.POINTS: mark("Weighted points: each ticket counts with the weight of its service."),
    Measure.VALUE: mark("Value: labour at {hour} yuan an hour, and the materials used."),
    Measure.CONTRACT: mark("Contract value: the yearly amount, by the days in force in this period."),
    Measure.AGREED: mark("Agreed shares: the proportions fixed by agreement."),
}


def number(value: Exact, places: int = 2) -> str:
    """Rounded half up, with commas, without noughts at the end: Fraction(37451, 20) → "1,872.55"."""
    text = fixed_number(value, places)
    return text.rstrip("0").rstrip(".") if "." in text else text


def fixed_number(value: Exact, places: int = 2) -> str:
    """Rounded half up to so many places, with commas: Fraction(1, 3) → "0.33"."""
    exact = Fraction(value)
    scaled = abs(exact) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    sign = "-" if exact < 0 and whole else ""
    front, back = divmod(whole, 10**places)
    return f"{sign}{front:,}" + (f".{back:0{places}d}" if places else "")


def percent(value: Exact, places: int = 2) -> str:
    """A part of one in percent: Fraction(1, 3) → "33.33%"."""
    return f"{fixed_number(Fraction(value) * 100, places)}%"


def amount(measure: str, volume: Exact, say: Say) -> str:
    """A volume with its unit."""
    return say(_UNITS[measure], volume=_SHOWN[measure](Fraction(volume)))


def method(scheme: Scheme, say: Say, *, starts_on: date, ends_on: date, payee: str = "") -> list[str]:
    """The rules, sentence by sentence: what is shared, on what, which tickets count, and how it comes to cents.

    `payee`: the name of the company that runs the desk. Nothing of it names a vendor that shares.
    """
    return list(_sentences(scheme, say, starts_on, ends_on, payee))


def paragraph(scheme: Scheme, say: Say, *, starts_on: date, ends_on: date, payee: str = "") -> str:
    """The same as one paragraph."""
    return together(method(scheme, say, starts_on=starts_on, ends_on=ends_on, payee=payee), say)


def together(sentences: list[str], say: Say) -> str:
    """Sentences one after the other, as the language sets them."""
    text = ""
    for one in sentences:
        text = say(mark("{before} {sentence}"), before=text, sentence=one) if text else one
    return text


def _sentences(scheme: Scheme, say: Say, starts_on: date, ends_on: date, payee: str) -> Iterator[str]:
    yield say(
        mark(
            "The running cost of the service desk is carried by the maintenance companies with a contract in the "
            "period {starts} to {ends}, in proportion to their business."
        ),
        starts=starts_on,
        ends=ends_on,
    )
    yield _business(scheme, say)
    yield from _each_measure(scheme, say)
    yield from _counting(scheme, say)
    yield from _bending(scheme, say)
    yield say(
        mark(
            "One price holds for everybody; shares are rounded to the cent so that together they are exactly the cost."
        )
    )
    yield _tax(scheme, say)
    yield from _payee(scheme, say, payee)


def _business(scheme: Scheme, say: Say) -> str:
    used = [(measure, weight) for measure, weight in scheme.weights.items() if weight]
    if len(used) == 1:
        return say(mark("Business is measured by: {measure}."), measure=say(MEASURE_WORDS[used[0][0]]))
    parts = [
        say(mark("{measure} {weight}%"), measure=say(MEASURE_WORDS[one]), weight=number(weight))
        for one, weight in used
    ]
    return say(
        mark("Business is a blend of {measures}: a company's part of the total of each, weighted so."),
        measures=_list(parts, say),
    )


def _each_measure(scheme: Scheme, say: Say) -> Iterator[str]:
    for measure, weight in scheme.weights.items():
        if weight:
            yield say(_HOW[measure], hour=yuan(scheme.labour_hour_cents))


def _counting(scheme: Scheme, say: Say) -> Iterator[str]:
    yield say(
        mark(
            "A ticket belongs to the period of its first closing and counts once, however often it was reopened."
        )
    )
    yield say(
        mark("These kinds count: {kinds}."),
        kinds=_list([say(KIND_WORDS[kind]) for kind in scheme.kinds], say),
    )
    counted = {one: bool(getattr(scheme, one.value)) for one in CHOSEN}
    for wanted, sentence in (
        (True, mark("These count too: {what}.")),
        (False, mark("These do not count: {what}.")),
    ):
        if named := [say(ASIDE_WORDS[one]) for one, counts in counted.items() if counts is wanted]:
            yield say(sentence, what=_list(named, say))
    if scheme.rounds:
        yield say(
            mark("A finished inspection round counts as one ticket of {points} points."),
            points=number(scheme.round_points, 3),
        )
    if scheme.grace_months:
        yield say(
            mark("New companies carry nothing in their first {n} months."),
            n=scheme.grace_months,
        )


def _bending(scheme: Scheme, say: Say) -> Iterator[str]:
    if indicators := [say(INDICATOR_WORDS[one]) for one, strength in scheme.quality.items() if strength]:
        yield say(
            mark(
                "The business is multiplied by a quality factor between {lowest} and {highest}: who is better than the "
                "average carries less, who is worse carries more ({indicators}; from {n} cases on)."
            ),
            lowest=number(scheme.lowest, 3),
            highest=number(scheme.highest, 3),
            indicators=_list(indicators, say),
            n=scheme.least_n,
        )
    if scheme.fixed or scheme.floors or scheme.caps:
        yield say(
            mark(
                "Where agreed, a fixed part is added to a share, and it is kept above a floor and below a cap; the "
                "rest is carried by the others in the same proportion."
            )
        )


def _tax(scheme: Scheme, say: Say) -> str:
    rate = f"{number(scheme.tax_rate * 100)}%"
    if not scheme.tax_rate:
        return say(mark("No tax is shown."))
    if scheme.tax_included:
        return say(mark("The amounts include tax at {rate}."), rate=rate)
    return say(mark("The amounts are without tax; tax at {rate} is added."), rate=rate)


def _payee(scheme: Scheme, say: Say, payee: str) -> Iterator[str]:
    if not payee:
        return
    carries = (
        mark("Payee: {payee}, which runs the desk and carries its own share like the others.")
        if scheme.payee_shares
        else mark("Payee: {payee}, which runs the desk and carries no share of its own.")
    )
    yield say(carries, payee=payee)


def _list(words: list[str], say: Say) -> str:
    return say(mark(", ")).join(words)


def _yuan(cents: Fraction) -> str:
    return fixed_number(cents / 100)


def _plain(value: Fraction) -> str:
    return number(value, 3)


def _hours(value: Fraction) -> str:
    return number(value)


_UNITS: Mapping[str, str] = {
    Measure.TICKETS: mark("{volume} tickets"),
    Measure.HOURS: mark("{volume} h"),
    Measure.POINTS: mark("{volume} points"),
    Measure.VALUE: mark("{volume} yuan"),
    Measure.CONTRACT: mark("{volume} yuan"),
    Measure.AGREED: "{volume}",
}
_SHOWN: Mapping[str, Callable[[Fraction], str]] = {
    Measure.TICKETS: _plain,
    Measure.HOURS: _hours,
    Measure.POINTS: _plain,
    Measure.VALUE: _yuan,
    Measure.CONTRACT: _yuan,
    Measure.AGREED: _plain,
}
