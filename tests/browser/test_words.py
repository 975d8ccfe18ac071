"""In Chinese no Latin words, in English no Chinese: outside the hospital's own data and a short list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lib.store.database import Database
from lib.tickets.words import Status
from lib.ui.menu import MENU
from tests.browser import desk, steps
from tests.browser.reading import Data, chinese_words, latin_words
from tests.browser.serving import Server, admin, serving

ALLOWED = frozenset({"MB", "English", "onestop", "demo"})
"""A unit, a language's name for itself, and the password of the demonstration."""

TYPED = "测试:床头灯不亮"
Read = Callable[[Page], set[str]]


@pytest.fixture(scope="module")
def data(before: Database) -> Data:
    return Data(before, [TYPED])


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def read(language: str, data: Data) -> Read:
    """What stands on a page in the wrong language."""
    if language == "zh":
        return lambda page: latin_words(page, data, ALLOWED)
    return lambda page: chinese_words(page, data)


@pytest.fixture
def locale(language: str) -> str:
    return {"zh": "zh-CN", "en": "en-GB"}[language]


def signed_in(sign_in: Callable[..., Page], username: str, language: str, at: str) -> Page:
    page = sign_in(username, at=f"/language?to={language}&next={at}")
    return desk.settled(page)


@pytest.mark.parametrize("username", ["kefu5", "admin"])
def test_desk_pages(
    username: str, sign_in: Callable[..., Page], language: str, read: Read, before: Database
) -> None:
    page = signed_in(sign_in, username, language, "/announcements")
    wrong = {}
    for entry in MENU:
        if entry.name != "ticket":
            page.goto(f"/{entry.url_path}")
            for part in parts(desk.settled(page)):
                wrong[f"{entry.name} {part}"] = read(page)
    assert not {where: found for where, found in wrong.items() if found}


def parts(page: Page) -> Iterator[str]:
    """One after the other, what a page hides behind tabs, boxes that unfold, and choices."""
    yield ""
    for box in page.get_by_test_id("stMain").get_by_test_id("stExpander").all():
        desk.unfold(box)
        yield "unfolded"
    tabs = page.get_by_test_id("stMain").get_by_role("tab").or_(page.locator(".st-key-people_tab label, .st-key-catalog_tab label"))
    for number in range(tabs.count()):
        tabs.nth(number).click()
        page.wait_for_timeout(400)
        desk.settled(page)
        yield f"part {number}"


@pytest.mark.parametrize("status", [Status.NEW, Status.ASSIGNED, Status.IN_PROGRESS, Status.ON_HOLD, Status.DONE, Status.CLOSED])
def test_tickets(
    status: Status, sign_in: Callable[..., Page], language: str, read: Read, before: Database
) -> None:
    number = before.value("SELECT max(number) FROM ticket WHERE status = $status", status=status)
    page = signed_in(sign_in, "diaodu3", language, f"/ticket?number={number}")
    wrong = {"": read(page)}
    actions = page.get_by_test_id("stPills").get_by_role("button").or_(page.get_by_test_id("stPills").get_by_role("radio"))
    for number in range(actions.count()):
        actions.nth(number).click()
        page.wait_for_timeout(300)
        desk.settled(page)
        wrong[f"action {number}"] = read(page)
    assert not {where: found for where, found in wrong.items() if found}
