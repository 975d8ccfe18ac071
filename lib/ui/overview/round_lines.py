"""Rounds nobody came to yesterday, what is to be looked at again, and what is still open, as lines of the overview."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from lib.core.clock import local_date
from lib.core.i18n import mark
from lib.inspections import plans, rechecking
from lib.inspections.outstanding import missed_on, open_findings
from lib.inspections.plans import Stop
from lib.inspections.rechecking import Due
from lib.people.roles import Permission
from lib.ui.overview.glance import Part, target
from lib.ui.rounds.stops import name_of
from lib.ui.session import Session
from lib.ui.widgets import when

SHOWN = 4
NAMED = 3


def group(here: Session) -> Part:
    """The part of the overview; without lines for who neither does nor keeps rounds."""
    lines = [*_missed(here), *_rechecks(here), *_open(here)]
    return {"name": "", "title": here._(mark("Inspection and maintenance")), "lines": lines}


def _needs(here: Session) -> Permission | None:
    asked = (Permission.KEEP_ROUNDS, Permission.DO_ROUNDS)
    return next((permission for permission in asked if here.may(permission)), None)


def _missed(here: Session) -> Iterator[Part]:
    needs, day = _needs(here), local_date(here.now) - timedelta(days=1)
    found = missed_on(here.db, here.actor, day, here.now, needs) if needs else []
    if found:
        names = dict.fromkeys(plans.plan(here.db, round.plan_id).name for round in found)
        named = here._(mark(", ")).join(list(names)[:NAMED])
        words = (
            mark("Missed yesterday: {n} rounds ({names})")
            if len(names) <= NAMED
            else mark("Missed yesterday: {n} rounds ({names} …)")
        )
        yield {
            "text": here._(words, n=len(found), names=named),
            "tone": "late",
            "target": target(here, "inspection_calendar", view="list", day=day.isoformat(), state="missed"),
        }


def _rechecks(here: Session) -> Iterator[Part]:
    found = rechecking.due(here.db, here.actor, here.now) if here.may(Permission.DO_ROUNDS) else []
    for one in found[:SHOWN]:
        yield _recheck(here, one)
    if len(found) > SHOWN:
        yield {"text": here._(mark("and {n} more to be re-checked"), n=len(found) - SHOWN)}


def _recheck(here: Session, due: Due) -> Part:
    finding = due.finding
    name, _ = name_of(here, Stop(finding.position, finding.asset_id, finding.location_id))
    goal = target(here, "round", id=finding.round_id)
    return {
        "text": here._(mark("To be re-checked: {item}, {where}"), item=due.item.words, where=name),
        "when": when(due.over_at),
        "tone": "soon",
        "target": target(here, "ticket", number=due.ticket.number) if due.ticket else goal,
    }


def _open(here: Session) -> Iterator[Part]:
    if not here.may(Permission.KEEP_ROUNDS):
        return
    found = open_findings(here.db, here.actor, Permission.KEEP_ROUNDS)
    if found.count:
        yield {
            "text": here._(mark("Found on rounds and not seen good again yet: {n}"), n=found.count),
            "when": here._(mark("since {time}"), time=when(found.oldest)),
            "target": target(here, "inspection_results"),
        }
