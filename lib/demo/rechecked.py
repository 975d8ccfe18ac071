"""The evening of an earlier day: what was found and mended is looked at again."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from lib.core.clock import wall
from lib.core.errors import Refusal
from lib.demo.chance import between, random_for, whole
from lib.demo.readings import Readings
from lib.demo.world import World
from lib.inspections import rechecking
from lib.inspections.judging import YES, Given
from lib.inspections.rechecking import Due
from lib.inspections.words import ItemKind
from lib.people import accounts
from lib.people.roles import SYSTEM
from lib.tickets.by import By

_FROM = time(17, 0)
_SPREAD = 120.0  # minutes of the evening


def recheck_open(world: World, day: date) -> int:
    """Every finding whose work was over by the evening of that day is seen good by an inspector; how many."""
    readings = Readings(world.db, world.pictures.finished, {})
    due = rechecking.due(world.db, SYSTEM, world.now)
    return sum(_seen_good(world, readings, one, wall(day, _FROM)) for one in due)


def _seen_good(world: World, readings: Readings, due: Due, evening: datetime) -> bool:
    random = random_for("rechecked", due.finding.id)
    at = max(evening + between(random, 0, _SPREAD), due.over_at + timedelta(minutes=10))
    actors = [accounts.actor(world.db, one.id) for one in world.crews.inspectors if one.id is not None]
    able = [actor for actor in actors if rechecking.may_recheck(world.db, due, actor)]
    if at > world.now or not able:
        return False
    number = readings.good(due.item, random) if due.item.kind is ItemKind.NUMBER else None
    photos = world.pictures.finished[:1] if due.item.photo else ()
    given = Given(
        number=Decimal(str(number)) if number is not None else None,
        words="" if number is not None else YES,
        photos=photos,
    )
    try:
        by = By(actor=able[0], now=whole(at))
        rechecking.recheck(world.db, finding_id=due.finding.id, given=given, by=by)
    except Refusal:  # a choice, whose good answers only people know: it stays to be looked at
        return False
    return True
