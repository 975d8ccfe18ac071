"""What can be said about the paper itself at the wall: damaged, hanging, in the wrong place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from lib.core import clock
from lib.core.errors import NotAllowed
from lib.core.i18n import mark
from lib.people import accounts, sessions
from lib.people.roles import Actor, Permission, may
from lib.places import labels
from lib.places.labels import hanging, papers
from lib.web import scanning, uploads
from lib.web.forms import Sent
from lib.web.page import address, database
from lib.web.sign_in import account_of
from lib.web.wall import PER_ADDRESS, Wall

REPORTS_PER_CODE = 10
SAID: Mapping[str, str] = {
    "damaged": mark("Thank you. This code will be printed again."),
    "hung": mark("Written down: this code hangs here."),
    "misplaced": mark("Written down: this code hangs in the wrong place. Please take it off."),
    "moved": mark("From now on this code belongs to this place."),
}


def facts(request: Request, here: Wall) -> dict[str, Any]:
    """What the page of a code says about its paper: whether it was reported, and, on a bound phone of somebody who
    hangs codes, whether to ask if it hangs here and which other places it may hang at."""
    asks = here.label is not None and not here.replaced and scanning.on_a_phone_of_ours(request)
    asks = asks and may(here.actor, Permission.HANG_LABELS)
    return {
        "label": here.label,
        "hangs": asks,
        "nearby": papers.nearby(here.db, here.place.id) if asks and here.place else [],
    }


def damaged(request: Request) -> Response:
    """Anybody at the wall says that the paper is torn or cannot be read well."""
    db, now = database(), clock.now()
    label = labels.read(db, request.path_params["code"])
    limits = {f"paper:{label.code}": REPORTS_PER_CODE, f"phone:{address(request)}": PER_ADDRESS}
    sessions.throttle_each(db, limits, now)
    with db.transaction() as tx:
        papers.report_damaged(tx, label, now)
        sessions.count_each(tx, limits, now)
    return _back(label.code, "damaged")


def hung(request: Request) -> Response:
    """One tap of whoever hung it."""
    code = labels.read(database(), request.path_params["code"]).code
    hanging.confirm(database(), actor=_hanger(request), code=code, now=clock.now())
    return _back(code, "hung")


async def misplaced(request: Request) -> Response:
    """It hangs elsewhere: at the chosen place from now on, or, without one, it is to be taken off."""
    sent = await uploads.read(request)
    return await run_in_threadpool(_moved, request, sent)


def _moved(request: Request, sent: Sent) -> Response:
    db, now, actor = database(), clock.now(), _hanger(request)
    code = labels.read(db, request.path_params["code"]).code
    place = sent.number("place")
    if place is None:
        papers.report_misplaced(db, actor=actor, code=code, now=now)
        return _back(code, "misplaced")
    papers.move(db, actor=actor, code=code, location_id=place, now=now)
    return _back(code, "moved")


def _hanger(request: Request) -> Actor:
    """Who stands there; NotAllowed on anything but a bound phone: at a desk nobody sees a wall."""
    account = account_of(request)
    if account is None or not scanning.on_a_phone_of_ours(request):
        raise NotAllowed(mark("Please say this with your bound phone, standing where the code hangs."))
    return accounts.actor(database(), account.id)


def _back(code: str, said: str) -> Response:
    return RedirectResponse(f"/r/{code}?said={said}", 303, {"Cache-Control": "no-store"})


routes: list[BaseRoute] = [
    Route("/r/{code}/damaged", damaged, methods=["POST"]),
    Route("/labels/hung/{code}", hung, methods=["POST"]),
    Route("/labels/misplaced/{code}", misplaced, methods=["POST"]),
]
