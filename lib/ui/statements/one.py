"""One vendor's part of a statement: what it comes to, what is to be done now, and everything behind it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import polars as pl
import streamlit as st

from lib.core.clock import full_time, local_date
from lib.core.money import yuan
from lib.cost_sharing import path, spoken
from lib.cost_sharing.deadline import days_left, is_over
from lib.cost_sharing.vendor_change import before, change, objected
from lib.cost_sharing.vendor_part import VendorPart
from lib.cost_sharing.words import ANSWER_WORDS, Answer, Status
from lib.people.roles import Matter, Permission, may
from lib.ui.addressed import part as chosen_part
from lib.ui.cost_sharing import path_view
from lib.ui.cost_sharing.strip import drawn, signed
from lib.ui.session import Session
from lib.ui.statements import answering, past, settlement, tickets
from lib.ui.words import plain


def draw(here: Session, part: VendorPart) -> None:
    """The strip, the answer while it is asked for, and below it the path, the tickets, or the settlement."""
    _ = here._
    _figures(here, part)
    if last := before(here.db, here.actor, part):
        st.caption(change(part, last, here.say))
    _state(here, part)
    open_now = answers_now(here, part)
    with st.container(horizontal=True, vertical_alignment="center"):
        if open_now:
            answering.agreeing(here, part)
        _handed_out(here, part)
    answering.refused(part)
    parts = {
        "path": _("How it comes about"),
        "tickets": _("Tickets and objections") if open_now else _("Tickets behind it"),
        "settlement": _("Steps and settlement"),
        "past": _("All statements"),
    }
    shown = chosen_part("statement_part", _("Show"), parts)
    if shown == "path":
        _path(here, part)
    elif shown == "tickets":
        answering.disputes(here, part, open_now=open_now)
        if open_now:
            answering.objecting(here, part)
        tickets.draw(here, part, chooses=open_now)
        if open_now:
            answering.on_the_whole(here, part)
    elif shown == "past":
        past.draw(here, part)
    else:
        settlement.draw(here, part)


def answers_now(here: Session, part: VendorPart) -> bool:
    """Whether this person may answer for the vendor, and it is time to."""
    return (
        part.statement.status is Status.CHECKING
        and not is_over(part.statement, here.now)
        and may(here.actor, Permission.ANSWER_STATEMENTS, Matter(vendor_id=part.vendor.id))
    )


def _figures(here: Session, part: VendorPart) -> None:
    _, share = here._, part.share
    rate = f"{spoken.number(part.sharing.scheme.tax_rate * 100)}%"
    total = spoken.percent(Fraction(share.cents, part.sharing.pool or 1))
    tiles = [
        (
            _("To be carried this period") if share.total_cents >= 0 else _("To be given back this period"),
            yuan(abs(share.total_cents)),
            _("yuan, with tax"),
        ),
        (
            _("Share of the cost"),
            yuan(share.cents),
            _("{part} of {pool}", part=total, pool=yuan(part.sharing.pool)),
        ),
        (
            _("Tax"),
            yuan(share.tax_cents),
            _("{rate}; without it {net}", rate=rate, net=yuan(share.net_cents)),
        ),
        (
            _("Tickets that count"),
            f"{part.tickets.height:,}",
            _("{n} do not count", n=f"{part.aside.height:,}"),
        ),
    ]
    if share.adjustment_cents:
        numbers = _(", ").join(dict.fromkeys(number for _one, number in part.adjustments))
        tiles.insert(
            2, (_("Corrections"), signed(share.adjustment_cents), _("of statement {number}", number=numbers))
        )
    drawn(tiles)


def _state(here: Session, part: VendorPart) -> None:
    """In one sentence: where it stands, and what is to be done until when."""
    _, statement, share = here._, part.statement, part.share
    until = statement.answer_by
    if statement.status is Status.CHECKING:
        _checking(here, part, until)
    elif statement.status is Status.APPROVAL:
        st.info(_("Checked; it waits for the hospital's approval."), icon=":material/hourglass_top:")
    elif statement.status is Status.ISSUED:
        day = full_time(statement.issued_at)[:10]
        st.info(_("Issued on {day}; it is to be settled now.", day=day), icon=":material/task_alt:")
    elif statement.status is Status.SETTLED:
        day = full_time(statement.settled_at)[:10]
        st.success(_("Settled on {day}.", day=day), icon=":material/check_circle:")
    if statement.status is not Status.CHECKING and share.answer is Answer.NONE:
        st.caption(_("No answer was given; that counts as no objection."))


def _checking(here: Session, part: VendorPart, until: date | None) -> None:
    _, answer = here._, part.share.answer
    left = days_left(here.db, until, local_date(here.now)) if until else 0
    if is_over(part.statement, here.now):
        said = _(ANSWER_WORDS[answer]) if answer is not Answer.NONE else _("no answer counts as no objection")
        st.info(
            _("The last day to answer was {day}: {said}.", day=until, said=said), icon=":material/event_busy:"
        )
    elif answer is Answer.NONE and not answers_now(here, part):
        st.info(_("The company may answer until {day}.", day=until), icon=":material/pending_actions:")
    elif answer is Answer.NONE:
        message = _(
            "Please check it by {day} ({n} working days left): agree, or object to single tickets. "
            "No answer counts as no objection.",
            day=until,
            n=left,
        )
        st.warning(message, icon=":material/pending_actions:")
    else:
        day = full_time(part.share.answered_at)[:10]
        message = _(
            "{answer} on {given}; the answer can be changed until {day}.",
            answer=_(ANSWER_WORDS[answer]),
            given=day,
            day=until,
        )
        if waiting := objected(part):
            message = _rest(here, part, len(waiting))
        st.info(message, icon=":material/how_to_reg:")
        answering.would_be(here, part)
    if part.share.words:
        st.caption(_("Said with it: {words}", words=plain(part.share.words, 400)))


def _rest(here: Session, part: VendorPart, waiting: int) -> str:
    """What becomes of the tickets it objects to, and of all the others."""
    return here._(
        "Answered on {given}: objected to {n} tickets, to be decided. The amounts here are still those sent for "
        "checking; the tickets are left out when the statement is issued. The other {rest} tickets count as agreed, "
        "nothing more is needed; until {day} inclusive an objection can be taken back or added.",
        given=full_time(part.share.answered_at)[:10],
        n=waiting,
        rest=f"{part.tickets.filter(~pl.col('ticket_id').is_in(objected(part))).height:,}",
        day=f"{part.statement.answer_by:%m-%d}",
    )


def _handed_out(here: Session, part: VendorPart) -> None:
    """Paper and workbook; both say the same."""
    there = f"{part.statement.id}/{part.vendor.id}"
    st.link_button(here._("Print"), f"/print/statements/{there}", icon=":material/print:")
    listed = here._("Print with the tickets")
    st.link_button(listed, f"/print/statements/{there}?annex=1", icon=":material/list_alt:")
    st.link_button(here._("Download as Excel"), f"/statements/{there}.xlsx", icon=":material/download:")


def _path(here: Session, part: VendorPart) -> None:
    _ = here._
    if part.line is None:
        st.write(_("The company takes no part in this period; it carries corrections only."))
    else:
        path_view.table([*path.steps(part.line, part.sharing, here.say), *_owed(here, part)])
    with st.expander(_("The rules of this period"), icon=":material/rule:"):
        rules = spoken.method(
            part.sharing.scheme,
            here.say,
            starts_on=part.statement.starts_on,
            ends_on=part.statement.ends_on,
            payee=part.payee,
        )
        st.markdown("\n".join(f"- {plain(one, 400)}" for one in rules))


def _owed(here: Session, part: VendorPart) -> list[path.Step]:
    """Corrections, each with the statement it belongs to, and tax."""
    _, share = here._, part.share
    found = [path.correction(number, one.words, one.cents, here.say) for one, number in part.adjustments]
    working = _(
        "without tax {net} + tax {tax} ({rate})",
        net=yuan(share.net_cents),
        tax=yuan(share.tax_cents),
        rate=f"{spoken.number(part.sharing.scheme.tax_rate * 100)}%",
    )
    return [*found, path.Step(_("Together with tax"), working, yuan(share.total_cents), sums=True)]
