"""What the log keeps of an act, as words: its object, and what was changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lib.core.i18n import mark
from lib.lists.offered import all_lists
from lib.lists.preview import OUTCOME_WORDS
from lib.lists.shapes import cost_lines
from lib.notifications import announcements, wording
from lib.notifications.outbox import TOPIC_WORDS
from lib.people import accounts, organisation
from lib.places.locations import AREA_WORDS, location
from lib.tickets.policy import REOPEN_WORDS
from lib.tickets.words import HOLD_WORDS, SEVERITY_WORDS
from lib.ui.session import Session

MOST = 5
"""So many of a list are named; of a longer one, how many there are."""
FACT_WORDS: Mapping[str, str] = {
    **{str(outcome): words for outcome, words in OUTCOME_WORDS.items()},
    "keys": mark("Namely"),
    "codes": mark("Wall codes"),
    "from": mark("From"),
    "to": mark("To"),
    "department_id": mark("Department"),
    "team_id": mark("Team"),
    "vendor_id": mark("Vendor"),
    "name": mark("Name"),
    "name_en": mark("Name in English"),
    "severity": mark("Severity"),
    "weight": mark("Weight"),
    "licence": mark("Licence"),
    "people": mark("People"),
    "visit": mark("On site"),
    "words": mark("What people say"),
    "active": mark("In use"),
    "area_class": mark("Area"),
    "notes": mark("Entry notes"),
    "kind": mark("Kind"),
    "respond_minutes": mark("Respond (min)"),
    "arrive_minutes": mark("Arrive (min)"),
    "complete_minutes": mark("Complete (min)"),
    "respond": mark("Respond (min)"),
    "arrive": mark("Arrive (min)"),
    "complete": mark("Complete (min)"),
    "late_from": mark("Late from"),
    "late_start": mark("Counts from"),
    "days_off": mark("Days off"),
    "items": mark("Items"),
    "version": mark("Version"),
    "rounds": mark("Rounds"),
    "make_up_workdays": mark("Make-up workdays"),
    "pausing": mark("Holds that stop the promise to finish"),
    "pausing_arrive": mark("Holds that stop the promise to arrive"),
    "confirm_hold_minutes": mark("Minutes a hold may last without a leader confirming it"),
    "reopen_rule": mark("When work is sent back, the promise"),
    "close_after_days": mark("Working days until a finished ticket closes by itself"),
    "reopen_window_days": mark("Days within which work can be sent back"),
    "rating_window_days": mark("Days within which work can be rated"),
    "rounds_ahead_days": mark("Days ahead for which inspection rounds are made"),
    "hospital_name": mark("The hospital's name, above what is printed"),
    "hash": mark("Seal"),
    "corrects": mark("Takes over the correction of"),
    "uncorrects": mark("Lets go of the correction of"),
    "reason": mark("Why"),
}
DAY_WORDS: Mapping[str, str] = {
    "closed": mark("Day off"),
    "workday": mark("Make-up workday"),
    "": mark("As usual"),
}
OBJECT_WORDS: Mapping[str, str] = {
    "rules": mark("Rules"),
    "first_steps": mark("Setting up the hospital"),
    "department": mark("Department"),
    "team": mark("Team"),
    "vendor": mark("Vendor"),
    "contract": mark("Contract"),
}
ACCOUNT_ACTS = frozenset(
    {"roles_changed", "account_enabled", "account_disabled", "password_changed", "signed_out_everywhere"}
)
"""Acts whose object is the id of an account."""
COUNT_ACTS = frozenset({"labels_printed", "labels_made"})
"""Acts whose object says how many codes."""
Named = Callable[[Session, Any], str]


def details(here: Session, facts: Mapping[str, Any]) -> str:
    """Each fact under its name, those that say nothing left out."""
    _ = here._
    said = []
    for name, value in facts.items():
        if value in (None, [], {}) or (name in OUTCOME_WORDS and value == 0):
            continue
        words, text = FACT_WORDS.get(name), _value(here, name, value)
        said.append(_("{name}: {value}", name=_(words), value=text) if words else text)
    return " · ".join(said)


def of_statement(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the log shows of a step of a statement; its figures stand in its own history."""
    return {name: facts[name] for name in ("corrects", "uncorrects", "reason", "hash") if name in facts}


def target(here: Session, act: str, name: str) -> str:
    """Whom or what the act was about, by the name people know it by."""
    if act in COUNT_ACTS and name.isdigit():
        return here._("{count} codes", count=name)
    if act in ACCOUNT_ACTS and name.isdigit():
        return _of(accounts.all_accounts(here.db), int(name))
    if act == "label_replaced" and name.isdigit():
        return _place(here, int(name))
    if act == "announcement_ended" and name.isdigit():
        found = (one.title for one in announcements.all_announcements(here.db) if str(one.id) == name)
        return next(found, name)
    if act == "message_words_changed" and name in TOPIC_WORDS:
        return wording.named(name, here.language)
    if act == "list_imported":
        titles = {one.name: one.title for one in all_lists().values()} | {cost_lines.NAME: cost_lines.TITLE}
        return here._(titles.get(name, name))
    table, _space, rest = name.partition(" ")
    if act in ("organisation_changed", "setting_changed") and table in OBJECT_WORDS:
        return f"{here._(OBJECT_WORDS[table])} {rest}".strip()
    return name


def _value(here: Session, name: str, value: Any) -> str:
    if isinstance(value, list):
        return _listed(here, [_NAMED[name](here, one) if name in _NAMED else str(one) for one in value])
    if isinstance(value, bool):
        return here._(mark("Yes") if value else mark("No"))
    if name in _NAMED:
        return _NAMED[name](here, value)
    return str(value) or "—"


def _listed(here: Session, names: list[str]) -> str:
    shown = here._(mark(", ")).join(names[:MOST])
    return shown if len(names) <= MOST else here._("{names} and more, {n} in all", names=shown, n=len(names))


def _of(found: Mapping[int, Any], wanted: int) -> str:
    return str(found[wanted].name) if wanted in found else str(wanted)


def _place(here: Session, wanted: int) -> str:
    place = location(here.db, wanted)
    return place.path if place else str(wanted)


def _word(words: Mapping[Any, str]) -> Named:
    return lambda here, value: here._(words[value]) if value in words else str(value)


_NAMED: Mapping[str, Named] = {
    "department_id": lambda here, value: _of(organisation.departments(here.db), value),
    "team_id": lambda here, value: _of(organisation.teams(here.db), value),
    "vendor_id": lambda here, value: _of(organisation.vendors(here.db), value),
    "from": _place,
    "to": _place,
    "severity": _word(SEVERITY_WORDS),
    "pausing": _word(HOLD_WORDS),
    "pausing_arrive": _word(HOLD_WORDS),
    "reopen_rule": _word(REOPEN_WORDS),
    "area_class": _word(AREA_WORDS),
    "kind": _word(DAY_WORDS),
}
