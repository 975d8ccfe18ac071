"""Which other systems tickets came from, and the search that finds them."""

from __future__ import annotations

from collections.abc import Callable

from lib.core.clock import zone
from lib.people.roles import SYSTEM
from lib.tickets.importing import mapping, running
from lib.tickets.origins import origins
from lib.tickets.search import Query, search
from lib.tickets.ticket import Ticket
from tests.conftest import MONDAY, Cast
from tests.pages import imported


def test_a_hospital_without_imports_has_none(cast: Cast, report: Callable[..., Ticket]) -> None:
    report()
    assert origins(cast.db) == {}


def test_imported_tickets_are_found_by_their_system(cast: Cast, report: Callable[..., Ticket]) -> None:
    own = report()
    content, read = imported.file(MONDAY), mapping.parse(imported.MAPPING)
    running.run(cast.db, content=content, mapping=read, zone=zone(), actor=SYSTEM, now=MONDAY)
    assert origins(cast.db) == {"old": "旧报修台"}
    found = search(cast.db, actor=cast.actor("zhao"), query=Query(sources=["old"]))
    assert found.count == len(imported.HISTORIES)
    assert own.number not in {row["number"] for row in found.rows}
