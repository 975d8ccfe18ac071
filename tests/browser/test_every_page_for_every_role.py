"""Every page opens for everybody who may and for nobody else, on a desk and on a phone, with nothing cut off.

The pictures lie in test-results/pages afterwards: look at them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from playwright.sync_api import Page, expect

from lib.core.i18n import Language, say
from lib.people import accounts
from lib.store.database import Database
from lib.tickets.seeing import visible
from lib.ui.menu import MENU, entry
from tests.browser import desk
from tests.browser.conftest import RESULTS
from tests.browser.serving import DESK, PHONE

COSTS = " cost_sharing statements"
FIGURES, TAKING = " analytics monthly_report", " downloads"
ROUNDS = " inspection_calendar inspection_plans inspection_results assets round"
DESK_PAGES = (
    "overview ticket_entry dispatch_board lists duty handover"
    " search ticket announcements places people catalog"
)
OPEN: Mapping[str, str] = {
    "kefu1": DESK_PAGES + ROUNDS,
    "kefu5": DESK_PAGES + " my_jobs" + ROUNDS,
    "diaodu1": DESK_PAGES + ROUNDS + FIGURES,
    "banzhang01": "overview dispatch_board my_jobs lists duty handover search ticket announcements people"
    + ROUNDS,
    "weixiu01": "my_jobs duty handover ticket announcements" + ROUNDS,
    "hushi1": "overview lists search ticket announcements team_scores",
    "xunjian": "search ticket announcements places" + ROUNDS,
    "zhuren": "overview dispatch_board lists duty handover search ticket announcements places people catalog"
    + ROUNDS
    + COSTS
    + FIGURES
    + TAKING,
    "hetong": "overview lists search ticket announcements people" + ROUNDS + COSTS + FIGURES + TAKING,
    "weibao1": "overview lists duty handover search ticket announcements people statements" + ROUNDS,
    "weibao2": "overview dispatch_board my_jobs lists duty handover search ticket announcements people statements"
    + ROUNDS,
    "fenxi": "overview lists search ticket announcements" + ROUNDS + FIGURES + TAKING,
    "admin": "overview lists duty handover search ticket announcements places people catalog system"
    + ROUNDS
    + FIGURES
    + TAKING,
}
"""Who may open which page; every other page is refused. A vendor's second account also leads its people."""

CUT = """() => {
  const found = [], say = (what, element) => found.push(`${what}: ${(element.innerText || "").trim().slice(0, 60)}`);
  const wide = (element) => element.clientWidth && element.scrollWidth > element.clientWidth + 1;
  const inside = (box) => box.width && box.right > 0 && box.left < innerWidth;
  const shown = (element) => getComputedStyle(element).visibility !== "hidden";
  const seen = (element) => inside(element.getBoundingClientRect()) && shown(element);
  // Shortened on purpose: with an ellipsis, and all of it in the words that appear on pointing.
  const shortened = (part) => getComputedStyle(part).textOverflow === "ellipsis"
    && (part.closest("[title]")?.title || "").includes(part.textContent.trim());
  const roots = [document, ...[...document.querySelectorAll("*")].map((one) => one.shadowRoot).filter(Boolean)];
  for (const one of [document.documentElement, document.querySelector('[data-testid="stMain"]')])
    if (one && wide(one)) say(`wider than the window by ${one.scrollWidth - one.clientWidth}`, one);
  for (const root of roots)
    for (const box of root.querySelectorAll('button, h1, h2, h3, h4, [data-testid="stBadge"], .badge, .flag, .counter'))
      for (const part of [box, ...box.querySelectorAll("*")])
        if (seen(part) && wide(part) && !shortened(part)) say("cut", box);
  return [...new Set(found)];
}"""


STANDS_STILL = """() => {
  const menu = document.querySelector('[data-testid="stSidebar"]');
  const at = menu && menu.getBoundingClientRect().x;
  return new Promise((said) => setTimeout(() => said(!menu || menu.getBoundingClientRect().x === at), 120));
}"""
"""A heavy page under load slides its menu later than others."""


@pytest.mark.parametrize("username", OPEN)
def test_every_page(username: str, sign_in: Callable[..., Page], before: Database) -> None:
    mine = f"/ticket?number={a_ticket(before, username, seen=True)}"
    page = desk.settled(sign_in(username, at=mine))
    allowed = OPEN[username].split()
    others_are_refused(page, [each.name for each in MENU if each.name not in allowed])
    wrong = []
    for name in allowed:
        opened(page, name, mine if name == "ticket" else f"/{entry(name).url_path}")
        wrong += [f"{name} on the desk: {what}" for what in looked_at(page, f"desk-{name}-{username}")]
        page.set_viewport_size(PHONE)
        # The menu slides away.
        page.wait_for_timeout(350)
        page.wait_for_function(STANDS_STILL)
        wrong += [f"{name} on a phone: {what}" for what in looked_at(page, f"phone-{name}-{username}")]
        page.set_viewport_size(DESK)
        page.wait_for_function(STANDS_STILL)
    assert not wrong


def opened(page: Page, name: str, address: str) -> None:
    desk.go(page, address)
    expect(page).to_have_title(f"{say(Language.ZH, entry(name).title)} · 后勤一站通")
    desk.settled(page)
    if name == "dispatch_board":
        expect(page.locator(".board[data-line=live]")).to_be_visible()


def looked_at(page: Page, picture: str) -> list[str]:
    """Keeps a picture of the page as it is, and says what is cut off."""
    page.screenshot(path=RESULTS / "pages" / f"{picture}.png")
    return page.evaluate(CUT)  # type: ignore[no-any-return]


def others_are_refused(page: Page, names: list[str]) -> None:
    """Neither in the menu nor by their address: that leads to one's own first page."""
    links = page.get_by_test_id("stSidebarNavLink").evaluate_all(
        "all => all.map((a) => new URL(a.href).pathname)"
    )
    for name in names:
        address = f"/{entry(name).url_path}"
        assert address not in links
        desk.go(page, address)
        expect(page).to_have_url("/")
        desk.settled(page)


@pytest.mark.parametrize("username", ["weixiu01", "hushi1", "banzhang01", "weibao1"])
def test_tickets_of_others_stay_closed(username: str, sign_in: Callable[..., Page], before: Database) -> None:
    number = a_ticket(before, username, seen=False)
    page = desk.settled(sign_in(username, at=f"/ticket?number={number}"))
    expect(page.get_by_test_id("stAlert")).to_be_visible()
    expect(page.get_by_test_id("stMain")).not_to_contain_text(number)


def a_ticket(before: Database, username: str, *, seen: bool) -> str:
    """The newest ticket this person may see, or may not."""
    account = before.value("SELECT id FROM account WHERE username = $username", username=username)
    sight = visible(accounts.actor(before, account))
    sql = (
        f"SELECT number FROM ticket t WHERE {'' if seen else 'NOT'} ({sight.sql}) ORDER BY t.id DESC LIMIT 1"
    )
    return str(before.value(sql, **sight.values))


def test_the_table_above_names_every_page() -> None:
    assert {name for names in OPEN.values() for name in names.split()} == {each.name for each in MENU}
