"""An escalation as the ticket's history tells it: who was told, and of what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lib.core.clock import short_time
from lib.core.facts import instant
from lib.core.i18n import Language, mark, say
from lib.tickets.escalation.reached import PHONE, UNACCEPTED, URGED, WATCH
from lib.tickets.ticket import Event
from lib.tickets.words import SEVERITY_WORDS

NOBODY = mark("nobody")
_SPECIAL: Mapping[str, str] = {
    UNACCEPTED: mark("called {told}: an emergency nobody accepted for {minutes} min"),
    PHONE: mark("asked {told} to phone {whom}: an emergency nobody accepted for {minutes} min"),
    URGED: mark("told {told}: urged {urges} times"),
    WATCH: mark("told {told}: the deadline of the watch has passed"),
}
_BEFORE: Mapping[str, str] = {
    "respond": mark("reminded {told}: to be accepted by {due}"),
    "arrive": mark("reminded {told}: to be on site by {due}"),
    "complete": mark("reminded {told}: to be finished by {due}"),
}
_AFTER: Mapping[str, str] = {
    "respond": mark("told {told}: not accepted by {due}"),
    "arrive": mark("told {told}: nobody on site by {due}"),
    "complete": mark("told {told}: not finished by {due}"),
}


def told(event: Event, language: Language, present: datetime) -> str:
    """The sentence without its subject: "told Sun: not accepted by 14:05; severity raised to urgent, …"."""
    facts = event.facts
    said = say(language, _message(facts), **_named(facts, language, present))
    if facts.get("severity"):
        raised = say(language, SEVERITY_WORDS[facts["severity"]])
        message = mark("{what}; severity raised to {severity}, the promised times stay")
        said = say(language, message, what=said, severity=raised)
    if facts.get("passed"):
        message = mark("{what} ({count} earlier levels were passed over)")
        said = say(language, message, what=said, count=facts["passed"])
    return said


def _message(facts: Mapping[str, Any]) -> str:
    if facts["level"] in _SPECIAL:
        return _SPECIAL[facts["level"]]
    by_stage = _BEFORE if int(facts.get("minutes", 0)) < 0 else _AFTER
    return by_stage.get(facts.get("stage", ""), mark("escalated, told: {told}"))


def _named(facts: Mapping[str, Any], language: Language, present: datetime) -> Mapping[str, Any]:
    comma = say(language, mark(", "))
    return {
        "told": comma.join(facts.get("told", ())) or say(language, NOBODY),
        "whom": comma.join(facts.get("whom", ())) or say(language, NOBODY),
        "minutes": facts.get("minutes", 0),
        "urges": facts.get("urges", 0),
        "due": short_time(instant(facts.get("due")), present, language),
    }
