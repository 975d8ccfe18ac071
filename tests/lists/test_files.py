"""Headings, order, dialects and damage: what a file may look like and still be understood."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
import xlsxwriter

from lib.core.errors import NotAllowed, Refusal
from lib.core.i18n import explain
from lib.lists import exchange
from lib.lists.offered import named
from lib.store.database import Database
from lib.store.sheets import reading, writing
from tests.conftest import MONDAY, Cast
from tests.lists.files import EN, ZH, bring, faults, file, kept, look, shown

NEW = {"code": "EK", "name": "儿科", "kind": "临床"}


def text(words: str) -> bytes:
    return words.encode("utf-8-sig")


@pytest.mark.parametrize(
    "heading",
    ["类别,编码,名称", "Kind,Code,Name", "kind,code,name", "＊类别 ,编　码*,Name：", "类别,CODE,名 称"],
)
def test_headings_of_either_language_in_any_order(cast: Cast, heading: str) -> None:
    preview = shown(cast.db, "departments", text(f"{heading}\n临床,EK,儿科\n"))
    assert preview.count("new") == 1
    assert [column.attribute for column in preview.columns] == ["kind", "code", "name"]


def test_a_column_nobody_knows_is_said_and_left_alone(cast: Cast) -> None:
    preview = shown(cast.db, "departments", text("编码,名称,类别,护士长生日\nEK,儿科,临床,三月\n"))
    assert preview.unknown == ["护士长生日"]
    assert preview.wrong == []


def test_a_column_without_a_heading_is_said_only_when_something_is_in_it(cast: Cast) -> None:
    nothing = shown(cast.db, "departments", text("编码,名称,类别,,\nEK,儿科,临床,,\n"))
    something = shown(cast.db, "departments", text("编码,名称,类别,,\nEK,儿科,临床,,问过王主任\n"))
    assert (nothing.unknown, something.unknown) == ([], ["没有表头的列"])
    assert something.wrong == []


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("名称,备注", "文件缺少这些列：编码 / 类别"),
        ("编码,名称,类别,名称", "“名称”这一列出现了两次。"),
        ("编码,名称,类别,Name", "“名称”这一列出现了两次。"),
    ],
)
def test_a_file_that_is_no_such_list_is_refused_by_name(cast: Cast, heading: str, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        shown(cast.db, "departments", text(f"{heading}\nEK,儿科,临床,x\n"))
    assert explain(ZH, refused.value) == said


def test_a_heading_alone_is_no_list(cast: Cast) -> None:
    with pytest.raises(Refusal):
        shown(cast.db, "departments", exchange.template(cast.db, named("departments"), ZH, "csv"))


@pytest.mark.parametrize("form", exchange.FORMS)
def test_a_filled_template_is_understood(cast: Cast, form: str) -> None:
    template = exchange.template(cast.db, named("departments"), ZH, form)
    columns = list(reading.read(template).columns)
    assert columns[0] == "编码"
    filled = writing.csv_file(columns, [["EK", "儿科", "临床", *[""] * (len(columns) - 3)]])
    preview = shown(cast.db, "departments", filled)
    assert preview.unknown == []
    assert preview.count("new") == 1


def test_a_comma_inside_a_text_is_seen_and_empty_cells_behind_are_not(cast: Cast) -> None:
    preview = shown(cast.db, "departments", text("编码,名称,类别\nEK,儿科,临床,,\nGW,骨,外科,临床\n , ,\n"))
    assert list(faults(preview)) == [(3, ""), (3, "kind")]


def test_cells_missing_at_the_end_are_empty(cast: Cast) -> None:
    preview = shown(cast.db, "departments", text("编码,名称,类别,分机\nEK,儿科,临床\n"))
    assert preview.rows[0].draft.values["extension"] == ""


def test_a_formula_guard_is_no_part_of_the_cell(cast: Cast) -> None:
    bring(cast.db, "departments", {**NEW, "name": "=儿科", "extension": "@8"})
    assert kept(cast.db, "departments")["EK"]["name"] == "=儿科"
    content = exchange.export(cast.db, named("departments"), ZH, "csv")
    assert "'=儿科" in content.decode("utf-8-sig")
    assert shown(cast.db, "departments", content).count("unchanged") == 3


def test_an_apostrophe_of_ones_own_stays(cast: Cast) -> None:
    content = file(cast.db, "departments", [{**NEW, "name": "'=儿科"}], "xlsx")
    exchange.write(cast.db, shown(cast.db, "departments", content), actor=cast.actor("admin"), now=MONDAY)
    assert kept(cast.db, "departments")["EK"]["name"] == "'=儿科"
    for form in exchange.FORMS:
        again = exchange.export(cast.db, named("departments"), ZH, form)
        assert shown(cast.db, "departments", again).count("unchanged") == 3


HOSTILE = {
    "儿\x00科\x07": "儿科",
    "儿\u202e科\u200f": "儿科",
    "儿科\U0001f476\U0001f3fd": "儿科\U0001f476\U0001f3fd",
    "<script>alert(1)</script>": "<script>alert(1)</script>",
    "'; DROP TABLE department; --": "'; DROP TABLE department; --",
    "{name} %s {0}": "{name} %s {0}",
    "=cmd|' /C calc'!A0": "=cmd|' /C calc'!A0",
    "@SUM(1+1)": "@SUM(1+1)",
    "+8613": "+8613",
}


@pytest.mark.parametrize("form", exchange.FORMS)
def test_hostile_words_are_taken_literally_or_without_what_nobody_sees(cast: Cast, form: str) -> None:
    rows = [{**NEW, "code": f"K{number}", "name": name} for number, name in enumerate(HOSTILE)]
    preview = shown(cast.db, "departments", file(cast.db, "departments", rows, form))
    assert [row.draft.values.get("name") for row in preview.rows] == list(HOSTILE.values())
    exchange.write(cast.db, preview, actor=cast.actor("admin"), now=MONDAY)
    for out in exchange.FORMS:
        again = exchange.export(cast.db, named("departments"), EN, out)
        assert shown(cast.db, "departments", again).count("unchanged") == 2 + len(HOSTILE)


WORDS = [
    "长" * 100_000,
    "\U0001f600" * 30,
    "{",
    "{0}{typed}",
    "?\ufffd",
    "%",
    "\x00",
    "=1/0",
    "'",
    '"',
    "\u202e",
    "-",
]


@pytest.mark.parametrize("form", exchange.FORMS)
def test_no_cell_breaks_the_preview(cast: Cast, form: str) -> None:
    cells = ("code", "name", "kind", "campus", "extension", "active")
    rows = [{**NEW, cell: words} for cell in cells for words in WORDS]
    content = file(cast.db, "departments", rows, form)
    for language in (ZH, EN):
        for words in faults(shown(cast.db, "departments", content), language).values():
            assert 3 < len(words) < 250


def test_formula_cells_of_a_workbook_count_as_what_they_show(cast: Cast) -> None:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    page = book.add_worksheet()
    page.write_row(0, 0, ["编码", "名称", "类别", "分机"])
    page.write_string(1, 0, "EK")
    page.write_formula(1, 1, '=CONCATENATE("儿","科")', value="儿科")
    page.write_string(1, 2, "临床")
    page.write_formula(1, 3, "=1/0", value="#DIV/0!")
    book.close()
    preview = shown(cast.db, "departments", made.getvalue())
    assert preview.rows[0].draft.values["name"] == "儿科"


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01", b"PK\x03\x04x", b"\xff\xfe", b"a", "编码\n".encode(), b"\x89PNG\r\n"]
)
def test_what_is_no_list_is_refused(cast: Cast, content: bytes) -> None:
    with pytest.raises(Refusal):
        shown(cast.db, "departments", content)


@pytest.mark.parametrize("who", ["zhao", "zheng", "sun", "qian"])
def test_only_administrators_bring_lists(cast: Cast, who: str) -> None:
    content = file(cast.db, "departments", [NEW])
    with pytest.raises(NotAllowed):
        exchange.preview(
            cast.db, named("departments"), content, language=ZH, actor=cast.actor(who), now=MONDAY
        )
    with pytest.raises(NotAllowed):
        exchange.write(cast.db, look(cast.db, "departments", NEW), actor=cast.actor(who), now=MONDAY)


def test_cells_that_excel_made_numbers_and_days_of(hospital: Database) -> None:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"remove_timezone": True})
    page, day = book.add_worksheet(), book.add_format({"num_format": "yyyy/m/d"})
    page.write_row(0, 0, ["合同编号", "维保单位", "起始日期", "截止日期", "状态", "年合同额（元）"])
    page.write_row(1, 0, [20260001, "V02"])
    page.write_datetime(1, 2, datetime(2026, 1, 5, tzinfo=UTC), day)
    page.write_datetime(1, 3, datetime(2027, 1, 4, tzinfo=UTC), day)
    page.write_row(1, 4, ["active", 4380000.1 + 0.2])
    book.close()
    (row,) = shown(hospital, "contracts", made.getvalue()).rows
    assert row.faults == {}
    assert row.draft.key == ("20260001",)
    assert (str(row.draft.values["starts_on"]), row.draft.values["yearly_cents"]) == ("2026-01-05", 438000030)
