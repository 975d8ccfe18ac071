"""Posts and rosters from files: every bad cell is marked, and only what one keeps is changed."""

from __future__ import annotations

from datetime import date, time

import pytest

from lib.core.errors import NotAllowed
from lib.core.i18n import Language
from lib.lists import exchange
from lib.lists.offered import named
from lib.lists.preview import Outcome, Preview
from lib.people import accounts, posts, roster
from lib.people.roles import SYSTEM
from tests.conftest import MONDAY, Cast
from tests.lists.files import bring, faults, file, look, shown

FIRST = date(2026, 11, 23)


@pytest.fixture
def night(cast: Cast) -> int:
    values = {
        "team_id": cast.team,
        "name": "夜班",
        "kind": "night",
        "starts": time(17, 30),
        "ends": time(7, 30),
    }
    return posts.save(cast.db, values, actor=SYSTEM, now=MONDAY)


def row(**days: str) -> dict[str, str]:
    return {"week": "2026-11-23", "team": "水电班", "post": "夜班", **days}


def of(cast: Cast, who: str, *rows: dict[str, str]) -> Preview:
    content = file(cast.db, "roster", rows)
    return exchange.preview(
        cast.db, named("roster"), content, language=Language.ZH, actor=cast.actor(who), now=MONDAY
    )


def test_a_week_comes_in_and_only_its_differences_are_written(cast: Cast, night: int) -> None:
    bring(cast.db, "roster", row(mon="李师傅", tue="li、chen", sun="陈师傅；孙班长"))
    held = roster.cells(cast.db, FIRST, date(2026, 11, 29))
    people = cast.people
    assert held == {
        (night, FIRST): (people["li"],),
        (night, date(2026, 11, 24)): tuple(sorted((people["li"], people["chen"]))),
        (night, date(2026, 11, 29)): tuple(sorted((people["sun"], people["chen"]))),
    }
    seen = look(cast.db, "roster", row(week="2026年11月25日", mon="李师傅", tue="陈师傅"))
    assert [(one.outcome, sorted(one.changes)) for one in seen.rows] == [(Outcome.CHANGED, ["tue"])]
    bring(cast.db, "roster", row(mon="李师傅", tue="陈师傅，李师傅", sun=""))
    assert (night, date(2026, 11, 29)) not in roster.cells(cast.db, FIRST, date(2026, 11, 29))


def test_every_bad_cell_says_what_is_wrong_with_it(cast: Cast, night: int) -> None:
    accounts.set_active(cast.db, actor=SYSTEM, account_id=cast.people["chen"], active=False, now=MONDAY)
    seen = look(
        cast.db,
        "roster",
        row(mon="李师父", tue="王客服", wed="陈师傅", thu="李师傅;没有"),
        row(post="大夜"),
        row(week="下周"),
        row(team="T99"),
        row(week="2026-11-30", team="DESK"),
        row(week="2026-12-1", mon="周师傅"),
        row(week="2026-12-2", mon="李师傅"),
    )
    said = faults(seen)
    assert sorted(said) == [
        (2, "mon"), (2, "thu"), (2, "tue"), (2, "wed"), (3, "post"), (4, "week"), (5, "team"), (6, "post"),
        (8, "week"),
    ]  # fmt: skip
    assert "李师傅" in said[2, "mon"]
    assert "out of use" in said[2, "wed"]
    assert "夜班" in said[3, "post"]
    assert "line 7" in said[8, "week"]


def test_a_leader_brings_the_own_teams_roster_and_no_other(cast: Cast, night: int) -> None:
    theirs = {
        "team_id": cast.other_team,
        "name": "夜班",
        "kind": "night",
        "starts": time(18),
        "ends": time(6),
    }
    posts.save(cast.db, theirs, actor=SYSTEM, now=MONDAY)
    seen = of(cast, "sun", row(mon="李师傅"), row(team="T09", mon="周师傅"))
    assert [one.outcome for one in seen.rows] == [Outcome.NEW, Outcome.WRONG]
    assert set(faults(seen)) == {(3, "team")}
    exchange.write(cast.db, seen, actor=cast.actor("sun"), now=MONDAY, waived=seen.wrong)
    assert cast.db.value("SELECT count(*) FROM roster") == 1
    for nobody in ("li", "wang", "zheng"):
        with pytest.raises(NotAllowed):
            of(cast, nobody, row(mon="李师傅"))


def test_posts_come_from_a_file_too(cast: Cast) -> None:
    rows = [
        {"team": "水电班", "name": "夜班", "kind": "夜班", "starts": "17:30", "ends": "730", "phone": "8120"},
        {"team": "DESK", "name": "接线白班", "kind": "白班", "starts": "8：00", "ends": "20:00"},
    ]
    bring(cast.db, "posts", *rows)
    found = [(post.team_id, post.kind, post.starts, post.ends) for post in posts.all_posts(cast.db).values()]
    assert sorted(found, key=str) == sorted(
        [(cast.team, "night", time(17, 30), time(7, 30)), (None, "day", time(8), time(20))], key=str
    )
    seen = look(cast.db, "posts", {**rows[0], "starts": "25:00", "kind": "晚班"}, {**rows[1], "ends": ""})
    assert set(faults(seen)) == {(2, "starts"), (2, "kind"), (3, "ends")}


def test_an_export_comes_back_unchanged(cast: Cast, night: int) -> None:
    bring(cast.db, "roster", row(mon="李师傅", tue="陈师傅;孙班长"))
    for form in ("csv", "xlsx"):
        content = exchange.export(cast.db, named("roster"), Language.ZH, form)
        assert {one.outcome for one in shown(cast.db, "roster", content).rows} == {Outcome.UNCHANGED}
