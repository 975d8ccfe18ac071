"""A statement on paper: each vendor's own document, and the whole of it on one sheet for the office."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from lib.core.i18n import Language, say, speaker
from lib.cost_sharing import frozen, path, vendor_part
from lib.cost_sharing.capitals import capitals
from lib.cost_sharing.scheme import Scheme
from lib.cost_sharing.step import load
from lib.cost_sharing.ticket_list import by_closing, by_service, listed, reasons, volume_columns
from lib.cost_sharing.vendor_part import VendorPart
from lib.cost_sharing.words import SETTLED_WORDS, Status
from lib.people import accounts
from lib.web.page import database, language, render
from lib.web.sign_in import account_of
from lib.web.statement_words import about, answer_words, disputed


def show(request: Request) -> Response:
    """One vendor's document, for the office and for the vendor itself once it was sent; its tickets only with
    `?annex=1`: a few pages are signed, fifty are filed."""
    db, account = database(), account_of(request)
    if account is None:
        return _to_sign_in(request)
    wanted = request.path_params
    part = vendor_part.seen(db, accounts.actor(db, account.id), wanted["id"], wanted["vendor"])
    spoken_in = language(request)
    return render(
        request,
        "statement_paper.html",
        part=part,
        share=part.share,
        annexed=(annexed := request.query_params.get("annex") == "1"),
        **about(db, part.statement, part.payee, part.sharing.scheme, account, spoken_in),
        hospital=part.hospital,
        back=_back(part),
        steps=path.steps(part.line, part.sharing, speaker(spoken_in)) if part.line else [],
        corrections=[
            path.correction(number, one.words, one.cents, speaker(spoken_in))
            for one, number in part.adjustments
        ],
        capitals=capitals(part.share.total_cents, currency=True),
        answer=answer_words(part, speaker(spoken_in)),
        settled_how=_settled(part, spoken_in),
        columns=volume_columns(part.sharing.scheme),
        tickets=listed(part.tickets, part, speaker(spoken_in)) if annexed else [],
        services=by_service(part, speaker(spoken_in)),
        closings=by_closing(part.tickets, speaker(spoken_in)),
        aside=reasons(part.aside, speaker(spoken_in)),
        disputes=disputed(part, speaker(spoken_in)),
    )


def show_all(request: Request) -> Response:
    """All vendors on one sheet, with what the pool is made of; for the office."""
    db, account = database(), account_of(request)
    if account is None:
        return _to_sign_in(request)
    statement = load(db, request.path_params["id"], accounts.actor(db, account.id))
    said, parts, spoken_in = frozen.of(db, statement), vendor_part.parts(db, statement), language(request)
    _ = speaker(spoken_in)
    return render(
        request,
        "statement_sheet.html",
        said=said,
        parts=parts,
        **about(db, statement, vendor_part.payee(said), said.sharing.scheme, account, spoken_in),
        hospital=said.hospital,
        back=f"/cost-sharing?statement={statement.id}",
        measures=[measure for measure, weight in said.sharing.scheme.weights.items() if weight],
        totals=said.sharing.totals,
        sums={
            name: sum(getattr(part.share, name) for part in parts)
            for name in ("cents", "adjustment_cents", "net_cents", "tax_cents", "total_cents")
        },
        shown=_columns(said.sharing.scheme, parts),
        answers=[answer_words(part, _) for part in parts],
        capitals=capitals(sum(part.share.total_cents for part in parts), currency=True),
        closings=by_closing(said.sharing.tickets.filter(said.sharing.tickets["aside"] == ""), _),
        aside=reasons(said.sharing.tickets, _),
        disputes=[(part.vendor.name, *one) for part in parts for one in disputed(part, _)],
        adjustments=[(part.vendor.name, *one) for part in parts for one in part.adjustments],
    )


def _back(part: VendorPart) -> str:
    """The page the paper belongs to; a draft stands among the vendors' statements nowhere."""
    if part.statement.status is Status.DRAFT:
        return f"/cost-sharing?statement={part.statement.id}"
    return f"/statements?statement={part.statement.id}&vendor={part.vendor.id}"


def _columns(scheme: Scheme, parts: Sequence[VendorPart]) -> frozenset[str]:
    """Which of the columns that are often empty are wanted."""
    wanted = {
        "quality": any(scheme.quality.values()),
        "bound": any(part.line.bound for part in parts if part.line),
        "corrections": any(part.share.adjustment_cents for part in parts),
    }
    return frozenset(name for name, needed in wanted.items() if needed)


def _settled(part: VendorPart, language: Language) -> str:
    how = part.share.settled_how
    return say(language, SETTLED_WORDS[how]) if how else ""


def _to_sign_in(request: Request) -> Response:
    return RedirectResponse(f"/sign-in?next={request.url.path}", 303, {"Cache-Control": "no-store"})


routes: list[BaseRoute] = [
    Route("/print/statements/{id:int}", show_all, methods=["GET"]),
    Route("/print/statements/{id:int}/{vendor:int}", show, methods=["GET"]),
]
