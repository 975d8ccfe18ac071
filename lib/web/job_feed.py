"""Calls out new jobs: a websocket for a technician's phone and a team's duty room, and the duty room's page."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from lib.core import clock
from lib.core.errors import NotFound
from lib.core.facts import dumps
from lib.core.i18n import Language, mark
from lib.dispatch import spoken
from lib.dispatch.spoken import Call
from lib.people import accounts, sessions
from lib.people.organisation import Team, team_matter, teams
from lib.people.roles import Actor, Permission, may
from lib.store.database import Database
from lib.tickets.job_words import Card, card
from lib.tickets.jobs import by_due, unfinished
from lib.tickets.words import SEVERITY_WORDS, STATUS_WORDS, Severity
from lib.web.board_herald import SIGNED_OUT
from lib.web.guard import same_origin
from lib.web.page import database, language, render
from lib.web.sign_in import account_of, secret_of

BEAT = 2.0
"""Seconds after which a page hears something even when nothing happened; it says so when it misses two."""
GATHERED = 0.2
NOT_YOURS = 4403
WATCHED = frozenset(
    {"ticket", "account", "account_role", "technician", "sign_in", "setting", "service", "location"}
)
Calls = Callable[[Actor, datetime], Sequence[Call] | None]


async def mine(socket: WebSocket) -> None:
    """What a technician is called to."""
    spoken_in = Language(language(socket))

    def calls(actor: Actor, now: datetime) -> Sequence[Call] | None:
        if not may(actor, Permission.SEE_MY_JOBS):
            return None
        return spoken.for_person(database(), actor, spoken_in, now)

    await _feed(socket, calls)


async def room(socket: WebSocket) -> None:
    """What a team is called to."""
    spoken_in, code = Language(language(socket)), socket.path_params["team"]

    def calls(actor: Actor, now: datetime) -> Sequence[Call] | None:
        db = database()
        team = _team(db, code)
        return spoken.for_team(db, team.id, spoken_in, now) if team and enters(db, actor, team) else None

    await _feed(socket, calls)


async def _feed(socket: WebSocket, calls: Calls) -> None:
    await socket.accept()
    if not same_origin(socket) or account_of(socket) is None:
        await socket.close(SIGNED_OUT)
        return
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        await _Listener(socket, calls).watch()


class _Listener:
    """One open page."""

    def __init__(self, socket: WebSocket, calls: Calls) -> None:
        self._socket, self._calls, self._secret = socket, calls, secret_of(socket) or ""
        self._woken, self._loop = asyncio.Event(), asyncio.get_running_loop()
        self._version: tuple[int, ...] = ()

    async def watch(self) -> None:
        """Until the page leaves or the sign-in ends."""
        forget = database().on_commit(self._committed)
        listening = asyncio.create_task(self._listen())
        try:
            while not listening.done() and await self._told():
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._woken.wait(), BEAT)
                    await asyncio.sleep(GATHERED)
                self._woken.clear()
        finally:
            forget()
            listening.cancel()

    async def _listen(self) -> None:
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            while (await self._socket.receive())["type"] != "websocket.disconnect":
                pass
        self._woken.set()

    def _committed(self, tables: frozenset[str]) -> None:
        """Runs in the thread that committed."""
        if tables & WATCHED:
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._woken.set)

    async def _told(self) -> bool:
        message = await run_in_threadpool(self._message, clock.now())
        if message is None:
            await self._socket.close(NOT_YOURS)
            return False
        await self._socket.send_text(message)
        return True

    def _message(self, now: datetime) -> str | None:
        """JSON: kind "calls", the calls, and whether anything changed since the last message; None for who may not."""
        db = database()
        account = sessions.who(db, self._secret, now)
        found = self._calls(accounts.actor(db, account.id), now) if account else None
        if found is None:
            return None
        version = db.version(("ticket",))
        changed, self._version = bool(self._version) and version != self._version, version
        said = [{"key": call.key, "words": call.words, "every": call.every} for call in found]
        return dumps({"kind": "calls", "calls": said, "changed": changed})


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
