"""Promises: how many minutes to respond, arrive and complete, by severity, area and service."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from lib.catalog import late_evening, promises
from lib.catalog.promises import LATE_EVENING, STAGES, Promise
from lib.core.errors import Refusal, WrongInput
from lib.core.i18n import mark
from lib.lists.amounts import Hour, Whole
from lib.lists.cells import Choice, Text, YesNo
from lib.lists.shape import Column, Draft, List, Values
from lib.lists.things import services_known
from lib.places.locations import AREA_WORDS
from lib.store.database import Database, Transaction
from lib.tickets.words import SEVERITY_WORDS

KEYS = ("severity", "area_class", "service_code")
MINUTES = tuple(f"{stage}_minutes" for stage in STAGES)
OTHERS = (*(f"{stage}_calendar" for stage in STAGES), *LATE_EVENING, "note")
ROUND_THE_CLOCK = "always"
TITLES: Mapping[str, tuple[str, str]] = {
    "respond": (mark("Respond (min)"), mark("Respond counted in")),
    "arrive": (mark("Arrive (min)"), mark("Arrive counted in")),
    "complete": (mark("Complete (min)"), mark("Complete counted in")),
}


def _columns(db: Database) -> Sequence[Column]:
    areas = {"": mark("any"), **AREA_WORDS}
    any_service = mark("Empty: for every service without a promise of its own.")
    return (
        Column(attribute="severity", title=mark("Severity"), cell=Choice(SEVERITY_WORDS), needed=True),
        Column(attribute="area_class", title=mark("Area"), cell=Choice(areas)),
        Column(attribute="service_code", title=mark("Service"), cell=services_known(db), note=any_service),
        *_stages(db),
        Column(
            attribute="late_from",
            title=mark("Late from"),
            cell=Hour(),
            note=mark("Reported from this hour on, outside critical areas, it counts from the next morning."),
        ),
        Column(attribute="late_start", title=mark("Counts from"), cell=Hour()),
        Column(attribute="note", title=mark("Note"), cell=Text(200)),
        Column(
            attribute="active",
            title=mark("In use"),
            cell=YesNo(),
            default=True,
            note=mark("No: it ends now, and the next wider promise holds."),
        ),
    )


def _stages(db: Database) -> Iterable[Column]:
    rows = db.rows("SELECT code, name FROM working_calendar ORDER BY version, code")
    hours = Choice({row["code"]: row["name"] for row in rows})
    for stage, (minutes, counted) in TITLES.items():
        yield Column(attribute=f"{stage}_minutes", title=minutes, cell=Whole(1, promises.A_YEAR), needed=True)
        yield Column(attribute=f"{stage}_calendar", title=counted, cell=hours, default=ROUND_THE_CLOCK)


def _in_force(db: Database) -> Mapping[tuple[str, ...], Promise]:
    every = promises.all_promises(db).values()
    return {tuple(getattr(one, name) for name in KEYS): one for one in every if one.valid_to is None}


def _rows(db: Database) -> Iterable[Values]:
    # In the order of the words, so that a new version does not move its row.
    for _, one in sorted(_in_force(db).items(), key=_place):
        yield {**{name: getattr(one, name) for name in (*KEYS, *MINUTES, *OTHERS)}, "active": True}


def _place(item: tuple[tuple[str, ...], Promise]) -> tuple[str, int, str]:
    (severity, area, service), _ = item
    severities = [str(each) for each in SEVERITY_WORDS]
    return service, severities.index(severity) if severity in severities else len(severities), area


def _check(db: Database, drafts: Sequence[Draft]) -> None:
    for draft in drafts:
        if not draft.differs:
            continue
        if not draft.values["active"]:
            _may_end(draft)
        try:
            promises.check_minutes(_minutes(draft.values))
            late_evening.check(*(draft.values[name] for name in LATE_EVENING))
        except Refusal as refusal:
            draft.refuse(refusal.field or MINUTES[0], refusal)


def _may_end(draft: Draft) -> None:
    if draft.before is None:
        draft.refuse("active", WrongInput(mark("There is no such promise that could end.")))
    elif not draft.values["area_class"] and not draft.values["service_code"]:
        message = mark("Every severity keeps the promise that holds where no other does.")
        draft.refuse("active", WrongInput(message))


def _minutes(values: Values) -> dict[str, int]:
    return {stage: values[f"{stage}_minutes"] for stage in STAGES}


def _save(db: Database, tx: Transaction, drafts: Sequence[Draft], now: datetime) -> Mapping[str, str]:
    known = _in_force(db)
    for draft in drafts:
        values: dict[str, Any] = {name: draft.values[name] for name in (*KEYS, *MINUTES, *OTHERS)}
        old = known.get(tuple(values[name] for name in KEYS))
        if old is None:
            promises.begin(tx, values, now=now)
        elif not draft.values["active"]:
            promises.end(tx, old, now=now)
        else:
            others = {name: values[name] for name in OTHERS}
            promises.replace(tx, old, minutes=_minutes(values), now=now, others=others)
    return {}


SHAPE = List(
    name="promises",
    title=mark("Promises"),
    order=70,
    keys=KEYS,
    columns=_columns,
    rows=_rows,
    check=_check,
    save=_save,
    note=mark("A change holds for tickets opened from now on; older ones keep their promise."),
)
