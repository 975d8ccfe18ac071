"""The live board: a websocket that tells what changed, and the orders that come up from its cards."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from lib.core import clock
from lib.core.errors import NotAllowed, Refusal, WrongInput
from lib.core.facts import dumps
from lib.core.i18n import Language, explain, mark
from lib.core.typed_words import seen
from lib.dispatch import board, names
from lib.dispatch.board import Snapshot
from lib.dispatch.details import details
from lib.dispatch.ordering import Order, carry_out
from lib.people import accounts, sessions
from lib.people.roles import Actor, Permission, may
from lib.tickets import records
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.step import By, load
from lib.web import forms
from lib.web.guard import same_origin
from lib.web.page import database, language, status_of
from lib.web.sign_in import account_of, secret_of

BEAT = 3.0
"""Seconds after which the browser hears something even when nothing happened."""
GATHERED = 0.06
"""Seconds for which changes are gathered before they are told."""
SIGNED_OUT, NOT_YOURS = 4401, 4403
WATCHED = frozenset({*board.TABLES, *names.TABLES, "sign_in"})
LONGEST = 2000
LARGEST_ORDER = 100_000


async def feed(socket: WebSocket) -> None:
    """Everything at first, then what changes; ends when the browser leaves or the sign-in does."""
    # Accepted before it is refused: a browser hears the code of a closing only from a socket that was open.
    await socket.accept()
    account = account_of(socket)
    if account is None or not same_origin(socket):
        await socket.close(SIGNED_OUT)
    elif not may(accounts.actor(database(), account.id), Permission.SEE_BOARD):
        await socket.close(NOT_YOURS)
    else:
        await Viewer(socket).watch()


class Viewer:
    """One open board: what it was told last, and what woke it."""

    def __init__(self, socket: WebSocket) -> None:
        self.socket, self.language, self.secret = socket, language(socket), secret_of(socket) or ""
        self.seen: Snapshot | None = None
        self.named = ""
        self._woken = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def _committed(self, tables: frozenset[str]) -> None:
        """Runs in the thread that committed; a board that is just leaving must not disturb it."""
        if tables & WATCHED:
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._woken.set)

    async def watch(self) -> None:
        """Until the browser leaves or the sign-in ends."""
        forget = database().on_commit(self._committed)
        listening = asyncio.create_task(self._listen())
        try:
            while not listening.done() and await self._told():
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._woken.wait(), BEAT)
                    await asyncio.sleep(GATHERED)
                self._woken.clear()
        except (WebSocketDisconnect, RuntimeError):
            pass  # it left while we spoke
        finally:
            forget()
            listening.cancel()

    async def _listen(self) -> None:
        """Browsers say nothing here; the end is what we wait for."""
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            # Whatever it is: `receive_text` would stumble over bytes.
            while (await self.socket.receive())["type"] != "websocket.disconnect":
                pass
        self._woken.set()

    async def _told(self) -> bool:
        """Tells what is new, or at least that we are here; False when the sign-in has ended."""
        now = clock.now()
        news = await run_in_threadpool(self._news, now)
        if news is None:
            await self.socket.close(SIGNED_OUT)
            return False
        for message in (dumps({"kind": "beat", "now": int(now.timestamp() * 1000)}), *news):
            await self.socket.send_text(message)
        return True

    def _news(self, now: datetime) -> list[str] | None:
        db = database()
        account = sessions.who(db, self.secret, now)
        actor = accounts.actor(db, account.id) if account else None
        if actor is None or not may(actor, Permission.SEE_BOARD):
            return None
        news = []
        named, seen = names.message(db, self.language), board.snapshot(db, actor=actor, now=now)
        if named != self.named:
            news.append(named)
        if seen is not self.seen:
            news.append(seen.since(self.seen) if self.seen else seen.message)
        self.named, self.seen = named, seen
        return news


def card_details(request: Request) -> Response:
    """One card opened, as JSON."""
    return _answered(request, lambda actor, now: _details(request, actor, now))


def _details(request: Request, actor: Actor, now: datetime) -> Mapping[str, Any]:
    number = request.path_params["ticket"]
    # Longer than any: to the database it would not even be a number.
    ticket = load(
        database(), int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0, actor
    )
    return details(database(), ticket, actor=actor, language=language(request), now=now)


async def act(request: Request) -> Response:
    """Carries an order out; JSON with the new card (null when it left this board), or with the refusal in words and the
    card as it is now."""
    return await run_in_threadpool(_act, request, _read(await forms.whole(request, LARGEST_ORDER)))


def _read(body: bytes | None) -> Any:
    """The JSON of the body; None for anything else. Halves of characters are left out: no table takes them."""
    try:
        return json.loads((body or b"").decode("utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _act(request: Request, sent: Any) -> Response:
    def ordered(actor: Actor, now: datetime) -> Mapping[str, Any]:
        order = _order(str(request.path_params["action"]), sent)
        ticket = carry_out(database(), order, by=By(actor=actor, now=now))
        return {"card": board.card_of(database(), ticket, actor)}

    return _answered(request, ordered, ticket_id=sent.get("ticket") if isinstance(sent, dict) else None)


def _order(action: str, sent: Any) -> Order:
    """WrongInput when it is not what our own board sends."""
    try:
        whom = {f"{_GOALS[kind]}": _id(found) for kind, found in (sent.get("whom") or {}).items()}
        version = sent.get("version")
        return Order(
            action=action,
            ticket_id=_id(sent["ticket"]),
            version=None if version is None else _id(version),
            whom=Whom(**whom),
            words=_words(sent.get("words")),
            service=_words(sent.get("service")),
            key=_words(sent.get("key"))[:64],
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise WrongInput(mark("This order could not be read; please reload the page.")) from error


def _id(value: Any) -> int:
    """A whole number as the database numbers things; ValueError for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | str) or not 0 < int(value) < 2**31:
        raise ValueError(value)
    return int(value)


