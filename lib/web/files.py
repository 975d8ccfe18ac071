"""Photos and videos, shown to those who may see a ticket that holds them."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from lib.core.errors import NotFound
from lib.core.i18n import mark
from lib.cost_sharing import receipts
from lib.inspections import pictures
from lib.people import accounts
from lib.people.paper_keeping import papers_seen
from lib.people.roles import Permission, may
from lib.store import documents, files
from lib.store.database import Database
from lib.tickets import attachments, records, reporters
from lib.tickets.rights import matter
from lib.web import track_page
from lib.web.page import database
from lib.web.sign_in import account_of
from lib.web.uploads import unsigned

_HASH = re.compile(r"[0-9a-f]{64}")
# The name is the hash of the content: it never changes. The policy keeps a film from being anything but a film.
HEADERS = {
    "Cache-Control": "private, max-age=31536000, immutable",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Referrer-Policy": "same-origin",
}


def show(request: Request) -> Response:
    """A file by its hash for people signed in who may see a ticket with it, or by the signature we gave its sender."""
    asked: str = request.path_params["name"]
    if _HASH.fullmatch(asked):
        db, account = database(), account_of(request)
        if account is None or not may_see(db, account.id, asked):
            raise _nowhere()
        return answer(db, asked)
    name = unsigned(asked)
    if name is None:
        raise _nowhere()
    return answer(database(), name)


def show_to_reporter(request: Request) -> Response:
    """A file the page of that tracking link shows: whoever joined sees their own only."""
    db, name = database(), request.path_params["name"]
    reporter = reporters.by_token(db, request.path_params["token"])
    if name not in {row["hash"] for row in track_page.photos(db, reporter)}:
        raise _nowhere()
    return answer(db, name)


def answer(db: Database, name: str) -> Response:
    """The file itself, in parts where a video player asks for parts; NotFound when it is not there."""
    kept = files.known(db, name)
    path = files.path(kept.hash)
    if not path.is_file():
        raise _nowhere()
    # A document is taken away, never shown among our pages.
    taken = f"{kept.hash[:12]}.pdf" if kept.media_type == documents.PDF else None
    return FileResponse(path, headers=HEADERS, media_type=kept.media_type, filename=taken)


def may_see(db: Database, account_id: int, name: str) -> bool:
    """Whether that account sees a ticket, a paper of somebody, a round or a cost line with the file."""
    actor = accounts.actor(db, account_id)
    tickets = records.by_ids(db, attachments.holding(db, name))
    return (
        any(may(actor, Permission.SEE_TICKET, matter(db, ticket)) for ticket in tickets)
        or any(paper.file_hash == name for paper in papers_seen(db, actor))
        or pictures.shown_to(db, actor, name)
        or receipts.shown_to(db, actor, name)
    )


def _nowhere() -> NotFound:
    return NotFound(mark("This picture is not here."))


routes: list[BaseRoute] = [
    Route("/files/{name}", show, methods=["GET"]),
    Route("/t/{token}/files/{name}", show_to_reporter, methods=["GET"]),
]
