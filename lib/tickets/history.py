"""What happened to a ticket, said to people: one sentence for each event, and the words typed with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from lib.core.clock import short_time
from lib.core.facts import instant
from lib.core.i18n import Language, mark, say
from lib.people.masking import masked_name
from lib.people.papers import hindrance_of
from lib.tickets.call_backs import RESULT_WORDS
from lib.tickets.escalation import words as escalation
from lib.tickets.ticket import Event
from lib.tickets.words import CLOSED_WORDS, EVENT_WORDS, HOLD_WORDS, OUTCOME_WORDS, Action, ClosedHow

FIELD_WORDS: Mapping[str, str] = {
    "kind": mark("kind"),
    "severity": mark("severity"),
    "service_code": mark("service"),
    "department_id": mark("department"),
    "location_id": mark("place"),
    "asset_id": mark("asset"),
    "description": mark("description"),
    "appointment_at": mark("appointment"),
}
BY_LINK = frozenset(
    {Action.OPEN, Action.URGE, Action.CONFIRM, Action.RATE, Action.REOPEN, Action.CANCEL, Action.COMMENT}
)
"""What reporters do themselves; anything else without an account behind it was the clock or another system."""
TIME_UNKNOWN, OUT_OF_ORDER = "time_unknown", "out_of_order"
"""Facts of imported steps: the file had no time for it, or one that lies before an earlier step."""
TYPED = ("reason", "note", "words", "override")
"""Facts that hold what somebody typed; a hold's reason is a code and stands in the sentence itself."""


def unsigned(event: Event, first: int | None = None) -> str:
    """The message for whom no account stands for: a reporter by their link, the clock or another system. `first`: the
    reporter who was there before all others, where it is known."""
    imported = event.facts.get("source") or event.facts.get("how") == ClosedHow.IMPORTED
    if event.action not in BY_LINK or imported:
        return mark("the system")
    other = first is not None and event.facts.get("reporter_id") not in (None, first)
    return mark("Another reporter") if other or event.facts.get("joined") else mark("Reporter")


def author(event: Event, language: Language, *, first: int | None, whole: bool) -> str:
    """Who did it. A reporter is called so, with the name they gave; `whole`: not masked."""
    if event.actor_id is not None:
        return event.actor_name
    called = unsigned(event, first)
    name = event.actor_name or _joined(event)
    if called == "the system":
        return event.actor_name or say(language, called)
    return f"{say(language, called)} {name if whole else masked_name(name)}".strip()


def _joined(event: Event) -> str:
    name = event.facts.get("joined")
    return name if isinstance(name, str) else ""


_OUTAGE: Mapping[str, str] = {
    "declared": mark("declared the outage “{words}”: further reports follow this ticket"),
    "ended": mark("declared the outage “{words}” over"),
}


def told(event: Event, language: Language, present: datetime) -> str:
    """The event as a sentence without its subject: "put on hold: waiting for parts, until 14:05"."""
    said = _told(event, language, present)
    # A step another system did not time: the life needed it, the hour beside it means nothing.
    if event.facts.get(TIME_UNKNOWN):
        return say(language, mark("{what} (the old system recorded no time)"), what=said)
    if event.facts.get(OUT_OF_ORDER):
        there = event.facts.get("said", "")
        message = mark("{what} (the old system says {time}, which lies before an earlier step)")
        return say(language, message, what=said, time=there)
    return said


def time_of(event: Event, language: Language, present: datetime) -> str:
    """When it happened, "14:05"; "—" for a step another system did not time, or not possibly then."""
    untimed = event.facts.get(TIME_UNKNOWN) or event.facts.get(OUT_OF_ORDER)
    return "—" if untimed else short_time(event.happened_at, present, language)


def _of_one_cause(event: Event, language: Language) -> str:
    """Outages, tickets merged into this one, and whoever reported it too; "" for anything else."""
    facts = event.facts
    if facts.get("outage"):
        return say(language, _OUTAGE[facts["outage"]], words=facts.get("words", ""))
    if facts.get("merged"):
        message = mark("{number} is the same: {n} more who reported it")
        return say(language, message, number=facts["merged"], n=facts.get("reporters", 0))
    return say(language, mark("reported it too")) if facts.get("joined") else ""


def _told(event: Event, language: Language, present: datetime) -> str:
    words = EVENT_WORDS[event.action]
    if event.action is Action.REOPEN and not event.facts.get("whom"):
        return say(language, mark("sent back as not fixed"))
    if event.action is Action.ARRIVE and event.facts.get("verified"):
        return say(language, mark("arrived on site, verified by the wall code"))
    if result := event.facts.get("call_back"):
        return say(
            language, mark("phoned the department: {result}"), result=say(language, RESULT_WORDS[result])
        )
    if said := _inspected(event, language):
        return said
    if event.action is Action.OPEN and (event.facts.get("parent") or event.facts.get("follows")):
        message = (
            mark("split off {other}")
            if event.facts.get("parent")
            else mark("opened as the job after {other}")
        )
        return say(language, message, other=event.facts.get("parent") or event.facts.get("follows"))
    if event.action is Action.COMMENT and (decided := _decided(event, language)):
        return decided
    if event.action is Action.HELP and not event.facts.get("names"):
        return say(language, mark("nobody helps any more"))
    if event.action is Action.ESCALATE:
        return escalation.told(event, language, present)
    if event.action is Action.WATCH and not event.facts.get("on"):
        return say(language, mark("released from watch"))
    if event.action is Action.CONFIRM_HOLD and not event.facts.get("confirmed"):
        return say(language, mark("did not accept the hold"))
    if said := _of_one_cause(event, language):
        return said
    return _with_exception(event, language, say(language, words, **_facts(event, language, present)))


