"""The costs of a period: lines to type, to copy from the last period, or to bring as a file; and their receipts."""

from __future__ import annotations

import streamlit as st

from lib.core.money import yuan
from lib.cost_sharing import records
from lib.cost_sharing.actions.changing import change
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import Status
from lib.lists.shapes import cost_lines
from lib.people.roles import Permission
from lib.ui.cost_sharing.costs import lines, receipts, repeated
from lib.ui.lists.panel import panel_of
from lib.ui.session import Session, current, guarded
from lib.ui.widgets import flash, refusal_shown

FIELDS = ("photos", "list")


def draw(here: Session, statement: Statement) -> None:
    """The lines of the statement, to be changed while it is a draft."""
    edits = statement.status is Status.DRAFT and here.may(Permission.KEEP_SHARING)
    refusal_shown(elsewhere=FIELDS)
    _where_the_pool_comes_from(here, statement, edits)
    if edits:
        repeated.draw(here, statement)
    lines.draw(here, statement, edits, FIELDS)
    receipts.draw(here, statement, edits)
    panel_of(
        cost_lines.of(statement, here.actor), edits=edits, label=here._("Import and export the cost lines")
    )


def _where_the_pool_comes_from(here: Session, statement: Statement, edits: bool) -> None:
    """Lines that are typed but not shared would be a surprise."""
    if statement.pool_cents is None:
        return
    _, together = here._, records.pool_of_lines(here.db, statement.id)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.info(
            _(
                "The pool is entered as one amount, {pool} yuan; these lines, together {lines} yuan, do not change it.",
                pool=yuan(statement.pool_cents),
                lines=yuan(together),
            ),
            icon=":material/info:",
        )
        if edits and together > 0:
            st.button(
                _("Share what the lines add up to"),
                key="costs_as_pool",
                icon=":material/functions:",
                on_click=_added_up,
                args=(statement.id, statement.version),
            )


@guarded()
def _added_up(statement_id: int, version: int) -> None:
    here = current()
    changed = change(
        here.db, actor=here.actor, statement_id=statement_id, version=version, now=here.now, pool_cents=None
    )
    pool = yuan(records.pool(here.db, changed))
    flash(here._("{number}: {pool} yuan are shared now.", number=changed.number, pool=pool))
