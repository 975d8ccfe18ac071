"""The inspector's phone: my rounds, one round with its stops, and what is sent from there."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from lib.core.clock import short_time
from lib.core.errors import NotFound, Refusal, TooLate
from lib.core.i18n import explain, mark, speaker
from lib.inspections import plans, records
from lib.inspections.actions.ending import LEFT_WORDS, follow_up_of
from lib.inspections.actions.visiting import Visited, WrongAnswers, visit
from lib.inspections.round import Round
from lib.inspections.step import load
from lib.inspections.stops import stop_of, stops_of
from lib.people import accounts
from lib.people.roles import Permission, may
from lib.store import files
from lib.web import forms, rechecks, round_ending, round_list, round_sent, round_told
from lib.web.job_here import Here, here_of
from lib.web.page import language, render, status_of
from lib.web.phone_bar import bar
from lib.web.round_words import REASONS, words
from lib.web.uploads import DRAWING, signed

MOST_BYTES_OF_A_STOP = 400_000
# Browsers may show it again without a connection (a phone's camera ends other pages to have its memory), but always
# ask when there is one.
KEPT_BY_THE_PHONE = "private, no-cache"
SIGN_IN_FIRST = mark("Please sign in again. What you wrote is kept on this phone.")


def show(request: Request) -> Response:
    """My rounds."""
    here = here_of(request, Permission.DO_ROUNDS)
    if here is None:
        return _to(f"/sign-in?next={request.url.path}")
    parts = round_list.parts(here)
    return render(
        request,
        "rounds.html",
        here=here,
        bar=bar(here.actor),
        parts=parts,
        comes=None if parts["now"] else round_list.next_today(here),
        rechecks=rechecks.waiting(here),
        PARTS=round_list.PARTS,
        said=_said(request, here),
        script_words=words(speaker(here.language)),
    )


def one(request: Request) -> Response:
    """One round with everything needed to do it, also where there is no connection."""
    here = here_of(request, Permission.DO_ROUNDS)
    if here is None:
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return _to(f"/sign-in?next={asked}")
    round = _round(here, request)
    answer = render(
        request,
        "round.html",
        here=here,
        card=round_list.card(here, round, ()),
        carried_from=round_list.carried_from(here.db, round),
        told=round_told.whole(here.db, round, here.language, here.now) | _scanned(here, round, request),
        script_words=words(speaker(here.language)),
        REASONS=REASONS,
        LEFT=LEFT_WORDS,
        carries=plans.plan(here.db, round.plan_id).carries,
        prints=may(here.actor, Permission.SEE_ROUNDS),
        ending=round_ending.summary(here, round),
    )
    answer.headers["Cache-Control"] = KEPT_BY_THE_PHONE
    return answer


def _scanned(here: Here, round: Round, request: Request) -> dict[str, Any]:
    """The stop somebody came for, the code they scanned, and the stops at which it hangs."""
    asked, code = request.query_params.get("stop", ""), request.query_params.get("code", "")[:40]
    stop = next((stop for stop in stops_of(here.db, round) if str(stop.position) == asked), None)
    hangs = [one.position for one in stops_of(here.db, round) if round_sent.hangs_there(here.db, one, code)]
    return {"stop": stop.position if stop else None, "code": code, "here": hangs}


def now(request: Request) -> Response:
    """How the round stands, for the page that is open."""
    here = here_of(request, Permission.DO_ROUNDS)
    if here is None:
        return _refused(request, Refusal(SIGN_IN_FIRST), status=401)
    return _json(round_told.standing(here.db, _round(here, request), here.language, here.now))


async def send(request: Request) -> Response:
    """A stop, whole."""
    body = await forms.whole(request, MOST_BYTES_OF_A_STOP)
    return await run_in_threadpool(_sent, request, body)


def _sent(request: Request, body: bytes | None) -> Response:
    try:
        here = here_of(request, Permission.DO_ROUNDS)
        if here is None:
            return _refused(request, Refusal(SIGN_IN_FIRST), status=401)
        told = round_sent.parsed(body)
        if _another(here, told.get("who")):
            return _refused(request, Refusal(SIGN_IN_FIRST), status=401)
        round = _round(here, request)
        stop = stop_of(here.db, round, request.path_params["position"])
        sent = round_sent.understood(here.db, round, stop, told, here.now)
        done = visit(here.db, round_id=round.id, sent=sent, by=here.by)
    except Refusal as refusal:
        return _refused(request, refusal)
    return _json({"before": _before(here, done), **_standing(here, done.round)})


def _another(here: Here, who: object) -> bool:
    """Whether a page left open by one account sends while another is signed in: nobody writes under a wrong name."""
    return who is not None and str(who) != str(here.account.id)


def _standing(here: Here, round: Round) -> Mapping[str, Any]:
    return round_told.standing(here.db, round, here.language, here.now)


def _before(here: Here, done: Visited) -> Mapping[str, str] | None:
    """Whom to tell that somebody was here: both visits are kept."""
    if done.before is None:
        return None
    who = accounts.names(here.db).get(done.before.visited_by or 0, "")
    return {"who": who, "time": short_time(done.before.visited_at, here.now, here.language)}


def _round(here: Here, request: Request) -> Round:
    return load(here.db, request.path_params["id"], here.actor, Permission.DO_ROUNDS)


async def photo(request: Request) -> Response:
    """A photo, kept; its signed name, which a stop sent afterwards gives back."""
    body = await forms.whole(request, files.MOST_BYTES_OF_A_PICTURE)
    try:
        here = await run_in_threadpool(here_of, request, Permission.DO_ROUNDS)
        if here is None or _another(here, request.query_params.get("who")):
            return _refused(request, Refusal(SIGN_IN_FIRST), status=401)
        files.at_most(body or b"\0" * (files.MOST_BYTES_OF_A_PICTURE + 1), files.MOST_BYTES_OF_A_PICTURE)
        keep = partial(files.keep, here.db, body or b"", now=here.now)
        kept = await anyio.to_thread.run_sync(keep, limiter=DRAWING)
    except Refusal as refusal:
        return _refused(request, refusal)
    return _json({"t": signed(kept.hash)})


def _refused(request: Request, refusal: Refusal, status: int = 0) -> Response:
    """Why not, in words, at which items, and where it belongs instead."""
    spoken = language(request)
    wrong = refusal.wrong if isinstance(refusal, WrongAnswers) else {}
    told = {
        "error": explain(spoken, refusal),
        "field": refusal.field,
        "fields": {str(item_id): explain(spoken, one) for item_id, one in wrong.items()},
        "onward": _onward(request) if isinstance(refusal, TooLate | NotFound) else None,
    }
    return _json(told, status or status_of(refusal))


def _onward(request: Request) -> int | None:
    """The follow-up round to which a stop belongs that comes after its round has ended."""
    here, round_id = here_of(request, Permission.DO_ROUNDS), request.path_params.get("id")
    position = request.path_params.get("position")
    if here is None or round_id is None or position is None:
        return None
    found = follow_up_of(here.db, round_id, position)
    return found.id if found else None


def _json(told: Mapping[str, Any], status: int = 200) -> Response:
    return JSONResponse(dict(told), status, {"Cache-Control": "no-store"})


def _to(address: str) -> Response:
    return RedirectResponse(address, 303, {"Cache-Control": "no-store"})


def _said(request: Request, here: Here) -> str:
    """What was just ended, said once on the list."""
    asked = request.query_params.get("ended", "")
    round = (
        records.by_id(here.db, int(asked))
        if asked.isascii() and asked.isdigit() and len(asked) < 16
        else None
    )
    return round_ending.said(here, round) if round and not round.is_open else ""


routes: list[BaseRoute] = [
    Route("/rounds", show, methods=["GET"]),
    Route("/rounds/photos", photo, methods=["POST"]),
    Route("/rounds/{id:int}", one, methods=["GET"]),
    Route("/rounds/{id:int}/now", now, methods=["GET"]),
    Route("/rounds/{id:int}/stops/{position:int}", send, methods=["POST"]),
    Route("/rounds/{id:int}/end", round_ending.send, methods=["POST"]),
]
