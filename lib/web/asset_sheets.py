"""Sheets of codes for assets, for the printer, and the word that they are printed."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from lib.core import clock
from lib.people.roles import Actor, Permission, require
from lib.places import asset_finding, asset_labels
from lib.places.asset_printing import ONLY_WORDS, Machine, Only, batch
from lib.store.database import Database
from lib.web import code_sheets, uploads
from lib.web.code_sheets import Sticker, who_asks
from lib.web.forms import Sent
from lib.web.page import database
from lib.web.sheets_asked import Asked, Kind

ASSETS = Kind(
    address="/labels/assets",
    marking="/labels/assets",
    template="asset_sheets.html",
    further=("category",),
    chosen="assets",
    usual=Only.UNPRINTED,
    only_words=ONLY_WORDS,
    all_chosen=True,
)


def show(request: Request) -> Response:
    """The batch as pages to print."""
    db, actor = database(), _keeper(request)
    categories = asset_finding.categories(db)
    return code_sheets.shown(request, ASSETS, lambda asked: _batch(db, actor, asked), categories=categories)


def _keeper(request: Request) -> Actor:
    actor = who_asks(request)
    require(actor, Permission.KEEP_ASSETS)
    return actor


def _batch(db: Database, actor: Actor, asked: Asked[Only]) -> list[Sticker]:
    place = code_sheets.under(db, asked)
    under = [] if place is None else [place]
    category = asked.fields["category"]
    found = batch(db, actor, only=asked.only, under=under, category=category, chosen=asked.chosen)
    return [_sticker(machine) for machine in found]


def _sticker(machine: Machine) -> Sticker:
    return Sticker(
        code=machine.label.code,
        url=asset_labels.url(machine.label.code),
        way=machine.place.path if machine.place else "",
        name=machine.asset.name,
        number=machine.asset.number,
        campus=machine.campus,
        building=machine.building,
    )


async def printed(request: Request) -> Response:
    """The person says that these codes are on paper."""
    sent = await uploads.read(request)
    return await run_in_threadpool(_mark, request, sent)


def _mark(request: Request, sent: Sent) -> Response:
    db, actor, codes = database(), _keeper(request), sent.one("codes").split()
    return code_sheets.marked(
        request,
        ASSETS,
        sent.one,
        lambda: asset_labels.mark_printed(db, actor=actor, codes=codes, now=clock.now()),
        categories=asset_finding.categories(db),
    )


routes: list[BaseRoute] = [
    Route("/labels/assets", show, methods=["GET"]),
    Route("/labels/assets", printed, methods=["POST"]),
]
