"""What a plan may look like: every field checked by itself, so that each wrong one can be shown where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from lib.core.choices import known
from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.core.typed_words import seen
from lib.inspections import checklists, recurrence_rule, seasons
from lib.inspections.plan_people import Doers, doers
from lib.inspections.plans import Plan, Slot, parse_slots
from lib.inspections.presets import WHOLE_DAY
from lib.inspections.words import Basis, HolidayRule, PlanKind
from lib.store.database import Database, Row

LONGEST_CODE, LONGEST_NAME = 32, 60
MOST_SLOTS = 12
MOST_DAYS = 366
MOST_MINUTES = 24 * 60
YEARS = range(2000, 2101)
WHEN = (
    "basis",
    "starts_on",
    "ends_on",
    "slots",
    "rule",
    "season",
    "holidays",
    "early_days",
    "late_days",
    "lead_days",
)
WHAT = ("code", "name", "kind", "checklist_id", "minutes", "carries")
FIELDS = (*WHAT, *WHEN, *(f"{who}_id" for who in ("account", "post", "team", "vendor", "campus")))
"""Everything of a plan that somebody says; the rest is kept by the product."""
NEW: Mapping[str, Any] = {
    "kind": PlanKind.INSPECTION,
    "basis": Basis.CALENDAR,
    "holidays": HolidayRule.ANYWAY,
    "slots": WHOLE_DAY,
    "rule": "FREQ=DAILY",
    "minutes": 30,
    "carries": True,
}
CHOOSE = mark("Please choose from the list.")


def checked(db: Database, values: Mapping[str, Any]) -> Row:
    """The fields as they are kept; the first WrongInput there is."""
    row, wrong = _all(db, values)
    if wrong:
        raise wrong[0]
    return row


def wrongs(db: Database, values: Mapping[str, Any]) -> list[WrongInput]:
    """Everything wrong with the fields, each with its `field`; for lists that show all of it at once."""
    return _all(db, values)[1]


def timing(values: Mapping[str, Any]) -> Row:
    """The fields that say when, as they are kept; the first WrongInput there is."""
    row: Row = {}
    for name, check in _WHEN.items():
        row[name] = check(values.get(name, NEW.get(name)), row)
    return row


def like(plan: Plan | None) -> Row:
    """The fields of a plan, or those a new one begins with."""
    return {name: getattr(plan, name) if plan else NEW.get(name) for name in FIELDS}


def _all(db: Database, values: Mapping[str, Any]) -> tuple[Row, list[WrongInput]]:
    row: Row = {}
    wrong: list[WrongInput] = []
    for name, check in {**_WHAT, **_WHEN}.items():
        try:
            row[name] = check(values.get(name, NEW.get(name)), row)
        except WrongInput as refusal:
            wrong.append(refusal)
    for found in (_checklist, _who):
        try:
            row |= found(db, values)
        except WrongInput as refusal:
            wrong.append(refusal)
    return row, wrong


def _checklist(db: Database, values: Mapping[str, Any]) -> Row:
    checklist_id = values.get("checklist_id")
    there = checklists.all_checklists(db).get(checklist_id) if checklist_id is not None else None
    if there is None or not there.active:
        raise WrongInput(mark("Please choose a checklist that is in use."), field="checklist_id")
    return {"checklist_id": there.id}


def _who(db: Database, values: Mapping[str, Any]) -> Row:
    named = Doers(**{name: values.get(name) for name in Doers._fields})
    return doers(db, named)._asdict()


def _words(field: str, longest: int, needed: bool) -> Callable[[Any, Row], str]:
    def check(value: Any, _: Row) -> str:
        words = " ".join(seen(str(value or "")).split())
        if needed and not words:
            raise WrongInput(mark("Please fill in the name."), field=field)
        if len(words) > longest:
            raise WrongInput(mark("At most {most} characters."), field=field, most=longest)
        return words

    return check


def _choice(field: str, choices: Any) -> Callable[[Any, Row], Any]:
    def check(value: Any, _: Row) -> Any:
        if not known(choices, value):
            raise WrongInput(CHOOSE, field=field)
        return choices(value)

    return check


def _whole(field: str, low: int, high: int) -> Callable[[Any, Row], int]:
    def check(value: Any, _: Row) -> int:
        number = 0 if value is None and not low else value
        if isinstance(number, bool) or not isinstance(number, int) or not low <= number <= high:
            message = mark("This must be a whole number from {low} to {high}.")
            raise WrongInput(message, field=field, low=low, high=high)
        return number

    return check


def _starts_on(value: Any, _: Row) -> date:
    if not isinstance(value, date) or isinstance(value, datetime) or value.year not in YEARS:
        raise WrongInput(mark("Please say from which day on the plan counts."), field="starts_on")
    return value


def _ends_on(value: Any, row: Row) -> date | None:
    if value is None:
        return None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise WrongInput(mark("The last day is no date."), field="ends_on")
    if "starts_on" in row and value < row["starts_on"]:
        raise WrongInput(mark("The last day cannot lie before the first."), field="ends_on")
    return value


def _slots(value: Any, row: Row) -> tuple[Slot, ...]:
    try:
        slots = parse_slots(value) if isinstance(value, str) else tuple(Slot(*each) for each in value or ())
    except (ValueError, TypeError):
        raise WrongInput(
            mark("A span of the day is written like {example}."), field="slots", example="08:00-16:00"
        ) from None
    slots = tuple(sorted(slots)) or WHOLE_DAY
    if len(slots) > MOST_SLOTS:
        raise WrongInput(mark("A day has at most {most} spans."), field="slots", most=MOST_SLOTS)
    if len(slots) > 1 and row.get("basis") is Basis.COMPLETION:
        message = mark(
            "Counted from the last time there is one round at a time: please give one span of the day."
        )
        raise WrongInput(message, field="slots")
    if clash := _overlapping(slots):
        raise WrongInput(mark("The spans {one} and {other} overlap."), field="slots", **clash)
    return slots


def _overlapping(slots: Sequence[Slot]) -> Mapping[str, str] | None:
    """Two spans in which one would do two rounds of the plan at once; the day after is as this one."""
    spans = sorted((_minute(slot.starts), _length(slot), slot.text) for slot in slots)
    follows = [*spans[1:], (spans[0][0] + 24 * 60, 0, spans[0][2])]
    for (begins, lasts, one), (then, _, other) in zip(spans, follows, strict=True):
        if begins + lasts > then:
            return {"one": one, "other": other}
    return None


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _length(slot: Slot) -> int:
    return (_minute(slot.ends) - _minute(slot.starts) - 1) % (24 * 60) + 1


def _rule(value: Any, row: Row) -> str:
    rule = recurrence_rule.read(str(value or ""))
    if "starts_on" in row:
        recurrence_rule.check(rule, row["starts_on"])
    return rule.text


def _season(value: Any, row: Row) -> str:
    season = seasons.tidy(str(value or ""))
    if season and "rule" in row and "starts_on" in row and not any(_in_season(season, row)):
        raise WrongInput(mark("No day of the rule ever lies in this season."), field="season")
    return season


def _in_season(season: str, row: Row) -> Iterator[bool]:
    rule, since = recurrence_rule.read(row["rule"]), row["starts_on"]
    if row.get("basis") is Basis.COMPLETION and not (rule.days or rule.month_days or rule.months):
        yield True  # it counts from whatever day the last one was done
        return
    for year in range(12):
        begins = since + timedelta(366 * year)
        for day in recurrence_rule.days_of(rule, since, begins, begins + timedelta(365)):
            yield seasons.in_season(season, day)


def _yes(value: Any, _: Row) -> bool:
    return value is not False


_WHAT: Mapping[str, Callable[[Any, Row], Any]] = {
    "code": _words("code", LONGEST_CODE, needed=False),
    "name": _words("name", LONGEST_NAME, needed=True),
    "kind": _choice("kind", PlanKind),
    "minutes": _whole("minutes", 1, MOST_MINUTES),
    "carries": _yes,
}
_WHEN: Mapping[str, Callable[[Any, Row], Any]] = {
    "basis": _choice("basis", Basis),
    "starts_on": _starts_on,
    "ends_on": _ends_on,
    "slots": _slots,
    "rule": _rule,
    "season": _season,
    "holidays": _choice("holidays", HolidayRule),
    "early_days": _whole("early_days", 0, MOST_DAYS),
    "late_days": _whole("late_days", 0, MOST_DAYS),
    "lead_days": _whole("lead_days", 0, MOST_DAYS),
}


def timed(values: Mapping[str, Any]) -> Plan:
    """A plan that says only when, for looking ahead; WrongInput as `timing`."""
    return replace(_NOTHING, **timing(values))


_NOTHING = Plan(
    id=0, code="", version=0, name="", kind=PlanKind.INSPECTION, checklist_id=0, route=0, rule="FREQ=DAILY",
    basis=Basis.CALENDAR, starts_on=date.min, ends_on=None, season="", holidays=HolidayRule.ANYWAY, slots=WHOLE_DAY,
    early_days=0, late_days=0, lead_days=0, minutes=1, account_id=None, post_id=None, team_id=None, vendor_id=None,
    campus_id=None, carries=True, active=True, made_until=None,
)  # fmt: skip
