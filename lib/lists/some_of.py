"""Several of a closed set in one cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lib.core.i18n import Language
from lib.lists.cells import Choice, Several


@dataclass(frozen=True, slots=True)
class SomeOf(Several):
    """Words of the set with a semicolon between them; `words`: marked messages by code."""

    words: Mapping[str, str] = field(default_factory=dict)

    def read(self, typed: str) -> tuple[str, ...]:
        choice = Choice(self.words)
        said = [choice.read(part) for part in Several.read(self, typed)]
        # In the order of the set, so that two ways of writing it are the same.
        return tuple(code for code in self.words if code in said)

    def say(self, value: Sequence[str], language: Language) -> str:
        choice = Choice(self.words)
        return ";".join(choice.say(code, language) for code in value)
