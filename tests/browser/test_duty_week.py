"""A week of duty is copied and one night of it changed, with the mouse alone."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect


def test_last_week_is_copied_and_one_night_changed_in_five_clicks(sign_in: Callable[..., Page]) -> None:
    page = sign_in("banzhang01", at="/duty")
    for _ in range(2):
        shown = page.locator(".st-key-duty_this").inner_text()
        page.get_by_role("button", name="下一周").click()
        expect(page.locator(".st-key-duty_this")).not_to_have_text(shown)
    page.get_by_role("button", name="复制上周").click()
    expect(page.get_by_text("已按上周填入")).to_be_visible()
    night = page.locator(".sheet tbody tr", has_text="夜班").locator("button.cell").nth(2)
    expect(night.locator(".name").first).to_be_visible()
    before = night.locator(".name").all_inner_texts()
    night.click()
    window = page.get_by_role("dialog")
    expect(window.get_by_text(before[0], exact=True)).to_be_visible()
    names = window.locator("[data-testid=stButtonGroup] button").all_inner_texts()
    other = next(name for name in names if name not in before)
    window.get_by_text(before[0], exact=True).click()
    window.get_by_text(other, exact=True).click()
    window.get_by_role("button", name="保存").click()
    expect(window).to_be_hidden()
    expect(night).to_contain_text(other)
    expect(night).not_to_contain_text(before[0])
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator(".by-day section")).to_have_count(7)
    expect(page.locator(".by-day section").nth(2)).to_contain_text(other)
