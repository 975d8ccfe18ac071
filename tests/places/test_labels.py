"""The codes on the walls."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lib.core.errors import NotFound
from lib.core.settings import settings
from lib.places import labels
from lib.places.labels import hanging

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)


def test_a_code_is_short_and_free_of_letters_people_mix_up() -> None:
    codes = {labels.new_code() for _ in range(500)}
    assert len(codes) == 500
    assert {len(code) for code in codes} == {8}
    assert not set("".join(codes)) & set("01lioIO ")


def test_a_code_says_where_it_hangs(cast: Any) -> None:
    found = labels.read(cast.db, cast.code)
    assert (found.location_id, found.replaced) == (cast.room, False)
    assert labels.current(cast.db, cast.room) == cast.code


def test_a_replaced_code_still_says_where_it_hung(cast: Any) -> None:
    with cast.db.transaction() as tx:
        fresh = labels.issue(tx, cast.room, NOW)
    old = labels.read(cast.db, cast.code)
    assert (old.location_id, old.replaced) == (cast.room, True)
    assert labels.current(cast.db, cast.room) == fresh
    assert not labels.read(cast.db, fresh).replaced


def test_a_code_that_is_none_of_ours_is_not_found(cast: Any) -> None:
    with pytest.raises(NotFound, match="not known"):
        labels.read(cast.db, "22222222")


def test_the_first_scan_is_remembered(cast: Any) -> None:
    for later in (timedelta(), timedelta(days=1)):
        with cast.db.transaction() as tx:
            hanging.scanned(tx, labels.read(cast.db, cast.code), phone="a", now=NOW + later)
    assert cast.db.value("SELECT first_scan_at FROM label WHERE code = $code", code=cast.code) == NOW


def test_the_picture_says_our_address(cast: Any) -> None:
    assert labels.url(cast.code) == f"{settings().address}/r/{cast.code}"
    assert labels.svg(cast.code).lstrip().startswith(b"<?xml") or b"<svg" in labels.svg(cast.code)
