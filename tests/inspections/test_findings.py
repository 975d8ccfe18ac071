"""What a visit means for tickets: a failed item opens one ticket, however many rounds notice it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from lib.inspections import checking
from lib.inspections import finding as known
from lib.tickets import records, reporters
from lib.tickets.actions import closing, dispatching, merging
from lib.tickets.actions.dispatching import Whom
from lib.tickets.words import Action, ClosedHow, Status
from tests.conftest import MONDAY
from tests.inspections.playing import Play
from tests.inspections.touring import DAY, Tour, add_round

HOUR = timedelta(hours=1)


@pytest.fixture
def play(tour: Tour) -> Play:
    return Play(tour)


def tickets(play: Play) -> list[Any]:
    return play.db.rows("SELECT * FROM ticket ORDER BY id")


def test_a_failed_item_opens_a_ticket_that_names_machine_reading_limits_and_round(play: Play) -> None:
    ticket = play.ticket(play.low())
    assert ticket.description == "1号生活水泵 SB-0001 出水压力：0.21 MPa（应为 0.3–0.5 MPa）"
    assert (ticket.channel, ticket.asset_id, ticket.location_id) == (
        "inspection",
        play.tour.assets[0],
        play.cast.icu,
    )
    assert ticket.respond_due is not None
    assert play.history(ticket) == ["巡检“生活水泵房日巡查”（11-16）中发现"]
    assert [who.account_id for who in reporters.of_ticket(play.db, ticket.id)] == [play.cast.people["li"]]


def test_service_and_severity_are_the_items_own(play: Play) -> None:
    found = play.found(play.seen("noise", words="no"))
    ticket = play.ticket(known.by_id(play.db, found[play.tour.items["noise"]]))
    assert (ticket.service_code, ticket.severity) == ("GD-01", "urgent")
    assert ticket.description.endswith("运行无异响：异常")


def test_an_item_without_a_service_takes_the_one_its_checklist_names_most(play: Play) -> None:
    ticket = play.ticket(play.low())
    assert (ticket.service_code, ticket.severity) == ("GD-01", "normal")


def test_several_failed_items_of_one_stop_are_several_tickets(play: Play) -> None:
    play.found(play.seen("noise", words="no"), play.seen("lamp", words="红"), play.seen("pressure", "0.9"))
    assert len(tickets(play)) == 3


def test_the_same_item_failing_again_joins_the_open_finding(play: Play) -> None:
    first = play.low()
    play.now += timedelta(days=1)
    again = play.low("0.19")
    assert again.id == first.id and len(tickets(play)) == 1
    assert play.history(play.ticket(first))[-1] == (
        "巡检“生活水泵房日巡查”中仍异常 0.19 MPa（应为 0.3–0.5 MPa）"
    )


def test_the_same_item_at_another_machine_or_place_is_another_finding(play: Play) -> None:
    ids = {play.low(position=position).id for position in (1, 2, 3)}
    assert len(ids) == len(tickets(play)) == 3


def test_a_stop_sent_again_with_the_same_reading_says_nothing_twice(play: Play) -> None:
    first = play.low()
    with play.db.transaction() as tx:
        key = {"round_id": play.tour.round_id, "position": 1, "seq": 1, "item_id": first.item_id}
        tx.insert("answer", {**key, "verdict": "failed", "number": Decimal("0.21"), "finding_id": first.id})
    play.low("0.21")
    assert len(play.history(play.ticket(first))) == 1
    play.low("0.20")
    assert len(play.history(play.ticket(first))) == 2


def test_failing_again_after_the_work_sends_the_ticket_back(play: Play) -> None:
    finding = play.low()
    done = play.worked(finding)
    play.low("0.22", who="chen")
    after = play.ticket(finding)
    assert (after.id, after.status, after.reopens) == (done.id, Status.ASSIGNED, 1)
    assert play.history(after)[-1].endswith("复查：0.22 MPa（应为 0.3–0.5 MPa）")
    assert [one.passed for one in known.rechecks(play.db, finding.id)] == [False]


def test_failing_again_for_who_did_the_work_opens_the_next_ticket(play: Play) -> None:
    finding = play.low()
    done = play.worked(finding, "li")
    play.low("0.22", who="li")
    after = play.ticket(finding)
    assert (after.follows_id, after.status) == (done.id, Status.NEW)


def test_in_order_after_the_work_is_the_recheck(play: Play) -> None:
    finding = play.low()
    play.worked(finding)
    assert play.good(play.seen("pressure", "0.40")) == {finding.item_id: finding.id}
    after = play.ticket(finding)
    assert (after.status, after.closed_how) == (Status.CLOSED, ClosedHow.RECHECK)
    assert known.by_id(play.db, finding.id).resolved_at == play.now
    assert play.history(after)[-1] == "确认：复检通过 0.4 MPa（应为 0.3–0.5 MPa）"


def test_in_order_for_who_did_the_work_settles_nothing(play: Play) -> None:
    finding = play.low()
    play.worked(finding, "li")
    play.good(play.seen("pressure", "0.40"), who="li")
    assert play.ticket(finding).status is Status.DONE
    assert known.by_id(play.db, finding.id).resolved_at is None


def test_in_order_before_the_work_is_noted_once(play: Play) -> None:
    finding = play.low()
    with play.db.transaction() as tx:
        tomorrow = add_round(tx, play.tour.plan_id, occurs_on=DAY + timedelta(days=1))
    play.tour = replace(play.tour, round_id=tomorrow)
    for _ in range(3):
        play.now += HOUR
        play.good(play.seen("pressure", "0.40"))
    said = play.history(play.ticket(finding))
    assert len(said) == 2 and said[-1].startswith("巡检“生活水泵房日巡查”中正常")
    assert known.by_id(play.db, finding.id).resolved_at is None


def test_what_was_seen_before_the_work_and_sent_after_it_does_not_judge_it(play: Play) -> None:
    finding, seen_at = play.low(), play.now + timedelta(minutes=1)
    play.worked(finding)
    play.low("0.20", who="chen", happened_at=seen_at)
    assert play.ticket(finding).status is Status.DONE
    play.good(play.seen("pressure", "0.40"), happened_at=seen_at)
    assert play.ticket(finding).status is Status.DONE


def test_what_was_seen_before_it_was_settled_opens_nothing_new(play: Play) -> None:
    finding, seen_at = play.low(), play.now + timedelta(minutes=1)
    play.worked(finding)
    play.good(play.seen("pressure", "0.40"))
    assert play.low("0.20", who="chen", happened_at=seen_at).id == finding.id
    assert len(tickets(play)) == 1


def test_once_settled_the_next_failure_is_a_new_finding(play: Play) -> None:
    finding = play.low()
    play.worked(finding)
    play.good(play.seen("pressure", "0.40"))
    play.now += timedelta(days=1)
    assert play.low().id != finding.id and len(tickets(play)) == 2


def test_a_visit_sent_two_days_late_is_dated_as_early_as_a_ticket_takes_it(play: Play) -> None:
    play.now += timedelta(days=3)
    finding = play.low(happened_at=MONDAY)
    assert finding.found_at == MONDAY
    assert play.now - play.ticket(finding).opened_at < timedelta(hours=24)


def test_rounds_of_other_days_find_the_same_finding(play: Play) -> None:
    finding = play.low()
    day = DAY + timedelta(days=1)
    with play.db.transaction() as tx:
        later = add_round(tx, play.tour.plan_id, occurs_on=day, day=day)
    play.tour = replace(play.tour, round_id=later)
    play.now += timedelta(days=1)
    assert play.low("0.1").id == finding.id
    assert [e.action for e in records.events(play.db, play.ticket(finding).id)] == [
        Action.OPEN,
        Action.COMMENT,
    ]


def test_merged_tickets_are_followed(play: Play) -> None:
    finding = play.low()
    other = play.low(position=2)
    merging.merge(
        play.db,
        ticket_id=play.ticket(finding).id,
        version=None,
        into_id=play.ticket(other).id,
        note="同一根管",
        by=play.by("zhao"),
    )
    play.worked(other)
    play.good(play.seen("pressure", "0.40"), position=1)
    assert play.ticket(other).status is Status.DONE, "the other pump was not looked at yet"
    play.good(play.seen("pressure", "0.40"), position=2)
    assert play.ticket(other).closed_how == ClosedHow.RECHECK


def test_a_cancelled_ticket_leaves_the_finding_open_until_seen_good(play: Play) -> None:
    finding = play.low()
    closing.cancel(
        play.db, ticket_id=play.ticket(finding).id, version=None, reason="误报", by=play.by("zhao")
    )
    play.now += HOUR
    play.good(play.seen("pressure", "0.40"))
    assert known.by_id(play.db, finding.id).resolved_at is not None
    assert play.ticket(finding).status is Status.CANCELLED


def test_a_slip_put_right_at_the_same_stop_takes_its_new_ticket_with_it(play: Play) -> None:
    finding = play.low()
    play.now += timedelta(minutes=1)
    play.good(play.seen("pressure", "0.40"), who="li")
    after, kept = play.ticket(finding), known.by_id(play.db, finding.id)
    assert after.status is Status.CANCELLED
    assert play.history(after)[-1] == "撤单 巡检填写更正：0.4 MPa（应为 0.3–0.5 MPa）"
    assert kept.mistaken and kept.resolved_at == play.now
    assert not [one for one in checking.problems(play.db, play.now) if "settled" in one.message]


def test_after_a_slip_was_put_right_a_real_fault_is_a_new_finding(play: Play) -> None:
    finding = play.low()
    play.good(play.seen("pressure", "0.40"), who="li")
    again = play.low("0.20")
    assert again.id != finding.id and play.ticket(again).status is Status.NEW


def test_a_correction_leaves_a_ticket_somebody_has_and_says_so_on_it(play: Play) -> None:
    finding = play.low()
    whom = Whom(assignee_id=play.cast.people["li"])
    dispatching.assign(
        play.db, ticket_id=play.ticket(finding).id, version=None, whom=whom, by=play.by("zhao")
    )
    for _ in range(2):
        play.good(play.seen("pressure", "0.40"), who="li")
    after = play.ticket(finding)
    assert after.status is Status.ASSIGNED and not known.by_id(play.db, finding.id).mistaken
    said = [line for line in play.history(after) if "更正" in line]
    assert said == ["巡检“生活水泵房日巡查”中已更正为 0.4 MPa（应为 0.3–0.5 MPa）"]


def test_a_correction_leaves_a_ticket_that_others_reported_too(play: Play) -> None:
    finding = play.low()
    with play.db.transaction() as tx:
        caller = reporters.Caller(name="王护士")
        reporters.join(tx, play.ticket(finding).id, caller, channel="phone", now=play.now)
    play.good(play.seen("pressure", "0.40"), who="li")
    assert play.ticket(finding).status is Status.NEW
