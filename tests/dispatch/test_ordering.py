"""Orders from the board run the same use cases as everywhere, once each."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lib.core.errors import NotAllowed, TooLate, WrongInput
from lib.dispatch.ordering import Order, carry_out
from lib.tickets import records
from lib.tickets.actions.dispatching import Whom
from lib.tickets.checking import problems
from lib.tickets.ticket import Ticket
from tests.conftest import Cast

Report = Callable[..., Ticket]


def order(ticket: Ticket, action: str = "assign", **more: object) -> Order:
    facts: dict[str, object] = {
        "action": action,
        "ticket_id": ticket.id,
        "version": ticket.version,
        "key": "k1",
    }
    return Order(**(facts | more))  # type: ignore[arg-type]


def test_each_order_is_carried_out(cast: Cast, report: Report) -> None:
    li, chen = Whom(assignee_id=cast.people["li"]), Whom(assignee_id=cast.people["chen"])
    ticket = carry_out(cast.db, order(report(), whom=li, key="a"), by=cast.by("zhao"))
    assert (ticket.status, ticket.assignee_id) == ("assigned", cast.people["li"])
    ticket = carry_out(cast.db, order(ticket, "reassign", whom=chen, key="b"), by=cast.by("zhao"))
    assert ticket.assignee_id == cast.people["chen"]
    ticket = carry_out(cast.db, order(ticket, "urge", key="c"), by=cast.by("zhao"))
    assert ticket.urges == 1
    ticket = carry_out(cast.db, order(ticket, "comment", words="先断电", key="d"), by=cast.by("zhao"))
    ticket = carry_out(cast.db, order(ticket, "cancel", words="重复", key="e"), by=cast.by("zhao"))
    assert (ticket.status, ticket.version) == ("cancelled", 6)


def test_the_same_click_sent_twice_counts_once(cast: Cast, report: Report) -> None:
    ticket = report()
    for _ in range(3):
        after = carry_out(cast.db, order(ticket, "urge"), by=cast.by("zhao"))
    assert (after.urges, len(records.events(cast.db, ticket.id))) == (1, 2)
    assert carry_out(cast.db, order(ticket, "urge"), by=cast.by("wang")).urges == 2


def test_the_kept_key_of_an_order_points_to_nothing_that_is_not_there(cast: Cast, report: Report) -> None:
    ticket = report()
    order = Order(
        action="assign",
        ticket_id=ticket.id,
        version=1,
        whom=Whom(assignee_id=cast.people["li"]),
        key="click-1",
    )
    carry_out(cast.db, order, by=cast.by("zhao"))
    assert problems(cast.db) == []


def test_a_refused_order_may_be_sent_again(cast: Cast, report: Report) -> None:
    ticket = report()
    with pytest.raises(WrongInput):
        carry_out(cast.db, order(ticket), by=cast.by("zhao"))
    li = Whom(assignee_id=cast.people["li"])
    assert carry_out(cast.db, order(ticket, whom=li), by=cast.by("zhao")).status == "assigned"


def test_who_comes_too_late_hears_who_was_faster(cast: Cast, report: Report) -> None:
    ticket, li = report(), Whom(assignee_id=cast.people["li"])
    carry_out(cast.db, order(ticket, whom=li), by=cast.by("zhao"))
    with pytest.raises(TooLate, match="赵调度"):
        carry_out(cast.db, order(ticket, whom=li, key="k2"), by=cast.by("wang"))


def test_only_what_the_board_offers(cast: Cast, report: Report) -> None:
    with pytest.raises(WrongInput):
        carry_out(cast.db, order(report(), "confirm"), by=cast.by("zhao"))
    with pytest.raises(NotAllowed):
        carry_out(cast.db, order(report(), whom=Whom(team_id=cast.team)), by=cast.by("zheng"))


def test_what_the_technician_said_on_the_phone_is_written_down_for_them(cast: Cast, report: Report) -> None:
    ticket = carry_out(
        cast.db, order(report(), whom=Whom(assignee_id=cast.people["li"]), key="a"), by=cast.by("zhao")
    )
    ticket = carry_out(cast.db, order(ticket, "accept", key="b"), by=cast.by("zhao"))
    ticket = carry_out(cast.db, order(ticket, "arrive", key="c"), by=cast.by("zhao"))
    assert (ticket.status, ticket.proxied) == ("in_progress", 2)
    event = records.events(cast.db, ticket.id)[-1]
    assert (event.actor_id, event.subject_id) == (cast.people["zhao"], cast.people["li"])


def test_nobodys_word_is_written_down(cast: Cast, report: Report) -> None:
    ticket = carry_out(cast.db, order(report(), whom=Whom(team_id=cast.team), key="a"), by=cast.by("zhao"))
    with pytest.raises(WrongInput):
        carry_out(cast.db, order(ticket, "accept", key="b"), by=cast.by("zhao"))
