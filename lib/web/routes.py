"""Every plain HTTP route, and for each prefix its own 404: Streamlit would answer 200 to anything."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from lib import __version__
from lib.core.i18n import Language
from lib.web import (
    asset_sheets,
    binding,
    board_feed,
    board_plan,
    calendar_feed,
    downloads,
    faults,
    files,
    flatter_schedule,
    holds_paper,
    inspection_calendar,
    job_feed,
    jobs,
    label_sheets,
    loopback,
    rechecks,
    report,
    report_paper,
    round_paper,
    rounds,
    sign_in,
    statement_paper,
    statement_sheets,
    track,
    wall_label,
)
from lib.web.page import A_YEAR, LANGUAGE_COOKIE, database
from lib.web.sign_in import onward

PREFIXES = (
    "/r", "/a", "/t", "/jobs", "/bind", "/files", "/feed", "/sign-in", "/sign-out", "/password", "/setup", "/healthz",
    "/language", "/loopback", "/board", "/signed-in", "/labels", "/print", "/duty-room",
    "/inspections", "/calendar", "/rounds",
)  # fmt: skip


def health(request: Request) -> Response:
    """Whether the database answers a question now."""
    try:
        migrations = database().value("SELECT count(*) FROM migration")
    except Exception:
        return JSONResponse({"status": "failing", "database": "unreachable", "version": __version__}, 503)
    return JSONResponse({"status": "ok", "database": "ok", "migrations": migrations, "version": __version__})


def choose_language(request: Request) -> Response:
    """Remembers this browser's language and goes on."""
    response = RedirectResponse(onward(request.query_params.get("next")), 303, {"Cache-Control": "no-store"})
    chosen = request.query_params.get("to")
    if chosen in set(Language):
        response.set_cookie(LANGUAGE_COOKIE, chosen, max_age=A_YEAR, samesite="lax")
    return response


def _closed(prefix: str) -> list[BaseRoute]:
    methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    return [Route(prefix + rest, faults.nothing_here, methods=methods) for rest in ("", "/{rest:path}")]


ROUTES: list[BaseRoute] = [
    Route("/healthz", health, methods=["GET"]),
    Route("/language", choose_language, methods=["GET"]),
    *sign_in.routes,
    *wall_label.routes,
    *report.routes,
    *track.routes,
    *job_feed.routes,
    *jobs.routes,
    *rounds.routes,
    *round_paper.routes,
    *statement_paper.routes,
    *statement_sheets.routes,
    *report_paper.routes,
    *downloads.routes,
    *binding.routes,
    *files.routes,
    *board_feed.routes,
    *board_plan.routes,
    *loopback.routes,
    *label_sheets.routes,
    *asset_sheets.routes,
    *holds_paper.routes,
    *rechecks.routes,
    *inspection_calendar.routes,
    *calendar_feed.routes,
    *flatter_schedule.routes,
    *[route for prefix in PREFIXES for route in _closed(prefix)],
]
