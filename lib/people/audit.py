"""The log of sign-ins and administrative acts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lib.core.facts import dumps
from lib.core.i18n import mark
from lib.people.roles import Actor
from lib.store.database import Reading, Row, Transaction

ACT_WORDS: Mapping[str, str] = {
    "hospital_started": mark("Started the hospital"),
    "signed_in": mark("Signed in"),
    "sign_in_failed": mark("Failed to sign in"),
    "signed_out": mark("Signed out"),
    "signed_out_everywhere": mark("Signed out everywhere"),
    "phone_bound": mark("Bound a phone"),
    "phone_released": mark("Released a phone"),
    "binding_code_issued": mark("Issued a binding code"),
    "account_created": mark("Created an account"),
    "account_enabled": mark("Enabled an account"),
    "account_disabled": mark("Disabled an account"),
    "roles_changed": mark("Changed roles"),
    "password_changed": mark("Changed a password"),
    "place_changed": mark("Changed a place"),
    "label_replaced": mark("Replaced a wall code"),
    "labels_made": mark("Made wall codes"),
    "labels_printed": mark("Printed wall codes"),
    "label_hung": mark("Confirmed that a wall code hangs"),
    "label_moved": mark("Gave a wall code to the place where it hangs"),
    "label_misplaced": mark("Reported a wall code in the wrong place"),
    "asset_added": mark("Entered an asset"),
    "asset_changed": mark("Changed an asset"),
    "asset_label_replaced": mark("Replaced the code of an asset"),
    "asset_labels_printed": mark("Printed codes of assets"),
    "catalogue_changed": mark("Changed the catalogue"),
    "promise_changed": mark("Changed a promise"),
    "setting_changed": mark("Changed a setting"),
    "escalation_changed": mark("Changed an escalation level"),
    "holidays_loaded": mark("Loaded a holiday file"),
    "holidays_removed": mark("Removed a holiday file"),
    "backup_made": mark("Made a backup"),
    "announced": mark("Published an announcement"),
    "announcement_ended": mark("Ended an announcement"),
    "outage_declared": mark("Declared an outage"),
    "outage_ended": mark("Ended an outage"),
    "tickets_imported": mark("Imported tickets"),
    "list_imported": mark("Imported a list"),
    "post_changed": mark("Changed a duty post"),
    "roster_changed": mark("Changed the duty roster"),
    "handed_over": mark("Handed over a shift"),
    "handover_withdrawn": mark("Took a handover back"),
    "taken_over": mark("Took over a shift"),
    "paper_kept": mark("Entered a paper"),
    "paper_changed": mark("Corrected a paper"),
    "paper_removed": mark("Took out a paper"),
    "certificate_kept": mark("Entered a certificate"),
    "certificate_changed": mark("Corrected a certificate"),
    "certificate_removed": mark("Took out a certificate"),
    "organisation_changed": mark("Changed departments, teams or vendors"),
    "account_reach_changed": mark("Changed how messages reach an account"),
    "calendar_made": mark("Asked for the address of a calendar"),
    "calendar_renewed": mark("Renewed the address of a calendar"),
    "channel_changed": mark("Changed a message channel"),
    "channel_removed": mark("Removed a message channel"),
    "channel_tested": mark("Sent a test message"),
    "checklist_added": mark("Added a checklist"),
    "checklist_published": mark("Published a version of a checklist"),
    "checklist_changed": mark("Changed a checklist"),
    "plan_added": mark("Added a plan"),
    "plan_changed": mark("Changed a plan"),
    "plan_ended": mark("Set the last day of a plan"),
    "plan_paused": mark("Paused a plan"),
    "plan_resumed": mark("Took up a plan again"),
    "statement_make": mark("Began a statement"),
    "statement_change": mark("Changed a statement"),
    "statement_send": mark("Sent a statement to the vendors"),
    "statement_take_back": mark("Took a statement back"),
    "statement_answer": mark("Answered to a statement"),
    "statement_decide": mark("Decided on a disputed ticket"),
    "statement_check": mark("Checked a statement"),
    "statement_send_back": mark("Sent a statement back"),
    "statement_approve": mark("Approved and issued a statement"),
    "statement_record": mark("Entered how a statement is settled"),
    "statement_settle": mark("Settled a statement"),
    "data_downloaded": mark("Downloaded data"),
    "report_issued": mark("Issued a monthly report"),
    "improvement_changed": mark("Changed an improvement action"),
    "messages_sent_again": mark("Sent messages again"),
    "messages_put_away": mark("Put undelivered messages away"),
    "message_words_changed": mark("Changed the words of a message"),
}


def write(
    tx: Transaction,
    actor: Actor,
    act: str,
    target: str = "",
    *,
    now: datetime,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """One line of the log, inside the transaction it tells about."""
    assert act in ACT_WORDS, act
    row = {
        "id": tx.next_id("audit_id"),
        "happened_at": now,
        "actor_id": actor.account_id,
        "act": act,
        "object": target,
    }
    tx.insert("audit", {**row, "facts": dumps(facts or {})})


def latest(db: Reading, limit: int = 200, *, act: str = "") -> list[Row]:
    """The newest lines first, of one act if it is named: happened_at, actor (name), act, object, facts."""
    return db.rows(
        """
        SELECT l.happened_at, a.name AS actor, l.act, l.object, l.facts
        FROM audit l LEFT JOIN account a ON a.id = l.actor_id WHERE $act IN ('', l.act) ORDER BY l.id DESC LIMIT $most
        """,
        act=act,
        most=limit,
    )
