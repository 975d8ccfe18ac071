"""A month in which every kind of ticket happens once, written as pure histories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl

from lib.people import organisation
from lib.people.roles import SYSTEM
from lib.store.database import Database
from lib.tickets import lifecycle, records
from lib.tickets.ticket import Act, Event, Ticket
from lib.tickets.words import Action
from tests.conftest import MONDAY

STARTS, ENDS = date(2026, 10, 26), date(2026, 11, 25)
VENDORS = {
    # code: internal, contracts as (number, starts, ends, status, yearly cents)
    "VA": (False, [("HT-A1", date(2025, 1, 1), date(2026, 10, 31), "ended", 36_500_000),
                   ("HT-A2", date(2026, 11, 1), date(2027, 10, 31), "active", 73_000_000)]),
    "VB": (False, [("HT-B", date(2026, 11, 10), date(2027, 11, 9), "active", 36_500_001)]),
    "VC": (False, [("HT-C", date(2026, 1, 1), date(2026, 12, 31), "suspended", 10_000_000)]),
    "VD": (False, []),
    "VE": (True, []),
    "VF": (False, [("HT-F", date(2026, 1, 1), date(2026, 12, 31), "active", 7_300_000)]),
}  # fmt: skip
Step = tuple[str, str, dict[str, Any]]


def at(said: str) -> datetime:
    """ "10-26 00:00:00" on the hospital's wall clock."""
    return datetime.fromisoformat(f"2026-{said.replace(' ', 'T')}+08:00")


@dataclass
class Month:
    """The hospital, the ids of its vendors, teams and tickets by name, and the events of each ticket."""

    db: Database
    vendors: dict[str, int] = field(default_factory=dict)
    teams: dict[str, int] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    events: dict[str, list[Event]] = field(default_factory=dict)

    def tell(self, name: str, *steps: Step, labour: Mapping[int, int] = {}, **opening: Any) -> Ticket:
        """A ticket led through these steps, each an action, its time and its facts; `labour`: minutes by the number of
        the event; opened an hour before the first step."""
        ticket_id = self.ids[name] = 1000 + len(self.ids)
        facts = {
            "id": ticket_id,
            "number": f"T-{ticket_id}",
            "kind": "repair",
            "channel": "hotline",
            "severity": "normal",
            "service_code": "GD-01",
            **opening,
        }
        told: list[Event] = []
        ticket: Ticket | None = None
        for action, time, more in (("open", steps[0][1], facts), *steps):
            when = at(time)
            act = Act(
                action=Action(action),
                actor_id=None,
                actor_name="",
                happened_at=when,
                recorded_at=when,
                facts=more,
            )
            ticket, event = lifecycle.apply(ticket, act)
            told.append(event)
        assert ticket is not None
        self.events[name] = told
        with self.db.transaction() as tx:
            records.append_history(tx, [ticket], told)
            for seq, minutes in labour.items():
                row = {"ticket_id": ticket_id, "event_seq": seq, "account_id": 1, "minutes": minutes}
                tx.insert("ticket_labour", row)
        return ticket

    def work(self, whom: Mapping[str, Any], begins: str, ends: str, outcome: str = "fixed") -> list[Step]:
        """Assigned at once, begun, and done."""
        return [
            ("assign", begins, {"assignee_id": None, "team_id": None, "vendor_id": None, **whom}),
            ("accept", begins, {}),
            ("arrive", begins, {}),
            ("complete", ends, {"outcome": outcome}),
        ]

    def used(self, name: str, seq: int, quantity: str, unit_cents: int) -> None:
        """A material written down with that event."""
        row = {
            "ticket_id": self.ids[name],
            "event_seq": seq,
            "material_code": "",
            "name": "扎带",
            "unit": "根",
        }
        with self.db.transaction() as tx:
            tx.insert("ticket_material", {**row, "quantity": Decimal(quantity), "unit_cents": unit_cents})

    def rated(self, name: str, completion: int, quality: int) -> None:
        scores = {"speed": 5, "quality": quality, "attitude": 5, "words": "", "how": "link"}
        where = {"ticket_id": self.ids[name], "completion": completion, "event_seq": 6}
        with self.db.transaction() as tx:
            tx.insert("rating", {**where, **scores, "rated_at": MONDAY})

    def phoned(self, name: str, reason: str, result: str, when: str) -> None:
        row = {
            "id": None,
            "ticket_id": self.ids[name],
            "reason": reason,
            "due_at": MONDAY,
            "opened_at": MONDAY,
        }
        with self.db.transaction() as tx:
            row["id"] = tx.next_id("call_back_id")
            tx.insert("call_back", {**row, "answered_at": at(when), "result": result})


