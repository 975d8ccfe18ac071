"""Calendars other programs subscribe to: what a calendar holds, for whom, and the times in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from lib.core.errors import NotAllowed, NotFound
from lib.core.i18n import Language
from lib.core.settings import settings
from lib.inspections import feed_keeping, feed_rounds, feeds
from lib.inspections.feed_keeping import Feed, Subject
from lib.inspections.feeds import Entry
from lib.inspections.words import Status
from lib.people import accounts
from lib.people.roles import SYSTEM
from tests.conftest import MONDAY
from tests.inspections.touring import DAY, Tour, add_round

LONG = "住院楼地下一层高低压配电室、柴油发电机房与不间断电源机房联合巡查（含夜间负荷记录）"


def entry(tour: Tour, **columns: object) -> Entry:
    changed = replace(tour.round, **columns)  # type: ignore[arg-type]
    return Entry(
        round=changed,
        name=LONG,
        kind="巡检",
        place="住院A座 12层",
        link="http://x/rounds/1",
        changed_at=MONDAY,
    )


def parsed(*entries: Entry, zone: str = "Asia/Shanghai") -> Calendar:
    made = feeds.calendar(entries, name="水电班", zone=ZoneInfo(zone), host="onestop")
    found = Calendar.from_ical(made.to_ical())
    assert isinstance(found, Calendar)
    return found


def test_an_event_says_what_the_plan_says(tour: Tour) -> None:
    (event,) = parsed(entry(tour, version=3)).events
    assert event["UID"] == f"round-{tour.round_id}@onestop"
    assert (event["SEQUENCE"], event["STATUS"]) == (3, "CONFIRMED")
    assert event["SUMMARY"] == f"{LONG} · 住院A座 12层"
    assert (event["LOCATION"], event["DESCRIPTION"]) == ("住院A座 12层", "http://x/rounds/1")
    assert event["CATEGORIES"].to_ical().decode() == "巡检"


def test_an_exempted_round_is_cancelled(tour: Tour) -> None:
    (event,) = parsed(entry(tour, status=Status.EXEMPT)).events
    assert event["STATUS"] == "CANCELLED"


def test_lines_end_as_the_standard_says_and_fold_between_characters(tour: Tour) -> None:
    raw = feeds.calendar([entry(tour)], name="水电班", zone=ZoneInfo("Asia/Shanghai"), host="x").to_ical()
    assert raw.count(b"\n") == raw.count(b"\r\n")
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()  # no character is cut in two


@pytest.fixture
def in_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    yield monkeypatch
    settings.cache_clear()


@pytest.mark.parametrize(
    ("zone", "planned", "slot", "begins", "ends"),
    [
        ("Asia/Shanghai", datetime(2026, 11, 16, 0, tzinfo=UTC), "08:00-18:00", "16 00:00", "16 10:00"),
        ("Asia/Shanghai", datetime(2026, 11, 16, 14, tzinfo=UTC), "22:00-06:00", "16 14:00", "16 22:00"),
        ("Asia/Shanghai", datetime(2026, 11, 15, 16, tzinfo=UTC), "00:00-00:00", "15 16:00", "16 16:00"),
        ("Europe/Berlin", datetime(2026, 11, 16, 7, tzinfo=UTC), "08:00-18:00", "16 07:00", "16 17:00"),
        # The night on which Berlin's clocks go back has an hour more.
        ("Europe/Berlin", datetime(2026, 10, 24, 20, tzinfo=UTC), "22:00-06:00", "24 20:00", "25 05:00"),
    ],
)
def test_times_are_right_wherever_they_are_read(
    tour: Tour, in_zone: pytest.MonkeyPatch, zone: str, planned: datetime, slot: str, begins: str, ends: str
) -> None:
    in_zone.setenv("ONESTOP_ZONE", zone)
    settings.cache_clear()
    made = parsed(entry(tour, planned_at=planned, slot=slot), zone=zone)
    (event,) = made.events
    assert f"{event.start.astimezone(UTC):%d %H:%M}" == begins
    assert f"{event.end.astimezone(UTC):%d %H:%M}" == ends
    assert event["DTSTART"].params["TZID"] == zone
    assert [str(one["TZID"]) for one in made.walk("VTIMEZONE")] == [zone]


def test_the_zone_describes_itself_to_programs_that_do_not_know_it(tour: Tour) -> None:
    (described,) = parsed(entry(tour), zone="Europe/Berlin").walk("VTIMEZONE")
    assert {one.name for one in described.subcomponents} == {"STANDARD", "DAYLIGHT"}


def test_an_empty_calendar_is_one_too() -> None:
    assert parsed().events == []


def feed(tour: Tour, who: str, **subject: int) -> Feed:
    wanted = Subject(**subject) if subject else Subject(account_id=tour.cast.people[who])
    return feed_keeping.address_of(tour.db, wanted, actor=tour.cast.actor(who), now=MONDAY)


def rounds_of(tour: Tour, of: Feed, now: datetime = MONDAY) -> list[int]:
    return [one.round.id for one in feed_rounds.entries(tour.db, of, now, Language.ZH)]


def test_a_team_a_company_and_its_people_have_the_rounds_of_the_team(tour: Tour) -> None:
    cast = tour.cast
    for of in (
        feed(tour, "sun", team_id=cast.team),
        feed(tour, "feng", vendor_id=cast.vendor),
        feed(tour, "li"),
    ):
        assert rounds_of(tour, of) == [tour.round_id]
    assert rounds_of(tour, feed(tour, "zhou")) == []


def test_a_persons_calendar_leaves_out_what_a_colleague_was_given(tour: Tour) -> None:
    with tour.db.transaction() as tx:
        tx.execute("UPDATE round SET account_id = $chen", chen=tour.cast.people["chen"])
    assert rounds_of(tour, feed(tour, "li")) == []
    assert rounds_of(tour, feed(tour, "chen")) == [tour.round_id]


def test_a_round_of_a_post_is_whose_post_it_is_that_day(tour: Tour) -> None:
    with tour.db.transaction() as tx:
        tx.execute("UPDATE round SET post_id = 7")
        tx.insert("roster", {"post_id": 7, "day": DAY, "account_id": tour.cast.people["chen"]})
    assert rounds_of(tour, feed(tour, "chen")) == [tour.round_id]
    assert rounds_of(tour, feed(tour, "li")) == []


def test_what_is_given_to_nobody_is_in_the_inspectors_calendar(tour: Tour) -> None:
    with tour.db.transaction() as tx:
        tx.execute("UPDATE round SET team_id = NULL")
    assert rounds_of(tour, feed(tour, "wu")) == [tour.round_id]


def test_a_calendar_reaches_thirty_days_back_and_half_a_year_ahead(tour: Tour) -> None:
    with tour.db.transaction() as tx:
        later = {n: add_round(tx, tour.plan_id, occurs_on=d, day=d) for n in (-31, -30, 180, 181)
                 for d in [DAY + timedelta(days=n)]}  # fmt: skip
    found = rounds_of(tour, feed(tour, "sun", team_id=tour.cast.team))
    assert {n for n, id in later.items() if id in found} == {-30, 180}


def test_the_same_person_gets_the_same_address_until_it_is_renewed(tour: Tour) -> None:
    first, again = feed(tour, "li"), feed(tour, "li")
    assert first.token == again.token
    mine = Subject(account_id=tour.cast.people["li"])
    new = feed_keeping.address_of(tour.db, mine, actor=tour.cast.actor("li"), now=MONDAY, renew=True)
    assert new.token != first.token
    assert feed_keeping.by_token(tour.db, new.token).subject == mine
    with pytest.raises(NotFound):
        feed_keeping.by_token(tour.db, first.token)


def test_it_ends_with_the_account_of_who_asked_for_it(tour: Tour) -> None:
    of = feed(tour, "sun", team_id=tour.cast.team)
    accounts.set_active(tour.db, actor=SYSTEM, account_id=tour.cast.people["sun"], active=False, now=MONDAY)
    with pytest.raises(NotFound):
        feed_keeping.by_token(tour.db, of.token)


def test_nobody_has_a_colleagues_calendar_or_another_teams(tour: Tour) -> None:
    with pytest.raises(NotAllowed):
        feed(tour, "zhao", account_id=tour.cast.people["li"])
    with pytest.raises(NotAllowed):
        feed(tour, "li", team_id=tour.cast.other_team)
    with pytest.raises(NotAllowed):
        feed(tour, "liu")
    with pytest.raises(NotFound):
        feed(tour, "zhao", team_id=4711)


def test_what_is_offered_is_the_own_one_and_what_is_in_reach(tour: Tour) -> None:
    cast = tour.cast
    assert list(feed_keeping.offered(tour.db, cast.actor("li")).values()) == ["李师傅", "水电班"]
    assert list(feed_keeping.offered(tour.db, cast.actor("feng")).values())[-1] == "安工匠"
    assert len(feed_keeping.offered(tour.db, cast.actor("zhao"))) == 4
