"""A leader's word on a hold: only with it does a long one move what was promised, and then from its start."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from lib.core.errors import NotAllowed, NotFound, Refusal, TooLate
from lib.people import accounts
from lib.people.roles import SYSTEM, Grant, Role, Scope
from lib.tickets.actions import working
from lib.tickets.actions.confirming_holds import confirm_hold
from lib.tickets.holds import awaiting_confirmation
from lib.tickets.lateness import late, paused
from lib.tickets.promise_story import Story, stories
from lib.tickets.rules import rules, set_rule
from lib.tickets.ticket import Ticket


def held_for(loop: Any, minutes: float, reason: str = "access") -> tuple[Any, Any]:
    """A ticket as it was held, and resumed after so many minutes."""
    held = loop.on_hold(reason=reason, hours=99)
    loop.now = held.hold_since + timedelta(minutes=minutes - 1)
    return held, loop.resume(held)


def story(loop: Any, ticket: Ticket, stage: str = "complete") -> Story:
    told = stories(loop.db, ticket, loop.events(ticket), loop.now)
    return next(one for one in told if one.stage == stage)


@pytest.mark.parametrize(("minutes", "moved"), [(1, 1), (30, 30), (31, 0), (300, 0)])
def test_up_to_thirty_minutes_a_hold_counts_by_itself(loop: Any, minutes: int, moved: int) -> None:
    held, after = held_for(loop, minutes)
    assert after.complete_due == held.complete_due + timedelta(minutes=moved)


def test_the_limit_is_a_setting(loop: Any) -> None:
    with loop.db.transaction() as tx:
        set_rule(tx, "confirm_hold_minutes", 240)
    held, after = held_for(loop, 239)
    assert after.complete_due == held.complete_due + timedelta(minutes=239)


@pytest.mark.parametrize("who", ["sun", "zhao"])
def test_confirmed_while_it_runs_it_counts_from_its_start(loop: Any, who: str) -> None:
    held = loop.on_hold(reason="access", hours=99)
    loop.later(minutes=100)
    word = loop.word(held, who)
    assert (word.hold_confirmed, word.complete_due) == (True, held.complete_due)
    loop.now = held.hold_since + timedelta(minutes=199)
    assert loop.resume(word).complete_due == held.complete_due + timedelta(minutes=200)


def test_confirmed_after_it_has_ended_it_counts_from_its_start(loop: Any) -> None:
    held, after = held_for(loop, 200)
    loop.later(hours=5)
    word = loop.word(after)
    assert word.complete_due == held.complete_due + timedelta(minutes=200)
    assert (word.hold_confirmed, word.status) == (False, after.status)


def test_confirmed_even_after_the_work_was_done(loop: Any) -> None:
    held, after = held_for(loop, 200)
    done = loop.finish(after)
    assert loop.word(done, "zhao").complete_due == held.complete_due + timedelta(minutes=200)


def test_a_hold_confirmed_later_gives_its_place_to_those_that_followed(loop: Any) -> None:
    """Late without the first hold, the second one came too late to count; with it, both do."""
    held, after = held_for(loop, 24 * 60)
    loop.now = held.complete_due
    second = loop.hold(after, reason="access")
    loop.now = second.hold_since + timedelta(minutes=19)
    again = loop.resume(second)
    assert again.complete_due == held.complete_due
    word = confirm_hold(
        loop.db,
        ticket_id=again.id,
        version=again.version,
        hold_seq=held.version,
        confirmed=True,
        note="",
        by=loop.by("sun"),
    )
    assert word.complete_due == held.complete_due + timedelta(hours=24, minutes=20)


def test_not_accepted_it_leaves_the_due_and_another_word_may_follow(loop: Any) -> None:
    held, after = held_for(loop, 200)
    refused = loop.word(after, confirmed=False)
    assert refused.complete_due == held.complete_due
    granted = loop.word(refused, "zhao")
    assert granted.complete_due == held.complete_due + timedelta(minutes=200)
    assert loop.word(granted, confirmed=False).complete_due == held.complete_due


def test_the_same_word_is_not_said_twice(loop: Any) -> None:
    word = loop.word(held_for(loop, 200)[1])
    with pytest.raises(Refusal, match="said of this hold already"):
        loop.word(word, "zhao")


@pytest.mark.parametrize("who", ["li", "chen", "wang", "zheng", "feng", "admin", "liu"])
def test_nobody_else_confirms(loop: Any, who: str) -> None:
    with pytest.raises(NotAllowed):
        loop.word(held_for(loop, 200)[1], who)


def test_a_leader_of_another_team_does_not(cast: Any, loop: Any) -> None:
    zhou = cast.people["zhou"]
    leads = [Grant(Role.LEADER, Scope.TEAM, cast.other_team)]
    accounts.set_grants(cast.db, actor=SYSTEM, account_id=zhou, grants=leads, now=loop.now)
    with pytest.raises(NotAllowed):
        loop.word(held_for(loop, 200)[1], "zhou")


def test_nobody_confirms_their_own_hold(loop: Any) -> None:
    held = loop.on_hold("sun", reason="access", hours=99)
    loop.later(hours=2)
    with pytest.raises(NotAllowed, match="their own"):
        loop.word(held)
    assert loop.word(held, "zhao").hold_confirmed


def test_nor_one_the_desk_wrote_down_for_them(loop: Any) -> None:
    ticket = loop.in_progress("sun")
    by = loop.for_("sun")
    held = working.hold(
        loop.db,
        ticket_id=ticket.id,
        version=ticket.version,
        reason="approval",
        until=by.now + timedelta(hours=9),
        by=by,
    )
    with pytest.raises(NotAllowed, match="their own"):
        loop.word(held)


@pytest.mark.parametrize(("minutes", "reason"), [(29, "access"), (300, "parts_stock")])
def test_what_needs_no_word_gets_none(loop: Any, minutes: int, reason: str) -> None:
    with pytest.raises(Refusal, match="needs no confirmation"):
        loop.word(held_for(loop, minutes, reason)[1])


def test_a_hold_that_is_not_there_is_not_confirmed(loop: Any) -> None:
    ticket = held_for(loop, 200)[1]
    by = loop.by("sun")
    with pytest.raises(NotFound):
        confirm_hold(loop.db, ticket_id=ticket.id, version=None, hold_seq=2, confirmed=True, note="", by=by)


def test_whoever_is_slower_is_told(loop: Any) -> None:
    ticket = held_for(loop, 200)[1]
    loop.word(ticket)
    with pytest.raises(TooLate):
        loop.word(ticket, "zhao")


def test_the_technician_is_told_either_way(loop: Any) -> None:
    word = loop.word(held_for(loop, 200)[1])
    loop.word(word, "zhao", confirmed=False)
    assert loop.told("li") == ["assigned", "hold_confirmed", "hold_refused"]


def test_a_hold_on_the_way_stops_the_promise_to_arrive_too(loop: Any) -> None:
    held = loop.word(loop.hold(loop.accepted(), reason="access", hours=99))
    loop.now = held.hold_since + timedelta(minutes=119)
    after = loop.resume(held)
    assert after.arrive_due == held.arrive_due + timedelta(hours=2)
    assert after.complete_due == held.complete_due + timedelta(hours=2)
    assert after.respond_due == held.respond_due


def test_which_reason_stops_which_promise_is_a_setting(loop: Any) -> None:
    with loop.db.transaction() as tx:
        set_rule(tx, "pausing_arrive", ["parts_stock"])
        set_rule(tx, "pausing", ["access"])
    held = loop.hold(loop.accepted(), reason="parts_stock", hours=99)
    loop.now = held.hold_since + timedelta(minutes=19)
    after = loop.resume(held)
    assert after.arrive_due == held.arrive_due + timedelta(minutes=20)
    assert after.complete_due == held.complete_due


def test_rules_changed_later_do_not_rewrite_the_past(loop: Any) -> None:
    held = loop.on_hold(reason="access", hours=99)
    with loop.db.transaction() as tx:
        set_rule(tx, "pausing", [])
        set_rule(tx, "confirm_hold_minutes", 0)
    loop.now = held.hold_since + timedelta(minutes=24)
    after = loop.resume(held)
    assert after.complete_due == held.complete_due + timedelta(minutes=25)
    again = loop.hold(after, reason="access")
    loop.now = again.hold_since + timedelta(minutes=9)
    assert loop.resume(again).complete_due == after.complete_due


class TestWhatTheTicketSays:
    def test_a_long_hold_would_move_it_once_confirmed(self, loop: Any) -> None:
        held = loop.on_hold(reason="access", hours=99)
        loop.now = held.hold_since + timedelta(minutes=30)
        assert story(loop, held).if_confirmed is None
        loop.now = held.hold_since + timedelta(minutes=40)
        told = story(loop, held)
        assert told.due == held.complete_due
        assert told.if_confirmed == held.complete_due + timedelta(minutes=40)
        assert told.stands is None
        word = loop.word(held)
        told = story(loop, word)
        assert told.if_confirmed is None
        assert told.stands is not None
        assert told.used == held.hold_since - held.opened_at

    def test_why_it_moved_and_from_where(self, loop: Any) -> None:
        held, after = held_for(loop, 200)
        told = story(loop, loop.word(after))
        (move,) = told.moves
        assert (move.before, move.after) == (held.complete_due, held.complete_due + timedelta(minutes=200))
        assert (told.first, told.due) == (move.before, move.after)
        assert move.worked == timedelta(minutes=200)
        assert move.over is not None
        assert move.over.begins == held.hold_since

    def test_one_after_the_other(self, loop: Any) -> None:
        _held, after = held_for(loop, 10)
        back = loop.reopen(loop.finish(after))
        moves = story(loop, back).moves
        assert [move.by.action for move in moves] == ["resume", "reopen"]
        assert moves[0].after == moves[1].before

    def test_late_by_how_much(self, loop: Any) -> None:
        ticket = loop.new()
        loop.now = ticket.opened_at + timedelta(minutes=20)
        respond, arrive, _ = stories(loop.db, ticket, loop.events(ticket), loop.now)
        assert (respond.late, arrive.late) == (timedelta(minutes=5), None)


class TestTheBoard:
    def test_an_unconfirmed_hold_stops_it_for_the_first_minutes_only(self, loop: Any) -> None:
        held = loop.on_hold(reason="access", hours=99)
        for minutes, stands in ((10, True), (30, True), (31, False)):
            now = held.hold_since + timedelta(minutes=minutes)
            assert paused(held, rules(loop.db), now) is stands
        word = loop.word(held)
        assert paused(word, rules(loop.db), held.hold_since + timedelta(days=3))
        assert not late(word, rules(loop.db), held.hold_since + timedelta(days=3))
        assert late(held, rules(loop.db), held.hold_since + timedelta(days=3))

    def test_what_was_late_before_the_hold_stays_late(self, loop: Any) -> None:
        ticket = loop.in_progress()
        loop.now = ticket.complete_due + timedelta(hours=1)
        held = loop.hold(ticket, reason="access")
        assert late(held, rules(loop.db), loop.now + timedelta(minutes=10))


class TestTheList:
    def waiting(self, loop: Any, who: str) -> list[tuple[int, datetime | None]]:
        return [(one.seq, one.ends) for one in awaiting_confirmation(loop.db, loop.cast.actor(who), loop.now)]

    def test_who_may_confirm_has_it_before_them(self, loop: Any) -> None:
        held, after = held_for(loop, 200)
        assert self.waiting(loop, "sun") == self.waiting(loop, "zhao") == [(held.version, after.changed_at)]
        for name in ("li", "wang", "zheng", "zhou"):
            assert self.waiting(loop, name) == []
        loop.word(after, confirmed=False)
        assert self.waiting(loop, "sun") == []

    def test_what_is_expected_to_last_is_there_at_once(self, loop: Any) -> None:
        held = loop.on_hold(reason="access", hours=3)
        assert self.waiting(loop, "sun") == [(held.version, None)]

    def test_what_needs_no_word_is_not_there(self, loop: Any) -> None:
        held_for(loop, 29)
        held_for(loop, 300, "parts_stock")
        assert self.waiting(loop, "sun") == []

    def test_ones_own_is_for_somebody_else(self, loop: Any) -> None:
        loop.on_hold("sun", reason="access", hours=3)
        assert self.waiting(loop, "sun") == []
        assert len(self.waiting(loop, "zhao")) == 1
