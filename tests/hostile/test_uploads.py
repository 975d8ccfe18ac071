"""Files dropped on the desk's pages that are no lists and no histories: a word about it, nothing written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from lib.ui.system import import_work
from lib.ui.system.import_fields import FILE, MAPPING
from tests.hostile.conftest import SCRIPT, Clinic, png
from tests.hostile.test_command_line import GOOD, MAP
from tests.hostile.test_pages import at_page, said
from tests.pages.conftest import went_well

HEADING = "编码,名称,类别,院区,分机\n"


def workbook(*entries: tuple[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return file.getvalue()


# what is dropped · its name · the bytes
FILES: list[tuple[str, str, bytes]] = [
    ("nothing", "a.csv", b""),
    ("only a mark", "a.csv", b"\xef\xbb\xbf"),
    ("only line ends", "a.csv", b"\r\n" * 500),
    ("a picture", "a.csv", png()),
    ("a picture called a workbook", "a.xlsx", png()),
    ("an archive called a workbook", "a.xlsx", workbook(("../../evil.sh", b"x"))),
    ("a workbook of broken sheets", "a.xlsx", workbook(("xl/workbook.xml", b"<x"))),
    ("an old workbook", "a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    ("a PDF", "a.pdf", b"%PDF-1.7"),
    ("NULs", "a.csv", b"\0" * 2000),
    ("bytes of no encoding", "a.csv", bytes(range(256)) * 8),
    ("other columns", "a.csv", "一,二,三\n1,2,3\n".encode("gb18030")),
    ("a page of the web", "a.html", f"<html>{SCRIPT}<table><tr><td>1</table>".encode()),
    ("half a quote", "a.csv", (HEADING + '"A,"b\n').encode()),
    ("a heading of 5,000 columns", "a.csv", b",".join(b"c%d" % n for n in range(5000))),
    ("the same heading twice", "a.csv", "编码,编码,名称\nA,B,C\n".encode()),
]  # fmt: skip


def all_read(at: AppTest) -> str:
    shown = "".join(element.proto.body for element in at.get("html"))
    return said(at) + shown


@pytest.mark.parametrize(("done", "name", "content"), FILES, ids=[row[0] for row in FILES])
def test_a_list_that_is_none(clinic: Clinic, done: str, name: str, content: bytes) -> None:
    before = clinic.db.value("SELECT count(*) FROM department")
    at = at_page(clinic, "admin", "people")
    at.query_params["people_tab"] = "departments"
    went_well(at.run())
    at.file_uploader(key="list_departments_file_0").set_value((name, content, ""))
    read = all_read(went_well(at.run()))
    assert at.error or "有误" in read or "没有" in read or at.warning or at.info, read[-300:]
    assert SCRIPT not in read and "Traceback" not in read
    assert not [one for one in at.button if one.key == "list_departments_write" and not one.disabled]
    assert clinic.db.value("SELECT count(*) FROM department") == before


CELLS = [
    f"{SCRIPT},名称,临床,BY,1",
    "A\0B,\u200b,临床,BY,1",
    "=1+1,@SUM(A1),临床,BY,-1",
    ",,,,",
    "GK,骨科,魔法,XX,8",
]


@pytest.mark.parametrize("line", CELLS)
def test_a_row_of_a_list_that_is_looked_at_before_it_is_written(clinic: Clinic, line: str) -> None:
    before = clinic.db.value("SELECT count(*) FROM department")
    at = at_page(clinic, "admin", "people")
    at.query_params["people_tab"] = "departments"
    went_well(at.run())
    at.file_uploader(key="list_departments_file_0").set_value(("a.csv", (HEADING + line + "\n").encode(), ""))
    read = all_read(went_well(at.run()))
    assert SCRIPT not in read
    assert clinic.db.value("SELECT count(*) FROM department") == before


@pytest.fixture
def nothing_left() -> Iterator[None]:
    """An import belongs to an account, not to a test."""
    yield
    for work in import_work._works.values():
        work.stop()
        work.wait(10)
        work.close()
    import_work._works.clear()


# what is chosen · the file · the mapping
IMPORTS: list[tuple[str, bytes, bytes]] = [
    ("a picture for a history", png(), MAP.encode()),
    ("nothing for a history", b"", MAP.encode()),
    ("a picture for a mapping", GOOD.encode(), png()),
    ("nothing for a mapping", GOOD.encode(), b""),
    ("words for a mapping", GOOD.encode(), "这不是".encode()),
    ("a mapping of another history", "编号\n1\n".encode(), MAP.encode()),
    ("a mapping of lists", GOOD.encode(), b'source = ["a"]\n[number]\ncolumn = 7\n'),
    ("both mixed up", MAP.encode(), GOOD.encode()),
]


@pytest.mark.usefixtures("nothing_left")
@pytest.mark.parametrize(("done", "content", "mapping"), IMPORTS, ids=[row[0] for row in IMPORTS])
def test_a_history_that_is_none(clinic: Clinic, done: str, content: bytes, mapping: bytes) -> None:
    before = clinic.written()
    at = went_well(at_page(clinic, "admin", "system").run())
    at.selectbox(key="import_choice").set_value("")
    went_well(at.run())
    at.file_uploader(key=f"{FILE}_0").set_value(("a.csv", content, ""))
    at.file_uploader(key=f"{MAPPING}_0").set_value(("a.toml", mapping, ""))
    went_well(at.run())
    for button in [one for one in at.button if "预览" in one.label and not one.disabled]:
        went_well(button.click().run())
        for work in import_work._works.values():
            work.wait(5)
        went_well(at.run())
    read = all_read(at)
    assert "Traceback" not in read and any("\u4e00" <= c <= "\u9fff" for c in read)
    assert not [one for one in at.button if one.label.startswith("导入") and not one.disabled]
    assert clinic.written() == before
