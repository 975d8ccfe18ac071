"""What a browser gets when there is nothing at an address, something may not be done, or we failed."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import Response

from lib.core.errors import Refusal
from lib.core.i18n import explain, speaker
from lib.web.page import language, render, status_of

log = structlog.get_logger()


def nothing_here(request: Request) -> Response:
    """404 in words."""
    _ = speaker(language(request))
    text = _("There is nothing at this address. Please scan the code again, or phone the service desk.")
    return _message(request, 404, _("Not found"), text)


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


def _message(request: Request, status: int, heading: str, text: str, fault: str = "") -> Response:
    return render(request, "message.html", status=status, heading=heading, text=text, fault=fault, back="")


HANDLERS: Mapping[Any, Any] = {Refusal: refusal, Exception: fault}
