"""What was asked of the facts, kept: the same question of the same tickets is computed once, whoever looks."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import polars as pl

from lib.analytics.facts import facts
from lib.analytics.filter import Filter
from lib.analytics.sight import all_seen, seen
from lib.people.roles import GRANTS, Actor, Permission
from lib.store.database import Database

T = TypeVar("T")
MOST = 96
"""Answers kept; the one asked for longest ago goes first. They are small frames, but for the tickets themselves."""
MOST_ROWS = 8
"""Filtered frames of tickets kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What somebody looks at: a filter over the part of the facts he may see, as of the minute of `now`."""

    db: Database
    facts: pl.DataFrame
    filter: Filter
    actor: Actor
    now: datetime
    permission: Permission = Permission.SEE_ANALYTICS

    @property
    def everything(self) -> pl.DataFrame:
        """What the filter is about, of all times."""
        key = ("everything", self.filter.chosen)
        return self._kept(_kept(self.db).frames, key, lambda: self._only(self.facts))

    @property
    def rows(self) -> pl.DataFrame:
        """The same, reported in the days of the filter."""
        within = self.filter.reported()
        return self._kept(
            _kept(self.db).frames, ("rows", self.filter), lambda: self.everything.filter(within)
        )

    def ask(self, question: Hashable, answer: Callable[[], T]) -> T:
        """The answer to that question about this filter: `answer()`, unless somebody with the same sight asked before
        and no ticket has changed since."""
        return self._kept(_kept(self.db).answers, (question, self.filter), answer)

    def _only(self, rows: pl.DataFrame) -> pl.DataFrame:
        if all_seen(self.actor, self.permission) and not self.filter.chosen:
            return rows
        return rows.filter(seen(self.db, self.actor, self.permission) & self.filter.about())

    def _kept(self, kept: _Bounded, key: Hashable, build: Callable[[], T]) -> T:
        found: T = kept.of(self.facts, (*_sight(self.actor, self.permission), key), build)
        return found


def view(db: Database, actor: Actor, filter: Filter, now: datetime) -> View:
    """The facts as of now, seen by that person through that filter."""
    return View(db=db, facts=facts(db, now), filter=filter, actor=actor, now=now)


def _sight(actor: Actor, permission: Permission) -> tuple[Hashable, ...]:
    """Equal for people who see the same tickets."""
    if all_seen(actor, permission):
        return ("everywhere",)
    return tuple(sorted({(str(g.scope), g.scope_id) for g in actor.grants if permission in GRANTS[g.role]}))


class _Bounded:
    """The newest answers about one frame; a new frame empties it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.RLock()
        self._about: pl.DataFrame | None = None
        self._found: OrderedDict[Hashable, Any] = OrderedDict()
        self._asking: dict[Hashable, threading.RLock] = {}

    def of(self, about: pl.DataFrame, key: Hashable, build: Callable[[], T]) -> T:
        with self._lock:
            if about is not self._about:
                self._about = about
                self._found.clear()
                self._asking.clear()
            asking = self._asking.setdefault(key, threading.RLock())
        # Ten who ask the same at once wait for the first; who asks something else does not.
        with asking:
            return self._answer(about, key, build)

    def _answer(self, about: pl.DataFrame, key: Hashable, build: Callable[[], T]) -> T:
        with self._lock:
            if about is self._about and key in self._found:
                self._found.move_to_end(key)
                known: T = self._found[key]
                return known
        made = build()
        with self._lock:
            if about is self._about:
                self._found[key] = made
                self._asking.pop(key, None)
                while len(self._found) > self._most:
                    self._found.popitem(last=False)
        return made


class _Kept:
    def __init__(self) -> None:
        self.frames, self.answers = _Bounded(MOST_ROWS), _Bounded(MOST)


def _kept(db: Database) -> _Kept:
    return db.derived("answers", (), _Kept)