def _words(value: Any) -> str:
    """What was typed, as people see it; WrongInput when it is longer than can be kept."""
    if not isinstance(value, str | None):
        raise TypeError(value)
    words = seen(value or "")
    if len(words) > LONGEST:
        raise WrongInput(mark("Please keep it under {most} characters."), field="words", most=LONGEST)
    return words


_GOALS = {"person": "assignee_id", "team": "team_id", "vendor": "vendor_id"}


def _answered(request: Request, do: Any, ticket_id: Any = None) -> Response:
    account, now = account_of(request), clock.now()
    try:
        if account is None:
            raise NotAllowed(mark("Your sign-in has ended. Please sign in again."))
        return _json(do(accounts.actor(database(), account.id), now))
    except Refusal as refusal:
        said = explain(Language(language(request)), refusal)
        current = (
            _current_card(account.id, ticket_id)
            if account and isinstance(ticket_id, int) and 0 < ticket_id < 2**31
            else None
        )
        status = 401 if account is None else status_of(refusal)
        return _json({"refusal": said, "field": refusal.field, **(current or {})}, status)


def _current_card(account_id: int, asked: Any) -> Mapping[str, Any]:
    """The card as it is now, so that whoever came too late sees what happened; nothing about tickets of others."""
    ticket = records.by_id(database(), asked) if isinstance(asked, int) and 0 < asked < 2**31 else None
    return {
        "card": board.card_of(database(), ticket, accounts.actor(database(), account_id)) if ticket else None
    }


def _json(facts: Mapping[str, Any], status: int = 200) -> Response:
    return JSONResponse(facts, status, {"Cache-Control": "no-store"})


routes: list[BaseRoute] = [
    WebSocketRoute("/feed/board", feed),
    Route("/board/tickets/{ticket}", card_details, methods=["GET"]),
    Route("/board/actions/{action}", act, methods=["POST"]),
]
