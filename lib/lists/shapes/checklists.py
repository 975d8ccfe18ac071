"""Checklists, an item in each row: a list that is changed becomes a new version of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from lib.core.errors import Refusal, WrongInput
from lib.core.i18n import mark
from lib.inspections import checklist_keeping as keeping
from lib.inspections.checklist_lines import NAMES, Line, check_together, checked, of_item
from lib.inspections.checklists import Checklist, all_checklists, items
from lib.inspections.plan_figures import checklists_seen
from lib.inspections.words import ITEM_KIND_WORDS, ItemKind
from lib.lists.amounts import Number, Whole
from lib.lists.cells import Choice, Several, Text, YesNo
from lib.lists.plain import folded
from lib.lists.shape import Column, Draft, List, Values
from lib.lists.things import services_known
from lib.people.roles import Actor, Permission
from lib.store.database import Database, Transaction
from lib.tickets.words import SEVERITY_WORDS

KEPT = tuple(name for name in NAMES if name != "item_id")
MOST_ITEMS = 999
LIMIT_TITLES: Mapping[str, str] = {
    "warn_low": mark("Warn below"),
    "warn_high": mark("Warn above"),
    "fail_low": mark("Fails below"),
    "fail_high": mark("Fails above"),
}


def _columns(db: Database) -> Sequence[Column]:
    semicolons = mark("Several with a semicolon between them.")
    severities = {"": mark("as the service says"), **SEVERITY_WORDS}
    return (
        Column(attribute="checklist", title=mark("Checklist"), cell=Text(keeping.LONGEST_NAME), needed=True),
        Column(
            attribute="words",
            title=mark("Item"),
            cell=Text(100),
            needed=True,
            note=mark(
                "An item is known by its words here; reword it on the page, so that its readings go on."
            ),
        ),
        Column(attribute="category", title=mark("Category of assets"), cell=Text(40)),
        Column(attribute="position", title=mark("No."), cell=Whole(0, MOST_ITEMS), default=MOST_ITEMS),
        Column(attribute="hint", title=mark("How to check"), cell=Text(300)),
        Column(attribute="kind", title=mark("Kind"), cell=Choice(ITEM_KIND_WORDS), needed=True),
        Column(attribute="unit", title=mark("Unit"), cell=Text(20)),
        *(
            Column(attribute=name, title=title, cell=Number(), default=None)
            for name, title in LIMIT_TITLES.items()
        ),
        Column(attribute="choices", title=mark("Answers"), cell=Several(), default=(), note=semicolons),
        Column(attribute="bad_choices", title=mark("Answers not in order"), cell=Several(), default=()),
        Column(attribute="needed", title=mark("Must be answered"), cell=YesNo(), default=True),
        Column(attribute="photo", title=mark("Photo needed"), cell=YesNo(), default=False),
        Column(attribute="service_code", title=mark("Service of the ticket"), cell=services_known(db)),
        Column(attribute="severity", title=mark("Severity of the ticket"), cell=Choice(severities)),
        Column(
            attribute="active",
            title=mark("In use"),
            cell=YesNo(),
            default=True,
            note=mark("No: the next version is without it."),
        ),
    )


def _rows(db: Database) -> Iterable[Values]:
    for one in all_checklists(db).values():
        for item in items(db, one.id, one.version):
            yield {
                "checklist": one.name,
                "category": one.category,
                "position": item.position,
                **{name: getattr(item, name) for name in KEPT},
                "kind": item.kind.value,
                "active": True,
            }


def _check(db: Database, drafts: Sequence[Draft]) -> None:
    for draft in drafts:
        if not draft.differs:
            continue
        if draft.before is None and not draft.values["active"]:
            draft.refuse("active", WrongInput(mark("There is no such item that could be taken out.")))
        try:
            checked(db, _line(draft.values))
        except Refusal as refusal:
            draft.refuse(refusal.field or "words", refusal)
    for its in _by_checklist(drafts).values():
        _check_whole(db, its)


def _check_whole(db: Database, drafts: Sequence[Draft]) -> None:
    """One category for all rows of a checklist, and at least one item left."""
    there = _named(db, drafts[0].values["checklist"])
    said = (draft.values.get("category", "") for draft in drafts)
    first = next(filter(None, said), there.category if there else "")
    for draft in drafts:
        if draft.before is None and not draft.cells.get("category", "").strip():
            draft.values["category"] = first
        elif draft.values.get("category") not in ("", first):
            draft.refuse(
                "category", WrongInput(mark("The other rows of this checklist say another category."))
            )
    if any(draft.faults for draft in drafts):
        return
    try:
        check_together([line for _, line in _merged(db, there, drafts)])
    except Refusal as refusal:
        drafts[0].refuse(refusal.field or "words", refusal)


def _by_checklist(drafts: Sequence[Draft]) -> Mapping[str, list[Draft]]:
    found: dict[str, list[Draft]] = {}
    for draft in drafts:
        if "checklist" in draft.values:
            found.setdefault(folded(draft.values["checklist"]), []).append(draft)
    return found


def _named(db: Database, name: str) -> Checklist | None:
    wanted = folded(name)
    return next((one for one in all_checklists(db).values() if folded(one.name) == wanted), None)


def _line(values: Values, item_id: int | None = None) -> Line:
    known: dict[str, Any] = {name: values[name] for name in KEPT}
    return Line(**{**known, "kind": ItemKind(values["kind"]), "item_id": item_id})


def _merged(db: Database, there: Checklist | None, drafts: Sequence[Draft]) -> list[tuple[int, Line]]:
    """The lines of the next version in order: those that are there, as the file changes them, and new ones."""
    before = items(db, there.id, there.version) if there else ()
    lines = {item.words: (item.position, of_item(item)) for item in before}
    for draft in drafts:
        words = draft.before["words"] if draft.before else draft.values["words"]
        known = lines.get(words)
        lines[words] = (draft.values["position"], _line(draft.values, known[1].item_id if known else None))
        if not draft.values["active"]:
            del lines[words]
    # A stable order: of two with one number the one that stood there first comes first.
    return sorted(lines.values(), key=lambda pair: pair[0])


def _save(db: Database, tx: Transaction, drafts: Sequence[Draft], now: datetime) -> Mapping[str, str]:
    for its in _by_checklist(drafts).values():
        values = its[0].values
        there = _named(db, values["checklist"])
        lines = keeping.check_lines(db, [line for _, line in _merged(db, there, its)])
        if there is None:
            name, category = values["checklist"], values["category"]
            keeping.create(tx, name=name, category=category, lines=lines, by=None, now=now)
            continue
        if values["category"] != there.category:
            tx.update("checklist", {"id": there.id, "category": values["category"]})
        if keeping.differs(tx, there, lines):
            keeping.replace_lines(tx, there, lines, by=None, now=now)
    return {}


def _seen(db: Database, reader: Actor) -> Callable[[Values], bool]:
    names = {one.name for one in checklists_seen(db, reader)}
    return lambda values: values["checklist"] in names


SHAPE = List(
    name="checklists",
    title=mark("Checklists"),
    order=90,
    keys=("checklist", "words"),
    columns=_columns,
    rows=_rows,
    check=_check,
    save=_save,
    seen=_seen,
    note=mark("Rounds that were begun keep the version they were begun with."),
    needs=Permission.KEEP_PLANS,
)
