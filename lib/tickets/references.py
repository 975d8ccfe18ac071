"""What points to what in the database: the one list of references, since the database itself keeps none."""

from __future__ import annotations

from dataclasses import dataclass

from lib.store.database import Reading


@dataclass(frozen=True, slots=True)
class Reference:
    """`table.column` names a row of `target` by its `key`; only rows for which `holds` is true.

    NULL and the empty text name nothing.
    """

    table: str
    column: str
    target: str
    key: str = "id"
    holds: str = "TRUE"


REFERENCES = (
    Reference("account_role", "account_id", "account"),
    Reference("account_role", "scope_id", "location", holds="scope = 'campus'"),
    Reference("account_role", "scope_id", "department", holds="scope = 'department'"),
    Reference("account_role", "scope_id", "vendor", holds="scope = 'vendor'"),
    Reference("account_role", "scope_id", "team", holds="scope = 'team'"),
    Reference("technician", "account_id", "account"),
    Reference("technician", "team_id", "team"),
    Reference("sign_in", "account_id", "account"),
    Reference("binding_code", "account_id", "account"),
    Reference("binding_code", "issued_by", "account"),
    Reference("audit", "actor_id", "account"),
    Reference("paper", "account_id", "account"),
    Reference("paper", "file_hash", "file", "hash"),
    Reference("team_score", "department_id", "department"),
    Reference("team_score", "team_id", "team"),
    Reference("team_score", "scored_by", "account"),
    Reference("monthly_report", "issued_by", "account"),
    Reference("saved_view", "account_id", "account"),
    Reference("improvement", "owner_id", "account"),
    Reference("improvement", "opened_by", "account"),
    Reference("department", "campus_id", "location"),
    Reference("contract", "vendor_id", "vendor"),
    Reference("team", "vendor_id", "vendor"),
    Reference("team", "campus_id", "location"),
    Reference("location", "parent_id", "location"),
    Reference("location", "campus_id", "location"),
    Reference("label", "location_id", "location"),
    Reference("occupancy", "location_id", "location"),
    Reference("occupancy", "department_id", "department"),
    Reference("service", "group_code", "service_group", "code"),
    Reference("service", "vendor_id", "vendor"),
    Reference("service", "team_id", "team"),
    Reference("promise", "service_code", "service", "code"),
    Reference("promise", "respond_calendar", "working_calendar", "code"),
    Reference("promise", "arrive_calendar", "working_calendar", "code"),
    Reference("promise", "complete_calendar", "working_calendar", "code"),
    Reference("material", "group_code", "service_group", "code"),
    Reference("cause", "group_code", "service_group", "code"),
    Reference("ticket", "service_code", "service", "code"),
    Reference("ticket", "department_id", "department"),
    Reference("ticket", "location_id", "location"),
    Reference("ticket", "assignee_id", "account"),
    Reference("ticket", "done_by", "account"),
    Reference("ticket", "team_id", "team"),
    Reference("ticket", "vendor_id", "vendor"),
    Reference("ticket", "promise_id", "promise"),
    Reference("ticket", "merged_into", "ticket"),
    Reference("ticket", "parent_id", "ticket"),
    Reference("ticket", "follows_id", "ticket"),
    Reference("ticket_event", "ticket_id", "ticket"),
    Reference("ticket_event", "actor_id", "account"),
    Reference("ticket_event", "subject_id", "account"),
    Reference("reporter", "ticket_id", "ticket"),
    Reference("reporter", "department_id", "department"),
    Reference("reporter", "account_id", "account"),
    Reference("ticket_material", "material_code", "material", "code"),
    Reference("ticket_labour", "account_id", "account"),
    Reference("attachment", "hash", "file", "hash"),
    Reference("call_back", "ticket_id", "ticket"),
    Reference("call_back", "answered_by", "account"),
    Reference("request_key", "answer", "reporter", "token"),
    Reference("announcement", "published_by", "account"),
    Reference("announcement_read", "announcement_id", "announcement"),
    Reference("announcement_read", "account_id", "account"),
    Reference("outage", "ticket_id", "ticket"),
    Reference("outage", "announcement_id", "announcement"),
    Reference("outage", "declared_by", "account"),
    Reference("post", "team_id", "team"),
    Reference("roster", "post_id", "post"),
    Reference("roster", "account_id", "account"),
    Reference("handover", "team_id", "team"),
    Reference("handover", "outgoing_id", "account"),
    Reference("handover", "incoming_id", "account"),
    Reference("outbox", "account_id", "account"),
    Reference("outbox", "ticket_id", "ticket"),
    Reference("escalation", "ticket_id", "ticket"),
    Reference("holiday_file", "taken_by", "account"),
    Reference("outbox", "reporter_id", "reporter"),
    Reference("channel", "team_id", "team"),
    Reference("delivery", "outbox_id", "outbox"),
    Reference("delivery", "channel_id", "channel"),
    Reference("ticket", "asset_id", "asset"),
    Reference("asset", "location_id", "location"),
    Reference("asset", "vendor_id", "vendor"),
    Reference("asset", "team_id", "team"),
    Reference("asset_label", "asset_id", "asset"),
    Reference("check_item", "checklist_id", "checklist"),
    Reference("checklist_version", "checklist_id", "checklist"),
    Reference("checklist_item", "checklist_id", "checklist"),
    Reference("checklist_item", "item_id", "check_item"),
    Reference("checklist_item", "service_code", "service", "code"),
    Reference("plan", "checklist_id", "checklist"),
    Reference("plan", "account_id", "account"),
    Reference("plan", "post_id", "post"),
    Reference("plan", "team_id", "team"),
    Reference("plan", "vendor_id", "vendor"),
    Reference("plan", "campus_id", "location"),
    Reference("plan_stop", "plan_id", "plan"),
    Reference("plan_stop", "asset_id", "asset"),
    Reference("plan_stop", "location_id", "location"),
    Reference("round", "plan_id", "plan"),
    Reference("round", "follows_id", "round"),
    Reference("round", "checklist_id", "checklist"),
    Reference("round", "account_id", "account"),
    Reference("round", "post_id", "post"),
    Reference("round", "team_id", "team"),
    Reference("round", "vendor_id", "vendor"),
    Reference("round", "campus_id", "location"),
    Reference("round_event", "round_id", "round"),
    Reference("round_event", "actor_id", "account"),
    Reference("visit", "round_id", "round"),
    Reference("visit", "visited_by", "account"),
    Reference("answer", "round_id", "round"),
    Reference("answer", "item_id", "check_item"),
    Reference("answer", "finding_id", "finding"),
    Reference("finding", "round_id", "round"),
    Reference("finding", "item_id", "check_item"),
    Reference("finding", "checklist_id", "checklist"),
    Reference("finding", "ticket_id", "ticket"),
    Reference("finding", "asset_id", "asset"),
    Reference("finding", "location_id", "location"),
    Reference("recheck", "finding_id", "finding"),
    Reference("recheck", "ticket_id", "ticket"),
    Reference("recheck", "checked_by", "account"),
    Reference("certificate", "asset_id", "asset"),
    Reference("certificate", "round_id", "round"),
    Reference("certificate", "file_hash", "file", "hash"),
    Reference("certificate_alarm", "certificate_id", "certificate"),
    Reference("calendar_feed", "account_id", "account"),
    Reference("calendar_feed", "team_id", "team"),
    Reference("calendar_feed", "vendor_id", "vendor"),
    Reference("statement", "made_by", "account"),
    Reference("statement", "sent_by", "account"),
    Reference("statement", "checked_by", "account"),
    Reference("statement", "approved_by", "account"),
    Reference("statement_event", "statement_id", "statement"),
    Reference("statement_event", "actor_id", "account"),
    Reference("cost_line", "statement_id", "statement"),
    Reference("cost_line", "file_hash", "file", "hash"),
    Reference("cost_line", "entered_by", "account"),
    Reference("statement_share", "statement_id", "statement"),
    Reference("statement_share", "vendor_id", "vendor"),
    Reference("statement_share", "answered_by", "account"),
    Reference("statement_share", "settled_by", "account"),
    Reference("dispute", "statement_id", "statement"),
    Reference("dispute", "vendor_id", "vendor"),
    Reference("dispute", "ticket_id", "ticket"),
    Reference("dispute", "raised_by", "account"),
    Reference("dispute", "moved_to", "vendor"),
    Reference("dispute", "decided_by", "account"),
    Reference("adjustment", "statement_id", "statement"),
    Reference("adjustment", "corrects_id", "statement"),
    Reference("adjustment", "vendor_id", "vendor"),
    Reference("adjustment", "made_by", "account"),
)

