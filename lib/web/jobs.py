"""The technician's phone: the list of jobs, one job, and the forms that move it on."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from lib.core.errors import NotAllowed, NotFound, Refusal
from lib.core.i18n import mark
from lib.notifications import outbox
from lib.places import asset_labels, labels
from lib.places.asset_labels import AssetLabel
from lib.places.labels import Label
from lib.places.labels.codes import as_printed
from lib.store.database import Database
from lib.tickets import records
from lib.tickets.actions import working
from lib.tickets.jobs import jobs_at, jobs_on
from lib.tickets.ticket import Ticket
from lib.tickets.words import Action, Status
from lib.web import scanning, uploads
from lib.web.forms import Sent
from lib.web.job_actions import ACTIONS, Asked
from lib.web.job_forms import form_page
from lib.web.job_here import Here, here_of, ticket_of
from lib.web.job_pages import job_page, list_page

MEANT: Mapping[str, Action] = {
    "accept": Action.ACCEPT,
    "arrive": Action.ARRIVE,
    "resume": Action.RESUME,
    "hold": Action.HOLD,
    "return": Action.RETURN,
    "complete": Action.COMPLETE,
    "sign": Action.CONFIRM,
    "comment": Action.COMMENT,
    "pass": Action.REASSIGN,
    "help": Action.HELP,
    "follow-on": Action.FOLLOW_ON,
}
BACK_TO_THE_LIST = frozenset({"hold", "return", "sign", "pass"})


def signed_in(page: Callable[[Request, Here], Response]) -> Callable[[Request], Response]:
    """The page for somebody signed in; strangers are asked who they are."""

    def asked(request: Request) -> Response:
        here = here_of(request)
        if here is None:
            return _to(f"/sign-in?next={request.url.path}")
        return page(request, here)

    return asked


def _to(address: str) -> Response:
    return RedirectResponse(address, 303, {"Cache-Control": "no-store"})


@signed_in
def jobs(request: Request, here: Here) -> Response:
    """My jobs, the team's open ones, notices."""
    return list_page(request, here)


@signed_in
def job(request: Request, here: Here) -> Response:
    """One job."""
    return job_page(request, here, ticket_of(here, request.path_params["number"]))


@signed_in
def form(request: Request, here: Here) -> Response:
    """The form of one action; where it is not possible now, the job itself."""
    ticket = ticket_of(here, request.path_params["number"])
    return form_page(request, here, ticket, request.path_params["action"])


async def act(request: Request) -> Response:
    """One step of a job, from a form."""
    sent = await uploads.read(request)
    return await run_in_threadpool(_act, request, sent)


def _act(request: Request, sent: Sent) -> Response:
    here = here_of(request)
    if here is None:
        return _to("/sign-in?next=/jobs")
    number, name = request.path_params["number"], request.path_params["action"]
    ticket = _ticket(here.db, number)
    if name not in ACTIONS:
        raise NotFound(mark("There is no such page."))
    try:
        if not _already_done(here, ticket, name, sent):
            _do(here, ticket, name, sent)
    except Refusal as refusal:
        if not _already_done(here, ticket, name, sent):
            return _again(request, here, ticket, name, sent, refusal)
    return _to(
        f"/jobs?did={name}&number={number}" if name in BACK_TO_THE_LIST else f"/jobs/{number}?did={name}"
    )


def _do(here: Here, ticket: Ticket, name: str, sent: Sent) -> None:
    if sent.wrong:
        raise sent.wrong
    ACTIONS[name](Asked(here.db, ticket, sent, here.by))


def _ticket(db: Database, number: str) -> Ticket:
    """Whoever lost a race may not see it any more; the use case asks for the permission."""
    found = records.by_number(db, number)
    ticket = records.by_id(db, found) if found is not None else None
    if ticket is None:
        raise NotFound(mark("There is no such ticket."))
    return ticket


def _already_done(here: Here, ticket: Ticket, name: str, sent: Sent) -> bool:
    """Whether this very form had arrived before: gloves press twice, and so do poor networks."""
    last = records.last_event(here.db, ticket.id)
    return (
        last is not None
        and last.action is MEANT[name]
        and last.actor_id == here.account.id
        and sent.one("version") == str(last.seq - 1)
        and str(last.facts.get("note") or "") == sent.one("note")
    )


def _again(request: Request, here: Here, ticket: Ticket, name: str, sent: Sent, refusal: Refusal) -> Response:
    """The same form with what was typed, or the list when the job is not theirs any more."""
    try:
        fresh = ticket_of(here, ticket.number)
    except NotAllowed:
        return list_page(request, here, refusal=refusal, form=sent)
    return form_page(request, here, fresh, name, refusal=refusal, form=sent)


@signed_in
def arrive_at(request: Request, here: Here) -> Response:
    """Arrived, proved by scanning the code of that very place or machine: for every accepted job of mine there."""
    label, mine = _scanned(here, request.path_params["code"])
    if label.replaced:
        raise Refusal(
            mark("This code has been replaced. Please scan the new one, or press “Arrived” on the job.")
        )
    waiting = [ticket for ticket in mine if ticket.status is Status.ACCEPTED]
    for ticket in waiting:
        working.arrive(
            here.db, ticket_id=ticket.id, version=None, by=here.by, scanned_location_id=ticket.location_id
        )
    if not mine:
        raise Refusal(mark("You have no job at this place."))
    if isinstance(label, Label):
        scanning.used(request, here.db, label, here.now, stands=True)
    return _to(f"/jobs/{(waiting or mine)[0].number}?did=arrive")


def _scanned(here: Here, code: str) -> tuple[Label | AssetLabel, list[Ticket]]:
    """The code, and the jobs of mine it proves to be at: those of the place or of the machine it is on."""
    on_asset = asset_labels.all_labels(here.db).get(as_printed(code))
    if on_asset is not None:
        return on_asset, jobs_on(here.db, here.account.id, on_asset.asset_id)
    label = labels.read(here.db, code)
    return label, jobs_at(here.db, here.account.id, label.location_id)


@signed_in
def notices_seen(request: Request, here: Here) -> Response:
    """The notices have been read."""
    outbox.seen(here.db, here.account.id, here.now)
    return _to("/jobs")


routes: list[BaseRoute] = [
    Route("/jobs", jobs, methods=["GET"]),
    Route("/jobs/notices", notices_seen, methods=["POST"]),
    Route("/jobs/arrive-at/{code}", arrive_at, methods=["POST"]),
    Route("/jobs/{number}", job, methods=["GET"]),
    Route("/jobs/{number}/{action}", form, methods=["GET"]),
    Route("/jobs/{number}/{action}", act, methods=["POST"]),
]
