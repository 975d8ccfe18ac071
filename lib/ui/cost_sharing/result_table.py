"""The result as a table of vendors, with its sums, the period before and a second method beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape

import polars as pl
import streamlit as st

from lib.core.i18n import Say, mark
from lib.core.money import yuan
from lib.cost_sharing.outcome import Line, Sharing
from lib.cost_sharing.scheme import Scheme
from lib.cost_sharing.spoken import amount, fixed_number, percent
from lib.cost_sharing.words import MEASURE_WORDS
from lib.ui.cost_sharing.shown_line import Shown
from lib.ui.cost_sharing.strip import signed
from lib.ui.session import Session

BOUNDS = {"floor": mark("Least share"), "cap": mark("Cap")}


@dataclass(frozen=True, slots=True)
class Column:
    """`cell`: what stands in a vendor's row; `total`: below it; `number`: set on the right, digits under digits."""

    title: str
    cell: Callable[[Shown], str]
    total: str = ""
    number: bool = True


def columns(here: Session, shared: Sharing, rows: Sequence[Shown], other: str) -> list[Column]:
    """Those that say something here: no quality, corrections, period before or second method where there is none."""
    return [
        Column(here._("Vendor"), lambda one: one.line.name, here._("Together"), number=False),
        *_shares(here, shared, rows),
        *_beside(here, rows, other),
        *_business(here._, shared),
        *_quality(here, shared, rows),
    ]


def _shares(here: Session, shared: Sharing, rows: Sequence[Shown]) -> list[Column]:
    """What each carries: this is what people look for first."""
    _ = here._
    whole = percent(1 if shared.pool else 0)
    found = [
        Column(_("Share, yuan"), lambda one: yuan(one.line.cents), yuan(_sum(rows, "cents"))),
        Column(_("Part of the pool"), lambda one: _part(one.line.cents, shared.pool), whole),
    ]
    if sum(map(bool, shared.scheme.weights.values())) > 1 and _bent(shared.scheme):
        # Beside what it is compared with: further to the right it would be out of sight.
        found.append(Column(_("Part of the business"), lambda one: percent(one.line.blended), percent(1)))
    if any(one.line.bound for one in rows):
        found.append(
            Column(_("Bound"), lambda one: _(BOUNDS[one.line.bound]) if one.line.bound else "", number=False)
        )
    for title, name, say in (
        (_("Corrections"), "adjustment_cents", signed),
        (_("To pay, yuan"), "total_cents", yuan),
    ):
        if any(one.line.adjustment_cents for one in rows):
            found.append(_amount(title, name, rows, say))
    return found


def _amount(title: str, name: str, rows: Sequence[Shown], say: Callable[[int], str]) -> Column:
    return Column(title, lambda one: say(getattr(one.line, name)), say(_sum(rows, name)))


def _quality(here: Session, shared: Sharing, rows: Sequence[Shown]) -> list[Column]:
    if not any(shared.scheme.quality.values()):
        return []
    factor = Column(here._("Quality"), lambda one: fixed_number(one.line.quality, 4))
    return [factor, _amount(here._("of it by quality"), "quality_cents", rows, signed)]


def _business(say: Say, shared: Sharing) -> list[Column]:
    """A column for each measure that weighs."""
    used = [measure for measure, weight in shared.scheme.weights.items() if weight]
    found = [
        Column(
            say(MEASURE_WORDS[measure]),
            lambda one, measure=measure: amount(measure, one.line.measured.get(measure, Fraction()), say),  # type: ignore[misc]
            amount(measure, shared.totals.get(measure, Fraction()), say),
        )
        for measure in used
    ]
    return found


def _bent(scheme: Scheme) -> bool:
    """Whether parts of the pool can be others than parts of the business."""
    return bool(scheme.fixed or scheme.floors or scheme.caps or any(scheme.quality.values()))


