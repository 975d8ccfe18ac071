"""What a draft would come to with what is typed, or why it comes to nothing."""

from __future__ import annotations

from dataclasses import replace

from lib.core.errors import Refusal
from lib.cost_sharing import frozen, period, scheme_checks, sharing
from lib.cost_sharing.outcome import Sharing
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import Status
from lib.store.database import Database
from lib.ui.cost_sharing import fields
from lib.ui.cost_sharing.fields import Values


def typed(db: Database, statement: Statement, values: Values) -> Sharing | Refusal:
    """The draft as its fields stand; the refusal names the field."""
    try:
        asked = fields.asked(values)
        period.check(db, asked.starts_on, asked.ends_on, own_id=statement.id)
        scheme_checks.check(db, asked.scheme)
        wanted = replace(
            statement,
            starts_on=asked.starts_on,
            ends_on=asked.ends_on,
            scheme=asked.scheme,
            pool_cents=asked.pool_cents,
        )
        return sharing.of_statement(db, wanted)
    except Refusal as refusal:
        return refusal


def kept(db: Database, statement: Statement) -> Sharing | Refusal:
    """The statement as it says itself: frozen once vendors have seen it, by today's tickets before."""
    if statement.status is not Status.DRAFT:
        return frozen.of(db, statement).sharing
    try:
        return sharing.of_statement(db, statement)
    except Refusal as refusal:
        return refusal
