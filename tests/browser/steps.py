"""What people do with a ticket, one step each; every test that needs a finished job walks the same way."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser import photos


def picture(words: str) -> list[dict[str, object]]:
    """A photo to be chosen in a form."""
    return [{"name": f"{words}.jpg", "mimeType": "image/jpeg", "buffer": photos.jpeg(words)}]


def report(phone: Page, code: str, words: str, *, service: str = "", name: str = "", photo: str = "") -> str:
    """Scans the code, fills the form and sends it; the ticket's number."""
    phone.goto(f"/r/{code}")
    if service:
        phone.select_option("select[name=service]", service)
    phone.fill("textarea[name=description]", words)
    phone.fill("#new input[name=name]", name)
    if photo:
        phone.locator("#pick input[type=file]").first.set_input_files(picture(photo))  # type: ignore[arg-type]
    phone.locator("#send").click()
    phone.wait_for_url("**/t/**")
    return phone.get_by_role("heading", level=1).inner_text()


def card(board: Page, number: str) -> Locator:
    """The ticket on the dispatch board."""
    return board.locator("article.card", has_text=number)


def give(board: Page, number: str, name: str) -> None:
    """The dispatcher opens the card and gives it to the person of that name."""
    card(board, number).click()
    drawer = board.get_by_role("dialog")
    drawer.locator("input.find").fill(name)
    drawer.locator(".list button", has_text=name).first.click()
    expect(drawer).to_be_hidden()
    expect(card(board, number)).to_contain_text(name)


def press(phone: Page, number: str, action: str) -> None:
    """The one big button of a job on the technician's phone."""
    phone.goto(f"/jobs/{number}")
    phone.locator(f'form[action="/jobs/{number}/{action}"] button').first.click()
    phone.wait_for_url(f"**did={action}*")
    expect(phone.get_by_role("status")).to_be_visible()


def hold(phone: Page, number: str, reason: str) -> None:
    """Two taps: why, and when it goes on."""
    phone.goto(f"/jobs/{number}/hold")
    phone.locator(f".chip:has(input[name=reason][value={reason}])").click()
    phone.locator("button[name=until][value=hour]").click()
    phone.wait_for_url("**did=hold*")
    expect(phone.get_by_role("status")).to_contain_text(number)


def finish(phone: Page, number: str, *, note: str, photo: str = "") -> str:
    """Cause, remedy, two of the first material offered, a note, a photo; the name of that material."""
    phone.goto(f"/jobs/{number}/complete")
    phone.locator(".chip:has(input[name=cause])").first.click()
    phone.locator(".chip:has(input[name=remedy])").first.click()
    used = phone.locator("input[type=hidden][name=material]").first.input_value()
    phone.locator("input[name=quantity]").first.fill("2")
    phone.fill("#minutes", "25")
    phone.fill("#note", note)
    if photo:
        phone.locator(".photo input[type=file]").first.set_input_files(picture(photo))  # type: ignore[arg-type]
    phone.locator(f'form[action="/jobs/{number}/complete"] button:not([type=button])').click()
    phone.wait_for_url("**did=complete*")
    return used


def confirm(reporter: Page, link: str) -> None:
    """The reporter says that it is good."""
    reporter.goto(link)
    reporter.locator("form[action$='/confirm'] button").click()
    expect(reporter.get_by_role("status")).to_be_visible()


def rate(reporter: Page, link: str, *, speed: int, quality: int, attitude: int, words: str) -> None:
    """Three times one to five, and why."""
    reporter.goto(link)
    for name, stars in (("speed", speed), ("quality", quality), ("attitude", attitude)):
        reporter.locator(f"label[for={name}{stars}]").click()
    reporter.fill("#words", words)
    reporter.locator("form[action$='/rate'] button").click()
    expect(reporter.get_by_role("status")).to_be_visible()


def status(reporter: Page, link: str) -> Locator:
    """What the tracking page says about where it stands."""
    reporter.goto(link)
    return reporter.locator(".number .badge")
