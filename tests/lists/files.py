"""Files as people make them, and what the product says about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lib.core.i18n import Language, explain, say
from lib.lists import exchange
from lib.lists.offered import named
from lib.lists.preview import Preview, Written
from lib.people.roles import SYSTEM
from lib.store.database import Database
from lib.store.sheets import writing
from tests.conftest import MONDAY

ZH, EN = Language.ZH, Language.EN


def headings(db: Database, name: str, attributes: Sequence[str], language: Language = ZH) -> list[str]:
    titles = {column.attribute: say(language, column.title) for column in named(name).columns(db)}
    return [titles[attribute] for attribute in attributes]


def file(db: Database, name: str, rows: Sequence[Mapping[str, str]], form: str = "csv") -> bytes:
    """The rows, by attribute, under the Chinese headings."""
    attributes = list(dict.fromkeys(attribute for row in rows for attribute in row))
    cells = [[row.get(attribute, "") for attribute in attributes] for row in rows]
    heads = headings(db, name, attributes)
    return writing.csv_file(heads, cells) if form == "csv" else writing.workbook("表", heads, cells)


def shown(db: Database, name: str, content: bytes, language: Language = ZH) -> Preview:
    return exchange.preview(db, named(name), content, language=language, actor=SYSTEM, now=MONDAY)


def look(db: Database, name: str, *rows: Mapping[str, str]) -> Preview:
    return shown(db, name, file(db, name, rows))


def bring(db: Database, name: str, *rows: Mapping[str, str], waived: Sequence[int] = ()) -> Written:
    return exchange.write(db, look(db, name, *rows), actor=SYSTEM, now=MONDAY, waived=waived)


def faults(preview: Preview, language: Language = EN) -> dict[tuple[int, str], str]:
    """Every marked cell by line and attribute, with its reason in words."""
    return {
        (row.line, attribute): explain(language, refusal)
        for row in preview.rows
        for attribute, refusal in row.faults.items()
    }


def kept(db: Database, name: str) -> dict[str, dict[str, object]]:
    """The rows of the hospital by their key."""
    shape = named(name)
    return {" ".join(str(row[key]) for key in shape.keys): dict(row) for row in shape.rows(db)}
