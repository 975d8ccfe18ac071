"""Certificates from a file: found again by asset, name, number and day of issue; another end is told of anew."""

from __future__ import annotations

from datetime import date

import pytest

from lib.inspections import certificate_alarms
from lib.inspections.certificates import all_certificates
from lib.lists import exchange
from lib.lists.offered import named
from tests.conftest import MONDAY, Cast
from tests.inspections.touring import make_tour
from tests.lists.files import ZH, bring, faults, look, shown

GOOD = {
    "asset": "SB-0001",
    "certificate": "压力容器定期检验报告",
    "number": "容检2025-01",
    "issuer": "特检院",
    "issued_on": "2025-11-20",
    "valid_until": "2026/11/19",
}


@pytest.fixture
def ready(cast: Cast) -> Cast:
    make_tour(cast)
    return cast


def test_a_file_brings_certificates_and_its_export_changes_nothing(ready: Cast) -> None:
    assert bring(ready.db, "certificates", GOOD, GOOD | {"asset": "2号生活水泵"}).new == 2
    first, second = all_certificates(ready.db)
    assert (first.valid_until, first.issued_on) == (date(2026, 11, 19), date(2025, 11, 20))
    assert first.asset_id != second.asset_id
    again = shown(ready.db, "certificates", exchange.export(ready.db, named("certificates"), ZH, "xlsx"))
    assert again.count("unchanged") == 2


def test_another_end_corrects_it_and_its_alarms_count_anew(ready: Cast) -> None:
    bring(ready.db, "certificates", GOOD)
    assert certificate_alarms.give(ready.db, MONDAY) == 1
    assert bring(ready.db, "certificates", GOOD | {"valid_until": "2026-11-20"}).changed == 1
    assert certificate_alarms.give(ready.db, MONDAY) == 1
    assert len(all_certificates(ready.db)) == 1


@pytest.mark.parametrize(
    ("column", "typed", "reason"),
    [
        ("asset", "SB-9", "There is no Asset “SB-9” here"),
        ("asset", "", "Please fill this in."),
        ("certificate", "", "Please fill this in."),
        ("valid_until", "", "Please fill this in."),
        ("valid_until", "2025-1-1", "A certificate ends after it begins."),
        ("issued_on", "去年", "“去年” is no day"),
    ],
)
def test_what_is_wrong_is_said_at_its_cell(ready: Cast, column: str, typed: str, reason: str) -> None:
    found = faults(look(ready.db, "certificates", GOOD | {column: typed}))
    assert list(found) == [(2, column)]
    assert found[2, column].startswith(reason)
