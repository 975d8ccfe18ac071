"""Places: campus, building, floor, room and zone, whose they are, and what to know before going in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from lib.core.clock import local_date
from lib.core.i18n import mark
from lib.lists.cells import Choice, Code, Text, YesNo
from lib.lists.keeping import frame
from lib.lists.plain import folded
from lib.lists.shape import Column, Draft, List, Values
from lib.lists.things import departments, ids
from lib.lists.tree import Tree
from lib.places import labels, locations
from lib.places.locations import AREA_WORDS, KIND_WORDS, LocationKind
from lib.store.database import Database, Row, Transaction

CHANGING = ("name", "area_class", "notes", "active")
LABELLED = (LocationKind.ROOM, LocationKind.ZONE)


def _columns(db: Database) -> Sequence[Column]:
    inherited = mark("Empty: as the place it lies in.")
    return (
        Column(attribute="number", title=mark("Place number"), cell=Code(), needed=True),
        Column(
            attribute="parent",
            title=mark("Lies in"),
            cell=Code(),
            fixed=True,
            note=mark("The number of the place above it; it may stand in the same file, in any order."),
        ),
        Column(attribute="kind", title=mark("Kind"), cell=Choice(KIND_WORDS), needed=True, fixed=True),
        Column(attribute="name", title=mark("Name"), cell=Text(60), needed=True),
        Column(attribute="area_class", title=mark("Area"), cell=Choice(AREA_WORDS), note=inherited),
        Column(
            attribute="department",
            title=mark("Department"),
            cell=departments(db),
            note=mark("Empty: as the place it lies in. A change holds from today on."),
        ),
        Column(attribute="notes", title=mark("Entry notes"), cell=Text(500, lines=True), note=inherited),
        Column(attribute="active", title=mark("In use"), cell=YesNo(), default=True),
    )


def _places(db: Database) -> list[Row]:
    return db.rows(
        """
        SELECT l.id, l.number, a.number AS parent, l.campus_id, l.kind, l.name, l.area_class, l.notes, l.active,
          d.code AS department
        FROM location l LEFT JOIN location a ON a.id = l.parent_id
        LEFT JOIN occupancy o ON o.location_id = l.id AND o.to_date IS NULL
        LEFT JOIN department d ON d.id = o.department_id ORDER BY l.id
        """
    )


def _rows(db: Database) -> Iterable[Values]:
    for row in _places(db):
        above = {"parent": row["parent"] or "", "department": row["department"] or ""}
        yield {**{name: row[name] for name in ("number", "kind", *CHANGING)}, **above}


def _check(db: Database, drafts: Sequence[Draft]) -> None:
    Tree.of(_places(db)).check(drafts)


def _save(db: Database, tx: Transaction, drafts: Sequence[Draft], now: datetime) -> Mapping[str, str]:
    there = _places(db)
    known = {row["number"]: row["id"] for row in there}
    new = Tree.of(there).placed([draft for draft in drafts if draft.before is None])
    changed = [draft for draft in drafts if draft.before is not None]
    numbers = known | dict(_added(tx, new, there, now))
    tx.amend("location", frame([_changed(draft, known) for draft in changed]))
    belongs = ids(db, "department")
    moved = {
        numbers[draft.key[0]]: belongs.of(draft.values["department"])
        for draft in drafts
        if draft.values["department"] != (draft.before or {}).get("department", "")
    }
    locations.occupy_all(tx, moved, local_date(now))
    return {}


def _changed(draft: Draft, known: Mapping[str, int]) -> Row:
    return {"id": known[draft.key[0]], **{name: draft.values[name] for name in CHANGING}}


def _added(tx: Transaction, new: Sequence[Draft], there: Sequence[Row], now: datetime) -> Mapping[str, int]:
    """New places, parents with the lower ids as all readers of the tree expect; ids by number."""
    tree = Tree.of(there).known
    above = {number: (row["id"], row["campus_id"]) for number, row in tree.items()}
    rows: list[Row] = []
    for draft, new_id in zip(new, tx.next_ids("location_id", len(new)), strict=True):
        parent, campus = above.get(folded(draft.values["parent"]), (None, new_id))
        above[folded(draft.key[0])] = (new_id, campus)
        values = {name: draft.values[name] for name in ("number", "kind", *CHANGING)}
        rows.append({"id": new_id, "parent_id": parent, "campus_id": campus, **values})
    tx.append("location", frame(rows))
    labels.issue_all(tx, [row["id"] for row in rows if row["kind"] in LABELLED], now)
    return {row["number"]: row["id"] for row in rows}


SHAPE = List(
    name="places",
    title=mark("Places"),
    order=20,
    keys=("number",),
    columns=_columns,
    rows=_rows,
    check=_check,
    save=_save,
    note=mark("New rooms and zones get their code for the wall by themselves."),
)
