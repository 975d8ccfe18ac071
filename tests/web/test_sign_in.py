"""Signing in and out, passwords, the first administrator: by the forms a browser sends."""

from collections.abc import Callable

import jwt
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from lib.core import clock
from lib.core.settings import settings
from lib.people import accounts, cookies, sessions
from lib.people.accounts import DEMONSTRATION_PASSWORD
from lib.people.roles import SYSTEM
from lib.store.database import Database
from lib.store.opening import close_all
from lib.web.faults import HANDLERS
from lib.web.guard import Guard
from lib.web.routes import ROUTES
from tests.conftest import PASSWORD, Cast

Browser = Callable[[], TestClient]


@pytest.fixture
def new_browser() -> Browser:
    """A new browser that follows no redirects, before the application without Streamlit."""

    def opened() -> TestClient:
        app = Starlette(routes=ROUTES, middleware=[Middleware(Guard)], exception_handlers=dict(HANDLERS))
        return TestClient(app, follow_redirects=False, headers={"Accept-Language": "zh-CN"})

    return opened


def enter(client: TestClient, username: str, password: str = PASSWORD, **more: str) -> str:
    """Where the sign-in form leads, or "" when it is refused."""
    answer = client.post("/sign-in", data={"username": username, "password": password, **more})
    return str(answer.headers.get("location", ""))


def test_signing_in_leads_to_the_page_one_wanted(cast: Cast, new_browser: Browser) -> None:
    assert enter(new_browser(), "wang", next="/search?q=1") == "/search?q=1"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"]
)
def test_it_never_leads_to_another_host(cast: Cast, new_browser: Browser, elsewhere: str) -> None:
    assert enter(new_browser(), "wang", next=elsewhere) == "/"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(cast: Cast, new_browser: Browser) -> None:
    answer = new_browser().post("/sign-in", data={"username": "wang", "password": PASSWORD})
    kept = answer.headers["set-cookie"].lower()
    assert "httponly" in kept and "samesite=lax" in kept and "max-age" not in kept


def test_the_cookie_is_what_streamlit_authenticator_reads(cast: Cast, new_browser: Browser) -> None:
    client = new_browser()
    enter(client, "wang")
    claims = jwt.decode(client.cookies[cookies.NAME], settings().secret, algorithms=["HS256"])
    assert claims["username"] == "wang"
    assert claims["exp_date"] > clock.now().timestamp()


def test_a_cookie_signed_by_somebody_else_is_nobody(cast: Cast, new_browser: Browser) -> None:
    client = new_browser()
    forged = cookies.baked("x" * 64, username="wang", secret="s", expires_at=clock.now())
    client.cookies.set(cookies.NAME, forged)
    assert client.get("/password").status_code == 303


def test_a_wrong_password_is_said_at_the_field_and_the_name_stays(cast: Cast, new_browser: Browser) -> None:
    answer = new_browser().post("/sign-in", data={"username": "wang", "password": "nonsense"})
    assert answer.status_code == 403
    assert 'value="wang"' in answer.text and "用户名或密码不正确" in answer.text
    assert "nonsense" not in answer.text


def test_guessing_is_slowed_down_and_a_restart_changes_nothing(cast: Cast, new_browser: Browser) -> None:
    for _ in range(sessions.PER_ACCOUNT):
        enter(new_browser(), "wang", "wrong")
    close_all()
    answer = new_browser().post("/sign-in", data={"username": "wang", "password": PASSWORD})
    assert answer.status_code == 429
    assert enter(new_browser(), "zhao") == "/"


def test_signing_out_ends_it_in_every_tab(cast: Cast, new_browser: Browser) -> None:
    client = new_browser()
    enter(client, "wang")
    kept = client.cookies[cookies.NAME]
    assert client.post("/sign-out").headers["location"] == "/sign-in"
    client.cookies.set(cookies.NAME, kept)
    assert client.get("/password").status_code == 303


def test_signing_out_everywhere_ends_other_browsers_too(cast: Cast, new_browser: Browser) -> None:
    here, there = new_browser(), new_browser()
    enter(here, "wang")
    enter(there, "wang")
    here.post("/sign-out", data={"everywhere": "1"})
    assert there.get("/password").status_code == 303


