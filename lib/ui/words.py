"""People's own words inside Markdown, which they are not."""

from __future__ import annotations

import re

WHOLE = 20_000
"""More than anybody types: for the one page where words are to be read to their end."""

# A colon only where it begins an address or could begin a directive: Streamlit takes the minutes of "16:00" for one.
_TELLING = re.compile(r"[\\`*_\[\]<$]|:(?=//|\w)")
_ADDRESS = re.compile(r":(?=//)|\bwww(?=\.)", re.IGNORECASE)
_MARKS = frozenset("\\`*_{}[]()#+-!|<>$:~")


def plain(words: str, most: int = 160) -> str:
    """The words on one line, cut to `most` characters, nothing in them read as Markdown."""
    line = _unlinked(" ".join(words.split()))
    cut = line if len(line) <= most else line[: most - 1] + "…"
    return "".join(f"\\{c}" if c in _MARKS else c for c in cut)


def harmless(sentence: str) -> str:
    """A sentence of ours that holds somebody's words, shown as it is: no links, pictures or formulas in it."""
    return _TELLING.sub(r"\\\g<0>", _unlinked(sentence))


def _unlinked(words: str) -> str:
    """Addresses are shown, not linked: a sign without width keeps the browser from knowing them."""
    return _ADDRESS.sub("\\g<0>\u2060", words)


def each_once(*parts: str) -> str:
    """The parts in one line; what another system gave the same words twice is said once."""
    return " · ".join(dict.fromkeys(filter(None, parts)))
