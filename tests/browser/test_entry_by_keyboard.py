"""Three calls in a row without the mouse: one ticket each, few reruns, and the cursor back on the phone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, WebSocket, expect

from lib.people.accounts import DEMONSTRATION_PASSWORD
from tests.browser.serving import Server, signed_in_at

MOST_RERUNS = 6
CALLS = (
    ("8101", "bya12", "治疗室灯不亮了"),
    ("13900000001", "门诊", "马桶堵了,水漫出来"),
    ("8104", "1203", "空调不制冷"),
)


class Counted:
    """What the page sends to the server: one message for every rerun."""

    def __init__(self) -> None:
        self.sent = 0

    def watch(self, socket: WebSocket) -> None:
        socket.on("framesent", lambda _: self._one_more())

    def _one_more(self) -> None:
        self.sent += 1


def settled(page: Page) -> None:
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    page.wait_for_timeout(250)


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.getAttribute('aria-label') || ''"))


def wait_for_the_phone(page: Page) -> None:
    page.wait_for_function("(document.activeElement.getAttribute('aria-label') || '').includes('分机')")


def place_chosen(page: Page, words: str) -> None:
    page.keyboard.type(words)
    page.wait_for_timeout(150)
    page.keyboard.press("Enter")
    settled(page)


def number_registered(page: Page) -> int:
    """The running number of the ticket the page says it has just made."""
    message = page.get_by_text(re.compile(r"\d{8}-\d{4} 已登记")).first.inner_text()
    found = re.search(r"\d{8}-(\d{4})", message)
    assert found is not None
    return int(found.group(1))


@pytest.fixture
def entry(visit: Callable[..., Page], hospital: Server) -> tuple[Page, Counted]:
    page, counted = visit(hospital), Counted()
    page.on("websocket", counted.watch)
    signed_in_at(page, "kefu1", DEMONSTRATION_PASSWORD, at="/ticket-entry")
    settled(page)
    return page, counted


def test_three_calls_by_keyboard_only(entry: tuple[Page, Counted]) -> None:
    page, counted = entry
    wait_for_the_phone(page)
    numbers: list[int] = []
    for phone, place, words in CALLS:
        before = counted.sent
        page.keyboard.type(phone)
        page.keyboard.press("Tab")
        settled(page)
        page.keyboard.press("Tab")
        assert focused(page) == "位置"
        place_chosen(page, place)
        page.keyboard.press("Tab")
        assert focused(page) == "什么事"
        page.keyboard.type(words)
        page.keyboard.press("Control+Enter")
        wait_for_the_phone(page)
        settled(page)
        assert counted.sent - before <= MOST_RERUNS
        numbers.append(number_registered(page))
    assert numbers == [numbers[0], numbers[0] + 1, numbers[0] + 2]
