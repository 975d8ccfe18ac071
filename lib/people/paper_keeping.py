"""Entering, correcting and taking out papers, and deciding which ones every technician needs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lib.core.choices import known
from lib.core.errors import NotFound, Refusal, WrongInput
from lib.core.facts import dumps
from lib.core.i18n import mark
from lib.core.typed_fields import possible, texts
from lib.people import accounts, audit
from lib.people.accounts import Account
from lib.people.organisation import team_matter
from lib.people.papers import REQUIRED, TO_REQUIRE, Paper, PaperKind, all_papers
from lib.people.roles import Actor, Permission, may, require
from lib.store import files
from lib.store.database import Database, Transaction

LONGEST: Mapping[str, int] = {"licence": 40, "title": 60, "number": 60, "note": 200}
"""Characters of each text of a paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody says a paper is; see `Paper` for the fields."""

    account_id: int
    kind: str
    licence: str = ""
    title: str = ""
    number: str = ""
    issued_on: date | None = None
    valid_until: date | None = None
    note: str = ""
    file_hash: str = ""


def keep(db: Database, *, actor: Actor, said: Said, now: datetime) -> int:
    """A new paper; its id. WrongInput with the field for what cannot be, Refusal where the same is on record."""
    require(actor, Permission.KEEP_PAPERS)
    row = _checked(db, said)
    with db.transaction() as tx:
        _only_once(tx, row, None)
        new = tx.next_id("paper_id")
        tx.insert("paper", {"id": new, **row, "kept_at": now})
        audit.write(tx, actor, "paper_kept", _whose(db, said.account_id), now=now, facts=_told(row))
    return new


def change(db: Database, *, actor: Actor, paper_id: int, said: Said, now: datetime) -> None:
    """Corrects a paper; the log keeps what it was. A renewed paper is better entered as a new one."""
    require(actor, Permission.KEEP_PAPERS)
    before, row = paper(db, paper_id), _checked(db, said)
    was = {name: getattr(before, name) for name in row}
    if was == row:
        raise Refusal(mark("Nothing was changed."))
    with db.transaction() as tx:
        _only_once(tx, row, paper_id)
        tx.update("paper", {"id": paper_id, **row})
        facts = {**_told(row), "was": _told(was)}
        audit.write(tx, actor, "paper_changed", _whose(db, said.account_id), now=now, facts=facts)


def remove(db: Database, *, actor: Actor, paper_id: int, now: datetime) -> None:
    """Takes a paper out: it counts no more, but what it said stays with the log."""
    require(actor, Permission.KEEP_PAPERS)
    gone = paper(db, paper_id)
    with db.transaction() as tx:
        tx.update("paper", {"id": paper_id, "removed_at": now})
        facts = _told({name: getattr(gone, name) for name in Said.__slots__})
        audit.write(tx, actor, "paper_removed", _whose(db, gone.account_id), now=now, facts=facts)


def require_kinds(db: Database, *, actor: Actor, kinds: Collection[str], now: datetime) -> None:
    """From now on every technician must hold a valid paper of each of these kinds; a dispatcher may make exceptions."""
    require(actor, Permission.ADMINISTER)
    wanted = [kind for kind in TO_REQUIRE if kind in kinds]
    if len(wanted) != len(set(kinds)):
        raise WrongInput(mark("Please choose from the list."), field="required_papers")
    with db.transaction() as tx:
        tx.execute(
            "INSERT INTO setting VALUES ($name, $value) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            name=REQUIRED,
            value=dumps(wanted),
        )
        audit.write(tx, actor, "setting_changed", REQUIRED, now=now, facts={"kinds": wanted})


def paper(db: Database, paper_id: int) -> Paper:
    """One paper on record; NotFound when it is not, or no more."""
    found = next((one for one in all_papers(db) if one.id == paper_id), None)
    if found is None:
        raise NotFound(mark("This paper has been taken out meanwhile."))
    return found


def people_seen(db: Database, actor: Actor) -> Mapping[int, Account]:
    """Active accounts whose papers this person may see: of the own team or vendor, or of everybody."""
    return {
        one.id: one
        for one in accounts.all_accounts(db).values()
        if one.active and may(actor, Permission.SEE_PAPERS, team_matter(db, one.team_id))
    }


def papers_seen(db: Database, actor: Actor) -> Sequence[Paper]:
    """The papers of those people."""
    seen_people = people_seen(db, actor)
    return [one for one in all_papers(db) if one.account_id in seen_people]


def _checked(db: Database, said: Said) -> dict[str, Any]:
    """The row it makes; WrongInput for what cannot be."""
    accounts.account(db, said.account_id)
    if not known(PaperKind, said.kind):
        raise WrongInput(mark("Please choose from the list."), field="kind")
    words = texts(said, LONGEST)
    licensed = said.kind == PaperKind.LICENCE
    if licensed and not words["licence"]:
        raise WrongInput(mark("Please say which licence it is."), field="licence")
    days = {"issued_on": said.issued_on, "valid_until": said.valid_until}
    _possible_days(days)
    if said.file_hash and files.known(db, said.file_hash).media_type != files.JPEG:
        raise WrongInput(mark("Please take a photo of the paper."), field="photos")
    named = {"licence": words["licence"] if licensed else "", "title": "" if licensed else words["title"]}
    about = {"account_id": said.account_id, "kind": said.kind, "file_hash": said.file_hash}
    return {**about, **words, **named, **days}


def _possible_days(days: Mapping[str, date | None]) -> None:
    possible(days)
    begins, ends = days["issued_on"], days["valid_until"]
    if begins is not None and ends is not None and ends < begins:
        raise WrongInput(mark("A paper ends after it begins."), field="valid_until")


def _only_once(tx: Transaction, row: Mapping[str, Any], paper_id: int | None) -> None:
    same = tx.value(
        """
        SELECT id FROM paper WHERE account_id = $account_id AND kind = $kind AND licence = $licence
          AND title = $title AND number = $number AND issued_on IS NOT DISTINCT FROM $issued_on AND removed_at IS NULL
        """,
        **{name: row[name] for name in ("account_id", "kind", "licence", "title", "number", "issued_on")},
    )
    if same is not None and same != paper_id:
        message = mark(
            "This person has such a paper with the same number and day of issue; a renewed one has another day."
        )
        raise Refusal(message, field="number")


def _told(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the log keeps: everything that is said, whose it is stands beside it."""
    return {name: value for name, value in row.items() if value not in (None, "") and name != "account_id"}


def _whose(db: Database, account_id: int) -> str:
    return accounts.account(db, account_id).username
