"""Accounts: names, passwords, roles, and that somebody always remains administrator."""

from __future__ import annotations

from typing import Any

import pytest

from lib.core.errors import NotAllowed, NotFound, Refusal, WrongInput
from lib.people import accounts, audit, sessions
from lib.people.roles import SYSTEM, Actor, Grant, Permission, Role, Scope, may
from lib.store.database import Database

EVERYWHERE = Scope.EVERYWHERE
GOOD = "good password 1"


def create(cast: Any, now: Any, actor: Any = None, **more: Any) -> int:
    asked = {
        "username": "lin",
        "name": "林护士",
        "password": GOOD,
        "grants": [Grant(Role.MANAGER, EVERYWHERE)],
    }
    return accounts.create(cast.db, actor=actor or cast.actor("admin"), now=now, **asked | more)


def test_a_new_account_has_to_change_its_password(cast: Any, now: Any) -> None:
    found = accounts.account(cast.db, create(cast, now, username=" Lin ", phone=" 138 "))
    assert (found.username, found.name, found.phone) == ("lin", "林护士", "138")
    assert (found.must_change, found.active, found.demonstration) == (True, True, False)
    assert found.grants == {Grant(Role.MANAGER, EVERYWHERE)}


def test_a_technician_belongs_to_a_team_and_has_skills(cast: Any, now: Any) -> None:
    new = create(
        cast,
        now,
        password="",
        grants=[Grant(Role.TECHNICIAN, Scope.OWN)],
        team_id=cast.team,
        skills=["electrician", "plumber"],
    )
    found = accounts.account(cast.db, new)
    assert (found.team_id, found.skills) == (cast.team, ("electrician", "plumber"))
    assert accounts.actor(cast.db, new).team_id == cast.team


