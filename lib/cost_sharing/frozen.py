"""A statement as it was frozen, for everybody who shows it: the same figures on page, paper and sheet."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import polars as pl

from lib.core.errors import Refusal
from lib.core.i18n import mark
from lib.cost_sharing import content, records, sharing
from lib.cost_sharing import scheme as schemes
from lib.cost_sharing.outcome import Line, Sharing
from lib.cost_sharing.plain import fraction, fraction_text, frame, made
from lib.cost_sharing.records import Adjustment, CostLine, Dispute, Event, Share
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import Measure, Status
from lib.store.database import Database

KEPT = 24
"""Statements kept read: one of 5,000 tickets takes 30 ms to read and 2 MB to keep."""


@dataclass(frozen=True, slots=True)
class Named:
    """A vendor as it was called then; `internal`: one of the hospital's own units."""

    id: int
    code: str
    name: str
    internal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """What a statement says. `sharing` holds everything that was computed: pool, scheme, λ, each vendor's path, and
    every ticket and round of the period as they were. `frozen_at` None: a draft, as it would be today.

    `weights`: points of a service in thousandths; `services`: their names. `shares`: what each vendor (by id) carries,
    its answer, and how it was settled. `disputes`: those not withdrawn, as decided by then. `corrects`: numbers of the
    statements that `adjustments` belong to. `events`: who did what until then. `previous_number`, `previous_hash`: the
    statement issued before. `issued_hash`: of what was issued, "" before it is settled."""

    number: str
    hospital: str
    frozen_at: datetime | None
    sharing: Sharing
    weights: Mapping[str, int]
    services: Mapping[str, str]
    vendors: Mapping[int, Named]
    cost_lines: tuple[CostLine, ...]
    adjustments: tuple[Adjustment, ...]
    corrects: Mapping[int, str]
    disputes: tuple[Dispute, ...]
    shares: Mapping[int, Share]
    events: tuple[Event, ...]
    previous_number: str
    previous_hash: str
    settled_at: datetime | None
    issued_hash: str

    @property
    def starts_on(self) -> date:
        return self.sharing.starts_on

    @property
    def ends_on(self) -> date:
        return self.sharing.ends_on

    @property
    def pool(self) -> int:
        """Cents."""
        return self.sharing.pool

    @property
    def rate(self) -> str:
        """λ, the cents of the whole business, exactly: "7" or "22/7"."""
        return fraction_text(self.sharing.rate)

    def line(self, vendor_id: int) -> Line | None:
        """The path of a vendor, None where it takes no part."""
        return next((line for line in self.sharing.lines if line.vendor_id == vendor_id), None)

    def tickets(self, code: str) -> pl.DataFrame:
        """The tickets that count for a vendor, in the order they were closed; columns as in `Sharing`."""
        return self._of(code).filter(pl.col("aside") == "")

    def set_aside(self, code: str) -> pl.DataFrame:
        """Its tickets that do not count, and why (`aside`)."""
        return self._of(code).filter(pl.col("aside") != "")

    def asides(self, code: str | None = None) -> dict[str, int]:
        """How many tickets do not count, by reason; of one vendor ("" for those without) or of all (None)."""
        tickets = self.sharing.tickets if code is None else self._of(code)
        counted = tickets.filter(pl.col("aside") != "").group_by("aside").len().sort("aside")
        return dict(counted.iter_rows())

    def _of(self, code: str) -> pl.DataFrame:
        return self.sharing.tickets.filter(pl.col("vendor") == code).sort("closed_at", "ticket_id")


def of(db: Database, statement: Statement) -> Frozen:
    """What the statement says: as it was frozen once it is out of the draft, computed from today's tickets before.

    What `sharing.of_statement` refuses for a draft that cannot be shared; Refusal for a sealed text that was destroyed.
    """
    if statement.status is not Status.DRAFT:
        kept = statement.content or getattr(records.by_id(db, statement.id), "content", "")
        try:
            return read(kept)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            message = mark(
                "The sealed text of {number} cannot be read; the check on the system page says more."
            )
            raise Refusal(message, number=statement.number) from error
    computed = sharing.of_statement(db, statement)
    return from_content(content.content(db, statement, computed, now=None))


@lru_cache(maxsize=KEPT)
def read(text: str) -> Frozen:
    """The statement of that content; ValueError, KeyError or TypeError where it is none."""
    return from_content(json.loads(text))


def from_content(said: Mapping[str, Any]) -> Frozen:
    """The same of what `content` gives."""
    settled = said.get("settled") or {}
    shares = [made(Share, one) for one in settled.get("shares", said["shares"])]
    return Frozen(
        number=said["number"],
        hospital=said["hospital"],
        frozen_at=datetime.fromisoformat(said["frozen_at"]) if said["frozen_at"] else None,
        sharing=_sharing(said),
        weights={code: one["weight"] for code, one in said["services"].items()},
        services={code: one["name"] for code, one in said["services"].items()},
        vendors={one["id"]: Named(**one) for one in said["vendors"]},
        cost_lines=tuple(made(CostLine, one) for one in said["cost_lines"]),
        adjustments=tuple(made(Adjustment, one) for one in said["adjustments"]),
        corrects={int(one): number for one, number in said["corrects"].items()},
        disputes=tuple(made(Dispute, one) for one in said["disputes"]),
        shares={share.vendor_id: share for share in shares},
        events=tuple(made(Event, one) for one in settled.get("events", said["events"])),
        previous_number=said["previous"]["number"],
        previous_hash=said["previous"]["hash"],
        settled_at=datetime.fromisoformat(settled["at"]) if settled else None,
        issued_hash=settled.get("issued_hash", ""),
    )


def _sharing(said: Mapping[str, Any]) -> Sharing:
    return Sharing(
        starts_on=date.fromisoformat(said["starts_on"]),
        ends_on=date.fromisoformat(said["ends_on"]),
        pool=said["pool"],
        scheme=schemes.read(json.dumps(said["scheme"])),
        totals={Measure(one): fraction(total) for one, total in said["totals"].items()},
        rate=fraction(said["rate"]),
        lines=tuple(made(Line, one) for one in said["lines"]),
        tickets=frame(said["tickets"]),
        rounds=frame(said["rounds"]),
        outside=said["outside"],
    )
