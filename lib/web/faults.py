"""What a browser gets when there is nothing at an address, something may not be done, or we failed."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.responses import Response

from lib.core.errors import Refusal
from lib.core.i18n import explain, speaker
from lib.web.page import language, render, status_of

log = structlog.get_logger()


def nothing_here(request: HTTPConnection) -> Response:
    """404 in words."""
    _ = speaker(language(request))
    text = _("There is nothing at this address. Please scan the code again, or phone the service desk.")
    return _message(request, 404, _("Not found"), text)


def not_so(request: Request, error: HTTPException) -> Response:
    """What cannot be asked for that way, in words: another method, or a request nobody can read."""
    if error.status_code in (404, 405):
        answer = nothing_here(request)
        answer.status_code = error.status_code
    else:
        _ = speaker(language(request))
        text = _("This request could not be read. Please go back and try again, or phone the service desk.")
        answer = _message(request, error.status_code, _("This cannot be done"), text)
    answer.headers.update(error.headers or {})
    return answer


def from_elsewhere(request: HTTPConnection) -> Response:
    """403 for a form that another site sent, or a page left open since our address changed."""
    _ = speaker(language(request))
    text = _("This form came from another site. Please open our page anew and send it there.")
    return _message(request, 403, _("This cannot be done"), text)


def gone(request: Request, error: ClientDisconnect) -> Response:
    """Whoever sent it left before it was all here: nobody reads this, and it is no fault of ours."""
    return Response(status_code=400)


def refusal(request: Request, error: Refusal) -> Response:
    """A refusal that no form caught."""
    _ = speaker(language(request))
    return _message(request, status_of(error), _("This cannot be done"), explain(language(request), error))


def fault(request: Request, error: Exception) -> Response:
    """500 with a number that stands in the log too."""
    _ = speaker(language(request))
    number = secrets.token_hex(4)
    log.error("request failed", fault=number, path=request.url.path, method=request.method)
    text = _("Something went wrong on our side. Please try again, or phone the service desk.")
    return _message(request, 500, _("Something went wrong"), text, fault=number)


def _message(request: HTTPConnection, status: int, heading: str, text: str, fault: str = "") -> Response:
    return render(request, "message.html", status=status, heading=heading, text=text, fault=fault, back="")


HANDLERS: Mapping[Any, Any] = {
    Refusal: refusal,
    HTTPException: not_so,
    ClientDisconnect: gone,
    Exception: fault,
}
