"""Poor Wi-Fi and impatient thumbs: however often the same report is sent, it is one ticket."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.serving import Server


@pytest.fixture
def slow(stranger: Page) -> Iterator[Page]:
    """A phone whose requests take a second each."""

    def later(route: object) -> None:
        time.sleep(1)
        route.continue_()  # type: ignore[attr-defined]

    stranger.route("**/r/**", later)
    yield stranger
    stranger.unroute_all(behavior="ignoreErrors")


def fill(phone: Page, code: str, words: str) -> None:
    phone.goto(f"/r/{code}")
    phone.fill("textarea[name=description]", words)
    phone.fill("#new input[name=name]", "张护士")


def standing(phone: Page, code: str) -> int:
    """How many tickets the wall shows."""
    phone.goto(f"/r/{code}")
    return phone.locator(".here > li").count()


def test_two_clicks_in_a_row_are_one_ticket(slow: Page, room: str) -> None:
    fill(slow, room, "灯管一闪一闪")
    send = slow.locator("#send")
    # Both before the browser could draw the button disabled.
    send.evaluate("button => { button.click(); button.click() }")
    slow.wait_for_url("**/t/**")
    assert standing(slow, room) == 1


def test_going_back_and_sending_again_leads_to_the_same_ticket(stranger: Page, room: str) -> None:
    fill(stranger, room, "水龙头关不紧")
    stranger.locator("#send").click()
    stranger.wait_for_url("**/t/**")
    first = stranger.get_by_role("heading", level=1).inner_text()
    stranger.go_back()
    # What has just been reported stands above the form, whatever the browser has put back into it.
    expect(stranger.locator(".here > li")).to_have_count(1)
    stranger.fill("textarea[name=description]", "水龙头关不紧")
    stranger.locator("#send").click()
    stranger.wait_for_url("**/t/**")
    expect(stranger.get_by_role("heading", level=1)).to_have_text(first)
    assert standing(stranger, room) == 1


def test_the_same_page_open_twice_sends_one_report(stranger: Page, room: str) -> None:
    """Phones that put the page of yesterday back on the screen send the form that was sent already."""
    fill(stranger, room, "呼叫铃没声音")
    with stranger.expect_request("**/r/**") as sent:
        stranger.locator("#send").click()
    stranger.wait_for_url("**/t/**")
    form = sent.value
    again = stranger.request.post(form.url, data=form.post_data_buffer, headers=form.headers, max_redirects=0)
    assert again.headers["location"].partition("?")[0] in stranger.url
    assert standing(stranger, room) == 1


def test_an_answer_lost_on_the_way_is_not_a_second_ticket(
    visit: Callable[..., Page], hospital: Server, room: str
) -> None:
    """The server took it, the phone never heard so, somebody reloads and sends what still stands in the form."""
    phone = visit(hospital, phone=True)

    def taken_but_unheard(route: object) -> None:
        if route.request.method == "POST":  # type: ignore[attr-defined]
            route.fetch(max_redirects=0)  # type: ignore[attr-defined]
            route.abort()  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    phone.route("**/r/**", taken_but_unheard)
    fill(phone, room, "门关不上,老是响")
    phone.locator("#send").click(no_wait_after=True)
    phone.wait_for_timeout(500)
    phone.unroute_all(behavior="ignoreErrors")
    phone.goto(f"/r/{room}")
    expect(phone.locator("textarea[name=description]")).to_have_value("门关不上,老是响")
    phone.locator("#send").click()
    phone.wait_for_url("**/t/**")
    assert standing(phone, room) == 1
