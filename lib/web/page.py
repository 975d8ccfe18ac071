"""Plain pages: who asks, in which language, and the HTML they get."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, Response

from lib.core import clock
from lib.core.errors import NotAllowed, NotFound, Refusal, TooLate, TooMany
from lib.core.i18n import Language, explain, preferred, speaker
from lib.core.settings import settings
from lib.store.database import Database
from lib.store.opening import opened

LANGUAGE_COOKIE = "onestop_language"
A_YEAR = 365 * 24 * 3600
STATUS: Mapping[type[Refusal], int] = {NotAllowed: 403, NotFound: 404, TooLate: 409, TooMany: 429}
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    # Not "no-referrer": with it browsers send "Origin: null" and the guard could not tell our forms from others'.
    "Referrer-Policy": "same-origin",
}
POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def database() -> Database:
    """The hospital's database."""
    return opened(settings().database)


def language(request: HTTPConnection) -> Language:
    """`?lang=`, else what this browser chose before, else what it prefers."""
    for chosen in (request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if chosen in set(Language):
            return Language(chosen)
    return preferred(request.headers.get("accept-language", ""))


def address(request: HTTPConnection) -> str:
    """The client's address; behind a proxy on this machine the one it forwards."""
    return request.client.host.removeprefix("::ffff:") if request.client else ""


def render(request: HTTPConnection, template: str, /, *, status: int = 200, **facts: Any) -> Response:
    """The page of that template, which also knows `_`, `language`, `now`, `nonce`, `error`, `error_field`,
    `short_time(instant)`, `full_time(instant)` and `duration(minutes)`."""
    spoken, nonce = language(request), secrets.token_urlsafe(12)
    html = _templates().get_template(template).render(_known(request, spoken, nonce) | facts)
    response = HTMLResponse(html, status, HEADERS | {"Content-Security-Policy": POLICY.format(nonce=nonce)})
    if request.query_params.get("lang") == spoken:
        response.set_cookie(LANGUAGE_COOKIE, spoken, max_age=A_YEAR, samesite="lax")
    return response


def refused(request: Request, refusal: Refusal, template: str, /, **facts: Any) -> Response:
    """The same page again, saying in `error` why not and in `error_field` where; what was typed goes in by facts."""
    said = {"error": explain(language(request), refusal), "error_field": refusal.field}
    return render(request, template, status=status_of(refusal), **(said | facts))


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal; 422 for something typed."""
    return next((code for kind, code in STATUS.items() if isinstance(refusal, kind)), 422)


def _known(request: HTTPConnection, spoken: Language, nonce: str) -> dict[str, Any]:
    now = clock.now()
    return {
        "_": speaker(spoken),
        "language": spoken,
        "other_language": Language.EN if spoken is Language.ZH else Language.ZH,
        "switch_url": str(
            request.url.remove_query_params("said")
            .include_query_params(lang="en" if spoken is Language.ZH else "zh")
            .query
        ),
        "now": now,
        "nonce": nonce,
        "short_time": partial(_short_time, now=now, spoken=spoken),
        "full_time": clock.full_time,
        "duration": lambda minutes: clock.duration(minutes, spoken),
        "error": "",
        "error_field": None,
    }


def _short_time(instant: Any, *, now: Any, spoken: Language) -> str:
    return clock.short_time(instant, now, spoken)


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
