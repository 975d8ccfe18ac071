"""Why a round was missed (漏检原因), said afterwards by who keeps it or should have done it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lib.core.errors import Refusal
from lib.core.facts import loads
from lib.core.i18n import mark
from lib.inspections.actions.exempting import wanted_reason
from lib.inspections.round import Round, state
from lib.inspections.step import step
from lib.inspections.words import Action, State
from lib.store.database import Database, Reading
from lib.tickets.by import By


def explain(db: Database, *, round_id: int, version: int | None, reason: str, by: By) -> Round:
    """The round, still missed, with the reason in its history; said again, the last counts. WrongInput without words,
    Refusal for one that was not missed, TooLate when somebody was faster."""
    said = wanted_reason(reason)

    def rule(round: Round) -> Mapping[str, Any]:
        if state(round, by.now) is not State.MISSED:
            raise Refusal(mark("Only of a round that was missed a reason is asked."))
        return {}

    return step(
        db, Action.EXPLAIN, round_id=round_id, version=version, by=by, rule=rule, facts={"reason": said}
    )


def reasons(db: Reading, round_ids: Sequence[int]) -> Mapping[int, str]:
    """Why those rounds were missed, by id: what was said last, else what was said when it was ended with nothing done;
    without those nobody said anything about."""
    rows = db.rows(
        """
        SELECT round_id, facts FROM round_event
        WHERE action IN ('explain', 'end') AND round_id IN (SELECT unnest($ids::BIGINT[])) ORDER BY round_id, seq
        """,
        ids=list(round_ids),
    )
    found = {row["round_id"]: str(loads(row["facts"]).get("reason") or "") for row in rows}
    return {round_id: words for round_id, words in found.items() if words}
