"""What `demo` prints: where to go, and as whom."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import east_asian_width

from lib.core.i18n import Language, mark, speaker
from lib.core.settings import settings
from lib.people.accounts import DEMONSTRATION_PASSWORD
from lib.people.demonstration import one_of_each_role
from lib.people.roles import ROLE_WORDS
from lib.store.database import Database

WIDTH = 14


def welcome(db: Database, language: Language) -> Iterator[str]:
    """The lines: that it is a demonstration, the address, one account of each role, a wall code to try."""
    _ = speaker(language)
    yield _(mark("This is a demonstration hospital: people, tickets and companies are made up."))
    yield _(mark("Desk and pages: {address}"), address=settings().address)
    yield _(mark("Every account has the password {password}"), password=DEMONSTRATION_PASSWORD)
    for role, account in one_of_each_role(db):
        yield f"  {_padded(_(ROLE_WORDS[role]))}{_padded(account.username)}{account.name}"
    if code := _a_wall_code(db):
        yield _(mark("A code on a wall, as a phone sees it: {url}"), url=f"{settings().address}/r/{code}")


def _a_wall_code(db: Database) -> str | None:
    found: str | None = db.value(
        """
        SELECT c.code FROM label c JOIN location l ON l.id = c.location_id
        WHERE c.replaced_at IS NULL AND l.active AND l.kind = 'room' AND l.area_class = 'clinical' ORDER BY l.id LIMIT 1
        """
    )
    return found


def _padded(text: str) -> str:
    """Chinese characters take two columns of a terminal."""
    taken = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
    return text + " " * max(WIDTH - taken, 1)
