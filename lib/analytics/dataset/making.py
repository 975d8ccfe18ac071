"""How the lines of the data dictionary are written: one short word for each sort of column."""

from __future__ import annotations

from lib.analytics.dataset.column import Column, Comes, Kind
from lib.core.i18n import mark

MINUTES, HOUR, YUAN, POINTS = mark("minutes"), mark("hour of the day"), mark("yuan"), mark("1 to 5")


def code(name: str, label: str, means: str, of: str = "") -> Column:
    """Text as it is kept."""
    return _column(name, label, means, Kind.TEXT, Comes.TICKET, of=of)


def named(name: str, label: str, means: str, names: str, of: str = "") -> Column:
    """The name that stands for an id or a code; `names`: which."""
    return _column(name, label, means, Kind.TEXT, Comes.NAMED, of=of, names=names)


def instant(name: str, label: str, means: str, comes: Comes = Comes.TICKET) -> Column:
    return _column(name, label, means, Kind.INSTANT, comes)


def day(name: str, label: str, means: str) -> Column:
    return _column(name, label, means, Kind.DAY, Comes.CALENDAR)


def flag(name: str, label: str, means: str, comes: Comes) -> Column:
    return _column(name, label, means, Kind.YES, comes)


def minutes(name: str, label: str, means: str) -> Column:
    """A time between two steps."""
    return _column(name, label, means, Kind.NUMBER, Comes.STEPS, unit=MINUTES)


def number_of(name: str, label: str, means: str, comes: Comes, unit: str = "") -> Column:
    return _column(name, label, means, Kind.WHOLE, comes, unit=unit)


def money(name: str, label: str, means: str, of: str) -> Column:
    """Kept in cents, handed out in yuan."""
    return _column(name, label, means, Kind.MONEY, Comes.WORK, unit=YUAN, of=of)


def marks(name: str, label: str, means: str, kind: Kind) -> Column:
    return _column(name, label, means, kind, Comes.RATING, unit=POINTS)


def personal(name: str, label: str, means: str) -> Column:
    """Masked for who may not know the people of that ticket."""
    return _column(name, label, means, Kind.TEXT, Comes.PEOPLE, personal=True)


def _column(
    name: str,
    label: str,
    means: str,
    kind: Kind,
    comes: Comes,
    *,
    unit: str = "",
    of: str = "",
    names: str = "",
    personal: bool = False,
) -> Column:
    """`of` is the name itself by default."""
    return Column(
        name=name,
        label=label,
        means=means,
        kind=kind,
        comes=comes,
        unit=unit,
        of=of or name,
        names=names,
        personal=personal,
    )
