"""An empty hospital: the first page makes its administrator, who sets up enough for a first report."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lib.store.database import Database
from tests.browser import desk, steps
from tests.browser.reading import Data, chinese_words, latin_words
from tests.browser.serving import Server, admin, serving, signed_in_at

PASSWORD, OWN = "a good one 7", "my very own 8"
NUMBER, NAME, ADD = "编号", "名称", "新增"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Server]:
    """A hospital in which nothing is, served."""
    folder = tmp_path / "data"
    admin("init", folder)
    with serving(folder) as server:
        yield server


def test_from_nothing_to_the_first_report(visit: Callable[..., Page], empty: Server) -> None:
    page = visit(empty)
    make_the_administrator(page)
    add_a_department(page)
    add_places(page)
    code = empty.codes()["住院楼 301病房"]
    password = make_an_operator(page)
    phone = visit(empty, phone=True)
    number = steps.report(phone, code, "床头灯不亮", service="GD-01", name="陈护士")
    assert number.endswith("-0001")
    operator = visit(empty)
    sign_in_for_the_first_time(operator, "kefu", password)
    expect(steps.card(operator, number)).to_contain_text("住院楼 301病房")
    assert "0" in empty.admin("check")


@pytest.mark.parametrize(("locale", "read"), [("zh-CN", latin_words), ("en-GB", chinese_words)])
def test_the_first_page_speaks_one_language(
    locale: str, read: Callable[[Page, Data], set[str]], visit: Callable[..., Page], empty: Server
) -> None:
    page = visit(empty, locale=locale)
    page.goto("/")
    expect(page).to_have_url("/setup")
    nothing = Database(empty.before)
    assert not read(page, Data(nothing))
    nothing.close()


def make_the_administrator(page: Page) -> None:
    page.goto("/")
    for name, typed in (
        ("username", "boss"),
        ("name", "周主任"),
        ("password", PASSWORD),
        ("again", PASSWORD),
    ):
        page.fill(f"[name={name}]", typed)
    page.get_by_role("button", name="创建管理员").click()
    page.wait_for_url(lambda url: "/setup" not in url)
    desk.settled(page)
    page.goto("/setup")
    expect(page).not_to_have_url(re.compile("/setup"))


def add_a_department(page: Page) -> None:
    page.goto("/people")
    desk.settled(page).get_by_test_id("stMain").get_by_text("科室", exact=True).click()
    table = desk.settled(page).get_by_test_id("stDataFrame")
    for row, typed in enumerate((("XNK", "心内科", "临床"), ("GK",))):
        table.hover()
        page.get_by_role("button", name="添加一行").click()
        for column, text in enumerate(typed):
            desk.type_into(page, row, column, 7, text)
    save = page.get_by_role("button", name="保存修改")
    save.click()
    expect(page.get_by_test_id("stToast")).to_contain_text("1")
    # The half-filled row waits until it is complete.
    waits = page.get_by_test_id("stAlert").filter(has_text="1 行未填完")
    expect(waits).to_be_visible()
    for column, text in ((1, "骨科"), (2, "临床")):
        desk.type_into(desk.settled(page), 1, column, 7, text)
    expect(waits).to_have_count(0)
    save.click()
    expect(page.get_by_role("button", name="放弃未保存的修改")).to_have_count(0)


def add_places(page: Page) -> None:
    """Each below the one before; the list shows all but rooms, sorted by number."""
    desk.settled(desk.go(page, "/places"))
    add_place(page, "新增院区", "BY", "本部院区")
    desk.choose_row(page, 0)
    add_place(page, "在本部院区下新增", "BY-1", "住院楼", kind="楼宇")
    desk.choose_row(page, 1)
    add_place(page, "在住院楼下新增", "BY-1-301", "301病房", kind="房间")


def add_place(page: Page, where: str, number: str, name: str, kind: str = "") -> None:
    box = desk.unfold(page.get_by_test_id("stExpander").filter(has_text=where))
    desk.fill(page, box.get_by_label(NUMBER, exact=True), number)
    desk.fill(page, box.get_by_label(NAME, exact=True), name)
    if kind:
        desk.choose(page, "类别", kind)
    box.get_by_role("button", name=ADD, exact=True).click()
    expect(page.get_by_test_id("stToast").filter(has_text=name)).to_be_visible()
    desk.settled(page)


def make_an_operator(page: Page) -> str:
    """An account for the desk; its initial password as the page says it."""
    desk.settled(desk.go(page, "/people"))
    page.get_by_test_id("stMain").get_by_text("账号", exact=True).click()
    box = desk.unfold(desk.settled(page).get_by_test_id("stExpander").filter(has_text="新建账号"))
    desk.fill(page, box.get_by_label("用户名", exact=True), "kefu")
    desk.fill(page, box.get_by_label("姓名", exact=True), "王客服")
    desk.choose(page, "角色", "客服 · 全院")
    page.keyboard.press("Escape")
    box.get_by_role("button", name="建立账号").click()
    told = page.get_by_test_id("stAlert").filter(has_text="王客服")
    expect(told).to_be_visible()
    return re.split("[:：]", told.inner_text())[-1].strip()


def sign_in_for_the_first_time(page: Page, username: str, password: str) -> None:
    """With the initial password one gets no further than choosing one's own."""
    signed_in_at(page, username, password, "/dispatch-board")
    expect(page).to_have_url(re.compile("/password"))
    for name, typed in (("old", password), ("password", OWN), ("again", OWN)):
        page.fill(f"[name={name}]", typed)
    page.get_by_role("button", name="修改密码").click()
    page.wait_for_url(lambda url: "/password" not in url)
    page.goto("/dispatch-board")
