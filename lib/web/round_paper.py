"""A round on paper: the record sheet a hospital files, items down the side, stops across."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from lib.core import clock
from lib.core.clock import full_time
from lib.core.i18n import Language, mark, say
from lib.inspections import checklists
from lib.inspections.actions.giving import whose
from lib.inspections.checklists import Item
from lib.inspections.judging import plain
from lib.inspections.reading_words import limits, reading, span
from lib.inspections.round import Round, state
from lib.inspections.round_dossier import Found, RoundDossier, Seen, round_dossier
from lib.inspections.visits import Answer, Written
from lib.inspections.words import PLAN_KIND_WORDS, STATE_WORDS, ItemKind, Verdict
from lib.people import accounts
from lib.places.locations import location
from lib.store.database import Database
from lib.tickets.rules import rules
from lib.tickets.words import STATUS_WORDS
from lib.web.page import database, language, render
from lib.web.round_list import window_words
from lib.web.round_told import names_of
from lib.web.sign_in import account_of

ACROSS = 5
"""Stops beside each other on a sheet; more go below."""
SHORT = 24
"""Letters of a remark that fit into the column of a stop; longer ones stand below the table."""
MOST_PICTURES = 12
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
    before: Sequence[str]

    @property
    def is_long(self) -> bool:
        """Whether what was said goes below the table."""
        return len(self.words) > SHORT or "\n" in self.words


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
        heading=rules(db).hospital_name or (campus.name if campus else ""),
        number=sheet_number(seen),
        kind=PLAN_KIND_WORDS[seen.plan.kind],
        state=STATE_WORDS[state(seen.round, clock.now())],
        window=window_words(seen.round, seen.round.planned_at, spoken),
        checklist=checklists.checklist(db, seen.round.checklist_id).name,
        whose=whose(db, seen.round),
        begun_by=accounts.names(db).get(seen.round.begun_by or 0, ""),
        ended_by=accounts.names(db).get(seen.round.ended_by or 0, ""),
        people=list(dict.fromkeys(one.who for one in columns if one.who)),
        items=[(item, _limits(item, spoken)) for item in seen.items.values()],
        blocks=[columns[n : n + ACROSS] for n in range(0, len(columns), ACROSS)],
        found=_findings(db, seen, spoken),
        **_pictures(seen),
        MARKS=MARKS,
    )


def sheet_number(seen: RoundDossier) -> str:
    """What the sheet is filed under: the plan, the day its rule named, when the slot begins, and which part of it:
    "XJ-012-20261124-0800-1"."""
    round: Round = seen.round
    begins = round.slot.partition("-")[0].replace(":", "")
    parts = [seen.plan.code, f"{round.occurs_on:%Y%m%d}", begins, str(round.part) if round.part else ""]
    return "-".join(filter(None, parts))


def _limits(item: Item, spoken: Language) -> str:
    """Beyond which it is not in order, and between which it is as it should be; the unit stands beside the item."""
    fail, near = span(item.fail_low, item.fail_high, ""), span(item.warn_low, item.warn_high, "")
    said = {
        (True, True): mark("In order {limits}, ideal {near}"),
        (True, False): mark("In order: {limits}"),
        (False, True): mark("Ideal {near}"),
    }.get((bool(fail), bool(near)))
    return say(spoken, said, limits=fail, near=near) if said else ""


def _pictures(seen: RoundDossier) -> dict[str, Any]:
    """The first photos of what counts, each with its stop and item, and how many there are."""
    taken = [
        (name, number, seen.items[answer.item_id].words)
        for number, one in enumerate(seen.stops, 1)
        for answer in (one.visit.answers if one.visit else ())
        for name in answer.photos
        if answer.item_id in seen.items
    ]
    return {"pictures": taken[:MOST_PICTURES], "pictures_in_all": len(taken)}


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
        before=[_earlier(db, before, visit, items, spoken) for before in one.before] if visit else [],
    )


def _earlier(db: Database, before: Written, now: Written, items: Sequence[Item], spoken: Language) -> str:
    """Who had been there before, and what they had written otherwise: "Li 02:11: supply water 96 ℃"."""
    asked, later = {item.item_id: item for item in items}, {one.item_id: one for one in now.answers}
    otherwise = [
        f"{asked[one.item_id].words} {reading(asked[one.item_id], one.number, one.words, spoken)}".strip()
        for one in before.answers
        if one.item_id in asked and not _alike(one, later.get(one.item_id))
    ]
    said = {
        "who": accounts.names(db).get(before.visited_by or 0, ""),
        "time": full_time(before.visited_at)[11:16],
        "words": say(spoken, mark(", ")).join(otherwise) or before.skipped or say(spoken, mark("the same")),
    }
    return say(spoken, mark("before, {who} {time}: {words}"), **said)


def _alike(one: Answer, other: Answer | None) -> bool:
    return other is not None and (one.verdict, one.number, one.words) == (
        other.verdict,
        other.number,
        other.words,
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


def _findings(db: Database, seen: RoundDossier, spoken: Language) -> list[dict[str, Any]]:
    """Those that count first, in the order of the route."""
    rows = [_finding(db, seen, one, spoken) for one in seen.found]
    return sorted(rows, key=lambda row: (not row["counts"], row["at"]))


def _finding(db: Database, seen: RoundDossier, one: Found, spoken: Language) -> dict[str, Any]:
    """Where, what, what was read, and what became of it. `counts`: it is among those not in order at the top; what was
    corrected since, or found in order again, is not."""
    stop, failed, now = _read_at(seen, one)
    counts = now is not None and now.verdict is Verdict.FAILED
    read = now if counts else failed or now
    after = now if failed and not counts else None
    ticket = one.ticket
    return {
        "counts": counts,
        "at": stop.stop.position if stop else 0,
        "stop": names_of(db, stop.stop)[0] if stop else "",
        "item": one.item.words,
        "reading": _said(one, read, spoken),
        "corrected": _said(one, after, spoken),
        "limits": limits(one.item, spoken),
        "ticket": ticket.number if ticket else "",
        "status": say(spoken, STATUS_WORDS[ticket.status]) if ticket else "",
        "resolved": "" if one.finding.mistaken else full_time(one.finding.resolved_at)[5:16],
    }


def _said(one: Found, answer: Answer | None, spoken: Language) -> str:
    return reading(one.item, answer.number, answer.words, spoken) if answer else ""


def _read_at(seen: RoundDossier, one: Found) -> tuple[Seen | None, Answer | None, Answer | None]:
    """The stop of this round the finding belongs to, what had not been in order there before, and what counts now."""
    for stop in seen.stops:
        written = [*stop.before, *((stop.visit,) if stop.visit else ())]
        mine = [each for visit in written for each in visit.answers if each.finding_id == one.finding.id]
        if mine:
            failed = [each for each in mine if each.verdict is Verdict.FAILED]
            last = stop.visit.answers if stop.visit else ()
            now = next((each for each in last if each.item_id == mine[-1].item_id), None)
            return stop, failed[-1] if failed else None, now
    return None, None, None


routes: list[BaseRoute] = [Route("/print/rounds/{id:int}", show, methods=["GET"])]
