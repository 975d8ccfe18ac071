"""A period shared the slow way, from events and rows alone and written apart from the product: one ticket after the
other, one day after the other."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from lib.cost_sharing.scheme import Scheme
from lib.store.database import Database
from tests.cost_sharing.oracle import slow_apportion

SHANGHAI = ZoneInfo("Asia/Shanghai")
Found = dict[str, Any]


def slow_tickets(db: Database, starts_on: date, ends_on: date) -> dict[int, Found]:
    """Each ticket of the period as it was when first closed, or merged."""
    codes = {row["id"]: row["code"] for row in db.rows("SELECT id, code FROM vendor")}
    teams = {row["id"]: row["vendor_id"] for row in db.rows("SELECT id, vendor_id FROM team")}
    weights = {
        row["code"]: Fraction(str(row["weight"])) for row in db.rows("SELECT code, weight FROM service")
    }
    histories: dict[int, list[Found]] = {}
    for event in db.rows("SELECT * FROM ticket_event ORDER BY ticket_id, seq"):
        histories.setdefault(event["ticket_id"], []).append(event | {"facts": json.loads(event["facts"])})
    beside = {
        table: _by_ticket(db, table) for table in ("ticket_labour", "ticket_material", "rating", "call_back")
    }
    found = {}
    for ticket_id, events in histories.items():
        told = _told(events)
        if told is None or not starts_on <= told["at"].astimezone(SHANGHAI).date() <= ends_on:
            continue
        vendor_id = told["vendor_id"] if told["vendor_id"] is not None else teams.get(told["team_id"])
        found[ticket_id] = {
            **told,
            "vendor": codes.get(vendor_id, ""),
            "points": weights.get(told["service_code"], Fraction(1)),
            **_beside(ticket_id, told["seq"], beside),
        }
    return found


def _by_ticket(db: Database, table: str) -> dict[int, list[Found]]:
    found: dict[int, list[Found]] = {}
    for row in db.rows(f"SELECT * FROM {table}"):
        found.setdefault(row["ticket_id"], []).append(row)
    return found


def _told(events: list[Found]) -> Found | None:
    """Walks a history and takes notes when it is closed for the first time; None where nothing came of it."""
    now: Found = {"vendor_id": None, "team_id": None, "outcome": "", "done_at": None, "complete_due": None}
    about: Found = {}
    clock, then, merged = None, None, None
    for event in events:
        facts, action = event["facts"], event["action"]
        happened = event["happened_at"]
        if clock is None:
            clock = min(happened, event["recorded_at"])
        clock = min(max(happened, clock), max(event["recorded_at"], clock))
        now |= _changed(event, clock)
        if action == "open":
            about = {name: facts.get(name, "") for name in ("kind", "channel", "service_code")}
        if action == "edit":
            about |= {name: value for name, value in facts["changes"].items() if name in about}
        noted = {**now, "at": clock, "seq": event["seq"], "how": "", "merged": False}
        if then is None and event["to_status"] == "closed":
            said = {
                "confirm": facts.get("how"),
                "close": facts.get("how"),
                "rate": "rated",
                "answer": "answered",
            }
            then = noted | {"how": said[action]}
        if event["to_status"] == "merged":
            merged = noted | {"merged": True}
    noted = then or merged or {}
    in_time = noted and noted["done_at"] and noted["complete_due"]
    kept = noted["done_at"] <= noted["complete_due"] if in_time else None
    reopened = any(event["action"] == "reopen" for event in events)
    return {**noted, **about, "reopened": reopened, "kept": kept} if noted else None


def _changed(event: Found, clock: datetime) -> Found:
    """Whose job it is, how it ended and when it is due, where the event says so."""
    facts, action, found = event["facts"], event["action"], {}
    timed = not (facts.get("time_unknown") or facts.get("out_of_order"))
    if action in ("assign", "reassign", "reopen"):
        found = {name: facts.get(name) for name in ("vendor_id", "team_id")}
    if action == "return" and event["to_status"] == "new":
        found = {"vendor_id": None, "team_id": None}
    if action == "reopen":
        found["done_at"] = None
    if action in ("complete", "answer"):
        found["done_at"] = clock if timed or action == "answer" else None
    if action == "complete":
        found["outcome"] = facts.get("outcome", "")
    if "complete_due" in facts and action in MOVING_DUES:
        due = facts["complete_due"]
        found["complete_due"] = datetime.fromisoformat(due) if due else None
    return found


MOVING_DUES = frozenset(
    {"open", "assign", "reassign", "reopen", "resume", "edit", "escalate", "confirm_hold"}
)


def _beside(ticket_id: int, seq: int, beside: Mapping[str, Mapping[int, list[Found]]]) -> Found:
    labour = [row for row in beside["ticket_labour"].get(ticket_id, []) if row["event_seq"] <= seq]
    used = [row for row in beside["ticket_material"].get(ticket_id, []) if row["event_seq"] <= seq]
    ratings = [row for row in beside["rating"].get(ticket_id, []) if row["completion"] == 1]
    checks = [
        row
        for row in beside["call_back"].get(ticket_id, [])
        if row["reason"] == "sampled" and row["result"] in ("satisfied", "not_fixed")
    ]
    checks.sort(key=lambda row: row["answered_at"])
    return {
        "minutes": sum(row["minutes"] for row in labour),
        "materials": sum((Fraction(row["quantity"]) * row["unit_cents"] for row in used), Fraction()),
        "satisfied": ratings[0]["quality"] >= 4 if ratings else None,
        "confirmed": checks[-1]["result"] == "satisfied" if checks else None,
    }


def slow_contracts(db: Database, starts_on: date, ends_on: date) -> dict[str, Fraction]:
    """Day by day, every contract in force adds a 365th or 366th of its year."""
    found: dict[str, Fraction] = {}
    for row in db.rows("SELECT c.*, v.code FROM contract c JOIN vendor v ON v.id = c.vendor_id"):
        day = starts_on
        while day <= ends_on:
            if row["status"] in ("active", "ended") and row["starts_on"] <= day <= row["ends_on"]:
                year = (date(day.year + 1, 1, 1) - date(day.year, 1, 1)).days
                found[row["code"]] = found.get(row["code"], Fraction()) + Fraction(row["yearly_cents"], year)
            day += timedelta(days=1)
    return found


def slow_aside(one: Found, scheme: Scheme, apart: Mapping[str, str]) -> str:
    """The first reason against a ticket, asked in the product's order."""
    if one["kind"] not in scheme.kinds:
        return "kind"
    if one["outcome"] == "passed_on" and not scheme.misdispatched:
        return "misdispatched"
    if one["merged"] and not scheme.merged:
        return "merged"
    if one["channel"] == "visit" and not scheme.desk_made:
        return "desk_made"
    if scheme.payee and one["vendor"] == scheme.payee and not scheme.own_company:
        return "own_company"
    return "no_vendor" if not one["vendor"] else apart.get(one["vendor"], "")


