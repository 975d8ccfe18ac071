"""A word that names nothing, answered with what there is: all of it where that is little, else the nearest."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from lib.core.errors import NotFound
from lib.core.i18n import mark
from lib.lists.plain import folded, short

FEW, NEAREST, ALIKE = 12, 5, 0.5
"""How many are named when all are; how many of more; and how much of two words has to be the same."""
LOOKED_UP = 300
"""Different words of one file that are compared with all there is: nobody reads more reasons, and it takes time."""


def not_there(thing: str, typed: str, called: Mapping[str, str], *, search: bool = True) -> NotFound:
    """The refusal that names what can be written: `called` holds how each thing is said by its code; `thing` is a
    marked noun. Without `search` only short lists are named."""
    facts = {"thing": thing, "typed": short(typed.strip())}
    if not called:
        return NotFound(mark("There is no {thing} “{typed}” here, and no other yet."), **facts)
    if len(called) <= FEW:
        message = mark("There is no {thing} “{typed}” here; there are: {choices}")
        return NotFound(message, **facts, choices=tuple(called.values()))
    if search and (near := _nearest(typed, called)):
        message = mark("There is no {thing} “{typed}” here; is it one of these: {choices}")
        return NotFound(message, **facts, choices=near)
    return NotFound(mark("There is no {thing} “{typed}” here."), **facts)


def _nearest(typed: str, called: Mapping[str, str]) -> tuple[str, ...]:
    wanted = folded(short(typed))
    ways: dict[str, str] = {}
    for code, said in called.items():
        ways.setdefault(folded(code), said)
        ways.setdefault(folded(said.removeprefix(code)), said)
    inside = [said for way, said in ways.items() if len(wanted) > 1 and wanted in way]
    close = [ways[way] for way in get_close_matches(wanted, ways, NEAREST, ALIKE)]
    return tuple(dict.fromkeys([*close, *inside]))[:NEAREST]
