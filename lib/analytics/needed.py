"""What needs a person now, by what they are: lists of tickets somebody has to do something about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from lib.core.i18n import mark
from lib.people.roles import Actor, Permission, Role
from lib.store.database import Database, Row
from lib.tickets.call_backs import SAMPLED
from lib.tickets.holds import awaiting_confirmation
from lib.tickets.lateness import RUNNING_DUE, RUNNING_STAGE, late_now
from lib.tickets.long_holds import LONG
from lib.tickets.rules import rules
from lib.tickets.seeing import Sight, visible
from lib.tickets.words import Status

SHOWN = 5
LISTS = "lists"
"""The page that shows a list whole where no other does."""
LOOKED_BACK = timedelta(days=7)
_OPEN = "t.status IN ('new', 'assigned', 'accepted', 'in_progress', 'on_hold')"
_TABLES = ("ticket", "rating", "call_back", "location", "setting")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One kind of list. `condition` is about `ticket t`; `since` says from when a ticket has waited there;
    `said` how that instant is said: how long ago ("waited", "late"), when it was or will be ("at", "due"), or either
    ("by": late once it has passed); `clock`: which of a ticket's clocks that is ("respond", "arrive", "complete",
    "watch"), as SQL; `gravest_first`: the severe before those that wait longest; `reach` is the permission that must
    reach the ticket; `page` and `params` (message ids where they are words) show all of them,
    where no page does, the lists page under `name`."""

    name: str
    title: str
    condition: str
    since: str = "t.opened_at"
    gravest_first: bool = True
    said: str = "waited"
    clock: str = "''"
    reach: Permission = Permission.SEE_TICKET
    page: str = ""
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """The list `name`, not empty: `count` tickets, the `rows` first in line (id, number, severity, service_code,
    location_id, description, since, clock), how `since` is `said`, and where all of them are shown."""

    name: str
    title: str
    count: int
    rows: list[Row]
    said: str
    page: str
    params: Mapping[str, str]


_BOARD = "dispatch_board"
WAITING = Ask(
    name="waiting",
    title=mark("Waiting for dispatch"),
    condition="t.status = 'new'",
    page=_BOARD,
    params={"only": "new"},
)
LATE = Ask(
    name="late",
    title=mark("Late now"),
    condition="{late}",
    since=RUNNING_DUE,
    said="late",
    clock=RUNNING_STAGE,
    page=_BOARD,
    params={"only": "late"},
)
RETURNED = Ask(
    name="returned",
    title=mark("Returned twice: please decide"),
    condition="t.undecided",
    since="t.changed_at",
)
WATCHED = Ask(
    name="watched",
    title=mark("Under watch"),
    condition=f"t.watched AND {_OPEN}",
    since="t.watched_until",
    said="by",
    clock="'watch'",
    gravest_first=False,
)
HOLDS = Ask(
    name="holds",
    title=mark("Holds to be confirmed"),
    condition="t.id IN (SELECT unnest($awaiting))",
    since="coalesce(t.hold_since, t.changed_at)",
    reach=Permission.CONFIRM_HOLD,
    gravest_first=False,
)
LONG_HELD = Ask(
    name="long_held",
    title=mark("On hold for more than three days"),
    condition="t.status = 'on_hold' AND t.hold_since < $long_ago",
    since="t.hold_since",
    gravest_first=False,
)
URGED = Ask(
    name="urged",
    title=mark("Urged"),
    condition=f"t.urges > 0 AND {_OPEN}",
    page=_BOARD,
    params={"only": "urged"},
)
CALL_BACKS = Ask(
    name="call_backs",
    title=mark("Call-backs waiting"),
    condition=f"t.id IN (SELECT ticket_id FROM call_back WHERE answered_at IS NULL AND reason <> '{SAMPLED}')",
    since="(SELECT min(c.opened_at) FROM call_back c WHERE c.ticket_id = t.id AND c.answered_at IS NULL)",
    reach=Permission.CALL_BACK,
)
# Apart, and last: there are many of them, and none of their wards has complained.
SPOT_CHECKS = Ask(
    name="spot_checks",
    title=mark("Spot checks to make"),
    condition=f"t.id IN (SELECT ticket_id FROM call_back WHERE answered_at IS NULL AND reason = '{SAMPLED}')",
    since="(SELECT min(c.due_at) FROM call_back c WHERE c.ticket_id = t.id AND c.answered_at IS NULL)",
    gravest_first=False,
    said="by",
    reach=Permission.CALL_BACK,
)
TO_PASS_ON = Ask(
    name="to_pass_on",
    title=mark("To pass on: nobody has accepted"),
    condition="t.status = 'assigned'",
    since="t.assigned_at",
    reach=Permission.REASSIGN_TICKET,
    page=_BOARD,
    params={"only": "assigned"},
)
TO_CONFIRM = Ask(
    name="to_confirm",
    title=mark("Done, waiting for your word"),
    condition="t.status = 'done'",
    since="coalesce(t.done_at, t.changed_at)",
    reach=Permission.CONFIRM_TICKET,
    page="search",
    params={"search_status": Status.DONE},
)
OPEN_HERE = Ask(
    name="open_here", title=mark("Open in your department"), condition=_OPEN, reach=Permission.CONFIRM_TICKET
)
LOW = Ask(
    name="low",
    title=mark("Rated 2 or less in seven days"),
    condition="""t.id IN (SELECT ticket_id FROM rating
        WHERE least(speed, quality, attitude) <= 2 AND rated_at >= $looked_back)""",
    since="(SELECT max(r.rated_at) FROM rating r WHERE r.ticket_id = t.id)",
    said="at",
)
MY_JOBS = Ask(
    name="my_jobs",
    title=mark("My open jobs"),
    condition=f"t.assignee_id = $me AND {_OPEN}",
    since=RUNNING_DUE,
    said="due",
    reach=Permission.WORK_TICKET,
    page="my_jobs",
)

