"""Signing in and out, one's own password, and the first administrator of an empty hospital."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from lib.core import clock
from lib.core.errors import Refusal, WrongInput
from lib.core.i18n import mark
from lib.core.settings import settings
from lib.people import accounts, cookies, sessions
from lib.people.accounts import DEMONSTRATION_PASSWORD, Account
from lib.people.demonstration import one_of_each_role
from lib.people.roles import ROLE_WORDS, Role
from lib.people.sessions import SignIn
from lib.web.forms import fields
from lib.web.page import address, database, refused, render

LASTING = (sessions.PHONE, sessions.SCREEN)
REMEMBERED = {
    sessions.BROWSER: None,
    **{kind: int(sessions.LASTS[kind].total_seconds()) for kind in LASTING},
}


def secret_of(request: HTTPConnection) -> str | None:
    """The secret of the sign-in this browser says it has."""
    return cookies.secret_in(settings().secret, request.cookies.get(cookies.NAME))


def account_of(request: HTTPConnection) -> Account | None:
    """Whose browser this is; None when nobody is signed in."""
    secret = secret_of(request)
    return sessions.who(database(), secret, clock.now()) if secret else None


def keep(response: Response, signed_in: SignIn) -> Response:
    """The response that makes the browser remember the sign-in: until it closes, or as long as a bound phone or a
    screen on the wall lasts."""
    token = cookies.baked(
        settings().secret,
        username=signed_in.account.username,
        secret=signed_in.secret,
        expires_at=signed_in.expires_at,
    )
    response.set_cookie(
        cookies.NAME,
        token,
        max_age=REMEMBERED[signed_in.kind],
        httponly=True,
        samesite="lax",
        secure=settings().secure_cookies,
    )
    return response


def forget(response: Response) -> Response:
    """The response that makes the browser forget it."""
    response.delete_cookie(cookies.NAME, httponly=True, samesite="lax", secure=settings().secure_cookies)
    return response


def onward(wanted: str | None) -> str:
    """Where to go after signing in: a page of ours, never another host."""
    there = wanted or "/"
    try:
        parts = urlsplit(there)
    except ValueError:  # an address nobody could open, such as //[
        return "/"
    ours = not parts.scheme and not parts.netloc and "\\" not in there
    return there if ours and there.startswith("/") and not there.startswith("//") else "/"


def _to(address: str) -> Response:
    return RedirectResponse(address, 303, {"Cache-Control": "no-store"})


def _facts(request: Request, form: FormData | None = None) -> dict[str, Any]:
    wanted = form.get("next") if form else request.query_params.get("next")
    return {
        "typed": str(form.get("username", "")) if form else request.query_params.get("username", ""),
        "next": onward(str(wanted or "/")),
        "demonstration": [(ROLE_WORDS[role], account) for role, account in one_of_each_role(database())],
        "demonstration_password": DEMONSTRATION_PASSWORD,
        "ended": "ended" in request.query_params and form is None,
        "changed": "changed" in request.query_params and form is None,
    }


async def ask(request: Request) -> Response:
    """The sign-in form; who is already signed in goes straight on."""
    account = account_of(request)
    if account is not None:
        return _to(_first_page(request, account, onward(request.query_params.get("next"))))
    if accounts.none_yet(database()):
        return _to("/setup")
    return render(request, "sign_in.html", **_facts(request))


def signed_in_still(request: Request) -> Response:
    """204, or 401 once the sign-in has ended: what a tab asks when somebody comes back to it."""
    return Response(
        status_code=401 if account_of(request) is None else 204, headers={"Cache-Control": "no-store"}
    )


async def enter(request: Request) -> Response:
    """Signs in, or says why not."""
    form = await fields(request)
    try:
        signed_in = await run_in_threadpool(_signed_in, request, form, clock.now())
    except Refusal as refusal:
        return refused(request, refusal, "sign_in.html", **_facts(request, form))
    first = _first_page(request, signed_in.account, onward(str(form.get("next") or "/")))
    return keep(_to(first), signed_in)


def _first_page(request: Request, account: Account, wanted: str) -> str:
    """Who is a technician and nothing else gets the plain page of jobs, which has all they need in one request; an
    inspector's phone the rounds."""
    roles = {grant.role for grant in account.grants}
    if wanted != "/":
        return wanted
    if roles == {Role.INSPECTOR} and "Mobile" in request.headers.get("user-agent", ""):
        return "/rounds"
    return "/jobs" if roles == {Role.TECHNICIAN} else wanted


