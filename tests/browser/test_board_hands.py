"""Hands on the board: a drag that comes too late, several cards at once, a dead line in twelve tabs, the big screen."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from lib.people.accounts import DEMONSTRATION_PASSWORD
from tests.browser.serving import free_port, serving, signed_in_at
from tests.browser.test_live_board import DISPATCHER, OTHER, lane, opened

Opens = Callable[..., Page]
TABS = 12


def card(board: Page, number: str) -> Locator:
    return board.locator("article.card", has_text=number)


def number_of(found: Locator) -> str:
    return found.locator(".number").inner_text()


def taken(board: Page, found: Locator) -> None:
    """The card in the hand: pressed, and moved far enough to be a drag."""
    found.scroll_into_view_if_needed()
    box = found.bounding_box()
    assert box
    board.mouse.move(box["x"] + 40, box["y"] + 25)
    board.mouse.down()
    board.mouse.move(box["x"] + 80, box["y"] + 60, steps=3)
    expect(board.locator(".ghost")).to_be_visible()


def let_go(board: Page, over: Locator) -> None:
    box = over.bounding_box()
    assert box
    board.mouse.move(box["x"] + 30, box["y"] + 15, steps=4)
    board.mouse.up()
    expect(board.locator(".ghost")).to_have_count(0)


def test_a_drag_gives_the_job_and_one_that_comes_too_late_is_told_who_was_faster(sign_in: Opens) -> None:
    board, other = opened(sign_in, DISPATCHER), opened(sign_in, OTHER)
    waiting = lane(board, "new").locator(".card").last
    number = number_of(waiting)
    taken(board, waiting)
    expect(board.locator(".rail .person .best").first).to_be_visible()
    first = board.locator(".rail .person").first
    whom = first.get_attribute("data-name")
    let_go(board, first)
    expect(board.locator(".notice")).to_have_text(f"{number} 已派给 {whom}")
    expect(lane(other, "assigned").locator(".card", has_text=number)).to_contain_text(whom or "?")

    taken(board, card(board, number))
    card(other, number).click()
    faster = other.locator(".suggestion strong").first.inner_text()
    other.locator(".suggestion").first.click()
    expect(board.locator(".ghost")).to_contain_text("刚刚有变动")
    let_go(board, board.locator(".rail .person").nth(2))
    expect(board.locator(".outcome")).to_contain_text(re.compile(f"{number}.*改派"))
    for each in (board, other):
        expect(card(each, number)).to_have_count(1)
        expect(card(each, number)).to_contain_text(faster)
        expect(card(each, number)).not_to_have_class(re.compile("sending"))

    # What a column does not take says why; what it takes is the technician's word, written down for them.
    taken(board, card(board, number))
    let_go(board, lane(board, "in_progress"))
    expect(board.locator(".outcome")).to_contain_text("先接单")
    taken(board, card(board, number))
    let_go(board, lane(board, "accepted"))
    expect(lane(board, "accepted").locator(".card", has_text=number)).to_be_visible()
    expect(lane(other, "accepted").locator(".card", has_text=number)).to_contain_text(faster)


def test_several_at_once_and_the_big_screen(sign_in: Opens) -> None:
    board = opened(sign_in, DISPATCHER)
    cards = lane(board, "assigned").locator(".card")
    numbers = [number_of(cards.nth(at)) for at in range(4)]
    choose_four(board, cards)
    # One of them is refused, as if somebody had been faster: the others are done.
    refused = f'"ticket":{card(board, numbers[1]).get_attribute("data-id")},'

    def answer(route: Route) -> None:
        if refused in (route.request.post_data or ""):
            route.fulfill(status=409, json={"refusal": "刚刚已撤单"})
        else:
            route.continue_()

    board.route("**/board/actions/urge*", answer)
    board.locator(".selection").get_by_role("button", name="催单").click()
    expect(board.locator(".notice")).to_have_text("3 张已办妥")
    expect(board.locator(".outcome li")).to_have_text([f"{numbers[1]}刚刚已撤单"])
    for at, number in enumerate(numbers):
        urged = card(board, number).locator(".flag", has_text="催单")
        expect(urged).to_have_count(0 if at == 1 else 1)
    expect(board.locator(".selection")).to_be_hidden()

    # All four to one person; whoever lacks a paper for one of them is refused that one in words.
    choose_four(board, cards)
    board.keyboard.press("a")
    expect(board.locator(".rail .find")).to_be_focused()
    # The best of one service, or the word that several have none.
    expect(board.locator(".rail .person .best, .rail .people .muted").first).to_be_visible()
    whom = board.locator(".rail .person").first.get_attribute("data-name") or "?"
    four = [number_of(cards.nth(at)) for at in range(4)]
    board.keyboard.press("Enter")
    expect(board.locator(".sending")).to_have_count(0)
    said = board.locator(".outcome").inner_text()
    for number in four:
        expect(card(board, number)).to_contain_text("" if number in said else whom)

    board.get_by_role("button", name="大屏").click()
    expect(board).to_have_url(re.compile("screen=big"))
    screen = board.locator(".screen")
    expect(screen.locator(".panel")).to_have_count(4)
    expect(screen.locator(".light")).to_have_text("实时")
    covered = board.evaluate(
        """() => [[20, 20], [100, 400], [720, 20]].every(([x, y]) => {
          const top = document.elementFromPoint(x, y);
          return top.shadowRoot && top.shadowRoot.querySelector(".screen");
        })"""
    )
    assert covered, "something of the page shows beside the big screen"
    assert whom not in screen.inner_text(), "a whole name on the wall"
    board.reload()
    expect(board.locator(".screen .row").first).to_be_visible(timeout=20_000)
    assert board.locator(".screen button:visible").count() == 0


def test_what_was_armed_or_typed_ends_only_by_the_hand_that_began_it(sign_in: Opens) -> None:
    board, other = opened(sign_in, DISPATCHER), opened(sign_in, OTHER)
    # The list of people goes with the selection it was opened for: a later click must not give four jobs away.
    choose_four(board, lane(board, "assigned").locator(".card"))
    board.locator(".selection").get_by_role("button", name="派给").click()
    expect(board.locator(".rail h2")).to_have_text("4 张派给……")
    board.locator(".selection").get_by_role("button", name="清除选择").click()
    expect(board.locator(".rail")).to_be_hidden()

    # Somebody else's change draws the open card anew; what is half written stays, and the cursor in it.
    waiting = lane(board, "new").locator(".card")
    number, following = number_of(waiting.nth(0)), number_of(waiting.nth(1))
    waiting.first.click()
    refusing = {"refusal": "培训已过期", "overridable": True}
    board.route("**/board/actions/assign*", lambda route: route.fulfill(status=422, json=refusing))
    board.locator(".suggestion").first.click()
    board.get_by_role("button", name="仍然派单").click()
    expect(board.locator(".refusal .missing")).to_have_text("请写明理由。")
    board.locator(".talk .note").fill("先打电话")
    board.locator(".refusal .note").focus()
    board.keyboard.type("只有他")
    card(other, number).click()
    other.locator(".drawer").get_by_role("button", name="催单").click()
    expect(board.locator(".events li").first).to_contain_text("催单")
    board.keyboard.type("在场")
    expect(board.locator(".refusal .note")).to_have_value("只有他在场")
    expect(board.locator(".talk .note")).to_have_value("先打电话")
    board.unroute("**/board/actions/assign*")
    board.get_by_role("button", name="仍然派单").click()

    # Given: the next one that waits has the focus, and second thoughts find the list of people again.
    expect(board.locator(".notice")).to_contain_text(number)
    expect(card(board, following)).to_be_focused()
    board.locator(".notices").get_by_role("button", name="改派").click()
    expect(board.locator(".rail h2")).to_have_text("1 张派给……")


def choose_four(board: Page, cards: Locator) -> None:
    cards.first.focus()
    board.keyboard.press("Space")
    for _ in range(3):
        board.keyboard.press("Shift+ArrowDown")
    expect(board.locator(".selection b")).to_have_text("已选 4 张")


@pytest.fixture
def own_hospital(demonstration: Path, tmp_path: Path) -> Iterator[tuple[Path, int]]:
    """A folder and a port for a server that is stopped and started."""
    folder = tmp_path / "data"
    shutil.copytree(demonstration, folder)
    yield folder, free_port()


def test_twelve_tabs_live_and_all_come_back_after_the_server_did(
    visit: Opens, own_hospital: tuple[Path, int]
) -> None:
    folder, port = own_hospital
    with serving(folder, port) as server:
        first = signed_in_at(visit(server), DISPATCHER, DEMONSTRATION_PASSWORD, "/dispatch-board")
        tabs = [first, *(_another(first.context) for _ in range(TABS - 1))]
        for tab in tabs:
            expect(tab.locator(".light")).to_have_text("实时", timeout=60_000)
        number = number_of(lane(first, "new").locator(".card").first)
        card(first, number).click()
        first.locator(".drawer").get_by_role("button", name="催单").click()
        for tab in tabs:
            expect(card(tab, number)).to_contain_text("催单")
    for tab in tabs:
        expect(tab.locator(".light")).to_have_text("连接中断", timeout=5_500)
    with serving(folder, port):
        for tab in tabs:
            expect(tab.locator(".light")).to_have_text("实时", timeout=45_000)
            expect(card(tab, number)).to_contain_text("催单")


def _another(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/dispatch-board", wait_until="commit")
    return page
