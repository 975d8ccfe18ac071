"""Phoning about a ticket: what was said is kept with its history."""

from __future__ import annotations

from lib.core.errors import TooLate, WrongInput
from lib.core.i18n import mark
from lib.people.roles import Permission, require
from lib.store.database import Database, Transaction
from lib.tickets.actions.step import By, step
from lib.tickets.call_backs import RESULT_WORDS
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import Action

ALREADY = mark("Somebody has already phoned about this ticket.")


def answer(db: Database, *, call_back_id: int, result: str, words: str, by: By) -> Ticket:
    """What was said on the phone, kept with the ticket's history; reopening or closing is a step of its own."""
    require(by.actor, Permission.CALL_BACK)
    if result not in RESULT_WORDS:
        raise WrongInput(mark("Please choose from the list."), field="result")
    row = db.row("SELECT ticket_id, answered_at FROM call_back WHERE id = $id", id=call_back_id)
    if row is None or row["answered_at"] is not None:
        raise TooLate(ALREADY)
    facts = {"note": words.strip(), "call_back": result}

    def also(tx: Transaction, ticket: Ticket, event: Event) -> None:
        sql = """
            UPDATE call_back SET answered_at = $now, answered_by = $who, result = $result, words = $words
            WHERE id = $id AND answered_at IS NULL RETURNING id
        """
        said = {"result": result, "words": words.strip()}
        if not tx.execute(sql, id=call_back_id, now=by.now, who=by.actor.account_id, **said):
            raise TooLate(ALREADY)

    return step(db, Action.COMMENT, ticket_id=row["ticket_id"], version=None, by=by, facts=facts, also=also)
