"""The live board: a websocket that tells what changed, and the orders that come up from its cards."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from lib.core import clock
from lib.core.errors import NotAllowed, NotQualified, Refusal, WrongInput
from lib.core.i18n import Language, explain, mark
from lib.core.typed_words import seen
from lib.dispatch import board
from lib.dispatch.details import details
from lib.dispatch.ordering import Order, carry_out
from lib.people import accounts
from lib.people.roles import Actor
from lib.tickets import records
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.step import By, load
from lib.web import forms
from lib.web.board_viewer import Viewer
from lib.web.page import database, language, status_of
from lib.web.sign_in import account_of

LONGEST = 2000
LARGEST_ORDER = 100_000


async def feed(socket: WebSocket) -> None:
    """Everything at first, then what changes; ends when the browser leaves or the sign-in does."""
    await Viewer(socket).watch()


def card_details(request: Request) -> Response:
    """One card opened, as JSON."""
    return answered(request, lambda actor, now: _details(request, actor, now))


def _details(request: Request, actor: Actor, now: datetime) -> Mapping[str, Any]:
    number = request.path_params["ticket"]
    # Longer than any: to the database it would not even be a number.
    ticket = load(
        database(), int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0, actor
    )
    return details(database(), ticket, actor=actor, language=language(request), now=now)


async def act(request: Request) -> Response:
    """Carries an order out; JSON with the new card (null when it left this board), or with the refusal in words and the
    card as it is now.

    An order {"ticket", "version", "whom": {"person": id}, "words", "key", "override"} that gives a job to somebody
    whose papers do not suffice is refused with {"refusal", "field": "assignee_id", "overridable", "card"}. Where
    `overridable` is true, ask for a reason and send the same order again with it as `override`.
    """
    return await run_in_threadpool(_act, request, read_json(await forms.whole(request, LARGEST_ORDER)))


def read_json(body: bytes | None) -> Any:
    """The JSON of the body; None for anything else. Halves of characters are left out: no table takes them."""
    try:
        return json.loads((body or b"").decode("utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _act(request: Request, sent: Any) -> Response:
    def ordered(actor: Actor, now: datetime) -> Mapping[str, Any]:
        order = order_of(str(request.path_params["action"]), sent)
        ticket = carry_out(database(), order, by=By(actor=actor, now=now))
        return {"card": board.card_of(database(), ticket, actor)}

    return answered(request, ordered, ticket_id=sent.get("ticket") if isinstance(sent, dict) else None)


def order_of(action: str, sent: Any) -> Order:
    """WrongInput when it is not what our own board sends."""
    try:
        whom = {f"{_GOALS[kind]}": id_of(found) for kind, found in (sent.get("whom") or {}).items()}
        version = sent.get("version")
        return Order(
            action=action,
            ticket_id=id_of(sent["ticket"]),
            version=None if version is None else id_of(version),
            whom=Whom(**whom),
            words=_words(sent.get("words")),
            service=_words(sent.get("service")),
            into=None if sent.get("into") is None else id_of(sent["into"]),
            override=_words(sent.get("override")),
            key=_words(sent.get("key"))[:64],
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise WrongInput(mark("This order could not be read; please reload the page.")) from error


def id_of(value: Any) -> int:
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


def answered(request: Request, do: Any, ticket_id: Any = None) -> Response:
    """What `do(actor, now)` gives, as JSON; a refusal in words, with the card of that ticket as it is now."""
    account, now = account_of(request), clock.now()
    try:
        if account is None:
            raise NotAllowed(mark("Your sign-in has ended. Please sign in again."))
        return as_json(do(accounts.actor(database(), account.id), now))
    except Refusal as refusal:
        said = explain(Language(language(request)), refusal)
        current = (
            _current_card(account.id, ticket_id)
            if account and isinstance(ticket_id, int) and 0 < ticket_id < 2**31
            else None
        )
        status = 401 if account is None else status_of(refusal)
        again = {"overridable": refusal.overridable} if isinstance(refusal, NotQualified) else {}
        return as_json({"refusal": said, "field": refusal.field, **again, **(current or {})}, status)


def _current_card(account_id: int, asked: Any) -> Mapping[str, Any]:
    """The card as it is now, so that whoever came too late sees what happened; nothing about tickets of others."""
    ticket = records.by_id(database(), asked) if isinstance(asked, int) and 0 < asked < 2**31 else None
    return {
        "card": board.card_of(database(), ticket, accounts.actor(database(), account_id)) if ticket else None
    }


def as_json(facts: Mapping[str, Any], status: int = 200) -> Response:
    """Never kept by a browser."""
    return JSONResponse(facts, status, {"Cache-Control": "no-store"})


routes: list[BaseRoute] = [
    WebSocketRoute("/feed/board", feed),
    Route("/board/tickets/{ticket}", card_details, methods=["GET"]),
    Route("/board/actions/{action}", act, methods=["POST"]),
]
