"""Sign-ins: opened by a password or a binding code, ended at once, slowed down for guessers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lib.core.errors import NotAllowed, Refusal, TooMany
from lib.core.settings import settings
from lib.people import accounts, audit, sessions
from lib.people.roles import SYSTEM, Grant, Permission, Role, Scope, may
from lib.store.opening import close_all, opened

GOOD = "good password 1"


def sign_in(
    cast: Any, now: Any, username: str = "zhao", password: str = "correct horse 7", **more: Any
) -> Any:
    where = {"address": "10.0.0.1", "device": "browser"} | more
    return sessions.sign_in(cast.db, username=username, password=password, now=now, **where)


def failing(cast: Any, now: Any, times: int, **more: Any) -> None:
    for _ in range(times):
        with pytest.raises(NotAllowed):
            sign_in(cast, now, password="wrong", **more)


def counted(cast: Any, now: Any, key: str, times: int) -> None:
    """As if that many attempts had been made (each real one costs a slow hash)."""
    with cast.db.transaction() as tx:
        for _ in range(times):
            sessions.count(tx, key, now)


def test_the_right_password_opens_a_sign_in(cast: Any, now: Any) -> None:
    opened_one = sign_in(cast, now, username=" ZHAO ")
    assert opened_one.account.name == "赵调度"
    assert opened_one.expires_at == now + timedelta(hours=14)
    assert sessions.who(cast.db, opened_one.secret, now) == opened_one.account


def test_the_secret_is_kept_as_a_hash_only(cast: Any, now: Any) -> None:
    secret = sign_in(cast, now).secret
    [row] = cast.db.rows("SELECT * FROM sign_in")
    assert secret not in str(row)


@pytest.mark.parametrize("username", ["zhao", "nobody"])
def test_a_wrong_password_and_a_wrong_name_are_told_alike(cast: Any, now: Any, username: str) -> None:
    with pytest.raises(NotAllowed, match="User name or password") as refused:
        sign_in(cast, now, username=username, password="wrong")
    assert refused.value.field == "password"


def test_an_empty_password_opens_nothing(cast: Any, now: Any) -> None:
    with cast.db.transaction() as tx:
        tx.update("account", {"id": cast.people["li"], "password_hash": ""})
    for password in ("", "nobody"):
        with pytest.raises(NotAllowed):
            sign_in(cast, now, username="li", password=password)


def test_a_sign_in_ends_after_fourteen_hours(cast: Any, now: Any) -> None:
    secret = sign_in(cast, now).secret
    assert sessions.who(cast.db, secret, now + timedelta(hours=14, seconds=-1))
    assert sessions.who(cast.db, secret, now + timedelta(hours=14)) is None


def test_a_screen_on_the_wall_stays_signed_in_for_a_year(cast: Any, now: Any) -> None:
    grants = [Grant(Role.SCREEN, Scope.EVERYWHERE)]
    made = accounts.create(
        cast.db, actor=SYSTEM, username="wall", name="大屏", password=GOOD, grants=grants, now=now
    )
    opened = sign_in(cast, now, username="wall", password=GOOD)
    assert (opened.account.id, opened.kind, opened.expires_at - now) == (made, "screen", timedelta(days=365))
    assert may(accounts.actor(cast.db, made), Permission.SEE_BOARD)


def test_a_secret_nobody_has_is_nobody(cast: Any, now: Any) -> None:
    assert sessions.who(cast.db, "made-up", now) is None


# Ending --------------------------------------------------------------------------------------------


def test_signing_out_ends_this_sign_in_only(cast: Any, now: Any) -> None:
    one, two = sign_in(cast, now).secret, sign_in(cast, now).secret
    sessions.sign_out(cast.db, one, now=now)
    assert sessions.who(cast.db, one, now) is None
    assert sessions.who(cast.db, two, now)
    sessions.sign_out(cast.db, one, now=now)  # twice does no harm


def test_signing_out_everywhere_ends_all_of_the_account(cast: Any, now: Any) -> None:
    secrets = [sign_in(cast, now).secret for _ in range(2)]
    other = sign_in(cast, now, username="wang").secret
    sessions.sign_out_everywhere(cast.db, actor=cast.actor("zhao"), account_id=cast.people["zhao"], now=now)
    assert [sessions.who(cast.db, secret, now) for secret in secrets] == [None, None]
    assert sessions.who(cast.db, other, now)


def test_who_binds_phones_there_signs_others_out_too(cast: Any, now: Any) -> None:
    li = cast.people["li"]
    sessions.sign_out_everywhere(cast.db, actor=cast.actor("sun"), account_id=li, now=now)
    with pytest.raises(NotAllowed):
        sessions.sign_out_everywhere(cast.db, actor=cast.actor("chen"), account_id=li, now=now)
    with pytest.raises(NotAllowed):
        sessions.sign_out_everywhere(
            cast.db, actor=cast.actor("sun"), account_id=cast.people["zhou"], now=now
        )


def test_disabling_ends_every_sign_in_for_good(cast: Any, now: Any) -> None:
    secret = sign_in(cast, now).secret
    zhao = cast.people["zhao"]
    accounts.set_active(cast.db, actor=SYSTEM, account_id=zhao, active=False, now=now)
    assert sessions.who(cast.db, secret, now) is None
    with pytest.raises(NotAllowed, match="User name or password"):
        sign_in(cast, now)
    accounts.set_active(cast.db, actor=SYSTEM, account_id=zhao, active=True, now=now)
    assert sessions.who(cast.db, secret, now) is None


def test_changing_the_password_ends_every_sign_in(cast: Any, now: Any, password: str) -> None:
    secrets = [sign_in(cast, now).secret for _ in range(2)]
    accounts.change_password(cast.db, actor=cast.actor("zhao"), old=password, new=GOOD, now=now)
    assert [sessions.who(cast.db, secret, now) for secret in secrets] == [None, None]


def test_a_reset_password_ends_every_sign_in(cast: Any, now: Any) -> None:
    secret = sign_in(cast, now).secret
    accounts.reset_password(cast.db, actor=SYSTEM, account_id=cast.people["zhao"], password=GOOD, now=now)
    assert sessions.who(cast.db, secret, now) is None


def test_a_refused_password_ends_nothing(cast: Any, now: Any, password: str) -> None:
    secret = sign_in(cast, now).secret
    with pytest.raises(Refusal):
        accounts.change_password(cast.db, actor=cast.actor("zhao"), old=password, new="short", now=now)
    assert sessions.who(cast.db, secret, now)


# Guessing ------------------------------------------------------------------------------------------


def test_eight_wrong_passwords_lock_the_account_for_ten_minutes(cast: Any, now: Any) -> None:
    failing(cast, now, 8)
    with pytest.raises(TooMany):
        sign_in(cast, now)
    assert sign_in(cast, now, username="wang")
    assert sign_in(cast, now + timedelta(minutes=10, seconds=1))


def test_a_right_password_forgets_the_wrong_ones(cast: Any, now: Any) -> None:
    counted(cast, now, "account:zhao", 7)
    sign_in(cast, now)
    failing(cast, now, 1)
    assert sign_in(cast, now)


def test_guessing_is_throttled_per_address_generously(cast: Any, now: Any) -> None:
    counted(cast, now, "address:10.0.0.1", 199)
    failing(cast, now, 1, username="nobody")
    with pytest.raises(TooMany):
        sign_in(cast, now)
    assert sign_in(cast, now, address="10.0.0.2")


def test_the_throttle_survives_a_restart(cast: Any, now: Any) -> None:
    counted(cast, now, "account:zhao", 8)
    close_all()
    again = opened(settings().database)
    with pytest.raises(TooMany):
        sessions.sign_in(again, username="zhao", password="correct horse 7", address="", device="", now=now)


def test_a_sign_in_survives_a_restart(cast: Any, now: Any) -> None:
    secret = sign_in(cast, now).secret
    close_all()
    found = sessions.who(opened(settings().database), secret, now)
    assert found is not None
    assert found.username == "zhao"


def test_failed_attempts_are_logged(cast: Any, now: Any) -> None:
    failing(cast, now, 1, username="nobody")
    [line] = audit.latest(cast.db, 1)
    assert (line["act"], line["object"], line["actor"]) == ("sign_in_failed", "nobody", None)


# Binding a phone -----------------------------------------------------------------------------------


def bind(cast: Any, code: str, now: Any, **more: Any) -> Any:
    return sessions.bind_phone(
        cast.db, code=code, now=now, **{"address": "10.0.0.9", "device": "phone"} | more
    )


def issued(cast: Any, now: Any, by: str = "sun", to: str = "li") -> str:
    return sessions.issue_binding_code(cast.db, actor=cast.actor(by), account_id=cast.people[to], now=now)


def test_a_code_binds_a_phone_for_ninety_days_without_a_password(cast: Any, now: Any) -> None:
    code = issued(cast, now)
    assert len(code) == 8 and code.isdigit()
    bound = bind(cast, f" {code} ", now)
    assert (bound.account.name, bound.expires_at) == ("李师傅", now + timedelta(days=90))
    assert sessions.on_bound_phone(cast.db, bound.secret)
    assert sessions.who(cast.db, bound.secret, now + timedelta(days=89))
    assert sessions.who(cast.db, bound.secret, now + timedelta(days=90)) is None


def test_a_code_works_once(cast: Any, now: Any) -> None:
    code = issued(cast, now)
    bind(cast, code, now)
    with pytest.raises(NotAllowed, match="used up"):
        bind(cast, code, now)


def test_a_code_lasts_half_an_hour(cast: Any, now: Any) -> None:
    code = issued(cast, now)
    with pytest.raises(NotAllowed):
        bind(cast, code, now + timedelta(minutes=30))
    assert bind(cast, code, now + timedelta(minutes=29))


def test_a_new_code_replaces_the_earlier_one(cast: Any, now: Any) -> None:
    first, second = issued(cast, now), issued(cast, now)
    with pytest.raises(NotAllowed):
        bind(cast, first, now)
    assert bind(cast, second, now)


@pytest.mark.parametrize("by", ["sun", "wang", "zhao", "admin"])
def test_leader_desk_and_administrator_hand_out_codes(cast: Any, now: Any, by: str) -> None:
    assert issued(cast, now, by)


@pytest.mark.parametrize(
    ("by", "to"), [("sun", "zhou"), ("li", "li"), ("chen", "li"), ("liu", "li"), ("zheng", "li")]
)
def test_nobody_else_hands_out_codes(cast: Any, now: Any, by: str, to: str) -> None:
    with pytest.raises(NotAllowed):
        issued(cast, now, by, to)


def test_an_inspector_binds_a_phone_too_and_no_leader_hands_that_code_out(cast: Any, now: Any) -> None:
    assert bind(cast, issued(cast, now, "zhao", "wu"), now).account.name == cast.actor("wu").name
    with pytest.raises(NotAllowed):
        issued(cast, now, "sun", "wu")


def test_only_technicians_and_inspectors_bind_a_phone(cast: Any, now: Any) -> None:
    with pytest.raises(NotAllowed, match="Only technicians"):
        issued(cast, now, "admin", "zheng")


def test_a_bound_phone_is_released_everywhere(cast: Any, now: Any) -> None:
    bound = bind(cast, issued(cast, now), now)
    sessions.sign_out_everywhere(cast.db, actor=cast.actor("sun"), account_id=cast.people["li"], now=now)
    assert sessions.who(cast.db, bound.secret, now) is None


@pytest.mark.parametrize("ended", ["disabled", "released"])
def test_a_code_handed_out_before_does_not_outlive_that(cast: Any, now: Any, ended: str) -> None:
    code, li = issued(cast, now), cast.people["li"]
    if ended == "disabled":
        accounts.set_active(cast.db, actor=SYSTEM, account_id=li, active=False, now=now)
    else:
        sessions.sign_out_everywhere(cast.db, actor=cast.actor("sun"), account_id=li, now=now)
    with pytest.raises(NotAllowed):
        bind(cast, code, now)


def test_no_code_is_handed_out_for_a_disabled_account(cast: Any, now: Any) -> None:
    accounts.set_active(cast.db, actor=SYSTEM, account_id=cast.people["li"], active=False, now=now)
    with pytest.raises(NotAllowed):
        issued(cast, now)


def test_guessing_codes_is_throttled(cast: Any, now: Any) -> None:
    code = issued(cast, now)
    counted(cast, now, "bind:10.0.0.9", 23)
    with pytest.raises(NotAllowed):
        bind(cast, "00000000", now)
    with pytest.raises(TooMany):
        bind(cast, code, now)
    assert bind(cast, code, now, address="10.0.0.8")


def test_what_expired_is_forgotten(cast: Any, now: Any) -> None:
    kept = sign_in(cast, now).secret
    issued(cast, now)
    counted(cast, now, "account:wang", 3)
    sessions.forget_old(cast.db, now + timedelta(hours=1))
    assert sessions.who(cast.db, kept, now + timedelta(hours=1))
    assert [cast.db.value(f"SELECT count(*) FROM {t}") for t in ("binding_code", "attempt")] == [0, 0]
    sessions.forget_old(cast.db, now + timedelta(hours=14))
    assert cast.db.value("SELECT count(*) FROM sign_in") == 0
