"""The code on a wall or a machine: what is already reported here, and the form to report something."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from lib.core.errors import NotFound, Refusal
from lib.core.i18n import Language, mark
from lib.inspections.due_here import due_at
from lib.people import organisation, sessions
from lib.people.roles import Permission, may
from lib.store.database import Row, Transaction
from lib.tickets import attachments, reporters
from lib.tickets.actions import catching, talking
from lib.tickets.actions.catching import Reported
from lib.tickets.actions.opening import Opened
from lib.tickets.actions.step import By
from lib.tickets.job_words import jobs_here
from lib.tickets.reporters import Caller
from lib.tickets.rules import rules
from lib.tickets.words import SEVERITY_WORDS
from lib.web import asset_page, outage_words, report_form, scanning, uploads, wall, wall_label
from lib.web.forms import Sent
from lib.web.page import language, refused, render
from lib.web.unknown import unknown
from lib.web.wall import PER_ADDRESS, TICKETS_PER_CODE, Wall

UNKNOWN_CODE = mark("Unknown code")
SAID: Mapping[str, str] = {
    "urged": mark("Urged. The people concerned have been told."),
    "urged_before": wall.URGED_BEFORE,
    "confirmed": mark("Confirmed. Thank you."),
    **wall_label.SAID,
}


def show(request: Request) -> Response:
    """The wall answers."""
    try:
        here = wall.at(request)
    except NotFound as refusal:
        return unknown(request, refusal, UNKNOWN_CODE)
    stands = _scanned(request, here)
    return render(
        request,
        _template(here),
        **_facts(here, language(request), None),
        **wall_label.facts(request, here),
        stands=stands,
        notice=SAID.get(_said(request), ""),
    )


def _scanned(request: Request, here: Wall) -> bool:
    """Whether this was a scan on the wall; on a machine only the first one is remembered."""
    if here.label:
        return scanning.opened(request, here.db, here.label, here.now)
    asset_page.opened(request, here)
    return False


def _template(here: Wall) -> str:
    return "asset.html" if here.asset else "report.html"


async def send(request: Request) -> Response:
    """A report: kept, and the reporter sent on to the tracking page."""
    sent = await uploads.read(request)
    return await run_in_threadpool(_opened, request, sent)


async def act(request: Request) -> Response:
    """A button at the wall."""
    answer = await wall.act(request)
    if isinstance(answer, Response):
        return answer
    return await run_in_threadpool(_refused, request, answer, None)


def _opened(request: Request, sent: Sent) -> Response:
    try:
        who = report_form.caller(sent)
        here = wall.at(request, who.name)
        sessions.throttle_each(here.db, _limits(here), here.now)
        if sent.wrong:
            raise sent.wrong
        made = _open_all(here, sent, Caller(name=who.name, phone=who.phone, account_id=here.actor.account_id))
    except Refusal as refusal:
        return _refused(request, refusal, sent)
    if here.label:
        scanning.used(request, here.db, here.label, here.now, stands=bool(sent.one("stands")))
    said = "caught" if made[0].outage else "sent"
    also = "&".join([f"said={said}", *(f"also={reported.opened.reporter.token}" for reported in made[1:])])
    return RedirectResponse(f"/t/{made[0].opened.reporter.token}?{also}", 303, {"Cache-Control": "no-store"})


def _open_all(here: Wall, sent: Sent, who: Caller) -> list[Reported]:
    def counted(tx: Transaction) -> None:
        sessions.count_each(tx, _limits(here), here.now)

    made = []
    # Understood first: while the transaction is open nobody else can write.
    wishes = report_form.wishes(
        here.db, sent, code=here.code, place=here.place, asset=here.asset, who=who, now=here.now
    )
    known = [catching.explaining(here.db, wish, here.now) for wish in wishes]
    # All of them or none: what was wrong with the second is corrected in a form that has not yet sent the first.
    with here.db.transaction():
        for wish, outage in zip(wishes, known, strict=True):
            by = By(actor=here.actor, now=here.now)
            reported = catching.report(here.db, wish, outage=outage, by=by, also=counted)
            if reported.opened.again:
                _add_photos(here, sent, reported.opened)
            made.append(reported)
    return made


def _add_photos(here: Wall, sent: Sent, opened: Opened) -> None:
    """Somebody went back, took a photo and sent the same words again."""
    known = {row["hash"] for row in attachments.of_ticket(here.db, opened.ticket.id)}
    if fresh := [name for name in sent.photos if name not in known]:
        by = By(actor=reporters.acting(here.db, opened.reporter), now=here.now)
        talking.comment(here.db, ticket_id=opened.ticket.id, note=f"+{len(fresh)}", by=by, photos=fresh)


def _limits(here: Wall) -> Mapping[str, int]:
    return {f"report:{here.code}": TICKETS_PER_CODE, f"phone:{here.address}": PER_ADDRESS}


def _refused(request: Request, refusal: Refusal, sent: Sent | None) -> Response:
    """The same form with everything typed in it, and why it was not taken."""
    try:
        here = wall.at(request)
    except NotFound as nowhere:
        return unknown(request, nowhere, UNKNOWN_CODE)
    return refused(
        request,
        refusal,
        _template(here),
        **_facts(here, language(request), sent),
        **wall_label.facts(request, here),
        stands=bool(sent and sent.one("stands")),
        notice="",
    )


def _facts(here: Wall, spoken: Language, sent: Sent | None) -> dict[str, Any]:
    typed = report_form.typed(sent)
    place, asset = here.place, here.asset
    department = organisation.departments(here.db).get(place.department_id or 0) if place else None
    return {
        "code": here.code,
        "home": here.home,
        "place": place,
        "department": department.name if department else "",
        "replaced": here.replaced,
        "my_jobs_here": jobs_here(
            here.db, here.actor, place.id if place else None, asset.id if asset else None
        ),
        "standing": wall.known(here, spoken),
        "outages": outage_words.at_place(here.db, place.id, spoken, here.now) if place else [],
        **(asset_page.facts(here, asset) if asset else {"checks": _checks(here)}),
        "tiles": report_form.tiles_of(here.db, asset, place, here.now)
        if asset
        else report_form.tiles(here.db, place, here.now),
        "options": report_form.options(here.db, spoken, typed["service"]),
        "severities": SEVERITY_WORDS,
        "items": report_form.ITEMS[1:],
        "typed": typed,
        "sent": sent is not None,
        "kept": [(name, uploads.signed(name)) for name in sent.photos] if sent else [],
        "key": typed["key"] or secrets.token_urlsafe(12),
        "desk_phone": rules(here.db).desk_phone,
    }


def _checks(here: Wall) -> list[Row]:
    """The rounds that lead here now, for whoever does rounds."""
    if here.place is None or not may(here.actor, Permission.DO_ROUNDS):
        return []
    return due_at(here.db, location_id=here.place.id, actor=here.actor, now=here.now)


def _said(request: Request) -> str:
    return request.query_params.get("said", "")


routes: list[BaseRoute] = [
    Route("/r/{code}", show, methods=["GET"]),
    Route("/r/{code}", send, methods=["POST"]),
    Route("/r/{code}/{action:str}", act, methods=["POST"]),
    Route("/a/{asset}", show, methods=["GET"]),
    Route("/a/{asset}", send, methods=["POST"]),
    Route("/a/{asset}/{action:str}", act, methods=["POST"]),
]
