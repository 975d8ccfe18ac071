"""What the phone is told about a round: its stops, its items, and what is written down so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from lib.core.clock import short_time
from lib.core.i18n import Language, mark, say
from lib.inspections import checklists, finding, visits
from lib.inspections.checklists import Item
from lib.inspections.finding import Finding
from lib.inspections.finding_tickets import place_of
from lib.inspections.judging import plain
from lib.inspections.last_readings import last_readings
from lib.inspections.plans import Stop
from lib.inspections.reading_words import limits, span
from lib.inspections.round import Round, state
from lib.inspections.stops import stops_of
from lib.inspections.unit_words import endings
from lib.inspections.visits import Answer, Written
from lib.inspections.words import STATE_WORDS, ItemKind, Verdict
from lib.people import accounts
from lib.places import assets
from lib.places.locations import entry_notes, location
from lib.store.database import Database
from lib.web.uploads import signed

Told = dict[str, Any]
Where = tuple[int | None, int | None]


def whole(db: Database, round: Round, language: Language, now: datetime) -> Told:
    """Everything the page of the round needs to be worked with, also without a connection."""
    items = checklists.items(db, round.checklist_id, round.checklist_version)
    meters = [item.item_id for item in items if item.kind is ItemKind.METER]
    known = known_of(db, round, items)
    return {
        "items": [_item(item, language) for item in items],
        "route": [
            {**_stop(db, round, stop, meters, language, now), "known": known.get(where_of(stop), {})}
            for stop in stops_of(db, round)
        ],
        **standing(db, round, language, now),
    }


def standing(db: Database, round: Round, language: Language, now: datetime) -> Told:
    """How it stands: what changes while people work."""
    written = visits.of_round(db, round.id)
    last = {one.position: one for one in written}
    numbers = tickets_of(db, round.id)
    people = visits.people_in(db, [round.id]).get(round.id, ())
    names = accounts.names(db)
    return {
        "round": round.id,
        "open": round.is_open and now >= round.opens_at,
        "state": state(round, now).value,
        "state_words": say(language, STATE_WORDS[state(round, now)]),
        "version": f"{round.checklist_id}.{round.checklist_version}",
        "done": round.stops_done,
        "warned": round.warned,
        "failed": round.failed,
        "people": [names[who] for who in people if who in names],
        "visits": {pos: visited(db, visit, numbers, language, now) for pos, visit in last.items()},
        "earlier": {
            pos: visited(db, visit, numbers, language, now) for pos, visit in earlier(written).items()
        },
    }


def visited(
    db: Database, visit: Written, numbers: Mapping[int, str], language: Language, now: datetime
) -> Told:
    """What counts at one stop: who, when, what they answered, and the tickets of what was not in order."""
    found = [
        numbers[one.finding_id]
        for one in visit.answers
        if one.verdict is Verdict.FAILED and one.finding_id is not None and one.finding_id in numbers
    ]
    before = [
        say(language, mark("{number} (before the correction)"), number=numbers[one.finding_id])
        for one in visit.answers
        if one.verdict is not Verdict.FAILED
        and one.finding_id is not None
        and one.finding_id in numbers
        and was_corrected(db, one, visit)
    ]
    return {
        "seq": visit.seq,
        "state": stop_state(visit),
        "whole": visit.is_whole,
        "by": accounts.names(db).get(visit.visited_by or 0, ""),
        "time": short_time(visit.visited_at, now, language),
        "scanned": visit.scanned,
        "skipped": visit.skipped,
        "words": visit.words,
        "tickets": list(dict.fromkeys([*found, *before])),
        "answers": {
            one.item_id: {
                "n": plain(one.number) if one.number is not None else "",
                "w": "" if one.verdict is Verdict.UNCHECKED else one.words,
                "u": one.words if one.verdict is Verdict.UNCHECKED else "",
                "p": [{"t": signed(name)} for name in one.photos],
            }
            for one in visit.answers
        },
    }


def was_corrected(db: Database, answer: Answer, visit: Written) -> bool:
    """Whether this answer, in order, puts right what the same stop had said before: no work lies between."""
    if answer.finding_id is None:
        return False
    one = finding.by_id(db, answer.finding_id)
    there = (one.round_id, one.position) == (visit.round_id, visit.position)
    return there and finding.last_recheck(db, one.id) is None


def stop_state(visit: Written) -> str:
    """The worst of it in one word: skipped, failed, left, warned, done."""
    if visit.skipped:
        return "skipped"
    verdicts = {one.verdict for one in visit.answers}
    worst = (Verdict.FAILED, "failed"), (Verdict.UNCHECKED, "left"), (Verdict.WARNED, "warned")
    return next((word for verdict, word in worst if verdict in verdicts), "done")


def earlier(visits: Sequence[Written]) -> Mapping[int, Written]:
    """By stop: the latest visit by somebody else than who wrote down what counts there."""
    last = {one.position: one for one in visits}
    return {one.position: one for one in visits if one.visited_by != last[one.position].visited_by}


def tickets_of(db: Database, round_id: int) -> Mapping[int, str]:
    """The number of the ticket of each finding of the round."""
    sql = """
        SELECT f.id, t.number FROM finding f JOIN ticket t ON t.id = f.ticket_id
        WHERE f.id IN (SELECT a.finding_id FROM answer a WHERE a.round_id = $round AND a.finding_id IS NOT NULL)"""
    return {row["id"]: row["number"] for row in db.rows(sql, round=round_id)}


def known_of(db: Database, round: Round, items: Sequence[Item]) -> Mapping[Where, Mapping[int, str]]:
    """The tickets of what earlier rounds found not in order and nobody has seen good again, by asset or place and
    item. All of the round's items in one question, so that a long route costs no more than a short one."""
    found: dict[Where, dict[int, str]] = {}
    for one, number in finding.still_open(db, [item.item_id for item in items]):
        if one.round_id != round.id:
            found.setdefault(where_of(one), {})[one.item_id] = number
    return found


def where_of(there: Stop | Finding) -> Where:
    """The asset, or the place where there is none."""
    return (there.asset_id, None) if there.asset_id is not None else (None, there.location_id)


def _item(item: Item, language: Language) -> Told:
    numbers = ("warn_low", "warn_high", "fail_low", "fail_high")
    return {
        "id": item.item_id,
        "words": item.words,
        "hint": item.hint,
        "kind": item.kind.value,
        "unit": item.unit,
        "endings": endings(item.unit),
        "choices": list(item.choices),
        "bad": list(item.bad_choices),
        "needed": item.needed,
        "photo": item.photo,
        "limits": limits(item, language),
        "near": span(item.warn_low, item.warn_high, item.unit),
        **{name: float(value) if (value := getattr(item, name)) is not None else None for name in numbers},
    }


def _stop(
    db: Database, round: Round, stop: Stop, meters: Sequence[int], language: Language, now: datetime
) -> Told:
    last = last_readings(db, round, stop, meters, now)
    title, place = names_of(db, stop)
    return {
        "at": stop.position,
        "title": title,
        "place": place,
        "notes": entry_notes(db, stop.location_id),
        "last": {
            item_id: [plain(reading.number), short_time(reading.read_at, now, language)]
            for item_id, reading in last.items()
        },
    }


def names_of(db: Database, stop: Stop) -> tuple[str, str]:
    """What stands there and where: the machine with its number and its place, or the place alone."""
    machine = assets.asset(db, stop.asset_id)
    place = location(db, place_of(db, stop))
    path = place.path if place else ""
    return (f"{machine.name} {machine.number}", path) if machine else (path, "")
