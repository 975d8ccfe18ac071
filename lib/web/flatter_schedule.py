"""The flatter schedule: proposed as JSON for the rounds on show, and carried out as far as somebody agreed."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any, cast

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from lib.core import clock
from lib.core.errors import NotAllowed, Refusal, WrongInput
from lib.core.facts import dumps
from lib.core.i18n import Language, explain
from lib.inspections import calendar, flatter_schedule, records, works
from lib.inspections.flatter_schedule import Group, Suggested, Wanted
from lib.inspections.round import Round
from lib.people.accounts import all_accounts
from lib.people.organisation import teams, vendors
from lib.places.locations import all_locations
from lib.store.database import Database
from lib.tickets.by import By
from lib.web import forms
from lib.web.board_feed import id_of, read_json
from lib.web.inspection_calendar import UNREADABLE, actor_of, as_json, refused
from lib.web.page import database, language

LARGEST = 500_000


async def propose(request: Request) -> Response:
    """{"ids", "last"}: rounds, and the last day they may go to. JSON: moves [{id, version, name, from, to}], before and
    after (minutes by day), groups that gain or move [{name, before, after}] (minutes of the busiest day), proved."""
    sent = read_json(await forms.whole(request, LARGEST))
    return await run_in_threadpool(_proposed, request, sent)


def _proposed(request: Request, sent: Any) -> Response:
    db = database()
    try:
        actor = actor_of(request)
        ids, last = _asked(sent)
        found = flatter_schedule.suggest(db, ids, last, actor=actor, now=clock.now())
    except Refusal as refusal:
        return refused(request, refusal)
    return as_json(dumps(_said(db, found)))


def _asked(sent: Any) -> tuple[list[int], date]:
    try:
        return [id_of(each) for each in sent["ids"]], date.fromisoformat(sent["last"])
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise WrongInput(UNREADABLE) from error


def _said(db: Database, found: Suggested) -> Mapping[str, Any]:
    proposal = found.proposal
    concerned: set[Hashable] = {flatter_schedule.group(db, round) for round in found.rounds.values()}
    concerned |= {whose for whose, before in proposal.before.items() if proposal.after[whose] < before}
    peaks = [(name(db, whose), proposal.before[whose], proposal.after[whose]) for whose in concerned]
    better = sorted(peaks, key=lambda each: (each[2] - each[1], each[0]))
    return {
        "moves": [
            _named(db, found.rounds[each.id]) | {"from": each.from_day, "to": each.to_day}
            for each in proposal.moves
        ],
        "before": {str(day): minutes for day, minutes in found.before.items()},
        "after": {str(day): minutes for day, minutes in found.after.items()},
        "groups": [{"name": who, "before": before, "after": after} for who, before, after in better],
        "proved": proposal.proved,
    }


def _named(db: Database, round: Round) -> dict[str, Any]:
    return {
        "id": round.id,
        "version": round.version,
        "name": works.work(db, round.plan_id, round.route)["name"],
    }


def name(db: Database, whose: Hashable) -> str:
    """What a group is called; "" for rounds that are nobody's and of no campus."""
    kind, number = cast(Group, whose)
    known: Mapping[str, Any] = {
        "account": all_accounts,
        "team": teams,
        "vendor": vendors,
        "campus": all_locations,
    }
    found = known[kind](db).get(number)
    return str(found.name) if found else ""


async def carry_out(request: Request) -> Response:
    """{"moves": [{"id", "version", "to"}]}. JSON: moved (rounds as they are then), left [{id, name, refusal}]."""
    sent = read_json(await forms.whole(request, LARGEST))
    return await run_in_threadpool(_carried, request, sent)


def _carried(request: Request, sent: Any) -> Response:
    db = database()
    try:
        by = By(actor=actor_of(request), now=clock.now())
        done = flatter_schedule.carry_out(db, _wanted(sent), by=by)
    except Refusal as refusal:
        return refused(request, refusal)
    spoken = Language(language(request))
    left = [
        {"id": wanted.round_id, "name": _name(db, wanted, why), "refusal": explain(spoken, why)}
        for wanted, why in done.left
    ]
    moved = ",".join(calendar.one(db, round) for round in done.moved)
    return as_json(f'{{"moved":[{moved}],"left":{dumps(left)}}}')


def _wanted(sent: Any) -> list[Wanted]:
    try:
        moves = [(id_of(one["id"]), id_of(one["version"]), one["to"]) for one in sent["moves"]]
        return [Wanted(number, version, date.fromisoformat(day)) for number, version, day in moves]
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise WrongInput(UNREADABLE) from error


def _name(db: Database, wanted: Wanted, why: Refusal) -> str:
    """What the round is called; nothing about rounds of others."""
    round = None if isinstance(why, NotAllowed) else records.by_id(db, wanted.round_id)
    return str(works.work(db, round.plan_id, round.route)["name"]) if round else ""


routes: list[BaseRoute] = [
    Route("/inspections/flatter", propose, methods=["POST"]),
    Route("/inspections/flatter/carry-out", carry_out, methods=["POST"]),
]
