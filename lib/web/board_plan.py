"""The plan for everything that waits: shown as JSON, and carried out as far as somebody confirmed it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from lib.core.clock import short_time
from lib.core.errors import NotQualified, WrongInput
from lib.core.i18n import Language, explain, mark, say
from lib.dispatch import board, planning
from lib.dispatch.planning import Choice, Result
from lib.dispatch.proposing import Left, Line
from lib.people.roles import Actor, Permission, require
from lib.tickets import records
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.step import By
from lib.web import forms
from lib.web.board_feed import answered, id_of, order_of, read_json
from lib.web.page import database, language

LARGEST = 500_000


def show(request: Request) -> Response:
    """JSON of the proposal now: lines {ticket, number, version, whom, name, reasons (in words, the weightiest first),
    arrives (in words), kept (null for a team or company), second, second_name}; left {ticket, number, version, why};
    late: how many promises are not expected to be kept."""
    return answered(request, lambda actor, now: _shown(actor, now, Language(language(request))))


def _shown(actor: Actor, now: datetime, tongue: Language) -> Mapping[str, Any]:
    made = planning.plan(database(), actor=actor, now=now)
    return {
        "lines": [_line(line, now, tongue) for line in made.lines],
        "left": [_left(left, tongue) for left in made.left],
        "late": sum(line.kept is False for line in made.lines),
    }


def _line(line: Line, now: datetime, tongue: Language) -> Mapping[str, Any]:
    return {
        "ticket": line.ticket_id,
        "number": line.number,
        "version": line.version,
        "whom": _goal(line.whom),
        "name": line.name,
        "reasons": [say(tongue, why.message, **why.facts) for why in line.reasons],
        "arrives": short_time(line.arrives, now, tongue),
        "kept": line.kept,
        "second": line.second,
        "second_name": line.second_name,
    }


def _left(left: Left, tongue: Language) -> Mapping[str, Any]:
    why = say(tongue, left.why.message, **left.why.facts)
    return {"ticket": left.ticket_id, "number": left.number, "version": left.version, "why": why}


def _goal(whom: Whom) -> Mapping[str, int]:
    found = {"person": whom.assignee_id, "team": whom.team_id, "vendor": whom.vendor_id}
    return {kind: goal for kind, goal in found.items() if goal is not None}


async def carry_out(request: Request) -> Response:
    """Takes {"key", "lines": [{"ticket", "version", "whom": {"person": id}, "second", "words", "override"}]}, chosen
    from the proposal or changed by hand. Each line stands for itself: results [{ticket, number, card, done, and where
    it was refused: refusal in words, field, overridable}], in the order sent. The same key does nothing twice."""
    sent = read_json(await forms.whole(request, LARGEST))
    return await run_in_threadpool(
        answered, request, lambda actor, now: _carried(actor, now, sent, Language(language(request)))
    )


def _carried(actor: Actor, now: datetime, sent: Any, tongue: Language) -> Mapping[str, Any]:
    require(actor, Permission.ASSIGN_TICKET)
    lines = sent.get("lines") if isinstance(sent, dict) else None
    if not isinstance(lines, list) or not 0 < len(lines) <= planning.MOST:
        raise WrongInput(mark("This order could not be read; please reload the page."))
    choices, key = [_choice(line) for line in lines], sent.get("key")
    results = planning.carry(
        database(), choices, by=By(actor=actor, now=now), key=key[:64] if isinstance(key, str) else ""
    )
    return {"results": [_result(result, actor, tongue) for result in results]}


def _choice(line: Any) -> Choice:
    order = order_of("assign", line)
    if order.version is None:
        raise WrongInput(mark("This order could not be read; please reload the page."))
    try:
        second = id_of(line["second"]) if line.get("second") is not None else None
    except ValueError as error:
        raise WrongInput(mark("This order could not be read; please reload the page.")) from error
    return Choice(
        ticket_id=order.ticket_id,
        version=order.version,
        whom=order.whom,
        second=second,
        words=order.words,
        override=order.override,
    )


def _result(result: Result, actor: Actor, tongue: Language) -> Mapping[str, Any]:
    ticket = result.ticket or records.by_id(database(), result.choice.ticket_id)
    card = board.card_of(database(), ticket, actor) if ticket is not None else None
    said: dict[str, Any] = {"ticket": result.choice.ticket_id, "card": card, "done": result.refusal is None}
    # The number of a ticket of somebody else's campus is none of theirs.
    said["number"] = ticket.number if ticket is not None and (card or result.ticket) else ""
    if result.refusal is not None:
        said |= {"refusal": explain(tongue, result.refusal), "field": result.refusal.field}
        if isinstance(result.refusal, NotQualified):
            said["overridable"] = result.refusal.overridable
    return said


routes: list[BaseRoute] = [
    Route("/board/plan", show, methods=["GET"]),
    Route("/board/plan", carry_out, methods=["POST"]),
]
