"""What the code on a wall or a machine answers, and what can be done there about a ticket already reported."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lib.catalog import services
from lib.core import clock
from lib.core.clock import duration, minutes_between
from lib.core.errors import NotAllowed, NotFound, Refusal, WrongInput
from lib.core.i18n import Language, mark, say
from lib.people import accounts, organisation, sessions
from lib.people.roles import Actor, by_link
from lib.places import asset_labels, assets, labels, locations
from lib.places.assets import Asset
from lib.places.labels import Label
from lib.places.locations import Location
from lib.store.database import Database
from lib.tickets import records
from lib.tickets.actions import closing, talking
from lib.tickets.actions.step import By
from lib.tickets.guessing import guess_words
from lib.tickets.reporters import Caller
from lib.tickets.standing import Standing, standing_at, standing_of
from lib.tickets.ticket import Ticket
from lib.tickets.words import STATUS_WORDS, Action, Channel, ClosedHow
from lib.web import scanning, uploads
from lib.web.forms import Sent
from lib.web.page import address, database
from lib.web.report_form import caller
from lib.web.sign_in import account_of

ACTIONS_PER_CODE, TICKETS_PER_CODE, PER_ADDRESS, WRONG_EXTENSIONS = 20, 6, 300, 5
A_MOMENT = timedelta(seconds=60)
URGED_BEFORE = mark("It was urged a moment ago; the people concerned have been told.")
NOTHING_HERE = mark(
    "There is nothing at this address. Please scan the code again, or phone the service desk."
)
FROM_A_PHONE_OF_THE_DEPARTMENT = mark(
    "Nobody signed in as staff confirms by wall code. Please use the department's own phone."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """Where somebody stands, and who that is as far as the browser says: at a place with its `label`, or at an `asset`,
    which may have no place. `replaced`: by a newer code."""

    db: Database
    code: str
    replaced: bool
    label: Label | None
    place: Location | None
    asset: Asset | None
    actor: Actor
    now: datetime
    address: str

    @property
    def home(self) -> str:
        """The address of this code's page."""
        return f"/{'a' if self.asset else 'r'}/{self.code}"

    def limits(self) -> Mapping[str, int]:
        """What is counted for every button pressed at a wall: tight by code, generous by address."""
        return {f"wall:{self.code}": ACTIONS_PER_CODE, f"phone:{self.address}": PER_ADDRESS}

    def standing(self) -> Sequence[Standing]:
        """The tickets that are not ended of this very place or machine."""
        if self.asset:
            return standing_of(self.db, self.asset.id)
        return standing_at(self.db, self.place.id) if self.place else ()

    def holds(self, ticket: Ticket) -> bool:
        """Whether the ticket is about this very place or machine."""
        if self.asset:
            return ticket.asset_id == self.asset.id
        return self.place is not None and ticket.location_id == self.place.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A ticket standing here, as anybody may read it: what, how far, how old; no names."""

    ticket: Standing
    what: str
    status: str
    ago: str
    by_extension: bool


def at(request: Request, name: str = "") -> Wall:
    """The wall or machine this request stands at, by the `code` of a place or the `asset` code in its address; NotFound
    for a code that is none of ours."""
    db = database()
    account = account_of(request)
    actor = accounts.actor(db, account.id) if account else Actor(account_id=None, name=name)
    here = _machine(db, request) if "asset" in request.path_params else _place(db, request)
    return Wall(db=db, actor=actor, now=clock.now(), address=address(request), **here)


def _place(db: Database, request: Request) -> dict[str, Any]:
    label = labels.read(db, request.path_params["code"])
    place = locations.location(db, label.location_id)
    if place is None:
        raise NotFound(mark("This code is not known here. Please phone the service desk."))
    return {
        "code": label.code,
        "replaced": label.replaced,
        "label": label,
        "place": place,
        "asset": None,
    }


def _machine(db: Database, request: Request) -> dict[str, Any]:
    label = asset_labels.read(db, request.path_params["asset"])
    asset = assets.known(db, label.asset_id)
    place = locations.location(db, asset.location_id)
    return {
        "code": label.code,
        "replaced": label.replaced,
        "label": None,
        "place": place,
        "asset": asset,
    }


def known(wall: Wall, language: Language) -> list[Known]:
    """What is already reported at this very place or machine."""
    found = []
    for ticket in wall.standing():
        stranger = wall.actor.account_id is None
        found.append(
            Known(
                ticket=ticket,
                what=_what(wall, ticket, language),
                status=STATUS_WORDS[ticket.status],
                ago=_ago(minutes_between(ticket.opened_at, wall.now), language),
                by_extension=ticket.done and stranger and bool(_extension(wall.db, ticket.department_id)),
            )
        )
    return found


def _ago(minutes: float, language: Language) -> str:
    if minutes < 1:
        return say(language, mark("just now"))
    return say(language, mark("{age} ago"), age=duration(minutes, language))


def _what(wall: Wall, ticket: Standing, language: Language) -> str:
    """The service, or the one its words most likely mean; not the words themselves: they may name a person."""
    code = ticket.service_code
    if code == services.UNKNOWN:
        place_id = wall.place.id if wall.place else None
        code = guess_words(wall.db, ticket.description, place_id) if ticket.description else ""
    service = services.service(wall.db, code) if code else None
    return service.title(language) if service else say(language, mark("Something else"))


async def act(request: Request) -> Response | Refusal:
    """Does what a button at the wall says; where to go on, or why not."""
    sent = await uploads.read(request)
    return await run_in_threadpool(_acted, request, sent)


def _acted(request: Request, sent: Sent) -> Response | Refusal:
    try:
        wall = at(request, caller(sent).name)
        sessions.throttle_each(wall.db, wall.limits(), wall.now)
        wanted = ACTIONS.get(request.path_params["action"])
        if wanted is None:
            raise NotFound(NOTHING_HERE)
        onward = wanted(wall, _standing_here(wall, sent), sent)
    except Refusal as refusal:
        return refusal
    with wall.db.transaction() as tx:
        sessions.count_each(tx, wall.limits(), wall.now)
    if wall.label:
        scanning.used(request, wall.db, wall.label, wall.now, stands=bool(sent.one("stands")))
    return RedirectResponse(onward, 303, {"Cache-Control": "no-store"})


def _standing_here(wall: Wall, sent: Sent) -> Ticket:
    wanted = sent.number("ticket")
    ticket = records.by_id(wall.db, wanted) if wanted is not None else None
    if ticket is None or not wall.holds(ticket):
        raise NotFound(mark("This ticket is not open here any more."))
    return ticket


def join(wall: Wall, ticket: Ticket, sent: Sent) -> str:
    """Me too: a tracking link of one's own."""
    key = f"join:{ticket.id}:{sent.one('key', 40)}" if sent.one("key") else ""
    by = By(actor=by_link(ticket.id, caller(sent).name, first=False), now=wall.now)
    who = Caller(name=caller(sent).name, phone=caller(sent).phone, account_id=wall.actor.account_id)
    _, reporter = talking.join(wall.db, ticket_id=ticket.id, caller=who, channel=Channel.QR, by=by, key=key)
    return f"/t/{reporter.token}?said=joined"


