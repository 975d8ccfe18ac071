"""What a month's report says: figures with their cases, compared with two months, told in sentences."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lib.analytics.indicators import INDICATORS
from lib.analytics.report.behind import behind
from lib.analytics.report.content import of_facts
from lib.analytics.report.shape import Content
from lib.analytics.report.steps import COLUMNS
from lib.analytics.report.told import told
from lib.core.i18n import Language
from tests.analytics.report.story import OCTOBER, called, facts, rounds, ticket


def report(*tickets: dict[str, Any], became: tuple[str, ...] = ()) -> Content:
    return of_facts(facts(*tickets), OCTOBER, rounds=rounds(*became), called=called)


def figure(content: Content, part: str, name: str) -> Any:
    return next(one for one in content[part] if one["name"] == name)  # type: ignore[literal-required]


def sentences(content: Content, part: str) -> str:
    return " ".join(one["en"] for one in content["sentences"][part])


def test_a_share_stands_with_its_cases_and_its_interval() -> None:
    said = report(*[ticket(respond_kept=n > 0) for n in range(5)], ticket(respond_kept=None))
    now = figure(said, "promises", "respond_kept")["now"]
    assert (now["hits"], now["n"], now["value"]) == (4, 5, 0.8)
    assert (now["low"], now["high"]) == (0.375535, 0.963776)


def test_merged_tickets_are_one_with_the_one_that_carries_on() -> None:
    said = report(ticket(), ticket(status="merged"), ticket(status="cancelled"))
    assert figure(said, "headline", "opened")["now"]["n"] == 2
    assert figure(said, "headline", "urged")["now"]["n"] == 2
    assert figure(said, "headline", "reopened")["now"]["n"] == 1


def test_months_nobody_reported_in_are_not_months_of_nought() -> None:
    said = report(ticket(), ticket("2026-09-07"), ticket("2026-09-08"))
    opened = figure(said, "headline", "opened")
    assert opened["before"]["n"] == 2
    assert opened["year_before"] is None
    assert "50.0% fewer than in the month before (2)" in sentences(said, "headline")
    assert "last year" not in sentences(said, "headline")


def test_what_is_finished_counts_in_the_month_it_was_finished_and_what_is_left_at_its_end() -> None:
    late = ticket("2026-09-30")
    late |= {
        "done_at": late["opened_at"] + timedelta(days=2),
        "done_on": late["opened_on"] + timedelta(days=2),
    }
    waiting = ticket(status="new", closed_at=None, completions=0)
    over = ticket("2026-10-31")
    over |= {name: over["opened_at"] + timedelta(days=3) for name in ("done_at", "closed_at")}
    over |= {"done_on": over["opened_on"] + timedelta(days=3)}
    said = report(late, waiting, over, ticket())
    assert figure(said, "headline", "finished")["now"]["n"] == 2
    assert figure(said, "headline", "left_open")["now"]["n"] == 2
    assert figure(said, "headline", "left_open")["before"]["n"] == 1


def test_silence_and_kind_words_on_the_phone_are_no_praise() -> None:
    said = report(
        ticket(score=5.0), ticket(score=2.0), ticket(score=5.0, spoken=True), ticket(score=None, spoken=None)
    )
    satisfied, score, rated = (one["now"] for one in said["satisfaction"])
    assert (satisfied["hits"], satisfied["n"]) == (1, 2)
    assert score["value"] == 3.5
    assert (rated["hits"], rated["n"]) == (2, 4)
    assert "too few to conclude from" in sentences(said, "satisfaction")


def test_the_slowest_step_is_the_one_with_most_of_the_time() -> None:
    said = report(
        ticket(in_travel=timedelta(hours=3), in_work=timedelta(hours=1), in_between=timedelta(hours=9)),
        ticket("2026-09-03", in_travel=timedelta(hours=1), in_work=timedelta(hours=1)),
    )
    assert [step["name"] for step in said["steps"]] == ["in_between", "in_travel", "in_work"]
    assert "“on the way”: 23% of all the time" in sentences(said, "steps")
    assert "In the month before it was 50%" in sentences(said, "steps")


def test_nights_outside_service_hours_are_no_step_and_told_beside() -> None:
    said = report(ticket(in_outside=timedelta(hours=6), in_work=timedelta(hours=2)))
    assert "25% of all the time" in sentences(said, "steps")
    assert "75% of the time lay outside service hours" in sentences(said, "steps")


def test_complaints_are_told_by_where_they_come_from() -> None:
    said = report(
        *[ticket(kind="complaint", department_id=n % 2, accepted_at=None) for n in range(3)], ticket()
    )
    assert [(spot["column"], spot["id"], spot["n"]) for spot in said["spots"]] == [
        ("department_id", 0, 2),
        ("department_id", 1, 1),
        ("service_code", "water", 3),
    ]
    assert "Most came from department_id 0 (2)." in sentences(said, "complaints")
    assert "Nobody complained" in sentences(report(ticket()), "complaints")


def test_a_complaint_that_is_no_day_old_may_still_be_answered() -> None:
    new: dict[str, Any] = {"kind": "complaint", "status": "new", "completions": 0}
    said = report(ticket(kind="complaint"), ticket(**new), ticket(**new | {"lasted": timedelta(hours=25)}))
    answered = figure(said, "complaints", "complaints_answered")["now"]
    assert (answered["hits"], answered["n"]) == (1, 2)


def test_three_perfect_cases_do_not_lead_a_hundred_good_ones() -> None:
    many = [ticket(vendor_id=1, complete_kept=n >= 4) for n in range(100)]
    some = [ticket(vendor_id=3, complete_kept=n >= 6) for n in range(12)]
    said = report(*many, *some, *[ticket(vendor_id=2, complete_kept=True) for _ in range(3)])
    assert [(row["id"], row["ranked"]) for row in said["vendors"]] == [(1, True), (3, True), (2, False)]
    assert "vendor_id 1 completed in time most often (96.0%), vendor_id 3" in sentences(said, "vendors")


def test_a_difference_that_is_noise_is_called_so() -> None:
    said = report(*[ticket(vendor_id=n % 2, complete_kept=n % 12 > 1 + n % 2) for n in range(24)])
    assert "no larger than chance" in sentences(said, "vendors")


def test_rounds_that_are_open_or_exempt_were_not_due() -> None:
    said = report(ticket(), became=("in_time", "in_time", "missed", "late", "open", "exempt"))
    done, missed = (one["now"] for one in said["rounds"])
    assert (done["hits"], done["n"], missed["hits"]) == (2, 4, 1)
    assert said["rounds"][0]["before"] is None


def test_only_what_is_more_than_chance_is_a_change() -> None:
    september = [ticket("2026-09-07", service_code="water") for _ in range(30)]
    assert report(*september, *[ticket() for _ in range(38)])["changes"] == []
    said = report(*september, *[ticket() for _ in range(90)])
    first = said["changes"][0]
    assert (first["name"], first["column"]) == ("opened", "")
    assert said["changes"][0]["said"]["en"] == "Whole hospital: Tickets opened 90, in the month before 30."
    assert len(said["changes"][0]["tickets"]) == 90


def test_an_empty_month_says_so() -> None:
    said = report(ticket("2026-08-01"))
    assert "Nothing was reported" in sentences(said, "headline")
    assert told(said, Language.ZH)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"behind": "complete_kept"}, {2, 3}),
        ({"behind": "complete_kept", "vendor_id": "7"}, {3}),
        ({"behind": "complete_kept", "of": "2026-09"}, {4}),
        ({"behind": "in_travel"}, {1}),
        ({"behind": "opened", "service_code": "light"}, {2}),
        ({"behind": "nobody_gave_it"}, set()),
        ({"behind": "change_1"}, set()),
        ({}, set()),
    ],
)
def test_every_figure_has_its_tickets(asked: dict[str, str], found: set[int]) -> None:
    frame = facts(
        ticket(id=1, complete_kept=True, in_travel=timedelta(hours=1)),
        ticket(id=2, complete_kept=False, service_code="light"),
        ticket(id=3, complete_kept=False, vendor_id=7),
        ticket("2026-09-03", id=4, complete_kept=False),
    )
    said = of_facts(frame, OCTOBER, rounds=rounds(), called=called)
    assert set(behind(frame, said, OCTOBER, asked)["id"]) == found


def test_every_line_of_every_table_asks_for_something_known() -> None:
    bad: dict[str, Any] = dict.fromkeys(("respond_kept", "complete_kept", "first_time_fix"), False)
    often: dict[str, Any] = dict.fromkeys(("reopens", "urges", "holds"), 1)
    said = report(
        *[
            ticket(vendor_id=1, kind="complaint", in_work=timedelta(hours=1), **bad, **often)
            for _ in range(40)
        ],
        *[ticket("2026-09-01") for _ in range(5)],
    )
    tables = [table for section in told(said, Language.EN) for table in section.tables]
    asked = {
        cell.behind["behind"] for table in tables for line in table.lines for cell in line if cell.behind
    }
    assert asked <= INDICATORS.keys() | COLUMNS.keys() | {f"change_{n}" for n in (1, 2, 3)}
    assert "change_1" in asked
