"""Correcting the catalogue and its promises."""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import date, datetime
from typing import Any

from lib.catalog import promises
from lib.catalog.services import AUTOMATIC_WORDS, service
from lib.core.errors import NotFound, Refusal, WrongInput
from lib.core.i18n import mark
from lib.core.typed_words import seen
from lib.people import audit
from lib.people.organisation import teams, vendors
from lib.people.roles import Actor, Permission, require
from lib.store.database import Database

EDITABLE = (
    "name",
    "name_en",
    "severity",
    "weight",
    "vendor_id",
    "team_id",
    "licence",
    "people",
    "visit",
    "automatic",
    "words",
    "active",
)
TEXTS = frozenset({"name", "name_en", "licence", "words"})
MOST_PEOPLE = 50
DEAREST = 10**12
"""Cents: a price beyond it is a slip of the hand."""


def change_service(
    db: Database, *, actor: Actor, code: str, changes: Mapping[str, Any], now: datetime
) -> None:
    """Corrects what a service is called, needs and defaults to; its code and kind stay."""
    require(actor, Permission.ADMINISTER)
    if service(db, code) is None:
        raise NotFound(mark("This service is not in the catalogue."))
    wanted = {
        name: seen(value or "") if name in TEXTS else value
        for name, value in changes.items()
        if name in EDITABLE
    }
    if not wanted:
        raise Refusal(mark("Nothing was changed."))
    _known_choices(db, wanted)
    if not wanted.get("name", "x"):
        raise WrongInput(mark("Please fill in the name."), field="name")
    weight = wanted.get("weight", 1)
    if not isinstance(weight, int | float) or not 0 < weight <= 100:
        raise WrongInput(mark("A weight lies between 0 and 100."), field="weight")
    people = wanted.get("people", 1)
    if not isinstance(people, int | float) or people != int(people) or not 1 <= people <= MOST_PEOPLE:
        raise WrongInput(mark("A job takes between 1 and {most} people."), field="people", most=MOST_PEOPLE)
    with db.transaction() as tx:
        tx.update("service", {"code": code, **wanted}, key="code")
        audit.write(tx, actor, "catalogue_changed", code, now=now, facts=wanted)


def _known_choices(db: Database, wanted: Mapping[str, Any]) -> None:
    offered: Mapping[str, Container[Any]] = {
        "severity": {promise.severity for promise in promises.all_promises(db).values()},
        "automatic": AUTOMATIC_WORDS,
        "team_id": teams(db).keys() | {None},
        "vendor_id": vendors(db).keys() | {None},
    }
    for name, known in offered.items():
        if name in wanted and wanted[name] not in known:
            raise WrongInput(mark("Please choose from the list."), field=name)


def change_promise(
    db: Database,
    *,
    actor: Actor,
    promise_id: int,
    minutes: Mapping[str, int],
    now: datetime,
    others: Mapping[str, str] | None = None,
) -> int:
    """A new version in force from now on; tickets opened before keep the one they had. Its id. `others`: what else
    changes with it, such as the hours of the late evening."""
    require(actor, Permission.ADMINISTER)
    old = promises.all_promises(db).get(promise_id)
    if old is None or old.valid_to is not None:
        raise NotFound(mark("This promise has been replaced meanwhile."))
    with db.transaction() as tx:
        new = promises.replace(tx, old, minutes=minutes, now=now, others=others)
        facts = {**minutes, **(others or {})}
        audit.write(tx, actor, "promise_changed", str(promise_id), now=now, facts=facts)
    return new


def set_day(db: Database, *, actor: Actor, day: date, kind: str, note: str, now: datetime) -> None:
    """The hospital's own day off ("closed") or make-up workday ("workday"); "" takes it back."""
    require(actor, Permission.ADMINISTER)
    if kind not in ("closed", "workday", ""):
        raise WrongInput(mark("Please choose from the list."), field="kind")
    with db.transaction() as tx:
        tx.execute("DELETE FROM calendar_day WHERE day = $day", day=day)
        if kind:
            tx.insert("calendar_day", {"day": day, "kind": kind, "note": seen(note)})
        audit.write(tx, actor, "catalogue_changed", str(day), now=now, facts={"kind": kind})


def save_material(db: Database, *, actor: Actor, values: Mapping[str, Any], now: datetime) -> None:
    """Adds a material or corrects the one with that code; tickets keep the price they were finished with."""
    require(actor, Permission.ADMINISTER)
    code, name = seen(str(values.get("code") or "")), seen(str(values.get("name") or ""))
    if not code or not name:
        raise WrongInput(mark("A material needs a code and a name."), field="code")
    if int(values.get("unit_cents") or 0) < 0:
        raise WrongInput(mark("A price cannot be below zero."), field="unit_cents")
    if int(values.get("unit_cents") or 0) > DEAREST:
        raise WrongInput(mark("This price is too high; please check it."), field="unit_cents")
    row: dict[str, Any] = {
        "code": code,
        "name": name,
        "unit": seen(str(values.get("unit") or "")),
        "unit_cents": int(values.get("unit_cents") or 0),
        "group_code": str(values.get("group_code") or ""),
        "active": values.get("active") is not False,
    }
    with db.transaction() as tx:
        tx.execute("DELETE FROM material WHERE code = $code", code=row["code"])
        tx.insert("material", row)
        audit.write(tx, actor, "catalogue_changed", row["code"], now=now)
