"""A report as a workbook: a sheet for each section, numbers as numbers, charts drawn by Excel itself."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import xlsxwriter

from lib.analytics.indicator import Unit
from lib.analytics.report.shape import Content
from lib.analytics.report.told import Cell, Section, Table, title, told
from lib.core.i18n import Language
from lib.store.sheets.writing import ALWAYS

NUMBERS: Mapping[str, str] = {
    Unit.COUNT: "#,##0",
    Unit.MINUTES: '#,##0" min"',
    Unit.SHARE: "0.0%",
    Unit.SCORE: "0.00",
}
COLOURS = ("#188E86", "#9FB8BA")
FIRST, WIDE, NARROW = 34, 60, 15
Looks = Mapping[str, Any]


def made(content: Content, language: Language, address: str) -> bytes:
    """The file (.xlsx), the same for the same report. `address`: of the page, where the tickets behind a figure are."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"created": ALWAYS, "title": title(content, language)})
    looks = _looks(book)
    for section in told(content, language):
        _sheet(book, looks, section, title(content, language), address)
    book.close()
    return file.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    frame = {"border": 1, "border_color": "#B9C7C4", "valign": "top"}
    found = {unit: book.add_format({**frame, "num_format": shown}) for unit, shown in NUMBERS.items()}
    linked = {"font_color": "#0B6E8A", "underline": 1}
    found |= {
        f"{unit}_link": book.add_format({**frame, **linked, "num_format": shown})
        for unit, shown in NUMBERS.items()
    }
    found[""] = book.add_format({**frame, "text_wrap": True})
    found["heading"] = book.add_format({**frame, "bold": True, "bg_color": "#E6F2EF", "text_wrap": True})
    found["title"] = book.add_format({"bold": True, "font_size": 14})
    found["words"] = book.add_format({"text_wrap": True, "valign": "top"})
    found["quiet"] = book.add_format({"font_color": "#5B6B70"})
    return found


def _sheet(book: Any, looks: Looks, section: Section, named: str, address: str) -> None:
    page = book.add_worksheet(section.title[:31])
    page.set_column(0, 0, FIRST)
    page.set_column(1, 12, NARROW)
    page.write_string(0, 0, f"{named} · {section.title}", looks["title"])
    at = 2
    for sentence in section.sentences:
        page.merge_range(at, 0, at, 6, sentence, looks["words"])
        page.set_row(at, 30)
        at += 1
    for table in section.tables:
        at = _table(book, page, looks, table, at + 1, address)
    for note in section.notes:
        page.write_string(at, 0, note, looks["quiet"])
        at += 1
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)


def _table(book: Any, page: Any, looks: Looks, table: Table, top: int, address: str) -> int:
    """The row below it."""
    for n, column in enumerate(table.columns):
        page.write_string(top, n, column, looks["heading"])
    for row, line in enumerate(table.lines, start=top + 1):
        for n, cell in enumerate(line):
            _cell(page, looks, (row, n), cell, f"{address}&{urlencode(cell.behind)}" if cell.behind else "")
    if table.drawn:
        return _chart(book, page, table, top) + 1
    return top + len(table.lines) + 2


def _cell(page: Any, looks: Looks, at: tuple[int, int], cell: Cell, link: str) -> None:
    if cell.number is None:
        page.write_string(*at, cell.text, looks[""])
        return
    look = looks[f"{cell.unit}_link" if link else cell.unit]
    if link:
        page.write_url(*at, link, look)
    page.write_number(*at, cell.number, look)


def _chart(book: Any, page: Any, table: Table, top: int) -> int:
    """Bars of what the table draws, under it; the row below them."""
    sheet, last = page.get_name(), top + len(table.lines)
    chart = book.add_chart({"type": "bar"})
    for column, colour in zip(table.drawn[1:], COLOURS, strict=False):
        chart.add_series(
            {
                "name": [sheet, top, column],
                "categories": [sheet, top + 1, table.drawn[0], last, table.drawn[0]],
                "values": [sheet, top + 1, column, last, column],
                "fill": {"color": colour},
                "gap": 60,
            }
        )
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"position": "bottom"})
    height = 120 + 24 * len(table.lines) * (len(table.drawn) - 1)
    chart.set_size({"width": 900, "height": height})
    page.insert_chart(last + 2, 0, chart)
    return last + 3 + height // 20
