"""English message ids in the code, Chinese beside them in `locale/`; translated only at the edges."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po

from lib.core.errors import Refusal, filled

LOCALE = Path(__file__).parent / "locale"


class Language(StrEnum):
    ZH = "zh"
    EN = "en"


Say = Callable[..., str]


class Message(str):
    """One of our messages, told apart from the same letters typed by somebody: a column may be called "no"."""

    __slots__ = ()


def mark(message: str) -> str:
    """The message itself; tells the extractor that it will be translated later."""
    return Message(message)


@cache
def catalogue(language: Language) -> Mapping[str, str]:
    """Message id → text; empty for English, whose ids are its texts."""
    if language is Language.EN:
        return {}
    words: dict[str, str] = {}
    for path in sorted((LOCALE / "zh_CN").glob("*.po")):
        with path.open("rb") as file:
            words |= {str(m.id): str(m.string) for m in read_po(file) if m.id and m.string}
    return words


@dataclass(frozen=True, slots=True)
class Words:
    """A fact that reads differently in each language, such as the name of a licence or another message."""

    en: str
    zh: str

    def __str__(self) -> str:
        return self.en

    def said(self, language: Language) -> str:
        """In that language."""
        return self.zh if language is Language.ZH else self.en


def both(message: str, /, **facts: Any) -> Words:
    """The message in both languages, to be a fact of another one."""
    return Words(en=say(Language.EN, message, **facts), zh=say(Language.ZH, message, **facts))


def say(language: Language, message: str, /, **facts: Any) -> str:
    """The message in that language, its `{places}` filled from facts."""
    text = catalogue(language).get(message, message)
    if not facts:
        return text
    return filled(text, {k: v.said(language) if isinstance(v, Words) else v for k, v in facts.items()})


def speaker(language: Language) -> Say:
    """`say` for one person's language: pages and templates call it `_`."""

    def _(message: str, /, **facts: Any) -> str:
        return say(language, message, **facts)

    return _


def explain(language: Language, refusal: Refusal) -> str:
    """A refusal in words; facts that are marked messages themselves are translated too, typed words never."""
    words = catalogue(language)
    facts = {k: words.get(v, v) if isinstance(v, Message) else v for k, v in refusal.facts.items()}
    return say(language, refusal.message, **facts)


def preferred(accept_language: str) -> Language:
    """The better of our languages for a browser's Accept-Language header; Chinese when it says nothing."""
    for part in accept_language.lower().split(","):
        tag = part.split(";")[0].strip()
        if tag.startswith("zh"):
            return Language.ZH
        if tag.startswith("en"):
            return Language.EN
    return Language.ZH
