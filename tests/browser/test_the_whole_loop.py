"""The closed loop, once all the way round: what the product is for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from playwright.sync_api import Page, expect

from tests.browser import desk, photos, steps
from tests.browser.serving import Server

OPENED, FINISHED, WAITING = "今日申报", "今日完工", "待派单"
TECHNICIAN = "weixiu05"
STORY = (
    "申报",
    "派单给",
    "接单",
    "到场（扫码核实）",
    "挂单：等配件（院内库存）",
    "恢复处理",
    "完工：已修复",
    "确认：申报人确认",
    "评价：速度 2 分，质量 2 分，态度 3 分",
    "回访",
    "退回",
    "接单",
    "到场",
    "完工：已修复",
    "确认：申报人确认",
)
"""What the ticket's history says in the end, from the first to the last."""


def test_the_whole_loop(
    stranger: Page, sign_in: Callable[..., Page], hospital: Server, room: str, names: Mapping[str, str]
) -> None:
    dispatcher = a_board_that_is_never_reloaded(sign_in)
    operator = sign_in("kefu1", at="/overview")
    before = figures(operator)

    nurse, number = stranger, reported_with_a_photo(stranger, hospital, room)
    link = nurse.url.partition("?")[0]
    expect(steps.card(dispatcher, number)).to_be_visible()
    assert figures(operator)[WAITING] == before[WAITING] + 1

    steps.give(dispatcher, number, names[TECHNICIAN])
    technician = sign_in(TECHNICIAN, at="/jobs", phone=True)
    expect(technician.locator("li.job", has_text=number)).to_be_visible()
    steps.press(technician, number, "accept")
    arrive_by_scanning(technician, room)
    steps.hold(technician, number, "parts_stock")
    expect(dispatcher.locator("[data-column=on_hold] article.card", has_text=number)).to_be_visible()
    steps.press(technician, number, "resume")
    material = steps.finish(technician, number, note="换了灯管", photo="new lamp")

    expect(steps.status(nurse, link)).to_have_text("已完工")
    steps.confirm(nurse, link)
    steps.rate(nurse, link, speed=2, quality=2, attitude=3, words="又不亮了")

    call_back_and_send_back(operator, number)
    expect(dispatcher.locator("[data-column=assigned] article.card", has_text=number)).to_be_visible()
    expect(steps.card(dispatcher, number)).to_contain_text(names[TECHNICIAN])
    steps.press(technician, number, "accept")
    steps.press(technician, number, "arrive")
    steps.finish(technician, number, note="换了镇流器")
    steps.confirm(nurse, link)
    expect(steps.status(nurse, link)).to_have_text("已办结")

    the_ticket_tells_it_all(operator, number, material)
    after = figures(operator)
    assert (after[OPENED], after[FINISHED]) == (before[OPENED] + 1, before[FINISHED] + 1)
    assert after[WAITING] == before[WAITING]
    assert not was_reloaded(dispatcher)
    hospital.admin("check")


def a_board_that_is_never_reloaded(sign_in: Callable[..., Page]) -> Page:
    board = sign_in("diaodu1", at="/dispatch-board")
    expect(board.locator("article.card").first).to_be_visible()
    board.evaluate("window.opened_once = true")
    return board


def was_reloaded(board: Page) -> bool:
    return not board.evaluate("window.opened_once")


def figures(operator: Page) -> dict[str, int]:
    """The overview's tiles by their label; those without a whole number left out."""
    operator.goto("/overview")
    expect(operator.locator(".tile").first).to_be_visible()
    said = operator.locator(".tile").evaluate_all(
        "tiles => tiles.map(one => [one.querySelector('.label').innerText, one.querySelector('.value').innerText])"
    )
    return {label: int(value) for label, value in said if value.isdigit()}


def reported_with_a_photo(nurse: Page, hospital: Server, room: str) -> str:
    """What is kept of the photo does not say where it was taken."""
    known = photos.stored(hospital.data)
    number = steps.report(nurse, room, "治疗室顶灯不亮", service="GD-01", name="张护士", photo="dark lamp")
    kept = photos.stored(hospital.data) - known
    assert len(kept) == 1
    assert not any(map(photos.tells_where, kept))
    return number


def arrive_by_scanning(technician: Page, room: str) -> None:
    """The phone that is signed in scans the wall: that proves the arrival."""
    technician.goto(f"/r/{room}")
    technician.locator(f'form[action="/jobs/arrive-at/{room}"] button').click()
    technician.wait_for_url("**did=arrive*")


def call_back_and_send_back(operator: Page, number: str) -> None:
    """The low rating stands on the operator's list; on the phone the ward says that it is not fixed."""
    operator.goto("/overview")
    waiting = operator.locator("section", has_text="待回访")
    waiting.locator("a.ticket", has_text=number).click()
    expect(operator).to_have_title("工单 · 后勤一站通")
    desk.settled(operator)
    operator.get_by_role("radio", name="未修好").or_(operator.get_by_role("button", name="未修好")).click()
    desk.fill(operator, operator.get_by_label("对方原话").first, "亮了十分钟又灭了")
    operator.get_by_role("button", name="记下回访").click()
    expect(operator.get_by_test_id("stToast").first).to_contain_text(number)
    reopen = operator.get_by_role("button", name="退回重办").or_(
        operator.get_by_role("radio", name="退回重办")
    )
    reopen.first.click()
    desk.settled(operator)
    desk.fill(operator, operator.get_by_label("原因", exact=True), "灯又灭了")
    operator.get_by_role("button", name="退回重办").last.click()
    expect(operator.get_by_test_id("stToast").filter(has_text="退回重办")).to_be_visible()


def the_ticket_tells_it_all(operator: Page, number: str, material: str) -> None:
    operator.goto(f"/ticket?number={number}")
    desk.settled(operator)
    page = operator.get_by_test_id("stMain")
    expect(page).to_contain_text(f"{material} × 2")
    expect(page.get_by_role("img", name="照片")).to_have_count(2)
    told = page.get_by_test_id("stMarkdown").filter(has_text="扫码核实").last.inner_text()
    lines = [line for line in told.splitlines() if line.strip()][::-1]
    unheard = list(STORY)
    for line in lines:
        if unheard and unheard[0] in line:
            unheard.pop(0)
    assert not unheard, "\n".join(lines)