def test_changing_the_password_keeps_this_browser_and_ends_the_others(
    cast: Cast, new_browser: Browser
) -> None:
    here, there = new_browser(), new_browser()
    enter(here, "wang")
    enter(there, "wang")
    new = "a brand new one 9"
    answer = here.post("/password", data={"old": PASSWORD, "password": new, "again": new})
    assert answer.headers["location"] == "/"
    assert here.get("/password").status_code == 200
    assert there.get("/password").status_code == 303
    assert enter(new_browser(), "wang") == ""
    assert enter(new_browser(), "wang", new) == "/"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"old": "no", "password": "a brand new one 9", "again": "a brand new one 9"}, "old"),
        ({"old": PASSWORD, "password": "short", "again": "short"}, "password"),
        ({"old": PASSWORD, "password": "a brand new one 9", "again": "another one 12"}, "again"),
        ({"old": PASSWORD, "password": PASSWORD, "again": PASSWORD}, "password"),
    ],
)
def test_a_password_that_cannot_be_taken_is_said_at_its_field(
    cast: Cast, new_browser: Browser, typed: dict[str, str], field: str
) -> None:
    client = new_browser()
    enter(client, "wang")
    answer = client.post("/password", data=typed)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text


def test_an_initial_password_is_changed_before_anything_else(cast: Cast, new_browser: Browser) -> None:
    accounts.reset_password(
        cast.db, actor=SYSTEM, account_id=cast.people["wang"], password="initial one 3", now=clock.now()
    )
    client = new_browser()
    enter(client, "wang", "initial one 3")
    for page in ("/", "/search", "/jobs"):
        assert client.get(page).headers["location"] == "/password"
    assert client.get("/password").status_code == 200
    new = "a brand new one 9"
    client.post("/password", data={"old": "initial one 3", "password": new, "again": new})
    assert client.get("/password").status_code == 200
    assert not accounts.account(cast.db, cast.people["wang"]).must_change


def test_the_first_administrator_is_made_on_the_first_page_and_only_once(
    db: Database, new_browser: Browser
) -> None:
    client = new_browser()
    assert client.get("/").headers["location"] == "/setup"
    assert client.get("/sign-in").headers["location"] == "/setup"
    first = {"username": "boss", "name": "主任", "password": PASSWORD, "again": PASSWORD}
    assert client.post("/setup", data=first | {"again": "x"}).status_code == 422
    assert client.post("/setup", data=first).headers["location"] == "/"
    assert client.get("/password").status_code == 200
    stranger = new_browser()
    assert stranger.get("/setup").headers["location"] == "/sign-in"
    assert stranger.post("/setup", data=first | {"username": "thief"}).headers["location"] == "/sign-in"
    assert [found.username for found in accounts.all_accounts(db).values()] == ["boss"]


def test_the_demonstration_shows_one_account_of_each_role_to_click_on(
    cast: Cast, new_browser: Browser
) -> None:
    assert DEMONSTRATION_PASSWORD not in new_browser().get("/sign-in").text
    with cast.db.transaction() as tx:
        tx.execute("UPDATE account SET demonstration = TRUE")
    shown = new_browser().get("/sign-in").text
    assert "演示医院" in shown and DEMONSTRATION_PASSWORD in shown
    assert shown.count('name="username" value="') == 11


def test_who_is_a_technician_only_starts_at_the_jobs(cast: Cast, new_browser: Browser) -> None:
    client = new_browser()
    assert enter(client, "li") == "/jobs"
    assert client.get("/sign-in").headers["location"] == "/jobs"
    assert enter(new_browser(), "li", next="/my-jobs") == "/my-jobs"
    assert [enter(new_browser(), name) for name in ("sun", "wang")] == ["/", "/"]


def test_pages_speak_the_language_of_the_browser_or_the_chosen_one(cast: Cast, new_browser: Browser) -> None:
    client = new_browser()
    assert "登录" in client.get("/sign-in").text
    assert "Sign in" in client.get("/sign-in?lang=en").text
    assert "Sign in" in client.get("/sign-in").text
    client.get("/language?to=zh")
    assert "登录" in client.get("/sign-in").text


def test_pages_are_never_kept_by_the_browser_and_run_no_foreign_script(
    cast: Cast, new_browser: Browser
) -> None:
    headers = new_browser().get("/sign-in").headers
    assert headers["cache-control"] == "no-store"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
