"""A ticket knows its machine: from its opening, or by correction."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lib.core.errors import NotFound, WrongInput
from lib.core.i18n import Language
from lib.people.roles import SYSTEM
from lib.places import asset_keeping, assets
from lib.tickets import checking, history, records
from lib.tickets.actions import dispatching
from lib.tickets.standing import commonest_on, standing_of
from lib.tickets.ticket import Ticket
from tests.conftest import MONDAY, Cast


@pytest.fixture
def machine(cast: Cast) -> int:
    said = {"number": "SB-001", "name": "生活水泵", "category": "水泵", "location_id": cast.icu}
    return asset_keeping.add(cast.db, actor=SYSTEM, values=said, now=MONDAY)


def test_it_is_where_its_machine_stands_unless_said_otherwise(
    cast: Cast, machine: int, report: Callable[..., Ticket]
) -> None:
    there = report(asset_id=machine, location_id=None)
    assert (there.location_id, there.department_id) == (cast.icu, cast.ward)
    assert report(asset_id=machine, location_id=cast.room).location_id == cast.room
    assert len(standing_of(cast.db, machine)) == 2
    with pytest.raises(NotFound):
        report(asset_id=99_999)


def test_a_correction_names_it_and_is_told(cast: Cast, machine: int, report: Callable[..., Ticket]) -> None:
    ticket = report()
    wrong = {"asset_id": 99_999}
    with pytest.raises(WrongInput):
        dispatching.edit(cast.db, ticket_id=ticket.id, version=None, changes=wrong, by=cast.by("wang"))
    after = dispatching.edit(
        cast.db, ticket_id=ticket.id, version=None, changes={"asset_id": machine}, by=cast.by("wang")
    )
    assert after.asset_id == machine
    event = records.events(cast.db, ticket.id)[-1]
    assert "设备" in history.told(event, Language.ZH, MONDAY)
    assert not checking.problems(cast.db)


def test_what_is_asked_for_most_on_such_machines_comes_first(
    cast: Cast, machine: int, report: Callable[..., Ticket]
) -> None:
    said = {"number": "SB-002", "name": "生活水泵", "category": "水泵"}
    other = asset_keeping.add(cast.db, actor=SYSTEM, values=said, now=MONDAY)
    for asset_id, code in ((other, "GD-01"), (other, "GD-01"), (machine, "WS-02")):
        report(asset_id=asset_id, service_code=code)
    assert commonest_on(cast.db, assets.known(cast.db, machine)) == ["WS-02", "GD-01"]