def filled(db: Database) -> Month:
    """The month written into a hospital that has the catalogue."""
    month = Month(db)
    _organisation(month)
    of_a, of_b = {"vendor_id": month.vendors["VA"]}, {"vendor_id": month.vendors["VB"]}
    _edges(month, of_a)
    _plain(month, of_a, of_b)
    _sent_back(month, of_a, of_b)
    _set_aside(month, of_a)
    _rounds(month)
    return month


def _organisation(month: Month) -> None:
    def save(table: str, **values: Any) -> int:
        return organisation.save(month.db, table, values, actor=SYSTEM, now=MONDAY)

    for code, (internal, contracts) in VENDORS.items():
        month.vendors[code] = save(
            "vendor", code=code, name=f"单位{code}", vendor_type="综合", internal=internal
        )
        month.teams[code] = save("team", code=f"T{code}", name=f"{code}班", vendor_id=month.vendors[code])
        for number, starts_on, ends_on, status, yearly in contracts:
            days = {"starts_on": starts_on, "ends_on": ends_on, "status": status, "yearly_cents": yearly}
            save("contract", number=number, vendor_id=month.vendors[code], **days)


def _confirmed(when: str) -> Step:
    return ("confirm", when, {"how": "link"})


def _edges(month: Month, of_a: Mapping[str, Any]) -> None:
    """The first and the last instant of the period, and those just outside it."""
    for name, begins, ends in (
        ("before", "10-25 20:00:00", "10-25 23:59:59.999999"),
        ("first", "10-25 20:00:00", "10-26 00:00:00"),
        ("last", "11-25 20:00:00", "11-25 23:59:59.999999"),
        ("after", "11-25 20:00:00", "11-26 00:00:00"),
    ):
        month.tell(name, *month.work(of_a, begins, begins), _confirmed(ends), labour={5: 7})


def _plain(month: Month, of_a: Mapping[str, Any], of_b: Mapping[str, Any]) -> None:
    due = {"complete_due": at("10-28 12:00:00").isoformat()}
    kept = month.work(of_a, "10-28 09:00:00", "10-28 12:00:00")
    month.tell("kept", *kept, _confirmed("10-28 13:00:00"), labour={5: 40}, **due)
    month.used("kept", 5, "2.500", 333)
    month.used("kept", 5, "0.001", 1)
    late = month.work(of_b, "10-28 09:00:00", "10-28 12:00:01")
    rating = ("rate", "10-28 14:00:00", {"speed": 5, "quality": 4, "attitude": 5, "how": "link"})
    month.tell("late", *late, rating, labour={5: 60}, service_code="GS-02", **due)
    month.rated("late", 1, 4)
    by_team = month.work({"team_id": month.teams["VB"]}, "11-02 09:00:00", "11-02 10:00:00")
    timed_out = ("close", "11-05 09:00:00", {"how": "timed_out"})
    month.tell("by_team", *by_team, timed_out, labour={5: 33})
    month.phoned("by_team", "sampled", "not_fixed", "11-06 09:00:00")
    month.phoned("by_team", "sampled", "satisfied", "11-07 09:00:00")
    month.phoned("by_team", "sampled", "unreachable", "11-08 09:00:00")
    gone = month.work(of_a, "11-03 09:00:00", "11-03 10:00:00")
    called = ("close", "11-04 09:00:00", {"how": "call_back"})
    month.tell("unknown_service", *gone, called, labour={5: 1}, service_code="")
    month.phoned("unknown_service", "low_rating", "satisfied", "11-04 08:00:00")


