"""The list of people: roles in words, no password leaves, new ones get theirs once."""

from __future__ import annotations

import pytest

from lib.lists import exchange
from lib.lists.offered import named
from lib.lists.roles_cell import Roles
from lib.people import accounts, sessions
from lib.people.roles import Grant, Role, Scope
from lib.store.database import Database
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
    assert li.skills == ("electrician",)
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


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("调度员", "调度"),
        ("话务员；接线员", "客服"),
        ("维修技师", "维修人员"),
        ("维修工;师傅", "维修人员"),
        ("护士长:科室:XXNK", "科室联络员:科室:XXNK"),
        ("班长：班组：T01", "班组长:班组:T01"),
        ("主管:班组:水电班", "班组长:班组:T01"),
        ("系统管理员", "管理员"),
    ],
)
def test_roles_are_known_by_what_people_call_them(hospital: Database, written: str, said: str) -> None:
    cell = Roles.of(hospital)
    assert cell.say(cell.read(written), ZH) == said


def test_an_unknown_role_is_told_which_there_are(hospital: Database) -> None:
    reason = faults(look(hospital, "people", {**NEW, "roles": "院长"}), ZH)[(2, "roles")]
    assert "客服 / 调度 / 班组长 / 维修人员" in reason
    assert "申报人" not in reason


def test_a_reach_that_is_missing_is_shown_how_to_write(hospital: Database) -> None:
    reason = faults(look(hospital, "people", {**NEW, "roles": "护士长"}), ZH)[(2, "roles")]
    assert "科室联络员：科室：" in reason


def test_a_campus_is_a_campus(hospital: Database) -> None:
    assert faults(look(hospital, "people", {**NEW, "roles": "客服:院区:BY-A"})).keys() == {(2, "roles")}


def test_the_template_names_the_roles_and_offers_them(hospital: Database) -> None:
    roles = next(one for one in named("people").columns(hospital) if one.attribute == "roles")
    offered = roles.cell.offered(ZH)
    assert {"客服", "调度", "维修人员", "班组长:班组:T01", "科室联络员:科室:XXNK"} <= set(offered)
    assert all(roles.cell.read(one) for one in offered)
    assert "客服 / 调度 / 班组长" in exchange.note(named("people"), roles, ZH)
