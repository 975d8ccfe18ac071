"""The bar between the pages of a phone: jobs, rounds; for who has both."""

from __future__ import annotations

from collections.abc import Sequence

from lib.core.i18n import mark
from lib.people.roles import Actor, Permission, may

PAGES = (
    ("/jobs", mark("My jobs"), Permission.SEE_MY_JOBS),
    ("/rounds", mark("My rounds"), Permission.DO_ROUNDS),
)


def bar(actor: Actor) -> Sequence[tuple[str, str]]:
    """Address and words of each; nothing where there is no choice."""
    found = [(address, words) for address, words, needs in PAGES if may(actor, needs)]
    return found if len(found) > 1 else ()
