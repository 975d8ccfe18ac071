"""Issued statements name the one before by its hash: none can be altered or taken out without the next one telling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lib.core.facts import loads
from lib.core.i18n import mark
from lib.cost_sharing import content
from lib.cost_sharing.statement import Statement
from lib.store.database import Reading
from lib.tickets.checking import Problem


@dataclass(frozen=True, slots=True)
class Link:
    """An issued statement, the hash of what was issued, and what it names as the one before."""

    number: str
    issued_hash: str
    previous: str
    previous_hash: str


def link(statement: Statement, said: Mapping[str, Any]) -> Link:
    """The link of a statement with that content; KeyError where it is none."""
    sealed = content.hashed(content.written(content.issued(said))) if "settled" in said else statement.hash
    return Link(statement.number, sealed, said["previous"]["number"], said["previous"]["hash"])


def broken(links: Iterable[Link]) -> Iterator[Problem]:
    """Where the chain does not hold: a statement named as the one before is missing or was altered, or two follow the
    same one."""
    by_number = {one.number: one for one in links}
    followed: dict[str, str] = {}
    for one in by_number.values():
        before = by_number.get(one.previous)
        facts = {"number": one.number, "previous": one.previous}
        if one.previous in followed:
            message = mark("{number} and {other} name the same statement before them.")
            yield Problem(message, {"number": one.number, "other": followed[one.previous]})
        elif one.previous and before is None:
            yield Problem(mark("{number}: the statement before it, {previous}, is missing."), facts)
        elif before and before.issued_hash != one.previous_hash:
            yield Problem(mark("{number}: the statement before it, {previous}, was altered since."), facts)
        followed.setdefault(one.previous, one.number)


def vanished(db: Reading) -> Iterator[Problem]:
    """Statements the audit log saw issued that are not there, or not issued."""
    sql = """
        SELECT DISTINCT a.object FROM audit a WHERE a.act = 'statement_approve' AND NOT EXISTS (
          SELECT 1 FROM statement s WHERE s.number = a.object AND s.status IN ('issued', 'settled'))
        ORDER BY a.object
    """
    for row in db.rows(sql):
        message = mark("The audit log saw {number} issued, but it is not there or not issued.")
        yield Problem(message, {"number": row["object"]})


def logged_hash(db: Reading, number: str) -> str:
    """The hash the audit log last told of that statement; "" for none."""
    sql = """
        SELECT facts FROM audit WHERE object = $number AND act LIKE 'statement_%' AND facts LIKE '%"hash"%'
        ORDER BY id DESC LIMIT 1
    """
    facts = db.value(sql, number=number)
    return str(loads(facts).get("hash", "")) if facts else ""
