"""Papers of the people who do the work: training, exams, health, safety, licences; and what a lacking one hinders."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from lib.core.clock import local_date
from lib.core.i18n import Words, both, mark
from lib.people import accounts, licences
from lib.store.database import Database, Row

REQUIRED = "required_papers"
"""The setting that names the kinds every technician must hold; none until somebody decides so."""


class PaperKind(StrEnum):
    TRAINING = "training"
    EXAM = "exam"
    HEALTH = "health"
    SAFETY = "safety"
    LICENCE = "licence"


KIND_WORDS: Mapping[str, str] = {
    PaperKind.TRAINING: mark("Training"),
    PaperKind.EXAM: mark("Exam"),
    PaperKind.HEALTH: mark("Health paper"),
    PaperKind.SAFETY: mark("Safety paper"),
    PaperKind.LICENCE: mark("Work licence"),
}
TO_REQUIRE = (PaperKind.TRAINING, PaperKind.EXAM, PaperKind.HEALTH, PaperKind.SAFETY)
"""Kinds every technician can be asked for; a licence is asked for by the services that need it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper of one person. `licence`: its code, "" for other kinds; `title`: what the others are called.
    `valid_until` is the last good day, None for one that never ends; `file_hash`: its photo, "" for none."""

    id: int
    account_id: int
    kind: str
    licence: str
    title: str
    number: str
    issued_on: date | None
    valid_until: date | None
    note: str
    file_hash: str

    @property
    def name(self) -> Words:
        """What people call it."""
        return _name(self.kind, self.licence, self.title)

    def valid_on(self, day: date) -> bool:
        """Whether it is good on that day of the hospital."""
        begun = self.issued_on is None or self.issued_on <= day
        return begun and (self.valid_until is None or day <= self.valid_until)

    def days_left(self, day: date) -> int | None:
        """Days until it lapses: 0 on its last day, below zero afterwards; None for one that never ends."""
        return None if self.valid_until is None else (self.valid_until - day).days


@dataclass(frozen=True, slots=True, kw_only=True)
class Hindrance:
    """What keeps a person from a job: a paper that is `missing`, `lapsed` or `early` (not valid yet).

    `message` and `facts` read as a reason without a subject ("Electrician's licence lapsed on 2026-10-31").
    `overridable`: a dispatcher may decide otherwise, with a reason; never for a statutory licence.
    """

    why: str
    kind: str
    paper: Words
    licence: str = ""
    day: date | None = None
    overridable: bool = True

    @property
    def message(self) -> str:
        """The reason as a message id."""
        return WHY_WORDS[self.why]

    @property
    def facts(self) -> Mapping[str, Any]:
        """What fills the places of the message."""
        return {"paper": self.paper, "day": self.day}

    def as_fact(self) -> Mapping[str, Any]:
        """As an event of a ticket keeps it; `hindrance_of` reads it again."""
        title = "" if self.licence or self.paper == both(KIND_WORDS[self.kind]) else self.paper.zh
        day = self.day.isoformat() if self.day else None
        return {"why": self.why, "kind": self.kind, "licence": self.licence, "title": title, "day": day}


def hindrance_of(fact: Mapping[str, Any]) -> Hindrance:
    """What `as_fact` kept."""
    day = date.fromisoformat(fact["day"]) if fact["day"] else None
    name = _name(fact["kind"], fact["licence"], fact["title"])
    return Hindrance(why=fact["why"], kind=fact["kind"], licence=fact["licence"], paper=name, day=day)


def _name(kind: str, licence: str, title: str) -> Words:
    if licence:
        return licences.licence(licence).name
    return Words(title, title) if title else both(KIND_WORDS[kind])


MISSING, LAPSED, EARLY = "missing", "lapsed", "early"
WHY_WORDS: Mapping[str, str] = {
    MISSING: mark("no {paper} on record"),
    LAPSED: mark("{paper} lapsed on {day}"),
    EARLY: mark("{paper} not valid before {day}"),
}


def all_papers(db: Database) -> Sequence[Paper]:
    """Every paper on record, each person's together, licences last."""
    return db.derived("papers", ("paper",), lambda: _read(db))


def of_person(db: Database, account_id: int) -> Sequence[Paper]:
    """The papers of one person."""
    return by_person(db).get(account_id, ())


def _read(db: Database) -> Sequence[Paper]:
    rows = db.rows(
        """
        SELECT id, account_id, kind, licence, title, number, issued_on, valid_until, note, file_hash
        FROM paper WHERE removed_at IS NULL ORDER BY account_id, kind = 'licence', kind, licence, title, id
        """
    )
    return tuple(Paper(**row) for row in rows)


def by_person(db: Database) -> Mapping[int, Sequence[Paper]]:
    """The papers of everybody who has any, by account."""

    def sorted_out() -> Mapping[int, Sequence[Paper]]:
        found: dict[int, list[Paper]] = {}
        for paper in all_papers(db):
            found.setdefault(paper.account_id, []).append(paper)
        return found

    return db.derived("papers by person", ("paper",), sorted_out)


