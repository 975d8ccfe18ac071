"""What a message is cut into: tickets to be, each knowing which stretches of the message it took in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from lib.places.locations import Location
from lib.tickets.messages.reading import Span
from lib.tickets.words import Severity


class Part(StrEnum):
    """What a stretch of the message is to a draft."""

    WORDS = "words"
    HEAD = "head"
    CALLER = "caller"
    MENTION = "mention"
    MARKER = "marker"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One ticket to be: what stands in its form. `place` is None where nobody knows or several fit equally
    (`candidates`); `severity` None where nothing was said of it; `parts`: which stretches of `message` it takes in, and
    `places`: where it names its place."""

    message: str
    words: str
    place: Location | None = None
    candidates: Sequence[Location] = ()
    service: str = ""
    likely: Sequence[str] = ()
    severity: Severity | None = None
    caller: str = ""
    phone: str = ""
    appointment: str = ""
    parts: Sequence[tuple[Span, Part]] = ()
    places: Sequence[Span] = ()


def merged(one: Draft, more: Draft) -> Draft:
    """Two messages about the same thing, as one draft."""
    return replace(
        more,
        words=f"{one.words} {more.words}".strip(),
        place=more.place or one.place,
        candidates=more.candidates or (() if more.place else one.candidates),
        service=more.service or one.service,
        likely=more.likely or one.likely,
        severity=more.severity or one.severity,
        caller=more.caller or one.caller,
        phone=more.phone or one.phone,
        appointment=more.appointment or one.appointment,
        parts=[*one.parts, *more.parts],
        places=[*one.places, *more.places],
    )
