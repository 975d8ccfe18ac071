"""What the clock brings: a reminder before the last day, and the word that it is over."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from lib.cost_sharing import reminding
from lib.cost_sharing.actions import sending
from tests.cost_sharing.hospital import Shared

# Sent on Thursday, 26 November; the last day is Thursday, 3 December.
REMINDED = "You have not answered statement FT-2026-11 yet; the last day is 2026-12-03"
READY = "Statement FT-2026-11 is ready to be checked"


def tick(shared: Shared, at: str) -> int:
    return reminding.give(shared.db, datetime.fromisoformat(f"{at}+08:00"))


def who_read(shared: Shared, words: str) -> set[str]:
    return {who for who in shared.cast.people if words in shared.told(who)}


def test_vendors_that_are_silent_hear_of_it_one_working_day_before_once(shared: Shared) -> None:
    shared.agree(shared.checking(), "B")
    assert tick(shared, "2026-12-01T23:59") == 0
    assert tick(shared, "2026-12-02T07:59") == 0
    assert tick(shared, "2026-12-02T08:00") == 2
    assert who_read(shared, REMINDED) == {"feng", "hao"}
    assert tick(shared, "2026-12-02T09:00") == tick(shared, "2026-12-03T09:00") == 0
    assert [shared.told(who).count(REMINDED) for who in ("feng", "hao")] == [1, 1]


@pytest.mark.parametrize(("sent", "reminded"), [("2026-11-27", "2026-12-03"), ("2026-11-30", "2026-12-04")])
def test_weekends_are_no_working_days(shared: Shared, sent: str, reminded: str) -> None:
    # Answers are due on Friday 4 December, and on Monday the 7th.
    draft, now = shared.draft(), datetime.fromisoformat(f"{sent}T10:00:00+08:00")
    sending.send(shared.db, actor=shared.actor("qian"), statement_id=draft.id, version=draft.version, now=now)
    days = (f"2026-12-{day:02}" for day in range(1, 8))
    assert next(day for day in days if tick(shared, f"{day}T12:00")) == reminded


def test_when_it_is_over_those_who_may_check_hear_of_it_once_and_silence_is_left_alone(
    shared: Shared,
) -> None:
    shared.agree(shared.checking(), "B")
    assert tick(shared, "2026-12-04T08:00") == 3
    assert who_read(shared, READY) == {"jin", "zheng", "tao"}
    assert who_read(shared, REMINDED) == set()
    assert tick(shared, "2026-12-04T09:00") == 0


def test_nobody_hears_twice_that_it_is_ready(shared: Shared) -> None:
    shared.agree(shared.checking())
    assert tick(shared, "2026-12-02T08:00") == tick(shared, "2026-12-04T08:00") == 0
    assert shared.told("jin").count(READY) == 1


def test_sent_again_it_is_reminded_of_again(shared: Shared) -> None:
    first = shared.checking()
    assert tick(shared, "2026-12-02T08:00") == 3
    later = shared.later(days=7)
    back = sending.take_back(
        shared.db,
        actor=shared.actor("qian"),
        statement_id=first.id,
        version=first.version,
        now=later.now,
        reason="费用有误",
    )
    assert later.send(back).answer_by == date(2026, 12, 10)
    assert tick(shared, "2026-12-09T08:00") == 3


def test_drafts_and_what_goes_on_are_nobodys_to_answer(shared: Shared) -> None:
    shared.draft()
    assert tick(shared, "2026-12-02T12:00") == 0


def test_one_that_was_checked_is_waited_for_no_more(shared: Shared) -> None:
    shared.approval()
    assert tick(shared, "2026-12-02T12:00") == tick(shared, "2026-12-04T12:00") == 0
