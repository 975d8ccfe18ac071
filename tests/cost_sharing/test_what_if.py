"""What a vendor would carry, had it had more or fewer tickets, another contract, no reopenings."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from lib.cost_sharing.measuring import Measured, measured
from lib.cost_sharing.outcome import Line
from lib.cost_sharing.scheme import Scheme
from lib.cost_sharing.sharing import share
from lib.cost_sharing.what_if import with_override
from lib.cost_sharing.words import Measure
from tests.cost_sharing.month import ENDS, STARTS, Month

POOL = 5_000_000
BY_TICKETS = Scheme(weights={Measure.TICKETS: Decimal(100)})


@pytest.fixture(scope="module")
def period(month: Month) -> Measured:
    return measured(month.db, STARTS, ENDS)


def line(period: Measured, code: str, scheme: Scheme = BY_TICKETS) -> Line:
    found = share(period, scheme, POOL).line(code)
    assert found is not None
    return found


@pytest.mark.parametrize("more", [1, 2, 3, 7, 500])
def test_tickets_more_are_counted_and_cost_more(period: Measured, more: int) -> None:
    before = line(period, "VB")
    after = line(with_override(period, "VB", scheme=BY_TICKETS, more_tickets=more), "VB")
    assert after.measured[Measure.TICKETS] == before.measured[Measure.TICKETS] + more
    assert after.cents > before.cents


def test_they_are_like_those_it_had(period: Measured) -> None:
    before = line(period, "VB")
    after = line(with_override(period, "VB", scheme=BY_TICKETS, more_tickets=3), "VB")
    # It had three: once more each of them.
    assert {
        measure: after.measured[measure] for measure in (Measure.HOURS, Measure.POINTS, Measure.VALUE)
    } == {measure: 2 * before.measured[measure] for measure in (Measure.HOURS, Measure.POINTS, Measure.VALUE)}


@pytest.mark.parametrize(("more", "left"), [(-1, 2), (-3, 0), (-4, 0)])
def test_tickets_fewer_go_down_to_none(period: Measured, more: int, left: int) -> None:
    after = with_override(period, "VB", scheme=BY_TICKETS, more_tickets=more)
    assert line(after, "VB").measured[Measure.TICKETS] == left
    assert line(after, "VA").measured == line(period, "VA").measured


def test_one_without_tickets_gets_such_as_the_others_had(period: Measured) -> None:
    contracted = with_override(period, "VD", scheme=BY_TICKETS, yearly_cents=100, more_tickets=2)
    without = replace(period, tickets=period.tickets.clear())
    plain = with_override(without, "VD", scheme=BY_TICKETS, yearly_cents=100, more_tickets=2)
    assert line(plain, "VD").cents == POOL
    assert line(plain, "VD").measured[Measure.HOURS] == 1
    assert line(contracted, "VD").measured[Measure.TICKETS] == 3
    assert plain.tickets.schema == period.tickets.schema


def test_another_contract_holds_for_the_whole_period(period: Measured) -> None:
    scheme = Scheme(weights={Measure.CONTRACT: Decimal(100)})
    after = with_override(period, "VB", scheme=scheme, yearly_cents=36_500_000)
    assert line(after, "VB", scheme).measured[Measure.CONTRACT] == 3_100_000
    assert line(with_override(period, "VD", scheme=scheme, yearly_cents=0), "VD", scheme).cents == 0


def test_without_reopenings_the_quality_is_better(period: Measured) -> None:
    scheme = replace(BY_TICKETS, quality={"reopened": Decimal(1)}, least_n=1)
    after = with_override(period, "VA", scheme=scheme, no_reopens=True)
    assert line(after, "VA", scheme).quality_good["reopened"] == 0
    assert line(after, "VA", scheme).cents < line(period, "VA", scheme).cents
    assert line(after, "VB", scheme).quality_good == line(period, "VB", scheme).quality_good


def test_what_was_measured_stays_as_it_is(period: Measured) -> None:
    before = share(period, BY_TICKETS, POOL).lines
    with_override(period, "VA", scheme=BY_TICKETS, more_tickets=9, yearly_cents=7, no_reopens=True)
    assert share(period, BY_TICKETS, POOL).lines == before
    assert with_override(period, "VA", scheme=BY_TICKETS) is period


def test_a_vendor_there_is_not_is_a_slip(period: Measured) -> None:
    with pytest.raises(KeyError):
        with_override(period, "VX", scheme=BY_TICKETS, yearly_cents=1)
