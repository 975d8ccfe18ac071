"""The board lives: what one dispatcher does, the other sees; a lost line shows and heals; the keyboard is enough."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

DISPATCHER, OTHER = "diaodu1", "diaodu2"
Opens = Callable[..., Page]


def lane(page: Page, name: str) -> Locator:
    return page.locator(f"[data-column={name}]")


@pytest.fixture
def board(sign_in: Opens) -> Page:
    return opened(sign_in, DISPATCHER)


def opened(sign_in: Opens, who: str) -> Page:
    page = sign_in(who, at="/dispatch-board")
    expect(page.locator(".light")).to_have_text("实时")
    expect(page.locator(".card").first).to_be_visible()
    return page


def test_enter_twice_gives_the_job_to_the_first_suggestion_and_others_see_it(
    board: Page, sign_in: Opens
) -> None:
    other = opened(sign_in, OTHER)
    card = lane(board, "new").locator(".card").last
    number = card.locator(".number").inner_text()
    card.focus()
    board.keyboard.press("Enter")
    expect(board.locator(".suggestion").first).to_be_focused()
    whom = board.locator(".suggestion strong").first.inner_text()
    board.keyboard.press("Enter")
    expect(board.locator(".notice")).to_have_text(f"{number} 已派给 {whom}")
    seen = lane(other, "assigned").locator(".card", has_text=number)
    expect(seen).to_contain_text(whom)
    expect(seen).to_have_class(re.compile("changed"))
    expect(seen).not_to_have_class(re.compile("changed"), timeout=10_000)


def test_arrows_go_from_card_to_card_and_escape_closes(board: Page) -> None:
    cards = lane(board, "new").locator(".card")
    cards.first.focus()
    board.keyboard.press("ArrowDown")
    expect(cards.nth(1)).to_be_focused()
    board.keyboard.press("ArrowRight")
    expect(lane(board, "assigned").locator(".card").nth(1)).to_be_focused()
    board.keyboard.press("Enter")
    expect(board.locator(".drawer .facts")).to_be_visible()
    board.keyboard.press("Escape")
    expect(board.locator(".drawer")).to_be_hidden()
    expect(lane(board, "assigned").locator(".card").nth(1)).to_be_focused()


def test_counters_and_words_filter_and_stay_in_the_address(board: Page) -> None:
    board.get_by_role("button", name="待派单").click()
    board.get_by_role("searchbox").fill("住院")
    expect(board).to_have_url(re.compile(r"only=new&q=%E4%BD%8F%E9%99%A2"))
    expect(lane(board, "assigned").locator(".card")).to_have_count(0)
    board.reload()
    expect(board.get_by_role("searchbox")).to_have_value("住院")
    expect(board.get_by_role("button", name="待派单")).to_have_attribute("aria-pressed", "true")


def test_the_browsers_back_finds_the_board_as_it_was_left(board: Page) -> None:
    board.get_by_label("全部服务类别").select_option("GS")
    board.locator(".card").first.click()
    board.locator(".ticket-link").click()
    board.wait_for_url("**/ticket?*")
    expect(board.get_by_test_id("stMain").get_by_role("heading").first).to_be_visible()
    board.go_back()
    expect(board).to_have_url(re.compile(r"/dispatch-board\?service=GS$"))
    expect(board.get_by_label("全部服务类别")).to_have_value("GS")


def test_what_was_typed_survives_a_refusal(board: Page) -> None:
    lane(board, "new").locator(".card").first.click()
    note = board.locator(".drawer .note")
    expect(note).to_be_visible()
    board.route(
        "**/board/actions/*", lambda route: route.fulfill(status=409, json={"refusal": "已被别人派出"})
    )
    note.fill("先打电话")
    board.locator(".suggestion").first.click()
    expect(board.locator(".drawer .refusal")).to_have_text("已被别人派出")
    expect(note).to_have_value("先打电话")


def test_a_lost_line_is_said_within_five_seconds_and_heals(sign_in: Opens) -> None:
    page = sign_in(DISPATCHER, at="/announcements")
    silent = threading.Event()
    page.route_web_socket(re.compile("/feed/board"), lambda feed: muffled(feed, silent))
    page.get_by_role("link", name="调度看板").click()
    expect(page.locator(".light")).to_have_text("实时")
    silent.set()
    expect(page.get_by_role("alert")).to_contain_text("连接中断", timeout=5_500)
    silent.clear()
    expect(page.locator(".light")).to_have_text("实时", timeout=15_000)
    expect(page.locator(".banner")).to_be_hidden()


def muffled(feed: WebSocketRoute, silent: threading.Event) -> None:
    """Lets nothing through while silent, and closes nothing: what a pulled cable looks like from here."""
    server = feed.connect_to_server()
    server.on_message(lambda message: None if silent.is_set() else feed.send(message))
