"""The pages of sheets of codes, whatever the codes are on, and the way back once they are printed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lib.core.errors import NotAllowed, Refusal
from lib.core.i18n import mark
from lib.core.settings import settings
from lib.people import accounts
from lib.people.roles import Actor
from lib.places import locations
from lib.places.labels.pictures import picture
from lib.places.locations import Location, LocationKind
from lib.store.database import Database
from lib.tickets.rules import rules
from lib.web.label_paper import GRIDS, PAPERS, Paper, fits, paper, sheets, size
from lib.web.page import database, refused, render
from lib.web.sheets_asked import Asked, C, Kind, whole_number
from lib.web.sign_in import account_of

NOTHING: Mapping[str, Any] = {"on": None, "sheets": [], "count": 0, "codes": "", "printed": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sticker:
    """What one label says: its code, the address in its picture, and what it is stuck on."""

    code: str
    url: str
    way: str
    name: str
    number: str
    campus: Location | None
    building: Location | None


def who_asks(request: Request) -> Actor:
    """Who is signed in; NotAllowed for nobody."""
    account = account_of(request)
    if account is None:
        raise NotAllowed(mark("You are not allowed to do this here."))
    return accounts.actor(database(), account.id)


def shown(
    request: Request, kind: Kind[C], batch: Callable[[Asked[C]], Sequence[Sticker]], **facts: Any
) -> Response:
    """The batch as pages to print; the toolbar above it stays on the screen. `facts`: what the page of this kind
    shows besides."""
    asked = kind.asked(lambda name: request.query_params.get(name, ""))
    about = _facts(database(), kind, asked) | facts
    try:
        on = paper(asked.paper, asked.grid)
        drawn = _drawn_on(on, batch(asked))
    except Refusal as refusal:
        return refused(request, refusal, kind.template, **about, **NOTHING)
    done = whole_number(request.query_params.get("printed", ""))
    return render(request, kind.template, **about, **drawn, printed=done)


def marked(
    request: Request, kind: Kind[C], said: Callable[[str], str], printed: Callable[[], int], **facts: Any
) -> Response:
    """Back to the batch once `printed` has marked its codes; why not, on the same page."""
    asked = kind.asked(said)
    try:
        done = printed()
    except NotAllowed:
        raise
    except Refusal as refusal:
        return refused(request, refusal, kind.template, **_facts(database(), kind, asked), **facts, **NOTHING)
    back = f"{kind.address}?{asked.query}&printed={done}"
    return RedirectResponse(back, 303, {"Cache-Control": "no-store"})


def under(db: Database, asked: Asked[C]) -> int | None:
    """The place below which codes are asked for; NotFound when there is none with that number."""
    return locations.by_number(db, asked.under).id if asked.under else None


def _drawn_on(on: Paper, stickers: Sequence[Sticker]) -> dict[str, Any]:
    if stickers:
        fits(on, picture(stickers[0].url))
    return {
        "on": on,
        "sheets": list(sheets(stickers, on)),
        "count": len(stickers),
        "codes": " ".join(one.code for one in stickers),
        "facts_of": lambda one: _drawn(one, on),
    }


def _drawn(one: Sticker, on: Paper) -> dict[str, Any]:
    """What stands on one label: the picture, the words and their sizes in mm."""
    width = on.label[0] - 2
    return {
        "picture": picture(one.url),
        "way": one.way,
        "way_size": size(one.way, width, on.words * 0.32),
        "name": one.name,
        "name_size": size(one.name, width, on.words * 0.46),
        "number": one.number,
        "number_size": size(one.number, width - on.code, on.code * 0.12),
        "code": f"{one.code[:4]} {one.code[4:]}",
    }


def _facts(db: Database, kind: Kind[C], asked: Asked[C]) -> dict[str, Any]:
    return {
        "asked": asked,
        "kind": kind,
        "choices": _buildings(db),
        "grids": GRIDS,
        "papers": PAPERS,
        "size": size,
        "desk_phone": rules(db).desk_phone,
        "address": settings().address,
        "unreachable": "localhost" in settings().address or "127.0.0.1" in settings().address,
    }


def _buildings(db: Database) -> list[tuple[str, str, int]]:
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
