"""What somebody gets who comes with a code or a link that is none of ours: why, and whom to phone."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from lib.core.errors import NotFound
from lib.core.i18n import explain, say
from lib.tickets.rules import rules
from lib.web.page import database, language, render


def unknown(request: Request, refusal: NotFound, heading: str) -> Response:
    """404 with the service desk's number."""
    spoken = language(request)
    facts = {"heading": say(spoken, heading), "text": explain(spoken, refusal)}
    return render(request, "code_unknown.html", status=404, desk_phone=rules(database()).desk_phone, **facts)