def slow_apart(db: Database, scheme: Scheme, starts_on: date, contracts: Collection[str]) -> dict[str, str]:
    """Vendors that carry nothing."""
    found = {}
    sql = """
        SELECT v.code, v.internal, min(c.starts_on) FILTER (c.status IN ('active', 'ended')) AS since
        FROM vendor v LEFT JOIN contract c ON c.vendor_id = v.id GROUP BY ALL
    """
    for row in db.rows(sql):
        if row["code"] == scheme.payee and not scheme.payee_shares:
            found[row["code"]] = "own_company"
        elif row["internal"]:
            found[row["code"]] = "internal"
        elif row["code"] not in contracts:
            found[row["code"]] = "no_contract"
        elif scheme.grace_months:
            months = row["since"].year * 12 + row["since"].month - 1 + scheme.grace_months
            if starts_on < date(months // 12, months % 12 + 1, row["since"].day):
                found[row["code"]] = "grace"
    return found


def slow_share(db: Database, starts_on: date, ends_on: date, scheme: Scheme, pool: int) -> Found:
    """`cents` by vendor; `asides` and `tickets` by ticket; no quality, no adjustments."""
    tickets = slow_tickets(db, starts_on, ends_on)
    contracts = slow_contracts(db, starts_on, ends_on)
    apart = slow_apart(db, scheme, starts_on, contracts)
    vendors = [row["code"] for row in db.rows("SELECT code FROM vendor") if row["code"] not in apart]
    asides = {ticket_id: slow_aside(one, scheme, apart) for ticket_id, one in tickets.items()}
    volume = {
        name: dict.fromkeys(vendors, Fraction())
        for name in ("tickets", "hours", "points", "value", "contract", "agreed")
    }
    for ticket_id, one in tickets.items():
        if not asides[ticket_id]:
            _add(volume, one["vendor"], scheme, one["minutes"], one["points"], one["materials"])
    for vendor, minutes in slow_rounds(db, starts_on, ends_on) if scheme.rounds else ():
        left_out = vendor == scheme.payee and not scheme.own_company
        if vendor in vendors and not left_out:
            _add(volume, vendor, scheme, minutes, Fraction(scheme.round_points), Fraction())
    for vendor in vendors:
        volume["contract"][vendor] = contracts[vendor]
        volume["agreed"][vendor] = Fraction(scheme.agreed.get(vendor, Decimal()))
    blended = {
        vendor: sum(
            (
                Fraction(weight) * volume[measure][vendor] / sum(volume[measure].values()) / 100
                for measure, weight in scheme.weights.items()
                if weight
            ),
            Fraction(),
        )
        for vendor in vendors
    }
    cents = slow_apportion(pool, blended, scheme.fixed, scheme.floors, scheme.caps)
    return {"cents": cents, "asides": asides, "tickets": tickets, "volume": volume}


def _add(
    volume: Mapping[str, dict[str, Fraction]],
    vendor: str,
    scheme: Scheme,
    minutes: int,
    points: Fraction,
    materials: Fraction,
) -> None:
    volume["tickets"][vendor] += 1
    volume["hours"][vendor] += Fraction(minutes, 60)
    volume["points"][vendor] += points
    volume["value"][vendor] += Fraction(minutes * scheme.labour_hour_cents, 60) + materials


def slow_rounds(db: Database, starts_on: date, ends_on: date) -> list[tuple[str, int]]:
    """Vendor and minutes of each round that was done in the period."""
    codes = {row["id"]: row["code"] for row in db.rows("SELECT id, code FROM vendor")}
    teams = {row["id"]: row["vendor_id"] for row in db.rows("SELECT id, vendor_id FROM team")}
    found = []
    for row in db.rows("SELECT * FROM round WHERE status IN ('done', 'partial')"):
        if starts_on <= row["ended_at"].astimezone(SHANGHAI).date() <= ends_on:
            took = row["ended_at"] - row["begun_at"] if row["begun_at"] else timedelta()
            vendor_id = row["vendor_id"] if row["vendor_id"] is not None else teams.get(row["team_id"])
            found.append((codes.get(vendor_id, ""), min(took // timedelta(minutes=1), 2 * row["minutes"])))
    return found
