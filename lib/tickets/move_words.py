"""Why a due time moved, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lib.core.clock import duration, short_time
from lib.core.i18n import Language, mark, say
from lib.tickets.policy import ReopenRule
from lib.tickets.promise_story import Move
from lib.tickets.timeline import MINUTE
from lib.tickets.words import HOLD_WORDS, Action

STAGE_WORDS: Mapping[str, str] = {
    "respond": mark("Accept"),
    "arrive": mark("Arrive"),
    "complete": mark("Finish"),
}


def why(move: Move, language: Language, present: datetime) -> str:
    """ "held from 10:05 to 13:05 (waiting for approval): 3 h"; a correction is said beside what was corrected."""
    facts, event = _facts(move, language, present), move.by
    match event.action:
        case Action.EDIT:
            return say(language, mark("corrected by {who}"), **facts)
        case Action.REOPEN if event.facts.get("clock") == ReopenRule.RESTART:
            return say(language, mark("sent back: the promise began anew"))
        case Action.REOPEN:
            return say(
                language, mark("finished from {begins} until it was sent back at {ends}: {time}"), **facts
            )
        case Action.CONFIRM_HOLD if event.facts["confirmed"]:
            return say(
                language, mark("hold from {begins} to {ends} ({reason}) confirmed by {who}: {time}"), **facts
            )
        case Action.CONFIRM_HOLD:
            return say(
                language, mark("hold from {begins} to {ends} ({reason}) not accepted by {who}"), **facts
            )
        case _ if move.word is not None:
            return say(
                language, mark("hold from {begins} to {ends} ({reason}) confirmed by {who}: {time}"), **facts
            )
        case _:
            return say(language, mark("held from {begins} to {ends} ({reason}): {time}"), **facts)


def moved(stage: str, move: Move, language: Language, present: datetime) -> str:
    """ "Finish: due 22:00 instead of 19:00"."""
    facts = {
        "stage": say(language, STAGE_WORDS[stage]),
        "before": short_time(move.before, present, language),
        "after": short_time(move.after, present, language),
    }
    if move.after is None:
        return say(language, mark("{stage}: nothing is promised any more"), **facts)
    if move.before is None:
        return say(language, mark("{stage}: promised by {after}"), **facts)
    return say(language, mark("{stage}: promised by {after} instead of {before}"), **facts)


def _facts(move: Move, language: Language, present: datetime) -> Mapping[str, Any]:
    over, facts = (
        move.over,
        {"who": (move.word or move.by).actor_name, "time": duration(move.worked / MINUTE, language)},
    )
    if over is None:
        return facts
    reason = str(over.by.facts.get("reason", ""))
    return {
        **facts,
        "begins": short_time(over.begins, present, language),
        "ends": short_time(over.ends, present, language),
        "reason": say(language, HOLD_WORDS[reason]) if reason in HOLD_WORDS else "",
    }
