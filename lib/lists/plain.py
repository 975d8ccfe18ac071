"""Text of cells made comparable, and what all free cells have in common."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from lib.core.errors import WrongInput
from lib.core.i18n import Language, mark

LONGEST = 20_000
"""Characters of any cell; Excel itself keeps 32,767."""
SHOWN = 40

_JOINERS = re.compile(r"[\u200c\u200d\ufe0e\ufe0f]")
# Not all that Unicode calls compatible: "5\u00b2" is not 52.
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0xFFE5: 0xA5}


def short(text: str) -> str:
    """The text, cut where it would fill the screen."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def narrow(text: str) -> str:
    """Full-width letters, digits and signs as half-width ones, without joiners, spaces single."""
    return " ".join(_JOINERS.sub("", text).translate(_NARROW).split())


def folded(text: str) -> str:
    """What two ways of writing one code have in common."""
    return narrow(text).replace(" ", "").casefold()


def not_endless(typed: str) -> None:
    """WrongInput for a text longer than any cell of a list has a use for."""
    if len(typed) > LONGEST:
        raise too_long(typed, LONGEST)


def too_long(typed: str, most: int) -> WrongInput:
    """The refusal that says how long it may be."""
    return WrongInput(
        mark("This is too long: {length} characters, {most} are the most."), length=len(typed), most=most
    )


class Free:
    """Anything can be written."""

    def offered(self, language: Language) -> Sequence[str]:
        return ()

    def say(self, value: Any, language: Language) -> str:
        return str(value)
