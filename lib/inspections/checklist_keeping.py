"""Adding checklists and publishing new versions of them; rounds begun keep the version they were begun with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

import polars as pl

from lib.core.errors import NotFound, Refusal, TooLate, WrongInput
from lib.core.i18n import both, mark
from lib.core.typed_words import seen
from lib.inspections.checklist_lines import NAMES, Line, check_together, checked, of_item, same_kept
from lib.inspections.checklists import Checklist, Item, read_items
from lib.people import audit
from lib.people.roles import Actor, Permission, require
from lib.store.database import Database, Transaction

LONGEST_NAME, SHOWN = 60, 20
_COMING = """
    UPDATE round SET checklist_version = $new, version = version + 1
    WHERE checklist_id = $id AND checklist_version <> $new AND status = 'due' AND closes_at > $now RETURNING id"""


@dataclass(frozen=True, slots=True)
class Published:
    """A checklist as it is now, and how many coming rounds moved to its newest version."""

    checklist: Checklist
    rounds: int


def add(
    db: Database, *, actor: Actor, name: str, lines: Sequence[Line], now: datetime, category: str = ""
) -> Checklist:
    """A new checklist in version 1; WrongInput names the field, and the line where it is one."""
    require(actor, Permission.KEEP_PLANS)
    clean = check_lines(db, lines)
    with db.transaction() as tx:
        added = create(tx, name=name, category=category, lines=clean, by=actor.account_id, now=now)
        audit.write(tx, actor, "checklist_added", added.name, now=now, facts={"items": len(lines)})
    return added


def publish(
    db: Database, *, actor: Actor, checklist_id: int, version: int, lines: Sequence[Line], now: datetime
) -> Published:
    """A new version with those lines, and the rounds not begun whose window is not over moved to it.

    `version` is the one the person saw: TooLate when there is a newer one. A line that names the item it was keeps
    its id, unless its kind or unit changed: its readings go on as one line. Refusal when nothing was changed.
    """
    require(actor, Permission.KEEP_PLANS)
    clean = check_lines(db, lines)
    with db.transaction() as tx:
        there = _seen(tx, checklist_id, version)
        published = replace_lines(tx, there, clean, by=actor.account_id, now=now)
        facts = {"version": published.checklist.version, "rounds": published.rounds}
        audit.write(tx, actor, "checklist_published", there.name, now=now, facts=facts)
    return published


def change(
    db: Database, *, actor: Actor, checklist_id: int, changes: Mapping[str, Any], now: datetime
) -> Checklist:
    """Its name, category or whether it is in use; no new version. Refusal while a plan in use goes by it and it is to
    be taken out of use."""
    require(actor, Permission.KEEP_PLANS)
    with db.transaction() as tx:
        there = read(tx, checklist_id)
        values = {"name": there.name, "category": there.category, "active": there.active, **changes}
        values["name"] = _name(tx, values["name"], but=checklist_id)
        values["category"] = seen(values["category"])
        if there.active and not values["active"]:
            _nobody_goes_by(tx, checklist_id)
        tx.update("checklist", {"id": checklist_id, **values})
        audit.write(tx, actor, "checklist_changed", values["name"], now=now)
        return read(tx, checklist_id)


def check_lines(db: Database, lines: Sequence[Line]) -> list[Line]:
    """The lines cleaned; WrongInput with the number of the line that makes no sense."""
    clean = []
    for number, line in enumerate(lines, start=1):
        try:
            clean.append(checked(db, line))
        except WrongInput as wrong:
            raise _at(number, line, wrong) from None
    check_together(clean)
    return clean


def _at(number: int, line: Line, wrong: WrongInput) -> WrongInput:
    """The same refusal, of a line: its own message is a fact of it."""
    why = both(wrong.message, **wrong.facts)
    words = line.words[:SHOWN]
    return WrongInput(
        mark("Line {line} “{words}”: {why}"), field=wrong.field, line=number, words=words, why=why
    )


def create(
    tx: Transaction,
    *,
    name: str,
    category: str,
    lines: Sequence[Line],
    by: int | None,
    now: datetime,
    active: bool = True,
) -> Checklist:
    """Version 1 of a new checklist from checked lines, without asking or auditing."""
    named, new = _name(tx, name), tx.next_id("checklist_id")
    added = Checklist(id=new, name=named, category=seen(category), version=1, active=active)
    tx.insert("checklist", {field.name: getattr(added, field.name) for field in fields(Checklist)})
    _write_version(tx, added.id, 1, lines, {}, by, now)
    return added


def replace_lines(
    tx: Transaction, there: Checklist, lines: Sequence[Line], *, by: int | None, now: datetime
) -> Published:
    """The next version of a checklist from checked lines, without asking or auditing."""
    before = {item.item_id: item for item in read_items(tx, there.id, there.version)}
    new = there.version + 1
    if not differs(tx, there, lines):
        raise Refusal(mark("Nothing was changed."))
    _write_version(tx, there.id, new, lines, before, by, now)
    tx.update("checklist", {"id": there.id, "version": new})
    moved = tx.execute(_COMING, new=new, id=there.id, now=now)
    return Published(read(tx, there.id), len(moved))


def read(tx: Transaction, checklist_id: int) -> Checklist:
    """One checklist inside a transaction; NotFound for none."""
    row = tx.row("SELECT id, name, category, version, active FROM checklist WHERE id = $id", id=checklist_id)
    if row is None:
        raise NotFound(mark("There is no such checklist."))
    return Checklist(**row)


def _seen(tx: Transaction, checklist_id: int, version: int) -> Checklist:
    there = read(tx, checklist_id)
    if there.version != version:
        raise TooLate(
            mark("Somebody has just published version {version} of this checklist; please look at it first."),
            version=there.version,
        )
    return there


def differs(tx: Transaction, there: Checklist, lines: Sequence[Line]) -> bool:
    """Whether checked lines are not those of its newest version."""
    return list(lines) != [of_item(item) for item in read_items(tx, there.id, there.version)]


def _write_version(
    tx: Transaction,
    checklist_id: int,
    version: int,
    lines: Sequence[Line],
    before: Mapping[int, Item],
    by: int | None,
    now: datetime,
) -> None:
    kept = [line.item_id if _is_still(line, before) else None for line in lines]
    fresh = iter(tx.next_ids("check_item_id", kept.count(None)))
    ids = [item_id if item_id is not None else next(fresh) for item_id in kept]
    new = [{"id": n, "checklist_id": checklist_id} for n, was in zip(ids, kept, strict=True) if was is None]
    tx.append("check_item", pl.DataFrame(new))
    rows = {"checklist_id": checklist_id, "version": version}
    tx.insert("checklist_version", {**rows, "made_at": now, "made_by": by})
    for position, (item_id, line) in enumerate(zip(ids, lines, strict=True), start=1):
        tx.insert("checklist_item", {**rows, "position": position, **_row(line), "item_id": item_id})


def _is_still(line: Line, before: Mapping[int, Item]) -> bool:
    was = before.get(line.item_id) if line.item_id is not None else None
    return was is not None and same_kept(line, was)


def _row(line: Line) -> dict[str, Any]:
    values = {name: getattr(line, name) for name in NAMES}
    return values | {
        "kind": line.kind.value,
        "choices": list(line.choices),
        "bad_choices": list(line.bad_choices),
    }


def _name(tx: Transaction, typed: str, *, but: int = 0) -> str:
    name = " ".join(seen(typed).split())
    if not name:
        raise WrongInput(mark("Please fill in the name."), field="name")
    if len(name) > LONGEST_NAME:
        raise WrongInput(mark("At most {most} characters."), field="name", most=LONGEST_NAME)
    if tx.value("SELECT id FROM checklist WHERE name = $name AND id <> $but", name=name, but=but) is not None:
        raise WrongInput(mark("“{key}” is already in use."), field="name", key=name)
    return name


def _nobody_goes_by(tx: Transaction, checklist_id: int) -> None:
    sql = "SELECT name FROM plan WHERE checklist_id = $id AND active ORDER BY name LIMIT 1"
    if (name := tx.value(sql, id=checklist_id)) is not None:
        raise Refusal(mark("Plans still go by this checklist, {name} among them."), name=name)
