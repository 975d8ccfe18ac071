"""A month's report as it stands now, read from the hospital's database."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from lib.analytics.facts import facts
from lib.analytics.report import improvements
from lib.analytics.report.content import of_facts
from lib.analytics.report.month import Month
from lib.analytics.report.naming import namer
from lib.analytics.report.shape import Content
from lib.core.errors import TooLate
from lib.core.i18n import mark
from lib.store.database import Database
from lib.tickets.rules import rules


def standing(db: Database, month: Month, *, rounds: pl.DataFrame, now: datetime) -> Content:
    """What the report of that month says if it is issued now; `rounds` as in `of_facts`. TooLate for a month that has
    not begun."""
    if month.before.ends > now:
        raise TooLate(mark("{month} has not begun yet."), month=str(month))
    computed = of_facts(facts(db, now), month, rounds=rounds, called=namer(db))
    kept = [improvements.plain(db, one) for one in improvements.of_month(db, month)]
    return {**computed, "hospital": rules(db).hospital_name, "improvements": kept}
