"""The inspection calendar's data: a span of days as JSON, what changes in it, and rounds moved to other days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from lib.core import clock
from lib.core.errors import NotAllowed, Refusal, WrongInput
from lib.core.facts import dumps
from lib.core.i18n import Language, explain, mark
from lib.inspections import calendar
from lib.inspections.actions.moving import move
from lib.inspections.calendar import Snapshot
from lib.inspections.step import load
from lib.people import accounts
from lib.people.roles import Actor, Permission, may, require
from lib.tickets.by import By
from lib.web import forms
from lib.web.board_feed import id_of, read_json
from lib.web.herald import Listener
from lib.web.page import database, language, status_of
from lib.web.sign_in import account_of

LARGEST = 20_000
UNREADABLE = mark("This order could not be read; please reload the page.")


def asked_span(request: HTTPConnection) -> tuple[date, date]:
    """The days of the address, `first` and `last`; WrongInput for what is no such span."""
    try:
        first, last = (date.fromisoformat(request.query_params.get(name, "")) for name in ("first", "last"))
    except ValueError as error:
        raise WrongInput(UNREADABLE) from error
    return calendar.span(first, last)


def actor_of(request: HTTPConnection) -> Actor:
    """Who asks; NotAllowed for nobody, and for who sees no rounds."""
    account = account_of(request)
    if account is None:
        raise NotAllowed(mark("Your sign-in has ended. Please sign in again."))
    actor = accounts.actor(database(), account.id)
    require(actor, Permission.SEE_ROUNDS)
    return actor


def show(request: Request) -> Response:
    """The calendar from `first` to `last`, as `Snapshot.message`; 304 for a browser that has it already."""
    try:
        actor, (first, last) = actor_of(request), asked_span(request)
    except Refusal as refusal:
        return refused(request, refusal)
    seen = calendar.snapshot(
        database(), actor=actor, first=first, last=last, language=Language(language(request))
    )
    headers = {"ETag": f'"{seen.stamp}"', "Cache-Control": "private, no-cache"}
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(seen.message, headers=headers, media_type="application/json")


async def order(request: Request) -> Response:
    """Moves a round: {"version", "day", "reason"}. JSON with the round as it is then; a refusal in words, with its
    field and the round as it is now."""
    sent = read_json(await forms.whole(request, LARGEST))
    return await run_in_threadpool(_ordered, request, sent)


def _ordered(request: Request, sent: Any) -> Response:
    number, now = _id(request.path_params["round"]), clock.now()
    try:
        actor = actor_of(request)
        version, day, reason = _move_of(sent)
        by = By(actor=actor, now=now)
        round = move(database(), round_id=number, version=version, day=day, reason=reason, by=by)
    except Refusal as refusal:
        return refused(request, refusal, round_id=number)
    return as_json(f'{{"round":{calendar.one(database(), round)}}}')


def _move_of(sent: Any) -> tuple[int, date, str]:
    try:
        reason = sent.get("reason", "")
        return (
            id_of(sent["version"]),
            date.fromisoformat(sent["day"]),
            reason if isinstance(reason, str) else "",
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise WrongInput(UNREADABLE) from error


def _id(text: str) -> int:
    """A round's number; 0, which none has, for what is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def refused(request: Request, refusal: Refusal, *, round_id: int = 0) -> Response:
    """Why not, in words, at which field, and the round as it is now where this person may see it."""
    said = {"refusal": explain(Language(language(request)), refusal), "field": refusal.field}
    account = account_of(request)
    status = 401 if account is None else status_of(refusal)
    now = _as_it_is(account.id, round_id) if account and round_id else "null"
    return as_json(f'{dumps(said)[:-1]},"round":{now}}}', status)


def _as_it_is(account_id: int, round_id: int) -> str:
    db = database()
    try:
        return calendar.one(db, load(db, round_id, accounts.actor(db, account_id)))
    except Refusal:
        return "null"


def as_json(text: str, status: int = 200) -> Response:
    """Never kept by a browser."""
    return Response(text, status, {"Cache-Control": "no-store"}, "application/json")


class Viewer(Listener):
    """One open calendar."""

    tables = frozenset(calendar.TABLES)
    beat, gathered = 3.0, 0.3

    def __init__(self, socket: WebSocket, days: tuple[date, date] | None) -> None:
        super().__init__(socket)
        self._days = days
        self._told_last: Snapshot | None = None

    def read(self, actor: Actor, now: datetime) -> tuple[datetime, Snapshot] | None:
        """None for who sees no rounds, and for an address without days."""
        if self._days is None or not may(actor, Permission.SEE_ROUNDS):
            return None
        first, last = self._days
        return now, calendar.snapshot(database(), actor=actor, first=first, last=last, language=self.language)

    def news(self, standing: tuple[datetime, Snapshot]) -> Sequence[str]:
        """The time and the stamp at first and where nothing is new; else what changed since the last stamp."""
        now, seen = standing
        last, self._told_last = self._told_last, seen
        if last is None or last.stamp == seen.stamp:
            return [dumps({"kind": "beat", "now": int(now.timestamp() * 1000), "stamp": seen.stamp})]
        return [seen.since(last)]


async def feed(socket: WebSocket) -> None:
    """What changes between `first` and `last`; ends when the browser leaves or the sign-in does."""
    try:
        days = asked_span(socket)
    except Refusal:
        days = None
    await Viewer(socket, days).watch()


routes: list[BaseRoute] = [
    WebSocketRoute("/feed/inspections", feed),
    Route("/inspections/rounds", show, methods=["GET"]),
    Route("/inspections/rounds/{round}/move", order, methods=["POST"]),
]
