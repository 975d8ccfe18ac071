"""Papers that end soon, or have ended and were not renewed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from lib.core.clock import local_date
from lib.people.paper_keeping import papers_seen
from lib.people.papers import Paper
from lib.people.roles import Actor
from lib.store.database import Database

Same = tuple[int, str, str, str]


def ending(db: Database, *, actor: Actor, now: datetime, within: timedelta) -> Sequence[Paper]:
    """Papers the person may see that end within that time, or have ended and were not renewed; the first first."""
    last = local_date(now) + within
    found = [
        (one.valid_until, one)
        for one in in_force_longest(papers_seen(db, actor))
        if one.valid_until is not None and one.valid_until <= last
    ]
    return [one for _, one in sorted(found, key=lambda each: (each[0], each[1].account_id, each[1].id))]


def in_force_longest(held: Iterable[Paper]) -> Sequence[Paper]:
    """Of a person's papers of the same name only the one that lasts longest: an older one was renewed by it."""
    longest: dict[Same, Paper] = {}
    for paper in held:
        before = longest.get(_same(paper))
        if before is None or _until(paper) > _until(before):
            longest[_same(paper)] = paper
    return list(longest.values())


def _same(paper: Paper) -> Same:
    return paper.account_id, paper.kind, paper.licence, paper.title.casefold()


def _until(paper: Paper) -> date:
    return paper.valid_until or date.max
