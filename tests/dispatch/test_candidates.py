"""To whom a ticket can be given, and by whom."""

from __future__ import annotations

from collections.abc import Callable

from lib.dispatch.candidates import candidates
from lib.tickets.actions.dispatching import Whom
from lib.tickets.ticket import Ticket
from tests.conftest import MONDAY, Cast


def test_the_usual_team_stands_first_then_its_people(cast: Cast, report: Callable[..., Ticket]) -> None:
    found = candidates(cast.db, report(), cast.actor("zhao"), now=MONDAY)
    assert found[0].whom == Whom(team_id=cast.team)
    assert {found[1].name, found[2].name} == {"李师傅", "陈师傅"}
    assert Whom(vendor_id=cast.vendor) in [each.whom for each in found]


def test_a_leader_passes_on_inside_the_own_team_only(cast: Cast, report: Callable[..., Ticket]) -> None:
    found = candidates(cast.db, report(), cast.actor("sun"), now=MONDAY)
    assert {each.name for each in found} == {"水电班", "李师傅", "陈师傅"}
