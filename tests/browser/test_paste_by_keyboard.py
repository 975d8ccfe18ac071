"""A message with three items from the group: pasted, cut and sent without the mouse, five key strokes in all."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from lib.people.accounts import DEMONSTRATION_PASSWORD
from tests.browser.serving import Server, signed_in_at

MOST_RERUNS = 6
MESSAGE = "李婷 14:05\nB座11楼肿瘤内科：\n1、护士站空调不制冷\n2、3床呼叫铃按了没反应，尽快\n3、污物间水龙头一直滴水"


def settled(page: Page) -> None:
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    page.wait_for_timeout(250)


def wait_for(page: Page, label: str) -> None:
    page.wait_for_function(
        "label => (document.activeElement.getAttribute('aria-label') || '').includes(label)", arg=label
    )


@pytest.fixture
def entry(visit: Callable[..., Page], hospital: Server) -> tuple[Page, list[int]]:
    page, sent = visit(hospital), [0]

    def one_more(_: object) -> None:
        sent[0] += 1

    page.on("websocket", lambda socket: socket.on("framesent", one_more))
    signed_in_at(page, "kefu1", DEMONSTRATION_PASSWORD, at="/ticket-entry")
    settled(page)
    page.get_by_text("微信群", exact=True).click()
    settled(page)
    return page, sent


def test_three_items_become_three_tickets_by_five_key_strokes(entry: tuple[Page, list[int]]) -> None:
    page, sent = entry
    wait_for(page, "粘贴")
    before = sent[0]
    page.keyboard.insert_text(MESSAGE)
    page.keyboard.press("Control+Enter")
    for item in range(3):
        expect(page.get_by_text(f"第 {item + 1} / 3 条")).to_be_visible()
        wait_for(page, "什么事")
        settled(page)
        page.wait_for_timeout(600)
        page.keyboard.press("Control+Enter")
    wait_for(page, "粘贴")
    settled(page)
    assert sent[0] - before <= MOST_RERUNS
    expect(page.get_by_text("这条消息的 3 件事已全部登记").first).to_be_visible()
    expect(page.get_by_text("污物间水龙头一直滴水").first).to_be_visible()
