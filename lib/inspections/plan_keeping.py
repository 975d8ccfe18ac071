"""Keeping plans: adding one, changing it from a day on, ending or pausing it, and saying beforehand what that does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any

from lib.core.clock import local_date
from lib.core.errors import NotFound, TooLate, WrongInput
from lib.core.i18n import mark
from lib.inspections import adapting, generating, plan_checks, plan_routes
from lib.inspections.adapting import Adapted
from lib.inspections.plan_routes import Station
from lib.inspections.plans import Plan, from_row, plan, read_route, slots_text
from lib.inspections.recurrence import Days, Occurrence, next_from_completion, occurrences, working_days
from lib.inspections.rights import matter
from lib.inspections.words import Basis
from lib.people import audit
from lib.people.roles import Permission, require
from lib.store.database import Database, Row, Transaction
from lib.tickets.by import By, as_of_now

LATEST_CHANGE = 400
"""Days ahead a change may begin: until then the rounds are made as the plan was."""


@dataclass(frozen=True, slots=True)
class Saved:
    """The plan as it is now, and what became of its rounds."""

    plan: Plan
    rounds: Adapted


def save_plan(
    db: Database,
    *,
    plan_id: int | None = None,
    version: int | None = None,
    values: Mapping[str, Any],
    stops: Sequence[Station] | None = None,
    from_day: date | None = None,
    by: By,
) -> Saved:
    """Adds a plan (no `plan_id`), or changes one from a day on, and makes its rounds what it now says. From today on
    where no day is said, or from when the last change begins if that is still to come.

    `values`: the fields of `plan_checks.FIELDS`, and `active`; what is left out stays. `stops`: (asset id, place id) in
    the order of the route; None: as it is. `version`: the one the person saw. WrongInput at the field, NotAllowed where
    the permission does not reach, TooLate when somebody was faster. Rounds begun or ended stay as they are.
    """
    before = plan(db, plan_id) if plan_id is not None else None
    if before:
        require(as_of_now(db, by.actor), Permission.KEEP_PLANS, matter(db, before))
    row = plan_checks.checked(db, {**plan_checks.like(before), **values})
    active = values.get("active", before is None or before.active)
    act, since = "plan_changed" if before else "plan_added", _since(from_day, before, by.now)
    row |= {"active": active, "changed_from": since}
    return _changed(db, plan_id, version, row, stops, since, act, by)


def bring(
    db: Database,
    tx: Transaction,
    *,
    plan_id: int,
    values: Mapping[str, Any],
    stops: Sequence[Station],
    now: datetime,
) -> Saved:
    """Changes a plan from today on to what a list says that is brought in: who brings it has been asked, and audits."""
    today = local_date(now)
    generating.make(tx, plan_id, today - timedelta(1), working_days(db), now)
    row = plan_checks.checked(db, values) | {"active": values["active"], "changed_from": today}
    after = _written(db, tx, _seen(tx, plan_id, None), row, stops)
    return Saved(after, adapting.adapt(db, tx, after, today, now))


def would_change(db: Database, **asked: Any) -> Adapted:
    """What `save_plan` with the same arguments would do to the rounds, refusals too; nothing is written."""
    try:
        with db.transaction():
            raise _OnlyTried(save_plan(db, **asked))
    except _OnlyTried as tried:
        return tried.saved.rounds


class _OnlyTried(Exception):
    def __init__(self, saved: Saved) -> None:
        super().__init__()
        self.saved = saved


def end_plan(db: Database, *, plan_id: int, version: int | None, last_day: date, by: By) -> Saved:
    """The plan has no rounds after that day, today at the earliest; those nobody has begun go away."""
    today = local_date(by.now)
    if last_day < today:
        raise WrongInput(mark("A plan cannot end in the past."), field="last_day")
    since = min(last_day, generating.horizon(db, by.now)) + timedelta(1)
    return _changed(db, plan_id, version, {"ends_on": last_day}, None, since, "plan_ended", by)


def pause_plan(db: Database, *, plan_id: int, version: int | None, by: By) -> Saved:
    """From tomorrow on it has no rounds until it is taken up again; those nobody has begun go away."""
    tomorrow = local_date(by.now) + timedelta(1)
    return _changed(db, plan_id, version, {"active": False}, None, tomorrow, "plan_paused", by)


def resume_plan(db: Database, *, plan_id: int, version: int | None, by: By) -> Saved:
    """From today on it has rounds again; WrongInput where it names what is out of use by now."""
    before, today = plan(db, plan_id), local_date(by.now)
    row = plan_checks.checked(db, plan_checks.like(before)) | {"active": True, "changed_from": today}
    return _changed(db, plan_id, version, row, None, today, "plan_resumed", by)


def coming(db: Database, values: Mapping[str, Any], count: int, today: date) -> list[Occurrence]:
    """The rounds of the next so many days a plan with these values would have, for the form; WrongInput at a field that
    says when. Counted from completion: as if each were done on its day."""
    wanted = plan_checks.timed(values)
    days, first = working_days(db), max(today, wanted.starts_on)
    if wanted.basis is Basis.COMPLETION:
        return _one_after_another(wanted, count, first, days)
    found: list[Occurrence] = []
    for year in range(12):
        begins = first + timedelta(366 * year)
        found += occurrences(wanted, begins, begins + timedelta(365), days)
        named = sorted({each.occurs_on for each in found})
        if len(named) >= count:
            return [each for each in found if each.occurs_on <= named[count - 1]]
    return found


def _one_after_another(wanted: Plan, count: int, first: date, days: Days) -> list[Occurrence]:
    found: list[Occurrence] = []
    done_on, after = None, first - timedelta(1)
    while len(found) < count and (one := next_from_completion(wanted, done_on, after, days)):
        found.append(one)
        done_on, after = one.day, one.occurs_on
    return found


def _since(from_day: date | None, before: Plan | None, now: datetime) -> date:
    today = local_date(now)
    since = from_day or max(today, (before and before.changed_from) or today)
    if not today <= since <= today + timedelta(LATEST_CHANGE):
        message = mark("A change begins today at the earliest, and within {most} days.")
        raise WrongInput(message, field="from_day", most=LATEST_CHANGE)
    return since


def _changed(
    db: Database,
    plan_id: int | None,
    version: int | None,
    row: Row,
    stops: Sequence[Station] | None,
    since: date,
    act: str,
    by: By,
) -> Saved:
    actor = as_of_now(db, by.actor)
    with db.transaction() as tx:
        before = _seen(tx, plan_id, version)
        if before is not None:
            require(actor, Permission.KEEP_PLANS, matter(db, before))
            # Up to that day the rounds are those of the plan as it was.
            generating.make(tx, before.id, since - timedelta(1), working_days(db), by.now)
        after = _written(db, tx, before, row, stops)
        require(actor, Permission.KEEP_PLANS, matter(db, after))
        rounds = adapting.adapt(db, tx, after, since, by.now)
        audit.write(tx, actor, act, after.name, now=by.now, facts={"rounds": rounds.total})
    return Saved(after, rounds)


def _seen(tx: Transaction, plan_id: int | None, version: int | None) -> Plan | None:
    if plan_id is None:
        return None
    row = tx.row("SELECT * FROM plan WHERE id = $id", id=plan_id)
    if row is None:
        raise NotFound(mark("There is no such plan."))
    if version is not None and row["version"] != version:
        raise TooLate(mark("Somebody changed this plan a moment ago; please look at it again."))
    return from_row(row)


def _written(
    db: Database, tx: Transaction, before: Plan | None, row: Row, stops: Sequence[Station] | None
) -> Plan:
    if before is not None and stops is None:
        route = read_route(tx, before.id, before.route)
    else:
        route = plan_routes.checked(db, stops or ())
    number = plan_routes.number_of(tx, before, route)
    if row.get("campus_id", before and before.campus_id) is None:
        row = row | {"campus_id": plan_routes.campus_of(db, route)}
    if before is not None:
        after = replace(before, **row, version=before.version + 1, route=number)
        after = replace(after, code=after.code or before.code)
    else:
        after = Plan(**row, id=tx.next_id("plan_id"), version=1, route=number, made_until=None)
        after = replace(after, code=after.code or f"P{after.id:04}")
    _code_is_free(tx, after)
    if before is None or number != before.route:
        plan_routes.write(tx, after.id, number, route)
    _keep(tx, before, after)
    return after


def _code_is_free(tx: Transaction, after: Plan) -> None:
    taken = tx.value("SELECT id FROM plan WHERE code = $code AND id <> $id", code=after.code, id=after.id)
    if taken is not None:
        raise WrongInput(mark("“{key}” is already in use."), field="code", key=after.code)


def as_row(plan: Plan) -> Row:
    """Its columns."""
    row = {field.name: getattr(plan, field.name) for field in fields(Plan)}
    codes = {"kind": plan.kind.value, "basis": plan.basis.value, "holidays": plan.holidays.value}
    return row | codes | {"slots": slots_text(plan.slots)}


def _keep(tx: Transaction, before: Plan | None, after: Plan) -> None:
    row = as_row(after)
    if before is None:
        tx.insert("plan", row)
        return
    del row["made_until"]
    if after.code == before.code:  # DuckDB writes a row anew, with its keys, whose UNIQUE column is set
        del row["code"]
    tx.update("plan", row)
