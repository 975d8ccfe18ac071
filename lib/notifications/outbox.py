"""Notices to single people, written with what they tell of; `sending` carries them out of the house."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from lib.core.facts import dumps, loads
from lib.core.i18n import mark
from lib.store.database import Database, Row, Transaction

TOPIC_WORDS: Mapping[str, str] = {
    "assigned": mark("New job {number}: {description}"),
    "offered": mark("Who takes it? {number}: {description}"),
    "urged": mark("{number} was urged ({urges})"),
    "reopened": mark("{number} came back: {reason}"),
    "returned_twice": mark("{number} was returned a second time; please decide"),
    "cancelled": mark("{number} was cancelled"),
    "woken": mark("{number} goes on: the hold is over"),
    "split": mark("{number} was split: other trades do {others}"),
    "helping": mark("You help with {number}: {description}"),
    "helps_no_more": mark("You are not needed for {number} any more"),
    "watched": mark("{number} is under watch: {reason}"),
    "return_kept": mark("{number} stays with you: {reason}"),
    "hold_confirmed": mark("The hold of {number} is confirmed. {note}"),
    "hold_refused": mark("The hold of {number} was not accepted: the promise runs on. {note}"),
    "hold_reminder": mark("{number} is still on hold: how does it go on? {reason}"),
    "late_respond": mark("{number} is not accepted yet, promised by {due}: {description}"),
    "late_arrive": mark("Nobody is on site yet for {number}, promised by {due}: {description}"),
    "late_complete": mark("{number} is not finished yet, promised by {due}: {description}"),
    "late_many": mark("{count} tickets are nearly due or late; one of them is {number}: {description}"),
    "urged_again": mark("{number} was urged {urges} times and is not done: {description}"),
    "emergency_unaccepted": mark("Emergency {number} has not been accepted for {minutes} min: {description}"),
    "phone_them": mark("Emergency {number} is still not accepted, please phone {whom}: {description}"),
    "watch_over": mark("The deadline you set for {number} has passed: {description}"),
    "certificate_ending": mark("{certificate} of {asset} ends in {days} days, on {day}"),
    "certificate_ended": mark("{certificate} of {asset} ended on {day} and was not renewed"),
    "certificates_many": mark(
        "{count} certificates end soon or have ended, the first on {day}: {certificate} of {asset}"
    ),
    "statement_sent": mark("Statement {statement} is there for you to check; please answer by {day}"),
    "statement_unanswered": mark("You have not answered statement {statement} yet; the last day is {day}"),
    "statement_taken_back": mark("Statement {statement} was taken back and will come again. {reason}"),
    "statement_agreed": mark("{vendor} agrees to statement {statement}"),
    "statement_objected": mark("{vendor} objects to statement {statement}"),
    "statement_withdrawn": mark("{vendor} no longer objects to statement {statement}"),
    "statement_to_check": mark("Statement {statement} is ready to be checked"),
    "statement_to_approve": mark("Statement {statement} was checked and waits for your approval"),
    "statement_sent_back": mark("Statement {statement} came back to be made again: {reason}"),
    "statement_issued": mark("Statement {statement} is issued"),
    "dispute_decided": mark("Statement {statement}: it was decided on your objection to {ticket}. {reason}"),
    "dispute_moved": mark("Statement {statement}: {ticket} now counts for you. {reason}"),
    "reporter_accepted": mark("{number}: {who} has taken it and is coming"),
    "reporter_held": mark("{number} has to wait: {reason}; it is expected to go on {until}"),
    "merged": mark("{number} is the same as {into} and goes on there"),
    "reporter_merged": mark("{number} is dealt with together with {into}; your link shows how far it is."),
    "reporter_outage_over": mark(
        "{words} is over. Is it still not right? Please say so by your link ({number})."
    ),
    "reporter_done": mark("{number} is finished. Please say whether it is good."),
}
REPORTER_TOPICS = frozenset(topic for topic in TOPIC_WORDS if topic.startswith("reporter_"))
"""What is told to those who reported it, by their phone; never shown inside the product."""
STATEMENT_TOPICS = frozenset(topic for topic in TOPIC_WORDS if topic.startswith(("statement_", "dispute_")))
"""What office and vendors tell each other about money: for single persons, never for a group."""

FOLLOWING = """(
    WITH RECURSIVE carried (id) AS (
        SELECT $ticket::BIGINT UNION ALL SELECT t.id FROM ticket t JOIN carried ON t.merged_into = carried.id)
    SELECT id FROM carried)"""
"""The ticket `$ticket` and every one that was merged into it: whoever reported one of them follows it."""

# Only what a use case writes may leave, and only where it could go anywhere.
_OUTGOING = "EXISTS (SELECT 1 FROM channel WHERE active)"


def tell(
    tx: Transaction,
    account_ids: Iterable[int],
    topic: str,
    *,
    ticket_id: int | None,
    now: datetime,
    facts: Mapping[str, Any],
) -> None:
    """One notice for each of them; `ticket_id` None: it tells of no ticket."""
    assert topic in TOPIC_WORDS, topic
    sql = f"""
        INSERT INTO outbox (id, account_id, ticket_id, topic, facts, created_at, outgoing)
        SELECT nextval('outbox_id'), unnest($accounts::BIGINT[]), $ticket::BIGINT, $topic, $facts, $now, {_OUTGOING}
    """
    if told := sorted(set(account_ids)):
        tx.execute(sql, accounts=told, ticket=ticket_id, topic=topic, facts=dumps(facts), now=now)


def tell_reporters(
    tx: Transaction, topic: str, *, ticket_id: int, now: datetime, facts: Mapping[str, Any]
) -> None:
    """One message for each who reported the ticket and left a phone; none where no channel is set up, since there it
    would meet nobody. `topic` begins with "reporter_"."""
    assert topic in REPORTER_TOPICS, topic
    sql = f"""
        INSERT INTO outbox (id, reporter_id, ticket_id, topic, facts, created_at, outgoing)
        SELECT nextval('outbox_id'), id, $ticket, $topic, $facts, $now, TRUE FROM reporter
        WHERE ticket_id IN {FOLLOWING} AND phone <> '' AND {_OUTGOING}
    """
    tx.execute(sql, ticket=ticket_id, topic=topic, facts=dumps(facts), now=now)


def unseen(db: Database, account_id: int, limit: int = 20) -> list[Row]:
    """Notices not looked at yet, newest first: id, ticket_id, topic, facts (dict), created_at."""
    rows = db.rows(
        """
        SELECT id, ticket_id, topic, facts, created_at FROM outbox
        WHERE account_id = $account AND seen_at IS NULL ORDER BY id DESC LIMIT $most
        """,
        account=account_id,
        most=limit,
    )
    return [{**row, "facts": loads(row["facts"])} for row in rows]


def seen(db: Database, account_id: int, now: datetime) -> None:
    """Everything was looked at."""
    with db.transaction() as tx:
        tx.execute(
            "UPDATE outbox SET seen_at = $now WHERE account_id = $id AND seen_at IS NULL",
            id=account_id,
            now=now,
        )
