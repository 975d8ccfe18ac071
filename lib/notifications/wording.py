"""The words of messages that leave the product: the standard ones, or those the hospital put in their place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from string import Formatter
from typing import Any

from lib.catalog.services import service
from lib.core.clock import short_time
from lib.core.errors import WrongInput, filled
from lib.core.facts import instant
from lib.core.i18n import Language, catalogue, mark, say
from lib.core.typed_words import seen
from lib.notifications.outbox import TOPIC_WORDS
from lib.people import audit
from lib.people.roles import Actor, Permission, require
from lib.places.locations import location
from lib.store.database import Database

# Somebody who reads it away from the product sees no card beside it.
_OUTSIDE: Mapping[str, str] = {
    "assigned": mark("New job {number} at {place}: {description}"),
    "urged": mark("{number} at {place} was urged ({urges}): {description}"),
    "reopened": mark("{number} at {place} came back: {reason}"),
}
TEST = mark("This is a test message of the service desk. Nothing has to be done.")
ALWAYS = ("number", "place", "service", "description")
"""Facts of every ticket, for words of any topic."""
LONGEST = 500
_ENDS = re.compile(r"^[…\s:\uff1a]+|[…\s:\uff1a]+$")
_INSTANTS = frozenset({"until", "due", "due_at", "appointment_at"})


def standard(topic: str, language: Language) -> str:
    """The product's own words for a topic, with their `{places}`."""
    return say(language, _OUTSIDE.get(topic, TOPIC_WORDS[topic]))


def named(topic: str, language: Language) -> str:
    """What a topic is called in a list: its words, dots for what they are filled with, none at the ends."""
    return _ENDS.sub("", say(language, TOPIC_WORDS[topic]).format_map(_Dots()))


class _Dots(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def places(topic: str) -> tuple[str, ...]:
    """Names that words of this topic may hold in braces."""
    own = (name for _, name, _, _ in Formatter().parse(_OUTSIDE.get(topic, TOPIC_WORDS[topic])) if name)
    return tuple(dict.fromkeys([*own, *ALWAYS]))


def own_words(db: Database) -> Mapping[tuple[str, str], str]:
    """The hospital's own words by topic and language."""
    sql = "SELECT topic, language, words FROM message_text"
    return db.derived(
        "message_text",
        ("message_text",),
        lambda: {(row["topic"], row["language"]): row["words"] for row in db.rows(sql)},
    )


def set_words(
    db: Database, *, actor: Actor, topic: str, language: Language, words: str, now: datetime
) -> None:
    """Other words for a topic; empty ones, or the standard ones, bring the standard back. WrongInput for a place in
    braces that this topic does not have."""
    require(actor, Permission.ADMINISTER)
    if topic not in TOPIC_WORDS:
        raise WrongInput(mark("Please choose from the list."), field="message_words")
    said = seen(words)
    _check(topic, said)
    with db.transaction() as tx:
        where = {"topic": topic, "language": language.value}
        tx.execute("DELETE FROM message_text WHERE topic = $topic AND language = $language", **where)
        if said and said != standard(topic, language):
            tx.insert("message_text", {**where, "words": said, "changed_at": now})
        audit.write(tx, actor, "message_words_changed", topic, now=now)


def _check(topic: str, words: str) -> None:
    if len(words) > LONGEST:
        raise WrongInput(
            mark("A message has at most {most} characters."), field="message_words", most=LONGEST
        )
    try:
        found = [
            (name, spec, turned) for _, name, spec, turned in Formatter().parse(words) if name is not None
        ]
    except ValueError:
        raise WrongInput(mark("A brace is missing or stands alone."), field="message_words") from None
    for name, spec, turned in found:
        if name not in places(topic) or spec or turned:
            allowed = " ".join(f"{{{place}}}" for place in places(topic))
            raise WrongInput(
                mark("“{name}” cannot be filled in here; these can: {allowed}"),
                field="message_words",
                name=name,
                allowed=allowed,
            )


def said(db: Database, topic: str, facts: Mapping[str, Any], language: Language, now: datetime) -> str:
    """The message in that language, with the hospital's words where it has its own."""
    words = own_words(db).get((topic, language)) or standard(topic, language)
    return filled(words, {name: _plain(name, value, language, now) for name, value in facts.items()})


def _plain(name: str, value: Any, language: Language, now: datetime) -> Any:
    if name in _INSTANTS:
        with suppress(ValueError):  # it may be in words already
            return short_time(instant(value), now, language) or "—"
    # A reason is a word of ours or somebody's own; everything else is never to be translated.
    return catalogue(language).get(value, value) if name == "reason" and isinstance(value, str) else value


def facts_of_ticket(db: Database, ticket_id: int | None, language: Language) -> Mapping[str, str]:
    """What every message can say of its ticket: `ALWAYS`, each "—" where it is not known."""
    sql = "SELECT number, location_id, service_code, description FROM ticket WHERE id = $id"
    row = db.row(sql, id=ticket_id) if ticket_id is not None else None
    if row is None:
        return dict.fromkeys(ALWAYS, "—")
    place, wanted = location(db, row["location_id"]), service(db, row["service_code"])
    return {
        "number": row["number"],
        "place": place.path if place else "—",
        "service": wanted.title(language) if wanted else "—",
        "description": row["description"][:60] or "—",
    }
