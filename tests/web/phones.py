"""Phones for the tests of the technician's pages: plain clients that follow no redirect."""

from __future__ import annotations

from datetime import datetime

from starlette.applications import Starlette
from starlette.testclient import TestClient

from lib.people import sessions
from lib.web import binding, jobs, report, sign_in
from lib.web.faults import HANDLERS
from tests.conftest import MONDAY, Cast


def a_phone() -> TestClient:
    """A phone nobody has signed in on."""
    app = Starlette(
        routes=[*binding.routes, *jobs.routes, *sign_in.routes, *report.routes],
        exception_handlers=dict(HANDLERS),
    )
    return TestClient(app, follow_redirects=False, headers={"Accept-Language": "zh-CN"})


def code_for(cast: Cast, name: str, at: datetime = MONDAY) -> str:
    """A binding code the administrator hands out."""
    return sessions.issue_binding_code(
        cast.db, actor=cast.actor("admin"), account_id=cast.people[name], now=at
    )


def phone_of(cast: Cast, name: str) -> TestClient:
    """That person's bound phone."""
    phone = a_phone()
    assert phone.post("/bind", data={"code": code_for(cast, name)}).status_code == 303
    return phone
