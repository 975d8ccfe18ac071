"""From tickets and contracts to the volume each vendor pays for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from lib.core.i18n import mark
from lib.cost_sharing.words import INDICATOR_WORDS, MEASURE_WORDS, Measure
from lib.cost_sharing.workbook.copied import Edition
from lib.cost_sharing.workbook.fields import column, names, together
from lib.cost_sharing.workbook.grid import SUM, Field

COUNTED: Mapping[Measure, str] = {
    Measure.TICKETS: "COUNTIFS({work_vendor:all},{vendor})",
    Measure.HOURS: "SUMIFS({work_minutes:all},{work_vendor:all},{vendor})/60",
    Measure.POINTS: "SUMIFS({work_points:all},{work_vendor:all},{vendor})",
    Measure.VALUE: "SUMIFS({work_value:all},{work_vendor:all},{vendor})",
}
"""How a volume comes from the sheet of tickets; the others are typed in."""
IN_YUAN = frozenset({Measure.VALUE, Measure.CONTRACT})


def used(made: Edition) -> list[Measure]:
    """The measures that weigh."""
    return [measure for measure, weight in made.frozen.sharing.scheme.weights.items() if weight]


def judged(made: Edition) -> list[str]:
    """The quality indicators that weigh."""
    return [name for name, strength in made.frozen.sharing.scheme.quality.items() if strength]


def business(made: Edition) -> list[Field]:
    """The table: volumes in every measure that weighs, their blend, the quality factor."""
    blend = "+".join(f"{{weight_{one.value}}}*{{part_{one.value}}}" for one in used(made))
    quality = _quality(made) if judged(made) else []
    volume = "{blended}*{quality}" if quality else "{blended}"
    return [
        *names(made, below=together(made) or made.say(mark("All vendors together"))),
        *(field for measure in used(made) for field in _measured(made, measure)),
        column(
            made,
            "blended",
            mark("Part of the business"),
            [x.blended for x in made.lines],
            blend,
            look="factor",
        ),
        *quality,
        column(
            made,
            "volume",
            mark("Business that is paid for"),
            [x.volume for x in made.lines],
            volume,
            look="factor",
            summed=True,
        ),
    ]


def _measured(made: Edition, measure: Measure) -> Sequence[Field]:
    """The volume, and what part of everybody's it is."""
    name, total = f"volume_{measure.value}", made.frozen.sharing.totals.get(measure, Fraction())
    unit = 100 if measure in IN_YUAN else 1
    mine = [one.measured.get(measure, Fraction()) for one in made.lines]
    title = made.say(MEASURE_WORDS[measure])
    volume = column(
        made,
        name,
        made.say(mark("{what} (yuan)"), what=title) if measure in IN_YUAN else title,
        [one / unit for one in mine],
        COUNTED.get(measure, ""),
        look="number",
        input=measure not in COUNTED,
    )
    part = column(
        made,
        f"part_{measure.value}",
        mark("Part of all"),
        [one / total if total else 0 for one in mine],
        f"{{{name}}}/{{{name}:sum}}",
        look="percent",
        summed=True,
    )
    # A vendor is told how much all do together, but not who does how much of it.
    return [replace(volume, below=SUM if made.whole else float(total / unit)), part]


def _quality(made: Edition) -> Sequence[Field]:
    parts = [
        column(
            made,
            f"quality_{name}",
            made.say(mark("Quality: {indicator}"), indicator=made.say(INDICATOR_WORDS[name])),
            [one.quality_parts.get(name, Fraction()) for one in made.lines],
            look="factor",
            input=True,
        )
        for name in judged(made)
    ]
    moved = "+".join(f"{{{one.name}}}" for one in parts)
    factor = f"MAX({{lowest}},MIN({{highest}},1+{moved}))"
    values = [one.quality for one in made.lines]
    return [*parts, column(made, "quality", mark("Quality factor"), values, factor, look="factor")]
