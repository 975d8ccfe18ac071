"""A report in free words finds the team its words speak of, without anybody having classified it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lib.catalog.services import UNKNOWN
from lib.dispatch.board import snapshot
from lib.dispatch.candidates import candidates
from lib.dispatch.ordering import Order, carry_out
from lib.tickets.guessing import as_guessed, guess
from lib.tickets.ticket import Ticket
from tests.conftest import MONDAY, Cast

Report = Callable[..., Ticket]


@pytest.mark.parametrize(("words", "likely"), [("空调吹热风", "KT"), ("马桶堵了", "WS"), ("唉", "")])
def test_words_say_which_trade(cast: Cast, report: Report, words: str, likely: str) -> None:
    found = guess(cast.db, report(service_code="", description=words))
    assert found[:2] == likely


def test_what_somebody_classified_is_not_guessed_about(cast: Cast, report: Report) -> None:
    ticket = report(service_code="GD-01", description="空调吹热风")
    assert guess(cast.db, ticket) == ""
    assert as_guessed(cast.db, ticket) is ticket


def test_the_card_says_it_and_one_order_makes_it_so(cast: Cast, report: Report) -> None:
    ticket = report(service_code="", description="马桶堵了")
    likely = guess(cast.db, ticket)
    (card,) = snapshot(cast.db, actor=cast.actor("zhao"), now=MONDAY).cards.values()
    assert (card["service"], card["guess"]) == (UNKNOWN, likely)
    order = Order(action="edit", ticket_id=ticket.id, version=ticket.version, service=likely)
    assert carry_out(cast.db, order, by=cast.by("zhao")).service_code == likely
    (card,) = snapshot(cast.db, actor=cast.actor("zhao"), now=MONDAY).cards.values()
    assert "guess" not in card


def test_the_usual_team_of_the_guess_stands_first(cast: Cast, report: Report) -> None:
    ticket = report(service_code="", description="治疗室的灯不亮了")
    assert guess(cast.db, ticket) == "GD-01"
    assert candidates(cast.db, ticket, cast.actor("zhao"), now=MONDAY)[0].whom.team_id == cast.team
