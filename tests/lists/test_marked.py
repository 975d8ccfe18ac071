"""The uploaded file with its wrong cells marked: every row is in it, and mending it there is enough."""

from __future__ import annotations

import io
import zipfile

from lib.core.i18n import Language
from lib.lists import exchange, marked, offered
from lib.lists.preview import Outcome, Preview
from lib.store.sheets import reading
from tests.conftest import MONDAY, Cast

LINES = (
    "编码,名称,类别,分机,负责人",
    "EK,儿科,临床,8201,周主任",
    "FK,妇科,门诊,8202,吴主任",
    "XXNK,心血管内科,临床,'=8101,",
    "EK,儿科二,临床,8204,,多",
)


def looked_at(cast: Cast, content: bytes) -> Preview:
    return exchange.preview(
        cast.db,
        offered.named("departments"),
        content,
        language=Language.ZH,
        actor=cast.actor("admin"),
        now=MONDAY,
    )


def test_it_holds_every_row_and_column_and_says_what_is_wrong(cast: Cast) -> None:
    table = reading.read(marked.marked(looked_at(cast, "\n".join(LINES).encode())))
    assert list(table.columns) == ["编码", "名称", "类别", "分机", "负责人", "错误原因（不导入）"]
    rows = [list(line.cells.values()) for line in table.lines]
    assert rows[0] == ["EK", "儿科", "临床", "8201", "周主任", ""]
    assert "临床 / 医技" in rows[1][-1]
    assert rows[2][3] == "=8101"
    assert len(rows) == 4


def test_the_reasons_stand_at_the_cells(cast: Cast) -> None:
    with zipfile.ZipFile(io.BytesIO(marked.marked(looked_at(cast, "\n".join(LINES).encode())))) as book:
        comments = book.read("xl/comments1.xml").decode()
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert 'ref="C3"' in comments
    assert 'ref="F5"' in comments
    assert "autoFilter" in sheet


def test_it_reads_as_the_file_did_and_its_own_column_is_no_surprise(cast: Cast) -> None:
    seen = looked_at(cast, "\n".join(LINES[:4]).encode())
    again = looked_at(cast, marked.marked(seen))
    assert [row.outcome for row in again.rows] == [row.outcome for row in seen.rows]
    assert [row.outcome for row in seen.rows] == [Outcome.NEW, Outcome.WRONG, Outcome.CHANGED]
    assert set(again.unknown) - marked.REASON_TITLES == {"负责人"}
    assert marked.marked(again) == marked.marked(seen)
