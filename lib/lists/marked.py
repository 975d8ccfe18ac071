"""An uploaded list as a workbook in which the wrong cells are coloured and say why, to be put right in Excel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lib.core.i18n import Language, explain, mark, say
from lib.lists.preview import Outcome, Preview, Row
from lib.lists.shape import WHOLE_ROW
from lib.lists.understanding import GUARD
from lib.store.sheets import reading, workbooks, writing

REASON = mark("What is wrong (not imported)")
REASON_TITLES = frozenset(say(language, REASON) for language in Language)
"""How the added column is headed: when the file comes back, it is no surprise."""


def marked(seen: Preview) -> bytes:
    """Every row of the file in its order, its wrong cells marked, and a last column with the reasons in words."""
    titles = [say(seen.language, column.title) for column in seen.columns]
    as_typed = str if workbooks.is_one(seen.content) else _unguarded
    others = [heading for heading in seen.unknown if heading not in REASON_TITLES]
    foreign = _foreign(seen, others)
    rows = [
        [
            *(as_typed(row.cells.get(column.attribute, "")) for column in seen.columns),
            *foreign.get(row.line, [""] * len(others)),
            _reasons(seen, row),
        ]
        for row in seen.rows
    ]
    return writing.workbook(
        say(seen.language, seen.shape.title),
        [*titles, *others, say(seen.language, REASON)],
        rows,
        choices={say(seen.language, one.title): one.cell.offered(seen.language) for one in seen.columns},
        marks=_marks(seen, len(titles) + len(others)),
    )


def _unguarded(cell: str) -> str:
    """Without the apostrophe that keeps a cell of a CSV file from being a formula; a workbook's are all text."""
    return cell[1:] if cell[:1] == GUARD and cell[1:2] in ("=", "+", "-", "@") else cell


def _foreign(seen: Preview, headings: Sequence[str]) -> Mapping[int, list[str]]:
    """What the columns hold that mean nothing here, by line: the file is somebody's, nothing of it is lost."""
    if not headings:
        return {}
    table = reading.read(seen.content)
    return {line.first: [line.cells.get(name, "") for name in headings] for line in table.lines}


def _reasons(seen: Preview, row: Row) -> str:
    """ "编号：…；名称：…"; what is wrong with the row as a whole stands first."""
    titles = {column.attribute: say(seen.language, column.title) for column in seen.columns}
    told = [(titles.get(name, ""), explain(seen.language, fault)) for name, fault in row.faults.items()]
    return " | ".join(": ".join(filter(None, one)) for one in sorted(told))


def _marks(seen: Preview, last: int) -> Mapping[tuple[int, int], str]:
    """Reason by row and column; of a row as a whole at the column that says what is wrong."""
    at = {column.attribute: number for number, column in enumerate(seen.columns)}
    return {
        (number, at.get(name, last) if name != WHOLE_ROW else last): explain(seen.language, fault)
        for number, row in enumerate(seen.rows)
        if row.outcome is Outcome.WRONG
        for name, fault in row.faults.items()
    }
