"""The demonstration's statements: six settled ones, a dispute, a correction, and the draft of today's period."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from lib.core.clock import local_date
from lib.cost_sharing import checking, corrections, frozen, hands, records
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import Action, Answer, Decision, Measure, Status
from lib.demo import hospital
from lib.demo.mix import DAYS, FIRST_PHASE
from lib.demo.statement_days import first_day, periods
from lib.people import organisation
from lib.store.database import Database
from tests.demo.conftest import NOW, SCALE, Demonstration, made

pytestmark = pytest.mark.long

TODAY = local_date(NOW)


def _statements(db: Database) -> list[Statement]:
    """The oldest first, with all they say."""
    found = [records.by_id(db, one.id) for one in records.all_statements(db)]
    return [one for one in reversed(found) if one is not None]


def _codes(db: Database) -> Mapping[int, str]:
    return {one.id: one.code for one in organisation.vendors(db).values()}


def test_six_are_settled_one_is_with_the_vendors_and_todays_is_a_draft(built: Demonstration) -> None:
    found = _statements(built.db)
    assert [one.number for one in found] == [f"FT-2026-{month:02}" for month in range(4, 12)]
    assert [one.status for one in found] == [Status.SETTLED] * 6 + [Status.CHECKING, Status.DRAFT]
    assert found[-1].starts_on == date(2026, 10, 26) and found[-1].ends_on == date(2026, 11, 25)
    costs = records.cost_lines(built.db, found[-1].id)
    assert costs and all(one.entered_at <= built.now for one in costs)


def test_the_one_with_the_vendors_waits_for_one_answer_and_one_decision(built: Demonstration) -> None:
    one = _statements(built.db)[6]
    shares = records.shares(built.db, one.id)
    assert [_codes(built.db)[share.vendor_id] for share in shares.values() if not share.answer] == ["V02"]
    [dispute] = records.disputes(built.db, one.id)
    assert dispute.decision is Decision.NONE
    assert one.answer_by and one.answer_by > TODAY


def test_every_period_begins_where_the_one_before_ended(built: Demonstration) -> None:
    found = _statements(built.db)
    assert found[0].starts_on == first_day(TODAY) == date(2026, 3, 26)
    for one, after in pairwise(found):
        assert after.starts_on == one.ends_on + timedelta(days=1) and one.ends_on.day == 25


def test_the_first_period_is_as_whole_as_the_desks_first_phase(built: Demonstration) -> None:
    first, published = midnight_of(date(2026, 3, 26)), midnight_of(TODAY - timedelta(days=DAYS))
    sql = "SELECT count(*) FROM ticket WHERE opened_at >= $first AND opened_at < $published AND id <= $made"
    reported = built.db.value(sql, first=first, published=published, made=built.summary.tickets)
    days = (published - first).days
    assert reported == pytest.approx(FIRST_PHASE * days * SCALE, abs=3)


def midnight_of(day: date) -> datetime:
    return datetime.fromisoformat(f"{day}T00:00:00+08:00")


def test_half_is_contract_value_and_half_weighted_points(built: Demonstration) -> None:
    for one in _statements(built.db):
        assert one.scheme.weights == {Measure.CONTRACT: 50, Measure.POINTS: 50}
        assert one.scheme.payee == "V01" and one.scheme.payee_shares
        assert one.scheme.floors and one.scheme.caps


def test_a_month_of_the_desk_costs_what_a_desk_of_twelve_costs(built: Demonstration) -> None:
    pools = [records.pool(built.db, one) for one in _statements(built.db)[:6]]
    assert all(155_000_00 < pool < 185_000_00 for pool in pools)
    assert len(set(pools)) == 6


def test_shares_add_up_to_the_pool(built: Demonstration) -> None:
    for one in _statements(built.db)[:6]:
        shares = records.shares(built.db, one.id).values()
        assert sum(share.cents for share in shares) == records.pool(built.db, one)
        assert sum(share.adjustment_cents for share in shares) == 0
        assert len(shares) == 20


def test_maker_checker_and_approver_are_three_people(built: Demonstration) -> None:
    for one in _statements(built.db)[:6]:
        makers = hands.makers(built.db, one)
        assert len(makers) == 1
        assert len({*makers, one.checked_by, one.approved_by}) == 3


def test_most_vendors_agree_and_some_are_silent(built: Demonstration) -> None:
    answers = [
        share.answer
        for one in _statements(built.db)[:6]
        for share in records.shares(built.db, one.id).values()
    ]
    assert answers.count(Answer.AGREED) > 0.8 * len(answers)
    assert answers.count(Answer.NONE) >= 3
    assert answers.count(Answer.OBJECTED) == 2


def test_steps_are_taken_in_their_order_by_day_and_before_now(built: Demonstration) -> None:
    for one in _statements(built.db):
        times = [event.happened_at for event in records.events(built.db, one.id)]
        assert times == sorted(times) and times[-1] <= built.now
        assert all(8 <= at.astimezone(midnight_of(TODAY).tzinfo).hour < 18 for at in times)


def test_the_month_after_it_is_settled_about_the_middle(built: Demonstration) -> None:
    for one in _statements(built.db)[:6]:
        assert one.sent_at and one.settled_at and one.answer_by and one.checked_at
        assert local_date(one.sent_at) - one.ends_on <= timedelta(days=4)
        assert local_date(one.checked_at) > one.answer_by
        settled = local_date(one.settled_at)
        assert settled.month == one.ends_on.month + 1 and 13 <= settled.day <= 21


def test_one_statement_has_three_disputes_decided_before_it_was_approved(built: Demonstration) -> None:
    one = _statements(built.db)[2]
    found = records.disputes(built.db, one.id)
    assert sorted(str(dispute.decision) for dispute in found) == ["in", "moved", "out"]
    assert one.issued_at and all(
        dispute.decided_at < one.issued_at for dispute in found if dispute.decided_at
    )
    [moved] = [dispute for dispute in found if dispute.decision is Decision.MOVED]
    said = frozen.of(built.db, one)
    codes = _codes(built.db)
    assert moved.moved_to is not None
    assert moved.ticket_id in set(said.tickets(codes[moved.moved_to])["ticket_id"])
    assert moved.ticket_id not in set(said.tickets(codes[moved.vendor_id])["ticket_id"])


def test_one_ticket_was_decided_on_after_the_statement_and_the_next_one_carries_it(
    built: Demonstration,
) -> None:
    one, after = _statements(built.db)[3:5]
    [dispute] = records.disputes(built.db, one.id)
    assert dispute.decided_at and one.issued_at and dispute.decided_at > one.issued_at
    carried = records.adjustments(built.db, after.id)
    assert {adjustment.corrects_id for adjustment in carried} == {one.id}
    cents = {adjustment.vendor_id: adjustment.cents for adjustment in carried}
    assert cents[dispute.vendor_id] > 0 and sum(cents.values()) == 0


def test_some_pay_an_invoice_and_the_others_have_it_deducted(built: Demonstration) -> None:
    for one in _statements(built.db)[:6]:
        shares = records.shares(built.db, one.id).values()
        paid = [share for share in shares if share.settled_how == "payment"]
        assert 3 <= len(paid) <= 8 and len({share.invoice_number for share in paid}) == len(paid)
        assert all(share.settled_how == "deduction" for share in shares if share not in paid)


def test_the_check_of_statements_finds_nothing(built: Demonstration) -> None:
    assert list(checking.problems(built.db)) == []


def test_every_act_of_a_statement_is_in_the_audit_log(built: Demonstration) -> None:
    acts = built.db.value("SELECT count(*) FROM audit WHERE starts_with(act, 'statement_')")
    assert acts == built.db.value("SELECT count(*) FROM statement_event")
    assert {Action.MAKE, Action.SETTLE} <= {
        event.action for event in records.events(built.db, _statements(built.db)[0].id)
    }


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 11, 25), date(2026, 3, 26)),
        (date(2026, 11, 26), date(2026, 4, 26)),
        (date(2027, 1, 5), date(2026, 5, 26)),
        (date(2027, 7, 1), date(2026, 11, 26)),
    ],
)
def test_there_is_always_time_for_six_to_be_settled(today: date, first: date) -> None:
    assert first_day(today) == first
    found = list(periods(today))
    assert found[0].starts_on == first and found[-1].starts_on <= today <= found[-1].ends_on
    assert len(found) == 8


@pytest.mark.parametrize(("day", "seventh"), [("11-26", Status.DRAFT), ("12-02", Status.CHECKING)])
def test_after_the_end_of_a_period_its_statement_is_on_its_way(
    folder: Path, tmp_path: Path, day: str, seventh: Status
) -> None:
    then = made(tmp_path, now=datetime.fromisoformat(f"2026-{day}T09:00:00+08:00"), scale=0.02)
    found = _statements(then.db)
    assert [one.status for one in found] == [Status.SETTLED] * 6 + [seventh, Status.DRAFT]
    assert list(checking.problems(then.db)) == []
    assert corrections.open_corrections(then.db, found[-1]) == []  # nothing was left out
    assert hospital.settle(then.db, then.now + timedelta(days=5)) == 40
    assert list(checking.problems(then.db)) == []
    then.db.close()
