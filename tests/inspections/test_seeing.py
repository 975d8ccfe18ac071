"""The rounds a list shows somebody are exactly those the roles let them see."""

from __future__ import annotations

from lib.inspections import records
from lib.inspections.rights import matter
from lib.inspections.seeing import visible
from lib.people.roles import SYSTEM, Permission, may
from tests.inspections.touring import Tour, add_round


def test_a_list_and_the_roles_say_the_same_for_everybody(tour: Tour) -> None:
    cast, nobody = tour.cast, dict.fromkeys(("account_id", "post_id", "team_id", "vendor_id", "campus_id"))
    with tour.db.transaction() as tx:
        post = {
            "id": 1,
            "team_id": cast.team,
            "name": "白班",
            "kind": "day",
            "starts": "08:00",
            "ends": "17:00",
        }
        tx.insert("post", post)
        given = (
            {"account_id": cast.people["li"]}, {"account_id": cast.people["zhou"], "team_id": cast.other_team},
            {"post_id": 1}, {"team_id": cast.other_team}, {"vendor_id": cast.vendor}, {"vendor_id": cast.vendor + 99},
            {"campus_id": tour.round.campus_id}, {},
        )  # fmt: skip
        for part, whose in enumerate(given, start=1):
            add_round(tx, tour.plan_id, part=part, **{**nobody, **whose})
    rounds = [found for number in range(20) if (found := records.by_id(tour.db, number))]
    assert len(rounds) == len(given) + 1
    for permission in (Permission.SEE_ROUNDS, Permission.KEEP_ROUNDS):
        for actor in (SYSTEM, *(cast.actor(name) for name in cast.people)):
            sight = visible(actor, permission)
            seen = cast.db.rows(f"SELECT r.id FROM round r WHERE {sight.sql}", **sight.values)
            told = {round.id for round in rounds if may(actor, permission, matter(tour.db, round, actor))}
            assert {row["id"] for row in seen} == told, (actor.name, permission)