def _sent_back(month: Month, of_a: Mapping[str, Any], of_b: Mapping[str, Any]) -> None:
    whole_b = {"assignee_id": None, "team_id": None, **of_b}
    again_at_b = [
        ("reopen", "11-06 09:00:00", {"reason": "还是不亮", **whole_b}),
        ("edit", "11-06 09:30:00", {"changes": {"service_code": "GS-02"}}),
        ("accept", "11-06 10:00:00", {}),
        ("arrive", "11-06 10:10:00", {}),
        ("complete", "11-06 11:00:00", {"outcome": "passed_on"}),
        ("close", "11-10 11:00:00", {"how": "timed_out"}),
    ]
    # Closed for A; what B did later moves nothing, but the corrected service counts.
    first = [*month.work(of_a, "11-05 09:00:00", "11-05 10:00:00"), _confirmed("11-05 11:00:00")]
    month.tell("reworked", *first, *again_at_b, labour={5: 20, 11: 300})
    month.used("reworked", 5, "1", 100)
    month.used("reworked", 11, "1000", 99_999)
    month.rated("reworked", 1, 2)
    month.rated("reworked", 2, 5)
    # Sent back before anybody closed it: all the work until B's closing is in it.
    done = month.work(of_a, "11-05 09:00:00", "11-05 10:00:00")
    month.tell("sent_back", *done, *again_at_b[:1], *again_at_b[2:4],
               ("complete", "11-06 11:00:00", {"outcome": "fixed"}), _confirmed("11-06 12:00:00"),
               labour={5: 20, 9: 25})  # fmt: skip
    # Closed in the period before; closed again now.
    early = [*month.work(of_a, "10-22 09:00:00", "10-22 10:00:00"), _confirmed("10-22 11:00:00")]
    later = ("reopen", "10-27 09:00:00", {"reason": "又坏了", **whole_b})
    rest = [(action, "10-27 10:00:00", facts) for action, _, facts in again_at_b[2:5]]
    month.tell("closed_before", *early, later, *rest, _confirmed("10-27 11:00:00"))
    # Closed in the period, open again now.
    month.tell("open_again", *first, again_at_b[0], labour={5: 15})
    # Closed, sent back, and found to be the same as another.
    merged = ("merge", "11-07 09:00:00", {"into_id": month.ids["kept"], "into": "T", "note": "同一故障"})
    month.tell("merged_later", *first, again_at_b[0], merged)


def _set_aside(month: Month, of_a: Mapping[str, Any]) -> None:
    merge = ("merge", "11-09 09:00:00", {"into_id": month.ids["kept"], "into": "T", "note": "同一故障"})
    month.tell("merged", ("assign", "11-09 08:00:00", {"assignee_id": None, "team_id": None, **of_a}), merge)
    month.tell("merged_new", merge)
    month.tell("cancelled", ("cancel", "11-09 09:00:00", {"reason": "不用了"}))
    month.tell("open", ("assign", "11-09 09:00:00", {"assignee_id": None, "team_id": None, **of_a}))

    def closed(name: str, whom: Mapping[str, Any], outcome: str = "fixed", **opening: Any) -> None:
        work = month.work(whom, "11-12 09:00:00", "11-12 10:00:00", outcome)
        month.tell(name, *work, _confirmed("11-12 11:00:00"), labour={5: 10}, **opening)

    closed("passed_on", of_a, "passed_on")
    closed("visit", of_a, channel="visit")
    closed("complaint", of_a, kind="complaint")
    closed("internal", {"team_id": month.teams["VE"]})
    closed("suspended", {"vendor_id": month.vendors["VC"]})
    closed("no_contract", {"vendor_id": month.vendors["VD"]})
    closed("own_company", {"vendor_id": month.vendors["VF"]})
    closed("person_alone", {"assignee_id": 77})
    answer = ("answer", "11-12 09:00:00", {"note": "六点半"})
    month.tell("answered", answer, kind="consultation", service_code="")


def _rounds(month: Month) -> None:
    """Inspection rounds; rows alone, since nothing else of them is measured."""
    rows = [
        # status, vendor, team, begun, ended, planned minutes
        ("done", "VA", None, "10-26 00:00:00", "10-26 00:10:59", 30),
        ("partial", None, "VB", "11-01 08:00:00", "11-01 12:00:00", 45),
        ("done", None, None, "11-01 08:00:00", "11-01 09:00:00", 45),
        ("done", "VB", "VA", None, "11-25 23:59:59", 45),
        ("missed", "VA", None, None, "11-02 09:00:00", 45),
        ("done", "VA", None, "11-25 23:00:00", "11-26 00:00:00", 45),
    ]
    noon = at("11-01 12:00:00")
    frame = pl.DataFrame(
        [
            {
                "id": n + 1,
                "version": 1,
                "plan_id": 1,
                "occurs_on": STARTS,
                "slot": "",
                "part": n,
                "status": status,
                "day": STARTS,
                "planned_at": noon,
                "opens_at": noon,
                "closes_at": noon,
                "minutes": minutes,
                "checklist_id": 1,
                "checklist_version": 1,
                "route": 1,
                "stops": 1,
                "vendor_id": month.vendors.get(vendor or ""),
                "team_id": month.teams.get(team or ""),
                "begun_at": at(begun) if begun else None,
                "ended_at": at(ended),
            }
            for n, (status, vendor, team, begun, ended, minutes) in enumerate(rows)
        ],
        infer_schema_length=None,
    )
    with month.db.transaction() as tx:
        tx.append("round", frame)
