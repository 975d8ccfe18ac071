"""Sheets of wall codes for the printer, and the word that they are printed."""

from __future__ import annotations

from datetime import timedelta

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from lib.core import clock
from lib.people.roles import Permission, require
from lib.places import labels
from lib.places.labels import printing
from lib.places.labels.hanging import CUT_AND_CARRIED
from lib.places.labels.printing import ONLY_WORDS, Only
from lib.places.labels.walk import Stop
from lib.store.database import Database
from lib.web import code_sheets, uploads
from lib.web.code_sheets import Sticker, who_asks
from lib.web.forms import Sent
from lib.web.page import database
from lib.web.sheets_asked import Asked, Kind

WALLS = Kind(
    address="/labels/sheet",
    marking="/labels/printed",
    template="label_sheets.html",
    chosen="places",
    usual=Only.ALL,
    only_words=ONLY_WORDS,
)
WAIT = CUT_AND_CARRIED // timedelta(minutes=1)


def show(request: Request) -> Response:
    """The batch as pages to print."""
    require(who_asks(request), Permission.ADMINISTER)
    db = database()
    return code_sheets.shown(request, WALLS, lambda asked: _batch(db, asked), wait=WAIT)


def _batch(db: Database, asked: Asked[Only]) -> list[Sticker]:
    under = code_sheets.under(db, asked)
    return [_sticker(stop) for stop in printing.batch(db, under=under, only=asked.only, places=asked.chosen)]


def _sticker(stop: Stop) -> Sticker:
    assert stop.label is not None  # a batch holds only places with a code
    return Sticker(
        code=stop.label.code,
        url=labels.url(stop.label.code),
        way=stop.way,
        name=stop.place.name,
        number=stop.place.number,
        campus=stop.campus,
        building=stop.building,
    )


async def printed(request: Request) -> Response:
    """The person says that these codes are on paper."""
    sent = await uploads.read(request)
    return await run_in_threadpool(_mark, request, sent)


def _mark(request: Request, sent: Sent) -> Response:
    actor, codes = who_asks(request), sent.one("codes").split()
    return code_sheets.marked(
        request,
        WALLS,
        sent.one,
        lambda: printing.mark_printed(database(), actor=actor, codes=codes, now=clock.now()),
        wait=WAIT,
    )


routes: list[BaseRoute] = [
    Route("/labels/sheet", show, methods=["GET"]),
    Route("/labels/printed", printed, methods=["POST"]),
]
