"""Half a year of inspection rounds: made ahead like all rounds, walked as far as now, and written at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

import polars as pl

from lib.core.facts import dumps
from lib.demo.chance import random_for
from lib.demo.readings import Readings
from lib.demo.walks import Look, Walk, walked
from lib.demo.world import World
from lib.inspections import plans, records
from lib.inspections.actions.ending import carry_on
from lib.inspections.judging import NO
from lib.inspections.plans import Stop
from lib.inspections.round import Round
from lib.inspections.stops import stops_of
from lib.inspections.words import ItemKind, Verdict
from lib.store.database import Row, Transaction

if TYPE_CHECKING:
    from lib.demo.found import Found

_ANSWERS: Mapping[str, Any] = {
    "round_id": pl.Int64, "position": pl.Int32, "seq": pl.Int32, "item_id": pl.Int64, "verdict": pl.String,
    "number": pl.Float64, "words": pl.String, "photos": pl.List(pl.String), "finding_id": pl.Int64,
}  # fmt: skip


class Inspections:
    """Rounds that had their time before now and nobody had begun: each walked, nothing written yet."""

    def __init__(self, world: World, tx: Transaction, since: datetime) -> None:
        self.world, self._tx, self._since = world, tx, since
        db = world.db
        self.readings = Readings(db, world.pictures.finished, _meters(tx))
        self.walks: list[Walk] = []
        due = _due(tx, since, world.now)
        while due:
            new = [self._walked(round) for round in due]
            self.walks += new
            due = [follow for walk in new if walk.left and (follow := self._carried(walk))]
        self.rounds = {walk.round.id: walk.round for walk in self.walks}
        self.looks = sorted(
            (look for walk in self.walks for look in walk.looks), key=lambda look: (look.at, look.round_id)
        )

    def _walked(self, round: Round) -> Walk:
        plan = plans.plan(self.world.db, round.plan_id)
        return walked(self.world, plan, round, _stops(self.world, round))

    def _carried(self, walk: Walk) -> Round | None:
        after = walk.after()
        assert after.ended_at is not None
        return carry_on(self.world.db, self._tx, after, walk.left, after.ended_at)

    def write(self, findings: Sequence[Found]) -> None:
        """Rounds as they stand, their events, visits and answers, and what became of findings."""
        tx, answers = self._tx, list(self._answers())
        tx.append("finding", pl.DataFrame([found.row() for found in findings], infer_schema_length=None))
        rechecks = [row for found in findings for row in found.rechecks]
        tx.append("recheck", pl.DataFrame(rechecks, infer_schema_length=None))
        tx.append("answer", _decimal(pl.DataFrame(answers, schema=_ANSWERS, orient="row")))
        counts: dict[tuple[int, Verdict], int] = defaultdict(int)
        for answer in answers:
            counts[answer[0], answer[4]] += 1
        tx.append("visit", pl.DataFrame(list(map(_visit, self.looks)), infer_schema_length=None))
        events = [event for walk in self.walks for event in walk.events]
        tx.append("round_event", pl.DataFrame(list(map(_event, events)), infer_schema_length=None))
        rows = [records.to_row(_counted(walk, counts)) for walk in self.walks if walk.events]
        tx.amend("round", pl.DataFrame(rows, infer_schema_length=None))

    def _answers(self) -> Iterator[tuple[Any, ...]]:
        random = random_for("answers", self._since)
        for look in self.looks:
            if look.skipped:
                continue
            for item in self.readings.items_of(look.checklist):
                verdict, number, words, photos = self.readings.at(look, item, random)
                finding = None
                if good := look.known.get(item.item_id):
                    number, finding, verdict = *good, Verdict.PASSED
                if failure := look.failed.get(item.item_id):
                    number, finding = failure
                    verdict, words = Verdict.FAILED, "" if item.kind is ItemKind.NUMBER else NO
                yield (look.round_id, look.stop.position, 1, item.item_id, verdict.value, number, words,
                       list(photos), finding)  # fmt: skip


def _due(tx: Transaction, since: datetime, now: datetime) -> list[Round]:
    sql = f"""{records.SELECT} WHERE r.status = 'due' AND r.planned_at >= $since AND r.planned_at <= $now
              ORDER BY r.planned_at, r.id"""
    return [records.from_row(row) for row in tx.rows(sql, since=since, now=now)]


def _stops(world: World, round: Round) -> tuple[Stop, ...]:
    return stops_of(world.db, round)


def _meters(tx: Transaction) -> dict[tuple[object, int], float]:
    """What every meter showed last."""
    rows = tx.rows(
        """
        SELECT s.asset_id, s.location_id, a.item_id, max(a.number) AS number
        FROM answer a JOIN checklist_item i ON i.item_id = a.item_id AND i.kind = 'meter'
        JOIN round r ON r.id = a.round_id
        JOIN plan_stop s ON s.plan_id = r.plan_id AND s.route = r.route AND s.position = a.position
        WHERE a.number IS NOT NULL GROUP BY ALL
        """
    )
    return {((row["asset_id"], row["location_id"]), row["item_id"]): float(row["number"]) for row in rows}


def _decimal(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.col("number").round(4).cast(pl.Decimal(18, 4)))


def _counted(walk: Walk, counts: dict[tuple[int, Verdict], int]) -> Round:
    """The row with what its visits say."""
    done = sum(not look.skipped for look in walk.looks)
    warned, failed = (counts[walk.round.id, verdict] for verdict in (Verdict.WARNED, Verdict.FAILED))
    return walk.after(stops_done=done, warned=warned, failed=failed)


def _visit(look: Look) -> Row:
    said = {"scanned": look.stop.position % 7 != 3, "skipped": look.skipped, "words": ""}
    at = {"visited_at": look.at, "recorded_at": look.at, "visited_by": look.who.id}
    return {"round_id": look.round_id, "position": look.stop.position, "seq": 1, "key": "", **at, **said}


def _event(event: records.Event) -> Row:
    row = {field.name: getattr(event, field.name) for field in fields(records.Event)}
    return row | {"action": event.action.value, "facts": dumps(event.facts)}
