"""The first sheet: what this file is, how to read it, and how far a spreadsheet's numbers reach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lib.core.i18n import mark
from lib.cost_sharing import spoken
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import STATUS_WORDS, Status
from lib.cost_sharing.workbook.copied import Edition
from lib.cost_sharing.workbook.working import digits

WIDTH, LINE = 72, 17
"""Letters across, and points a line is high."""
EXACT_TO = 10**12
"""Cents up to which the formulas find every last cent for certain."""


def write_sheet(page: Any, looks: Mapping[str, Any], made: Edition, statement: Statement) -> None:
    """One thought a row."""
    page.set_column(0, 0, WIDTH)
    page.hide_gridlines(2)
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.write_string(0, 0, title(made, statement), looks["title"])
    row = 2
    for heading, words in _parts(made, statement):
        page.write_string(row, 0, heading, looks["part"])
        for below, sentence in enumerate(words, start=1):
            page.set_row(row + below, LINE * _lines(sentence))
            page.write_string(row + below, 0, sentence, looks["words"])
        row += len(words) + 2


def _lines(sentence: str) -> int:
    """How many lines it takes: no program makes room for wrapped text by itself. A Chinese sign is as wide as two."""
    return 1 + sum(2 if sign > "\u2e7f" else 1 for sign in sentence) // (WIDTH - 4)


def title(made: Edition, statement: Statement) -> str:
    """What the file is about."""
    return made.say(
        mark("Statement {number}, {starts} to {ends}"),
        number=statement.number,
        starts=made.frozen.starts_on,
        ends=made.frozen.ends_on,
    )


def _parts(made: Edition, statement: Statement) -> Iterator[tuple[str, list[str]]]:
    say, frozen = made.say, made.frozen
    yield say(mark("What this is")), list(_about(made, statement))
    payee = next((one.name for one in frozen.vendors.values() if one.code == frozen.sharing.scheme.payee), "")
    method = spoken.method(
        frozen.sharing.scheme, say, starts_on=frozen.starts_on, ends_on=frozen.ends_on, payee=payee
    )
    yield say(mark("How the cost is shared")), method
    yield say(mark("How to read the sheets")), list(_reading(made))
    yield say(mark("How exact it is")), list(_exactness(made))


def _about(made: Edition, statement: Statement) -> Iterator[str]:
    say, frozen = made.say, made.frozen
    if frozen.hospital:
        yield frozen.hospital
    state = say(STATUS_WORDS[statement.status])
    yield say(mark("State: {state}"), state=state)
    if statement.status is Status.DRAFT:
        yield say(mark("A draft: what it would say today. Nothing of it is issued."))
    elif statement.code:
        yield say(mark("Verification code of the statement: {code}"), code=statement.code)
    if not made.whole:
        yield say(
            mark(
                "This is the part of one vendor: its own tickets and its own path. What comes from the figures of all "
                "vendors together (totals, the rate, who gets the cents that are left) stands in it as a number."
            )
        )


def _reading(made: Edition) -> Iterator[str]:
    say = made.say
    yield say(
        mark(
            "Every figure that is computed is a formula. Change a yellow cell, for instance a ticket, a floor or a "
            "weight, and everything that follows from it is computed anew."
        )
    )
    yield say(
        mark(
            "The columns “by the statement” are the figures of the statement itself, as numbers. The check beside them "
            "says whether the formulas come to the same cents."
        )
    )
    if made.whole:
        yield say(
            mark(
                "The rate: every vendor has two bends, one where it leaves its least, one where it reaches its cap. "
                "The rate lies behind the last bend at which all together still pay less than the pool; from there "
                "it rises until they pay exactly the pool."
            )
        )
    yield say(
        mark(
            "Cents: shares are cut to whole cents; those that are left go one each to the largest remainders, between "
            "equals to the larger business, then to the earlier code. Tax is handed out the same way."
        )
    )


def _exactness(made: Edition) -> Iterator[str]:
    say = made.say
    yield say(
        mark(
            "The statement is computed in exact fractions. A spreadsheet reckons with about 15 digits, so here "
            "remainders of a cent are told apart to {digits} digits."
        ),
        digits=digits(made.frozen.pool),
    )
    yield say(
        mark(
            "Up to a pool of {most} yuan that finds every cent. Above it two remainders may be too close for 15 "
            "digits, and one cent may fall to the vendor next to the right one; the check then says so, and the "
            "statement holds."
        ),
        most=f"{EXACT_TO // 100:,}",
    )
