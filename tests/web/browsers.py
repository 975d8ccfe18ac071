"""Browsers of people signed in at a desk, behind the guard as in the real application."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute
from starlette.testclient import TestClient

from lib.core import clock
from lib.core.settings import settings
from lib.people import cookies, sessions
from lib.web.faults import HANDLERS
from lib.web.guard import Guard
from tests.conftest import Cast

OURS = {"Origin": "http://testserver"}


def browser(cast: Cast, who: str | None, routes: Sequence[BaseRoute]) -> TestClient:
    """A browser of that person of the cast (None: a stranger) at those routes; it follows no redirect."""
    app = Starlette(routes=routes, middleware=[Middleware(Guard)], exception_handlers=dict(HANDLERS))
    client = TestClient(app, follow_redirects=False, headers={"Accept-Language": "zh-CN"})
    if who is not None:
        client.cookies.set(cookies.NAME, _signed_in(cast, who))
    return client


def _signed_in(cast: Cast, who: str) -> str:
    with cast.db.transaction() as tx:
        signed_in = sessions.start(
            tx, cast.db, cast.people[who], sessions.BROWSER, address="", device="", now=clock.now()
        )
    return cookies.baked(
        settings().secret,
        username=signed_in.account.username,
        secret=signed_in.secret,
        expires_at=signed_in.expires_at,
    )
