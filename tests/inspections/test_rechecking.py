"""Looking again after the work: who is asked to, what a good and a bad look do to the ticket."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from lib.core.errors import NotAllowed, Refusal, TooLate, WrongInput
from lib.inspections import finding as known
from lib.inspections import rechecking
from lib.inspections.judging import Given
from lib.inspections.rechecking import Rechecked, recheck
from lib.inspections.words import Verdict
from lib.tickets import records
from lib.tickets.actions import closing
from lib.tickets.words import ClosedHow, Status
from tests.inspections.playing import Play
from tests.inspections.touring import Tour

GOOD, BAD = Given(number=Decimal("0.40")), Given(number=Decimal("0.2"))


@pytest.fixture
def play(tour: Tour) -> Play:
    return Play(tour)


def look(play: Play, finding: known.Finding, given: Given = GOOD, who: str = "chen") -> Rechecked:
    play.now += timedelta(minutes=20)
    return recheck(play.db, finding_id=finding.id, given=given, by=play.by(who))


def waiting(play: Play, who: str) -> list[int]:
    return [one.finding.id for one in rechecking.due(play.db, play.cast.actor(who), play.now)]


def test_nothing_is_due_while_somebody_works_on_it(play: Play) -> None:
    finding = play.low()
    assert waiting(play, "wu") == []
    with pytest.raises(Refusal, match="not over yet"):
        look(play, finding)


def test_done_work_is_due_for_whoever_may_do_the_round_but_not_for_who_did_it(play: Play) -> None:
    finding = play.low()
    play.worked(finding, "li")
    seen = {who: waiting(play, who) == [finding.id] for who in play.cast.people}
    assert [who for who, due in seen.items() if due] == ["sun", "chen", "wu"]


def test_passed_settles_it_and_closes_the_ticket_counted_apart(play: Play) -> None:
    finding = play.low()
    play.worked(finding)
    done = look(play, finding)
    assert (done.passed, done.verdict) == (True, Verdict.PASSED)
    assert play.ticket(finding).closed_how == ClosedHow.RECHECK
    assert waiting(play, "wu") == []


def test_near_the_limit_passes_too(play: Play) -> None:
    finding = play.low()
    play.worked(finding)
    assert look(play, finding, Given(number=Decimal("0.31"))).verdict is Verdict.WARNED
    assert play.ticket(finding).status is Status.CLOSED


def test_failed_sends_it_back_to_who_did_it_and_so_on_until_it_passes(play: Play) -> None:
    finding = play.low()
    play.worked(finding, "li")
    after = look(play, finding, BAD).ticket
    assert after and (after.status, after.assignee_id) == (Status.ASSIGNED, play.cast.people["li"])
    assert waiting(play, "wu") == []
    play.worked(finding, "li")
    assert waiting(play, "wu") == [finding.id]
    assert look(play, finding, who="wu").passed
    assert [one.passed for one in known.rechecks(play.db, finding.id)] == [False, True]
    assert len(play.db.rows("SELECT * FROM ticket")) == 1


def test_failed_after_the_window_opens_the_next_ticket_of_the_same_finding(play: Play) -> None:
    finding = play.low()
    first = play.worked(finding)
    play.now += timedelta(days=8)
    after = look(play, finding, BAD).ticket
    assert after and (after.id != first.id, after.follows_id, after.status) == (True, first.id, Status.NEW)
    assert known.by_id(play.db, finding.id).ticket_id == after.id
    assert play.history(after) == [f"巡检“生活水泵房日巡查”中再次发现（此前工单 {first.number}）"]


def test_a_closed_ticket_is_still_due_and_only_noted_on(play: Play) -> None:
    finding = play.low()
    done = play.worked(finding)
    by = play.by("liu")
    closing.confirm(play.db, ticket_id=done.id, version=None, how=ClosedHow.LIAISON, by=by)
    assert waiting(play, "wu") == [finding.id]
    look(play, finding)
    assert play.ticket(finding).closed_how == ClosedHow.LIAISON
    assert play.history(play.ticket(finding))[-1].startswith("复检正常")


def test_a_cancelled_ticket_that_fails_again_gets_a_successor(play: Play) -> None:
    finding = play.low()
    first = play.ticket(finding)
    closing.cancel(play.db, ticket_id=first.id, version=None, reason="误报", by=play.by("zhao"))
    after = look(play, finding, BAD).ticket
    assert after and after.follows_id == first.id


@pytest.mark.parametrize("who", ["li", "zhou", "zhao", "zheng", "liu"])
def test_who_may_not(play: Play, who: str) -> None:
    finding = play.low()
    play.worked(finding, "li")
    with pytest.raises(NotAllowed):
        look(play, finding, who=who)


def test_whoever_is_slower_is_told_who_was_faster(play: Play) -> None:
    finding = play.low()
    play.worked(finding)
    look(play, finding, who="chen")
    with pytest.raises(TooLate, match="陈师傅"):
        look(play, finding, who="wu")


def test_the_same_sent_twice_is_one(play: Play) -> None:
    finding = play.low()
    play.worked(finding)
    for _ in range(2):
        assert recheck(play.db, finding_id=finding.id, given=BAD, by=play.by("chen")).passed is False
    assert len(known.rechecks(play.db, finding.id)) == 1
    ticket = play.ticket(finding)
    assert [event.action for event in records.events(play.db, ticket.id)].count("reopen") == 1


@pytest.mark.parametrize("given", [Given(), Given(unchecked="停机"), Given(words="no")])
def test_a_look_needs_an_answer(play: Play, given: Given) -> None:
    finding = play.low()
    play.worked(finding)
    with pytest.raises(WrongInput):
        look(play, finding, given)
    assert play.ticket(finding).status is Status.DONE


def test_limits_corrected_meanwhile_are_the_ones_that_count(play: Play) -> None:
    finding = play.low("0.21")
    play.worked(finding)
    with play.db.transaction() as tx:
        tx.insert("checklist_version", {"checklist_id": 1, "version": 2, "made_at": play.now})
        tx.execute(
            """INSERT INTO checklist_item SELECT * REPLACE (2 AS version, 0.1 AS fail_low, NULL AS warn_low)
               FROM checklist_item WHERE checklist_id = $id""",
            id=play.tour.checklist_id,
        )
        tx.update("checklist", {"id": play.tour.checklist_id, "version": 2})
    assert look(play, finding, Given(number=Decimal("0.22"))).passed
