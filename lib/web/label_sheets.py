"""Sheets of wall codes for the printer, and the word that they are printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from lib.core import clock
from lib.core.choices import known
from lib.core.errors import NotAllowed, NotFound, Refusal
from lib.core.i18n import mark
from lib.core.settings import settings
from lib.people import accounts
from lib.people.roles import Actor, Permission, require
from lib.places import labels, locations
from lib.places.labels import printing
from lib.places.labels.hanging import CUT_AND_CARRIED
from lib.places.labels.pictures import picture
from lib.places.labels.printing import ONLY_WORDS, Only
from lib.places.labels.walk import Stop
from lib.places.locations import Location, LocationKind
from lib.store.database import Database
from lib.tickets.rules import rules
from lib.web import uploads
from lib.web.forms import Sent
from lib.web.label_paper import GRIDS, PAPERS, Paper, fits, paper, sheets, size
from lib.web.page import database, refused, render
from lib.web.sign_in import account_of

MOST_CHOSEN = 400


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of a batch says: `under` the number of a place, `places` chosen ones by id."""

    under: str
    only: Only
    grid: str
    paper: str
    places: frozenset[int]

    @property
    def query(self) -> str:
        """The same again, for a link."""
        said = {"under": self.under, "only": self.only, "grid": self.grid, "paper": self.paper}
        chosen = ",".join(map(str, sorted(self.places)))
        return urlencode({name: value for name, value in (said | {"places": chosen}).items() if value})


def _asked(said: Mapping[str, str]) -> Asked:
    """Whatever somebody wrote into the address: what we do not know is what most people want."""
    only = said.get("only", "")
    chosen = [part for part in said.get("places", "").split(",")[:MOST_CHOSEN] if _id(part)]
    return Asked(
        under=said.get("under", "").strip(),
        only=Only(only) if known(Only, only) else Only.ALL,
        grid=said.get("grid") or "3x8",
        paper=said.get("paper") or "A4",
        places=frozenset(map(int, chosen)),
    )


def _id(part: str) -> bool:
    return part.isascii() and part.isdigit() and len(part) < 16


def show(request: Request) -> Response:
    """The batch as pages to print; the toolbar above it stays on the screen."""
    db, actor = database(), administrator(request)
    require(actor, Permission.ADMINISTER)
    asked = _asked(request.query_params)
    try:
        facts = _batch(db, asked)
    except Refusal as refusal:
        return refused(request, refusal, "label_sheets.html", **_facts(db, asked), **NOTHING)
    notice = _printed(request)
    return render(request, "label_sheets.html", **_facts(db, asked), **facts, printed=notice)


def administrator(request: Request) -> Actor:
    """Who asks; NotAllowed for nobody."""
    account = account_of(request)
    if account is None:
        raise NotAllowed(mark("You are not allowed to do this here."))
    return accounts.actor(database(), account.id)


NOTHING: Mapping[str, Any] = {"on": None, "sheets": [], "count": 0, "codes": "", "printed": None}


def _batch(db: Database, asked: Asked) -> dict[str, Any]:
    on = paper(asked.paper, asked.grid)
    under = _place(db, asked.under) if asked.under else None
    stops = printing.batch(db, under=under.id if under else None, only=asked.only, places=asked.places)
    if stops:
        fits(on, picture(labels.url(_code(stops[0]))))
    return {
        "on": on,
        "sheets": list(sheets(stops, on)),
        "count": len(stops),
        "codes": " ".join(map(_code, stops)),
        "facts_of": lambda stop: _drawn(stop, on),
    }


def _place(db: Database, number: str) -> Location:
    for place in locations.all_locations(db).values():
        if place.number == number:
            return place
    raise NotFound(mark("There is no place “{number}”."), field="under", number=number[:40])


def _code(stop: Stop) -> str:
    assert stop.label is not None  # a batch holds only places with a code
    return stop.label.code


def _drawn(stop: Stop, on: Paper) -> dict[str, Any]:
    """What stands on one label: the picture, the words and their sizes in mm."""
    code = _code(stop)
    width = on.label[0] - 2
    return {
        "picture": picture(labels.url(code)),
        "way": stop.way,
        "way_size": size(stop.way, width, on.words * 0.32),
        "name": stop.place.name,
        "name_size": size(stop.place.name, width, on.words * 0.46),
        "number": stop.place.number,
        "number_size": size(stop.place.number, width - on.code, on.code * 0.12),
        "code": f"{code[:4]} {code[4:]}",
    }


def _facts(db: Database, asked: Asked) -> dict[str, Any]:
    return {
        "asked": asked,
        "choices": _choices(db),
        "only_words": ONLY_WORDS,
        "grids": GRIDS,
        "papers": PAPERS,
        "size": size,
        "wait": CUT_AND_CARRIED // timedelta(minutes=1),
        "desk_phone": rules(db).desk_phone,
        "address": settings().address,
        "unreachable": "localhost" in settings().address or "127.0.0.1" in settings().address,
    }


def _choices(db: Database) -> list[tuple[str, str, int]]:
    """Number, name and depth of every campus, building and floor in use."""
    depth = {LocationKind.CAMPUS: 0, LocationKind.BUILDING: 1, LocationKind.FLOOR: 2}
    found = [one for one in locations.all_locations(db).values() if one.active and one.kind in depth]
    below: dict[int | None, list[Location]] = {}
    for one in found:
        below.setdefault(one.parent_id, []).append(one)
    return [
        (one.number, one.name, depth[LocationKind(one.kind)])
        for campus in below.get(None, [])
        for one in _walked(campus, below)
    ]


def _walked(place: Location, below: Mapping[int | None, list[Location]]) -> list[Location]:
    return [place, *(one for child in below.get(place.id, []) for one in _walked(child, below))]


def _printed(request: Request) -> int | None:
    said = request.query_params.get("printed", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 8 else None


async def printed(request: Request) -> Response:
    """The person says that these codes are on paper."""
    sent = await uploads.read(request)
    return await run_in_threadpool(_mark, request, sent)


def _mark(request: Request, sent: Sent) -> Response:
    asked = _asked({name: sent.one(name) for name in ("under", "only", "grid", "paper", "places")})
    codes = sent.one("codes").split()
    try:
        done = printing.mark_printed(database(), actor=administrator(request), codes=codes, now=clock.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        return refused(request, refusal, "label_sheets.html", **_facts(database(), asked), **NOTHING)
    return RedirectResponse(f"/labels/sheet?{asked.query}&printed={done}", 303, {"Cache-Control": "no-store"})


routes: list[BaseRoute] = [
    Route("/labels/sheet", show, methods=["GET"]),
    Route("/labels/printed", printed, methods=["POST"]),
]