_SEEN: Mapping[str, str] = {
    "still": mark("still not in order on the round “{plan}”"),
    "good": mark("in order on the round “{plan}”, before the work was finished"),
    "corrected": mark("the entry on the round “{plan}” was corrected to"),
    "settled": mark("in order on the re-check ({plan})"),
}


def _inspected(event: Event, language: Language) -> str:
    """Where a ticket of an inspection comes from, and what inspections saw of it later; "" for anything else."""
    facts = event.facts
    if event.action is Action.COMMENT and facts.get("inspection") in _SEEN:
        return say(language, _SEEN[facts["inspection"]], plan=facts.get("plan", ""))
    if event.action is not Action.OPEN or not facts.get("round_id"):
        return ""
    where = {"plan": facts.get("plan", ""), "day": str(facts.get("day", ""))[5:]}
    if facts.get("follows"):
        return say(
            language,
            mark("found again on the round “{plan}”, after {other}"),
            **where,
            other=facts["follows"],
        )
    return say(language, mark("found on the round “{plan}” of {day}"), **where)


def _decided(event: Event, language: Language) -> str:
    """What a note stands for besides its words; "" where it is nothing but a note."""
    if event.facts.get("return_decided"):
        return say(
            language, mark("decided on the second return: it stays with {whom}"), whom=event.facts["whom"]
        )
    if event.facts.get("reminded"):
        return say(language, mark("reminded {names} of the hold"), names=event.facts["reminded"])
    return ""


def _with_exception(event: Event, language: Language, said: str) -> str:
    """What a dispatcher decided against a lacking paper, or which paper a correction found lacking, goes with it."""
    if against := event.facts.get("override_of"):
        lacking = hindrance_of(against)
        why = say(language, lacking.message, **lacking.facts)
        return say(language, mark("{what}, as an exception ({why})"), what=said, why=why)
    if event.facts.get("alone"):
        return say(language, mark("{what}; done alone, though it is work for more than one"), what=said)
    if lacks := event.facts.get("lacks"):
        lacking = hindrance_of(lacks)
        why = say(language, lacking.message, **lacking.facts)
        return say(language, mark("{what}; whoever has the job lacks a paper ({why})"), what=said, why=why)
    return said


def _facts(event: Event, language: Language, present: datetime) -> Mapping[str, Any]:
    facts = event.facts
    match event.action:
        case Action.ASSIGN | Action.REASSIGN | Action.REOPEN:
            return {"whom": facts.get("whom", "")}
        case Action.HOLD:
            until = short_time(instant(facts["until"]), present, language)
            return {"reason": say(language, HOLD_WORDS[facts["reason"]]), "until": until}
        case Action.COMPLETE:
            return {"outcome": say(language, OUTCOME_WORDS[facts["outcome"]])}
        case Action.CONFIRM | Action.CLOSE:
            return {"how": say(language, CLOSED_WORDS[facts["how"]])}
        case Action.RATE:
            return {name: facts[name] for name in ("speed", "quality", "attitude")}
        case Action.EDIT:
            changed = [say(language, FIELD_WORDS[name]) for name in facts["changes"] if name in FIELD_WORDS]
            return {"fields": say(language, mark(", ")).join(changed)}
        case Action.MERGE:
            return {"into": facts.get("into", "")}
        case Action.SPLIT:
            return {"children": say(language, mark(", ")).join(facts.get("children", ()))}
        case Action.FOLLOW_ON:
            return {"next": facts.get("next", "")}
        case Action.HELP:
            return {"helpers": say(language, mark(", ")).join(facts.get("names", ()))}
        case Action.WATCH:
            return {"until": short_time(instant(facts.get("until")), present, language)}
        case _:
            return {}


def said_by_others(events: Iterable[Event]) -> list[tuple[str, str]]:
    """Numbers and words of the reports merged into this ticket: they may name what the first report did not."""
    merged = (event.facts for event in events if event.facts.get("merged"))
    return [(facts["merged"], facts["words"]) for facts in merged if facts.get("words")]


def typed(event: Event) -> str:
    """What somebody wrote with it: a note, a reason, words of a rating; "" for none."""
    names = [name for name in TYPED if not (name == "reason" and event.action is Action.HOLD)]
    return " ".join(str(event.facts[name]).strip() for name in names if event.facts.get(name))
