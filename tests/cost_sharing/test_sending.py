"""A draft goes to the vendors, and comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from lib.core.errors import Refusal, WrongInput
from lib.cost_sharing import deadline, frozen, records
from lib.cost_sharing.actions import answering, beginning, sending
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import Action, Answer, Measure, Status
from tests.cost_sharing.hospital import POOL, Shared

VENDORS = ("feng", "geng", "hao")


def take_back(shared: Shared, statement: Statement, reason: str = "费用有误") -> Statement:
    by: dict[str, Any] = {"actor": shared.actor("qian"), "now": shared.now, "version": statement.version}
    return sending.take_back(shared.db, statement_id=statement.id, reason=reason, **by)


def test_every_vendor_gets_its_share_and_five_working_days(shared: Shared) -> None:
    sent = shared.checking()
    assert (sent.status, sent.sent_at, sent.answer_by) == (Status.CHECKING, shared.now, date(2026, 12, 3))
    assert sent.sent_by == shared.cast.people["qian"]
    shares = records.shares(shared.db, sent.id)
    assert shares.keys() == set(shared.vendors.values())
    assert sum(one.cents for one in shares.values()) == POOL
    assert {one.answer for one in shares.values()} == {Answer.NONE}
    assert frozen.of(shared.db, sent).pool == POOL


def test_their_accounts_hear_of_it_and_nobody_else(shared: Shared) -> None:
    shared.checking()
    words = "Statement FT-2026-11 is there for you to check; please answer by 2026-12-03"
    heard = {who for who in shared.cast.people if shared.told(who) == [words]}
    assert heard == set(VENDORS)


def test_the_days_to_answer_are_the_schemes(shared: Shared) -> None:
    draft = shared.draft()
    sent = shared.send(shared.change(draft, scheme=replace(draft.scheme, answer_days=1)))
    assert sent.answer_by == date(2026, 11, 27)


@pytest.mark.parametrize(
    ("sent_on", "last"),
    [
        # The National Day week of 2026 is 1 to 7 October; Saturday the 10th is worked.
        (date(2026, 9, 25), date(2026, 10, 9)),
        (date(2026, 9, 30), date(2026, 10, 13)),
        (date(2026, 11, 27), date(2026, 12, 4)),
        (date(2026, 11, 28), date(2026, 12, 4)),
        (date(2026, 11, 29), date(2026, 12, 4)),
    ],
)
def test_holidays_weekends_and_make_up_days_are_reckoned_with(
    shared: Shared, sent_on: date, last: date
) -> None:
    assert deadline.last_day(shared.db, sent_on, 5) == last


def test_not_before_the_period_is_over(shared: Shared) -> None:
    draft = shared.draft()
    by: dict[str, Any] = {"actor": shared.actor("qian"), "statement_id": draft.id, "version": draft.version}
    last_minute = datetime.fromisoformat("2026-11-25T23:59:00+08:00")
    with pytest.raises(Refusal, match="runs until 2026-11-25; it can be sent from the day after"):
        sending.send(shared.db, now=last_minute, **by)
    assert sending.send(shared.db, now=last_minute + timedelta(minutes=1), **by).status is Status.CHECKING


@pytest.mark.parametrize(
    ("pool", "scheme", "said"),
    [
        (None, {}, "nothing to share: please enter the pool or its cost lines"),
        (0, {}, "nothing to share"),
        (POOL, {"floors": {"V02": POOL, "V03": 1}}, r"50,000\.01, more than the pool of 50,000\.00"),
        (POOL, {"caps": dict.fromkeys(("V02", "V03", "V07"), 100)}, r"3\.00 at most, .* 50,000\.00"),
        (POOL, {"weights": {Measure.AGREED: Decimal(100)}}, "Agreed shares"),
        (POOL, {"grace_months": 24}, "No vendor takes part"),
    ],
)
def test_what_is_missing_is_said_with_its_numbers_and_nothing_is_sent(
    shared: Shared, pool: int | None, scheme: dict[str, Any], said: str
) -> None:
    draft = shared.draft()
    draft = shared.change(draft, pool_cents=pool, scheme=replace(draft.scheme, **scheme))
    with pytest.raises(Refusal, match=said):
        shared.send(draft)
    assert shared.now_is(draft) == draft
    assert records.shares(shared.db, draft.id) == {}
    assert shared.told("feng") == []


def test_a_month_without_contracts_has_nobody_to_carry_it(shared: Shared) -> None:
    days = {"starts_on": date(2025, 3, 1), "ends_on": date(2025, 3, 31)}
    made = beginning.begin(shared.db, actor=shared.actor("qian"), now=shared.now, **days)
    with pytest.raises(Refusal, match="No vendor takes part"):
        shared.send(shared.change(made, pool_cents=POOL))


def test_taken_back_it_is_a_draft_nobody_sent_or_answered(shared: Shared) -> None:
    sent = shared.agree(shared.checking(), "A")
    back = take_back(shared, sent, "电话费重复")
    assert (back.status, back.sent_by, back.sent_at, back.answer_by) == (Status.DRAFT, None, None, None)
    assert (back.content, back.hash) == ("", "")
    assert records.shares(shared.db, back.id) == {}
    for who in VENDORS:
        assert shared.told(who)[-1] == "Statement FT-2026-11 was taken back and will come again. 电话费重复"
    again = shared.send(back)
    assert {one.answer for one in records.shares(shared.db, again.id).values()} == {Answer.NONE}


def test_who_objected_need_not_object_twice(shared: Shared) -> None:
    sent = shared.checking()
    ticket = shared.tickets["B"][0]
    objected = answering.object(
        shared.db,
        actor=shared.actor("geng"),
        statement_id=sent.id,
        vendor_id=shared.vendors["B"],
        words="",
        tickets={ticket: "未到场"},
        now=shared.now,
    )
    again = shared.send(take_back(shared, objected))
    share = records.shares(shared.db, again.id)[shared.vendors["B"]]
    assert (share.answer, share.answered_by) == (Answer.OBJECTED, shared.cast.people["geng"])
    tickets = frozen.of(shared.db, again).sharing.tickets
    assert dict(tickets.select("ticket_id", "aside").iter_rows())[ticket] == "held"
    actions = [event.action for event in records.events(shared.db, again.id)]
    assert actions[-3:] == [Action.ANSWER, Action.TAKE_BACK, Action.SEND]


@pytest.mark.parametrize("reason", ["", "  \u3000", "长" * 501])
def test_taken_back_it_needs_a_reason_of_sensible_length(shared: Shared, reason: str) -> None:
    sent = shared.checking()
    with pytest.raises(WrongInput) as refused:
        take_back(shared, sent, reason)
    assert refused.value.field == "reason"
    assert records.events(shared.db, sent.id)[-1].action is Action.SEND
