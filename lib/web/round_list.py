"""The rounds on somebody's phone: what is to be done now, what comes, what was missed, what is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lib.core.clock import local, local_date, midnight, short_time
from lib.core.i18n import Language, mark, say
from lib.inspections import plans, visits
from lib.inspections.mine import my_rounds
from lib.inspections.plans import Plan
from lib.inspections.round import Round, state
from lib.inspections.words import PLAN_KIND_WORDS, STATE_WORDS, State
from lib.people import accounts
from lib.store.database import Database
from lib.web.job_here import Here

PARTS: Mapping[str, str] = {
    "now": mark("To be done now"),
    "soon": mark("Coming"),
    "missed": mark("Missed, can still be made up"),
    "ended": mark("Ended today"),
}
_DAY = timedelta(days=1)
_TONES: Mapping[str, tuple[str, str]] = {
    State.DUE: ("", "○"),
    State.RUNNING: ("", "◐"),
    State.DONE: ("good", "✓"),
    State.MADE_UP: ("good", "✓"),
    State.PARTIAL: ("soon", "◑"),
    State.MISSED: ("late", "!"),
    State.EXEMPT: ("", "–"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundCard:
    """What a list says of a round."""

    round: Round
    plan: Plan
    kind: str
    state: str
    icon: str
    tone: str
    until: str
    late: bool
    people: str


def parts(here: Here) -> Mapping[str, Sequence[RoundCard]]:
    """The cards of each part, in the order of PARTS."""
    rounds = my_rounds(here.db, here.account, here.actor, here.now)
    people = visits.people_in(here.db, [round.id for round in rounds])
    found: dict[str, list[RoundCard]] = {name: [] for name in PARTS}
    for round in rounds:
        found[_part(round, here.now)].append(card(here, round, people.get(round.id, ())))
    found["missed"].reverse()  # the latest first: it can be made up most likely
    return found


def _part(round: Round, now: datetime) -> str:
    match state(round, now):
        case State.RUNNING:
            return "now"
        case State.DUE:
            return "now" if round.opens_at <= now else "soon"
        case State.MISSED if round.is_open:
            return "missed"
    return "ended"


def card(here: Here, round: Round, people: Sequence[int]) -> RoundCard:
    """The round in words."""
    plan, now = plans.plan(here.db, round.plan_id), here.now
    standing = state(round, now)
    names = accounts.names(here.db)
    others = [names[who] for who in people if who != here.account.id and who in names]
    return RoundCard(
        round=round,
        plan=plan,
        kind=say(here.language, PLAN_KIND_WORDS[plan.kind]),
        state=say(here.language, STATE_WORDS[standing]),
        icon=_TONES[standing][1],
        tone=_TONES[standing][0],
        until=window_words(round, now, here.language),
        late=round.is_open and now >= round.closes_at,
        people=say(here.language, mark(", ")).join(others),
    )


def window_words(round: Round, now: datetime, language: Language) -> str:
    """ "08:00–18:00" today, "11-17 08:00 – 11-19 18:00" else."""
    opens, closes, today = local(round.opens_at), local(round.closes_at), local_date(now)
    last, ends = closes.date(), f"{closes:%H:%M}"
    if ends == "00:00":
        last, ends = last - timedelta(days=1), "24:00"
    if opens.date() == last:
        day = "" if last == today else f"{opens:%m-%d} "
        return f"{day}{opens:%H:%M}–{ends}"
    return f"{opens:%m-%d %H:%M} – {last:%m-%d} {ends}"


def until_words(instant: datetime, now: datetime, language: Language) -> str:
    """An end in words; midnight belongs to the day that ends there: "11-25 24:00", as a window says it."""
    if f"{local(instant):%H:%M}" != "00:00":
        return short_time(instant, now, language)
    return short_time(instant - timedelta(minutes=1), now, language).replace("23:59", "24:00")


def next_today(here: Here) -> RoundCard | None:
    """What comes next before midnight."""
    later = my_rounds(
        here.db, here.account, here.actor, here.now, until=midnight(local_date(here.now) + _DAY)
    )
    coming = [round for round in later if _part(round, here.now) == "soon"]
    first = min(coming, key=lambda round: (round.opens_at, round.id), default=None)
    return card(here, first, ()) if first and local_date(first.opens_at) == local_date(here.now) else None


def carried_from(db: Database, round: Round) -> str:
    """The day whose round this one carries on; "" for a planned one."""
    return f"{round.occurs_on:%m-%d}" if round.part else ""
