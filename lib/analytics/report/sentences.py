"""What the figures of a month say, in plain sentences: computed from them and from nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lib.analytics.indicator import Figure
from lib.analytics.indicators import INDICATORS
from lib.analytics.questions.segments import NOBODYS
from lib.analytics.report.changes import MOST
from lib.analytics.report.naming import said, words
from lib.analytics.report.shape import Change, Compared, Row, Said, Spot, Step
from lib.analytics.report.steps import STEP_WORDS
from lib.core.clock import duration
from lib.core.i18n import Language, Words, both, mark

FEW = 10
"""Below this many cases a share is told without a conclusion."""


def headline(found: Sequence[Compared]) -> list[Said]:
    """How much came in and went out, and how fast."""
    named = {one["name"]: one for one in found}
    opened, finished, left = (named[name]["now"]["n"] for name in ("opened", "finished", "left_open"))
    if not opened:
        return _all([both(mark("Nothing was reported in this month."))])
    lines = [
        both(
            mark("{opened} tickets were opened, {finished} were finished, {left} were open at the end."),
            opened=f"{opened:,}",
            finished=f"{finished:,}",
            left=f"{left:,}",
        ),
        *_against(named["opened"]),
    ]
    response, completion = named["response"]["now"], named["completion"]["now"]
    if response["n"] and completion["n"]:
        message = mark("Half of them were accepted within {response} and completed within {completion}.")
        lines.append(
            both(message, response=lasting(response["value"]), completion=lasting(completion["value"]))
        )
    return _all(lines)


def promises(found: Sequence[Compared]) -> list[Said]:
    """Each promise with its cases and its interval."""
    return _all(_share(one["name"], one["now"]) for one in found)


def steps(found: Sequence[Step]) -> list[Said]:
    """The slowest step."""
    slowest = next((step for step in found if step["name"] not in NOBODYS), None)
    if slowest is None:
        return _all([both(mark("No ticket of this month is finished yet."))])
    lines = [
        both(
            mark("The slowest step was “{step}”: {share} of all the time, {median} on the median ticket."),
            step=both(STEP_WORDS[slowest["name"]]),
            share=f"{slowest['share']:.0%}",
            median=lasting(slowest["median"]),
        )
    ]
    if slowest["share_before"] is not None:
        lines.append(
            both(mark("In the month before it was {share}."), share=f"{slowest['share_before']:.0%}")
        )
    outside = next((step for step in found if step["name"] == "in_outside"), None)
    if outside is not None:
        message = mark("Beside the steps, {share} of the time lay outside service hours.")
        lines.append(both(message, share=f"{outside['share']:.0%}"))
    return _all(lines)


def complaints(found: Sequence[Compared], spots: Sequence[Spot]) -> list[Said]:
    """How many, and where most of them came from."""
    n = found[0]["now"]["n"]
    if not n:
        return _all([both(mark("Nobody complained in this month."))])
    lines = [both(mark("{n} complaints were made."), n=n), _share(found[1]["name"], found[1]["now"])]
    for column, message in (
        ("department_id", mark("Most came from {called} ({n}).")),
        ("service_code", mark("Most were about {called} ({n}).")),
    ):
        first = next((spot for spot in spots if spot["column"] == column), None)
        if first is not None and first["n"] > 1:
            lines.append(both(message, called=words(first["called"]), n=first["n"]))
    return _all(lines)


def satisfaction(found: Sequence[Compared]) -> list[Said]:
    """How many answered, what they said, and how far that can be believed."""
    satisfied, score, rated = (one["now"] for one in found)
    if not satisfied["n"]:
        return _all([both(mark("Nobody rated a ticket of this month; silence is no praise."))])
    asked = both(
        mark("Of {asked} tickets whose departments were asked, {n} were rated ({rate})."),
        asked=f"{rated['n']:,}",
        n=f"{rated['hits'] or 0:,}",
        rate=_percent(rated["value"]),
    )
    mean = both(
        mark("The mean score is {mean} (95 % interval {low} to {high})."),
        mean=f"{score['value'] or 0:.2f}",
        low=f"{score['low']:.2f}",
        high=f"{score['high']:.2f}",
    )
    return _all([asked, _share("satisfied", satisfied), mean])


def vendors(rows: Sequence[Row]) -> list[Said]:
    """Who is ahead and who is behind, only where their intervals do not touch."""
    ranked = [row for row in rows if row["ranked"]]
    if len(ranked) < 2:
        return _all([both(mark("Too few cases to compare vendors."))])
    best, worst = ranked[0], min(ranked, key=lambda row: row["figures"]["complete_kept"]["high"] or 0)
    first, last = (one["figures"]["complete_kept"] for one in (best, worst))
    if (first["low"] or 0) <= (last["high"] or 0):
        return _all([both(mark("The differences between vendors are no larger than chance makes them."))])
    message = mark("{best} completed in time most often ({first}), {worst} least often ({last}).")
    return _all(
        [
            both(
                message,
                best=words(best["called"]),
                worst=words(worst["called"]),
                first=_percent(first["value"]),
                last=_percent(last["value"]),
            )
        ]
    )


def rounds(found: Sequence[Compared]) -> list[Said]:
    """Done in time, and missed."""
    done, missed = (one["now"] for one in found)
    if not done["n"]:
        return _all([both(mark("No inspection round was due in this month."))])
    message = mark(
        "Of {n} inspection rounds due, {done} were done in time ({rate}) and {missed} were missed."
    )
    return _all(
        [both(message, n=done["n"], done=done["hits"], rate=_percent(done["value"]), missed=missed["hits"])]
    )


def changes(found: Sequence[Change]) -> list[Said]:
    """Whether there is more, or anything at all; each change has its own sentence."""
    if not found:
        return _all([both(mark("Nothing changed more than chance explains."))])
    return (
        []
        if len(found) == MOST
        else _all([both(mark("This is all that changed more than chance explains."))])
    )


def lasting(minutes: float | None) -> Words:
    """Minutes as people say them, in both languages."""
    return Words(en=duration(minutes, Language.EN), zh=duration(minutes, Language.ZH))


def _all(lines: Any) -> list[Said]:
    return [said(line) for line in lines]


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{share:.1%}"


def _share(name: str, one: Figure) -> Words:
    what = both(INDICATORS[name].label)
    if not one["n"]:
        return both(mark("{what}: nothing to judge."), what=what)
    facts = {"what": what, "share": _percent(one["value"]), "hits": f"{one['hits']:,}", "n": f"{one['n']:,}"}
    if one["n"] < FEW:
        return both(mark("{what}: {hits} of {n}, too few to conclude from."), **facts)
    message = mark("{what}: {share} ({hits} of {n}; 95 % interval {low} to {high}).")
    return both(message, **facts, low=_percent(one["low"]), high=_percent(one["high"]))


def _against(one: Compared) -> Iterator[Words]:
    """More or fewer than in the months beside it."""
    for before, more, fewer, same in (
        (
            one["before"],
            mark("That is {change} more than in the month before ({n})."),
            mark("That is {change} fewer than in the month before ({n})."),
            mark("That is as many as in the month before ({n})."),
        ),
        (
            one["year_before"],
            mark("In the same month of last year there were {n}, {change} fewer."),
            mark("In the same month of last year there were {n}, {change} more."),
            mark("In the same month of last year there were as many ({n})."),
        ),
    ):
        if before is not None and before["n"]:
            change = one["now"]["n"] / before["n"] - 1
            message = more if change > 0 else fewer if change < 0 else same
            yield both(message, change=f"{abs(change):.1%}", n=f"{before['n']:,}")
