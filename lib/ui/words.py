"""People's own words inside Markdown, which they are not."""

from __future__ import annotations

WHOLE = 20_000
"""More than anybody types: for the one page where words are to be read to their end."""

_MARKS = frozenset("\\`*_{}[]()#+-!|<>$:~")


def plain(words: str, most: int = 160) -> str:
    """The words on one line, cut to `most` characters, nothing in them read as Markdown."""
    line = " ".join(words.split())
    cut = line if len(line) <= most else line[: most - 1] + "…"
    return "".join(f"\\{c}" if c in _MARKS else c for c in cut)


def each_once(*parts: str) -> str:
    """The parts in one line; what another system gave the same words twice is said once."""
    return " · ".join(dict.fromkeys(filter(None, parts)))
