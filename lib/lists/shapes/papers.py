"""Papers: who holds which training, exam, health paper, safety paper or licence, and until when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.lists.amounts import LIKE_THIS, Someday
from lib.lists.cells import Choice, Named, Text
from lib.lists.keeping import frame
from lib.lists.licences import Licence
from lib.lists.shape import Column, Draft, List, Values
from lib.people import accounts
from lib.people.papers import KIND_WORDS, Paper, PaperKind, all_papers
from lib.people.roles import Permission
from lib.store.database import Database, Row, Transaction

KEYS = ("person", "kind", "paper", "number", "issued_on")


def _columns(db: Database) -> Sequence[Column]:
    people = {one.username: one.name for one in accounts.all_accounts(db).values()}
    return (
        Column(
            attribute="person",
            title=mark("Person"),
            cell=Named(mark("Person"), people),
            needed=True,
            note=mark("User name, or the full name where only one person is called so."),
        ),
        Column(attribute="kind", title=mark("Kind of paper"), cell=Choice(KIND_WORDS), needed=True),
        Column(
            attribute="paper",
            title=mark("Name of the paper"),
            cell=Licence(),
            note=mark("Which licence, or what the training or exam is called."),
        ),
        Column(attribute="number", title=mark("Number of the paper"), cell=Text(60)),
        Column(attribute="issued_on", title=mark("Issued on"), cell=Someday(), note=LIKE_THIS),
        Column(
            attribute="valid_until",
            title=mark("Valid until"),
            cell=Someday(),
            note=mark("The last good day; empty for a paper that never ends."),
        ),
        Column(attribute="note", title=mark("Note"), cell=Text(200)),
    )


def _rows(db: Database) -> Iterable[Values]:
    people = accounts.all_accounts(db)
    return [_values(one, people[one.account_id].username) for one in all_papers(db)]


def _values(one: Paper, username: str) -> Values:
    days = {"issued_on": one.issued_on or "", "valid_until": one.valid_until or ""}
    named = {"person": username, "kind": one.kind, "paper": one.licence or one.title}
    return {**named, "number": one.number, "note": one.note, **days}


def _check(db: Database, drafts: Sequence[Draft]) -> None:
    for draft in drafts:
        if not draft.differs:
            continue
        if draft.values["kind"] == PaperKind.LICENCE and not draft.values["paper"]:
            draft.refuse("paper", WrongInput(mark("Please say which licence it is.")))
        begins, ends = draft.values["issued_on"], draft.values["valid_until"]
        if begins and ends and ends < begins:
            draft.refuse("valid_until", WrongInput(mark("A paper ends after it begins.")))


def _save(db: Database, tx: Transaction, drafts: Sequence[Draft], now: datetime) -> Mapping[str, str]:
    usernames = {one.id: one.username for one in accounts.all_accounts(db).values()}
    ids = {name: account for account, name in usernames.items()}
    there = {_key(_values(one, usernames[one.account_id])): one.id for one in all_papers(db)}
    new = [_row(draft.values, ids) for draft in drafts if draft.before is None]
    changed = [
        {"id": there[_key(draft.before)], **_row(draft.values, ids)}
        for draft in drafts
        if draft.before is not None
    ]
    numbers = tx.next_ids("paper_id", len(new))
    tx.append("paper", frame([{"id": n, **row, "kept_at": now} for n, row in zip(numbers, new, strict=True)]))
    tx.amend("paper", frame(changed))
    return {}


def _key(values: Values) -> tuple[Any, ...]:
    return tuple(values[name] for name in KEYS)


def _row(values: Values, ids: Mapping[str, int]) -> Row:
    licensed = values["kind"] == PaperKind.LICENCE
    return {
        "account_id": ids[values["person"]],
        "kind": values["kind"],
        "licence": values["paper"] if licensed else "",
        "title": "" if licensed else values["paper"],
        "number": values["number"],
        "issued_on": values["issued_on"] or None,
        "valid_until": values["valid_until"] or None,
        "note": values["note"],
    }


SHAPE = List(
    name="papers",
    title=mark("Papers"),
    order=57,
    keys=KEYS,
    columns=_columns,
    rows=_rows,
    check=_check,
    save=_save,
    needs=Permission.KEEP_PAPERS,
    note=mark("A renewed paper is a row of its own; the one that lasts longest counts."),
)
