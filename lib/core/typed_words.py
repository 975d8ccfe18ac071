"""Words as people meant them: without the characters nobody sees, which come with what is pasted or sent on purpose."""

from __future__ import annotations

import re

# Control characters but tab and line end; marks that turn the words around them; what has no width but joins nothing
# (the joiners U+200C and U+200D stay: they make one emoji of several); halves of characters.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_LINE_END = re.compile("\r\n?|\x85|\u2028|\u2029")
_JOINERS = "\u200c\u200d\ufe0e\ufe0f"


def seen(typed: str) -> str:
    """What of it people can see, lines ended by "\\n", trimmed; "" where there is nothing to see."""
    words = _UNSEEN.sub("", _LINE_END.sub("\n", typed)).strip()
    return words if words.strip(_JOINERS) else ""
