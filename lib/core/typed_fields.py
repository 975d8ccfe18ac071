"""What somebody typed into the fields of a record: texts that are short enough, days that can be meant."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.core.typed_words import seen

FIRST, LAST = date(1950, 1, 1), date(2150, 12, 31)
"""Days beyond these are slips of the hand."""


def texts(said: object, longest: Mapping[str, int]) -> dict[str, str]:
    """These attributes as people see them, each with its most characters; WrongInput with the field of one longer."""
    found = {name: seen(getattr(said, name)) for name in longest}
    for name, most in longest.items():
        if len(found[name]) > most:
            raise WrongInput(mark("Please keep it under {most} characters."), field=name, most=most)
    return found


def possible(days: Mapping[str, date | None]) -> None:
    """WrongInput with the field of a day that cannot be meant."""
    for name, day in days.items():
        if day is not None and not FIRST <= day <= LAST:
            raise WrongInput(mark("Please check the year of this day."), field=name)
