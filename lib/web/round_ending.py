"""The end of a round on the phone: what was done and found, what is left, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from lib.core.clock import short_time
from lib.core.errors import Refusal
from lib.core.i18n import explain, mark, say
from lib.inspections import plans, records, visits
from lib.inspections.actions.ending import end
from lib.inspections.round import Round
from lib.inspections.stops import left, stops_of
from lib.inspections.words import STATE_WORDS, Action, Status
from lib.people.roles import Permission
from lib.store.database import Database
from lib.web import forms, round_told
from lib.web.job_here import Here, here_of
from lib.web.page import language, status_of
from lib.web.round_list import until_words
from lib.web.round_sent import parsed

MOST_BYTES = 20_000


def summary(here: Here, round: Round) -> Mapping[str, Any] | None:
    """How a round ended: when, by whom, what was left and where it goes on; None while it is open."""
    if round.is_open:
        return None
    db = here.db
    last = visits.last_of_round(db, round.id)
    names = {stop.position: round_told.names_of(db, stop)[0] for stop in stops_of(db, round)}
    ended = next((e for e in reversed(records.events(db, round.id)) if e.action is Action.END), None)
    return {
        "at": short_time(round.ended_at, here.now, here.language),
        "by": ended.actor_name if ended else "",
        "reason": str(ended.facts.get("reason", "")) if ended else "",
        "left": [names[position] for position in left(db, round, last)],
        "follow_up": follow_up(db, round.id),
        "tickets": list(dict.fromkeys(round_told.tickets_of(db, round.id).values())),
    }


def follow_up(db: Database, round_id: int) -> Round | None:
    """The round that carries on what this one left."""
    row = db.row(f"{records.SELECT} WHERE r.follows_id = $id ORDER BY r.part DESC", id=round_id)
    return records.from_row(row) if row else None


def said(here: Here, round: Round) -> str:
    """One sentence about a round that has just been ended."""
    name, spoken = plans.plan(here.db, round.plan_id).name, here.language
    carried = follow_up(here.db, round.id)
    state = say(spoken, STATE_WORDS[round.status.value])
    if carried:
        message = mark("{name}: {state}. What was left goes on until {time}.")
        return say(
            spoken, message, name=name, state=state, time=until_words(carried.closes_at, here.now, spoken)
        )
    missed = round.status in (Status.PARTIAL, Status.MISSED)
    if missed and (n := len(left(here.db, round, visits.last_of_round(here.db, round.id)))):
        message = mark("{name}: {state}. {n} stops count as missed.")
        return say(spoken, message, name=name, state=state, n=n)
    return say(spoken, mark("{name}: {state}."), name=name, state=state)


async def send(request: Request) -> Response:
    """Ends the round as chosen."""
    body = await forms.whole(request, MOST_BYTES)
    return await run_in_threadpool(_ended, request, body)


def _ended(request: Request, body: bytes | None) -> Response:
    try:
        here = here_of(request, Permission.DO_ROUNDS)
        if here is None:
            return JSONResponse({}, 401)
        told = parsed(body)
        words = {name: str(told.get(name) or "") for name in ("choice", "reason")}
        ended = end(here.db, round_id=request.path_params["id"], version=None, by=here.by, **words)
    except Refusal as refusal:
        told = {"error": explain(language(request), refusal), "field": refusal.field}
        return JSONResponse(told, status_of(refusal))
    return JSONResponse({"to": f"/rounds?ended={ended.round.id}"}, headers={"Cache-Control": "no-store"})