def urge(wall: Wall, ticket: Ticket, sent: Sent) -> str:
    """Somebody who stands there cannot wait."""
    if just_now(wall.db, ticket.id, Action.URGE, wall.now):
        return f"{wall.home}?said=urged_before"
    by = By(actor=by_link(ticket.id, "", first=False), now=wall.now)
    talking.urge(wall.db, ticket_id=ticket.id, by=by)
    return f"{wall.home}?said=urged"


def confirm(wall: Wall, ticket: Ticket, sent: Sent) -> str:
    """The department's word by wall code and its extension, never from a browser of the staff."""
    if wall.actor.account_id is not None:
        raise NotAllowed(FROM_A_PHONE_OF_THE_DEPARTMENT)
    key = f"extension:{wall.code}"
    sessions.throttle(wall.db, key, WRONG_EXTENSIONS, wall.now)
    right = _extension(wall.db, ticket.department_id)
    if not right or not compare_digest(right.encode(), sent.one("extension", 20).encode()):
        with wall.db.transaction() as tx:
            sessions.count(tx, key, wall.now)
        raise WrongInput(mark("That is not the extension of the department."), field="extension")
    # Whoever knows the extension speaks for the department, as its first reporter does.
    by = By(actor=by_link(ticket.id, "", first=True), now=wall.now)
    closing.confirm(wall.db, ticket_id=ticket.id, version=None, how=ClosedHow.CODE, by=by)
    return f"{wall.home}?said=confirmed"


def _extension(db: Database, department_id: int | None) -> str:
    department = organisation.departments(db).get(department_id) if department_id is not None else None
    return department.extension if department else ""


def just_now(db: Database, ticket_id: int, action: Action, now: datetime) -> bool:
    """Whether the last thing somebody did to the ticket without signing in was just that: a button pressed twice."""
    last = records.last_event(db, ticket_id)
    return (
        last is not None
        and last.action is action
        and last.actor_id is None
        and now - last.recorded_at < A_MOMENT
    )


ACTIONS: Mapping[str, Callable[[Wall, Ticket, Sent], str]] = {"join": join, "urge": urge, "confirm": confirm}