# What was written down together with an event, and which event that was.
WITH_EVENTS = (
    ("ticket_material", "complete"),
    ("ticket_labour", "complete"),
    ("rating", "rate"),
    ("attachment", ""),
    ("escalation", "escalate"),
)


def orphans(db: Reading) -> list[tuple[Reference, int, str]]:
    """References into nothing: which, how many rows, and one value as an example."""
    filled = _filled(db)
    asked = [(place, one) for place, one in enumerate(REFERENCES) if one.table in filled]
    # One statement for all of them takes half the time of one for each.
    dangling = " UNION ALL ".join(_dangling(place, one) for place, one in asked)
    rows = db.rows(f"SELECT * FROM ({dangling}) WHERE n > 0 ORDER BY place") if asked else []
    return [(REFERENCES[row["place"]], row["n"], row["example"]) for row in rows]


def _filled(db: Reading) -> set[str]:
    tables = sorted({reference.table for reference in REFERENCES})
    has_rows = (f"SELECT '{table}' AS it WHERE EXISTS (SELECT 1 FROM {table})" for table in tables)
    return {row["it"] for row in db.rows(" UNION ALL ".join(has_rows))}


def _dangling(place: int, of: Reference) -> str:
    return f"""
        SELECT {place} AS place, count(*) AS n, min(CAST(c.{of.column} AS VARCHAR)) AS example FROM {of.table} c
        WHERE c.{of.column} IS NOT NULL AND CAST(c.{of.column} AS VARCHAR) <> '' AND {of.holds}
          AND NOT EXISTS (SELECT 1 FROM {of.target} t WHERE t.{of.key} = c.{of.column})
    """


def without_event(db: Reading) -> list[tuple[str, int]]:
    """Tables of `WITH_EVENTS` with rows whose event is not there, or is of another kind, and how many rows."""
    counted = [(table, _astray(db, table, action)) for table, action in WITH_EVENTS]
    return [(table, count) for table, count in counted if count]


def _astray(db: Reading, table: str, action: str) -> int:
    return int(
        db.value(
            f"""
            SELECT count(*) FROM {table} w WHERE w.event_seq IS NOT NULL AND NOT EXISTS (
              SELECT 1 FROM ticket_event e
              WHERE e.ticket_id = w.ticket_id AND e.seq = w.event_seq AND $action IN ('', e.action))
            """,
            action=action,
        )
    )
