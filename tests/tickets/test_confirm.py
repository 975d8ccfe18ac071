"""Confirmation: by link, by wall code, by signature on the technician's phone, or by the department's liaison."""

from __future__ import annotations

from typing import Any

import pytest

from lib.core.errors import NotAllowed, Refusal, WrongInput
from lib.people import accounts
from lib.people.roles import SYSTEM, Grant, Role, Scope, by_link
from lib.tickets.actions import closing
from lib.tickets.words import ClosedHow, Status


def confirm(loop: Any, ticket: Any, by: Any, how: Any = ClosedHow.LINK, **more: Any) -> Any:
    return closing.confirm(loop.db, ticket_id=ticket.id, version=ticket.version, how=how, by=by, **more)


def sign(loop: Any, ticket: Any, by: Any, signature: str = "a" * 64, signed_by: str = "张护士") -> Any:
    return closing.confirm_by_signature(
        loop.db, ticket_id=ticket.id, signature=signature, signed_by=signed_by, by=by
    )


@pytest.mark.parametrize("how", [ClosedHow.LINK, ClosedHow.CODE])
def test_the_reporter_confirms_by_link_or_wall_code_counted_apart(loop: Any, how: ClosedHow) -> None:
    ticket = loop.done()
    after = confirm(loop, ticket, loop.link(ticket), how)
    assert (after.status, after.closed_how, after.closed_at) == (Status.CLOSED, how, loop.now)
    assert (after.first_closed_at, after.rated) == (loop.now, 0)


def test_the_liaison_confirms_for_the_department(loop: Any) -> None:
    assert confirm(loop, loop.done(), loop.by("liu"), ClosedHow.LIAISON).closed_how == ClosedHow.LIAISON


@pytest.mark.parametrize("how", [ClosedHow.LINK, ClosedHow.CODE])
def test_nobody_signed_in_confirms_as_if_they_were_the_reporter(loop: Any, how: ClosedHow) -> None:
    with pytest.raises(Refusal):
        confirm(loop, loop.done(), loop.by("liu"), how)


def test_a_link_is_not_the_liaison(loop: Any) -> None:
    ticket = loop.done()
    with pytest.raises(Refusal):
        confirm(loop, ticket, loop.link(ticket), ClosedHow.LIAISON)


def test_the_liaison_of_another_department_does_not_confirm(cast: Any, loop: Any) -> None:
    ticket = loop.done(department_id=cast.other_ward)
    with pytest.raises(NotAllowed):
        confirm(loop, ticket, loop.by("liu"), ClosedHow.LIAISON)


def test_the_link_of_another_ticket_does_not_confirm(loop: Any) -> None:
    mine, other = loop.done(), loop.done("zhou")
    with pytest.raises(NotAllowed):
        confirm(loop, mine, loop.link(other))


@pytest.mark.parametrize("name", ["wang", "zhao", "sun", "li", "feng", "zheng", "admin"])
def test_neither_desk_nor_technicians_confirm(loop: Any, name: str) -> None:
    with pytest.raises(NotAllowed):
        confirm(loop, loop.done(), loop.by(name), ClosedHow.LIAISON)


@pytest.mark.parametrize("how", ["timed_out", "call_back", "rated", "answered", "imported", "", "because"])
def test_other_ways_of_closing_are_no_confirmation(loop: Any, how: str) -> None:
    ticket = loop.done()
    with pytest.raises(WrongInput) as refused:
        confirm(loop, ticket, loop.link(ticket), how)
    assert refused.value.field == "how"


def test_nobody_confirms_their_own_work(cast: Any, loop: Any) -> None:
    both = [Grant(Role.TECHNICIAN, Scope.OWN), Grant(Role.LIAISON, Scope.DEPARTMENT, cast.ward)]
    accounts.set_grants(cast.db, actor=SYSTEM, account_id=cast.people["li"], grants=both, now=loop.now)
    with pytest.raises(NotAllowed, match="their own work"):
        confirm(loop, loop.done("li"), loop.by("li"), ClosedHow.LIAISON)


def test_the_work_is_still_ones_own_when_the_desk_wrote_it_down(cast: Any, loop: Any) -> None:
    from lib.tickets.actions import working

    both = [Grant(Role.TECHNICIAN, Scope.OWN), Grant(Role.LIAISON, Scope.DEPARTMENT, cast.ward)]
    accounts.set_grants(cast.db, actor=SYSTEM, account_id=cast.people["li"], grants=both, now=loop.now)
    ticket = loop.in_progress("li")
    work = working.Work(outcome="fixed")
    done = working.complete(
        loop.db, ticket_id=ticket.id, version=ticket.version, work=work, by=loop.for_("li")
    )
    with pytest.raises(NotAllowed, match="their own work"):
        confirm(loop, done, loop.by("li"), ClosedHow.LIAISON)


@pytest.mark.parametrize("stage", ["new", "assigned", "accepted", "in_progress", "on_hold", "closed"])
def test_only_finished_work_is_confirmed(loop: Any, stage: str) -> None:
    ticket = getattr(loop, stage)()
    with pytest.raises(Refusal):
        confirm(loop, ticket, loop.link(ticket))


# By signature --------------------------------------------------------------------------------------


def test_somebody_of_the_department_signs_on_the_technicians_phone(loop: Any, kept_picture: str) -> None:
    after = sign(loop, loop.done("li"), loop.by("li"), kept_picture)
    assert (after.closed_how, after.rated) == (ClosedHow.SIGNATURE, 0)
    event = loop.events(after)[-1]
    assert (event.facts["signed_by"], event.facts["signature"]) == ("张护士", kept_picture)
    [attached] = loop.rows("attachment")
    assert (attached["event_seq"], attached["hash"]) == (after.version, kept_picture)


@pytest.mark.parametrize(
    ("signature", "signed_by", "at_field"), [("", "张护士", "signature"), ("a", " ", "signed_by")]
)
def test_a_signature_has_a_picture_and_a_name(
    loop: Any, signature: str, signed_by: str, at_field: str
) -> None:
    with pytest.raises(WrongInput) as refused:
        sign(loop, loop.done("li"), loop.by("li"), signature, signed_by)
    assert refused.value.field == at_field


@pytest.mark.parametrize("name", ["chen", "sun", "wang", "zhao", "liu"])
def test_only_the_technician_who_did_it_collects_the_signature(loop: Any, name: str) -> None:
    with pytest.raises(Refusal):
        sign(loop, loop.done("li"), loop.by(name))


def test_a_link_signs_nothing(loop: Any) -> None:
    ticket = loop.done("li")
    with pytest.raises(NotAllowed):
        sign(loop, ticket, loop.as_(by_link(ticket.id, "张护士")))


def test_no_signature_is_collected_for_another(loop: Any) -> None:
    with pytest.raises(Refusal):
        sign(loop, loop.done("li"), loop.for_("li"))
