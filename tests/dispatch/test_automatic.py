"""Services that dispatch themselves, and teams whose people take jobs or whose leader passes them on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from lib.core.errors import NotAllowed, Refusal
from lib.dispatch.automatic import assign_waiting
from lib.notifications import outbox
from lib.tickets import records
from lib.tickets.actions import dispatching, opening, working
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.opening import Wish
from lib.tickets.checking import problems
from lib.tickets.jobs import team_jobs
from lib.tickets.reporters import Caller
from lib.tickets.rights import possible
from lib.tickets.ticket import Ticket
from lib.tickets.words import Action, Channel, Status
from tests.conftest import MONDAY, Cast

LOCKS = "FW-01"
"""A service of the cast's team that asks for no licence."""


def set_up(cast: Cast, automatic: str, *, takes: bool = True) -> None:
    with cast.db.transaction() as tx:
        tx.update(
            "service",
            {"code": LOCKS, "automatic": automatic, "team_id": cast.team, "licence": ""},
            key="code",
        )
        tx.update("team", {"id": cast.team, "takes": takes})


def opened(cast: Cast, **wish: Any) -> Ticket:
    asked: dict[str, Any] = {
        "channel": Channel.HOTLINE,
        "caller": Caller(name="张护士"),
        "location_id": cast.room,
        "service_code": LOCKS,
        **wish,
    }
    return opening.open_ticket(cast.db, Wish(**asked), by=cast.by("wang", MONDAY)).ticket


def now_of(cast: Cast, ticket: Ticket) -> Ticket:
    found = records.by_id(cast.db, ticket.id)
    assert found is not None
    return found


def to_the_team(cast: Cast, ticket: Ticket) -> Ticket:
    by = cast.by("zhao", MONDAY)
    return dispatching.assign(cast.db, ticket_id=ticket.id, version=None, whom=Whom(team_id=cast.team), by=by)


def test_to_the_usual_team(cast: Cast) -> None:
    set_up(cast, "team")
    ticket = opened(cast)
    assert assign_waiting(cast.db, MONDAY) == 1
    after = now_of(cast, ticket)
    assert (after.status, after.team_id, after.assignee_id) == (Status.ASSIGNED, cast.team, None)
    assert records.events(cast.db, ticket.id)[-1].actor_id is None
    assert assign_waiting(cast.db, MONDAY) == 0


def test_to_the_best_person(cast: Cast) -> None:
    set_up(cast, "person")
    ticket = opened(cast)
    assert assign_waiting(cast.db, MONDAY) == 1
    assert now_of(cast, ticket).assignee_id in (cast.people["li"], cast.people["chen"])


def test_by_the_desk_nothing_happens_by_itself(cast: Cast) -> None:
    set_up(cast, "")
    opened(cast)
    assert assign_waiting(cast.db, MONDAY) == 0


def test_what_was_given_back_waits_for_a_person(cast: Cast) -> None:
    set_up(cast, "team")
    ticket = opened(cast)
    assign_waiting(cast.db, MONDAY)
    working.accept(cast.db, ticket_id=ticket.id, version=None, by=cast.by("li", MONDAY))
    dispatching.return_job(
        cast.db, ticket_id=ticket.id, version=None, reason="不是我们的", by=cast.by("li", MONDAY)
    )
    assert assign_waiting(cast.db, MONDAY) == 0
    assert now_of(cast, ticket).status is Status.NEW


def test_a_job_is_offered_to_everybody_on_duty(cast: Cast) -> None:
    set_up(cast, "")
    to_the_team(cast, opened(cast))
    told = {
        name: [row["topic"] for row in outbox.unseen(cast.db, cast.people[name])]
        for name in ("li", "chen", "sun", "zhou")
    }
    assert told == {"li": ["offered"], "chen": ["offered"], "sun": ["offered"], "zhou": []}


def test_where_the_leader_passes_on_nobody_takes(cast: Cast) -> None:
    set_up(cast, "", takes=False)
    ticket = to_the_team(cast, opened(cast))
    assert team_jobs(cast.db, cast.team) == []
    assert [row["topic"] for row in outbox.unseen(cast.db, cast.people["sun"])] == ["assigned"]
    assert outbox.unseen(cast.db, cast.people["li"]) == []
    assert Action.ACCEPT not in possible(cast.db, ticket, cast.actor("li"), MONDAY)
    with pytest.raises(NotAllowed, match="leader"):
        working.accept(cast.db, ticket_id=ticket.id, version=None, by=cast.by("li", MONDAY))
    whom = Whom(assignee_id=cast.people["li"])
    dispatching.reassign(cast.db, ticket_id=ticket.id, version=None, whom=whom, by=cast.by("sun", MONDAY))
    accepted = working.accept(cast.db, ticket_id=ticket.id, version=None, by=cast.by("li", MONDAY))
    assert accepted.status is Status.ACCEPTED


def test_sixteen_hands_one_job(cast: Cast) -> None:
    set_up(cast, "")
    ticket = to_the_team(cast, opened(cast))

    def takes(n: int) -> str:
        name = ("li", "chen")[n % 2]
        try:
            working.accept(cast.db, ticket_id=ticket.id, version=ticket.version, by=cast.by(name, MONDAY))
        except Refusal as refusal:
            return str(refusal)
        return "mine"

    with ThreadPoolExecutor(16) as hands:
        said = list(hands.map(takes, range(16)))
    assert said.count("mine") == 1
    assert all("was accepted by" in words for words in said if words != "mine")
    assert len(records.events(cast.db, ticket.id)) == ticket.version + 1
    assert problems(cast.db) == []
