"""The workbook of a statement: what it holds, for whom, how far its numbers reach; see also test_recalculated.py."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from lib.core.i18n import Language
from lib.cost_sharing.scheme import Scheme
from lib.cost_sharing.words import Measure
from lib.cost_sharing.workbook.making import workbook
from lib.cost_sharing.workbook.working import digits
from tests.cost_sharing.workbook.cases import NAMES, Case, Job
from tests.cost_sharing.workbook.recalculating import Sheets, as_written

BY_TICKETS = Scheme(weights={Measure.TICKETS: Decimal(100)})
JOBS = [Job(vendor="V01")] * 12 + [Job(vendor="V02", minutes=45)] * 5 + [Job(vendor="V03")] * 2
CASE = Case(
    pool=5_000_000,
    contracts={"V01": 700_001, "V02": 333_333, "V03": 4_444},
    jobs=[*JOBS, Job(vendor="V02", kind="consultation")],
    corrections={"V03": -1_234},
    costs=[3_000_000, 2_000_000],
    scheme=Scheme(floors={"V03": 300_000}),
)


def written(case: Case, vendor_id: int | None = None, language: Language = Language.ZH) -> Sheets:
    return as_written(workbook(case.frozen(), case.statement(), language, vendor_id))


def parts(book: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(book)) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


def texts(sheets: Sheets) -> str:
    return " ".join(str(cell) for rows in sheets.values() for row in rows for cell in row)


def below(sheet: list[list[Any]], title: str, heading: str) -> list[Any]:
    """The column of that heading in the table of that title."""
    at = next(n for n, row in enumerate(sheet) if title in row) + 1
    column = sheet[at].index(heading)
    rows = sheet[at + 1 :]
    return [
        row[column] for row in rows[: next(n for n, row in enumerate(rows) if not isinstance(row[0], float))]
    ]


def test_it_says_what_the_statement_says() -> None:
    sheets = written(CASE)
    assert list(sheets) == ["说明", "分摊", "工单", "未计入", "费用"]
    lines = {one.code: one for one in CASE.frozen().sharing.lines}
    sharing = sheets["分摊"]
    assert below(sharing, "应付金额", "分摊额（元）") == [lines[code].cents / 100 for code in sorted(lines)]
    assert below(sharing, "应付金额", "更正（元）") == [0, 0, -12.34]
    assert below(sharing, "应付金额", "核对") == ["一致"] * 3
    assert below(sharing, "分摊额取整到分", "保底或封顶") == ["", "", "按保底"]
    assert len(sheets["工单"]) == 1 + len(JOBS) + 1
    assert [row[-1] for row in sheets["未计入"][1:2]] == ["不计入的工单类型"]
    assert sheets["费用"][3][2] == 50_000


def test_every_figure_is_a_formula_but_what_is_typed_in_and_what_was_issued() -> None:
    case = Case(
        pool=101,
        contracts={"V01": 1, "V02": 2},
        jobs=JOBS[:14],
        scheme=Scheme(quality={"promises": Decimal(1)}),
    )
    sheet = parts(workbook(case.frozen(), case.statement(), Language.EN))["xl/worksheets/sheet2.xml"]
    cells = dict(re.findall(r'<c r="([A-Z]+\d+)"[^>]*>(<f>)?', sheet))
    rows = written(case, language=Language.EN)["Shares"]
    typed = {
        *("No.", "Fixed part (yuan)", "Floor (yuan)", "Cap (yuan)", "Contract value (yuan)", "Amount (yuan)"),
        *("Share, by the statement", "Tax, by the statement", "To be paid, by the statement"),
    }
    quality = {str(cell) for row in rows for cell in row if str(cell).startswith("Quality: ")}
    assert len(quality) == 1
    headings: dict[int, str] = {}
    for number, row in enumerate(rows, start=1):
        if "Vendor" in row:
            headings = {at: cell for at, cell in enumerate(row) if cell}
        for at, cell in enumerate(row):
            if headings and isinstance(cell, float) and headings[at] not in typed | quality:
                assert cells[f"{chr(65 + at)}{number}"] == "<f>", (number, headings[at], cell)


def test_a_vendor_gets_its_own_lines_and_nothing_of_the_others() -> None:
    sheets = written(CASE, 2)
    assert list(sheets) == ["说明", "分摊", "工单", "未计入"]
    said = texts(sheets)
    assert "V02" in said
    for other in (NAMES[0], NAMES[2], "V01", "V03", "-12.34"):
        assert other not in said
    others = [one for one in CASE.frozen().sharing.lines if one.code != "V02"]
    figures = {
        round(cell, 6) for rows in sheets.values() for row in rows for cell in row if isinstance(cell, float)
    }
    figures = {one for one in figures if abs(one) > 100}
    for line in others:
        assert not figures & {
            float(line.cents),
            line.cents / 100,
            round(float(line.exact), 6),
            float(line.total_cents),
        }
        assert not figures & {round(float(value), 6) for value in line.measured.values()}
    assert {row[2] for row in sheets["工单"][1:-1]} == {"V02 " + NAMES[1]}
    assert below(sheets["分摊"], "应付金额", "核对") == ["一致"]


def test_a_vendor_learns_the_totals_as_numbers() -> None:
    frozen = CASE.frozen()
    book = parts(workbook(frozen, CASE.statement(), Language.ZH, 2))
    sheet = as_written(workbook(frozen, CASE.statement(), Language.ZH, 2))["分摊"]
    total = float(frozen.sharing.totals[Measure.CONTRACT] / 100)
    assert any(row[1] == "全部单位合计" and total in row for row in sheet)
    assert any(
        row[1] == "单价（全部业务量，分）" and row[2] == pytest.approx(float(frozen.sharing.rate))
        for row in sheet
    )
    assert "SUMPRODUCT" not in book["xl/worksheets/sheet2.xml"]


def test_the_same_statement_is_the_same_file() -> None:
    frozen, statement = CASE.frozen(), CASE.statement()
    assert workbook(frozen, statement, Language.ZH) == workbook(frozen, statement, Language.ZH)


def test_names_that_look_like_formulas_or_patterns_stay_names() -> None:
    codes = [f"V{n:02d}" for n in range(1, 9)]
    jobs = [Job(vendor=code) for n, code in enumerate(codes, start=1) for _ in range(n)]
    case = Case(pool=3_600, contracts=dict.fromkeys(codes, 1), jobs=jobs, scheme=BY_TICKETS)
    sheets = written(case)
    shown = below(sheets["分摊"], "应付金额", "维保单位")
    assert shown[3:5] == ["V04 =1+1 工程", "V05 星＊际 电梯？"]
    assert below(sheets["分摊"], "业务量", "工单数") == [float(n) for n in range(1, 9)]
    assert {row[2] for row in sheets["工单"][1:-1]} == set(shown)


def test_a_statement_without_tickets_or_costs_is_one_too() -> None:
    case = Case(
        pool=7,
        contracts={"V01": 3, "V02": Fraction(1, 3)},
        scheme=Scheme(weights={Measure.CONTRACT: Decimal(100)}),
    )
    sheets = written(case)
    assert below(sheets["分摊"], "应付金额", "核对") == ["一致", "一致"]
    assert sheets["分摊"][3][1:3] == ["分摊总额（元）", 0.07]


def test_it_is_there_in_english() -> None:
    sheets = written(CASE, language=Language.EN)
    assert list(sheets) == ["Read me", "Shares", "Ticket list", "Not counted", "Cost list"]
    assert not re.search("[\u4e00-\u9fff]", " ".join(str(row[0]) for row in sheets["Read me"][4:]))


@pytest.mark.parametrize(
    ("pool", "told_apart"), [(0, 9), (1, 9), (5_000_000, 8), (10**9, 5), (10**12, 2), (10**13, 2)]
)
def test_it_says_where_the_digits_of_a_spreadsheet_end(pool: int, told_apart: int) -> None:
    assert digits(pool) == told_apart
    case = Case(
        pool=pool, contracts={"V01": 1, "V02": 2}, scheme=Scheme(weights={Measure.CONTRACT: Decimal(100)})
    )
    said = texts({"": written(case)["说明"]})
    assert f"小数点后{told_apart}位" in said
    assert "分摊总额不超过10,000,000,000元" in said
