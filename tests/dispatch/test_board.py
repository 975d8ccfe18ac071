"""What the board shows, to whom, and what it tells after a change."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from lib.dispatch import board
from lib.dispatch.board import Snapshot, snapshot
from lib.people.roles import Actor, Grant, Role, Scope
from lib.store.database import Reading
from lib.tickets.actions import closing, dispatching, talking, working
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.working import Work
from lib.tickets.ticket import Ticket
from lib.tickets.words import HoldReason, Outcome
from tests.conftest import MONDAY, Cast

Report = Callable[..., Ticket]
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def seen(cast: Cast, who: str = "zhao", now=MONDAY + 60 * MINUTE) -> Snapshot:  # type: ignore[no-untyped-def]
    return snapshot(cast.db, actor=cast.actor(who), now=now)


def given(cast: Cast, ticket: Ticket, who: str = "li") -> None:
    whom = Whom(assignee_id=cast.people[who])
    dispatching.assign(cast.db, ticket_id=ticket.id, version=None, whom=whom, by=cast.by("zhao"))


def finished(cast: Cast, ticket: Ticket) -> None:
    given(cast, ticket)
    working.accept(cast.db, ticket_id=ticket.id, version=None, by=cast.by("li"))
    work = Work(outcome=Outcome.FIXED, no_visit=True)
    working.complete(cast.db, ticket_id=ticket.id, version=None, work=work, by=cast.by("li", MONDAY + MINUTE))


def test_a_card_says_what_a_dispatcher_needs_and_nobodys_name(cast: Cast, report: Report) -> None:
    ticket = report(severity="urgent")
    (card,) = seen(cast).cards.values()
    assert card == {
        "id": ticket.id,
        "number": "20261116-0001",
        "version": 1,
        "status": "new",
        "severity": "urgent",
        "kind": "repair",
        "service": "GD-01",
        "place": "住院A座 12层 1203病房",
        "campus": 1,
        "department": cast.ward,
        "words": "治疗室灯不亮",
        "opened": int(MONDAY.timestamp()),
        "start": int(MONDAY.timestamp()),
        "stage": "respond",
        "due": int((MONDAY + 15 * MINUTE).timestamp()),
    }


def test_the_next_promise_follows_the_work(cast: Cast, report: Report) -> None:
    ticket = report(severity="urgent")
    given(cast, ticket)
    working.accept(cast.db, ticket_id=ticket.id, version=None, by=cast.by("li"))
    card = seen(cast).cards[ticket.id]
    assert (card["stage"], card["due"]) == ("arrive", int((MONDAY + 120 * MINUTE).timestamp()))
    assert (card["assignee"], card["team"], card["vendor"]) == (cast.people["li"], cast.team, cast.vendor)


def test_a_pausing_hold_stops_the_promise(cast: Cast, report: Report) -> None:
    ticket = report()
    given(cast, ticket)
    working.accept(cast.db, ticket_id=ticket.id, version=None, by=cast.by("li"))
    until, by = MONDAY + DAY, cast.by("li")
    working.hold(cast.db, ticket_id=ticket.id, version=None, reason=HoldReason.APPROVAL, until=until, by=by)
    card = seen(cast).cards[ticket.id]
    assert (card["hold"], card["until"], card["paused"]) == ("approval", int(until.timestamp()), True)
    assert card["stands"] == int((by.now + timedelta(minutes=30)).timestamp())  # longer once it is confirmed


def test_it_shows_what_is_open_and_what_was_finished_today(cast: Cast, report: Report) -> None:
    done, cancelled, waiting = report(), report(), report(now=MONDAY - 3 * DAY)
    finished(cast, done)
    closing.cancel(cast.db, ticket_id=cancelled.id, version=None, reason="好了", by=cast.by("wang"))
    assert seen(cast).cards.keys() == {done.id, waiting.id}
    assert seen(cast, now=MONDAY + DAY).cards.keys() == {waiting.id}


def test_everybody_sees_their_own_board(cast: Cast, report: Report) -> None:
    mine, others, waiting = report(), report(), report()
    given(cast, mine)
    given(cast, others, "zhou")
    assert seen(cast, "sun").cards.keys() == {mine.id}
    assert seen(cast, "zheng").cards.keys() == {mine.id, others.id, waiting.id}
    elsewhere = Actor(account_id=1, name="", grants=frozenset({Grant(Role.DISPATCHER, Scope.CAMPUS, 99)}))
    assert snapshot(cast.db, actor=elsewhere, now=MONDAY).cards == {}
    assert seen(cast, "liu").cards == {}


def test_it_is_made_once_for_all_who_see_the_same(cast: Cast, report: Report) -> None:
    report()
    first = seen(cast, "zhao")
    assert seen(cast, "zheng") is first
    assert seen(cast, "sun") is not first
    report()
    assert seen(cast, "zhao") is not first


def test_after_a_change_only_that_ticket_is_read_again(
    cast: Cast, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    report()
    seen(cast, "zheng")
    report()
    asked: list[str] = []
    plainly = Reading.rows

    def counted(self: Reading, sql: str, /, **values: object) -> list[dict[str, object]]:
        asked.append(sql)
        return plainly(self, sql, **values)

    monkeypatch.setattr(Reading, "rows", counted)
    seen(cast, "zheng")
    seen(cast, "sun")
    assert len(asked) == 2 and "$ids" in asked[1]


def test_changes_are_told_alone(cast: Cast, report: Report) -> None:
    kept, urged, cancelled = report(), report(), report()
    before = seen(cast)
    assert [card["id"] for card in json.loads(before.message)["cards"]] == [kept.id, urged.id, cancelled.id]
    talking.urge(cast.db, ticket_id=urged.id, by=cast.by("liu"))
    closing.cancel(cast.db, ticket_id=cancelled.id, version=None, reason="好了", by=cast.by("wang"))
    told = json.loads(seen(cast).since(before))
    assert (told["kind"], told["gone"]) == ("changes", [cancelled.id])
    assert [(card["id"], card["urges"], card["version"]) for card in told["cards"]] == [(urged.id, 1, 2)]


def test_a_hundred_cards_stay_small(cast: Cast, report: Report) -> None:
    for _ in range(10):
        report(description="病房卫生间下水道堵塞,已经漫到走廊,请尽快派人处理,联系护士站")
    assert len(seen(cast).message.encode()) < 10 * 450


def test_the_card_of_an_ended_ticket_is_gone(cast: Cast, report: Report) -> None:
    ticket = report()
    assert board.card_of(cast.db, ticket, cast.actor("zhao")) == seen(cast).cards[ticket.id]
    assert board.card_of(cast.db, ticket, cast.actor("sun")) is None
    ended = closing.cancel(cast.db, ticket_id=ticket.id, version=None, reason="好了", by=cast.by("wang"))
    assert board.card_of(cast.db, ended, cast.actor("zhao")) is None
