"""The ticket's life: every action in every status, and how events become the row."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lib.core.errors import Refusal, WrongInput
from lib.core.facts import dumps, loads
from lib.tickets import lifecycle
from lib.tickets.ticket import ENDED, OPEN, Act, Event, Ticket
from lib.tickets.words import Action, Severity, Status

NOON = datetime(2026, 11, 16, 4, 0, tzinfo=UTC)

# "." is refused. "back" is where it stood before the hold; "first: new" is said below the table.
LIFE = """
            new       assigned  accepted    in_progress on_hold     done      closed    cancelled merged
open        .         .         .           .           .           .         .         .         .
answer      closed    .         .           .           .           .         .         .         .
assign      assigned  .         .           .           .           .         .         .         .
reassign    .         assigned  assigned    assigned    assigned    .         .         .         .
accept      .         accepted  .           .           .           .         .         .         .
return      .         new       new         .           .           .         .         .         .
arrive      .         .         in_progress .           .           .         .         .         .
hold        .         .         on_hold     on_hold     .           .         .         .         .
resume      .         .         .           .           back        .         .         .         .
complete    .         .         done        done        .           .         .         .         .
confirm     .         .         .           .           .           closed    .         .         .
rate        .         .         .           .           .           closed    closed    .         .
close       .         .         .           .           .           closed    .         .         .
reopen      .         .         .           .           .           assigned  assigned  .         .
cancel      cancelled cancelled .           .           .           .         .         .         .
edit        new       assigned  accepted    in_progress on_hold     .         .         .         .
urge        new       assigned  accepted    in_progress on_hold     .         .         .         .
comment     new       assigned  accepted    in_progress on_hold     done      closed    cancelled merged
merge       merged    merged    merged      .           .           .         .         .         .
split       new       assigned  accepted    in_progress on_hold     .         .         .         .
follow_on   new       assigned  accepted    in_progress on_hold     .         .         .         .
help        .         assigned  accepted    in_progress on_hold     .         .         .         .
watch       new       assigned  accepted    in_progress on_hold     .         .         .         .
escalate    new       assigned  accepted    in_progress on_hold     .         .         .         .
confirm_hold new      assigned  accepted    in_progress on_hold     done      .         .         .
"""


def _cells() -> list[tuple[Action, Status, str]]:
    head, *rows = (line.split() for line in LIFE.strip().splitlines())
    return [
        (Action(row[0]), Status(status), cell)
        for row in rows
        for status, cell in zip(head, row[1:], strict=True)
    ]


CELLS = _cells()

FACTS: dict[Action, dict[str, Any]] = {
    Action.OPEN: {
        "id": 8,
        "number": "20261116-0008",
        "kind": "repair",
        "channel": "qr",
        "severity": "normal",
    },
    Action.ANSWER: {"note": "六点半"},
    Action.ASSIGN: {"assignee_id": 5},
    Action.REASSIGN: {"team_id": 2},
    Action.RETURN: {"reason": "不是我们班组的"},
    Action.HOLD: {"reason": "parts_stock", "until": NOON + timedelta(days=1)},
    Action.COMPLETE: {"outcome": "fixed", "no_visit": True},
    Action.CONFIRM: {"how": "link"},
    Action.RATE: {"speed": 5, "quality": 4, "attitude": 3},
    Action.CLOSE: {"how": "timed_out"},
    Action.REOPEN: {"reason": "还是不亮", "team_id": 2},
    Action.EDIT: {"changes": {"description": "走廊灯也不亮"}},
    Action.COMMENT: {"note": "科室说下午再来"},
    Action.MERGE: {"into_id": 9, "into": "20261116-0009"},
    Action.SPLIT: {"children": ["20261116-0010", "20261116-0011"]},
    Action.FOLLOW_ON: {"next": "20261116-0012"},
    Action.HELP: {"add": [6], "names": ["王师傅"]},
    Action.WATCH: {"on": True, "note": "院长过问", "until": NOON + timedelta(days=1)},
    Action.ESCALATE: {"level": "late", "told": ["赵调度"]},
    Action.CONFIRM_HOLD: {"hold_seq": 4, "confirmed": True},
}


def act(action: Action, at: datetime = NOON, actor_id: int | None = None, **more: Any) -> Act:
    facts = more.pop("facts", FACTS.get(action, {}))
    said = {"actor_id": actor_id, "actor_name": "某人", "happened_at": at, "recorded_at": at, "facts": facts}
    return Act(action=action, **said | more)


def standing(status: Status, **more: Any) -> Ticket:
    """A consultation (the one kind that can be answered) in that status."""
    finished = {"completions": 1, "done_at": NOON - timedelta(hours=1), "done_by": 5}
    held = {"hold_from": "in_progress", "hold_reason": "access", "hold_since": NOON}
    facts: dict[str, Any] = {
        "id": 7,
        "number": "20261116-0007",
        "version": 3,
        "status": status,
        "kind": "consultation",
        "channel": "hotline",
        "severity": Severity.NORMAL,
        "service_code": "GD-01",
        "department_id": 1,
        "location_id": 1,
        "description": "治疗室灯不亮",
        "opened_at": NOON - timedelta(hours=2),
        "changed_at": NOON - timedelta(hours=1),
    }
    facts |= finished if status in (Status.DONE, Status.CLOSED) else {}
    facts |= held if status is Status.ON_HOLD else {}
    return Ticket(**facts | more)


def test_the_table_names_every_action_in_every_status() -> None:
    assert len(CELLS) == len(Action) * len(Status) == 225
    assert {(action, status) for action, status, _ in CELLS} == {(a, s) for a in Action for s in Status}


@pytest.mark.parametrize(("action", "status", "cell"), CELLS)
def test_an_action_leads_where_the_table_says_and_nowhere_else(
    action: Action, status: Status, cell: str
) -> None:
    ticket = standing(status)
    assert lifecycle.can(status, action) is (cell != ".")
    if cell == ".":
        with pytest.raises(Refusal, match="is not possible"):
            lifecycle.apply(ticket, act(action))
        return
    after, event = lifecycle.apply(ticket, act(action))
    wanted = Status.IN_PROGRESS if cell == "back" else Status(cell)
    assert (event.from_status, event.to_status, after.status) == (status, wanted, wanted)
    assert (after.version, event.seq) == (4, 4)


def test_what_is_impossible_is_said_before_what_is_missing() -> None:
    with pytest.raises(Refusal, match="is not possible") as refused:
        lifecycle.apply(standing(Status.CLOSED), act(Action.ASSIGN, facts={}))
    assert refused.value.facts == {"action": "Assign", "status": "Closed"}


@pytest.mark.parametrize("stood", [Status.ACCEPTED, Status.IN_PROGRESS])
def test_a_hold_ends_where_it_began(stood: Status) -> None:
    held, _ = lifecycle.apply(standing(stood), act(Action.HOLD))
    assert held.hold_from == stood
    resumed, _ = lifecycle.apply(held, act(Action.RESUME))
    assert resumed.status is stood
    assert (resumed.hold_reason, resumed.hold_since, resumed.hold_until, resumed.hold_from) == (
        "",
        None,
        None,
        "",
    )


def test_a_reopened_ticket_with_nobody_to_take_it_waits_for_dispatch() -> None:
    after, _ = lifecycle.apply(standing(Status.CLOSED), act(Action.REOPEN, facts={"reason": "还是不亮"}))
    assert after.status is Status.NEW


@pytest.mark.parametrize("status", [Status.ASSIGNED, Status.ACCEPTED])
def test_a_second_return_stays_where_it_is(status: Status) -> None:
    after, event = lifecycle.apply(standing(status, returns=1, assignee_id=5), act(Action.RETURN))
    assert (after.status, event.to_status, after.assignee_id, after.returns) == (status, status, 5, 2)


def test_only_open_starts_a_ticket() -> None:
    with pytest.raises(ValueError, match="only `open`"):
        lifecycle.apply(None, act(Action.ASSIGN))


def test_open_makes_a_new_ticket_of_version_one() -> None:
    ticket, event = lifecycle.apply(None, act(Action.OPEN))
    assert (ticket.status, ticket.version, ticket.opened_at) == (Status.NEW, 1, NOON)
    assert (event.seq, event.from_status, event.to_status) == (1, None, Status.NEW)


# Time ----------------------------------------------------------------------------------------------


def test_no_event_lies_before_the_previous_one() -> None:
    ticket = standing(Status.ASSIGNED)
    early = act(Action.ACCEPT, happened_at=ticket.changed_at - timedelta(minutes=30), actor_id=5)
    after, event = lifecycle.apply(ticket, early)
    assert after.accepted_at == after.changed_at == ticket.changed_at
    assert event.happened_at == ticket.changed_at - timedelta(minutes=30)  # what was said is kept


def test_no_event_lies_after_now() -> None:
    late = act(Action.ACCEPT, happened_at=NOON + timedelta(minutes=1), actor_id=5)
    after, _ = lifecycle.apply(standing(Status.ASSIGNED), late)
    assert after.accepted_at == after.changed_at == NOON


def test_a_ticket_is_not_opened_after_now() -> None:
    ticket, _ = lifecycle.apply(None, act(Action.OPEN, happened_at=NOON + timedelta(minutes=1)))
    assert ticket.opened_at == ticket.changed_at == NOON


def test_a_clock_two_minutes_fast_is_forgiven_and_no_more() -> None:
    lifecycle.apply(standing(Status.NEW), act(Action.URGE, happened_at=NOON + timedelta(minutes=2)))
    with pytest.raises(WrongInput, match="future") as refused:
        lifecycle.apply(standing(Status.NEW), act(Action.URGE, happened_at=NOON + timedelta(minutes=3)))
    assert refused.value.field == "happened_at"


def test_backdating_over_a_day_wants_a_reason() -> None:
    day_ago = {"happened_at": NOON - timedelta(hours=24)}
    lifecycle.apply(standing(Status.NEW), act(Action.URGE, **day_ago))
    longer_ago = {"happened_at": NOON - timedelta(hours=24, minutes=1)}
    with pytest.raises(WrongInput, match="24 hours") as refused:
        lifecycle.apply(standing(Status.NEW), act(Action.URGE, **longer_ago))
    assert refused.value.field == "late_reason"
    lifecycle.apply(standing(Status.NEW), act(Action.URGE, **longer_ago, facts={"late_reason": "系统停机"}))


@pytest.mark.parametrize(("minutes", "counted"), [(0, 0), (15, 0), (16, 1)])
def test_written_down_more_than_a_quarter_of_an_hour_later_counts_as_late(minutes: int, counted: int) -> None:
    said = act(Action.URGE, happened_at=NOON - timedelta(minutes=minutes))
    assert lifecycle.apply(standing(Status.NEW), said)[0].late_recorded == counted
    opened = act(Action.OPEN, happened_at=NOON - timedelta(minutes=minutes))
    assert lifecycle.apply(None, opened)[0].late_recorded == counted


def test_acting_for_somebody_is_counted() -> None:
    after, _ = lifecycle.apply(standing(Status.ASSIGNED), act(Action.ACCEPT, actor_id=2, subject_id=5))
    assert (after.proxied, after.assignee_id) == (1, 5)


# Folding -------------------------------------------------------------------------------------------

STORY = (Action.ASSIGN, Action.ACCEPT, Action.ARRIVE, Action.HOLD, Action.RESUME, Action.URGE, Action.EDIT)
STORY += (Action.COMPLETE, Action.CONFIRM, Action.RATE, Action.REOPEN, Action.RETURN, Action.CANCEL)


def _told(story: tuple[Action, ...]) -> tuple[Ticket, list[Event]]:
    ticket, event = lifecycle.apply(None, act(Action.OPEN))
    events = [event]
    for minute, action in enumerate(story, 1):
        ticket, event = lifecycle.apply(ticket, act(action, NOON + timedelta(minutes=minute)))
        events.append(event)
    return ticket, events


def test_the_row_is_what_its_events_fold_to() -> None:
    ticket, events = _told(STORY)
    assert lifecycle.fold(events) == ticket
    assert ticket.version == len(events)


def test_events_fold_the_same_after_they_were_written_down() -> None:
    ticket, events = _told(STORY)
    kept = [replace(event, facts=loads(dumps(event.facts))) for event in events]
    assert lifecycle.fold(kept) == ticket


def test_a_corrected_severity_is_a_severity_again() -> None:
    urgent = {"changes": {"severity": "urgent"}}
    ticket, event = lifecycle.apply(standing(Status.NEW), act(Action.EDIT, facts=urgent))
    assert ticket.severity is Severity.URGENT
    assert event.facts == urgent


def test_nothing_folds_to_nothing() -> None:
    with pytest.raises(ValueError, match="without events"):
        lifecycle.fold([])


def test_open_and_ended_statuses_leave_only_done_between_them() -> None:
    assert set(Status) - OPEN - ENDED == {Status.DONE}
    assert not OPEN & ENDED


def test_times_of_work_are_the_first_acceptance_and_arrival_and_the_last_completion() -> None:
    ticket, _ = _told((*STORY[:11], Action.ACCEPT, Action.ARRIVE, Action.COMPLETE))
    assert ticket.accepted_at == NOON + timedelta(minutes=2)
    assert ticket.arrived_at == NOON + timedelta(minutes=3)
    assert ticket.done_at == NOON + timedelta(minutes=14)
    assert (ticket.completions, ticket.rated, ticket.reopens) == (2, 1, 1)
    assert ticket.first_closed_at == NOON + timedelta(minutes=9)
