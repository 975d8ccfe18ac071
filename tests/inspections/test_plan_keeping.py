"""Plans are checked field by field, changed from a day on, and their rounds follow; what was begun stays."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest

from lib.core.errors import NotAllowed, Refusal, TooLate, WrongInput
from lib.inspections import plan_checks
from lib.inspections.actions.giving import Whose, give
from lib.inspections.actions.moving import move
from lib.inspections.generating import generate
from lib.inspections.plan_keeping import coming, end_plan, pause_plan, would_change
from lib.inspections.plans import Stop, parse_slots, route
from lib.inspections.words import Basis
from lib.people import accounts
from lib.people.roles import SYSTEM
from lib.places.locations import location
from tests.conftest import Cast
from tests.inspections.planning import NOW, TODAY, House, make_house

DAY = timedelta(1)
MONDAY = TODAY + 6 * DAY


@pytest.fixture
def house(cast: Cast) -> House:
    return make_house(cast)


def begin(house: House, plan_id: int, day: date, status: str = "running") -> None:
    with house.db.transaction() as tx:
        sql = "UPDATE round SET status = $status, begun_at = $now WHERE plan_id = $plan AND occurs_on = $day"
        tx.execute(sql, status=status, now=NOW, plan=plan_id, day=day)


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"name": " \u200b "}, "name"),
    ({"name": "巡" * 61}, "name"),
    ({"kind": "party"}, "kind"),
    ({"checklist_id": None}, "checklist_id"),
    ({"checklist_id": 99}, "checklist_id"),
    ({"rule": "FREQ=HOURLY"}, "rule"),
    ({"rule": "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30"}, "rule"),
    ({"starts_on": None}, "starts_on"),
    ({"starts_on": date(1900, 1, 1)}, "starts_on"),
    ({"ends_on": TODAY - DAY}, "ends_on"),
    ({"season": "summer"}, "season"),
    ({"season": "11-15..03-15", "rule": "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=1"}, "season"),
    ({"holidays": "never"}, "holidays"),
    ({"slots": "8-16"}, "slots"),
    ({"slots": "08:00-16:00 15:00-18:00"}, "slots"),
    ({"slots": "08:00-16:00 22:00-09:00"}, "slots"),
    ({"slots": "08:00-16:00 16:00-00:00", "basis": "completion"}, "slots"),
    ({"basis": "moon"}, "basis"),
    ({"early_days": -1}, "early_days"),
    ({"late_days": 400}, "late_days"),
    ({"lead_days": 1.5}, "lead_days"),
    ({"minutes": 0}, "minutes"),
    ({"minutes": True}, "minutes"),
    ({"post_id": 99, "team_id": None}, "post_id"),
    ({"team_id": 99}, "team_id"),
    ({"vendor_id": 99}, "vendor_id"),
    ({"account_id": 99}, "account_id"),
    ({"account_id": 1, "post_id": 1}, "post_id"),
    ({"campus_id": 99}, "campus_id"),
    ({"code": "X" * 33}, "code"),
]


class TestWhatAPlanMayBe:
    def test_each_wrong_value_is_said_at_its_field(self, house: House) -> None:
        for values, field in WRONG:
            with pytest.raises(WrongInput) as refused:
                house.save(values=values)
            assert refused.value.field == field, values
        assert house.db.value("SELECT count(*) FROM plan") == 0

    def test_all_of_them_at_once_for_a_list(self, house: House) -> None:
        wrong = plan_checks.wrongs(house.db, {"name": "", "rule": "x", "minutes": 0, "starts_on": TODAY})
        assert [each.field for each in wrong] == ["name", "minutes", "rule", "checklist_id"]

    def test_somebody_who_does_no_rounds_cannot_do_them(self, house: House) -> None:
        with pytest.raises(WrongInput, match="does no rounds"):
            house.plan(account_id=house.cast.people["wang"], team_id=None)

    def test_a_persons_rounds_are_the_teams_too(self, house: House) -> None:
        plan = house.plan(account_id=house.cast.people["li"], team_id=None)
        assert (plan.account_id, plan.team_id) == (house.cast.people["li"], house.cast.team)
        assert house.rounds(plan)[0]["team_id"] == house.cast.team

    def test_a_team_of_another_company_does_not_go_with_the_company(self, house: House) -> None:
        with house.db.transaction() as tx:
            tx.execute("UPDATE team SET vendor_id = NULL WHERE id = $id", id=house.cast.team)
        with pytest.raises(WrongInput, match="does not belong"):
            house.plan(vendor_id=house.cast.vendor)

    def test_it_gets_a_code_and_the_campus_of_its_first_stop(self, house: House) -> None:
        plan = house.plan()
        place = location(house.db, house.cast.icu)
        assert plan.code == f"P{plan.id:04}"
        assert place is not None and plan.campus_id == place.campus_id

    def test_a_code_is_given_once(self, house: House) -> None:
        house.plan(code="XJ-01")
        with pytest.raises(WrongInput) as refused:
            house.plan(code="XJ-01")
        assert refused.value.field == "code"

    def test_spans_are_kept_in_order_and_may_meet(self, house: House) -> None:
        plan = house.plan(slots="16:00-00:00 00:00-08:00 08:00-16:00")
        assert plan.slots == parse_slots("00:00-08:00 08:00-16:00 16:00-00:00")
        assert house.plan(slots="22:00-06:00 06:00-22:00").slots[0].starts == time(6)

    def test_only_those_who_keep_plans_keep_them(self, house: House) -> None:
        plan = house.plan()
        for who in ("wang", "sun", "li", "wu", "feng", "he"):
            with pytest.raises(NotAllowed):
                house.save(who=who)
            with pytest.raises(NotAllowed):
                house.save(who=who, plan_id=plan.id, values={"minutes": 5})
        for who in ("zhao", "zheng", "admin"):
            house.save(who=who)


class TestTheRoute:
    def test_a_stop_is_something_known(self, house: House) -> None:
        wrong: list[list[Any]] = [[], [(None, None)], [(99, None)], [(None, 99)]]
        for stops in wrong:
            with pytest.raises(WrongInput) as refused:
                house.save(stops=stops)
            assert refused.value.field == "stops"

    def test_no_stop_is_there_twice(self, house: House) -> None:
        with pytest.raises(WrongInput, match="Stop 2 is on the route already"):
            house.save(stops=[(house.assets[0], None)] * 2)

    def test_what_is_retired_is_not_visited(self, house: House) -> None:
        with house.db.transaction() as tx:
            tx.execute("UPDATE asset SET status = 'retired' WHERE id = $id", id=house.assets[1])
        with pytest.raises(WrongInput, match="retired"):
            house.save()

    def test_a_changed_route_is_a_new_one_and_the_old_one_stays(self, house: House) -> None:
        plan = house.plan()
        begin(house, plan.id, TODAY)
        stops = [(house.assets[1], None), (None, house.cast.room)]
        after = house.save(plan_id=plan.id, stops=stops).plan
        assert (plan.route, after.route) == (1, 2)
        assert route(house.db, plan.id, 1)[0] == Stop(1, house.assets[0], None)
        assert [row["route"] for row in house.rounds(plan)[:3]] == [1, 2, 2]
        assert house.save(plan_id=plan.id, stops=stops).plan.route == 2


class TestFromADayOn:
    def test_rounds_before_it_stay_as_they_were(self, house: House) -> None:
        plan = house.plan()
        saved = house.save(plan_id=plan.id, version=1, values={"minutes": 50}, from_day=TODAY + 3 * DAY)
        assert [row["minutes"] for row in house.rounds(plan)[:5]] == [30, 30, 30, 50, 50]
        assert (saved.rounds.changed, saved.rounds.added, saved.rounds.removed) == (98, 0, 0)
        assert (saved.plan.version, house.rounds(plan)[3]["version"], house.rounds(plan)[0]["version"]) == (
            2,
            2,
            1,
        )

    def test_those_that_still_occur_keep_their_identity(self, house: House) -> None:
        plan = house.plan()
        ids = {row["occurs_on"]: row["id"] for row in house.rounds(plan)}
        saved = house.save(plan_id=plan.id, values={"rule": "FREQ=WEEKLY;BYDAY=MO", "late_days": 1})
        after = house.rounds(plan)
        assert after and all(row["id"] == ids[row["occurs_on"]] for row in after)
        assert saved.rounds.removed == 101 - len(after) == 101 - saved.rounds.changed

    def test_a_day_further_than_rounds_are_made(self, house: House) -> None:
        plan = house.plan(rule="FREQ=WEEKLY;BYDAY=MO")
        change = TODAY + 200 * DAY
        house.save(plan_id=plan.id, values={"rule": "FREQ=WEEKLY;BYDAY=FR"}, from_day=change)
        generate(house.db, NOW + 130 * DAY)
        weekdays = {(day < change, day.weekday()) for day in house.days(plan)}
        assert weekdays == {(True, 0), (False, 4)}

    def test_what_was_begun_or_ended_stays_whatever_happens(self, house: House) -> None:
        plan = house.plan()
        states = ("running", "done", "partial", "missed", "exempt")
        for number, status in enumerate(states):
            begin(house, plan.id, TODAY + number * DAY, status)
        before = house.rounds(plan)[: len(states)]
        saved = house.save(plan_id=plan.id, values={"minutes": 99, "rule": "FREQ=WEEKLY;BYDAY=MO"})
        assert house.rounds(plan)[: len(states)] == before
        assert saved.rounds.kept == len(states)

    def test_one_whose_window_is_over_stays_missed(self, house: House) -> None:
        plan = house.plan(slots="00:00-10:00 10:00-20:00")
        later = NOW + timedelta(hours=2)
        saved = house.save(plan_id=plan.id, values={"rule": "FREQ=WEEKLY;BYDAY=MO"}, now=later)
        assert [(row["day"], row["slot"]) for row in house.rounds(plan)][:2] == [
            (TODAY, "00:00-10:00"),
            (MONDAY, "00:00-10:00"),
        ]
        assert saved.rounds.kept == 1

    def test_what_is_said_later_begins_with_the_change_that_is_still_to_come(self, house: House) -> None:
        plan = house.plan()
        house.save(plan_id=plan.id, values={"rule": "FREQ=WEEKLY;BYDAY=MO"}, from_day=MONDAY)
        saved = house.save(plan_id=plan.id, values={"minutes": 50})
        assert saved.plan.changed_from == MONDAY
        assert [row["minutes"] for row in house.rounds(plan)[:8]] == [30] * 6 + [50] * 2

    def test_not_into_the_past(self, house: House) -> None:
        plan = house.plan()
        for day in (TODAY - DAY, TODAY + 500 * DAY):
            with pytest.raises(WrongInput) as refused:
                house.save(plan_id=plan.id, from_day=day)
            assert refused.value.field == "from_day"

    def test_whoever_was_slower_is_told(self, house: House) -> None:
        plan = house.plan()
        house.save(plan_id=plan.id, version=1, values={"minutes": 50})
        with pytest.raises(TooLate):
            house.save(plan_id=plan.id, version=1, values={"minutes": 60})
        assert house.read(plan).minutes == 50

    def test_it_stands_in_the_log(self, house: House) -> None:
        plan = house.plan()
        house.save(plan_id=plan.id, values={"minutes": 50})
        acts = house.db.rows("SELECT act, object FROM audit ORDER BY id DESC LIMIT 2")
        assert [row["act"] for row in acts] == ["plan_changed", "plan_added"]
        assert {row["object"] for row in acts} == {plan.name}


class TestRoundsChangedAlone:
    def test_a_moved_one_keeps_its_day_and_takes_the_rest(self, house: House) -> None:
        plan = house.plan(rule="FREQ=WEEKLY;BYDAY=MO", late_days=3)
        first = house.rounds(plan)[0]
        by = house.cast.by("zhao", NOW)
        move(house.db, round_id=first["id"], version=1, day=MONDAY + DAY, by=by)
        house.save(plan_id=plan.id, values={"minutes": 77, "late_days": 1})
        after = house.rounds(plan)[0]
        assert (after["day"], after["minutes"]) == (MONDAY + DAY, 77)
        assert after["closes_at"] == first["closes_at"]

    def test_one_given_away_stays_theirs(self, house: House) -> None:
        plan = house.plan()
        one = house.rounds(plan)[3]
        by = house.cast.by("zhao", NOW)
        give(house.db, round_id=one["id"], version=1, to=Whose(account_id=house.cast.people["chen"]), by=by)
        house.save(plan_id=plan.id, values={"team_id": house.cast.other_team, "early_days": 1})
        after = house.rounds(plan)
        assert (after[3]["account_id"], after[3]["team_id"]) == (house.cast.people["chen"], house.cast.team)
        assert after[4]["team_id"] == house.cast.other_team
        assert after[3]["opens_at"] == after[4]["opens_at"] - DAY

    def test_one_that_occurs_no_more_goes_with_its_history(self, house: House) -> None:
        plan = house.plan()
        one = house.rounds(plan)[3]
        by = house.cast.by("zhao", NOW)
        give(house.db, round_id=one["id"], version=1, to=Whose(team_id=house.cast.other_team), by=by)
        house.save(plan_id=plan.id, values={"rule": "FREQ=WEEKLY;BYDAY=MO"})
        assert house.db.value("SELECT count(*) FROM round_event") == 0


class TestFromCompletion:
    def test_the_coming_round_follows_the_plan(self, house: House) -> None:
        plan = house.plan(rule="FREQ=MONTHLY", basis="completion", starts_on=TODAY + 10 * DAY)
        saved = house.save(plan_id=plan.id, values={"minutes": 90})
        assert (saved.rounds.changed, [row["minutes"] for row in house.rounds(plan)]) == (1, [90])
        saved = house.save(plan_id=plan.id, values={"starts_on": TODAY + 12 * DAY})
        assert (saved.rounds.added, saved.rounds.removed) == (1, 1)
        assert house.days(plan) == [TODAY + 12 * DAY]

    def test_a_plan_by_the_calendar_can_become_one(self, house: House) -> None:
        plan = house.plan()
        begin(house, plan.id, TODAY)
        saved = house.save(plan_id=plan.id, values={"rule": "FREQ=MONTHLY", "basis": Basis.COMPLETION})
        assert (saved.rounds.removed, house.days(plan)) == (100, [TODAY])
        with house.db.transaction() as tx:
            tx.execute("UPDATE round SET status = 'done', ended_at = $now", now=NOW + 2 * DAY)
        assert generate(house.db, NOW + 2 * DAY) == 1
        assert house.days(plan) == [TODAY, date(2026, 12, 26)]

    def test_and_back(self, house: House) -> None:
        plan = house.plan(rule="FREQ=MONTHLY", basis="completion")
        saved = house.save(plan_id=plan.id, values={"rule": "FREQ=DAILY", "basis": Basis.CALENDAR})
        assert (saved.rounds.added, house.days(plan)[:2]) == (100, [TODAY, TODAY + DAY])


def test_what_a_change_would_do_is_said_and_not_done(house: House) -> None:
    plan = house.plan()
    before, read = house.all_keys(), house.read(plan)
    asked = {"plan_id": plan.id, "version": 1, "by": house.cast.by("zhao", NOW)}
    told = would_change(house.db, values={"rule": "FREQ=WEEKLY;BYDAY=MO"}, from_day=MONDAY, **asked)
    assert (told.removed, told.added, told.changed) == (81, 0, 0)
    assert (house.all_keys(), house.read(plan)) == (before, read)
    with pytest.raises(WrongInput):
        would_change(house.db, values={"minutes": -1}, **asked)
    assert (
        house.save(plan_id=plan.id, values={"rule": "FREQ=WEEKLY;BYDAY=MO"}, from_day=MONDAY).rounds == told
    )


def test_an_end_lies_not_in_the_past_and_says_what_goes(house: House) -> None:
    plan, by = house.plan(), house.cast.by("zhao", NOW)
    with pytest.raises(WrongInput):
        end_plan(house.db, plan_id=plan.id, version=1, last_day=TODAY - DAY, by=by)
    far = end_plan(house.db, plan_id=plan.id, version=1, last_day=TODAY + 900 * DAY, by=by)
    assert far.rounds.total == 0
    near = end_plan(house.db, plan_id=plan.id, version=2, last_day=TODAY, by=by)
    assert (near.rounds.removed, house.days(plan)) == (100, [TODAY])


def test_a_plan_is_paused_even_when_its_person_has_left(house: House) -> None:
    plan = house.plan(account_id=house.cast.people["li"], team_id=None)
    accounts.set_active(house.db, actor=SYSTEM, account_id=house.cast.people["li"], active=False, now=NOW)
    paused = pause_plan(house.db, plan_id=plan.id, version=1, by=house.cast.by("zhao", NOW))
    assert (paused.plan.active, paused.rounds.removed) == (False, 100)
    with pytest.raises(Refusal):
        house.save(plan_id=plan.id, values={"active": True})


def test_the_next_days_for_the_form(house: House) -> None:
    said = {"rule": "FREQ=MONTHLY;BYMONTHDAY=-1", "starts_on": TODAY, "slots": "08:00-12:00 14:00-18:00"}
    found = coming(house.db, said, 3, TODAY)
    assert [(each.day, each.slot.starts.hour) for each in found] == [
        (day, hour) for day in (date(2026, 11, 30), date(2026, 12, 31), date(2027, 1, 31)) for hour in (8, 14)
    ]
    one = {"rule": "FREQ=MONTHLY", "starts_on": date(2026, 8, 31), "basis": "completion"}
    assert [each.day for each in coming(house.db, one, 2, TODAY)] == [date(2026, 11, 30), date(2026, 12, 30)]
    with pytest.raises(WrongInput):
        coming(house.db, {"rule": "FREQ=DAILY"}, 3, TODAY)
