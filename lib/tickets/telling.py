"""The history as reporters are told it: who did what, without names of other reporters or notes of the house."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from lib.core.i18n import Language, mark, say
from lib.tickets import history
from lib.tickets.ticket import Event
from lib.tickets.words import Action

ON_THE_JOB = frozenset(
    {Action.ACCEPT, Action.ARRIVE, Action.HOLD, Action.RESUME, Action.COMPLETE, Action.RETURN}
)
"""What technicians do; they are named, everybody else stands for the desk."""

OF_THE_HOUSE = ("override", "override_of", "lacks", "alone")
_AMONG_OURSELVES = frozenset({Action.HELP, Action.WATCH, Action.ESCALATE, Action.CONFIRM_HOLD})
_SAID_TO_THE_REPORTER = frozenset({Action.ANSWER, Action.COMPLETE})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the timeline. `words` is what somebody typed, "" for nothing."""

    at: datetime
    who: str
    what: str
    words: str


def public(event: Event) -> bool:
    """Whether reporters see it: everything but what the house writes and decides among itself."""
    if event.action in _AMONG_OURSELVES:
        return False
    return event.action is not Action.COMMENT or event.actor_id is None or bool(event.facts.get("outage"))


def written_by(event: Event, reporter_id: int) -> bool:
    """Whether that reporter did it by their own link."""
    return event.facts.get("reporter_id") == reporter_id


def tell(event: Event, language: Language, *, names: Mapping[int, str], now: datetime) -> Line:
    """The event for a reporter; `names` are accounts by id."""
    said = event.actor_id is None or event.action in _SAID_TO_THE_REPORTER
    words = history.typed(event) if said else ""
    return Line(event.happened_at, _who(event, language, names), _what(event, language, names, now), words)


def polite(name: str, language: Language) -> str:
    """What nurses call a technician: the surname with a word of respect; a name in Latin letters stays.

    Chinese names of four characters begin with a double surname.
    """
    if not name or name.isascii():
        return name
    return say(language, mark("Technician {surname}"), surname=name[: 2 if len(name) > 3 else 1])


def _who(event: Event, language: Language, names: Mapping[int, str]) -> str:
    who = event.subject_id or event.actor_id
    if who is None and event.action not in history.BY_LINK:
        return event.actor_name or say(language, mark("the system"))
    made_here = event.facts.get("parent") or event.facts.get("follows")
    if who is None or (event.action is Action.OPEN and not made_here):
        return say(language, mark("The reporter"))
    if event.action in ON_THE_JOB:
        return polite(names.get(who, event.actor_name), language)
    return say(language, mark("The service desk"))


def _what(event: Event, language: Language, names: Mapping[int, str], now: datetime) -> str:
    # Whose papers lack what is the house's own business.
    event = replace(
        event, facts={name: value for name, value in event.facts.items() if name not in OF_THE_HOUSE}
    )
    given_to = event.facts.get("assignee_id")
    if given_to is not None and event.facts.get("whom"):
        whom = polite(names.get(given_to, event.facts["whom"]), language)
        event = replace(event, facts={**event.facts, "whom": whom})
    return history.told(event, language, now)
