"""What a week of duty asks of a person: two posts at once, or a day's work straight after a night."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from lib.people.posts import Post, PostKind

REST = timedelta(hours=8)
"""Between the end of a night shift and the next work; the product's rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A post held by one person on one day."""

    account_id: int
    post: Post
    day: date
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Clash:
    """Two shifts of one person that do not go together; `overlap` False: work too soon after a night."""

    first: Shift
    second: Shift
    overlap: bool


def shift(post: Post, day: date, account_id: int) -> Shift:
    """The shift of whoever holds the post on that day."""
    since, until = post.span(day)
    return Shift(account_id=account_id, post=post, day=day, since=since, until=until)


def clashes(shifts: Iterable[Shift]) -> list[Clash]:
    """Every pair that overlaps or leaves no rest after a night, by person and time. It warns; it forbids nothing."""
    ordered = sorted(shifts, key=lambda one: (one.account_id, one.since, one.until))
    return [
        clash
        for _, own in groupby(ordered, key=lambda one: one.account_id)
        for clash in _of_one_person(list(own))
    ]


def _of_one_person(own: list[Shift]) -> Iterator[Clash]:
    for number, first in enumerate(own):
        for second in own[number + 1 :]:
            if second.since < first.until:
                yield Clash(first, second, overlap=True)
            elif _wears(first, second) and second.since - first.until < REST:
                yield Clash(first, second, overlap=False)


def _wears(first: Shift, second: Shift) -> bool:
    """Whether the second is work for somebody who was up all night."""
    return first.post.kind == PostKind.NIGHT and not second.post.standby
