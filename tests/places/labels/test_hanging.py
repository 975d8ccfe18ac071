"""What proves that a code hangs, and what does not."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from lib.core.errors import NotAllowed
from lib.places import labels
from lib.places.labels import hanging
from tests.conftest import MONDAY, Cast

LATER = MONDAY + timedelta(days=1)


def printed(cast: Cast, code: str, at: datetime = MONDAY) -> str:
    with cast.db.transaction() as tx:
        tx.execute("UPDATE label SET printed_at = $at WHERE code = $code", at=at, code=code)
    return code


def another(cast: Cast, location_id: int) -> str:
    with cast.db.transaction() as tx:
        code = labels.issue(tx, location_id, MONDAY)
    return printed(cast, code)


def scan(cast: Cast, code: str, at: datetime, phone: str = "a phone") -> None:
    with cast.db.transaction() as tx:
        hanging.scanned(tx, labels.read(cast.db, code), phone=phone, now=at)


def hangs(cast: Cast, code: str) -> bool:
    return labels.read(cast.db, code).hung


def test_a_printed_code_scanned_alone_hangs(cast: Cast) -> None:
    scan(cast, printed(cast, cast.code), LATER)
    assert hangs(cast, cast.code)
    assert labels.read(cast.db, cast.code).hung_at == LATER


def test_a_sheet_tried_at_a_desk_turns_nothing_live(cast: Cast) -> None:
    batch = [printed(cast, cast.code), another(cast, cast.icu), another(cast, 3), another(cast, 2)]
    for seconds, code in enumerate(batch * 2):
        scan(cast, code, LATER + timedelta(seconds=8 * seconds))
    assert not any(hangs(cast, code) for code in batch)


def test_the_second_scan_takes_back_what_the_first_had_proved(cast: Cast) -> None:
    other = another(cast, cast.icu)
    scan(cast, printed(cast, cast.code), LATER)
    scan(cast, other, LATER + timedelta(seconds=29))
    assert not hangs(cast, cast.code)
    assert not hangs(cast, other)


def test_from_door_to_door_at_a_walk_each_code_hangs(cast: Cast) -> None:
    other = another(cast, cast.icu)
    scan(cast, printed(cast, cast.code), LATER)
    scan(cast, other, LATER + timedelta(seconds=31))
    assert hangs(cast, cast.code)
    assert hangs(cast, other)


def test_two_people_in_two_rooms_at_once_do_not_disturb_each_other(cast: Cast) -> None:
    other = another(cast, cast.icu)
    scan(cast, printed(cast, cast.code), LATER, "one phone")
    scan(cast, other, LATER, "another phone")
    assert hangs(cast, cast.code)
    assert hangs(cast, other)


def test_a_code_once_tried_at_a_desk_hangs_when_it_is_scanned_alone_later(cast: Cast) -> None:
    other = another(cast, cast.icu)
    scan(cast, printed(cast, cast.code), LATER)
    scan(cast, other, LATER)
    scan(cast, other, LATER + timedelta(hours=2))
    assert hangs(cast, other)
    assert not hangs(cast, cast.code)


def test_a_scan_beside_a_code_that_hangs_already_is_alone(cast: Cast) -> None:
    other = another(cast, cast.icu)
    scan(cast, printed(cast, cast.code), LATER)
    scan(cast, cast.code, LATER + timedelta(hours=1))
    scan(cast, other, LATER + timedelta(hours=1, seconds=5))
    assert hangs(cast, cast.code)
    assert hangs(cast, other)


def test_within_ten_minutes_of_printing_a_scan_proves_nothing(cast: Cast) -> None:
    printed(cast, cast.code)
    scan(cast, cast.code, MONDAY + timedelta(minutes=9))
    assert not hangs(cast, cast.code)
    scan(cast, cast.code, MONDAY + timedelta(minutes=10))
    assert hangs(cast, cast.code)


@pytest.mark.parametrize(("reported", "proves"), [(True, True), (False, False)])
def test_within_ten_minutes_of_printing_only_what_the_public_sends_proves_it(
    cast: Cast, reported: bool, proves: bool
) -> None:
    printed(cast, cast.code)
    with cast.db.transaction() as tx:
        label = labels.read(cast.db, cast.code)
        hanging.used(tx, label, MONDAY + timedelta(minutes=5), reported=reported)
    assert hangs(cast, cast.code) is proves


def test_a_code_nobody_said_to_be_printed_is_remembered_as_scanned_and_hangs_once_used(cast: Cast) -> None:
    scan(cast, cast.code, LATER)
    found = labels.read(cast.db, cast.code)
    assert (found.first_scan_at, found.hung) == (LATER, False)
    with cast.db.transaction() as tx:
        hanging.used(tx, found, LATER, reported=False)
    assert hangs(cast, cast.code)


@pytest.mark.parametrize("name", ["li", "sun", "wu", "admin"])
def test_who_hangs_codes_says_so_and_it_is_written_down(cast: Cast, name: str) -> None:
    hanging.confirm(cast.db, actor=cast.actor(name), code=cast.code, now=MONDAY)
    row = cast.db.row("SELECT hung_by, hung_how, printed_at FROM label WHERE code = $c", c=cast.code)
    assert row == {"hung_by": cast.people[name], "hung_how": "said", "printed_at": MONDAY}
    assert cast.db.value("SELECT object FROM audit WHERE act = 'label_hung'") == cast.code


@pytest.mark.parametrize("name", ["liu", "wang", "feng", "he"])
def test_others_do_not(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        hanging.confirm(cast.db, actor=cast.actor(name), code=cast.code, now=MONDAY)


def test_scans_are_forgotten_after_a_day_and_one_code_keeps_few_phones(cast: Cast) -> None:
    for number in range(hanging.MOST_PHONES + 5):
        scan(cast, cast.code, LATER, f"phone {number}")
    assert cast.db.value("SELECT count(*) FROM label_scan") == hanging.MOST_PHONES
    scan(cast, cast.code, LATER + timedelta(days=1, seconds=1))
    assert cast.db.value("SELECT count(*) FROM label_scan") == 1
