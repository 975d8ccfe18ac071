"""The period of a statement: two days that can be, that no other statement has, and the number they give."""

from __future__ import annotations

from datetime import date, timedelta

from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.core.typed_fields import possible
from lib.store.database import Reading

LONGEST = timedelta(days=366)


def check(db: Reading, starts_on: date, ends_on: date, *, own_id: int | None = None) -> None:
    """WrongInput where the period is upside down, longer than a year, or overlaps with another statement's (named):
    a ticket is shared out once. It may lie in the future."""
    possible({"starts_on": starts_on, "ends_on": ends_on})
    if ends_on < starts_on:
        raise WrongInput(mark("The period ends before it begins."), field="ends_on")
    if ends_on - starts_on >= LONGEST:
        raise WrongInput(mark("A period has at most a year."), field="ends_on")
    sql = """
        SELECT number, starts_on, ends_on FROM statement
        WHERE starts_on <= $ends_on AND ends_on >= $starts_on AND id IS DISTINCT FROM $own_id::BIGINT
        ORDER BY starts_on LIMIT 1
    """
    if other := db.row(sql, starts_on=starts_on, ends_on=ends_on, own_id=own_id):
        raise WrongInput(
            mark("These days overlap with {number}, which runs from {first} to {last}."),
            field="starts_on",
            number=other["number"],
            first=f"{other['starts_on']:%Y-%m-%d}",
            last=f"{other['ends_on']:%Y-%m-%d}",
        )


def free_number(db: Reading, ends_on: date) -> str:
    """The number of a period that ends then: FT-2026-11 by its month, with "-2" and so on where that is taken."""
    month = f"FT-{ends_on:%Y-%m}"
    sql = "SELECT number FROM statement WHERE number = $month OR starts_with(number, $month || '-')"
    taken = {row["number"] for row in db.rows(sql, month=month)}
    tries = (month, *(f"{month}-{n}" for n in range(2, len(taken) + 3)))
    return next(number for number in tries if number not in taken)
