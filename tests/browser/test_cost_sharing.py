"""From cost lines to a settled statement: two contract officers, three vendors, a manager, each signed in."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from lib.store.database import Database
from tests.browser import desk
from tests.browser.serving import Server, serving, signed_in_at
from tests.conftest import PASSWORD

COSTS = """行号,费用类别,用途,金额（元）,发生日期,凭证号
,人员工资,接线员与调度员,38650.00,2026-11-20,PZ-1
,电话与网络,一号通电话,3218.40,2026-11-20,PZ-2
,软件,平台服务费,8131.60,2026-11-20,PZ-3
"""
SignIn = Callable[..., Page]


@pytest.fixture(scope="module")
def hospital_that_shares(
    shared_file: tuple[Path, dict[str, Any], dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A hospital with three vendors and their closed tickets, in which nobody has shared anything yet."""
    folder = tmp_path_factory.mktemp("sharing") / "data"
    folder.mkdir()
    shutil.copyfile(shared_file[0], folder / "onestop.duckdb")
    database = Database(folder / "onestop.duckdb")
    with database.transaction() as tx:
        tx.execute(
            "UPDATE account SET must_change = FALSE, password_hash = "
            "(SELECT password_hash FROM account WHERE username = 'wang')"
        )
    database.close()
    with serving(folder) as server:
        yield server


@pytest.fixture
def comes(visit: Callable[..., Page], hospital_that_shares: Server) -> SignIn:
    """A browser of that person, signed in at an address."""

    def came(username: str, at: str, **how: bool) -> Page:
        tab = visit(hospital_that_shares, **how)
        return desk.settled(signed_in_at(tab, username, PASSWORD, at))

    return came


def test_from_cost_lines_to_settled(
    comes: SignIn, hospital_that_shares: Server, shared_file: tuple[Path, dict[str, Any], dict[str, Any]]
) -> None:
    vendors: dict[str, int] = shared_file[2]["vendors"]
    maker = comes("qian", "/cost-sharing")
    begun(maker)
    costs_entered(maker)
    step(maker, "send")

    vendor = comes("feng", "/statements?statement_part=tickets", phone=True)
    number = objected(vendor, "马桶", "现场不是我们维护的卫生间")
    sees_nothing_else(vendor, vendors)
    for other in ("geng", "hao"):
        agreed(comes(other, "/statements"))

    decided(maker, number)
    step(comes("jin", "/cost-sharing?sharing_part=steps"), "check")
    step(comes("zheng", "/cost-sharing?sharing_part=steps"), "approve")
    maker.goto("/cost-sharing?sharing_part=steps")
    desk.settled(maker).locator(".st-key-settle_all_1 button").click()
    expect(toast(maker)).to_contain_text("3")
    step(maker, "settle")

    vendor.goto("/statements")
    expect(main(desk.settled(vendor))).to_contain_text(re.compile("已于 .* 结算"))
    paper = vendor.request.get(f"/print/statements/1/{vendors['A']}").text()
    for words in ("人民币", "钱合同", "金合同", "郑主任", "从服务费中扣除", number, "确由其维护"):
        assert words in paper, words
    assert 'class="mark"' not in paper
    sees_nothing_else(vendor, vendors)
    hospital_that_shares.admin("check")


def main(page: Page) -> Locator:
    return page.get_by_test_id("stMain")


def toast(page: Page) -> Locator:
    return page.get_by_test_id("stToast").last


def begun(maker: Page) -> None:
    """A period that is over, of which the newest tickets are left for the next."""
    maker.locator(".st-key-sharing_begin button").click()
    for field, day in (("from", "2026-10-26"), ("until", "2026-11-20")):
        desk.fill(maker, maker.locator(f".st-key-sharing_begin_{field}_0 input"), day)
        # The month that is offered lies over the button.
        maker.get_by_test_id("stPopoverBody").get_by_test_id("stCaptionContainer").click()
    maker.locator(".st-key-sharing_begin_go button").click()
    expect(toast(maker)).to_contain_text("FT-2026-11")
    desk.settled(maker)


def costs_entered(maker: Page) -> None:
    """From the office's own table."""
    maker.goto("/cost-sharing?sharing_part=costs")
    box = desk.unfold(desk.settled(maker).get_by_test_id("stExpander").last)
    file = FilePayload(name="费用.csv", mimeType="text/csv", buffer=COSTS.encode("gb18030"))
    box.locator("input[type=file]").set_input_files(file)
    maker.get_by_role("button", name="写入 3 行").click()
    expect(main(maker)).to_contain_text("50,000.00")
    maker.goto("/cost-sharing?sharing_part=steps")
    desk.settled(maker)


