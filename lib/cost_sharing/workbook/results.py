"""What each vendor owes: as the formulas compute it, and as the statement says it."""

from __future__ import annotations

from functools import partial

from lib.core.i18n import mark
from lib.cost_sharing.outcome import Line
from lib.cost_sharing.records import Share
from lib.cost_sharing.workbook.copied import Edition
from lib.cost_sharing.workbook.fields import names, together, yuan
from lib.cost_sharing.workbook.grid import Field

CORRECTED = "SUMIFS({correction_yuan:all},{correction_vendor:all},{result_vendor})"
SAME = "AND(ROUND({share}-{said_share},2)=0,ROUND({tax_yuan}-{said_tax},2)=0,ROUND({total}-{said_total},2)=0)"


def results(made: Edition) -> list[Field]:
    """The first table of the sheet; the formulas behind it stand below."""
    said = {one.vendor_id: _said(made, one) for one in made.lines}
    good, bad = made.say(mark("as in the statement")), made.say(mark("not as in the statement"))
    add = partial(yuan, made)
    check = Field(
        name="check",
        title=made.say(mark("Check")),
        look="check",
        formula=f'IF({SAME},"{good}","{bad}")',
        values=[good if _same(one, said[one.vendor_id]) else bad for one in made.lines],
    )
    return [
        *names(made, "result_", below=together(made)),
        add("share", mark("Share (yuan)"), lambda one: one.cents, "{cents}/100"),
        add("adjustment", mark("Corrections (yuan)"), lambda one: one.adjustment_cents, CORRECTED),
        add("net", mark("Without tax (yuan)"), lambda one: one.net_cents, "{net_cents}/100"),
        add("tax_yuan", mark("Tax (yuan)"), lambda one: one.tax_cents, "{tax}/100"),
        add("total", mark("To be paid (yuan)"), lambda one: one.total_cents, "{total_cents}/100"),
        add("said_share", mark("Share, by the statement"), lambda one: said[one.vendor_id].cents),
        add("said_tax", mark("Tax, by the statement"), lambda one: said[one.vendor_id].tax_cents),
        add("said_total", mark("To be paid, by the statement"), lambda one: said[one.vendor_id].total_cents),
        check,
    ]


def _said(made: Edition, line: Line) -> Line | Share:
    """What was written down for the vendor; a draft has nothing but what it computes."""
    return made.frozen.shares.get(line.vendor_id, line)


def _same(one: Line, other: Line | Share) -> bool:
    return (one.cents, one.tax_cents, one.total_cents) == (other.cents, other.tax_cents, other.total_cents)
