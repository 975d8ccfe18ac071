"""Data to take away, as the address asks for it: the same filter as on the pages, and which columns."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from lib.analytics.dataset.columns import chosen
from lib.analytics.dataset.taking import take
from lib.analytics.filter import last_days, read
from lib.core import clock
from lib.people import accounts
from lib.web.page import database, language
from lib.web.sign_in import account_of


def tickets(request: Request) -> Response:
    """The tickets of the filter; every download is written down."""
    account, now = account_of(request), clock.now()
    if account is None:
        asked = f"{request.url.path}?{request.url.query}"
        return RedirectResponse(f"/sign-in?next={quote(asked)}", 303, {"Cache-Control": "no-store"})
    db, query = database(), request.query_params
    asked_for = {name: query.getlist(name) for name in query}
    names = [name for part in query.getlist("columns") for name in part.split(",") if name]
    taken = take(
        db,
        actor=accounts.actor(db, account.id),
        filter=read(asked_for, last_days(clock.local_date(now))),
        columns=chosen(names),
        form=request.path_params["form"],
        language=language(request),
        now=now,
    )
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(taken.name)}",
    }
    # Made in a thread piece by piece while it is sent: others' pages go on.
    return StreamingResponse(taken.pieces, headers=headers, media_type=taken.media_type)


routes: list[BaseRoute] = [Route("/downloads/tickets.{form}", tickets, methods=["GET"])]
