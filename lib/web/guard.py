"""Who gets past the door: strangers to the sign-in page, forms of other sites nowhere."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.core.settings import settings
from lib.people import accounts
from lib.people.accounts import Account
from lib.people.sessions import on_bound_phone
from lib.web.faults import from_elsewhere, nothing_here
from lib.web.page import database
from lib.web.sign_in import account_of, secret_of

# Open to everybody: what asks for its own proof (a code, a token, a password) or holds nothing of the hospital.
PUBLIC = (
    "/r", "/t", "/bind", "/files", "/sign-in", "/sign-out", "/setup", "/healthz", "/language", "/loopback",
    "/signed-in", "/calendar", "/a",
)  # fmt: skip
STREAMLIT_PUBLIC = ("/static", "/_stcore/health", "/favicon.png", "/favicon.ico")
STREAMLIT_INNER = ("/_stcore", "/media", "/component")
# Phones' forms prove themselves with a code or token, not with a cookie; old browsers there send odd origins.
NO_COOKIE_NEEDED = ("/r", "/a", "/t", "/loopback")
STILL_OPEN = ("/password", "/sign-out", "/static", "/healthz", "/language")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        answer = _turned_away(HTTPConnection(scope))
        if answer is None:
            await self.app(vouched_for(scope), receive, _not_to_be_kept(send) if _desk_page(scope) else send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 4401, "reason": "signed out"})
        else:
            await answer(scope, receive, send)


def _leads_nowhere(path: str) -> bool:
    """Whether the path holds what no address of ours does: Streamlit would answer it with two English words."""
    return "\0" in path or "\\" in path or path.startswith("//") or ".." in path.split("/")


def _desk_page(scope: Scope) -> bool:
    """Whether somebody signed in asks for a page, which Streamlit answers."""
    elsewhere = (*PUBLIC, *STREAMLIT_PUBLIC, *STREAMLIT_INNER, "/jobs", "/rounds")
    return scope["type"] == "http" and not under(scope["path"], elsewhere)


def _not_to_be_kept(send: Send) -> Send:
    """Pages are not kept by the browser: "back" after signing out asks us, instead of drawing an empty frame."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if headers.get("content-type", "").startswith("text/html"):
                headers["Cache-Control"] = "no-store"
        await send(message)

    return sending


def under(path: str, prefixes: tuple[str, ...]) -> bool:
    """Whether the path is one of the prefixes or below it."""
    return any(path == prefix or path.startswith(prefix + "/") for prefix in prefixes)


def vouched_for(scope: Scope) -> Scope:
    """The request with an origin nobody further in has to wonder about.

    Streamlit compares it with names of its own, and asks a host outside for its address where none of them fits: behind
    a proxy, or whenever a page of another site links here.
    """
    asked = HTTPConnection(scope)
    origin = asked.headers.get("origin")
    if origin is None:
        return scope
    kept = [(name, value) for name, value in scope["headers"] if name != b"origin"]
    if _host(origin) in _our_names(asked):
        scheme = "https" if scope["scheme"] in ("https", "wss") else "http"
        kept.append((b"origin", f"{scheme}://{asked.headers.get('host', '')}".encode("latin-1")))
    return {**scope, "headers": kept}


def _turned_away(asked: HTTPConnection) -> Response | None:
    path: str = asked.scope["path"]
    if _leads_nowhere(path) and asked.scope["type"] == "http":
        return nothing_here(asked)
    if not same_origin(asked) and not under(path, NO_COOKIE_NEEDED):
        return from_elsewhere(asked)
    if under(path, PUBLIC + STREAMLIT_PUBLIC):
        return None
    account = account_of(asked)
    if account is None:
        return _stranger(asked, path)
    if must_change(account) and not under(path, STILL_OPEN) and not _bound_phone(asked):
        return _elsewhere(path, "/password")
    return None


def must_change(account: Account) -> bool:
    """Whether the account's next step is a password of its own."""
    return account.must_change and not account.demonstration


def _bound_phone(asked: HTTPConnection) -> bool:
    """Whether a binding code proved who this is: that person may never have been told a password."""
    secret = secret_of(asked)
    return secret is not None and on_bound_phone(database(), secret)


def _stranger(asked: HTTPConnection, path: str) -> Response:
    if accounts.none_yet(database()):
        return _elsewhere(path, "/setup")
    query = asked.scope["query_string"].decode("latin-1")
    wanted = path + (f"?{query}" if query else "")
    return _elsewhere(path, "/sign-in" if wanted == "/" else f"/sign-in?next={quote(wanted, safe='/')}")


def _elsewhere(path: str, address: str) -> Response:
    """Pages are sent on; what pages fetch is told so, a redirect would only confuse it."""
    if under(path, STREAMLIT_INNER):
        return PlainTextResponse("signed out", 401)
    return RedirectResponse(address, 303, {"Cache-Control": "no-store"})


def same_origin(asked: HTTPConnection) -> bool:
    """Whether a writing request or a websocket comes from our own pages (or from no browser at all)."""
    if asked.scope["type"] == "http" and asked.scope["method"] in SAFE:
        return True
    site = asked.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = asked.headers.get("origin")
    return origin is None or _host(origin) in _our_names(asked)


def _host(origin: str) -> str:
    """The host and port an origin names; "" for what is no address."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _our_names(asked: HTTPConnection) -> set[str]:
    """The names this server is called by: the one asked for, and the one phones use (a proxy may change the first)."""
    return {asked.headers.get("host", ""), _host(settings().address)} - {""}
