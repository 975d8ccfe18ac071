"""Both signatures of a handover: the outgoing person's with what stands open, the incoming one's under it."""

from __future__ import annotations

from datetime import datetime

from lib.core.clock import local
from lib.core.errors import NotAllowed, Refusal, TooLate
from lib.core.i18n import mark
from lib.core.typed_words import seen
from lib.dispatch.handing_over import records, snapshot
from lib.dispatch.handing_over.records import Handover
from lib.people import accounts, audit, duty, sessions
from lib.people.posts import require_reach
from lib.people.roles import Actor, Permission
from lib.store.database import Database

ALREADY = mark(
    "The handover {name} signed at {time} has not been taken over yet: the next shift signs it first."
)


def hand_over(db: Database, *, actor: Actor, team_id: int | None, notes: str, now: datetime) -> int:
    """The outgoing person's signature under what stands open now and the notes; the handover's id.

    Refusal while an earlier one waits for the next shift.
    """
    require_reach(db, actor, Permission.HAND_OVER, team_id)
    outgoing = _person(actor)
    until = duty.next_change(db, team_id, now)
    taken = snapshot.take(db, team_id, now=now, until=until, signer=outgoing)
    with db.transaction() as tx:
        standing = tx.row(
            """
            SELECT outgoing_id, signed_at FROM handover
            WHERE countersigned_at IS NULL AND team_id IS NOT DISTINCT FROM $team
            """,
            team=team_id,
        )
        if standing is not None:
            raise Refusal(ALREADY, **_who_when(db, standing["outgoing_id"], standing["signed_at"]))
        new = tx.next_id("handover_id")
        row = {"id": new, "team_id": team_id, "version": 1, "until": until, "outgoing_id": outgoing}
        tx.insert(
            "handover",
            {
                **row,
                "outgoing_post": _post(db, outgoing, now),
                "signed_at": now,
                "notes": seen(notes),
                "snapshot": snapshot.text(taken),
            },
        )
        audit.write(tx, actor, "handed_over", str(new), now=now)
    return new


def withdraw(db: Database, *, actor: Actor, handover_id: int, now: datetime) -> Handover:
    """The outgoing person takes the signature back while nobody has taken over; the handover as it was."""
    with db.transaction() as tx:
        found = records.by_id(tx, handover_id)
        if found.outgoing_id != _person(actor):
            raise NotAllowed(mark("Only who signed it can take it back."))
        sql = "DELETE FROM handover WHERE id = $id AND countersigned_at IS NULL RETURNING id"
        if not tx.execute(sql, id=handover_id):
            raise _too_late(db, found)
        audit.write(tx, actor, "handover_withdrawn", str(handover_id), now=now)
    return found


def take_over(
    db: Database, *, actor: Actor, handover_id: int, version: int, now: datetime, answer: str = ""
) -> Handover:
    """The incoming person's signature. Refusal under one's own handover, TooLate when somebody else has signed."""
    found, incoming = records.by_id(db, handover_id), _person(actor)
    require_reach(db, accounts.actor(db, incoming), Permission.HAND_OVER, found.team_id)
    if incoming == found.outgoing_id:
        raise Refusal(mark("Somebody else has to take over what you handed over."), field="username")
    with db.transaction() as tx:
        changed = tx.execute(
            """
            UPDATE handover SET version = version + 1, incoming_id = $incoming, incoming_post = $post,
              countersigned_at = $now, answer = $answer
            WHERE id = $id AND version = $version AND countersigned_at IS NULL RETURNING id
            """,
            id=handover_id,
            version=version,
            incoming=incoming,
            post=_post(db, incoming, now),
            now=now,
            answer=seen(answer),
        )
        if not changed:
            raise _too_late(db, records.by_id(tx, handover_id))
        audit.write(tx, actor, "taken_over", str(handover_id), now=now)
    return records.by_id(db, handover_id)


def take_over_with_password(
    db: Database,
    *,
    username: str,
    password: str,
    address: str,
    handover_id: int,
    version: int,
    now: datetime,
    answer: str = "",
) -> Handover:
    """`take_over` by somebody at another person's screen, who stays signed in there; NotAllowed and TooMany as at the
    sign-in page."""
    incoming = sessions.proved(db, username=username, password=password, address=address, now=now)
    return take_over(
        db,
        actor=accounts.actor(db, incoming.id),
        handover_id=handover_id,
        version=version,
        now=now,
        answer=answer,
    )


def _person(actor: Actor) -> int:
    if actor.account_id is None:
        raise NotAllowed(mark("You are not allowed to do this here."))
    return actor.account_id


def _post(db: Database, account_id: int, now: datetime) -> str:
    held = duty.on_duty(db, now).get(account_id)
    return held.post if held else ""


def _too_late(db: Database, found: Handover) -> TooLate:
    if found.incoming_id is None or found.countersigned_at is None:
        return TooLate(mark("This handover has just been changed; please look at it again."))
    told = _who_when(db, found.incoming_id, found.countersigned_at)
    return TooLate(mark("{name} took this over already at {time}."), **told)


def _who_when(db: Database, account_id: int, at: datetime) -> dict[str, str]:
    return {"name": accounts.names(db).get(account_id, ""), "time": f"{local(at):%m-%d %H:%M}"}
