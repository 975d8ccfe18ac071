"""Finding one's way on the desk's pages."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, TimeoutError, expect

FAULT = re.compile("故障编号|Fault number")
STILL = '[data-testid="stApp"][data-test-script-state="notRunning"]'


def settled(page: Page) -> Page:
    """The page once its script has run through, and shows no fault of ours."""
    page.wait_for_selector(STILL, state="attached")
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_test_id("stAlert").filter(has_text=FAULT)).to_have_count(0)
    return page


def go(page: Page, address: str) -> Page:
    """To another address the way a link inside the page goes there: without loading everything anew."""
    page.evaluate(
        "to => { history.pushState({}, '', to); dispatchEvent(new PopStateEvent('popstate')) }", address
    )
    return page


def heading(page: Page) -> Locator:
    """The headline of the page that is open."""
    return page.get_by_test_id("stMain").get_by_role("heading").first


def choose_row(page: Page, row: int, table: int = 0) -> None:
    """Ticks a row of a table that lets one choose; its cells are drawn, they are no elements."""
    canvas = page.get_by_test_id("stDataFrame").nth(table).locator("canvas").first
    expect(canvas).to_be_visible()
    # An element for scrolling lies above it and passes the click on.
    canvas.click(position={"x": 16, "y": 35 + 35 * row + 17}, force=True)
    settled(page)


def type_into(page: Page, row: int, column: int, columns: int, text: str) -> None:
    """Types into a cell of a table that is edited in place, its columns being equally wide or nearly."""
    editor = page.locator("#portal").locator("textarea, input").first
    for _ in range(5):
        # What was typed before has come back from the server: until then the table may be drawn anew at any moment.
        settled(page)
        box = page.get_by_test_id("stDataFrame").first.locator("canvas").first.bounding_box()
        assert box
        width = box["width"] / columns
        page.mouse.click(box["x"] + width * (column + 0.5), box["y"] + 35 + 35 * row + 17)
        page.keyboard.press("Enter")
        try:
            editor.wait_for(timeout=2000)
            editor.fill(text, timeout=2000)
            expect(editor).to_have_value(text, timeout=2000)
            page.keyboard.press("Enter")
            expect(editor).to_be_hidden(timeout=5000)
        except (TimeoutError, AssertionError):
            # The table was drawn anew under the click.
            page.keyboard.press("Escape")
            continue
        break
    else:
        raise AssertionError(f"{text} could not be typed")
    # The browser gathers what is typed into a table for a moment before it tells the server.
    page.wait_for_timeout(400)


def fill(page: Page, field: Locator, text: str) -> None:
    """Types into a field and lets the server hear of it."""
    field.fill(text)
    field.press("Enter")
    page.wait_for_timeout(200)
    settled(page)


def choose(page: Page, label: str, words: str) -> None:
    """Chooses from a list that can be typed into; tries again when the page was drawn anew under the open list."""
    field = page.get_by_test_id("stMain").get_by_label(label, exact=True).first
    for _ in range(5):
        field.click()
        field.fill(words)
        try:
            page.get_by_role("option", name=words).first.click(timeout=2000)
        except TimeoutError:
            continue
        settled(page)
        return
    raise AssertionError(f"{words} could not be chosen")


def unfold(box: Locator) -> Locator:
    """The same box, open."""
    if box.locator("details").get_attribute("open") is None:
        box.locator("summary").click()
    return box
