"""What a technician types on the phone, as values: times, quantities, drawings."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from unicodedata import normalize

from lib.catalog import findings
from lib.core.clock import local, local_date, wall, zone
from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.core.typed_words import seen
from lib.store.database import Database
from lib.tickets.actions.working import Used
from lib.tickets.ticket import Event
from lib.tickets.timeline import on_site
from lib.web.forms import Sent

MORNING, AFTERNOON = time(8, 30), time(14, 0)
NOTHING = Decimal(0)
LARGEST_DRAWING = 900_000
LONGEST_NAME = 80
PNG = "data:image/png;base64,"


def whole(form: Sent, name: str) -> int | None:
    """The whole number typed there, None for nothing; WrongInput for something else."""
    if form.one(name) and form.number(name) is None:
        raise WrongInput(mark("Please type a number."), field=name)
    return form.number(name)


def resume_choices(now: datetime) -> Mapping[str, datetime]:
    """The quick answers to "when does it go on": those that still lie ahead today."""
    today = local_date(now)
    afternoon = wall(today, AFTERNOON)
    choices = {
        "hour": now + timedelta(hours=1),
        "afternoon": afternoon,
        "tomorrow": wall(today + timedelta(days=1), MORNING),
        "days": wall(today + timedelta(days=3), MORNING),
    }
    return {
        name: at for name, at in choices.items() if name != "afternoon" or at > now + timedelta(minutes=15)
    }


def resume_time(choice: str, own: str, now: datetime) -> datetime | None:
    """The instant tapped, or typed as "2026-11-23T14:00" on the hospital's wall clock; None for neither."""
    if choice != "own":
        return resume_choices(now).get(choice)
    if not own:
        return None
    try:
        return datetime.fromisoformat(own).replace(tzinfo=zone()).astimezone(UTC)
    except (ValueError, OverflowError):  # OverflowError: the first and last days of the calendar
        raise WrongInput(mark("Please say when it is likely to go on."), field="until") from None


def appointment_choices(now: datetime) -> Mapping[str, datetime]:
    """The quick answers to "when is the next job": in the morning."""
    today = local_date(now)
    return {
        "tomorrow": wall(today + timedelta(days=1), MORNING),
        "days": wall(today + timedelta(days=3), MORNING),
        "week": wall(today + timedelta(days=7), MORNING),
    }


def appointed(choice: str, own: str, now: datetime) -> datetime | None:
    """The appointment tapped or typed as for `resume_time`; None where none was made."""
    if choice != "own":
        return appointment_choices(now).get(choice)
    return resume_time("own", own, now)


def materials_of(db: Database, form: Sent) -> list[Used]:
    """The rows with a quantity; a name on the list is that material, any other the person's own words."""
    by_name = {material.name: material for material in findings.materials(db)}
    used = []
    for name, amount in zip(form.typed.get("material", ()), form.typed.get("quantity", ()), strict=False):
        name = seen(name)
        if not name and not seen(amount):
            continue
        if not name:
            raise WrongInput(mark("Please say which material."), field="materials")
        if len(name) > LONGEST_NAME:
            raise WrongInput(
                mark("Please keep it under {most} characters."), field="materials", most=LONGEST_NAME
            )
        quantity = quantity_of(amount)
        if quantity != NOTHING:
            known = by_name.get(name)
            used.append(Used(code=known.code if known else "", name=name, quantity=quantity))
    return used


def quantity_of(text: str) -> Decimal:
    """How much; 0 for nothing typed. WrongInput for anything but a number."""
    try:
        quantity = Decimal(normalize("NFKC", seen(text)).replace(",", ".") or 0)
    except InvalidOperation:
        quantity = Decimal("NaN")
    if quantity.is_nan():
        raise WrongInput(mark("Please type a number."), field="materials")
    return quantity


def drawn(data_url: str) -> bytes:
    """The picture a canvas sent; WrongInput when nobody signed."""
    if not data_url:
        raise WrongInput(
            mark("The signature is missing. Without it the department confirms by its own link or code."),
            field="signature",
        )
    try:
        return base64.b64decode(data_url.removeprefix(PNG), validate=True)
    except ValueError:  # binascii.Error among them
        raise WrongInput(mark("The signature is missing."), field="signature") from None


def minutes_of_work(events: Sequence[Event], now: datetime) -> int | None:
    """What the minutes of labour are prefilled with: the time on site in steps of five, at most a working day. None for
    a job nobody has arrived at."""
    worked = on_site(events, now)
    return min(max(round(worked / timedelta(minutes=5)) * 5, 5), 8 * 60) if worked else None


def own_time_limits(now: datetime) -> tuple[str, str]:
    """Least and most of the own-time field, on the hospital's wall clock."""
    return f"{local(now):%Y-%m-%dT%H:%M}", f"{local(now + timedelta(days=60)):%Y-%m-%dT%H:%M}"
