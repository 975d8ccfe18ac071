"""The time somebody is wanted at, where a message says one beyond doubt."""

from __future__ import annotations

import re
from functools import cache

from lib.places.heard import heard
from lib.tickets.messages.reading import half_width, said


def wanted_at(words: str) -> str:
    """ "明天下午两点半帮忙搬桌子" → "明天下午2点半", as a field takes it; "" where no time is said,
    or one at which something was: "昨晚8点就坏了", "有一点漏水"."""
    plain = half_width(words)
    found = (match for match in _moment().finditer(plain) if _meant(match, plain))
    return next((_in_figures(match[0]) for match in found), "")


def _meant(found: re.Match[str], text: str) -> bool:
    before, after = said()["not_wanted_before"], said()["not_wanted_after"]
    ahead = (found["day"] or "").startswith(tuple(said()["ahead"]))
    goes_on = text[found.end() :].strip().startswith(tuple(after))
    if text[: found.start()].endswith(tuple(before)) or (goes_on and not ahead):
        return False
    if found["clock"]:
        return True
    if not found["day"] and not found["part"]:  # "3点漏水": three spots
        return found["exact"] is not None
    return found["one"] is None or found["exact"] is not None or _stops(text[found.end() :])


def _stops(after: str) -> bool:
    """Whether "明天上午一点" goes on like a time: not "一点都不冷"."""
    return not after.strip() or after.lstrip().startswith(tuple(said()["wanted_after"]))


def _in_figures(words: str) -> str:
    spoken = words.strip()
    for word, figure in said()["figures"].items():
        spoken = spoken.replace(word, figure)
    return heard(spoken).text


@cache
def _moment() -> re.Pattern[str]:
    return re.compile(said()["appointment"])
