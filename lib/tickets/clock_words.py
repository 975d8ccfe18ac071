"""Where the time of a ticket went, as one sentence: how long, and whose time it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from itertools import groupby

from lib.core.clock import duration
from lib.core.i18n import Language, mark, say
from lib.tickets.timeline import MINUTE, Label, Segment, Share, shares
from lib.tickets.words import HoldReason


class Owner(StrEnum):
    """Whose time it was."""

    OURS = "ours"
    WARD = "ward"
    HOSPITAL = "hospital"
    PARTS = "parts"
    OUTSIDE = "outside"
    BETWEEN = "between"
    UNKNOWN = "unknown"


OWNER_WORDS: Mapping[str, str] = {
    Owner.OURS: mark("ours"),
    Owner.WARD: mark("the department's"),
    Owner.HOSPITAL: mark("the hospital's"),
    Owner.PARTS: mark("parts and makers"),
    Owner.OUTSIDE: mark("outside service hours"),
    Owner.BETWEEN: mark("thought to be finished"),
    Owner.UNKNOWN: mark("not recorded"),
}
_OF_HOLD: Mapping[str, Owner] = {
    HoldReason.PARTS_STOCK: Owner.PARTS,
    HoldReason.PARTS_PURCHASE: Owner.PARTS,
    HoldReason.PARTS_VENDOR: Owner.PARTS,
    HoldReason.VENDOR: Owner.PARTS,
    HoldReason.ACCESS: Owner.WARD,
    HoldReason.APPOINTMENT: Owner.WARD,
    HoldReason.REPORTER: Owner.WARD,
    HoldReason.SHUTDOWN: Owner.HOSPITAL,
    HoldReason.APPROVAL: Owner.HOSPITAL,
}
_OF_LABEL: Mapping[Label, Owner] = {
    Label.OUTSIDE: Owner.OUTSIDE,
    Label.BETWEEN: Owner.BETWEEN,
    Label.UNKNOWN: Owner.UNKNOWN,
}
_WAITED = mark("waiting for parts {time}")
_PARTS: Mapping[str, str] = {
    Label.DISPATCH: mark("before dispatch {time}"),
    Label.ACCEPTANCE: mark("until somebody accepted {time}"),
    Label.TRAVELLING: mark("on the way {time}"),
    Label.WORKING: mark("at work {time}"),
    Label.OUTSIDE: mark("outside service hours {time}"),
    Label.BETWEEN: mark("thought to be finished {time}"),
    Label.UNKNOWN: mark("course not recorded {time}"),
    HoldReason.PARTS_STOCK: _WAITED,
    HoldReason.PARTS_PURCHASE: _WAITED,
    HoldReason.PARTS_VENDOR: _WAITED,
    HoldReason.VENDOR: mark("waiting for the maker {time}"),
    HoldReason.ACCESS: mark("the room could not be entered {time}"),
    HoldReason.SHUTDOWN: mark("waiting for a shutdown {time}"),
    HoldReason.APPOINTMENT: mark("waiting for the appointment {time}"),
    HoldReason.APPROVAL: mark("waiting for approval {time}"),
    HoldReason.REPORTER: mark("waiting for the reporter {time}"),
}
_ON_THE_JOB = mark("on the way and at work {time}")


def owner(part: Share | Segment) -> Owner:
    """Whose time it was: a hold by its reason, all else of the service is ours."""
    if part.label is Label.HELD:
        return _OF_HOLD[part.reason]
    return _OF_LABEL.get(part.label, Owner.OURS)


def sentence(cut: Sequence[Segment], language: Language) -> str:
    """ "before dispatch 12 min, on the way and at work 40 min (ours); waiting for parts 5 h (parts and makers)": the
    minutes in it add up to the whole."""
    said: dict[tuple[Owner, str], int] = {}
    parts = shares(cut)
    both = {Label.TRAVELLING, Label.WORKING} <= {part.label for part in parts}
    for part, minutes in zip(parts, whole_minutes(part.lasts for part in parts), strict=True):
        words = _PARTS[part.reason or part.label]
        if both and part.label in (Label.TRAVELLING, Label.WORKING):
            words = _ON_THE_JOB
        said[(owner(part), words)] = said.get((owner(part), words), 0) + minutes
    owners = list(dict.fromkeys(whose for whose, _ in said))
    ordered = sorted(_worth_saying(said), key=lambda item: owners.index(item[0][0]))
    return say(language, mark("; ")).join(
        _clause(list(found), whose, language)
        for whose, found in groupby(ordered, key=lambda item: item[0][0])
    )


def by_owner(cut: Sequence[Segment]) -> list[tuple[Owner, int]]:
    """Minutes by whose time it was, which add up to the whole; the order of Owner."""
    parts = shares(cut)
    found: dict[Owner, int] = {}
    for part, minutes in zip(parts, whole_minutes(part.lasts for part in parts), strict=True):
        found[owner(part)] = found.get(owner(part), 0) + minutes
    return [(whose, found[whose]) for whose in Owner if found.get(whose)]


def whole_minutes(parts: Iterable[timedelta]) -> list[int]:
    """Rounded so that their sum is the rounded sum: the largest remainders go up."""
    exact = list(parts)
    down = [part // MINUTE for part in exact]
    missing = round(sum(exact, timedelta()) / MINUTE) - sum(down)
    by_rest = sorted(range(len(exact)), key=lambda n: exact[n] % MINUTE, reverse=True)
    return [minutes + (n in by_rest[:missing]) for n, minutes in enumerate(down)]


def _worth_saying(said: Mapping[tuple[Owner, str], int]) -> list[tuple[tuple[Owner, str], int]]:
    """What took no whole minute is left out, unless nothing did."""
    return [(key, minutes) for key, minutes in said.items() if minutes or not any(said.values())]


def _clause(found: Sequence[tuple[tuple[Owner, str], int]], whose: Owner, language: Language) -> str:
    """What is one owner's, named together."""
    parts = say(language, mark(", ")).join(
        say(language, words, time=duration(minutes, language)) for (_, words), minutes in found
    )
    if whose in _OF_LABEL.values():
        return parts
    return say(language, mark("{parts} ({whose})"), parts=parts, whose=say(language, OWNER_WORDS[whose]))
