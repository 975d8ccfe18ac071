"""Calendars other programs subscribe to, and the addresses of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from lib.analytics.house import UNREACHABLE
from lib.core import clock
from lib.core.errors import NotFound, Refusal, WrongInput
from lib.core.facts import dumps
from lib.core.i18n import Language, explain, mark, say
from lib.core.settings import settings
from lib.inspections import feed_keeping, feed_rounds, feeds
from lib.inspections.feed_keeping import Subject
from lib.inspections.feeds import Entry
from lib.people import sessions
from lib.people.roles import Actor
from lib.places.labels.pictures import picture
from lib.web import forms
from lib.web.board_feed import id_of, read_json
from lib.web.inspection_calendar import LARGEST, UNREADABLE, actor_of, as_json, refused
from lib.web.page import address, database, status_of

PER_ADDRESS, PER_CALENDAR = 120, 60
"""In ten minutes: calendars asked for in vain from one address, and how often one is made anew for who has it."""
_KEPT = 64
_made: dict[str, bytes] = {}
"""Calendars by their tag: programs ask every few minutes for what seldom changes."""


def calendar(request: Request) -> Response:
    """The calendar of the token; 304 for a program that has it already, 404 once the address ended."""
    now, token = clock.now(), request.path_params["token"]
    spoken = settings().language
    try:
        entries, name = _entries(request, token, now, spoken)
    except Refusal as refusal:
        return PlainTextResponse(explain(spoken, refusal), status_of(refusal), {"Cache-Control": "no-store"})
    tag = blake2b(repr((name, entries)).encode(), digest_size=12).hexdigest()
    headers = {"ETag": f'"{tag}"', "Cache-Control": "private, max-age=300", "X-Robots-Tag": "noindex"}
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = 'inline; filename="onestop.ics"'
    return Response(_text(tag, entries, name), headers=headers, media_type="text/calendar; charset=utf-8")


def _entries(request: Request, token: str, now: datetime, spoken: Language) -> tuple[Sequence[Entry], str]:
    db, asking = database(), f"calendar:{address(request)}"
    sessions.throttle_each(db, {asking: PER_ADDRESS, f"calendar:{token[:8]}": PER_CALENDAR}, now)
    try:
        feed = feed_keeping.by_token(db, token)
    except NotFound:
        with db.transaction() as tx:
            sessions.count(tx, asking, now)
        raise
    with db.transaction() as tx:
        sessions.count(tx, f"calendar:{token[:8]}", now)
    name = say(spoken, mark("Rounds of {name}"), name=feed_keeping.name_of(db, feed.subject))
    return feed_rounds.entries(db, feed, now, spoken), name


def _text(tag: str, entries: Sequence[Entry], name: str) -> bytes:
    if tag not in _made:
        host = urlsplit(settings().address).hostname or "onestop"
        whole = feeds.calendar(entries, name=name, zone=settings().zone, host=host).to_ical()
        while len(_made) >= _KEPT:
            _made.pop(next(iter(_made)), None)
        _made[tag] = whole
    return _made[tag]


def offered(request: Request) -> Response:
    """JSON of the calendars somebody can have: [{kind, id, name}]."""
    try:
        found = feed_keeping.offered(database(), actor_of(request))
    except Refusal as refusal:
        return refused(request, refusal)
    return as_json(dumps({"feeds": [{**_said(subject), "name": name} for subject, name in found.items()]}))


def _said(subject: Subject) -> Mapping[str, Any]:
    kind, number = next(
        (kind, getattr(subject, name)) for kind, name in _KINDS.items() if getattr(subject, name)
    )
    return {"kind": kind, "id": number}


async def give(request: Request) -> Response:
    """The address of one: {"kind", "id", "renew"}. JSON: url, the picture of its QR code (side, path), and this
    server's address where other devices cannot reach it, else ""."""
    sent = read_json(await forms.whole(request, LARGEST))
    return await run_in_threadpool(_given, request, sent)


def _given(request: Request, sent: Any) -> Response:
    try:
        actor: Actor = actor_of(request)
        subject, renew = _subject(sent), bool(sent.get("renew"))
        feed = feed_keeping.address_of(database(), subject, actor=actor, now=clock.now(), renew=renew)
    except Refusal as refusal:
        return refused(request, refusal)
    url = f"{settings().address}/calendar/{feed.token}.ics"
    drawn = picture(url)
    own = settings().address
    unreachable = own if any(name in own for name in UNREACHABLE) else ""
    said = {"url": url, "qr": {"side": drawn.side, "path": drawn.path}, "unreachable": unreachable}
    return as_json(dumps(said))


def _subject(sent: Any) -> Subject:
    try:
        return Subject(**{_KINDS[sent["kind"]]: id_of(sent["id"])})
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise WrongInput(UNREADABLE) from error


_KINDS: Mapping[str, str] = {"person": "account_id", "team": "team_id", "vendor": "vendor_id"}

routes: list[BaseRoute] = [
    Route("/calendar/{token}.ics", calendar, methods=["GET"]),
    Route("/inspections/feeds", offered, methods=["GET"]),
    Route("/inspections/feeds", give, methods=["POST"]),
]
