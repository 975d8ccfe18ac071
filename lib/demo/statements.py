"""The demonstration's statements, as people made them: six settled, one with the vendors, and today's draft."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby

from lib.core.clock import local_date
from lib.cost_sharing.actions.costs import Cost
from lib.cost_sharing.words import SettledHow
from lib.demo import statement_costs
from lib.demo.phrases import Phrases
from lib.demo.statement_days import SETTLED, Days, Period, in_period, periods
from lib.demo.statement_steps import Steps
from lib.store.database import Database
from lib.store.tables import table

PAYS = frozenset({"V05", "V12", "V14", "V15", "V17", "V20"})
"""Who gets an invoice and pays it; the others have it deducted from their fee."""
LATE = 3
DISPUTED = {"decided": 2, "late": LATE, "open": SETTLED}
"""The period whose disputes were decided in time, the one with a dispute decided on after it was issued, and the one in
which nobody has decided yet."""
LAST_TO_ANSWER = "V02"
"""Of the statement that is with the vendors, whoever is still to answer."""
_SILENT = 0.07
"""So many vendors do not answer at all."""
_ENTERED_AFTER = (28, 10, 20)
"""Cost lines come in batches, a working day after these days of the month."""
_LOOKED_AT, _LATELY = timedelta(hours=3), timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Act:
    """Something somebody did at an instant, which it is told. Those in a row that are `alike` are written together: a
    commit each would take as long as they do."""

    at: datetime
    do: Callable[[datetime], None]
    alike: str = ""


def fill(db: Database, now: datetime) -> None:
    """Everything that had been done by now, in its order, through the product's own steps.

    Six statements are settled; the one after them has every answer but one; the draft has its costs so far."""
    story = _Story(db, local_date(now))
    acts = [act for period in periods(local_date(now)) for act in story.of(period)]
    done = sorted((act for act in acts if act.at <= now), key=lambda act: act.at)
    for alike, some in groupby(done, key=lambda act: act.alike):
        with db.transaction() if alike else nullcontext():
            for act in some:
                act.do(act.at)
    _notices_looked_at(db, now)


def _notices_looked_at(db: Database, now: datetime) -> None:
    """Notices of the past were seen on their day."""
    sql = """
        UPDATE outbox SET seen_at = created_at + $later
        WHERE (starts_with(topic, 'statement_') OR starts_with(topic, 'dispute_')) AND created_at < $lately
    """
    with db.transaction() as tx:
        tx.execute(sql, later=_LOOKED_AT, lately=now - _LATELY)


class _Story:
    """Who does what on which day."""

    def __init__(self, db: Database, today: date) -> None:
        self._db, self._today, self._steps, self._phrases = db, today, Steps(db), Phrases()
        self._disputes = table("demo_disputes")

    def of(self, period: Period) -> Iterator[Act]:
        """All that is done to the statement of one period, whether or not its day has come."""
        days, steps = Days(self._db, period, self._today), self._steps
        yield Act(days.at(days.begun_on, 9), partial(steps.begin, period))
        for day, lines in _by_day(period, days).items():
            yield Act(days.at(day, 15), partial(steps.enter, period, lines))
        if period.nth == LATE + 1:
            yield Act(days.at(days.sent_on, 10), partial(steps.correct, period, LATE))
        yield Act(days.at(days.sent_on, 11), partial(steps.send, period))
        yield from self._answered(period, days)
        yield Act(days.at(days.checked_on, 14), partial(steps.check, period))
        yield Act(days.at(days.approved_on, 10), partial(steps.approve, period))
        yield from self._settled(period, days)

    def _answered(self, period: Period, days: Days) -> Iterator[Act]:
        disputes = [row for row in self._disputes if period.nth == DISPUTED[row["period"]]]
        for code in self._steps.vendors:
            if rows := [row for row in disputes if row["vendor"] == code]:
                at = days.at(days.later(days.sent_on, 2), 10)
                yield Act(at, partial(self._steps.object, period, code, rows))
            else:
                yield from self._agreed(period, days, code)
        for row in (one for one in disputes if one["decision"]):
            decided = days.decided_late_on if row["period"] == "late" else days.answer_by
            yield Act(days.at(decided, 16), partial(self._steps.decide, period, row))

    def _agreed(self, period: Period, days: Days, code: str) -> Iterator[Act]:
        random, soon = days.random, period.is_with_vendors
        at = days.at(days.later(days.sent_on, random.randint(1, 2 if soon else 5)), random.randint(8, 16))
        silent, said = random.random() < _SILENT, random.random() < 0.4
        words = self._phrases.say(random, "statement_agreed") if said else ""
        if code != LAST_TO_ANSWER if soon else not silent:
            yield Act(at, partial(self._steps.agree, period, code, words), "answer")

    def _settled(self, period: Period, days: Days) -> Iterator[Act]:
        for code in self._steps.vendors:
            record = partial(self._steps.record, period, code)
            if code in PAYS:
                number = f"{period.ends_on:%y}31{days.random.randrange(10**16):016d}"
                paid = days.later(days.recorded_on, 1)
                done = partial(record, SettledHow.PAYMENT.value, (number, days.recorded_on), paid)
                yield Act(days.at(days.settled_on, 9), done, "record")
            else:
                done = partial(record, SettledHow.DEDUCTION.value, None, days.recorded_on)
                yield Act(days.at(days.recorded_on, 14), done, "record")
        yield Act(days.at(days.settled_on, 16), partial(self._steps.settle, period))


def _by_day(period: Period, days: Days) -> dict[date, list[Cost]]:
    """The cost lines by the working day on which they are entered: a few times in a period, after they were spent."""
    found: dict[date, list[Cost]] = defaultdict(list)
    entered = [days.later(in_period(period, day), 1) for day in _ENTERED_AFTER]
    for cost in statement_costs.costs(period):
        assert cost.spent_on is not None
        found[next(day for day in entered if day > cost.spent_on)].append(cost)
    return found
