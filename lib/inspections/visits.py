"""Visits: what somebody wrote down at a stop; of several at one stop the last counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any

import polars as pl

from lib.inspections.words import Verdict
from lib.store.database import Reading, Row, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One item as answered. `words`: "yes", "no", the choice, the text, a remark, or why it was not checked.
    `photos`: content hashes."""

    item_id: int
    verdict: Verdict
    number: Decimal | None
    words: str
    photos: tuple[str, ...]
    finding_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One visit as it is kept. `key`: the phone's own id of that sending. `skipped`: why nothing was looked at."""

    round_id: int
    position: int
    seq: int
    key: str
    visited_at: datetime
    recorded_at: datetime
    visited_by: int | None
    scanned: bool
    skipped: str
    words: str
    answers: tuple[Answer, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether the stop is done with it: not skipped, and nothing left unchecked."""
        return not self.skipped and all(one.verdict is not Verdict.UNCHECKED for one in self.answers)


_VISIT = tuple(field.name for field in fields(Written) if field.name != "answers")
_ANSWER = tuple(field.name for field in fields(Answer))
_SCHEMA: Mapping[str, Any] = {
    "round_id": pl.Int64, "position": pl.Int32, "seq": pl.Int32, "item_id": pl.Int64, "verdict": pl.String,
    "number": pl.Decimal(18, 4), "words": pl.String, "photos": pl.List(pl.String), "finding_id": pl.Int64,
}  # fmt: skip


def of_round(db: Reading, round_id: int) -> list[Written]:
    """Everything written down in it, by stop, oldest first."""
    names = ", ".join(f"v.{name}" for name in _VISIT)
    sql = f"SELECT {names} FROM visit v WHERE v.round_id = $round ORDER BY v.position, v.seq"
    visits = db.rows(sql, round=round_id)
    found = _answers(db, round_id) if visits else {}
    return [Written(**row, answers=tuple(found.get((row["position"], row["seq"]), ()))) for row in visits]


def _answers(db: Reading, round_id: int) -> Mapping[tuple[int, int], list[Answer]]:
    names = ", ".join(f"a.{name}" for name in _ANSWER)
    sql = f"SELECT a.position, a.seq, {names} FROM answer a WHERE a.round_id = $round ORDER BY a.item_id"
    found: dict[tuple[int, int], list[Answer]] = {}
    for row in db.rows(sql, round=round_id):
        found.setdefault((row.pop("position"), row.pop("seq")), []).append(_answer(row))
    return found


def last_of_round(db: Reading, round_id: int) -> Mapping[int, Written]:
    """What counts: the last visit of each stop, by position."""
    return {one.position: one for one in of_round(db, round_id)}


def _answer(row: Row) -> Answer:
    return Answer(**{**row, "verdict": Verdict(row["verdict"]), "photos": tuple(row["photos"])})


def add(tx: Transaction, visit: Written) -> None:
    """The rows of one more visit."""
    key = {"round_id": visit.round_id, "position": visit.position, "seq": visit.seq}
    tx.insert("visit", {name: getattr(visit, name) for name in _VISIT})
    rows = [
        {**key, **{name: getattr(one, name) for name in _ANSWER}}
        | {"verdict": one.verdict.value, "photos": list(one.photos)}
        for one in visit.answers
    ]
    tx.append("answer", pl.DataFrame(rows, schema=_SCHEMA))


def people_in(db: Reading, round_ids: Sequence[int]) -> Mapping[int, tuple[int, ...]]:
    """Who wrote something down in each of those rounds, whoever was first first."""
    sql = """
        SELECT round_id, visited_by FROM visit
        WHERE round_id IN (SELECT unnest($ids::BIGINT[])) AND visited_by IS NOT NULL
        GROUP BY round_id, visited_by ORDER BY round_id, min(recorded_at)"""
    found: dict[int, tuple[int, ...]] = {}
    for row in db.rows(sql, ids=list(round_ids)):
        found[row["round_id"]] = (*found.get(row["round_id"], ()), row["visited_by"])
    return found
