"""Everything a page tells about a ticket."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from lib.core.errors import NotAllowed, NotFound
from lib.tickets.actions import dispatching, working
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.working import Used, Work
from lib.tickets.dossier import dossier
from lib.tickets.ticket import Ticket
from lib.tickets.words import Action
from tests.conftest import MONDAY, Cast

Report = Callable[..., Ticket]


def test_a_new_ticket_has_its_opening_and_its_reporter(cast: Cast, report: Report) -> None:
    found = dossier(cast.db, report().number, cast.actor("wang"), MONDAY)
    assert [event.action for event in found.events] == [Action.OPEN]
    assert [who.name for who in found.reporters] == ["张护士"]
    assert (found.cost_cents, found.labour_minutes, found.call_back) == (0, 0, None)
    assert Action.ASSIGN in found.possible


def test_materials_and_labour_are_summed_exactly(cast: Cast, report: Report) -> None:
    ticket, li = report(), cast.people["li"]
    dispatching.assign(
        cast.db, ticket_id=ticket.id, version=None, whom=Whom(assignee_id=li), by=cast.by("zhao")
    )
    working.accept(cast.db, ticket_id=ticket.id, version=None, by=cast.by("li"))
    used = [Used("M001", "", Decimal("2")), Used("", "胶布", Decimal("0.5"))]
    work = Work(outcome="fixed", no_visit=True, materials=used, labour={li: 25})
    working.complete(cast.db, ticket_id=ticket.id, version=None, work=work, by=cast.by("li"))
    found = dossier(cast.db, ticket.number, cast.actor("zheng"), MONDAY)
    assert (found.cost_cents, found.labour_minutes) == (2400, 25)
    assert len(found.materials) == 2


def test_it_is_only_for_those_who_may_see_it(cast: Cast, report: Report) -> None:
    ticket = report()
    with pytest.raises(NotAllowed):
        dossier(cast.db, ticket.number, cast.actor("zhou"), MONDAY)
    with pytest.raises(NotFound):
        dossier(cast.db, "20200101-0001", cast.actor("wang"), MONDAY)