@pytest.mark.parametrize(
    ("said", "at_field"),
    [
        ({"username": ""}, "username"),
        ({"username": "two words"}, "username"),
        ({"name": "  "}, "username"),
        ({"username": "LI"}, "username"),
        ({"password": "short"}, "password"),
        ({"password": "aaaaaaaaaaaa"}, "password"),
        ({"password": "密" * 25}, "password"),
        ({"grants": [Grant(Role.TECHNICIAN, EVERYWHERE)]}, "role"),
        ({"grants": [Grant(Role.LIAISON, Scope.DEPARTMENT)]}, "role"),
        ({"grants": [Grant(Role.REPORTER, Scope.TICKET, 1)]}, "role"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    cast: Any, now: Any, said: dict[str, Any], at_field: str
) -> None:
    before = len(accounts.all_accounts(cast.db))
    with pytest.raises(Refusal) as refused:
        create(cast, now, **said)
    assert refused.value.field == at_field
    assert len(accounts.all_accounts(cast.db)) == before


@pytest.mark.parametrize("name", ["zhao", "zheng", "sun", "liu"])
def test_only_administrators_make_and_change_accounts(cast: Any, now: Any, name: str) -> None:
    actor, li = cast.actor(name), cast.people["li"]
    with pytest.raises(NotAllowed):
        create(cast, now, actor)
    with pytest.raises(NotAllowed):
        accounts.set_grants(cast.db, actor=actor, account_id=li, grants=[], now=now)
    with pytest.raises(NotAllowed):
        accounts.set_active(cast.db, actor=actor, account_id=li, active=False, now=now)
    with pytest.raises(NotAllowed):
        accounts.reset_password(cast.db, actor=actor, account_id=li, password=GOOD, now=now)


def test_somebody_remains_administrator(cast: Any, now: Any) -> None:
    admin, me = cast.actor("admin"), cast.people["admin"]
    with pytest.raises(Refusal, match="remain administrator"):
        accounts.set_active(cast.db, actor=admin, account_id=me, active=False, now=now)
    with pytest.raises(Refusal, match="remain administrator"):
        accounts.set_grants(
            cast.db, actor=admin, account_id=me, grants=[Grant(Role.MANAGER, EVERYWHERE)], now=now
        )
    assert may(cast.actor("admin"), Permission.ADMINISTER)


def test_a_disabled_administrator_is_none(cast: Any, now: Any) -> None:
    admin, me = cast.actor("admin"), cast.people["admin"]
    other = create(cast, now, grants=[Grant(Role.ADMINISTRATOR, EVERYWHERE)])
    accounts.set_active(cast.db, actor=admin, account_id=other, active=False, now=now)
    with pytest.raises(Refusal, match="remain administrator"):
        accounts.set_active(cast.db, actor=admin, account_id=me, active=False, now=now)
    accounts.set_active(cast.db, actor=admin, account_id=other, active=True, now=now)
    accounts.set_active(cast.db, actor=admin, account_id=me, active=False, now=now)
    assert not may(cast.actor("admin"), Permission.ADMINISTER)


def test_an_account_may_hold_several_roles(cast: Any, now: Any) -> None:
    both = [Grant(Role.TECHNICIAN, Scope.OWN), Grant(Role.LEADER, Scope.TEAM, cast.team)]
    accounts.set_grants(cast.db, actor=SYSTEM, account_id=cast.people["li"], grants=both, now=now)
    li = cast.actor("li")
    assert li.roles == {Role.TECHNICIAN, Role.LEADER}
    assert may(li, Permission.SEE_BOARD)
    assert may(li, Permission.WORK_TICKET)


def test_the_same_role_for_two_departments(cast: Any, now: Any) -> None:
    both = [Grant(Role.LIAISON, Scope.DEPARTMENT, one) for one in (cast.ward, cast.other_ward)]
    accounts.set_grants(cast.db, actor=SYSTEM, account_id=cast.people["liu"], grants=both, now=now)
    assert cast.actor("liu").grants == set(both)


def test_the_same_grant_twice_is_one(cast: Any, now: Any) -> None:
    one = Grant(Role.LEADER, Scope.TEAM, cast.team)
    for _ in range(2):
        accounts.set_grants(cast.db, actor=SYSTEM, account_id=cast.people["sun"], grants=[one, one], now=now)
    assert cast.actor("sun").grants == {one}


def test_a_refused_change_of_roles_changes_nothing(cast: Any, now: Any) -> None:
    before = cast.actor("sun").grants
    wrong = [Grant(Role.MANAGER, EVERYWHERE), Grant(Role.LEADER, EVERYWHERE)]
    with pytest.raises(WrongInput):
        accounts.set_grants(cast.db, actor=SYSTEM, account_id=cast.people["sun"], grants=wrong, now=now)
    assert cast.actor("sun").grants == before


def test_a_disabled_account_holds_nothing_and_gets_it_back(cast: Any, now: Any) -> None:
    me = cast.people["zhao"]
    accounts.set_active(cast.db, actor=SYSTEM, account_id=me, active=False, now=now)
    assert cast.actor("zhao").grants == frozenset()
    accounts.set_active(cast.db, actor=SYSTEM, account_id=me, active=True, now=now)
    assert cast.actor("zhao").roles == {Role.DISPATCHER}


def test_who_is_not_there_is_not_found(cast: Any, now: Any) -> None:
    with pytest.raises(NotFound):
        accounts.account(cast.db, 999)
    for change in (
        lambda: accounts.set_grants(cast.db, actor=SYSTEM, account_id=999, grants=[], now=now),
        lambda: accounts.set_active(cast.db, actor=SYSTEM, account_id=999, active=False, now=now),
        lambda: accounts.reset_password(cast.db, actor=SYSTEM, account_id=999, password=GOOD, now=now),
    ):
        with pytest.raises(NotFound):
            change()


# Passwords -----------------------------------------------------------------------------------------


def test_a_password_is_kept_as_a_hash(cast: Any, now: Any) -> None:
    new = create(cast, now)
    kept = cast.db.value("SELECT password_hash FROM account WHERE id = $id", id=new)
    assert GOOD not in kept
    assert kept != accounts.password_hash(GOOD)
    assert kept.startswith("$2b$10$")  # the work a guess costs


def test_one_changes_ones_own_password(cast: Any, now: Any, password: str) -> None:
    accounts.change_password(cast.db, actor=cast.actor("zhao"), old=password, new=GOOD, now=now)
    assert sessions.sign_in(cast.db, username="zhao", password=GOOD, address="", device="", now=now)
    assert not accounts.account(cast.db, cast.people["zhao"]).must_change


@pytest.mark.parametrize(
    ("old", "new", "at_field"),
    [
        ("wrong password", GOOD, "old"),
        (None, None, "password"),
        (None, "short", "password"),
        (None, "密码" * 13, "password"),
    ],
)
def test_a_new_password_that_cannot_be_is_refused(
    cast: Any, now: Any, password: str, old: str | None, new: str | None, at_field: str
) -> None:
    with pytest.raises(WrongInput) as refused:
        accounts.change_password(
            cast.db, actor=cast.actor("zhao"), old=old or password, new=new or password, now=now
        )
    assert refused.value.field == at_field


def test_a_reset_password_has_to_be_changed(cast: Any, now: Any) -> None:
    zhao = cast.people["zhao"]
    accounts.reset_password(cast.db, actor=cast.actor("admin"), account_id=zhao, password=GOOD, now=now)
    assert accounts.account(cast.db, zhao).must_change
    assert sessions.sign_in(cast.db, username="zhao", password=GOOD, address="", device="", now=now)


# The first one -------------------------------------------------------------------------------------


def test_an_empty_hospital_gets_its_first_administrator_once(db: Database, now: Any) -> None:
    assert accounts.none_yet(db)
    first = accounts.create_first(db, username="root", name="管理员", password=GOOD, now=now)
    assert may(accounts.actor(db, first), Permission.ADMINISTER)
    assert not accounts.account(db, first).must_change
    assert not accounts.none_yet(db)
    with pytest.raises(Refusal, match="already has its accounts"):
        accounts.create_first(db, username="evil", name="别人", password=GOOD, now=now)


# The log -------------------------------------------------------------------------------------------


def test_every_administrative_act_is_logged_with_who_did_it(cast: Any, now: Any) -> None:
    admin, li = cast.actor("admin"), cast.people["li"]
    create(cast, now)
    accounts.set_grants(
        cast.db, actor=admin, account_id=li, grants=[Grant(Role.TECHNICIAN, Scope.OWN)], now=now
    )
    accounts.set_active(cast.db, actor=admin, account_id=li, active=False, now=now)
    accounts.set_active(cast.db, actor=admin, account_id=li, active=True, now=now)
    accounts.reset_password(cast.db, actor=admin, account_id=li, password=GOOD, now=now)
    lines = audit.latest(cast.db, 5)
    assert [line["act"] for line in reversed(lines)] == [
        "account_created",
        "roles_changed",
        "account_disabled",
        "account_enabled",
        "password_changed",
    ]
    assert {line["actor"] for line in lines} == {"管理员"}
    assert not any(GOOD in str(line) for line in lines)


def test_an_act_nobody_knows_is_a_mistake_of_ours(cast: Any, now: Any) -> None:
    with cast.db.transaction() as tx, pytest.raises(AssertionError):
        audit.write(tx, Actor(account_id=1, name="某人"), "sang_a_song", now=now)
