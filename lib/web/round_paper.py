"""A round on paper: the record sheet a hospital files, items down the side, stops across."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from lib.core import clock
from lib.core.clock import full_time
from lib.core.i18n import Language, say
from lib.inspections import checklists
from lib.inspections.actions.giving import whose
from lib.inspections.checklists import Item
from lib.inspections.judging import plain
from lib.inspections.reading_words import limits, reading
from lib.inspections.round import state
from lib.inspections.round_dossier import Found, RoundDossier, Seen, round_dossier
from lib.inspections.visits import Answer
from lib.inspections.words import PLAN_KIND_WORDS, STATE_WORDS, ItemKind, Verdict
from lib.people import accounts
from lib.places.locations import location
from lib.store.database import Database
from lib.tickets.words import STATUS_WORDS
from lib.web.page import database, language, render
from lib.web.round_list import window_words
from lib.web.round_told import names_of
from lib.web.sign_in import account_of

ACROSS = 5
"""Stops beside each other on a sheet; more go below."""
MARKS = {Verdict.PASSED: "✓", Verdict.WARNED: "▲", Verdict.FAILED: "✗", Verdict.UNCHECKED: "–"}


@dataclass(frozen=True, slots=True)
class Cell:
    """What was found at one item of one stop: a mark, what was read, how many photos."""

    verdict: str
    mark: str
    words: str
    photos: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One stop: its cells by item, or why there are none."""

    number: int
    title: str
    place: str
    cells: Sequence[Cell | None]
    skipped: str
    visited: bool
    who: str
    time: str
    scanned: bool
    words: str
    corrected: int


def show(request: Request) -> Response:
    """The record sheet of one round, for who may see it."""
    db, account = database(), account_of(request)
    if account is None:
        return RedirectResponse(f"/sign-in?next={request.url.path}", 303, {"Cache-Control": "no-store"})
    seen = round_dossier(db, request.path_params["id"], accounts.actor(db, account.id))
    spoken = language(request)
    columns = _columns(db, seen, spoken)
    campus = location(db, seen.round.campus_id)
    return render(
        request,
        "round_paper.html",
        seen=seen,
        by=account.name,
        campus=campus.name if campus else "",
        kind=PLAN_KIND_WORDS[seen.plan.kind],
        state=STATE_WORDS[state(seen.round, clock.now())],
        window=window_words(seen.round, seen.round.planned_at, spoken),
        checklist=checklists.checklist(db, seen.round.checklist_id).name,
        whose=whose(db, seen.round),
        begun_by=accounts.names(db).get(seen.round.begun_by or 0, ""),
        ended_by=accounts.names(db).get(seen.round.ended_by or 0, ""),
        people=list(dict.fromkeys(one.who for one in columns if one.who)),
        items=[(item, limits(item, spoken)) for item in seen.items.values()],
        blocks=[columns[n : n + ACROSS] for n in range(0, len(columns), ACROSS)],
        found=[_finding(db, seen, one, spoken) for one in seen.found],
        MARKS=MARKS,
    )


def _columns(db: Database, seen: RoundDossier, spoken: Language) -> list[Column]:
    return [
        _column(db, number, one, list(seen.items.values()), spoken)
        for number, one in enumerate(seen.stops, 1)
    ]


def _column(db: Database, number: int, one: Seen, items: Sequence[Item], spoken: Language) -> Column:
    title, place = names_of(db, one.stop)
    visit = one.visit
    answers = {answer.item_id: answer for answer in visit.answers} if visit else {}
    return Column(
        number=number,
        title=title,
        place=place,
        cells=[_cell(item, answers.get(item.item_id), spoken) for item in items],
        skipped=visit.skipped if visit else "",
        visited=visit is not None,
        who=accounts.names(db).get(visit.visited_by or 0, "") if visit else "",
        time=full_time(visit.visited_at)[5:16] if visit else "",
        scanned=visit is not None and visit.scanned,
        words=visit.words if visit else "",
        corrected=len(one.before),
    )


def _cell(item: Item, answer: Answer | None, spoken: Language) -> Cell | None:
    """The unit stands beside the item, so a number needs none; a yes or no is its mark."""
    if answer is None:
        return None
    words = answer.words
    if answer.number is not None:
        words = " ".join(filter(None, (plain(answer.number), answer.words)))
    elif item.kind is ItemKind.YES_NO and answer.verdict is not Verdict.UNCHECKED:
        words = ""
    return Cell(answer.verdict.value, MARKS[answer.verdict], words, len(answer.photos))


def _finding(db: Database, seen: RoundDossier, one: Found, spoken: Language) -> dict[str, str]:
    """Where, what, what was read, and what became of it."""
    stop, answer = _read_at(seen, one)
    ticket = one.ticket
    return {
        "stop": names_of(db, stop.stop)[0] if stop else "",
        "item": one.item.words,
        "reading": reading(one.item, answer.number, answer.words, spoken) if answer else "",
        "limits": limits(one.item, spoken),
        "ticket": ticket.number if ticket else "",
        "status": say(spoken, STATUS_WORDS[ticket.status]) if ticket else "",
        "resolved": full_time(one.finding.resolved_at)[5:16],
    }


def _read_at(seen: RoundDossier, one: Found) -> tuple[Seen | None, Answer | None]:
    """The answer of this round that belongs to the finding: what failed, if it did, else what counts now."""
    for stop in seen.stops:
        for visit in (*stop.before, *((stop.visit,) if stop.visit else ())):
            for answer in visit.answers:
                if answer.finding_id == one.finding.id and answer.verdict is Verdict.FAILED:
                    return stop, answer
    for stop in seen.stops:
        for answer in stop.visit.answers if stop.visit else ():
            if answer.finding_id == one.finding.id:
                return stop, answer
    return None, None


routes: list[BaseRoute] = [Route("/print/rounds/{id:int}", show, methods=["GET"])]
