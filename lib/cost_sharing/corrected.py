"""Why a vendor's correction came about, kept as facts beside it and said in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from lib.core.i18n import Say, mark
from lib.core.money import yuan
from lib.cost_sharing.causes import Cause, Change
from lib.cost_sharing.plain import fraction, fraction_text
from lib.cost_sharing.scheme import Scheme
from lib.cost_sharing.spoken import amount, fixed_number
from lib.cost_sharing.words import Aside, Measure

MOST = 20
"""Causes written beside a correction; the rest is counted."""
_UNITS: Mapping[Measure, tuple[str, int]] = {
    Measure.POINTS: ("points", 1000),
    Measure.HOURS: ("minutes", 60),
    Measure.VALUE: ("value", 3000),
}
"""The column of a ticket that a measure adds up, and how many of it make one of the measure."""
OTHERS = mark("others were corrected, and with them the parts of all")
_SENTENCES: Mapping[str, str] = {
    "ruled_in": mark("ticket {number}: the dispute was decided, it counts"),
    "ruled_out": mark("ticket {number}: the dispute was decided, it does not count"),
    "here": mark("ticket {number}: counts for this vendor now"),
    "elsewhere": mark("ticket {number}: counts for another vendor now"),
    Change.CAME: mark("ticket {number}: closing recorded late"),
    Change.WENT: mark("ticket {number}: no longer in the period"),
    Change.COUNTS: mark("ticket {number}: counts now"),
    Change.DROPPED: mark("ticket {number}: no longer counts"),
    Change.MEASURED: mark("ticket {number}: service, labour or materials corrected"),
    Change.ROUND: mark("an inspection round was corrected"),
    Change.CONTRACT: mark("contract value of the period changed from {was} to {is_now} yuan"),
    Change.QUALITY: mark("quality factor changed from {was} to {is_now}"),
}


def written(found: Sequence[Cause], code: str, scheme: Scheme) -> str:
    """The vendor's own causes as kept text, "" where nothing of its own changed: others' are not its business."""
    own = [kept(one, code, scheme) for one in found if code in one.vendors]
    if not own:
        return ""
    return json.dumps({"causes": own[:MOST], "more": len(own[MOST:])}, ensure_ascii=False)


def kept(one: Cause, code: str, scheme: Scheme) -> dict[str, Any]:
    """One cause as facts, seen from that vendor."""
    facts: dict[str, Any] = {"why": _why(one, code), "number": one.number}
    if one.change in (Change.CONTRACT, Change.QUALITY):
        facts |= {"was": fraction_text(one.was["value"]), "is_now": fraction_text(one.is_now["value"])}
    elif one.number:
        measure = next((known for known in _UNITS if scheme.weights.get(known)), Measure.TICKETS)
        moved = _volume(one.is_now, code, measure) - _volume(one.was, code, measure)
        facts |= {"measure": measure.value, "moved": fraction_text(moved)}
    return facts


def _why(one: Cause, code: str) -> str:
    if one.is_now.get("aside") == Aside.OUT:
        return "ruled_out"
    if one.is_now and one.was and one.was.get("vendor") != one.is_now.get("vendor"):
        return "here" if one.is_now["vendor"] == code else "elsewhere"
    if one.was.get("aside") == Aside.HELD and one.change is Change.COUNTS:
        return "ruled_in"
    return one.change.value


def _volume(side: Mapping[str, Any], code: str, measure: Measure) -> Fraction:
    """What the ticket is worth for the vendor on that side; hours, points, cents or tickets."""
    if not side or side["aside"] or side["vendor"] != code:
        return Fraction(0)
    if measure not in _UNITS:
        return Fraction(1)
    column, parts = _UNITS[measure]
    return Fraction(side[column] or 0, parts)


def said(text: str, say: Say) -> str:
    """The kept text in words; "" for none. A plain text of earlier days is said as it is."""
    if not text.startswith("{"):
        return text
    facts = json.loads(text)
    sentences = [sentence(one, say) for one in facts["causes"]]
    if facts["more"]:
        sentences.append(say(mark("and {n} more changes"), n=facts["more"]))
    return say(mark("; ")).join(sentences)


def reason(text: str, say: Say) -> str:
    """The same for a cell that is never empty."""
    return said(text, say) or say(OTHERS)


def sentence(facts: Mapping[str, Any], say: Say) -> str:
    """One cause, with what it moves."""
    shown = _yuan if facts["why"] == Change.CONTRACT else _factor
    values = {name: shown(fraction(facts[name])) for name in ("was", "is_now") if name in facts}
    words = say(_SENTENCES[facts["why"]], number=facts["number"], **values)
    return "".join((words, *_moved(facts, say)))


def _moved(facts: Mapping[str, Any], say: Say) -> Iterator[str]:
    moved = fraction(facts.get("moved", "0"))
    if moved:
        yield say(mark(": ")) + ("+" if moved > 0 else "") + amount(Measure(facts["measure"]), moved, say)


def _yuan(cents: Fraction) -> str:
    return yuan(round(cents))


def _factor(value: Fraction) -> str:
    return fixed_number(value, 4)
