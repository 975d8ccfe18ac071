"""Looking again, on the phone: what waits for it, and the form at the machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from lib.core.errors import NotAllowed, Refusal
from lib.core.i18n import mark, say
from lib.inspections import finding as findings
from lib.inspections import rechecking
from lib.inspections.finding import Finding
from lib.inspections.judging import LONGEST, NO, YES, Given, number_of
from lib.inspections.plans import Stop
from lib.inspections.reading_words import against, limits, reading
from lib.inspections.rechecking import Due, recheck
from lib.inspections.round_dossier import Found, about
from lib.inspections.words import VERDICT_WORDS, ItemKind, Verdict
from lib.people import accounts
from lib.people.roles import Permission
from lib.places.locations import entry_notes
from lib.tickets.words import OUTCOME_WORDS
from lib.web import page, uploads
from lib.web.forms import Sent
from lib.web.job_here import Here, here_of
from lib.web.round_told import names_of
from lib.web.uploads import signed

NUMBERS = frozenset({ItemKind.NUMBER, ItemKind.METER})
DID = {
    "passed": mark("Written down: in order again. Thank you."),
    "failed": mark("Written down: still not in order. The work goes on."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckCard:
    """What a list says of something to look at again. `work`: who did what."""

    due: Due
    title: str
    place: str
    seen: str
    work: str


def waiting(here: Here) -> Sequence[RecheckCard]:
    """What this person is to look at again, the longest over first; `_rechecks.html` shows it."""
    return [_card(here, due) for due in rechecking.due(here.db, here.actor, here.now)]


def _card(here: Here, due: Due) -> RecheckCard:
    title, place = names_of(here.db, _stop(due.finding))
    return RecheckCard(
        due=due, title=title, place=place, seen=_seen(here, due.finding), work=_work(here, due)
    )


def _stop(finding: Finding) -> Stop:
    return Stop(finding.position, finding.asset_id, finding.location_id)


def _seen(here: Here, finding: Finding) -> str:
    """What was read when it was found."""
    first, item = findings.first_answer(here.db, finding), rechecking.asked(here.db, finding)
    return against(item, first["number"], first["words"], here.language) if first else ""


def _work(here: Here, due: Due) -> str:
    if due.ticket is None:
        return ""
    who = accounts.names(here.db).get(due.ticket.done_by or 0, "")
    how = say(here.language, OUTCOME_WORDS[due.ticket.outcome]) if due.ticket.outcome else ""
    return " · ".join(filter(None, (how, who)))


def show(request: Request) -> Response:
    """The form; once it was looked at, what came of it."""
    here = here_of(request, Permission.DO_ROUNDS)
    if here is None:
        return _to(f"/sign-in?next={request.url.path}")
    return _page(request, here, _found(here, request))


def _found(here: Here, request: Request) -> Found:
    """NotFound for none, NotAllowed for who may neither do nor see its round."""
    found = about(here.db, findings.by_id(here.db, request.path_params["finding"]))
    if not rechecking.may_see(here.db, found.finding, here.actor):
        raise NotAllowed(mark("You are not allowed to do this here."))
    return found


def _page(
    request: Request, here: Here, found: Found, refusal: Refusal | None = None, form: Sent | None = None
) -> Response:
    item, due = found.item, found.due
    title, place = names_of(here.db, _stop(found.finding))
    facts: dict[str, Any] = {
        "here": here,
        "found": found,
        "item": item,
        "title": title,
        "place": place,
        "notes": entry_notes(here.db, found.finding.location_id),
        "seen": _seen(here, found.finding),
        "limits": limits(item, here.language),
        "measured": item.kind in NUMBERS,
        "options": _options(found),
        "work": _work(here, due) if due else "",
        "may": due is not None and rechecking.may_recheck(here.db, due, here.actor),
        "looks": [
            (look, accounts.names(here.db).get(look.checked_by or 0, ""), _read(here, found, look))
            for look in found.rechecks
        ],
        "did": DID.get(request.query_params.get("did", ""), ""),
        "form": form or Sent(typed={}, photos=()),
        "signed": signed,
    }
    if refusal is None:
        return page.render(request, "recheck.html", **facts)
    return page.refused(request, refusal, "recheck.html", **facts)


def _read(here: Here, found: Found, look: findings.Recheck) -> str:
    return reading(found.item, look.number, look.words, here.language)


def _options(found: Found) -> Sequence[tuple[str, str]]:
    """What can be chosen, and its message."""
    if found.item.kind is ItemKind.YES_NO:
        return [(YES, VERDICT_WORDS[Verdict.PASSED]), (NO, VERDICT_WORDS[Verdict.FAILED])]
    return [(choice, choice) for choice in found.item.choices]


async def send(request: Request) -> Response:
    """A re-check, from the form."""
    sent = await uploads.read(request)
    return await run_in_threadpool(_sent, request, sent)


def _sent(request: Request, sent: Sent) -> Response:
    here = here_of(request, Permission.DO_ROUNDS)
    if here is None:
        return _to(f"/sign-in?next={request.url.path}")
    found = _found(here, request)
    try:
        if sent.wrong:
            raise sent.wrong
        done = recheck(here.db, finding_id=found.finding.id, given=_given(found, sent), by=here.by)
    except Refusal as refusal:
        return _page(request, here, about(here.db, found.finding), refusal, sent)
    return _to(f"{request.url.path}?did={'passed' if done.passed else 'failed'}")


def _given(found: Found, sent: Sent) -> Given:
    photos = tuple(sent.photos)
    if found.item.kind in NUMBERS:
        number = number_of(sent.one("number", 40), found.item)
        return Given(number=number, words=sent.words("words", LONGEST), photos=photos)
    return Given(words=sent.words("choice", LONGEST), photos=photos)


def _to(address: str) -> Response:
    return RedirectResponse(address, 303, {"Cache-Control": "no-store"})


routes: list[BaseRoute] = [
    Route("/rounds/rechecks/{finding:int}", show, methods=["GET"]),
    Route("/rounds/rechecks/{finding:int}", send, methods=["POST"]),
]
