"""A new statement: its period, its number, its rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from lib.core.errors import NotAllowed, Refusal, WrongInput
from lib.cost_sharing import records
from lib.cost_sharing.actions import beginning, changing
from lib.cost_sharing.scheme import Scheme
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import Action, Measure, Status
from lib.people import audit
from lib.people.roles import SYSTEM
from tests.cost_sharing.hospital import ENDS, STARTS, Shared


def begin(shared: Shared, starts_on: date = STARTS, ends_on: date = ENDS, who: str = "qian") -> Statement:
    return beginning.begin(
        shared.db, actor=shared.actor(who), starts_on=starts_on, ends_on=ends_on, now=shared.now
    )


def test_it_is_a_draft_with_the_suggested_rules_and_its_cost_lines_for_a_pool(shared: Shared) -> None:
    made = begin(shared)
    assert made == shared.now_is(made)
    assert (made.number, made.status, made.version) == ("FT-2026-11", Status.DRAFT, 1)
    assert (made.starts_on, made.ends_on, made.pool_cents) == (STARTS, ENDS, None)
    assert made.scheme == Scheme()
    assert made.made_by == shared.cast.people["qian"]


def test_it_is_the_first_line_of_its_history_and_a_line_of_the_audit_log(shared: Shared) -> None:
    made = begin(shared)
    [event] = records.events(shared.db, made.id)
    assert (event.seq, event.action, event.actor_name) == (1, Action.MAKE, "钱合同")
    line = audit.latest(shared.db, 1)[0]
    assert (line["act"], line["object"], line["actor"]) == ("statement_make", "FT-2026-11", "钱合同")


def test_it_takes_over_the_rules_of_the_newest_period(shared: Shared) -> None:
    for month, points in ((9, 100), (8, 30)):  # the earlier period is made later
        made = begin(shared, date(2026, month, 1), date(2026, month, 28))
        weights = {Measure.POINTS: Decimal(points), Measure.CONTRACT: Decimal(100 - points)}
        scheme = replace(made.scheme, weights=weights)
        by = {"actor": shared.actor("qian"), "now": shared.now}
        changing.change(shared.db, statement_id=made.id, version=1, scheme=scheme, **by)  # type: ignore[arg-type]
    assert begin(shared).scheme.weights[Measure.POINTS] == 100


def test_a_second_one_that_ends_in_the_same_month_has_another_number(shared: Shared) -> None:
    days = ((1, 5), (6, 9), (10, 30))
    numbers = [begin(shared, date(2026, 9, a), date(2026, 9, b)).number for a, b in days]
    assert numbers == ["FT-2026-09", "FT-2026-09-2", "FT-2026-09-3"]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "field", "said"),
    [
        (ENDS, STARTS, "ends_on", "ends before it begins"),
        (STARTS, date(2027, 10, 27), "ends_on", "at most a year"),
    ],
)
def test_a_period_that_cannot_be_is_refused(
    shared: Shared, starts_on: date, ends_on: date, field: str, said: str
) -> None:
    with pytest.raises(WrongInput, match=said) as refused:
        begin(shared, starts_on, ends_on)
    assert refused.value.field == field
    assert records.all_statements(shared.db) == []


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (ENDS, date(2026, 12, 25)),
        (date(2026, 9, 26), STARTS),
        (date(2026, 11, 1), date(2026, 11, 2)),
        (date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_days_that_belong_to_another_statement_are_refused_by_its_name(
    shared: Shared, starts_on: date, ends_on: date
) -> None:
    begin(shared)
    with pytest.raises(WrongInput, match="overlap with FT-2026-11, which runs from 2026-10-26 to 2026-11-25"):
        begin(shared, starts_on, ends_on)


def test_the_days_before_and_after_are_free_and_the_future_too(shared: Shared) -> None:
    begin(shared)
    assert begin(shared, date(2026, 9, 26), date(2026, 10, 25)).number == "FT-2026-10"
    assert begin(shared, date(2026, 11, 26), date(2027, 11, 25)).number == "FT-2027-11"


def test_only_contract_officers_begin_one(shared: Shared) -> None:
    may = set()
    for n, who in enumerate(shared.cast.people):
        try:
            begin(shared, date(2025, 1, n + 1), date(2025, 1, n + 1), who)
        except NotAllowed:
            continue
        may.add(who)
    assert may == {"qian", "jin"}


def test_the_product_itself_begins_none(shared: Shared) -> None:
    with pytest.raises(Refusal, match="Only a person with an account"):
        beginning.begin(shared.db, actor=SYSTEM, starts_on=STARTS, ends_on=ENDS, now=shared.now)
