"""A statement as a workbook: notes, sharing, tickets, what does not count, costs."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import xlsxwriter

from lib.core.i18n import Language, mark, speaker
from lib.cost_sharing.frozen import Frozen
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.workbook import notes_sheet, sharing_sheet
from lib.cost_sharing.workbook.copied import Edition, costs, edition, set_aside, works
from lib.cost_sharing.workbook.grid import Names, Table, write
from lib.cost_sharing.workbook.looks import looks
from lib.store.sheets.writing import ALWAYS

NOTES, SHARING, TICKETS = mark("Read me"), mark("Shares"), mark("Ticket list")
ASIDE, COSTS = mark("Not counted"), mark("Cost list")


def workbook(frozen: Frozen, statement: Statement, language: Language, vendor_id: int | None = None) -> bytes:
    """The file (.xlsx), the same for the same statement. `vendor_id`: one vendor's own part, with nothing of the others
    but their totals; None: everything, for the office."""
    made = edition(frozen, speaker(language), vendor_id)
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"created": ALWAYS, "title": notes_sheet.title(made, statement)})
    look = looks(book)
    copied = [works(made, made.say(TICKETS)), set_aside(made, made.say(ASIDE))]
    if made.whole:
        copied.append(costs(made, made.say(COSTS)))
    notes_sheet.write_sheet(book.add_worksheet(made.say(NOTES)), look, made, statement)
    _sharing(book.add_worksheet(made.say(SHARING)), look, made, statement, copied)
    for table in copied:
        _copied(book.add_worksheet(table.sheet), look, table)
    book.close()
    return file.getvalue()


def _sharing(
    page: Any, look: Mapping[str, Any], made: Edition, statement: Statement, copied: list[Table]
) -> None:
    page.set_column(0, 0, 5)
    page.set_column(1, 1, 34)
    page.set_column(2, 30, 16)
    page.write_string(0, 0, notes_sheet.title(made, statement), look["title"])
    page.write_string(1, 0, made.frozen.hospital, look["quiet"])
    _printed(page)
    sharing_sheet.write_sheet(page, look, made, copied, made.say(SHARING))


def _copied(page: Any, look: Mapping[str, Any], table: Table) -> None:
    for at, one in enumerate(table.fields):
        page.set_column(at, at, 26 if one.look == "text" else 14)
    page.freeze_panes(1, 0)
    if table.count:
        page.autofilter(0, 0, table.count, len(table.fields) - 1)
    _printed(page)
    page.repeat_rows(0)
    write(page, look, table, Names((table,), {}, table.sheet))


def _printed(page: Any) -> None:
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_footer("&C&P / &N")
