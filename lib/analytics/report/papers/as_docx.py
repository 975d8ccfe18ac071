"""A report as a Word file: headings, sentences and tables one can go on writing in."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import urlencode

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from lib.analytics.report.shape import Content
from lib.analytics.report.told import Cell, Section, Table, title, told
from lib.core.i18n import Language
from lib.store.sheets.writing import ALWAYS

FONT = "SimSun"


def made(content: Content, language: Language, address: str) -> bytes:
    """The file (.docx). `address`: of the page, where the tickets behind a figure are."""
    document = Document()
    _plain(document)
    document.core_properties.created = document.core_properties.modified = ALWAYS
    document.core_properties.title = title(content, language)
    if content["hospital"]:
        document.add_paragraph(content["hospital"]).alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_heading(title(content, language), 0).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for n, section in enumerate(told(content, language), start=1):
        _section(document, section, n, language, address)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _plain(document: Any) -> None:
    """A4, and a font that has the characters, which Word asks for apart."""
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(16)
    for name in ("Normal", "Title", "Heading 1"):
        font = document.styles[name].font
        font.name = FONT
        document.styles[name].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    document.styles["Normal"].font.size = Pt(10.5)


def _section(document: Any, section: Section, n: int, language: Language, address: str) -> None:
    document.add_heading(f"{n}. {section.title}", 1)
    if section.sentences:
        document.add_paragraph(("" if language is Language.ZH else " ").join(section.sentences))
    for table in section.tables:
        _table(document, table, address)
        document.add_paragraph()
    for note in section.notes:
        document.add_paragraph(note, style="List Bullet")


def _table(document: Any, table: Table, address: str) -> None:
    made = document.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    for cell, column in zip(made.rows[0].cells, table.columns, strict=True):
        _write(cell.paragraphs[0], column, bold=True)
    for line in table.lines:
        for place, cell in zip(made.add_row().cells, line, strict=True):
            _fill(place.paragraphs[0], cell, f"{address}&{urlencode(cell.behind)}" if cell.behind else "")


def _fill(paragraph: Any, cell: Cell, link: str) -> None:
    if cell.unit:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if link:
        _linked(paragraph, cell.text, link)
    else:
        _write(paragraph, cell.text)


def _write(paragraph: Any, text: str, *, bold: bool = False) -> Any:
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(9)
    return run


def _linked(paragraph: Any, text: str, address: str) -> None:
    """The library has no links of its own."""
    run = _write(paragraph, text)
    run.font.underline = True
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    link.append(run._r)
    paragraph._p.append(link)
