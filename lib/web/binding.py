"""Binding a technician's or inspector's phone with a one-time code: no password, ninety days."""

from __future__ import annotations

from datetime import datetime
from unicodedata import normalize

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from lib.core import clock
from lib.core.errors import Refusal
from lib.people import accounts, sessions
from lib.people.accounts import Account
from lib.people.roles import Permission, may
from lib.people.sessions import SignIn
from lib.web.forms import fields
from lib.web.page import address, database, refused, render
from lib.web.sign_in import account_of, keep, secret_of


async def ask(request: Request) -> Response:
    """The form for the code; a phone that is already bound goes straight to its jobs."""
    secret, account = secret_of(request), account_of(request)
    if secret and account and sessions.on_bound_phone(database(), secret) and not request.url.query:
        return RedirectResponse(_home(account), 303, {"Cache-Control": "no-store"})
    return render(request, "bind.html", typed=request.query_params.get("code", ""))


async def bind(request: Request) -> Response:
    """Binds this phone and shows the jobs, or says why not."""
    form = await fields(request)
    code = str(form.get("code", ""))
    try:
        bound = await run_in_threadpool(_bound, request, code, clock.now())
    except Refusal as refusal:
        return refused(request, refusal, "bind.html", typed=code)
    return keep(
        RedirectResponse(f"{_home(bound.account)}?did=bind", 303, {"Cache-Control": "no-store"}), bound
    )


def _home(account: Account) -> str:
    """Where the work of that person is listed."""
    jobs = may(accounts.actor(database(), account.id), Permission.SEE_MY_JOBS)
    return "/jobs" if jobs else "/rounds"


def _bound(request: Request, code: str, now: datetime) -> SignIn:
    device = request.headers.get("user-agent", "")
    # People copy codes with the spaces they were read out with, and type them in full-width digits.
    digits = "".join(normalize("NFKC", code).split())
    return sessions.bind_phone(database(), code=digits, address=address(request), device=device, now=now)


routes: list[BaseRoute] = [
    Route("/bind", ask, methods=["GET"]),
    Route("/bind", bind, methods=["POST"]),
]
