"""A pool shared from what was measured, and what a statement makes of it; pure but for what reads a statement."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.cost_sharing import records
from lib.cost_sharing.carrying import carried_by, line_of
from lib.cost_sharing.measuring import Measured, measured
from lib.cost_sharing.outcome import Sharing
from lib.cost_sharing.scheme import Scheme
from lib.cost_sharing.setting_aside import apart, judged, vendors_aside
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.volumes import valued, volumes
from lib.cost_sharing.words import Aside, Decision, Measure
from lib.store.database import Database

NOBODY: Mapping[str, int] = {}
NOTHING: Mapping[int, str] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Disputed:
    """What was decided on the disputed tickets of a statement: see `share`."""

    held: frozenset[int]
    out: frozenset[int]
    moved: Mapping[int, str]


def share(
    measured: Measured,
    scheme: Scheme,
    pool: int,
    *,
    held: Collection[int] = frozenset(),
    out: Collection[int] = frozenset(),
    moved: Mapping[int, str] = NOTHING,
    adjustments: Mapping[str, int] = NOBODY,
) -> Sharing:
    """The pool (cents) shared among the participants of the period, with the whole path of each; the sum is the pool.

    `held`, `out`: ids of disputed tickets not decided, and decided against. `moved`: to which vendor (code) one was
    given. `adjustments`: cents by vendor code that earlier periods bring; who has only these gets a line too.
    WrongInput, in names and amounts, where the scheme cannot be carried out: see `blend` and `apportioned`.
    """
    aside = apart(measured, scheme)
    participants = [code for code in measured.vendors if code not in aside]
    with _by_name(measured):
        _check(participants, scheme)
    tickets = valued(judged(measured, scheme, held=held, out=out, moved=moved), measured, scheme)
    counted = tickets.filter(pl.col("aside") == "")
    rounds = _rounds(measured, scheme)
    found = volumes(counted, rounds, measured, scheme, participants)
    with _by_name(measured):
        carried = carried_by(found, counted, scheme, pool, adjustments)
    return Sharing(
        starts_on=measured.starts_on,
        ends_on=measured.ends_on,
        pool=pool,
        scheme=scheme,
        totals={measure: sum(by_vendor.values(), Fraction()) for measure, by_vendor in found.items()},
        rate=carried.shared.rate,
        lines=tuple(line_of(measured, carried, code) for code in sorted({*participants, *adjustments})),
        tickets=tickets.select(SHOWN),
        rounds=rounds,
        outside=_outside(measured, tickets, aside),
    )


SHOWN = (
    *("ticket_id", "number", "closed_at", "closed_on", "how", "kind", "service_code", "vendor", "minutes"),
    *("points", "value", "aside"),
)


def of_statement(db: Database, statement: Statement) -> Sharing:
    """What the statement says by today's tickets, contracts, decisions and adjustments: for drafts and for checking."""
    period = measured(db, statement.starts_on, statement.ends_on)
    said = disputed(db, statement, period)
    return share(
        period,
        statement.scheme,
        records.pool(db, statement),
        held=said.held,
        out=said.out,
        moved=said.moved,
        adjustments=adjusted(db, statement, period),
    )


def disputed(db: Database, statement: Statement, period: Measured) -> Disputed:
    """Its disputed tickets as decided so far."""
    found = records.disputes(db, statement.id)
    codes = {one.id: code for code, one in period.vendors.items()}
    # Whom a ticket was given to may object again: the last word on it holds.
    last = {one.ticket_id: one.decision for one in found}
    given = ((one.ticket_id, one.moved_to) for one in found if one.decision is Decision.MOVED)
    return Disputed(
        held=frozenset(ticket for ticket, decision in last.items() if decision is Decision.NONE),
        out=frozenset(ticket for ticket, decision in last.items() if decision is Decision.OUT),
        moved={ticket: codes[vendor_id] for ticket, vendor_id in given if vendor_id is not None},
    )


def adjusted(db: Database, statement: Statement, period: Measured) -> dict[str, int]:
    """What it carries of earlier periods, cents by vendor code."""
    codes = {one.id: code for code, one in period.vendors.items()}
    found: dict[str, int] = {}
    for one in records.adjustments(db, statement.id):
        found[codes[one.vendor_id]] = found.get(codes[one.vendor_id], 0) + one.cents
    return found


@contextmanager
def _by_name(measured: Measured) -> Iterator[None]:
    """The arithmetic knows vendors by code; people know them by name."""
    try:
        yield
    except WrongInput as refusal:
        if (vendor := measured.vendors.get(refusal.facts.get("vendor", ""))) is not None:
            refusal.facts["vendor"] = vendor.name
        raise


def _check(participants: Collection[str], scheme: Scheme) -> None:
    if not participants:
        raise WrongInput(mark("No vendor takes part: the cost has nobody to carry it."), field="volumes")
    strangers = sorted(set(scheme.agreed) - set(participants))
    if scheme.weights.get(Measure.AGREED) and strangers:
        message = mark("{vendor} has an agreed share but does not take part.")
        raise WrongInput(message, field="agreed", vendor=strangers[0])


def _rounds(measured: Measured, scheme: Scheme) -> pl.DataFrame:
    """Those that count: none where rounds are no business."""
    aside = pl.col("vendor").is_in(list(vendors_aside(measured, scheme)))
    return measured.rounds.filter(~aside if scheme.rounds else pl.lit(False))


def _outside(measured: Measured, tickets: pl.DataFrame, aside: Mapping[str, Aside]) -> dict[str, str]:
    """Who takes no part although it had tickets, or a contract, in the period."""
    seen = {*tickets["vendor"].unique().to_list(), *measured.contract_values}
    return {code: why.value for code, why in aside.items() if code in seen}
