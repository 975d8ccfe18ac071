"""Notices to single people."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from lib.core.i18n import Language, say
from lib.notifications import outbox

FACTS = dict.fromkeys(
    [
        "number",
        "description",
        "urges",
        "reason",
        "others",
        "into",
        "words",
        "who",
        "whom",
        "until",
        "due",
        "minutes",
        "count",
        "note",
        "asset",
        "certificate",
        "statement",
        "vendor",
        "ticket",
        "days",
        "day",
    ],
    "x",
)
NOW = datetime.fromisoformat("2026-11-16T10:00:00+08:00")


def tell(cast: Any, *names: str, topic: str = "assigned", now: datetime = NOW, **facts: Any) -> None:
    with cast.db.transaction() as tx:
        outbox.tell(tx, [cast.people[n] for n in names], topic, ticket_id=1, now=now, facts=facts)


def unseen(cast: Any, name: str, **more: int) -> list[Any]:
    return outbox.unseen(cast.db, cast.people[name], **more)


def test_each_person_gets_one_notice(cast: Any) -> None:
    tell(cast, "li", "li", "chen", number="20261116-0001", description="灯不亮")
    [notice] = unseen(cast, "li")
    assert (notice["topic"], notice["facts"]["number"], notice["created_at"]) == (
        "assigned",
        "20261116-0001",
        NOW,
    )
    assert len(unseen(cast, "chen")) == 1
    assert unseen(cast, "zhou") == []


def test_the_newest_comes_first_and_only_so_many(cast: Any) -> None:
    for number in range(5):
        tell(cast, "li", number=number, now=NOW + timedelta(minutes=number))
    assert [notice["facts"]["number"] for notice in unseen(cast, "li", limit=3)] == [4, 3, 2]


def test_what_was_looked_at_is_gone_for_that_person_only(cast: Any) -> None:
    tell(cast, "li", "chen")
    outbox.seen(cast.db, cast.people["li"], NOW)
    assert (unseen(cast, "li"), len(unseen(cast, "chen"))) == ([], 1)
    tell(cast, "li")
    assert len(unseen(cast, "li")) == 1


def test_a_topic_nobody_knows_is_a_mistake_of_ours(cast: Any) -> None:
    with pytest.raises(AssertionError):
        tell(cast, "li", topic="gossip")


@pytest.mark.parametrize("language", list(Language))
def test_every_topic_is_said_with_the_facts_it_comes_with(language: Language) -> None:
    for words in outbox.TOPIC_WORDS.values():
        assert "{" not in say(language, words, **FACTS)
