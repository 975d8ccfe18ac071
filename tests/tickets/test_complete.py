"""Finishing: outcome, cause and remedy, materials at today's price, minutes of each person, photos."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from lib.core.errors import NotAllowed, Refusal, WrongInput
from lib.tickets.actions import working
from lib.tickets.actions.working import Used, Work
from lib.tickets.words import Status


def finish(loop: Any, ticket: Any, by: Any, **work: Any) -> Any:
    wanted = Work(**{"outcome": "fixed", **work})
    return working.complete(loop.db, ticket_id=ticket.id, version=ticket.version, work=wanted, by=by)


def test_finished_work_waits_for_the_departments_word(cast: Any, loop: Any) -> None:
    ticket = finish(loop, loop.in_progress("li"), loop.by("li"), cause="C10", remedy="R01", note="换灯管")
    assert (ticket.status, ticket.done_at, ticket.done_by) == (Status.DONE, loop.now, cast.people["li"])
    assert (ticket.outcome, ticket.cause, ticket.remedy, ticket.completions) == ("fixed", "C10", "R01", 1)


@pytest.mark.parametrize("outcome", ["", "magic"])
def test_an_outcome_of_the_list_has_to_be_chosen(loop: Any, outcome: str) -> None:
    with pytest.raises(WrongInput) as refused:
        finish(loop, loop.in_progress("li"), loop.by("li"), outcome=outcome)
    assert refused.value.field == "outcome"


def test_from_accepted_only_when_nothing_had_to_be_visited(loop: Any) -> None:
    ticket = loop.accepted("li")
    with pytest.raises(Refusal) as refused:
        finish(loop, ticket, loop.by("li"))
    assert refused.value.field == "no_visit"
    assert finish(loop, ticket, loop.by("li"), no_visit=True).status is Status.DONE


def test_materials_keep_todays_price(cast: Any, loop: Any) -> None:
    known = cast.db.row("SELECT * FROM material ORDER BY code LIMIT 1")
    used = [Used(known["code"], "", Decimal("2.5")), Used("", "自带扎带", Decimal(3))]
    ticket = finish(loop, loop.in_progress("li"), loop.by("li"), materials=used)
    with cast.db.transaction() as tx:
        tx.execute("UPDATE material SET unit_cents = unit_cents + 100")
    rows = cast.db.rows(
        "SELECT * FROM ticket_material WHERE ticket_id = $id ORDER BY unit_cents", id=ticket.id
    )
    assert [(row["name"], row["quantity"], row["unit_cents"]) for row in rows] == [
        ("自带扎带", Decimal(3), 0),
        (known["name"], Decimal("2.5"), known["unit_cents"]),
    ]
    assert {row["event_seq"] for row in rows} == {ticket.version}


@pytest.mark.parametrize("quantity", ["0", "-1", "NaN", "Infinity", "100000"])
def test_an_impossible_quantity_is_refused_and_nothing_is_written(loop: Any, quantity: str) -> None:
    ticket = loop.in_progress("li")
    with pytest.raises(WrongInput) as refused:
        finish(loop, ticket, loop.by("li"), materials=[Used("", "扎带", Decimal(quantity))])
    assert refused.value.field == "materials"
    assert loop.ticket(ticket) == ticket


def test_a_quantity_finer_than_is_kept_is_refused(loop: Any) -> None:
    with pytest.raises(WrongInput) as refused:
        finish(loop, loop.in_progress("li"), loop.by("li"), materials=[Used("", "扎带", Decimal("0.0001"))])
    assert refused.value.field == "materials"


def test_a_material_without_a_name_is_refused(loop: Any) -> None:
    with pytest.raises(WrongInput) as refused:
        finish(loop, loop.in_progress("li"), loop.by("li"), materials=[Used("", "  ", Decimal(1))])
    assert refused.value.field == "materials"


def test_minutes_are_kept_for_each_person(cast: Any, loop: Any) -> None:
    labour = {cast.people["li"]: 40, cast.people["chen"]: 25}
    ticket = finish(loop, loop.in_progress("li"), loop.by("li"), labour=labour)
    rows = cast.db.rows("SELECT account_id, minutes FROM ticket_labour WHERE ticket_id = $id", id=ticket.id)
    assert {row["account_id"]: row["minutes"] for row in rows} == labour
    assert loop.events(ticket)[-1].facts["labour_minutes"] == 65


@pytest.mark.parametrize("minutes", [0, -5, 1441])
def test_impossible_minutes_are_refused(cast: Any, loop: Any, minutes: int) -> None:
    with pytest.raises(WrongInput) as refused:
        finish(loop, loop.in_progress("li"), loop.by("li"), labour={cast.people["li"]: minutes})
    assert refused.value.field == "labour"


def test_the_work_is_the_technicians_who_phoned_not_the_desks(cast: Any, loop: Any) -> None:
    ticket = finish(loop, loop.in_progress("li"), loop.for_("li"))
    assert (ticket.done_by, ticket.proxied) == (cast.people["li"], 1)


def test_only_the_one_who_has_it_finishes_it(loop: Any) -> None:
    ticket = loop.in_progress("li")
    for name in ("chen", "zhou", "liu", "zheng"):
        with pytest.raises(NotAllowed):
            finish(loop, ticket, loop.by(name))


def test_what_is_on_hold_goes_on_before_it_is_finished(loop: Any) -> None:
    with pytest.raises(Refusal, match="not possible"):
        finish(loop, loop.on_hold(), loop.by("li"))


def test_minutes_are_written_down_for_people_we_know(loop: Any) -> None:
    with pytest.raises(WrongInput) as refused:
        finish(loop, loop.in_progress("li"), loop.by("li"), labour={9999: 30})
    assert refused.value.field == "labour"
