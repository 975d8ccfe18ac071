"""Rules as people say them, read back: “every month on the last Friday” is the rule that is said so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import product
from typing import Any, TypeVar
from unicodedata import normalize

from lib.core.errors import WrongInput
from lib.core.i18n import Language, mark, say
from lib.inspections import recurrence_rule
from lib.inspections.recurrence_rule import FREQUENCIES, NthDay, Rule
from lib.inspections.rule_words import MONTH_WORDS, ON, PLAIN, rule_words
from lib.people.roster import WEEKDAY_WORDS

T = TypeVar("T")
LONGEST = 120
"""Letters: a longer sentence is none of these."""
_PLACE = re.compile(r"(\{\w+\})")
_COMMAS = re.compile(r"[,;]")
_NUMBER = re.compile(r"(\d{1,3})(?:st|nd|rd|th)?", re.ASCII)
Part = Mapping[str, Any]
"""Fields of a rule."""


@lru_cache(maxsize=2000)
def spoken(words: str) -> str | None:
    """The rule those words say, in any language, as it is kept; None for words that say none, or more than one.

    What `rule_words` says of a rule is read as that rule; a repeated “day” or “week” may be left out.
    """
    words = " ".join(words.split())
    if len(words) > LONGEST:
        return None
    for language in Language:
        found = _meant(words, language)
        exact = {one for one in found if _plain(rule_words(one, language)) == _plain(words)}
        if len(exact or found) == 1:
            return (exact or found).pop()
    return None


def _plain(words: str) -> str:
    return "".join(_narrow(words).split())


def _narrow(words: str) -> str:
    """Commas, brackets and digits of either width are the same here, and so are capitals."""
    return normalize("NFKC", words).casefold()


def _meant(words: str, language: Language) -> set[str]:
    comma, reader = say(language, mark(", ")), _Reader(language)
    ways = {_narrow(words), _COMMAS.sub(comma, _narrow(words))}
    found = (_kept(rule) for way in ways for rule in reader.rules(way))
    return set(filter(None, found))


def _kept(rule: Rule) -> str:
    try:
        return recurrence_rule.read(rule.text).text
    except WrongInput:
        return ""


class _Reader:
    """Reads the sentences of one language: everything they may mean."""

    def __init__(self, language: Language):
        self._language = language
        self._weekdays = self._said(WEEKDAY_WORDS)
        self._months = self._said(MONTH_WORDS)

    def _said(self, words: Sequence[str]) -> list[str]:
        return [say(self._language, one).casefold() for one in words]

    def _fits(self, template: str, text: str) -> Iterator[Mapping[str, str]]:
        """Every way in which the text is the template with its places filled."""
        parts = [part for part in _PLACE.split(_narrow(say(self._language, template))) if part]
        return _filled(parts, text)

    def rules(self, text: str) -> Iterator[Rule]:
        """The rules the sentence may say."""
        yield from self._all_year(text)
        for fit in self._fits(mark("{rule}, only in {months}"), text):
            for rule, months in product(self._all_year(fit["rule"]), self._each_month(fit["months"])):
                yield replace(rule, months=months)

    def _all_year(self, text: str) -> Iterator[Rule]:
        for freq in FREQUENCIES:
            for template in (*PLAIN[freq], *ON[freq]):
                for fit in self._fits(template, text):
                    interval = _count(fit.get("count", "1"))
                    if interval and "which" in fit:
                        parts = self._which(freq, fit["which"])
                        yield from (Rule(freq=freq, interval=interval, **part) for part in parts)
                    elif interval:
                        yield Rule(freq=freq, interval=interval)

    def _which(self, freq: str, text: str) -> Iterator[Part]:
        yield from self._chosen(text)
        if freq != "YEARLY":
            return
        yield from ({"months": months} for months in self._each_month(text))
        for template in (mark("{which} in {months}"), mark("{which} of {months}")):
            for fit in self._fits(template, text):
                for part, months in product(
                    self._chosen(fit["which"]), self._each_month(fit["months"], every=True)
                ):
                    yield {**part, "months": months}

    def _chosen(self, text: str) -> Iterator[Part]:
        yield from self._days(text)
        for fit in self._fits(mark("the {nth} or, in a shorter month, the last day"), text):
            yield {"month_days": tuple(range(28, _count(fit["nth"]) + 1)), "positions": (-1,)}
        for fit in self._fits(mark("{places} of {days}"), text):
            if places := self._several(fit["places"], self._position):
                yield from ({**part, "positions": places} for part in self._days(fit["days"]))

    def _days(self, text: str) -> Iterator[Part]:
        if month_days := self._several(text, self._month_day):
            yield {"month_days": month_days}
        yield from ({"days": days} for days in self._week(text))
        for fit in self._fits(mark("{days}, if it is {weekdays}"), text):
            if month_days := self._several(fit["days"], self._month_day):
                yield from ({"month_days": month_days, "days": days} for days in self._week(fit["weekdays"]))

    def _week(self, text: str) -> Iterator[tuple[NthDay, ...]]:
        if several := self._several(text, self._weekday):
            yield several
        for fit in self._fits(mark("{first} to {last}"), text):
            first, last = self._name(fit["first"], self._weekdays), self._name(fit["last"], self._weekdays)
            if first is not None and last is not None and first < last:
                yield tuple(NthDay(day) for day in range(first, last + 1))

    def _several(self, text: str, one: Callable[[str], T | None]) -> tuple[T, ...]:
        """Each part of a list, () where one of them is none."""
        parts = text.split(say(self._language, mark(", ")))
        found = [read for part in parts if (read := one(part.strip())) is not None]
        return tuple(found) if len(found) == len(parts) else ()

    def _each_month(self, text: str, *, every: bool = False) -> list[tuple[int, ...]]:
        if every and text == say(self._language, mark("every month")):
            return [()]
        months = self._several(text, lambda part: self._name(part, self._months))
        return [tuple(month + 1 for month in months)] if months else []

    def _name(self, text: str, names: Sequence[str]) -> int | None:
        """Its place among the names; what all of them begin with may be left out."""
        begin = names[0][:1] if all(name.startswith(names[0][:1]) for name in names) else ""
        found = (at for at, name in enumerate(names) if text and text in (name, name.removeprefix(begin)))
        return next(found, None)

    def _weekday(self, text: str) -> NthDay | None:
        ways = (("{weekday}", 0), (mark("each {weekday}"), 0), (mark("the last {weekday}"), -1))
        for template, nth in ways:
            for fit in self._fits(template, text):
                if (day := self._name(fit["weekday"], self._weekdays)) is not None:
                    return NthDay(day, nth)
        for template, sign in ((mark("the {nth} {weekday}"), 1), (mark("the {nth} to last {weekday}"), -1)):
            for fit in self._fits(template, text):
                day, nth = self._name(fit["weekday"], self._weekdays), _count(fit["nth"])
                if day is not None and nth:
                    return NthDay(day, sign * nth)
        return None

    def _month_day(self, text: str) -> int | None:
        return self._numbered(text, mark("the last day"), mark("the {nth}"), mark("the {nth} to last day"))

    def _position(self, text: str) -> int | None:
        return self._numbered(
            text, mark("the last one"), mark("the {nth} one"), mark("the {nth} to last one")
        )

    def _numbered(self, text: str, last: str, counted: str, from_end: str) -> int | None:
        if text == say(self._language, last).casefold():
            return -1
        for template, sign in (("{nth}", 1), (counted, 1), (from_end, -1)):
            for fit in self._fits(template, text):
                if nth := _count(fit["nth"]):
                    return sign * nth
        return None


def _filled(parts: Sequence[str], text: str) -> Iterator[Mapping[str, str]]:
    """Every way to fill the places among the parts so that the text comes out."""
    if not parts:
        if not text:
            yield {}
        return
    first, rest = parts[0], parts[1:]
    if not _PLACE.fullmatch(first):
        if text.startswith(first):
            yield from _filled(rest, text[len(first) :])
        return
    for end in range(1, len(text) + 1) if rest else (len(text),):
        yield from ({first[1:-1]: text[:end].strip(), **more} for more in _filled(rest, text[end:]) if text)


def _count(text: str) -> int:
    found = _NUMBER.fullmatch(text)
    return int(found[1]) if found else 0