def _beside(here: Session, rows: Sequence[Shown], other: str) -> list[Column]:
    _, found = here._, []
    if rows and rows[0].last is not None:
        found.append(Column(_("Period before"), lambda one: yuan(one.last or 0), yuan(_total(rows, "last"))))
        found.append(Column(_("Change"), lambda one: signed(one.change or 0), signed(_total(rows, "change"))))
    if rows and rows[0].other is not None:
        found.append(Column(other, lambda one: yuan(one.other or 0), yuan(_total(rows, "other"))))
        found.append(
            Column(
                _("Difference"), lambda one: signed(one.difference or 0), signed(_total(rows, "difference"))
            )
        )
    return found


def _part(cents: int, pool: int) -> str:
    return percent(Fraction(cents, pool)) if pool else "—"


def _sum(rows: Sequence[Shown], name: str) -> int:
    return sum(getattr(one.line, name) for one in rows)


def _total(rows: Sequence[Shown], name: str) -> int:
    return sum(getattr(one, name) for one in rows)


def draw(found: Sequence[Column], rows: Sequence[Shown]) -> None:
    """One element; on a narrow screen it scrolls sideways below the vendors' names."""
    head = "".join(
        f'<th style="{_look(at, one)};{_HEAD}" scope="col">{escape(one.title)}</th>'
        for at, one in enumerate(found)
    )
    most = max((one.line.cents for one in rows), default=0)
    body = "".join(_row(found, one, most) for one in rows)
    foot = "".join(
        f'<td style="{_look(at, one)};{_FOOT}">{escape(one.total)}</td>' for at, one in enumerate(found)
    )
    st.html(
        f'<div style="overflow-x:auto"><table style="{_TABLE}"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody><tfoot><tr>{foot}</tr></tfoot></table></div>"
    )


_TABLE = (
    "border-collapse:collapse;width:100%;font-size:.88rem;font-variant-numeric:tabular-nums;line-height:1.35"
)
_LINE = "1px solid color-mix(in srgb,currentColor 16%,transparent)"
_HEAD = f"font-weight:500;opacity:.75;border-bottom:{_LINE};vertical-align:bottom"
_FOOT = f"font-weight:600;border-top:{_LINE}"
_BAR = "#188E86"


def _look(at: int, column: Column) -> str:
    side = "right" if column.number else "left"
    if at == 0:
        return f"padding:.3rem .5rem .3rem 0;{_NAME}"
    return f"padding:.3rem .5rem;text-align:{side};white-space:nowrap"


_NAME = (
    "text-align:left;min-width:clamp(6.5rem,14vw,12.5rem);max-width:13rem;white-space:normal;position:sticky;left:0;"
    "background:Canvas;background:light-dark(#ffffff,#10191b)"
)


def _row(found: Sequence[Column], one: Shown, most: int) -> str:
    cells = "".join(
        f'<td style="{_look(at, column)}">{escape(column.cell(one))}{_bar(one.line, most) if at == 0 else ""}</td>'
        for at, column in enumerate(found)
    )
    return f'<tr style="border-top:{_LINE}">{cells}</tr>'


def _bar(line: Line, most: int) -> str:
    """A thin bar below the name, as long as the share beside the largest one."""
    wide = 100 * max(line.cents, 0) / most if most else 0
    return f'<div style="height:3px;border-radius:2px;width:{wide:.2f}%;background:{_BAR}"></div>'


def taken(found: Sequence[Column], rows: Sequence[Shown]) -> pl.DataFrame:
    """The same to take away, with the sums below."""
    names = _distinct([column.title for column in found])
    cells = [[column.cell(one) for column in found] for one in rows]
    return pl.DataFrame([*cells, [column.total for column in found]], schema=names, orient="row")


def _distinct(titles: list[str]) -> list[str]:
    """A frame wants every column called otherwise."""
    return [title if title not in titles[:at] else f"{title} {at}" for at, title in enumerate(titles)]
