"""Views of the analytics page that somebody keeps under a name of his own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs, urlencode

from lib.core.errors import NotFound, WrongInput
from lib.core.i18n import mark
from lib.people.roles import Actor, Permission, require
from lib.store.database import Database, Reading, Row

LONGEST, MOST = 40, 50
"""Characters of a name; views of one person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """`address`: what stands behind the question mark."""

    id: int
    name: str
    address: str
    saved_at: datetime

    @property
    def params(self) -> Mapping[str, list[str]]:
        """The address in its parts."""
        return parse_qs(self.address)


def saved(db: Reading, actor: Actor) -> Sequence[SavedView]:
    """The person's own, by name."""
    rows = db.rows(
        "SELECT id, name, address, saved_at FROM saved_view WHERE account_id = $account_id ORDER BY name",
        account_id=actor.account_id,
    )
    return [SavedView(**row) for row in rows]


def save(
    db: Database, *, actor: Actor, name: str, params: Mapping[str, Sequence[str]], now: datetime
) -> SavedView:
    """Keeps the view under that name; one of the same name is replaced. WrongInput for no name, one that is too long,
    or more views than one finds again."""
    require(actor, Permission.SEE_ANALYTICS)
    name = " ".join(name.split())
    if not name:
        raise WrongInput(mark("Please give the view a name."), field="view_name")
    if len(name) > LONGEST:
        raise WrongInput(
            mark("Please give a name of at most {most} characters."), field="view_name", most=LONGEST
        )
    with db.transaction() as tx:
        known = saved(tx, actor)
        kept = next((one for one in known if one.name == name), None)
        if kept is None and len(known) >= MOST:
            raise WrongInput(mark("You keep {most} views already; please delete one first."), most=MOST)
        id = kept.id if kept else tx.next_id("saved_view_id")
        row: Row = {"id": id, "name": name, "address": urlencode(params, doseq=True), "saved_at": now}
        if kept:
            tx.update("saved_view", row)
        else:
            tx.insert("saved_view", {**row, "account_id": actor.account_id})
    return SavedView(**row)


def forget(db: Database, *, actor: Actor, view_id: int) -> None:
    """Deletes a view of one's own; NotFound for any other."""
    with db.transaction() as tx:
        gone = tx.execute(
            "DELETE FROM saved_view WHERE id = $id AND account_id = $account_id RETURNING id",
            id=view_id,
            account_id=actor.account_id,
        )
        if not gone:
            raise NotFound(mark("There is no such view."))
