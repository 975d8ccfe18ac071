"""Who acts on a ticket, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lib.people import accounts
from lib.people.roles import Actor
from lib.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """Who acts and when. `subject_id`: the technician who phoned and for whom the desk acts (代操作).
    `happened_at`: when it really happened, if not now; `late_reason`: why it is written down only now."""

    actor: Actor
    now: datetime
    subject_id: int | None = None
    happened_at: datetime | None = None
    late_reason: str = ""


def as_of_now(db: Database, actor: Actor) -> Actor:
    """Who acts, with what the account holds now: it may have been disabled since the page was opened."""
    return accounts.actor(db, actor.account_id) if actor.account_id is not None else actor
