"""Stages out of order: the row is rejected, or kept with its steps in order and out of every figure of time."""

from __future__ import annotations

from datetime import timedelta

from lib.analytics.today import today
from lib.core.i18n import Language
from lib.people.roles import SYSTEM
from lib.tickets import records, timeline
from lib.tickets.actions import closing
from lib.tickets.actions.step import By
from lib.tickets.importing import reporting
from lib.tickets.words import ClosedHow, Status
from tests.conftest import MONDAY, Cast
from tests.tickets.importing.foreign_files import MAP, all_of, events, full, only, run, utc, why

KEEP = 'out_of_order = "keep"\n' + MAP


def test_is_rejected_unless_the_mapping_keeps_it(cast: Cast) -> None:
    done = run(cast, full(sent="2026-11-02 08:59"))
    assert done.count("rejected") == 1
    assert why(done) == "“Assigned” (2026-11-02 08:59:00) lies before “Opened” (2026-11-02 09:00:00)."


def test_a_kept_stage_stands_where_the_previous_one_stood_and_says_what_the_file_said(cast: Cast) -> None:
    run(cast, full(sent="2026-11-02 08:59"), text=KEEP)
    assigned = events(cast)["assign"]
    assert assigned.happened_at == utc(2026, 11, 2, 1)
    assert (assigned.facts["out_of_order"], assigned.facts["said"]) == (True, "2026-11-02 08:59")
    assert [name for name, event in events(cast).items() if event.facts.get("out_of_order")] == ["assign"]


def test_the_report_says_so(cast: Cast) -> None:
    done = run(cast, full(sent="2026-11-02 08:59"), text=KEEP)
    assert why(done) == (
        "“Assigned” (2026-11-02 08:59:00) lies before “Opened” (2026-11-02 09:00:00); "
        "it was moved there and counts in no time"
    )
    assert done.count("imported") == 1


def test_every_later_stage_is_measured_against_the_moved_one(cast: Cast) -> None:
    run(cast, full(sent="2026-11-02 12:00", came="2026-11-02 11:00", finished="2026-11-02 11:30"), text=KEEP)
    happened = {name: event.happened_at for name, event in events(cast).items()}
    assert happened["arrive"] == happened["complete"] == happened["assign"] == utc(2026, 11, 2, 4)
    ticket = only(cast)
    assert (ticket.assigned_at, ticket.arrived_at, ticket.done_at) == (utc(2026, 11, 2, 4), None, None)


def test_the_time_beside_it_is_nobodys(cast: Cast) -> None:
    run(cast, full(sent="2026-11-02 12:00", came="2026-11-02 11:00", finished="2026-11-02 13:00"), text=KEEP)
    cut = timeline.segments(records.events(cast.db, only(cast).id), MONDAY)
    assert {segment.label for segment in cut} == {timeline.Label.DISPATCH, timeline.Label.UNKNOWN}


def test_a_moved_completion_is_no_completion_of_today(cast: Cast) -> None:
    now = utc(2026, 11, 3, 1)
    run(cast, full(finished="2026-11-02 09:01", shut=""), text=KEEP, now=now)
    assert only(cast).status is Status.DONE
    figures = today(cast.db, actor=SYSTEM, now=utc(2026, 11, 2, 9))
    assert (figures.opened, figures.finished, figures.judgement.asked) == (1, 0, 0)


def test_it_still_closes_by_time_when_nobody_says_a_word(cast: Cast) -> None:
    run(cast, full(finished="2026-11-02 09:01", shut="", level="2"), text=KEEP)
    ticket = only(cast)
    assert records.finished_before(cast.db, MONDAY - timedelta(days=1)) == [ticket.id]
    by = By(actor=SYSTEM, now=MONDAY)
    closed = closing.close(
        cast.db, ticket_id=ticket.id, version=ticket.version, how=ClosedHow.TIMED_OUT, by=by
    )
    assert closed.status is Status.CLOSED


def test_many_alike_are_one_line_of_the_counts(cast: Cast) -> None:
    rows = [full(no=f"A{n}", sent=f"2026-11-02 08:0{n}", came=f"2026-11-02 07:0{n}") for n in range(5)]
    done = run(cast, *rows, text=KEEP)
    lines = list(reporting.counts(done, Language.EN))
    assert lines[0] == "5 rows: 5 imported, 0 already there, 0 rejected"
    assert lines[-1].startswith("  5 × such as line 2: “Assigned” (2026-11-02 08:00:00) lies before “Opened”")
    assert all(len(one.remarks) == 2 for one in all_of(done))
