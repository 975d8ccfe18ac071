"""What each vendor said to its share, whose silence is running, and whose silence counts."""

from __future__ import annotations

from datetime import date

import streamlit as st

from lib.core.clock import local_date
from lib.core.i18n import mark
from lib.core.money import yuan
from lib.cost_sharing import deadline
from lib.cost_sharing.path import signed
from lib.cost_sharing.records import Share
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import ANSWER_WORDS, Answer, Status
from lib.people import accounts
from lib.people.organisation import vendors
from lib.ui.cost_sharing.steps.table import cell, table
from lib.ui.session import Session
from lib.ui.widgets import empty, when

SIGNS = {Answer.AGREED: "✓", Answer.OBJECTED: "⚑", Answer.NONE: "…"}
_ORDER = (Answer.OBJECTED, Answer.NONE, Answer.AGREED)
LAST_DAY = mark("today is the last day")
DAYS_LEFT = mark("{n} working days left")
OVER = mark("The last day was {day}")


def left_said(here: Session, day: date) -> str:
    """How long vendors may still answer."""
    today = local_date(here.now)
    if today > day:
        return here._(OVER, day=f"{day:%m-%d}")
    left = deadline.days_left(here.db, day, today)
    return here._(DAYS_LEFT, n=left) if left else here._(LAST_DAY)


def draw(here: Session, statement: Statement, found: dict[int, Share]) -> None:
    """One line per vendor, objections first; nothing to see in a draft that was never sent."""
    _ = here._
    if not found or statement.status is Status.DRAFT:
        empty(_("The vendors answer once the statement has been sent to them."), icon=":material/forum:")
        return
    _counted(here, statement, found)
    columns = [(_("Vendor"), "left"), (_("To pay"), "right"), (_("Answer"), "left")]
    ordered = sorted(found.values(), key=lambda share: (_ORDER.index(share.answer), share.vendor_id))
    owed = sum(share.total_cents for share in found.values())
    total = [cell(_("Together")), cell(yuan(owed)), ""]
    table(columns, [_row(here, statement, share) for share in ordered], total)


def _counted(here: Session, statement: Statement, found: dict[int, Share]) -> None:
    counts = {answer: sum(share.answer is answer for share in found.values()) for answer in Answer}
    parts = [
        here._(
            "{answered} of {n} vendors have answered", answered=len(found) - counts[Answer.NONE], n=len(found)
        )
    ]
    parts += [
        f"{here._(ANSWER_WORDS[answer])} {n}"
        for answer, n in counts.items()
        if n and answer is not Answer.NONE
    ]
    if statement.answer_by and statement.status is Status.CHECKING:
        parts.append(here._("answers until {day}", day=f"{statement.answer_by:%m-%d}"))
        parts.append(left_said(here, statement.answer_by))
    st.caption(" · ".join(parts))


def _row(here: Session, statement: Statement, share: Share) -> list[str]:
    vendor = vendors(here.db)[share.vendor_id]
    by = accounts.names(here.db).get(share.answered_by or 0, "")
    said = f"{SIGNS[share.answer]} {_said(here, statement, share)}"
    return [
        cell(f"{vendor.code} {vendor.name}"),
        cell(yuan(share.total_cents), _corrected(here, share)),
        cell(said, " · ".join(filter(None, (when(share.answered_at), by, share.words)))),
    ]


def _said(here: Session, statement: Statement, share: Share) -> str:
    """Silence is never called agreement."""
    if share.answer is not Answer.NONE:
        return here._(ANSWER_WORDS[share.answer])
    if statement.status is Status.CHECKING and not deadline.is_over(statement, here.now):
        return here._("Not answered yet")
    return here._("Not answered: counts as no objection")


def _corrected(here: Session, share: Share) -> str:
    if not share.adjustment_cents:
        return ""
    return here._("with corrections of {amount}", amount=signed(share.adjustment_cents))
