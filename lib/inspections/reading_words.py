"""What was read at an item, said to people: the value with its unit, and the limits it is judged by."""

from __future__ import annotations

from decimal import Decimal

from lib.core.i18n import Language, mark, say
from lib.inspections.checklists import Item
from lib.inspections.judging import NO, YES, plain
from lib.inspections.words import VERDICT_WORDS, Verdict


def reading(item: Item, number: Decimal | None, words: str, language: Language) -> str:
    """ "62 ℃", "not in order", "burnt": the answer without a judgement; "" for none."""
    if number is not None:
        return " ".join(filter(None, (f"{plain(number)} {item.unit}".strip(), words)))
    judged = {YES: Verdict.PASSED, NO: Verdict.FAILED}.get(words)
    return say(language, VERDICT_WORDS[judged]) if judged else words


def limits(item: Item, language: Language) -> str:
    """ "35–40 ℃" or "≤ 40 ℃", by the limits beyond which it is not in order; "" where there are none."""
    return span(item.fail_low, item.fail_high, item.unit)


def span(low: Decimal | None, high: Decimal | None, unit: str) -> str:
    """ "35–40 ℃", "≥ 35 ℃", "≤ 40 ℃"; "" without limits."""
    if low is not None and high is not None:
        found = f"{plain(low)}–{plain(high)}"
    elif low is not None:
        found = f"≥ {plain(low)}"
    elif high is not None:
        found = f"≤ {plain(high)}"
    else:
        return ""
    return f"{found} {unit}".strip()


def against(item: Item, number: Decimal | None, words: str, language: Language) -> str:
    """The reading with its limits: "62 ℃ (should be ≤ 60 ℃)"."""
    found, span = reading(item, number, words, language), limits(item, language)
    if number is None or not span:
        return found
    return say(language, mark("{reading} (should be {limits})"), reading=found, limits=span)
