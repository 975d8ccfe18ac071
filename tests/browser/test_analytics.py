"""The analytics page in a real browser: a view is an address, a bar leads to its tickets, every tab draws."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Locator, Page, expect

from lib.core.i18n import Language, say
from lib.ui.analytics.tabs import TABS
from tests.browser import desk
from tests.browser.conftest import RESULTS


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlparse(page.url).query)


def charts(page: Page) -> Locator:
    return page.locator(".js-plotly-plot")


def numbers(page: Page) -> str:
    return page.locator(".analytics-strip").inner_text()


def test_a_changed_filter_stands_in_the_address_and_is_there_again(sign_in: Callable[..., Page]) -> None:
    page = desk.settled(sign_in("zhuren", at="/analytics"))
    everything = numbers(page)
    page.get_by_test_id("stMain").get_by_text("上月", exact=True).click()
    desk.settled(page)
    desk.choose(page, "院区", "新院区")
    page.keyboard.press("Escape")
    expect(page.locator(".analytics-strip")).not_to_have_text(everything)
    assert set(asked(page)) == {"from", "to", "campus"}
    chosen = numbers(page)
    page.reload()
    desk.settled(page)
    expect(page.locator(".analytics-strip")).to_be_visible()
    assert numbers(page) == chosen


def test_a_bar_leads_to_its_tickets_and_one_of_them_opens(sign_in: Callable[..., Page]) -> None:
    page = desk.settled(sign_in("zhuren", at="/analytics?tab=load"))
    expect(charts(page).first.locator(".point").first).to_be_visible()
    charts(page).first.locator(".point").nth(3).click(force=True)
    behind = page.locator(".st-key-analytics_behind")
    expect(behind).to_contain_text("工单")
    desk.settled(page)
    assert asked(page)["behind"][0].startswith("volume:")
    canvas = behind.locator("canvas").first
    expect(canvas).to_be_visible()
    canvas.click(position={"x": 40, "y": 52}, force=True)
    page.wait_for_url("**/ticket?number=*")
    desk.settled(page)


def test_a_cell_of_a_heat_map_can_be_clicked(sign_in: Callable[..., Page]) -> None:
    page = desk.settled(sign_in("zhuren", at="/analytics?tab=faults"))
    heat = page.locator(".st-key-places_chart .point")
    expect(heat.first).to_be_attached()
    heat.first.scroll_into_view_if_needed()
    heat.first.click(force=True)
    expect(page.locator(".st-key-analytics_behind")).to_be_visible()
    assert asked(page)["behind"][0].startswith("places:")


def test_a_chart_is_a_table_too(sign_in: Callable[..., Page]) -> None:
    page = desk.settled(sign_in("fenxi", at="/analytics"))
    drawn = charts(page).count()
    page.get_by_text("看表格", exact=True).first.click()
    expect(charts(page)).to_have_count(drawn - 1)
    with page.expect_download() as download:
        page.get_by_text("下载 CSV").first.click()
    assert download.value.suggested_filename.endswith(".csv")


@pytest.mark.parametrize("phone", [False, True])
def test_every_tab_draws(phone: bool, sign_in: Callable[..., Page]) -> None:
    page = desk.settled(sign_in("zhuren", at="/analytics", phone=phone))
    for name, (words, _) in TABS.items():
        page.get_by_test_id("stMain").get_by_role("radio", name=say(Language.ZH, words)).first.click()
        desk.settled(page)
        expect(page.locator(".analytics-strip")).to_be_visible()
        page.screenshot(path=RESULTS / "pages" / f"analytics-{name}-{'phone' if phone else 'desk'}.png")


def test_who_may_not_is_led_home(sign_in: Callable[..., Page]) -> None:
    page = desk.settled(sign_in("weibao1", at="/"))
    desk.go(page, "/analytics")
    expect(page).to_have_url("/")