ASKS: Mapping[Role, tuple[Ask, ...]] = {
    Role.DISPATCHER: (RETURNED, WATCHED, LATE, WAITING, HOLDS, CALL_BACKS, LONG_HELD, SPOT_CHECKS),
    Role.OPERATOR: (CALL_BACKS, URGED, WAITING, SPOT_CHECKS),
    Role.LEADER: (TO_PASS_ON, WATCHED, HOLDS, LATE),
    Role.TECHNICIAN: (MY_JOBS,),
    Role.LIAISON: (TO_CONFIRM, OPEN_HERE),
    Role.MANAGER: (WATCHED, LATE, LONG_HELD, LOW),
    Role.VENDOR: (LATE,),
}
"""Which lists whose work they are; a person with several roles gets all of them, each once."""


def needed(db: Database, *, actor: Actor, now: datetime) -> list[Need]:
    """The lists with something in them, the first in line first; made once a minute or after a change."""
    minute = now.replace(second=0, microsecond=0)
    made: dict[datetime, list[Need]] = db.derived(("needed", actor.account_id, actor.grants), _TABLES, dict)
    if minute not in made:
        found = [need for ask in _asked(actor) if (need := _need(db, ask, actor, now))]
        made.clear()
        made[minute] = found
        return found
    return made[minute]


def asked(actor: Actor) -> list[Ask]:
    """The lists that are this person's, empty or not."""
    return list(_asked(actor))


def listed(db: Database, ask: Ask, *, actor: Actor, now: datetime, most: int) -> Need | None:
    """That list as far as `most`; None where nothing is in it."""
    return _need(db, ask, actor, now, most)


def _asked(actor: Actor) -> Iterator[Ask]:
    seen: list[str] = []
    for role, asks in ASKS.items():
        for ask in asks if role in actor.roles else ():
            if ask.title not in seen:
                seen.append(ask.title)
                yield ask


def _need(db: Database, ask: Ask, actor: Actor, now: datetime, most: int = SHOWN) -> Need | None:
    gravest = "CASE t.severity WHEN 'emergency' THEN 0 WHEN 'urgent' THEN 1 ELSE 2 END, "
    sight, condition = visible(actor, ask.reach), _condition(db, ask, actor, now)
    rows = db.rows(
        f"""
        SELECT t.id, t.number, t.severity, t.service_code, t.location_id, t.description, {ask.since} AS since,
               {ask.clock} AS clock, count(*) OVER () AS found
        FROM ticket t WHERE ({sight.sql}) AND {condition.sql}
        ORDER BY {gravest if ask.gravest_first else ""} since, t.id LIMIT {most}
        """,
        **{**sight.values, **condition.values},
    )
    if not rows:
        return None
    page, params = (ask.page, ask.params) if ask.page else (LISTS, {"list": ask.name})
    return Need(
        name=ask.name,
        title=ask.title,
        count=rows[0]["found"],
        rows=rows,
        said=ask.said,
        page=page,
        params=params,
    )


def _condition(db: Database, ask: Ask, actor: Actor, now: datetime) -> Sight:
    late = late_now(rules(db), now)
    if ask.condition == "{late}":
        return late
    known: dict[str, Any] = {
        "looked_back": now - LOOKED_BACK,
        "long_ago": now - LONG,
        "me": actor.account_id,
    }
    if "$awaiting" in ask.condition:
        known["awaiting"] = [hold.ticket.id for hold in awaiting_confirmation(db, actor, now)]
    return Sight(ask.condition, {name: value for name, value in known.items() if f"${name}" in ask.condition})