def _signed_in(request: Request, form: FormData, now: datetime) -> SignIn:
    return sessions.sign_in(
        database(),
        username=str(form.get("username", "")),
        password=str(form.get("password", "")),
        address=address(request),
        device=request.headers.get("user-agent", ""),
        now=now,
    )


async def leave(request: Request) -> Response:
    """Signs out here, or with `everywhere` on every computer and phone."""
    form = await fields(request)
    secret, account = secret_of(request), account_of(request)
    if account is not None and form.get("everywhere"):
        acting = accounts.actor(database(), account.id)
        sessions.sign_out_everywhere(database(), actor=acting, account_id=account.id, now=clock.now())
    elif secret:
        sessions.sign_out(database(), secret, now=clock.now())
    return forget(_to("/sign-in"))


async def password_form(request: Request) -> Response:
    """The form for one's own password."""
    account = account_of(request)
    if account is None:
        return _to("/sign-in?next=/password")
    return render(request, "password.html", account=account, **_password_facts())


async def change_password(request: Request) -> Response:
    """Changes it and signs in anew: every other sign-in of the account ends."""
    account, form = account_of(request), await fields(request)
    if account is None:
        return _to("/sign-in?next=/password")
    try:
        signed_in = await run_in_threadpool(_changed, request, account, form, clock.now())
    except Refusal as refusal:
        return refused(request, refusal, "password.html", account=account, **_password_facts())
    return keep(_to("/"), signed_in)


def _password_facts() -> dict[str, Any]:
    return {"least": accounts.SHORTEST_PASSWORD}


def _changed(request: Request, account: Account, form: FormData, now: datetime) -> SignIn:
    new = str(form.get("password", ""))
    _alike(form)
    acting = accounts.actor(database(), account.id)
    accounts.change_password(database(), actor=acting, old=str(form.get("old", "")), new=new, now=now)
    return _begin(request, account.id, now)


def _alike(form: FormData) -> None:
    if form.get("password") != form.get("again"):
        raise WrongInput(mark("The two passwords are not the same."), field="again")


def _begin(request: Request, account_id: int, now: datetime) -> SignIn:
    device = request.headers.get("user-agent", "")
    with database().transaction() as tx:
        return sessions.start(
            tx, database(), account_id, sessions.BROWSER, address=address(request), device=device, now=now
        )


async def setup_form(request: Request) -> Response:
    """The first page of an empty hospital; there is none once it has an account."""
    if not accounts.none_yet(database()):
        return _to("/sign-in")
    return render(request, "setup.html", typed={}, **_password_facts())


async def setup(request: Request) -> Response:
    """Creates the first administrator and signs in."""
    form = await fields(request)
    typed = {name: str(form.get(name, "")) for name in ("username", "name")}
    try:
        signed_in = await run_in_threadpool(_started, request, form, typed, clock.now())
    except Refusal as refusal:
        if not accounts.none_yet(database()):
            return _to("/sign-in")
        return refused(request, refusal, "setup.html", typed=typed, **_password_facts())
    return keep(_to("/"), signed_in)


def _started(request: Request, form: FormData, typed: dict[str, str], now: datetime) -> SignIn:
    password = str(form.get("password", ""))
    _alike(form)
    first = accounts.create_first(database(), password=password, now=now, **typed)
    return _begin(request, first, now)


routes: list[BaseRoute] = [
    Route("/signed-in", signed_in_still, methods=["GET"]),
    Route("/sign-in", ask, methods=["GET"]),
    Route("/sign-in", enter, methods=["POST"]),
    Route("/sign-out", leave, methods=["POST"]),
    Route("/password", password_form, methods=["GET"]),
    Route("/password", change_password, methods=["POST"]),
    Route("/setup", setup_form, methods=["GET"]),
    Route("/setup", setup, methods=["POST"]),
]
