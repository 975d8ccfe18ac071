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
from lib.core.errors import NotAllowed, NotFound, Refusal
from lib.core.i18n import Say, mark, speaker
from lib.people import sessions
from lib.people.roles import require
from lib.store.database import Database
from lib.tickets import records, reporters
from lib.tickets.actions import catching, closing, talking, together
from lib.tickets.actions.closing import LOW, Scores
from lib.tickets.actions.step import By
from lib.tickets.reporters import Reporter
from lib.tickets.rights import NEEDS, matter
from lib.tickets.ticket import Ticket
from lib.tickets.words import Action, ClosedHow
from lib.web import track_page, track_parts, uploads
from lib.web.forms import Sent
from lib.web.page import address, database, language, refused, render
from lib.web.sign_in import account_of
from lib.web.unknown import unknown
from lib.web.wall import NOTHING_HERE, PER_ADDRESS, URGED_BEFORE, just_now

ACTIONS_PER_LINK = 30
UNKNOWN_LINK = mark("Unknown link")
SAID: Mapping[str, str] = {
    "sent": mark("Sent. Thank you for reporting."),
    "joined": mark("You now follow this report; it was urged for you."),
    "urged": mark("Urged. The people concerned have been told."),
    "urged_before": URGED_BEFORE,
    "confirmed": mark("Confirmed. Thank you. Would you say how it was?"),
    "rated": mark("Thank you for your rating."),
    "rated_low": mark("Thank you. We will phone you about it. If it is not right yet, send it back below."),
    "reopened": mark("Sent back. Somebody will come again."),
    "cancelled": mark("Cancelled."),
    "commented": mark("Added."),
    "alone": mark("Thank you. It is a report of its own now."),
    "caught": mark("This is known already. You will be told here when it is over."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A form sent with a tracking link, by whoever holds it."""

    db: Database
    ticket: Ticket
    sent: Sent
    by: By
    say: Say


def urge(asked: Asked) -> str:
    talking.urge(asked.db, ticket_id=asked.ticket.id, by=asked.by, note=asked.sent.words("note", 200))
    return "urged"


def confirm(asked: Asked) -> str:
    closing.confirm(asked.db, ticket_id=asked.ticket.id, version=None, how=ClosedHow.LINK, by=asked.by)
    return "confirmed"


def rate(asked: Asked) -> str:
    speed, quality, attitude = (asked.sent.number(name) or 0 for name in ("speed", "quality", "attitude"))
    scores = Scores(speed=speed, quality=quality, attitude=attitude, words=asked.sent.words("words", 1000))
    closing.rate(asked.db, ticket_id=asked.ticket.id, version=None, scores=scores, by=asked.by)
    return "rated_low" if scores.lowest <= LOW else "rated"


def reopen(asked: Asked) -> str:
    reason = asked.sent.words("reason", 1000)
    closing.reopen(asked.db, ticket_id=asked.ticket.id, version=None, reason=reason, by=asked.by)
    if asked.sent.photos:
        talking.comment(
            asked.db, ticket_id=asked.ticket.id, note=reason, by=asked.by, photos=asked.sent.photos
        )
    return "reopened"


def cancel(asked: Asked) -> str:
    closing.cancel(
        asked.db, ticket_id=asked.ticket.id, version=None, reason=asked.sent.words("reason", 500), by=asked.by
    )
    return "cancelled"


def comment(asked: Asked) -> str:
    photos = asked.sent.photos
    note = asked.sent.words("note", 2000) or (asked.say(mark("Photos added")) if photos else "")
    talking.comment(asked.db, ticket_id=asked.ticket.id, note=note, by=asked.by, photos=photos)
    return "commented"


ACTIONS: Mapping[str, tuple[Action, Callable[[Asked], str]]] = {
    "urge": (Action.URGE, urge),
    "confirm": (Action.CONFIRM, confirm),
    "rate": (Action.RATE, rate),
    "reopen": (Action.REOPEN, reopen),
    "cancel": (Action.CANCEL, cancel),
    "comment": (Action.COMMENT, comment),
}
NEVER_ABOUT_OWN_WORK = frozenset({Action.CONFIRM, Action.RATE, Action.REOPEN})
# Pressing these again within a minute means the answer was lost, not that it is meant twice.
DONE_ONCE: Mapping[Action, str] = {
    Action.URGE: "urged_before",
    Action.CONFIRM: "confirmed",
    Action.RATE: "rated",
    Action.REOPEN: "reopened",
    Action.CANCEL: "cancelled",
}


def show(request: Request) -> Response:
    """How far it is."""
    db = database()
    try:
        reporter = reporters.by_token(db, request.path_params["token"])
    except NotFound as refusal:
        return unknown(request, refusal, UNKNOWN_LINK)
    return render(request, "track.html", **_facts(request, db, reporter, None))


async def send(request: Request) -> Response:
    """Does what the pressed button says, and shows the page again."""
    sent = await uploads.read(request)
    return await run_in_threadpool(_done, request, sent)


def _alone(request: Request, db: Database, reporter: Reporter) -> Response:
    """Not the same thing after all: a ticket of its own, which the link shows; pressed twice it says the same."""
    there = RedirectResponse(f"/t/{reporter.token}?said=alone", 303, {"Cache-Control": "no-store"})
    if not catching.caught(records.events(db, reporter.ticket_id), reporter):
        return there
    try:
        catching.report_alone(db, reporter, by=By(actor=reporters.acting(db, reporter), now=clock.now()))
    except Refusal as refusal:
        return refused(request, refusal, "track.html", **_facts(request, db, reporter, None))
    return there


def _done(request: Request, sent: Sent) -> Response:
    db, now = database(), clock.now()
    try:
        reporter = reporters.by_token(db, request.path_params["token"])
    except NotFound as refusal:
        return unknown(request, refusal, UNKNOWN_LINK)
    limits = {f"link:{reporter.ticket_id}": ACTIONS_PER_LINK, f"phone:{address(request)}": PER_ADDRESS}
    if request.path_params["action"] == "alone":
        return _alone(request, db, reporter)
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
    if of_parts := track_parts.ACTIONS.get(request.path_params["action"]):
        for one in together.family_of(db, reporter):
            _not_own_work(request, one)
        return of_parts(db, reporter, sent, clock.now())
    named = ACTIONS.get(request.path_params["action"])
    if named is None:
        raise NotFound(NOTHING_HERE)
    if sent.wrong:
        raise sent.wrong
    action, act = named
    now, actor = clock.now(), reporters.acting(db, reporter)
    ticket = records.by_id(db, reporters.followed(db, reporter))
    assert ticket is not None
    require(actor, NEEDS[action], matter(db, ticket))
    if action in DONE_ONCE and just_now(db, ticket.id, action, now):
        return DONE_ONCE[action]
    if action in NEVER_ABOUT_OWN_WORK:
        _not_own_work(request, ticket)
    by = By(actor=actor, now=now)
    return act(Asked(db=db, ticket=ticket, sent=sent, by=by, say=speaker(language(request))))


def _not_own_work(request: Request, ticket: Ticket) -> None:
    """A link shows no person; the browser may: the technician who opens it does not confirm or rate what they did."""
    account = account_of(request)
    if account is not None and account.id in (ticket.done_by, ticket.assignee_id, *ticket.helpers):
        raise NotAllowed(mark("Nobody confirms or rates their own work."))


def _facts(request: Request, db: Database, reporter: Reporter, sent: Sent | None) -> dict[str, Any]:
    facts = track_page.facts(db, reporter, language(request), clock.now())
    facts |= track_parts.facts(db, reporter, facts["ticket"].id, language(request), clock.now())
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
