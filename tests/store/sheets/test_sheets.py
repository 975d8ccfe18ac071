"""Tables from files of every make, and back to them."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime

import pytest
import xlsxwriter

from lib.core.errors import WrongInput
from lib.store.sheets import reading, writing

COLUMNS = ("编码", "名称", "备注")
ROWS = [["0012", "照明灯具", "=1+1"], ["-3", "插座", "第一行\n第二行"], ["7", "a;b,c\td|e", '说"是"']]


def read(content: bytes) -> list[dict[str, str]]:
    return [line.cells for line in reading.read(content).lines]


def test_what_is_written_as_a_workbook_is_read_back_cell_by_cell() -> None:
    found = read(writing.workbook("服务", COLUMNS, ROWS))
    assert found == [dict(zip(COLUMNS, row, strict=True)) for row in ROWS]


def test_a_csv_file_carries_no_formula_into_excel() -> None:
    kept = read(writing.csv_file(COLUMNS, ROWS))
    assert [row["备注"] for row in kept] == ["'=1+1", "第一行\n第二行", '说"是"']
    assert kept[1]["编码"] == "-3"


@pytest.mark.parametrize("write", [writing.csv_file, lambda c, r: writing.workbook("x", c, r)])
def test_the_same_rows_are_the_same_bytes(write) -> None:  # type: ignore[no-untyped-def]
    assert write(COLUMNS, ROWS) == write(COLUMNS, ROWS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_encodings_and_separators_are_recognised(encoding: str, separator: str) -> None:
    text = f'编码{separator}"名,称;"\r\n1{separator}二\r\n'
    assert read(text.encode(encoding)) == [{"编码": "1", "名,称;": "二"}]


def test_numbers_and_days_of_a_workbook_are_what_the_screen_shows() -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"remove_timezone": True})
    page = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    page.write_row(2, 0, ["room", "price", "when", "yes"])
    page.write_row(3, 0, [1203, 12.5])
    page.write_datetime(3, 2, datetime(2026, 11, 23, 9, 5, tzinfo=UTC), day)
    page.write_boolean(3, 3, True)
    page.write_row(5, 0, ["0012"])
    book.close()
    lines = list(reading.read(file.getvalue()).lines)
    assert [line.first for line in lines] == [4, 6]
    assert lines[0].cells == {"room": "1203", "price": "12.5", "when": "2026-11-23 09:05:00", "yes": "TRUE"}
    assert lines[1].cells["room"] == "0012"


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04 no workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1broken", b"", b"\n\n", b" , ,\n1,2,3"],
)
def test_what_is_no_table_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(WrongInput):
        list(reading.read(content).lines)


def test_a_file_made_to_fill_the_memory_is_refused_before_it_is_unpacked() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(5):
            packed.writestr(f"xl/worksheets/sheet{number}.xml", b"0" * 100_000_000)
    assert len(file.getvalue()) < 1_000_000
    with pytest.raises(WrongInput) as refused:
        list(reading.read(file.getvalue()).lines)
    assert "too large" in refused.value.message


def test_a_list_offers_its_choices_however_many() -> None:
    choices = {"备注": [f"选择{number}" for number in range(90)]}
    book = writing.workbook("x", COLUMNS, ROWS, choices=choices, notes={"编码": "不可重复"})
    assert len(read(book)) == 3
    assert date(2000, 1, 1).isoformat().encode() in zipfile.ZipFile(io.BytesIO(book)).read(
        "docProps/core.xml"
    )


def test_separators_behind_the_last_cell_are_no_cells_and_a_comma_too_many_is_one() -> None:
    lines = reading.read("编码,名称\nA,一,,\nB,二,三,\nC\n".encode()).lines
    assert [line.surplus for line in lines] == [0, 1, -1]


def test_a_computed_number_is_what_the_screen_shows() -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    page = book.add_worksheet()
    page.write_row(0, 0, ["price"])
    page.write_row(1, 0, [0.1 + 0.2])
    book.close()
    assert read(file.getvalue()) == [{"price": "0.3"}]
