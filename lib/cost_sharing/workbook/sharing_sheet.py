"""The sheet that shares: what goes in, what each vendor owes, and every step between, as formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from lib.core.i18n import mark
from lib.cost_sharing.workbook.business import business
from lib.cost_sharing.workbook.copied import Edition, corrections
from lib.cost_sharing.workbook.grid import Field, Names, Table, write, write_cell
from lib.cost_sharing.workbook.handing import cents, tax
from lib.cost_sharing.workbook.rating import bounds, rating
from lib.cost_sharing.workbook.results import results
from lib.cost_sharing.workbook.singles import sign, singles, tax_part

FIRST, WORDS_AT, VALUE_AT = 3, 1, 2
"""The row of the first single cell; the columns of its words and of its value."""


def write_sheet(
    page: Any, looks: Mapping[str, Any], made: Edition, copied: Sequence[Table], name: str
) -> None:
    """Everything on the sheet; `copied`: the tables of the other sheets, which its formulas name."""
    above = singles(made)
    address = {
        one.name: xl_rowcol_to_cell(FIRST + row, VALUE_AT, row_abs=True, col_abs=True)
        for row, one in enumerate(above)
    }
    tables = _placed(made, name, FIRST + len(above) + 1)
    names = Names((*tables.values(), *copied), address, name)
    for row, one in enumerate(above, start=FIRST):
        page.write_string(row, WORDS_AT, made.say(one.title), looks["text"])
        look = looks[f"{one.look}_input" if one.input else one.look]
        write_cell(page, row, VALUE_AT, one.formula.format_map(names), one.value, look)
    for title, table in tables.items():
        page.write_string(table.top - 1, WORDS_AT, made.say(title), looks["part"])
        page.set_row(table.top, 46)
        write(page, looks, table, names)
        _mark(page, looks, table, made)


def _placed(made: Edition, name: str, top: int) -> dict[str, Table]:
    """The tables below each other, under what they are called."""
    found: dict[str, Table] = {}
    for title, fields in _parts(made):
        found[title] = Table(sheet=name, top=top + 1, left=0, fields=fields)
        top = found[title].end + 2
    title = mark("Corrections of earlier periods")
    found[title] = corrections(made, name, top + 1)
    return found


def _parts(made: Edition) -> Iterator[tuple[str, list[Field]]]:
    yield mark("What is owed"), results(made)
    yield mark("Business"), business(made)
    yield mark("Fixed parts, floors and caps"), bounds(made)
    if made.whole:
        yield mark("The one rate: where shares bend"), rating(made)
    yield mark("Share, to the cent"), cents(made)
    yield mark("Tax, to the cent"), tax(made, sign(made), tax_part(made))


def _mark(page: Any, looks: Mapping[str, Any], table: Table, made: Edition) -> None:
    """Colours the check, and shows a dash for what is never reached."""
    for at, one in enumerate(table.fields, start=table.left):
        area = (table.top + 1, at, table.end, at)
        if one.name == "check":
            good = made.say(mark("as in the statement"))
            page.conditional_format(
                *area, {"type": "cell", "criteria": "==", "value": f'"{good}"', "format": looks["good"]}
            )
            page.conditional_format(*area, {"type": "no_blanks", "format": looks["bad"]})
        if one.name in ("cap_cents", "start", "end", "at_start", "at_end"):
            page.conditional_format(
                *area, {"type": "cell", "criteria": ">=", "value": 9e99, "format": looks["never"]}
            )
