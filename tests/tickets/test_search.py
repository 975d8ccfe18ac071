"""A ticket is found by whatever is remembered of it, and only by those who may see it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from lib.core.errors import NotAllowed
from lib.tickets.actions import dispatching, talking
from lib.tickets.actions.dispatching import Whom
from lib.tickets.reporters import Caller
from lib.tickets.search import Found, Query, search
from lib.tickets.ticket import Ticket
from tests.conftest import MONDAY, Cast


@pytest.fixture
def lamp(cast: Cast, report: Callable[..., Ticket]) -> Ticket:
    ticket = report(caller=Caller(name="张护士", phone="13812345678"))
    whom = Whom(assignee_id=cast.people["li"])
    dispatching.assign(cast.db, ticket_id=ticket.id, version=None, whom=whom, by=cast.by("zhao"))
    talking.comment(cast.db, ticket_id=ticket.id, note="请带人字梯", by=cast.by("wang"))
    return ticket


@pytest.fixture
def others(cast: Cast, report: Callable[..., Ticket], lamp: Ticket) -> list[Ticket]:
    return [
        report(
            service_code="DT-01",
            description="电梯门关不上",
            location_id=cast.icu,
            caller=Caller(name="何医生", phone="8102"),
        ),
        report(description="100%漏水", department_id=cast.other_ward, now=MONDAY + timedelta(days=1)),
    ]


def found(cast: Cast, who: str = "wang", **query: object) -> Found:
    return search(cast.db, actor=cast.actor(who), query=Query(**query))  # type: ignore[arg-type]


def numbers(result: Found) -> set[str]:
    return {row["number"] for row in result.rows}


@pytest.mark.usefixtures("others")
@pytest.mark.parametrize(
    "words",
    [
        "灯不亮", "人字梯", "1203", "zyaz12c1203", "李师傅", "张护士", "13812345678", "5678", "照明灯具 张护士",
        "BY-A-12-1203 灯",
    ],
)  # fmt: skip
def test_the_lamp_is_found_by(cast: Cast, lamp: Ticket, words: str) -> None:
    assert lamp.number in numbers(found(cast, words=words))


def test_part_of_the_number_is_enough(cast: Cast, lamp: Ticket, others: list[Ticket]) -> None:
    assert numbers(found(cast, words=lamp.number)) == {lamp.number}
    assert numbers(found(cast, words="1116-0001")) == {lamp.number}


@pytest.mark.usefixtures("others", "lamp")
def test_every_word_has_to_fit_somewhere(cast: Cast) -> None:
    assert found(cast, words="灯不亮 何医生").count == 0


@pytest.mark.parametrize("words", ["pdu", "PDU 人字梯", '"C13"', "b\\c", "pdu 1203"])
def test_latin_words_are_found_in_what_was_typed(cast: Cast, lamp: Ticket, words: str) -> None:
    talking.comment(cast.db, ticket_id=lamp.id, note='机柜 PDU 换 "C13" a\\b\\c', by=cast.by("wang"))
    assert numbers(found(cast, words=words)) == {lamp.number}


@pytest.mark.parametrize("words", ["note", "comment", "pdu.", "p.u", "C13a"])
def test_names_of_facts_and_patterns_are_not_what_was_typed(cast: Cast, lamp: Ticket, words: str) -> None:
    talking.comment(cast.db, ticket_id=lamp.id, note='机柜 PDU 换 "C13"', by=cast.by("wang"))
    assert found(cast, words=words).count == 0


def test_signs_of_the_database_are_plain_letters(cast: Cast, lamp: Ticket, others: list[Ticket]) -> None:
    assert numbers(found(cast, words="100%")) == {others[1].number}
    assert found(cast, words="_").count == 0
    assert found(cast, words="'; DROP TABLE ticket; --").count == 0


def test_filters_narrow(cast: Cast, lamp: Ticket, others: list[Ticket]) -> None:
    assert numbers(found(cast, statuses=["assigned"])) == {lamp.number}
    assert numbers(found(cast, team_ids=[cast.team])) == {lamp.number}
    assert numbers(found(cast, department_ids=[cast.other_ward])) == {others[1].number}
    assert numbers(found(cast, location_id=cast.icu)) == {others[0].number}
    assert numbers(found(cast, since=date(2026, 11, 17))) == {others[1].number}
    assert numbers(found(cast, until=date(2026, 11, 16))) == {lamp.number, others[0].number}
    assert found(cast, kinds=["complaint"]).count == 0
    assert found(cast, severities=[lamp.severity.value]).count >= 1


def test_the_newest_come_first_and_more_is_said(cast: Cast, lamp: Ticket, others: list[Ticket]) -> None:
    result = search(cast.db, actor=cast.actor("wang"), query=Query(), most=2)
    assert [row["number"] for row in result.rows] == [others[1].number, others[0].number]
    assert (result.count, result.more) == (3, True)
    assert not found(cast).more


def test_nobody_finds_what_they_may_not_see(cast: Cast, lamp: Ticket, others: list[Ticket]) -> None:
    assert numbers(found(cast, "liu")) == {lamp.number, others[0].number}
    assert numbers(found(cast, "sun")) == {lamp.number}
    assert numbers(found(cast, "feng")) == {lamp.number}
    with pytest.raises(NotAllowed):
        found(cast, "li")


def test_names_are_masked_and_cannot_be_fished_for(cast: Cast, lamp: Ticket) -> None:
    (known,) = found(cast, "wang").rows
    assert (known["reporter"], known["phone"]) == ("张护士", "13812345678")
    (row,) = found(cast, "he").rows
    assert (row["reporter"], row["phone"]) == ("张**", "138****5678")
    assert found(cast, "he", words="张护士").count == 0
    assert found(cast, "he", words="13812345678").count == 0


def test_parts_next_jobs_helped_and_watched_ones_are_found(cast: Cast, lamp: Ticket) -> None:
    from lib.tickets.actions import branching, helping, watching
    from lib.tickets.actions.branching import Part

    by, until = cast.by("zhao"), MONDAY + timedelta(hours=3)
    part = branching.split(
        cast.db, ticket_id=lamp.id, version=None, parts=[Part(description="水池漏水")], by=by
    ).others[0]
    after = branching.follow_on(
        cast.db, ticket_id=lamp.id, version=None, part=Part(description="换整套灯具"), by=by
    ).others[0]
    chen = [cast.people["chen"]]
    helping.helpers(cast.db, ticket_id=lamp.id, version=None, add=chen, by=cast.by("zhao"))
    watching.watch(cast.db, ticket_id=part.id, version=None, until=until, reason="院长过问", by=by)

    def found(*marks: str) -> set[int]:
        rows = search(cast.db, actor=cast.actor("zhao"), query=Query(marks=marks)).rows
        return {row["id"] for row in rows}

    assert found("split") == {lamp.id, part.id}
    assert found("follow_on") == {lamp.id, after.id}
    assert (found("helped"), found("watched"), found("undecided")) == ({lamp.id}, {part.id}, set())
    assert found("watched", "helped") == {lamp.id, part.id}
    assert found("nonsense") == {lamp.id, part.id, after.id}
