"""What has no place of its own here is carried in the opening event, in words where the mapping gives some."""

from __future__ import annotations

import pytest

from lib.core.errors import WrongInput
from lib.tickets.actions import working
from lib.tickets.actions.working import Work
from lib.tickets.words import Outcome
from tests.conftest import Cast
from tests.tickets.conftest import Loop
from tests.tickets.importing.foreign_files import MAP, events, full, only, run

LABELS = '[foreign]\nextra = "原系统：时限"\ncrew = {label = "班组", values = {"水电班" = "水电一班"}}\n'


def test_a_column_without_a_place_of_its_own_is_carried_under_its_name(cast: Cast) -> None:
    run(cast, full())
    foreign = events(cast)["open"].facts["foreign"]
    assert (foreign["extra"], foreign["extra (2)"], foreign["crew"]) == ("x", "y", "水电班")
    assert foreign.keys().isdisjoint({"no", "what", "opened", "due", "who", "tel", "remark", "came x"})


def test_under_the_label_the_mapping_gives_it(cast: Cast) -> None:
    run(cast, full(), text=MAP + LABELS)
    foreign = events(cast)["open"].facts["foreign"]
    assert (foreign["原系统：时限"], foreign["班组"]) == ("x", "水电一班")
    assert foreign.keys().isdisjoint({"extra", "crew"})


def test_a_label_that_is_another_columns_name_is_refused(cast: Cast) -> None:
    with pytest.raises(WrongInput, match="the name of another column"):
        run(cast, full(), text=MAP + '[foreign]\nextra = "crew"\n')


def test_a_labelled_column_that_is_not_there_is_refused(cast: Cast) -> None:
    with pytest.raises(WrongInput, match="no column “sla”"):
        run(cast, full(), text=MAP + '[foreign]\nsla = "时限"\n')


def test_how_it_ended_is_not_stated_where_the_file_does_not_say(cast: Cast) -> None:
    run(cast, full())
    assert only(cast).outcome == Outcome.NOT_STATED


def test_nobody_here_can_leave_it_unstated(loop: Loop) -> None:
    ticket = loop.in_progress()
    with pytest.raises(WrongInput, match="choose an outcome"):
        working.complete(
            loop.db,
            ticket_id=ticket.id,
            version=ticket.version,
            work=Work(outcome=Outcome.NOT_STATED),
            by=loop.by("li"),
        )
