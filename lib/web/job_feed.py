"""Calls out new jobs: a websocket for a technician's phone and a team's duty room, and the duty room's page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from lib.core import clock
from lib.core.errors import NotFound
from lib.core.facts import dumps
from lib.core.i18n import Language, mark
from lib.dispatch import spoken
from lib.dispatch.spoken import Call
from lib.people import accounts
from lib.people.organisation import Team, team_matter, teams
from lib.people.roles import Actor, Permission, may
from lib.store.database import Database
from lib.tickets.job_words import Card, card
from lib.tickets.jobs import by_due, unfinished
from lib.tickets.words import SEVERITY_WORDS, STATUS_WORDS, Severity
from lib.web.herald import Listener
from lib.web.page import database, language, render
from lib.web.sign_in import account_of

Reading = Callable[[Actor, datetime], Sequence[Call] | None]


async def mine(socket: WebSocket) -> None:
    """What a technician is called to."""
    spoken_in = Language(language(socket))

    def calls(actor: Actor, now: datetime) -> Sequence[Call] | None:
        if not may(actor, Permission.SEE_MY_JOBS):
            return None
        return spoken.for_person(database(), actor, spoken_in, now)

    await _Called(socket, calls).watch()


async def room(socket: WebSocket) -> None:
    """What a team is called to."""
    spoken_in, code = Language(language(socket)), socket.path_params["team"]

    def calls(actor: Actor, now: datetime) -> Sequence[Call] | None:
        db = database()
        team = _team(db, code)
        return spoken.for_team(db, team.id, spoken_in, now) if team and enters(db, actor, team) else None

    await _Called(socket, calls).watch()


class _Called(Listener):
    """One open list of jobs, on a phone or on a wall."""

    tables = frozenset({*spoken.TABLES, "team"})
    beat, gathered = 2.0, 0.2

    def __init__(self, socket: WebSocket, calls: Reading) -> None:
        super().__init__(socket)
        self._calls = calls
        self._version: tuple[int, ...] = ()

    def read(self, actor: Actor, now: datetime) -> tuple[Sequence[Call], tuple[int, ...]] | None:
        """The calls, and how often tickets have changed."""
        version = database().version(("ticket",))
        calls = self._calls(actor, now)
        return None if calls is None else (calls, version)

    def news(self, standing: tuple[Sequence[Call], tuple[int, ...]]) -> Sequence[str]:
        """One message, also where nothing is new: the page says so when it misses two. `changed`: its list may be
        out of date."""
        calls, version = standing
        changed, self._version = bool(self._version) and version != self._version, version
        said = [{"key": call.key, "words": call.words, "every": call.every} for call in calls]
        return [dumps({"kind": "calls", "calls": said, "changed": changed})]


def enters(db: Database, actor: Actor, team: Team) -> bool:
    """Whoever sees the board of the team, and its own people."""
    return may(actor, Permission.SEE_BOARD, team_matter(db, team.id)) or actor.team_id == team.id


def _team(db: Database, code: str) -> Team | None:
    return next((team for team in teams(db).values() if team.code == code and team.active), None)


def _in_line(one: Card) -> tuple[bool, bool, tuple[bool, datetime, int]]:
    """Sorts: emergencies first, then what is late, then the next promise."""
    return one.ticket.severity is not Severity.EMERGENCY, one.due.tone != "late", by_due(one.ticket)


def duty_room(request: Request) -> Response:
    """The jobs of a team, large, for the screen on its wall; NotFound for a stranger to it."""
    db, now, spoken_in = database(), clock.now(), language(request)
    account, team = account_of(request), _team(db, request.path_params["team"])
    if account is None or team is None or not enters(db, accounts.actor(db, account.id), team):
        raise NotFound(mark("There is no duty room here for you."))
    jobs = (ticket for ticket in unfinished(db) if ticket.team_id == team.id)
    return render(
        request,
        "duty_room.html",
        team=team,
        person=account.id,
        STATUS=STATUS_WORDS,
        SEVERITY=SEVERITY_WORDS,
        cards=sorted((card(db, ticket, Language(spoken_in), now) for ticket in jobs), key=_in_line),
        speaker=spoken.script(),
        speaker_words=spoken.words(Language(spoken_in)),
        feed=f"/feed/duty-room/{team.code}",
    )


routes: list[BaseRoute] = [
    WebSocketRoute("/feed/jobs", mine),
    WebSocketRoute("/feed/duty-room/{team}", room),
    Route("/duty-room/{team}", duty_room, methods=["GET"]),
]
