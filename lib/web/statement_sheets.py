"""A statement as a workbook that computes itself: the whole of it for the office, each vendor's part for the vendor."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from lib.core.i18n import mark, say
from lib.cost_sharing import frozen, vendor_part
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.step import load
from lib.cost_sharing.workbook.making import workbook
from lib.lists.exchange import FORMS
from lib.people import accounts
from lib.people.roles import Actor
from lib.web.page import database, language
from lib.web.sign_in import account_of


def show(request: Request) -> Response:
    """The file, for who may see what is in it; the same answer for what is not there and what is somebody else's."""
    db, account = database(), account_of(request)
    if account is None:
        return RedirectResponse(f"/sign-in?next={request.url.path}", 303, {"Cache-Control": "no-store"})
    actor, vendor_id = accounts.actor(db, account.id), request.path_params.get("vendor")
    statement, named = _seen(request, actor, vendor_id)
    made = workbook(frozen.of(db, statement), statement, language(request), vendor_id)
    title = say(language(request), mark("Statement of cost sharing"))
    name = quote(" ".join(filter(None, (title, statement.number, named))) + ".xlsx")
    headers = {"Cache-Control": "no-store", "Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(made, headers=headers, media_type=FORMS["xlsx"])


def _seen(request: Request, actor: Actor, vendor_id: int | None) -> tuple[Statement, str]:
    """The statement and the name of the vendor it is asked for, "" for all of them; NotAllowed or NotFound."""
    db, statement_id = database(), request.path_params["id"]
    if vendor_id is None:
        return load(db, statement_id, actor), ""
    part = vendor_part.seen(db, actor, statement_id, vendor_id)
    return part.statement, part.vendor.name


routes: list[BaseRoute] = [
    Route("/statements/{id:int}.xlsx", show, methods=["GET"]),
    Route("/statements/{id:int}/{vendor:int}.xlsx", show, methods=["GET"]),
]
