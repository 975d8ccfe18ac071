"""The monthly report to take away: on paper, as a Word file, as a workbook; as issued, or as it stands now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from lib.analytics.report import archive
from lib.analytics.report.archive import Issued
from lib.analytics.report.month import Month, read
from lib.analytics.report.papers import as_docx, as_xlsx
from lib.analytics.report.shape import Content
from lib.analytics.report.standing import standing
from lib.analytics.report.told import title, told
from lib.core import clock
from lib.core.errors import NotFound
from lib.core.i18n import Language, mark
from lib.core.settings import settings
from lib.inspections.reported import rounds_beside
from lib.lists.exchange import FORMS
from lib.people import accounts
from lib.people.accounts import names
from lib.people.roles import Permission, require
from lib.web.page import database, language, render
from lib.web.sign_in import account_of

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Makes = Callable[[Content, Language, str], bytes]
FILES: Mapping[str, tuple[Makes, str]] = {"docx": (as_docx.made, DOCX), "xlsx": (as_xlsx.made, FORMS["xlsx"])}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address asks for; `issued` None for the month as it stands now."""

    month: Month
    content: Content
    issued: Issued | None


def show(request: Request) -> Response:
    """The report on paper."""
    asked = _asked(request)
    if asked is None:
        return _to_sign_in(request)
    spoken = language(request)
    issued = asked.issued
    return render(
        request,
        "monthly_report.html",
        title=title(asked.content, spoken),
        content=asked.content,
        sections=told(asked.content, spoken),
        issued=issued,
        issued_by=names(database()).get(issued.issued_by or 0, "—") if issued else "",
        address=_page(asked),
    )


def take(request: Request) -> Response:
    """The same as a file."""
    asked = _asked(request)
    if asked is None:
        return _to_sign_in(request)
    form = request.path_params["form"]
    if form not in FILES:
        raise NotFound(mark("There is nothing here."))
    make, kind = FILES[form]
    made = make(asked.content, language(request), f"{settings().address}{_page(asked)}")
    name = quote(f"{title(asked.content, language(request))}.{form}")
    headers = {"Cache-Control": "no-store", "Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(made, headers=headers, media_type=kind)


def _asked(request: Request) -> Asked | None:
    """None for who is not signed in; NotAllowed, NotFound and TooLate as everywhere."""
    db, account, now = database(), account_of(request), clock.now()
    if account is None:
        return None
    require(accounts.actor(db, account.id), Permission.SEE_REPORTS)
    month, number = read(request.path_params["month"]), request.query_params.get("edition", "")
    issued = archive.edition(db, month, int(number)) if number.isdecimal() else None
    rounds = rounds_beside(db, month, now)
    content = issued.said if issued else standing(db, month, rounds=rounds, now=now)
    return Asked(month=month, content=content, issued=issued)


def _page(asked: Asked) -> str:
    """The page it belongs to; what stands behind a figure is asked for after it."""
    edition = asked.issued.edition if asked.issued else "now"
    return f"/monthly-report?month={asked.month}&edition={edition}"


def _to_sign_in(request: Request) -> Response:
    return RedirectResponse(
        f"/sign-in?next={quote(str(request.url.path))}", 303, {"Cache-Control": "no-store"}
    )


routes: list[BaseRoute] = [
    Route("/print/monthly-report/{month}", show, methods=["GET"]),
    Route("/monthly-report/{form}/{month}", take, methods=["GET"]),
]
