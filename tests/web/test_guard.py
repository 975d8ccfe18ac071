"""Who gets past the door."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from lib.core import clock
from lib.people import accounts
from lib.people.roles import SYSTEM
from lib.web.faults import HANDLERS
from lib.web.guard import Guard, vouched_for
from lib.web.routes import PREFIXES, ROUTES
from tests.conftest import PASSWORD, Cast


async def the_rest(request: Request) -> PlainTextResponse:
    kind = "text/javascript" if request.url.path.endswith(".js") else "text/html"
    return PlainTextResponse("streamlit", media_type=kind)


async def stream(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("streamlit")
    await socket.close()


@pytest.fixture
def client(cast: Cast) -> TestClient:
    """A stranger's browser; what is not ours answers "streamlit"."""
    methods = ["GET", "POST"]
    app = Starlette(
        routes=[
            *ROUTES,
            WebSocketRoute("/_stcore/stream", stream),
            Route("/{rest:path}", the_rest, methods=methods),
        ],
        middleware=[Middleware(Guard)],
        exception_handlers=dict(HANDLERS),
    )
    return TestClient(app, follow_redirects=False, raise_server_exceptions=False)


def signed_in(client: TestClient, username: str = "wang") -> TestClient:
    answer = client.post("/sign-in", data={"username": username, "password": PASSWORD})
    assert answer.status_code == 303
    return client


@pytest.mark.parametrize(
    ("page", "sent_to"),
    [
        ("/", "/sign-in"),
        ("/search", "/sign-in?next=/search"),
        ("/search?q=a&p=2", "/sign-in?next=/search%3Fq%3Da%26p%3D2"),
        ("/jobs", "/sign-in?next=/jobs"),
        ("/password", "/sign-in?next=/password"),
        ("/rooms", "/sign-in?next=/rooms"),
    ],
)
def test_strangers_asking_for_pages_are_sent_to_the_sign_in(
    client: TestClient, page: str, sent_to: str
) -> None:
    answer = client.get(page)
    assert (answer.status_code, answer.headers["location"]) == (303, sent_to)


@pytest.mark.parametrize(
    "inner", ["/_stcore/host-config", "/media/x.csv", "/component/x", "/_stcore/upload_file/1/2"]
)
def test_strangers_get_nothing_of_streamlit_inside(client: TestClient, inner: str) -> None:
    assert client.get(inner).status_code == 401


@pytest.mark.parametrize("page", ["/healthz", "/sign-in", "/static/x.js", "/_stcore/health"])
def test_what_is_open_to_everybody(client: TestClient, page: str) -> None:
    assert client.get(page).status_code == 200


def test_a_strangers_websocket_is_refused(client: TestClient) -> None:
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/_stcore/stream"):
        pass


def test_who_is_signed_in_gets_pages_and_the_websocket(client: TestClient) -> None:
    signed_in(client)
    assert client.get("/search").text == "streamlit"
    with client.websocket_connect("/_stcore/stream") as socket:
        assert socket.receive_text() == "streamlit"


def test_another_sites_page_cannot_open_the_websocket(client: TestClient) -> None:
    signed_in(client)
    asked = client.websocket_connect("/_stcore/stream", headers={"Origin": "https://evil.example"})
    with pytest.raises(WebSocketDisconnect), asked:
        pass


def test_a_disabled_account_is_a_stranger_at_once(client: TestClient, cast: Cast) -> None:
    signed_in(client)
    accounts.set_active(cast.db, actor=SYSTEM, account_id=cast.people["wang"], active=False, now=clock.now())
    assert client.get("/search").status_code == 303
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/_stcore/stream"):
        pass


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://testserver"}, 303),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({}, 303),
    ],
)
def test_only_our_own_forms_write(client: TestClient, headers: dict[str, str], status: int) -> None:
    signed_in(client)
    assert client.post("/sign-out", headers=headers).status_code == status


def test_a_form_from_elsewhere_signs_nobody_out(client: TestClient) -> None:
    signed_in(client)
    client.post("/sign-out", headers={"Origin": "https://evil.example"})
    assert client.get("/search").text == "streamlit"


def test_desk_pages_are_not_kept_so_that_back_asks_who_it_is(client: TestClient) -> None:
    assert client.get("/signed-in").status_code == 401
    assert signed_in(client).get("/signed-in").status_code == 204
    assert client.get("/a-page").headers["cache-control"] == "no-store"
    assert "cache-control" not in client.get("/static/index.js").headers
    client.post("/sign-out")
    assert client.get("/signed-in").status_code == 401


@pytest.mark.parametrize("prefix", PREFIXES)
def test_every_prefix_has_a_404_of_its_own(client: TestClient, prefix: str) -> None:
    signed_in(client)
    answer = client.get(f"{prefix}/there/is/nothing/here")
    assert (answer.status_code, "streamlit" in answer.text) == (404, False)


def test_health_asks_the_database(client: TestClient) -> None:
    answer = client.get("/healthz").json()
    assert (answer["status"], answer["database"]) == ("ok", "ok")
    assert answer["version"]


def test_a_failure_of_ours_has_a_number_and_shows_no_details(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> bool:
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr(accounts, "none_yet", broken)
    answer = client.get("/sign-in", headers={"Accept-Language": "zh-CN"})
    assert answer.status_code == 500
    assert "故障编号" in answer.text and "secret" not in answer.text


@pytest.mark.parametrize(
    ("origin", "inside"),
    [
        ("http://testserver", "http://testserver"),
        # The name phones use, which a proxy may have replaced in Host.
        ("http://localhost:8501", "http://testserver"),
        # Streamlit would ask an outside host for its own address to find out whether this is us.
        ("https://elsewhere.example", None),
        (None, None),
    ],
)
def test_nobody_inside_has_to_wonder_about_an_origin(
    origin: str | None, inside: str | None, cast: Cast
) -> None:
    headers = [(b"host", b"testserver")] + ([(b"origin", origin.encode())] if origin else [])
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "scheme": "http",
        "headers": headers,
        "query_string": b"",
    }
    kept = dict(vouched_for(scope)["headers"])
    assert kept.get(b"origin") == (inside.encode() if inside else None)


def test_wall_codes_are_printed_by_who_is_signed_in_from_a_page_of_ours(
    client: TestClient, cast: Cast
) -> None:
    assert (
        client.get("/labels/sheet?under=BY-A").headers["location"].startswith("/sign-in?next=/labels/sheet")
    )
    signed_in(client, "admin")
    assert client.get("/labels/sheet?under=BY-A").status_code == 200
    foreign = {"origin": "http://elsewhere.example"}
    for path in ("/labels/printed", f"/labels/hung/{cast.code}", f"/labels/misplaced/{cast.code}"):
        assert client.post(path, data={"codes": cast.code}, headers=foreign).status_code == 403
    assert client.get("/labels/nowhere").status_code == 404
