"""Cells of the list of plans: how often, in which spans of the day, in which season, with which checklist, by which
post."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from functools import cache

from lib.core.errors import WrongInput
from lib.core.i18n import Language, mark, say
from lib.inspections import checklists, recurrence_rule, seasons
from lib.inspections.plans import Slot
from lib.inspections.presets import PRESET_WORDS, SHIFTS, WHOLE_DAY, Preset
from lib.inspections.rule_spoken import spoken
from lib.inspections.rule_words import rule_words
from lib.lists.cells import Named
from lib.lists.plain import Free, folded, narrow, short
from lib.lists.whose import TimeOfDay
from lib.people import organisation
from lib.people.posts import all_posts
from lib.store.database import Database
from lib.store.tables import table

MOST_SLOTS = 12
CHECKLIST, POST = mark("Checklist"), mark("Post")
THE_WHOLE_DAY, THE_SHIFTS = mark("the whole day"), mark("the three shifts")
_BETWEEN = re.compile(r"[\n;\uff1b,\uff0c\u3001 ]+")
_SPAN = re.compile(r"[-~\u2013\u2014\uff5e\u81f3]")
_HYPHEN = re.compile(r"\s*([-~\u2013\u2014\uff5e\u81f3])\s*")


@dataclass(frozen=True, slots=True)
class HowOften:
    """A preset by one of its words, a rule as it is said, or one of RFC 5545; kept as the preset's code or the rule's
    text."""

    def read(self, typed: str) -> str:
        preset = _presets().get(folded(typed))
        if preset is not None:
            return preset
        if "=" in narrow(typed):
            return recurrence_rule.read(narrow(typed)).text
        if rule := spoken(typed):
            return rule
        raise WrongInput(
            mark("“{typed}” is no rhythm; please write one of these, or a rule such as {rule}: {choices}"),
            typed=short(typed),
            rule="FREQ=MONTHLY;BYDAY=-1FR",
            choices=tuple(PRESET_WORDS.values()),
        )

    def say(self, value: str, language: Language) -> str:
        if value in PRESET_WORDS:
            return say(language, PRESET_WORDS[value])
        words = rule_words(value, language)
        # A rule whose words would be read as another one, or not at all, stays as RFC 5545 writes it.
        return words if folded(words) not in _presets() and spoken(words) == value else value

    def offered(self, language: Language) -> Sequence[str]:
        return [say(language, words) for words in PRESET_WORDS.values()]


@cache
def _presets() -> Mapping[str, str]:
    ours = {folded(say(language, PRESET_WORDS[p])): p.value for language in Language for p in Preset}
    codes = {folded(p.value): p.value for p in Preset}
    return {**{folded(row["word"]): row["preset"] for row in table("plan_words")}, **codes, **ours}


@dataclass(frozen=True, slots=True)
class Slots:
    """Spans of the day such as 08:00-16:00, several with a comma between them; "" stands for the usual ones."""

    def read(self, typed: str) -> tuple[Slot, ...]:
        known = {folded(say(language, THE_WHOLE_DAY)): WHOLE_DAY for language in Language}
        known |= {folded(say(language, THE_SHIFTS)): SHIFTS for language in Language}
        if folded(typed) in known:
            return known[folded(typed)]
        parts = [part for part in _BETWEEN.split(_HYPHEN.sub(r"\1", typed)) if part]
        if len(parts) > MOST_SLOTS:
            message = mark("These are too many: {count}, {most} are the most.")
            raise WrongInput(message, count=len(parts), most=MOST_SLOTS)
        found = tuple(self._slot(part) for part in parts)
        if len(set(found)) != len(found):
            raise WrongInput(mark("The same span of the day stands there twice."))
        return tuple(sorted(found))

    def _slot(self, typed: str) -> Slot:
        ends = [part.strip() for part in _SPAN.split(typed)]
        if len(ends) != 2 or not all(ends):
            message = mark("“{typed}” is no span of the day; please write it like 08:00-16:00.")
            raise WrongInput(message, typed=short(typed))
        # 24:00 is how people write the end of the day.
        starts, last = TimeOfDay().read(ends[0]), time() if ends[1] == "24:00" else TimeOfDay().read(ends[1])
        return Slot(starts, last)

    def say(self, value: tuple[Slot, ...], language: Language) -> str:
        if value == WHOLE_DAY:
            return say(language, THE_WHOLE_DAY)
        return "\n".join(slot.text for slot in value)

    def offered(self, language: Language) -> Sequence[str]:
        return [say(language, THE_WHOLE_DAY), say(language, THE_SHIFTS)]


@dataclass(frozen=True, slots=True)
class Season(Free):
    """The part of the year, "11-15..03-15", or "" for all of it."""

    def read(self, typed: str) -> str:
        return seasons.tidy(narrow(typed))


@dataclass(frozen=True, slots=True)
class ByName(Named):
    """A thing that has no code: its name is one."""

    def say(self, value: str, language: Language) -> str:
        return value

    def offered(self, language: Language) -> Sequence[str]:
        return list(self._called())

    def _called(self) -> Mapping[str, str]:
        return {name: name for name in self.known if name not in self.retired}


def checklists_known(db: Database) -> ByName:
    """A checklist by its name."""
    known = checklists.all_checklists(db).values()
    retired = frozenset(one.name for one in known if not one.active)
    return ByName(CHECKLIST, {one.name: one.name for one in known}, retired)


def posts_known(db: Database) -> ByName:
    """A duty post by its team's code and its name, such as “T06 …”."""
    named = post_names(db)
    retired = frozenset(named[one.id] for one in all_posts(db).values() if not one.active)
    return ByName(POST, {name: name for name in named.values()}, retired)


def post_names(db: Database) -> Mapping[int, str]:
    """How each post is written in a cell."""
    teams = organisation.teams(db)
    return {
        key: " ".join(filter(None, (teams[one.team_id].code if one.team_id else "", one.name)))
        for key, one in all_posts(db).items()
    }


def usual_slots(how_often: str) -> tuple[Slot, ...]:
    """Those of a plan that names none: the three shifts where it is done every shift, else the whole day."""
    return SHIFTS if how_often == Preset.SHIFT else WHOLE_DAY
