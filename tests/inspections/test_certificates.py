"""Certificates of statutory inspection: kept once, renewed by the longest, and told of at 60, 30 and 7 days, once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from lib.core.clock import wall
from lib.core.errors import NotAllowed, Refusal, WrongInput
from lib.core.facts import loads
from lib.core.i18n import Language, say
from lib.inspections import certificate_alarms, certificate_keeping, certificates
from lib.inspections.certificate_keeping import Said
from lib.notifications.outbox import TOPIC_WORDS
from tests.conftest import MONDAY, Cast
from tests.inspections.touring import make_tour

TODAY = date(2026, 11, 16)


@pytest.fixture
def lift(cast: Cast) -> int:
    return asset(cast, "DT-01", "1号客梯")


def asset(cast: Cast, number: str, name: str) -> int:
    with cast.db.transaction() as tx:
        new = tx.next_id("asset_id")
        row = {"id": new, "number": number, "name": name, "category": "电梯", "location_id": cast.room}
        tx.insert("asset", row | {"team_id": cast.other_team, "criticality": "critical", "status": "in_use"})
    return new


def keep(cast: Cast, of: int, until: date, name: str = "电梯定期检验", **more: object) -> int:
    said = Said(asset_id=of, name=name, valid_until=until, **more)  # type: ignore[arg-type]
    return certificate_keeping.keep(cast.db, actor=cast.actor("zhao"), said=said, now=MONDAY)


def told(cast: Cast, who: str) -> list[str]:
    sql = "SELECT topic, facts FROM outbox WHERE account_id = $who ORDER BY id"
    rows = cast.db.rows(sql, who=cast.people[who])
    return [say(Language.ZH, TOPIC_WORDS[row["topic"]], **loads(row["facts"])) for row in rows]


def at(day: date) -> datetime:
    return wall(day, datetime.min.time()) + timedelta(hours=1)


def test_the_longest_of_a_name_is_in_force(cast: Cast, lift: int) -> None:
    keep(cast, lift, date(2026, 12, 1))
    renewed = keep(cast, lift, date(2027, 12, 1))
    other = keep(cast, lift, date(2030, 1, 1), name="使用登记证")
    assert {one.id for one in certificates.current(cast.db)} == {renewed, other}


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": ""}, "name"),
        ({"valid_until": None}, "valid_until"),
        ({"issued_on": date(2027, 1, 1), "valid_until": date(2026, 1, 1)}, "valid_until"),
        ({"valid_until": date(2999, 1, 1)}, "valid_until"),
        ({"number": "1" * 61}, "number"),
    ],
)
def test_what_cannot_be_a_certificate_is_refused_at_its_field(
    cast: Cast, lift: int, said: dict[str, object], field: str
) -> None:
    whole = {"asset_id": lift, "name": "电梯定期检验", "valid_until": date(2027, 1, 1), **said}
    with pytest.raises(WrongInput) as refused:
        certificate_keeping.keep(
            cast.db,
            actor=cast.actor("zhao"),
            said=Said(**whole),  # type: ignore[arg-type]
            now=MONDAY,
        )
    assert refused.value.field == field
    assert not certificates.all_certificates(cast.db)


def test_the_same_certificate_is_kept_once_and_only_by_who_keeps_plans(cast: Cast, lift: int) -> None:
    keep(cast, lift, date(2027, 1, 1), number="A1")
    with pytest.raises(Refusal):
        keep(cast, lift, date(2027, 1, 1), number="A1")
    with pytest.raises(NotAllowed):
        said = Said(asset_id=lift, name="电梯定期检验", valid_until=date(2028, 1, 1))
        certificate_keeping.keep(cast.db, actor=cast.actor("sun"), said=said, now=MONDAY)


def test_alarms_come_at_60_30_and_7_days_and_when_it_has_ended_each_once(cast: Cast, lift: int) -> None:
    ends = TODAY + timedelta(days=61)
    keep(cast, lift, ends)
    given = [
        ahead
        for ahead in range(61, -3, -1)
        for _ in range(2)  # the job runs many times a day
        if certificate_alarms.give(cast.db, at(ends - timedelta(days=ahead)))
    ]
    assert given == [60, 30, 7, -1]
    assert told(cast, "zhao") == [
        "1号客梯 DT-01 的“电梯定期检验”还有 60 天到期（2027-01-16）",
        "1号客梯 DT-01 的“电梯定期检验”还有 30 天到期（2027-01-16）",
        "1号客梯 DT-01 的“电梯定期检验”还有 7 天到期（2027-01-16）",
        "1号客梯 DT-01 的“电梯定期检验”已于 2027-01-16 到期，尚未换新",
    ]


def test_it_is_told_to_who_keeps_plans_and_who_leads_the_team_of_the_asset(cast: Cast, lift: int) -> None:
    keep(cast, lift, TODAY + timedelta(days=5))
    certificate_alarms.give(cast.db, MONDAY)
    rows = cast.db.rows("SELECT account_id FROM outbox")
    # Sun leads the other team.
    assert {row["account_id"] for row in rows} == {cast.people[one] for one in ("zhao", "zheng", "admin")}
    asset_of_sun = asset(cast, "PD-01", "低压柜")
    with cast.db.transaction() as tx:
        tx.update("asset", {"id": asset_of_sun, "team_id": cast.team})
    keep(cast, asset_of_sun, TODAY + timedelta(days=5))
    certificate_alarms.give(cast.db, MONDAY + timedelta(hours=1))
    assert len(told(cast, "sun")) == 1


def test_after_a_pause_only_the_nearest_alarm_is_given(cast: Cast, lift: int) -> None:
    ends = TODAY + timedelta(days=33)
    keep(cast, lift, ends)
    # It stood still from 33 to 5 days before the end.
    certificate_alarms.give(cast.db, at(ends - timedelta(days=5)))
    certificate_alarms.give(cast.db, at(ends - timedelta(days=4)))
    assert told(cast, "zhao") == ["1号客梯 DT-01 的“电梯定期检验”还有 5 天到期（2026-12-19）"]


def test_a_renewed_a_removed_and_a_retired_one_are_not_told_of(cast: Cast, lift: int) -> None:
    first = keep(cast, lift, TODAY + timedelta(days=5))
    keep(cast, lift, TODAY + timedelta(days=370))
    gone = keep(cast, lift, TODAY + timedelta(days=5), name="维护合同")
    certificate_keeping.remove(cast.db, actor=cast.actor("zhao"), certificate_id=gone, now=MONDAY)
    retired = asset(cast, "DT-02", "2号客梯")
    keep(cast, retired, TODAY + timedelta(days=5))
    with cast.db.transaction() as tx:
        tx.update("asset", {"id": retired, "status": "retired"})
    assert certificate_alarms.give(cast.db, MONDAY) == 0
    assert first in {one.id for one in certificates.all_certificates(cast.db)}


def test_an_end_corrected_is_told_of_anew(cast: Cast, lift: int) -> None:
    ends = TODAY + timedelta(days=5)
    kept = keep(cast, lift, ends)
    certificate_alarms.give(cast.db, MONDAY)
    later = Said(asset_id=lift, name="电梯定期检验", valid_until=ends + timedelta(days=365))
    certificate_keeping.change(cast.db, actor=cast.actor("zhao"), certificate_id=kept, said=later, now=MONDAY)
    assert certificate_alarms.give(cast.db, MONDAY) == 0
    assert certificate_alarms.give(cast.db, at(ends + timedelta(days=365 - 5))) == 1


def test_many_at_once_are_one_notice_that_names_the_first(cast: Cast) -> None:
    for n in range(5):
        keep(cast, asset(cast, f"DT-{n}", f"{n}号梯"), TODAY + timedelta(days=20 + n))
    assert certificate_alarms.give(cast.db, MONDAY) == 5
    assert told(cast, "zhao") == [
        "5 张检验证书快到期或已过期，最早的是 0号梯 DT-0 的“电梯定期检验”（2026-12-06）"
    ]
    assert certificate_alarms.give(cast.db, MONDAY + timedelta(hours=1)) == 0


def test_a_statutory_round_wants_the_certificates_it_should_bring(cast: Cast) -> None:
    tour = make_tour(cast, kind="statutory")
    first, second = tour.assets
    assert [one.id for one in certificates.wanted(cast.db, tour.round)] == [first, second]
    keep(cast, first, date(2027, 11, 1), round_id=tour.round_id)
    assert [one.id for one in certificates.wanted(cast.db, tour.round)] == [second]
    keep(cast, second, date(2027, 11, 1), number="1", issued_on=TODAY - timedelta(days=400))
    assert [one.id for one in certificates.wanted(cast.db, tour.round)] == [second]
    keep(cast, second, date(2027, 11, 1), number="2", issued_on=TODAY)
    assert certificates.wanted(cast.db, tour.round) == []
    planned = certificates.next_inspections(cast.db, MONDAY)
    assert planned == {first: TODAY, second: TODAY}


def test_a_round_of_another_kind_wants_none(cast: Cast) -> None:
    assert certificates.wanted(cast.db, make_tour(cast).round) == []
