"""Whoever may not go on does not: page, fragment, feed and every other tab end, and guessing stays slow."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lib.people.accounts import DEMONSTRATION_PASSWORD
from lib.people.sessions import PER_ACCOUNT
from lib.store.database import Database
from tests.browser import desk, steps
from tests.browser.serving import serving

ASKED_WHO_IT_IS = re.compile("/sign-in")
OPERATOR, TECHNICIAN = "kefu3", "weixiu04"


@pytest.fixture
def disable(sign_in: Callable[..., Page]) -> Callable[[str], None]:
    """The administrator disables an account on the page of people."""

    def disabled(username: str) -> None:
        tab = desk.settled(sign_in("admin", at=f"/people?people_q={username}"))
        desk.choose_row(tab, 0)
        tab.get_by_role("button", name="停用").click()
        expect(tab.get_by_role("button", name="启用")).to_be_visible()

    return disabled


def tabs(first: Page, *addresses: str) -> list[Page]:
    """More tabs of the same browser."""
    opened = []
    for address in addresses:
        tab = first.context.new_page()
        tab.goto(address)
        opened.append(desk.settled(tab))
    return opened


def test_disabling_ends_page_feed_and_the_other_tabs(
    sign_in: Callable[..., Page], disable: Callable[[str], None]
) -> None:
    board = sign_in(OPERATOR, at="/dispatch-board")
    expect(board.locator("article.card").first).to_be_visible()
    clicked, other = tabs(board, "/announcements", "/places")
    disable(OPERATOR)
    # The feed hears of it by itself, without a click.
    expect(board.get_by_role("alert")).to_contain_text("登录已失效")
    clicked.get_by_role("link", name="位置").click()
    expect(clicked).to_have_url(ASKED_WHO_IT_IS)
    other.reload()
    expect(other).to_have_url(ASKED_WHO_IT_IS)
    answer = board.request.get("/feed/board", headers={"Accept": "application/json"})
    assert "/sign-in" in answer.url


def test_a_fragment_that_runs_by_itself_ends_too(
    sign_in: Callable[..., Page], disable: Callable[[str], None], names: dict[str, str]
) -> None:
    tab = sign_in(TECHNICIAN, at="/announcements")
    tab.clock.install()
    tab.goto("/my-jobs")
    desk.settled(tab)
    phone = sign_in(TECHNICIAN, at="/jobs", phone=True)
    disable(TECHNICIAN)
    assert not ASKED_WHO_IT_IS.search(tab.url)
    tab.clock.fast_forward("01:10")
    expect(tab).to_have_url(ASKED_WHO_IT_IS)
    # Its own line ends with the sign-in, and the page asks who it is without being touched.
    expect(phone).to_have_url(ASKED_WHO_IT_IS, timeout=15_000)


def test_a_button_in_a_callback_of_somebody_disabled_writes_nothing(
    sign_in: Callable[..., Page], disable: Callable[[str], None], job_to_accept: tuple[str, str]
) -> None:
    """The click itself is the first thing the server hears after the account was disabled."""
    username, number = job_to_accept
    tab = desk.settled(sign_in(username, at=f"/ticket?number={number}"))
    accept = tab.get_by_role("button", name="接单").last
    expect(accept).to_be_visible()
    disable(username)
    accept.click()
    expect(tab).to_have_url(ASKED_WHO_IT_IS)
    board = sign_in("diaodu1", at="/dispatch-board")
    expect(board.locator("[data-column=assigned] article.card", has_text=number)).to_be_visible()


BUSY_ELSEWHERE = "weixiu06"
"""Technicians up to this one have a part in other tests."""


@pytest.fixture
def job_to_accept(
    sign_in: Callable[..., Page], stranger: Page, room: str, before: Database
) -> tuple[str, str]:
    """A technician, and a job they were just given."""
    who = before.row(
        "SELECT username, name FROM account WHERE username LIKE 'weixiu%' AND username > $busy ORDER BY 1 LIMIT 1",
        busy=BUSY_ELSEWHERE,
    )
    assert who
    number = steps.report(stranger, room, "柜门把手松了")
    steps.give(sign_in("diaodu1", at="/dispatch-board"), number, who["name"])
    return who["username"], number


def test_changing_the_password_ends_the_other_browser(sign_in: Callable[..., Page]) -> None:
    here, elsewhere = sign_in("fenxi", at="/search"), sign_in("fenxi", at="/search")
    desk.settled(elsewhere)
    here.goto("/password")
    here.fill("[name=old]", DEMONSTRATION_PASSWORD)
    here.fill("[name=password]", "another word 9")
    here.fill("[name=again]", "another word 9")
    here.get_by_role("button", name="修改密码").click()
    here.wait_for_url(lambda url: "/password" not in url)
    desk.settled(here)
    elsewhere.get_by_role("link", name="总览").click()
    expect(elsewhere).to_have_url(ASKED_WHO_IT_IS)


def test_the_throttle_survives_a_restart(
    visit: Callable[..., Page], demonstration: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(demonstration, folder)
    with serving(folder) as server:
        phone = visit(server)
        for _ in range(PER_ACCOUNT):
            wrong = {"username": "zhuren", "password": "a wrong one"}
            assert phone.request.post("/sign-in", form=wrong, max_redirects=0).status == 403
    with serving(folder) as server:
        tab = visit(server)
        refused(tab, "zhuren", 429)
        refused(tab, "fenxi", 303)


def refused(tab: Page, username: str, status: int) -> None:
    """What the sign-in page answers to the right password."""
    right = {"username": username, "password": DEMONSTRATION_PASSWORD}
    assert tab.request.post("/sign-in", form=right, max_redirects=0).status == status