def step(office: Page, action: str) -> None:
    """Two clicks: what would happen, and that it shall."""
    office.locator(f".st-key-step_1_{action}_open button").click()
    office.locator(f".st-key-step_1_{action} button").click()
    expect(toast(office)).to_contain_text("FT-2026-11")
    desk.settled(office)


def objected(vendor: Page, service: str, why: str) -> str:
    """To the first ticket of that service; its number."""
    desk.fill(vendor, vendor.locator(".st-key-statement_tickets_find input"), service)
    desk.choose_row(vendor, 0)
    reason = vendor.locator("[class*=st-key-statement_why_1] input")
    number = str(reason.get_attribute("aria-label")).split()[0]
    desk.fill(vendor, reason, why)
    vendor.locator(".st-key-statement_object button").click()
    expect(main(vendor)).to_contain_text("已提异议")
    return number


def agreed(vendor: Page) -> None:
    vendor.locator(".st-key-statement_agree button").click()
    expect(main(vendor)).to_contain_text("无异议；")
    # The choice says so too, though nobody chose anew.
    expect(vendor.locator(".st-key-statement input")).to_have_value(re.compile("已答复（无异议）$"))
    desk.settled(vendor)


def decided(maker: Page, number: str) -> None:
    """It counts, and the vendor is told why."""
    maker.goto("/cost-sharing?sharing_part=steps&steps_checking=disputes")
    desk.settled(maker)
    expect(main(maker)).to_contain_text("1")
    # The reason first: the table scrolls to what is chosen from a list.
    editor = right_of_the_vendor(maker, 4)
    maker.keyboard.insert_text("确由其维护")
    maker.keyboard.press("Enter")
    expect(editor).to_be_hidden()
    told(maker)
    chosen(maker, 2, "计入")
    told(maker)
    maker.get_by_role("button", name="保存修改").click()
    expect(main(maker)).to_contain_text("其中 0 张未裁定")
    desk.settled(maker)


def chosen(maker: Page, columns: int, words: str) -> None:
    """From the list of that cell; again when the table was drawn anew under the click."""
    cell = maker.get_by_test_id("stDataFrame").first.locator("[role=gridcell]")
    for _ in range(5):
        right_of_the_vendor(maker, columns)
        maker.locator("#portal").get_by_text(words, exact=True).click()
        told(maker)
        if words in map(str.strip, cell.all_text_contents()):
            return
        maker.keyboard.press("Escape")
    raise AssertionError(f"{words} could not be chosen")


def told(maker: Page) -> None:
    """The browser gathers what is typed into a table for a moment before it tells the server."""
    maker.wait_for_timeout(600)
    desk.settled(maker)


def right_of_the_vendor(maker: Page, columns: int) -> Locator:
    """The open editor of a cell of the first row, reached by keys: how wide columns are is the table's affair."""
    table = maker.get_by_test_id("stDataFrame").first.locator("canvas").first
    table.click(position={"x": 150, "y": 52}, force=True)
    for _ in range(columns):
        maker.keyboard.press("ArrowRight")
    maker.keyboard.press("Enter")
    editor = maker.locator("#portal").locator("textarea, input").first
    editor.wait_for()
    return editor


def sees_nothing_else(vendor: Page, vendors: dict[str, int]) -> None:
    """Neither by an address tried out, nor inside what is its own."""
    own, other = vendors["A"], vendors["B"]
    for address in (
        f"/print/statements/1/{other}",
        "/print/statements/1",
        f"/print/statements/2/{own}",
        f"/statements/1/{other}.xlsx",
        "/statements/1.xlsx",
    ):
        assert vendor.request.get(address).status in (403, 404), address
    names = ("华电机电", "清源水务", "V03", "V07")
    paper = vendor.request.get(f"/print/statements/1/{own}?annex=1").text()
    book = zipfile.ZipFile(io.BytesIO(vendor.request.get(f"/statements/1/{own}.xlsx").body()))
    sheets = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    for name in names:
        assert name not in paper, name
        assert name not in sheets, name
    for address in (f"/statements?vendor={other}&statement=1", "/cost-sharing?statement=1"):
        vendor.goto(address)
        for name in names:
            expect(main(desk.settled(vendor))).not_to_contain_text(name)