def required(db: Database) -> Sequence[str]:
    """The kinds of papers every technician of this hospital must hold; empty until an administrator says so."""
    rows = db.rows("SELECT value FROM setting WHERE name = $name", name=REQUIRED)
    return tuple(kind for kind in json.loads(rows[0]["value"]) if kind in TO_REQUIRE) if rows else ()


def needed_licence(db: Database, service_code: str) -> str:
    """The licence a service asks for, "" for none."""
    return db.derived("licences needed", ("service",), lambda: _needed(db)).get(service_code, "")


def _needed(db: Database) -> Mapping[str, str]:
    rows: list[Row] = db.rows("SELECT code, licence FROM service WHERE licence <> ''")
    return {row["code"]: row["licence"] for row in rows}


def nobody_holds(db: Database) -> Sequence[str]:
    """Licences that services in use ask for and nobody in the hospital has on record: such jobs can be given to a
    team, but nobody can take them until somebody's licence is entered."""
    rows = db.rows(
        """
        SELECT DISTINCT licence FROM service WHERE active AND licence <> ''
          AND licence NOT IN (SELECT licence FROM paper WHERE removed_at IS NULL) ORDER BY licence
        """
    )
    return [row["licence"] for row in rows]


def hindrance(db: Database, account_id: int, service_code: str, now: datetime) -> Hindrance | None:
    """What keeps this person from a job of that service today, the gravest first; None when nothing does.

    The product's rule: the licence the service names (its column `licence`; emptied, none is asked for), then every
    kind all technicians must hold (`required`), then any other training, exam, health or safety paper of theirs that
    has lapsed and was not renewed under the same title. Only a statutory licence allows no exception.
    """
    return hindrances(db, service_code, now).get(account_id)


def hindrances(db: Database, service_code: str, now: datetime) -> Mapping[int, Hindrance]:
    """The same for everybody who can be given jobs, by account: those who are not in it are free to do it."""
    licence, day = needed_licence(db, service_code), local_date(now)
    tables = ("paper", "account", "account_role", "technician", "setting")
    known: dict[tuple[str, date], Mapping[int, Hindrance]] = db.derived("hindrances", tables, dict)
    if (licence, day) not in known:
        if len(known) > _DAYS_KEPT:  # a new day every day, in a process that runs for months
            known.clear()
        known[licence, day] = _hindered(db, licence, day)
    return known[licence, day]


_DAYS_KEPT = 100


def _hindered(db: Database, licence: str, day: date) -> Mapping[int, Hindrance]:
    kinds, held = required(db), by_person(db)
    found = {
        person.id: judged(held.get(person.id, ()), licence, kinds, day)
        for person in accounts.all_accounts(db).values()
        if person.team_id is not None
    }
    return {account: hindered for account, hindered in found.items() if hindered is not None}


def judged(held: Sequence[Paper], licence: str, kinds: Sequence[str], day: date) -> Hindrance | None:
    """What of a person's papers hinders on that day, the gravest first; pure."""
    if licence:
        wanted = licences.licence(licence)
        of_it = [paper for paper in held if paper.licence == licence]
        lacking = _lacking(of_it, day, kind=PaperKind.LICENCE, paper=wanted.name, licence=licence)
        if lacking is not None:
            return Hindrance(**lacking, overridable=not wanted.statutory)
    for kind in kinds:
        of_kind = [paper for paper in held if paper.kind == kind]
        if (lacking := _lacking(of_kind, day, kind=kind, paper=both(KIND_WORDS[kind]))) is not None:
            return Hindrance(**lacking)
    return next(_not_renewed(held, day), None)


def _lacking(of_it: Sequence[Paper], day: date, *, paper: Words, **about: Any) -> dict[str, Any] | None:
    """None when one of them is valid; else why none is, by the one that lasted longest."""
    if any(one.valid_on(day) for one in of_it):
        return None
    ended = [one.valid_until for one in of_it if one.valid_until is not None and one.valid_until < day]
    if ended:
        return {"why": LAPSED, "paper": paper, "day": max(ended), **about}
    begins = [one.issued_on for one in of_it if one.issued_on is not None]
    if begins:
        return {"why": EARLY, "paper": paper, "day": min(begins), **about}
    return {"why": MISSING, "paper": paper, **about}


def _not_renewed(held: Iterable[Paper], day: date) -> Iterator[Hindrance]:
    titles: dict[tuple[str, str], list[Paper]] = {}
    for paper in held:
        if paper.kind != PaperKind.LICENCE:
            titles.setdefault((paper.kind, paper.title.casefold()), []).append(paper)
    for (kind, _), same in titles.items():
        lacking = _lacking(same, day, kind=kind, paper=same[0].name)
        if lacking is not None and lacking["why"] == LAPSED:
            yield Hindrance(**lacking)
