"""Made-up statements for the workbook: any number of vendors, any scheme, without a database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import polars as pl

from lib.core.errors import WrongInput
from lib.cost_sharing.frozen import Frozen, Named
from lib.cost_sharing.measuring import Measured
from lib.cost_sharing.records import Adjustment, CostLine
from lib.cost_sharing.scheme import Scheme
from lib.cost_sharing.sharing import share
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import Measure, Status
from lib.people.organisation import Vendor

STARTS, ENDS = date(2026, 10, 26), date(2026, 11, 25)
NOW = datetime(2026, 11, 26, 2, tzinfo=UTC)
NAMES = ("安工匠", "华电机电", "清源水务", "=1+1 工程", "星*际 电梯?", "O'Brien & Co", "暖通<维保>", "02")


@dataclass(frozen=True, kw_only=True)
class Job:
    vendor: str
    service: str = "GD-01"
    minutes: int = 30
    materials: int = 0
    kind: str = "repair"
    kept: bool | None = True


@dataclass(frozen=True, kw_only=True)
class Case:
    """What goes into a made-up statement. `contracts`: cents of the period by vendor code, in the order of codes."""

    pool: int
    contracts: Mapping[str, Fraction | int]
    jobs: Sequence[Job] = ()
    weights: Mapping[str, int] = field(default_factory=lambda: {"GD-01": 500, "GS-02": 800, "DT-03": 1333})
    corrections: Mapping[str, int] = field(default_factory=dict)
    costs: Sequence[int] = ()
    scheme: Scheme = field(default_factory=Scheme)

    def frozen(self) -> Frozen:
        """As if it had been computed from a hospital."""
        sharing = share(self._measured(), self.scheme, self.pool, adjustments=self.corrections)
        vendors = {
            one.id: Named(id=one.id, code=one.code, name=one.name, internal=False)
            for one in self._vendors().values()
        }
        ids = {one.code: one.id for one in vendors.values()}
        about: dict[str, Any] = {"made_by": None, "made_at": NOW, "words": "更正", "statement_id": 1}
        return Frozen(
            number="FT-2026-11",
            hospital="示范医院",
            frozen_at=None,
            sharing=sharing,
            weights=self.weights,
            services={code: code for code in self.weights},
            vendors=vendors,
            cost_lines=tuple(_cost(n, cents) for n, cents in enumerate(self.costs, start=1)),
            adjustments=tuple(
                Adjustment(id=n, corrects_id=9, vendor_id=ids[code], cents=cents, **about)
                for n, (code, cents) in enumerate(self.corrections.items(), start=1)
            ),
            corrects={9: "FT-2026-10"},
            disputes=(),
            shares={},
            events=(),
            previous_number="",
            previous_hash="",
            settled_at=None,
            issued_hash="",
        )

    def statement(self) -> Statement:
        return Statement(
            id=1,
            number="FT-2026-11",
            version=1,
            status=Status.DRAFT,
            starts_on=STARTS,
            ends_on=ENDS,
            scheme=self.scheme,
            pool_cents=None,
            made_by=None,
            made_at=NOW,
        )

    def _vendors(self) -> dict[str, Vendor]:
        return {
            code: Vendor(
                id=n,
                code=code,
                name=NAMES[(n - 1) % len(NAMES)],
                vendor_type="",
                internal=False,
                tax_rate="",
                active=True,
            )
            for n, code in enumerate(sorted({*self.contracts, *self.corrections}), start=1)
        }

    def _measured(self) -> Measured:
        return Measured(
            starts_on=STARTS,
            ends_on=ENDS,
            vendors=self._vendors(),
            tickets=_tickets(self.jobs),
            rounds=pl.DataFrame(
                schema={
                    "round_id": pl.Int64,
                    "vendor": pl.String,
                    "ended_at": pl.Datetime("us", "UTC"),
                    "minutes": pl.Int64,
                }
            ),
            contract_values={code: Fraction(cents) for code, cents in self.contracts.items()},
            first_starts=dict.fromkeys(self.contracts, date(2024, 1, 1)),
            weights=self.weights,
        )


def _tickets(jobs: Sequence[Job]) -> pl.DataFrame:
    closed = [NOW - timedelta(hours=n % 700) for n, _ in enumerate(jobs)]
    return pl.DataFrame(
        {
            "ticket_id": range(1, len(jobs) + 1),
            "number": [f"20261101-{n:04d}" for n in range(1, len(jobs) + 1)],
            "closed_at": pl.Series(closed, dtype=pl.Datetime("us", "UTC")),
            "closed_on": pl.Series([one.date() for one in closed], dtype=pl.Date),
            "how": ["confirmed"] * len(jobs),
            "kind": pl.Series([one.kind for one in jobs], dtype=pl.String),
            "service_code": pl.Series([one.service for one in jobs], dtype=pl.String),
            "vendor": pl.Series([one.vendor for one in jobs], dtype=pl.String),
            "minutes": pl.Series([one.minutes for one in jobs], dtype=pl.Int64),
            "materials": pl.Series([one.materials for one in jobs], dtype=pl.Int64),
            **{name: _flags(False, jobs) for name in ("misdispatched", "merged", "desk_made")},
            "kept": pl.Series([one.kept for one in jobs], dtype=pl.Boolean),
            **{name: _flags(None, jobs) for name in ("reopened", "satisfied", "confirmed")},
        }
    )


def _flags(value: bool | None, jobs: Sequence[Job]) -> pl.Series:
    return pl.Series([value] * len(jobs), dtype=pl.Boolean)


def _cost(n: int, cents: int) -> CostLine:
    return CostLine(
        id=n,
        statement_id=1,
        category="wages",
        words=f"第{n}笔",
        amount_cents=cents,
        spent_on=date(2026, 11, n % 28 + 1),
        document="",
        file_hash="",
        entered_by=None,
        entered_at=NOW,
    )


def random_case(seed: int, *, most_pool: int = 10**12) -> Case:
    """Any scheme that can be carried out: measures, quality, fixed parts, floors, caps, corrections, tax."""
    random = Random(seed)
    while True:
        case = _drawn(random, most_pool)
        try:
            case.frozen()
        except WrongInput:
            continue
        return case


def _drawn(random: Random, most_pool: int) -> Case:
    codes = [f"V{n:02d}" for n in range(1, random.choice((2, 3, 7, 20)) + 1)]
    pool = random.randint(1, 10 ** random.randint(2, len(str(most_pool)) - 1))
    services = ("GD-01", "GS-02", "DT-03")
    jobs = [
        Job(
            vendor=random.choice(codes),
            service=random.choice(services),
            minutes=random.randint(0, 300),
            materials=random.randint(0, 10**7),
            kind=random.choice(("repair", "repair", "repair", "consultation")),
            kept=random.choice((True, False, None)),
        )
        for _ in range(random.randint(1, 120))
    ]
    return Case(
        pool=pool,
        contracts={code: Fraction(random.randint(0, 10**9), 365) for code in codes},
        jobs=jobs,
        corrections={code: random.randint(-(10**5), 10**5) for code in random.sample(codes, 2)}
        if random.random() < 0.4
        else {},
        costs=_cut(random, pool) if random.random() < 0.5 else (),
        scheme=Scheme(
            weights=_weights(random),
            agreed={code: Decimal(random.randint(0, 50)) for code in codes},
            fixed=_some(random, codes, pool // (8 * len(codes))),
            floors=_some(random, codes, pool // len(codes)),
            caps=_some(random, codes, 3 * pool // len(codes), least=pool // len(codes)),
            quality={"promises": Decimal("0.5")} if random.random() < 0.4 else {},
            least_n=2,
            tax_rate=Decimal(random.choice(("0", "0.03", "0.06", "0.13"))),
            tax_included=random.random() < 0.5,
        ),
    )


def _weights(random: Random) -> dict[Measure, Decimal]:
    chosen = random.sample(list(Measure), random.randint(1, 3))
    cuts = sorted(random.sample(range(1, 100), len(chosen) - 1))
    return {
        measure: Decimal(high - low)
        for measure, low, high in zip(chosen, [0, *cuts], [*cuts, 100], strict=True)
    }


def _some(random: Random, codes: Sequence[str], most: int, least: int = 0) -> dict[str, int]:
    if random.random() < 0.5:
        return {}
    return {code: random.randint(least, max(least, most)) for code in codes if random.random() < 0.4}


def _cut(random: Random, pool: int) -> list[int]:
    first = random.randint(0, pool)
    return [one for one in (first, pool - first) if one]
