"""The lines of the period before as a proposal: most costs come every month."""

from __future__ import annotations

import streamlit as st

from lib.core.i18n import mark
from lib.cost_sharing import records
from lib.cost_sharing.records import CostLine
from lib.cost_sharing.statement import Statement
from lib.ui.cost_sharing.costs import lines
from lib.ui.session import Session, current, guarded
from lib.ui.table_editor import propose, typing
from lib.ui.widgets import flash

PROPOSED = mark("They stand below the others, without day and voucher; nothing is written until you save.")


def draw(here: Session, statement: Statement) -> None:
    """A button, where an earlier statement has lines; not to be pressed while something is being typed."""
    before = _before(here, statement)
    if before is None:
        return
    busy = typing(lines.key(statement))
    lacking = _lacking(here, statement.id, before.id)
    if not lacking:
        return
    st.button(
        here._("Propose the {count} lines of {number}", count=len(lacking), number=before.number),
        key="costs_repeat",
        icon=":material/content_copy:",
        on_click=_proposed,
        args=(statement.id, before.id),
        disabled=busy,
        # In its place while something is typed, or the table below would jump.
        help=here._("Please save or undo what is typed below first.") if busy else here._(PROPOSED),
    )


def _before(here: Session, statement: Statement) -> Statement | None:
    """The newest statement of an earlier period that has lines."""
    earlier = (one for one in records.all_statements(here.db) if one.ends_on < statement.starts_on)
    return next((one for one in earlier if records.cost_lines(here.db, one.id)), None)


def _lacking(here: Session, statement_id: int, before_id: int) -> list[CostLine]:
    """The lines that are not there already under the same category and words."""
    there = {(one.category, one.words) for one in records.cost_lines(here.db, statement_id)}
    earlier = records.cost_lines(here.db, before_id)
    return [one for one in earlier if (one.category, one.words) not in there]


@guarded()
def _proposed(statement_id: int, before_id: int) -> None:
    here = current()
    statement = records.by_id(here.db, statement_id)
    rows = [
        lines.row_of(here, one.category, one.words, one.amount_cents)
        for one in _lacking(here, statement_id, before_id)
    ]
    if statement is not None:
        propose(lines.key(statement), rows)
        flash(here._("{count} lines proposed: correct them, then save.", count=len(rows)))
