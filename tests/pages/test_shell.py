"""Who sees which pages, and what ends when a sign-in ends."""

import pytest
from streamlit.testing.v1 import AppTest

from lib.core import clock
from lib.people import accounts, sessions
from lib.people.roles import SYSTEM
from lib.ui import navigation
from lib.ui.menu import MENU, entry
from tests.conftest import Cast
from tests.pages.conftest import Opens, shell, signed_in, went_well

# Who may open which page: the whole matrix, written out.
EVERYBODY = {"liu", "wang", "zhao", "sun", "li", "wu", "zheng", "qian", "feng", "he", "admin"}
MAY_OPEN = {
    "overview": EVERYBODY - {"li", "wu"},
    "ticket_entry": {"wang", "zhao"},
    "dispatch_board": {"wang", "zhao", "sun", "zheng"},
    "my_jobs": {"sun", "li"},
    "lists": EVERYBODY - {"li", "wu"},
    "duty": {"wang", "zhao", "sun", "li", "zheng", "feng", "admin"},
    "handover": {"wang", "zhao", "sun", "li", "zheng", "feng", "admin"},
    "search": EVERYBODY - {"li"},
    "ticket": EVERYBODY,
    "inspection_calendar": EVERYBODY - {"liu"},
    "inspection_plans": EVERYBODY - {"liu"},
    "inspection_results": EVERYBODY - {"liu"},
    "assets": EVERYBODY - {"liu"},
    "round": EVERYBODY - {"liu"},
    "cost_sharing": {"zheng", "qian"},
    "statements": {"zheng", "qian", "feng"},
    "team_scores": {"liu"},
    "analytics": {"zhao", "he", "zheng", "qian", "admin"},
    "monthly_report": {"zhao", "he", "zheng", "qian", "admin"},
    "downloads": {"he", "zheng", "qian", "admin"},
    "announcements": EVERYBODY,
    "places": {"wang", "zhao", "wu", "zheng", "admin"},
    "people": {"wang", "zhao", "sun", "zheng", "qian", "feng", "admin"},
    "catalog": {"wang", "zhao", "zheng", "admin"},
    "system": {"admin"},
}


def test_the_matrix_knows_every_page() -> None:
    assert set(MAY_OPEN) == {page.name for page in MENU}


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_each_role_opens_its_pages_and_no_others(cast: Cast, open_page: Opens, who: str) -> None:
    at = open_page(who)
    for page in MENU:
        if who in MAY_OPEN[page.name]:
            at.switch_page(page.path)
        else:
            with pytest.raises(ValueError, match="page"):
                at.switch_page(page.path)


def test_the_menu_speaks_the_language_of_the_account(cast: Cast, open_page: Opens) -> None:
    with cast.db.transaction() as tx:
        tx.update("account", {"id": cast.people["admin"], "language": "en"})
    assert "Administrator" in " ".join(caption.value for caption in open_page("admin").caption)
    assert "客服" in " ".join(caption.value for caption in open_page("wang").caption)


def left(at: AppTest) -> bool:
    """Whether the run itself sends the browser away; the dressing of every page only can."""
    return any(html.value.startswith('<script>location.replace("/sign-in?ended') for html in at.html)


def test_a_disabled_account_ends_at_the_next_click(cast: Cast) -> None:
    at = went_well(shell(signed_in(cast.db, cast.people["wang"])).run())
    assert not left(at)
    accounts.set_active(cast.db, actor=SYSTEM, account_id=cast.people["wang"], active=False, now=clock.now())
    assert left(went_well(at.run()))


def test_signing_out_in_one_tab_ends_the_other(cast: Cast) -> None:
    secret = signed_in(cast.db, cast.people["wang"])
    tabs = [went_well(shell(secret).run()) for _ in range(2)]
    sessions.sign_out(cast.db, secret, now=clock.now())
    assert all(left(went_well(tab.run())) for tab in tabs)


def test_without_a_sign_in_nothing_is_shown(cast: Cast) -> None:
    at = went_well(shell("made-up").run())
    assert left(at)
    assert not at.sidebar.children


def test_an_initial_password_has_to_be_changed_first(cast: Cast) -> None:
    with cast.db.transaction() as tx:
        tx.update("account", {"id": cast.people["wang"], "must_change": True})
    assert left(went_well(shell(signed_in(cast.db, cast.people["wang"])).run()))


def test_leaving_a_page_remembers_its_view_and_coming_back_forgets_it(cast: Cast, open_page: Opens) -> None:
    at = open_page("wang")
    at.query_params["q"] = "灯"
    at = went_well(at.switch_page(entry("search").path).run())
    at.query_params.clear()
    at = went_well(at.switch_page(entry("places").path).run())
    assert at.session_state[navigation.TRAIL] == [("overview", {}), ("search", {"q": ["灯"]})]
    at = went_well(at.switch_page(entry("search").path).run())
    assert at.session_state[navigation.TRAIL] == [("overview", {})]
