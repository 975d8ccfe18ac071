"""Whether a code's page was opened by scanning it where it hangs, and what follows from that."""

from __future__ import annotations

import hashlib
from datetime import datetime

from starlette.requests import Request

from lib.people.sessions import on_bound_phone
from lib.places.labels import Label, hanging
from lib.store.database import Database
from lib.web.page import address, database
from lib.web.sign_in import account_of, secret_of


def on_a_phone_of_ours(request: Request) -> bool:
    """Whether somebody of the staff scans with a phone bound to them."""
    secret = secret_of(request)
    return account_of(request) is not None and secret is not None and on_bound_phone(database(), secret)


def at_the_office(request: Request) -> bool:
    """Whether this is a browser signed in with a password: somebody at a desk who looks at a preview."""
    return account_of(request) is not None and not on_a_phone_of_ours(request)


def opened(request: Request, db: Database, label: Label, now: datetime) -> bool:
    """Whether the page was opened by a scan away from the office; an ordinary phone's is remembered.

    A scanned address comes from a camera, so it names no page it was followed from. Staff on a bound phone are asked
    instead of counted: they carry the sheets.
    """
    followed = request.headers.get("referer") or request.headers.get("sec-fetch-site") in (
        "same-origin", "same-site",
    )  # fmt: skip
    if request.method != "GET" or followed or at_the_office(request):
        return False
    if not label.hung and not label.replaced and account_of(request) is None:
        with db.transaction() as tx:
            hanging.scanned(tx, label, phone=_phone(request), now=now)
    return True


def used(request: Request, db: Database, label: Label, now: datetime, *, stands: bool) -> None:
    """Somebody did something at the wall; `stands`: after a scan, not after following a link."""
    if stands and not label.hung and not at_the_office(request):
        with db.transaction() as tx:
            hanging.used(tx, label, now, reported=account_of(request) is None)


def _phone(request: Request) -> str:
    """Tells one phone from another without keeping which it was."""
    told = f"{address(request)} {request.headers.get('user-agent', '')}"
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:16]
