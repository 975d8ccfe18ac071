"""A list brought in from a file, as an administrator does it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import FilePayload, Locator, Page, expect

from lib.store.sheets import reading
from tests.browser import desk

FILE = """编码,名称,类别,分机
ZZ1,康复驿站,临床,6001
ZZ2,日间病房,门诊,6002
ZZ3,<b>体检部</b>,医技,6003
"""


def panel(page: Page) -> Locator:
    return desk.unfold(page.get_by_test_id("stMain").get_by_test_id("stExpander").first)


def taken_away(page: Page, button: str, folder: Path) -> reading.Table:
    """The file that button gives."""
    with page.expect_download() as found:
        page.get_by_role("button", name=button).click()
    found.value.save_as(folder / "taken")
    return reading.read((folder / "taken").read_bytes())


def cells(table: reading.Table, column: str) -> list[str]:
    return [line.cells[column] for line in table.lines]


def test_a_file_with_wrong_cells_is_looked_through_and_written(
    sign_in: Callable[..., Page], tmp_path: Path
) -> None:
    page = desk.settled(sign_in("admin", at="/people?people_tab=departments"))
    file = FilePayload(name="科室.csv", mimeType="text/csv", buffer=FILE.encode("gb18030"))
    panel(page).locator("input[type=file]").set_input_files(file)
    wrong = page.locator(".list-preview .wrong")
    expect(wrong).to_contain_text("⚠ 门诊")
    expect(wrong).to_contain_text("临床 / 医技 / 行政 / 后勤")
    write = page.get_by_role("button", name="跳过 1 个有误的行，写入其余 2 行")
    expect(write).to_be_disabled()
    assert "门诊" in cells(taken_away(page, "下载标出错误的文件", tmp_path), "类别")
    page.get_by_text("有误的 1 行这次不导入").click()
    expect(write).to_be_enabled()
    write.click()
    expect(page.get_by_test_id("stAlert")).to_contain_text("新增 2 行")
    there = cells(taken_away(desk.settled(page), "导出（Excel）", tmp_path), "名称")
    assert {"康复驿站", "<b>体检部</b>"} < set(there)
    assert "日间病房" not in there
