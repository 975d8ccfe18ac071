"""Adding and correcting places, and replacing the codes on their walls."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from lib.core.choices import known
from lib.core.errors import NotFound, Refusal, WrongInput
from lib.core.i18n import mark
from lib.core.typed_words import seen
from lib.people import audit
from lib.people.organisation import departments
from lib.people.roles import Actor, Permission, require
from lib.places import labels, locations
from lib.places.locations import AreaClass, LocationKind
from lib.store.database import Database

EDITABLE = ("name", "area_class", "notes", "active")


def add_place(db: Database, *, actor: Actor, parent_id: int | None, now: datetime, **words: str) -> int:
    """A new place under another one (a campus under none), with a wall code where people stand; its id."""
    require(actor, Permission.ADMINISTER)
    parent = locations.location(db, parent_id)
    if parent is None and words.get("kind") != LocationKind.CAMPUS:
        raise WrongInput(mark("Please choose where it lies."), field="parent_id")
    with db.transaction() as tx:
        new = locations.add(tx, parent=parent, **words)
        if words.get("kind") in (LocationKind.ROOM, LocationKind.ZONE):
            labels.issue(tx, new, now)
        audit.write(tx, actor, "place_changed", words["number"], now=now)
    return new


def change_place(
    db: Database, *, actor: Actor, location_id: int, changes: Mapping[str, Any], now: datetime
) -> None:
    """Corrects name, area class, entry notes, or takes a place out of use (not while places below it are in use)."""
    require(actor, Permission.ADMINISTER)
    place = locations.location(db, location_id)
    if place is None:
        raise NotFound(mark("There is no such place."))
    # What is as it was may be inherited from above, and stays so.
    wanted = {
        name: value
        for name, value in (
            (name, seen(typed) if isinstance(typed, str) else typed) for name, typed in changes.items()
        )
        if name in EDITABLE and value != getattr(place, name)
    }
    if not wanted:
        raise Refusal(mark("Nothing was changed."))
    if not str(wanted.get("name", place.name)).strip():
        raise WrongInput(mark("A place needs a number and a name."), field="name")
    if wanted.get("area_class") and not known(AreaClass, wanted["area_class"]):
        raise WrongInput(mark("Please choose from the list."), field="area_class")
    below = [
        one for one in locations.all_locations(db).values() if one.parent_id == location_id and one.active
    ]
    if wanted.get("active") is False and below:
        raise Refusal(mark("{count} places below it are still in use."), count=len(below))
    with db.transaction() as tx:
        tx.update("location", {"id": location_id, **wanted})
        audit.write(tx, actor, "place_changed", place.number, now=now, facts=wanted)


def move_in(
    db: Database, *, actor: Actor, location_id: int, department_id: int, since: date, now: datetime
) -> None:
    """From that day on the place belongs to the department; tickets keep the department they were opened for."""
    require(actor, Permission.ADMINISTER)
    if locations.location(db, location_id) is None:
        raise NotFound(mark("There is no such place."))
    if department_id not in departments(db):
        raise NotFound(mark("There is no such department."))
    with db.transaction() as tx:
        locations.occupy(tx, location_id, department_id, since)
        audit.write(
            tx, actor, "place_changed", str(location_id), now=now, facts={"department_id": department_id}
        )


def replace_label(db: Database, *, actor: Actor, location_id: int, now: datetime) -> str:
    """A fresh wall code; the old one explains itself from now on."""
    require(actor, Permission.ADMINISTER)
    if locations.location(db, location_id) is None:
        raise NotFound(mark("There is no such place."))
    with db.transaction() as tx:
        code = labels.issue(tx, location_id, now)
        audit.write(tx, actor, "label_replaced", str(location_id), now=now)
    return code
