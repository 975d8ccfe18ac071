"""The tracking page in a hand: it keeps up by itself, says things once, and shows each their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.serving import Server

Visit = Callable[..., Page]
PAPER: Any = [{"name": "报价单.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}]


@pytest.fixture(scope="module")
def room(quiet_rooms: Iterator[str]) -> str:
    """One room for all: there are not many where nothing is reported."""
    return next(quiet_rooms)


@pytest.fixture
def followed(stranger: Page, room: str) -> Iterator[Page]:
    """The page somebody gets who has just reported, where time can be moved."""
    stranger.clock.install()
    steps.report(stranger, room, "治疗室插座没电", name="张护士", photo="插座")
    yield stranger


def marked(page: Page) -> None:
    """Puts something on the page that a reload takes away."""
    page.evaluate("document.body.dataset.seen = 'yes'")


def reloaded(page: Page) -> bool:
    page.clock.run_for(130_000)
    page.wait_for_timeout(300)
    page.wait_for_load_state()
    return page.evaluate("document.body.dataset.seen") is None


def test_what_was_done_is_said_once(followed: Page) -> None:
    expect(followed.get_by_role("status")).to_be_visible()
    assert "said=" not in followed.url
    followed.reload()
    expect(followed.get_by_role("status")).to_have_count(0)


def test_it_keeps_up_unless_somebody_is_writing(followed: Page) -> None:
    marked(followed)
    assert reloaded(followed)
    marked(followed)
    followed.locator("summary").first.click()
    followed.locator("#note").fill("在门后面")
    assert not reloaded(followed)
    expect(followed.locator("#note")).to_have_value("在门后面")


def test_who_joined_sees_neither_words_nor_photos(
    followed: Page, visit: Visit, hospital: Server, room: str
) -> None:
    other = visit(hospital, phone=True)
    other.goto(f"/r/{room}")
    other.locator("button[formaction$='/join']").first.click()
    expect(other.get_by_role("heading", level=1)).to_have_text(
        followed.get_by_role("heading", level=1).inner_text()
    )
    expect(other.locator("body")).not_to_contain_text("治疗室插座没电")
    expect(other.locator(".photos")).to_have_count(0)
    expect(other.locator("form[action$='/cancel']")).to_have_count(0)
    expect(other.locator("form[action$='/urge']")).to_have_count(1)
    expect(followed.locator("form[action$='/cancel']")).to_have_count(1)
    expect(followed.locator(".photos img")).to_have_count(1)


def test_what_is_no_photo_is_refused_in_words_when_picked(stranger: Page, room: str) -> None:
    stranger.goto(f"/r/{room}")
    picker = stranger.locator(".photo input[type=file]").last
    picker.set_input_files(PAPER)
    expect(stranger.get_by_role("alert")).to_contain_text("报价单.pdf")
    expect(stranger.locator(".thumbs > *")).to_have_count(0)
    picker.set_input_files(steps.picture("插座"))  # type: ignore[arg-type]
    expect(stranger.get_by_role("alert")).to_have_count(0)
    expect(stranger.locator(".thumbs img")).to_have_count(1)
