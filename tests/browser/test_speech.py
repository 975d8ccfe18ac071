"""What is said aloud, caught where the browser would speak: new emergencies, late tickets, jobs nobody has accepted."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser import steps

Opens = Callable[..., Page]
VOICES = """
  window.said = [];
  const voice = { name: "本机", lang: "zh-CN", localService: true, default: true };
  const elsewhere = { name: "远程", lang: "zh-CN", localService: false, default: false };
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => [elsewhere, voice],
    speak: (said) => window.said.push([said.text, said.voice.name]),
    cancel: () => {}, addEventListener: () => {},
  } });
"""


def heard(page: Page) -> list[str]:
    """Everything said so far, all of it by the voice of this computer."""
    said: list[list[str]] = page.evaluate("window.said")
    assert {voice for _, voice in said} <= {"本机"}
    return [text for text, _ in said]


def wait_until_said(page: Page, more_than: int, words: str = "") -> None:
    """Asks again and again: the policy of phone pages lets no text become script, not even a test's."""
    for _ in range(150):
        said = heard(page)
        if len(said) > more_than and any(words in text for text in said):
            return
        page.wait_for_timeout(200)
    raise AssertionError(heard(page))


def speaking(sign_in: Opens, who: str, at: str) -> Page:
    page = sign_in(who, at="/announcements")
    page.add_init_script(VOICES)
    page.goto(at)
    page.locator("[data-speaker]").click()
    expect(page.locator("[data-speaker=on]")).to_be_visible()
    assert heard(page) == ["语音播报已打开。"]
    return page


@pytest.fixture
def board(sign_in: Opens) -> Page:
    page = speaking(sign_in, "diaodu1", "/dispatch-board")
    expect(page.locator(".card").first).to_be_visible()
    return page


def emergency(phone: Page, room: str, words: str) -> str:
    phone.goto(f"/r/{room}")
    phone.fill("textarea[name=description]", words)
    phone.locator(".seg label", has_text="特急").click()
    phone.locator("#send").click()
    phone.wait_for_url("**/t/**")
    return phone.get_by_role("heading", level=1).inner_text()


def test_a_new_emergency_is_said_once_and_an_ordinary_report_is_not(
    board: Page, stranger: Page, room: str
) -> None:
    phone = stranger
    steps.report(phone, room, "窗帘掉了一个钩子")
    number = emergency(phone, room, "配电箱冒烟了")
    expect(steps.card(board, number)).to_be_visible()
    board.wait_for_function("window.said.length > 1")
    said = [text for text in heard(board) if "配电箱冒烟了" in text]
    assert len(said) == 1 and said[0].startswith("特急！")
    assert not any("窗帘" in text for text in heard(board))
    board.reload()
    expect(board.locator("[data-speaker=on]")).to_be_visible()
    expect(steps.card(board, number)).to_be_visible()
    assert heard(board) == []


def test_a_ticket_that_becomes_late_is_said(sign_in: Opens, stranger: Page, room: str) -> None:
    page, cards, feeds = sign_in("diaodu1", at="/announcements"), dict[int, Any](), list[WebSocketRoute]()
    page.add_init_script(VOICES)
    page.route_web_socket(re.compile("/feed/board"), lambda feed: overheard(feed, cards, feeds))
    page.goto("/dispatch-board")
    page.locator("[data-speaker]").click()
    number = steps.report(stranger, room, "水龙头滴水滴得厉害")
    expect(steps.card(page, number)).to_be_visible()
    card = next(card for card in cards.values() if card["number"] == number)
    late = {**card, "version": card["version"] + 1, "due": int(time.time()) - 5}
    feeds[-1].send(json.dumps({"kind": "changes", "cards": [late], "gone": []}))
    said = f"工单 {' '.join(number[-4:])} 超时无人接单"
    page.wait_for_function("(said) => window.said.some(([text]) => text.startsWith(said))", arg=said)
    assert sum(text.startswith(said) for text in heard(page)) == 1


def overheard(feed: WebSocketRoute, cards: dict[int, Any], feeds: list[WebSocketRoute]) -> None:
    """The board's own line, whose cards the test knows and into which it can speak."""
    server = feed.connect_to_server()

    def told(message: str | bytes) -> None:
        for card in json.loads(message).get("cards", ()):
            cards[card["id"]] = card
        feed.send(message)

    server.on_message(told)
    feeds.append(feed)


def test_the_duty_room_calls_a_job_out_until_somebody_accepts_it(
    sign_in: Opens, stranger: Page, room: str
) -> None:
    duty_room = speaking(sign_in, "banzhang01", "/duty-room/T01")
    duty_room.clock.install()
    number = emergency(stranger, room, "插座起火花")
    board = sign_in("diaodu1", at="/dispatch-board")
    steps.card(board, number).click()
    drawer = board.get_by_role("dialog")
    drawer.locator("input.find").fill("水电班")
    drawer.locator(".list button", has_text="整个班组").first.click()
    wait_until_said(duty_room, 1, "插座起火花")
    expect(duty_room.locator("tr", has_text=number)).to_contain_text("已派单")
    once = len(heard(duty_room))
    duty_room.clock.fast_forward("00:21")
    wait_until_said(duty_room, once)


def test_without_a_voice_of_this_computer_the_button_says_so(sign_in: Opens) -> None:
    page = sign_in("diaodu1", at="/announcements")
    page.add_init_script(VOICES.replace("[elsewhere, voice]", "[elsewhere]"))
    page.goto("/dispatch-board")
    expect(page.locator("[data-speaker=silent]")).to_have_text("语音播报：本机无中文语音")
