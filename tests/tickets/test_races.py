"""Sixteen people at once: one wins, the others are told plainly who did what."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from lib.core.errors import Refusal, TooLate
from lib.tickets.actions import closing, dispatching, opening, working
from lib.tickets.actions.opening import Opened, Wish
from lib.tickets.reporters import Caller
from lib.tickets.ticket import Ticket
from lib.tickets.words import Action, Channel, ClosedHow, Status

MANY = 16


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """What each returned or how it was refused; all begin at the same moment. Anything else than a refusal fails."""
    start, came_out = Barrier(len(deeds)), [None] * len(deeds)

    def run(number: int, deed: Callable[[], Any]) -> None:
        start.wait()
        try:
            came_out[number] = deed()
        except Exception as error:
            came_out[number] = error

    threads = [Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    broken = [out for out in came_out if isinstance(out, Exception) and not isinstance(out, Refusal)]
    assert broken == []
    return came_out


def one_won(came_out: list[Any], what: str, who: set[str]) -> Ticket:
    """The winner's ticket, after checking that everybody else heard who was faster."""
    won = [out for out in came_out if isinstance(out, Ticket)]
    late = [out for out in came_out if isinstance(out, TooLate)]
    assert (len(won), len(late)) == (1, MANY - 1)
    assert {out.facts["what"] for out in late} == {what}
    assert {out.facts["who"] for out in late} <= who
    assert all("What you typed is still here" in str(out) for out in late)
    return won[0]


def test_one_of_sixteen_takes_a_team_job(loop: Any) -> None:
    ticket = loop.assigned("team")
    names = ["li", "chen"] * (MANY // 2)
    bys = [(name, loop.by(name)) for name in names]
    came_out = at_once(
        *(
            lambda by=by: working.accept(loop.db, ticket_id=ticket.id, version=ticket.version, by=by)
            for _, by in bys
        )
    )
    won = one_won(came_out, "accepted", {"李师傅", "陈师傅"})
    assert won.assignee_id in (loop.cast.people["li"], loop.cast.people["chen"])
    assert [event.action for event in loop.events(ticket)] == [Action.OPEN, Action.ASSIGN, Action.ACCEPT]


def test_one_of_sixteen_dispatches(loop: Any) -> None:
    ticket = loop.new()
    whom = [loop.whom(name) for name in ("li", "chen", "zhou", "team")] * (MANY // 4)
    bys = [loop.by(name) for name in ("wang", "zhao") * (MANY // 2)]
    came_out = at_once(
        *(
            lambda to=to, by=by: dispatching.assign(
                loop.db, ticket_id=ticket.id, version=ticket.version, whom=to, by=by
            )
            for to, by in zip(whom, bys, strict=True)
        )
    )
    won = one_won(came_out, "assigned", {"王客服", "赵调度"})
    assert loop.ticket(ticket) == won
    assert [event.action for event in loop.events(ticket)] == [Action.OPEN, Action.ASSIGN]


def test_one_of_sixteen_different_wishes_for_a_ticket_comes_true(loop: Any) -> None:
    ticket = loop.assigned("li")
    seen = {"ticket_id": ticket.id, "version": ticket.version}
    li, zhao, wang = (loop.by(name) for name in ("li", "zhao", "wang"))
    deeds = [
        lambda: working.accept(loop.db, **seen, by=li),
        lambda: dispatching.return_job(loop.db, **seen, reason="不是我的", by=li),
        lambda: dispatching.reassign(loop.db, **seen, whom=loop.whom("zhou"), by=zhao),
        lambda: closing.cancel(loop.db, **seen, reason="自己好了", by=wang),
    ]
    came_out = at_once(*deeds * (MANY // len(deeds)))
    assert sum(isinstance(out, Ticket) for out in came_out) == 1
    assert sum(isinstance(out, TooLate) for out in came_out) == MANY - 1
    assert len(loop.events(ticket)) == 3


def test_one_of_sixteen_confirmations_counts(loop: Any) -> None:
    ticket = loop.done()
    bys = [loop.link(ticket) for _ in range(MANY)]
    came_out = at_once(
        *(
            lambda by=by: closing.confirm(
                loop.db, ticket_id=ticket.id, version=None, how=ClosedHow.LINK, by=by
            )
            for by in bys
        )
    )
    assert sum(isinstance(out, Ticket) for out in came_out) == 1
    assert loop.ticket(ticket).status is Status.CLOSED
    assert loop.ticket(ticket).version == ticket.version + 1


def test_the_same_form_sent_sixteen_times_at_once_makes_one_ticket(loop: Any) -> None:
    wish = Wish(
        channel=Channel.QR,
        caller=Caller(name="张护士"),
        location_id=loop.cast.room,
        service_code="GD-01",
        key="form-1",
    )
    by = loop.by("wang")
    came_out = at_once(*[lambda: opening.open_ticket(loop.db, wish, by=by)] * MANY)
    assert all(isinstance(out, Opened) for out in came_out)
    assert sum(not out.again for out in came_out) == 1
    assert len({out.reporter.token for out in came_out}) == 1
    assert len(loop.rows("ticket")) == len(loop.rows("reporter")) == len(loop.rows("ticket_event")) == 1


def test_sixteen_tickets_at_once_have_numbers_of_their_own(loop: Any) -> None:
    wish = Wish(channel=Channel.QR, caller=Caller(), location_id=loop.cast.room, service_code="GD-01")
    by = loop.by("wang")
    came_out = at_once(*[lambda: opening.open_ticket(loop.db, wish, by=by)] * MANY)
    assert sorted(out.ticket.number for out in came_out) == [f"20261116-{n:04d}" for n in range(1, MANY + 1)]


def test_sixteen_urges_at_once_all_count(loop: Any) -> None:
    from lib.tickets.actions import talking

    ticket = loop.accepted("li")
    bys = [loop.link(ticket) for _ in range(MANY)]
    at_once(*(lambda by=by: talking.urge(loop.db, ticket_id=ticket.id, by=by) for by in bys))
    assert loop.ticket(ticket).urges == MANY
    # The third of them escalates, once.
    assert loop.ticket(ticket).version == ticket.version + MANY + 1
