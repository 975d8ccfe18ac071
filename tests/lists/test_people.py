"""The list of people: roles in words, no password leaves, new ones get theirs once."""

from __future__ import annotations

import pytest

from lib.lists import exchange
from lib.lists.offered import named
from lib.people import accounts, sessions
from lib.people.roles import Grant, Role, Scope
from tests.conftest import MONDAY, Cast
from tests.lists.files import EN, ZH, bring, faults, kept, look

NEW = {"username": "Xin", "name": "新人", "phone": "13900000000"}
LI = {"username": "li", "name": "李师傅"}


def by_name(cast: Cast, username: str) -> accounts.Account:
    return next(one for one in accounts.all_accounts(cast.db).values() if one.username == username)


@pytest.mark.parametrize(
    ("written", "grants"),
    [
        ("客服", {Grant(Role.OPERATOR, Scope.EVERYWHERE)}),
        ("operator", {Grant(Role.OPERATOR, Scope.EVERYWHERE)}),
        ("客服：BY", {Grant(Role.OPERATOR, Scope.CAMPUS, 1)}),
        ("班组长:班组:t01", {Grant(Role.LEADER, Scope.TEAM, 1)}),
        (
            "leader:team:T01；调度",
            {Grant(Role.LEADER, Scope.TEAM, 1), Grant(Role.DISPATCHER, Scope.EVERYWHERE)},
        ),
        ("科室联络员:XXNK", {Grant(Role.LIAISON, Scope.DEPARTMENT, 1)}),
        (
            "班组长:维保单位:V02;班组长:班组:T01;班组长:班组:T01",
            {Grant(Role.LEADER, Scope.VENDOR, 1), Grant(Role.LEADER, Scope.TEAM, 1)},
        ),
        ("", set()),
    ],
)
def test_roles_in_words_with_their_reach(cast: Cast, written: str, grants: set[Grant]) -> None:
    bring(cast.db, "people", {**NEW, "roles": written})
    assert by_name(cast, "xin").grants == grants


def test_every_role_that_is_said_is_read_back(cast: Cast) -> None:
    for language in (ZH, EN):
        content = exchange.export(cast.db, named("people"), language, "csv").decode("utf-8-sig")
        assert ("班组长:班组:T01" if language is ZH else "Team leader:Team:T01") in content
        assert "password" not in content and "$2" not in content


def test_a_new_person_signs_in_with_the_password_that_is_told_once(cast: Cast) -> None:
    written = bring(
        cast.db,
        "people",
        {**NEW, "roles": "调度"},
        {**NEW, "username": "gong", "roles": "维修人员", "team": "T01"},
    )
    assert list(written.passwords) == ["xin"]
    new = by_name(cast, "xin")
    assert new.must_change
    made = sessions.sign_in(
        cast.db, username="xin", password=written.passwords["xin"], address="10.0.0.1", device="", now=MONDAY
    )
    assert sessions.who(cast.db, made.secret, MONDAY) == new
    assert by_name(cast, "gong").team_id == cast.team


def test_only_what_changes_is_touched(cast: Cast) -> None:
    hashed = cast.db.value("SELECT password_hash FROM account WHERE username = 'li'")
    written = bring(
        cast.db, "people", {**LI, "roles": "维修人员；班组长:班组:T01", "team": "T01", "skills": "电工证"}
    )
    assert (written.changed, written.passwords) == (1, {})
    li = by_name(cast, "li")
    assert li.grants == {Grant(Role.TECHNICIAN, Scope.OWN), Grant(Role.LEADER, Scope.TEAM, cast.team)}
    assert li.skills == ("电工证",)
    assert cast.db.value("SELECT password_hash FROM account WHERE username = 'li'") == hashed
    bring(cast.db, "people", {**LI, "roles": "客服", "team": "", "skills": ""})
    assert (by_name(cast, "li").team_id, by_name(cast, "li").skills) == (None, ())


def test_who_may_no_longer_sign_in_is_signed_out(cast: Cast) -> None:
    with cast.db.transaction() as tx:
        sessions.start(tx, cast.db, cast.people["li"], sessions.BROWSER, address="", device="", now=MONDAY)
    bring(cast.db, "people", {**LI, "active": "否"})
    assert not by_name(cast, "li").active
    assert cast.db.value("SELECT count(*) FROM sign_in WHERE account_id = $id", id=cast.people["li"]) == 0


@pytest.mark.parametrize("taken", [{"roles": "客服"}, {"active": "否"}])
def test_somebody_remains_administrator(cast: Cast, taken: dict[str, str]) -> None:
    row = {"username": "admin", "name": "管理员", **taken}
    assert faults(look(cast.db, "people", row)) == {
        (2, next(iter(taken))): "Somebody has to remain administrator."
    }
    other = {**NEW, "roles": "管理员"}
    assert bring(cast.db, "people", row, other).changed == 1


def test_nobody_is_a_reporter_by_account(cast: Cast) -> None:
    assert faults(look(cast.db, "people", {**NEW, "roles": "申报人"})).keys() == {(2, "roles")}
    assert kept(cast.db, "people")
