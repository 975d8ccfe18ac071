"""The tracking link: how far it is, who comes, and the reporter's own word about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from lib.core import clock
from lib.core.errors import NotFound, Refusal
from lib.core.i18n import Say, mark, speaker
from lib.people import accounts, sessions
from lib.people.roles import Actor, by_link
from lib.store.database import Database
from lib.tickets import records, reporters
from lib.tickets.actions import closing, talking
from lib.tickets.actions.closing import LOW, Scores
from lib.tickets.actions.step import By
from lib.tickets.reporters import Reporter
from lib.tickets.ticket import Ticket
from lib.tickets.words import Action, ClosedHow
from lib.web import track_page, uploads
from lib.web.page import address, database, language, refused, render
from lib.web.sign_in import account_of
from lib.web.uploads import Sent
from lib.web.wall import PER_ADDRESS, just_now

ACTIONS_PER_LINK = 30
SAID: Mapping[str, str] = {
    "sent": mark("Sent. Thank you for reporting."),
    "joined": mark("You now follow this report; it was urged for you."),
    "urged": mark("Urged. The people concerned have been told."),
    "confirmed": mark("Confirmed. Thank you. Would you say how it was?"),
    "rated": mark("Thank you for your rating."),
    "rated_low": mark("Thank you. We will phone you about it. If it is not right yet, send it back below."),
    "reopened": mark("Sent back. Somebody will come again."),
    "cancelled": mark("Cancelled."),
    "commented": mark("Added."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A form sent with a tracking link. `own` is whoever holds the link; `named` too, but a browser signed in says whose
    it is, so that nobody confirms or rates their own work."""

    db: Database
    ticket: Ticket
    sent: Sent
    own: By
    named: By
    say: Say


def urge(asked: Asked) -> str:
    talking.urge(asked.db, ticket_id=asked.ticket.id, by=asked.own, note=asked.sent.one("note", 200))
    return "urged"


def confirm(asked: Asked) -> str:
    closing.confirm(asked.db, ticket_id=asked.ticket.id, version=None, how=ClosedHow.LINK, by=asked.named)
    return "confirmed"


def rate(asked: Asked) -> str:
    given = {name: asked.sent.number(name) or 0 for name in ("speed", "quality", "attitude")}
    scores = Scores(**given, words=asked.sent.one("words", 1000))
    closing.rate(asked.db, ticket_id=asked.ticket.id, version=None, scores=scores, by=asked.named)
    return "rated_low" if scores.lowest <= LOW else "rated"


def reopen(asked: Asked) -> str:
    reason = asked.sent.one("reason", 1000)
    closing.reopen(asked.db, ticket_id=asked.ticket.id, version=None, reason=reason, by=asked.named)
    if asked.sent.photos:
        talking.comment(asked.db, ticket_id=asked.ticket.id, note=reason, by=asked.own, photos=asked.sent.photos)
    return "reopened"


def cancel(asked: Asked) -> str:
    closing.cancel(
        asked.db, ticket_id=asked.ticket.id, version=None, reason=asked.sent.one("reason", 500), by=asked.own
    )
    return "cancelled"


def comment(asked: Asked) -> str:
    photos = asked.sent.photos
    note = asked.sent.one("note", 2000) or (asked.say(mark("Photos added")) if photos else "")
    talking.comment(asked.db, ticket_id=asked.ticket.id, note=note, by=asked.own, photos=photos)
    return "commented"


ACTIONS: Mapping[str, tuple[Action, Callable[[Asked], str]]] = {
    "urge": (Action.URGE, urge),
    "confirm": (Action.CONFIRM, confirm),
    "rate": (Action.RATE, rate),
    "reopen": (Action.REOPEN, reopen),
    "cancel": (Action.CANCEL, cancel),
    "comment": (Action.COMMENT, comment),
}
# Pressing these again within a minute means the answer was lost, not that it is meant twice.
DONE_ONCE: Mapping[Action, str] = {
    Action.URGE: "urged",
    Action.CONFIRM: "confirmed",
    Action.RATE: "rated",
    Action.REOPEN: "reopened",
    Action.CANCEL: "cancelled",
}


def show(request: Request) -> Response:
    """How far it is."""
    db = database()
    reporter = reporters.by_token(db, request.path_params["token"])
    return render(request, "track.html", **_facts(request, db, reporter, None))


async def send(request: Request) -> Response:
    """Does what the pressed button says, and shows the page again."""
    sent = await uploads.read(request)
    return await run_in_threadpool(_done, request, sent)


def _done(request: Request, sent: Sent) -> Response:
    db, now = database(), clock.now()
    reporter = reporters.by_token(db, request.path_params["token"])
    limits = {f"link:{reporter.ticket_id}": ACTIONS_PER_LINK, f"phone:{address(request)}": PER_ADDRESS}
    try:
        sessions.throttle_each(db, limits, now)
        said = _act(request, db, reporter, sent)
    except Refusal as refusal:
        return refused(request, refusal, "track.html", **_facts(request, db, reporter, sent))
    with db.transaction() as tx:
        sessions.count_each(tx, limits, now)
    also = "".join(f"&also={quote(token)}" for token in request.query_params.getlist("also"))
    return RedirectResponse(f"/t/{reporter.token}?said={said}{also}", 303, {"Cache-Control": "no-store"})


def _act(request: Request, db: Database, reporter: Reporter, sent: Sent) -> str:
    named = ACTIONS.get(request.path_params["action"])
    if named is None:
        raise NotFound(mark("There is nothing at this address. Please scan the code again, or phone the service desk."))
    if sent.wrong:
        raise sent.wrong
    action, act = named
    now = clock.now()
    if action in DONE_ONCE and just_now(db, reporter.ticket_id, action, now):
        return DONE_ONCE[action]
    ticket = records.by_id(db, reporter.ticket_id)
    assert ticket is not None
    own = by_link(reporter.ticket_id, reporter.name)
    asked = Asked(
        db=db,
        ticket=ticket,
        sent=sent,
        own=By(actor=own, now=now),
        named=By(actor=_named(request, db, own), now=now),
        say=speaker(language(request)),
    )
    return act(asked)


def _named(request: Request, db: Database, own: Actor) -> Actor:
    account = account_of(request)
    if account is None:
        return own
    who = accounts.actor(db, account.id)
    return Actor(account_id=who.account_id, name=who.name, grants=own.grants)


def _facts(request: Request, db: Database, reporter: Reporter, sent: Sent | None) -> dict[str, Any]:
    facts = track_page.facts(db, reporter, language(request), clock.now())
    said = request.query_params.get("said", "")
    return {
        **facts,
        "said": said,
        "notice": "" if sent else SAID.get(said, ""),
        "also": track_page.others(db, request.query_params.getlist("also")),
        "wrong_action": request.path_params.get("action", ""),
        "typed": sent.one if sent else (lambda name: ""),
        "kept": [(name, uploads.signed(name)) for name in sent.photos] if sent else [],
    }


routes: list[BaseRoute] = [
    Route("/t/{token}", show, methods=["GET"]),
    Route("/t/{token}/{action}", send, methods=["POST"]),
]
