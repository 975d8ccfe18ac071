"""An administrator brings the old system's tickets along, in a real browser, hasty clicks and all."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser import desk
from tests.browser.serving import Server

HEADING = "no,what,opened,shut,building,trade"
OLD = {
    "A-1": "灯不亮,2020-03-02 09:00,2020-03-02 10:00,旧楼,旧灯具",
    "A-2": "水龙头漏水,2020-03-03 09:00,2020-03-03 11:30,旧楼,旧龙头",
    "A-3": "没有申报时间,,2020-03-04 10:00,旧楼,旧灯具",
}
MAPPING = """
source = "old-desk"
name = "旧报修台"
timezone = "Asia/Shanghai"
[number]
column = "no"
[description]
column = "what"
[opened]
column = "opened"
[closed]
column = "shut"
[place]
column = "building"
unknown = "create"
[service]
column = "trade"
unknown = "create"
"""


def test_from_the_file_to_the_ticket(sign_in: Callable[..., Page], hospital: Server, tmp_path: Path) -> None:
    page = sign_in("admin", at="/system")
    desk.choose(page, "各列的含义（对照文件）", "自己的对照文件")
    lines = [HEADING, *(f"{number},{said}" for number, said in OLD.items())]
    upload(page, "import_file", "旧系统.csv", "\n".join(lines).encode("gb18030"))
    upload(page, "import_mapping", "旧系统.toml", MAPPING.encode())
    page.get_by_role("button", name="预览").click()
    expect(metric(page, "将导入")).to_contain_text("2")
    expect(metric(page, "拒绝")).to_contain_text("1")

    page.get_by_role("button", name="导入 2 张工单").dblclick()
    expect(page.get_by_text("已从“旧报修台”导入 2 张工单")).to_be_visible()
    whole = desk.settled(page).get_by_role("button", name="下载逐行报告")
    expect(whole).to_have_count(1)
    with page.expect_download() as report:
        whole.click()
    report.value.save_as(tmp_path / "report.csv")
    assert "A-3" in (tmp_path / "report.csv").read_text(encoding="utf-8-sig")

    page.reload()
    expect(page.get_by_text("已从“旧报修台”导入 2 张工单")).to_be_visible()
    page.get_by_role("link", name="查看这些工单").click()
    expect(page.get_by_text(re.compile("共 2 张"))).to_be_visible()
    assert "0" in hospital.admin("check")


def upload(page: Page, key: str, name: str, content: bytes) -> None:
    field = page.locator(f"[class*=st-key-{key}_] input[type=file]")
    field.set_input_files(FilePayload(name=name, mimeType="text/plain", buffer=content))
    expect(page.locator(f"[class*=st-key-{key}_]")).to_contain_text(name[:3])
    desk.settled(page)


def metric(page: Page, label: str) -> Locator:
    return page.get_by_test_id("stMetric").filter(has_text=label)
