"""Opening a ticket: what it needs, what the catalogue and the place add, and that sending twice makes one."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from lib.core.errors import NotAllowed, NotFound, Refusal, WrongInput
from lib.people.roles import SYSTEM, Actor
from lib.places import locations
from lib.tickets import reporters
from lib.tickets.actions import opening
from lib.tickets.actions.opening import Wish
from lib.tickets.actions.step import By
from lib.tickets.reporters import Caller
from lib.tickets.words import Channel, Kind, Severity, Status


def test_a_ticket_takes_kind_and_severity_from_the_catalogue(loop: Any) -> None:
    ticket = loop.new(service_code="GD-03")
    assert (ticket.kind, ticket.severity, ticket.status) == (Kind.REPAIR, Severity.EMERGENCY, Status.NEW)


def test_what_the_caller_says_goes_before_the_catalogue(loop: Any) -> None:
    ticket = loop.new(service_code="GD-03", severity="low", kind="hazard")
    assert (ticket.kind, ticket.severity) == (Kind.HAZARD, Severity.LOW)


def test_words_without_a_service_are_enough_and_wait_for_the_desk(loop: Any) -> None:
    ticket = loop.new(service_code="", description="  有怪味  ")
    assert (ticket.service_code, ticket.kind, ticket.severity) == ("XX-00", Kind.REPAIR, Severity.NORMAL)
    assert ticket.description == "有怪味"


def test_a_service_without_words_is_enough(loop: Any) -> None:
    assert loop.new(description="").service_code == "GD-01"


@pytest.mark.parametrize(
    ("wish", "at_field"),
    [
        ({"service_code": "", "description": "   "}, "description"),
        ({"service_code": "NO-99"}, "service"),
        ({"description": "灯" * 2001}, "description"),
        ({"severity": "very"}, "severity"),
        ({"kind": "joke"}, "kind"),
        ({"location_id": 9999}, "location"),
        ({"department_id": 9999}, "department"),
    ],
)
def test_what_is_missing_or_unknown_is_said_at_its_field(
    loop: Any, wish: dict[str, Any], at_field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        loop.new(**wish)
    assert refused.value.field == at_field
    assert loop.rows("ticket") == []


def test_two_thousand_characters_still_fit(loop: Any) -> None:
    assert len(loop.new(description="灯" * 2000).description) == 2000


def test_numbers_count_from_one_each_day_and_can_be_read_out(loop: Any) -> None:
    assert [loop.new().number for _ in range(2)] == ["20261116-0001", "20261116-0002"]
    loop.later(days=1)
    assert loop.new().number == "20261117-0001"


def test_the_day_of_the_number_is_the_hospitals(loop: Any) -> None:
    loop.now = datetime.fromisoformat("2026-11-15T16:30:00+00:00")
    assert loop.new().number == "20261116-0001"


def test_the_ticket_keeps_the_department_it_was_opened_for(cast: Any, loop: Any) -> None:
    ticket = loop.new()
    with cast.db.transaction() as tx:
        locations.occupy(tx, cast.room, cast.other_ward, date(2026, 11, 16))
    assert loop.ticket(ticket).department_id == cast.ward
    assert loop.new().department_id == cast.other_ward


def test_what_is_written_down_later_belongs_to_the_department_of_that_day(cast: Any, loop: Any) -> None:
    with cast.db.transaction() as tx:
        locations.occupy(tx, cast.room, cast.other_ward, date(2026, 11, 16))
    yesterday = loop.by("wang", happened_at=loop.now - timedelta(hours=20))
    assert loop.opened(by=yesterday).ticket.department_id == cast.ward


def test_a_named_department_goes_before_that_of_the_place(cast: Any, loop: Any) -> None:
    assert loop.new(department_id=cast.other_ward).department_id == cast.other_ward


def test_without_a_place_the_callers_department_counts(cast: Any, loop: Any) -> None:
    caller = Caller(name="刘护士长", department_id=cast.other_ward)
    ticket = loop.new(location_id=None, caller=caller)
    assert (ticket.department_id, ticket.location_id) == (cast.other_ward, None)


def test_the_reporter_gets_a_link_of_their_own(loop: Any) -> None:
    one, two = loop.opened(), loop.opened()
    assert len(one.reporter.token) >= 16
    assert one.reporter.token != two.reporter.token
    assert reporters.by_token(loop.db, one.reporter.token).ticket_id == one.ticket.id


def test_a_link_nobody_has_is_not_found(loop: Any) -> None:
    with pytest.raises(NotFound):
        reporters.by_token(loop.db, "no-such-link")


def test_the_event_says_who_opened_it_for_whom(cast: Any, loop: Any) -> None:
    [event] = loop.events(loop.new())
    assert (event.actor_id, event.actor_name, event.facts["caller"]) == (
        cast.people["wang"],
        "王客服",
        "张护士",
    )


def test_it_is_promised_from_when_it_happened(loop: Any) -> None:
    called = loop.now - timedelta(hours=2)
    ticket = loop.opened(by=loop.by("wang", happened_at=called), severity="emergency").ticket
    assert ticket.opened_at == called
    assert ticket.respond_due == called + timedelta(minutes=5)
    assert ticket.complete_due == called + timedelta(minutes=240)
    assert ticket.late_recorded == 1


def test_a_critical_area_is_promised_sooner(cast: Any, loop: Any) -> None:
    ticket = loop.new(location_id=cast.icu, severity="emergency")
    assert ticket.complete_due == ticket.opened_at + timedelta(minutes=120)


def test_an_appointment_is_promised_from_the_appointed_time(loop: Any) -> None:
    tomorrow = loop.now + timedelta(days=1)
    ticket = loop.new(appointment_at=tomorrow)
    assert ticket.appointment_at == tomorrow
    assert ticket.respond_due == tomorrow + timedelta(minutes=15)
    assert ticket.opened_at < tomorrow


def test_a_ticket_is_not_opened_in_the_future(loop: Any) -> None:
    with pytest.raises(WrongInput) as refused:
        loop.opened(by=loop.by("wang", happened_at=loop.now + timedelta(minutes=10)))
    assert refused.value.field == "happened_at"


def test_writing_down_after_more_than_a_day_wants_a_reason(loop: Any) -> None:
    two_days_ago = loop.now - timedelta(days=2)
    with pytest.raises(WrongInput) as refused:
        loop.opened(by=loop.by("wang", happened_at=two_days_ago))
    assert refused.value.field == "late_reason"
    by = loop.by("wang", happened_at=two_days_ago, late_reason="纸质登记补录")
    opened = loop.opened(by=by).ticket
    assert loop.events(opened)[0].facts["late_reason"] == "纸质登记补录"


def test_sending_the_same_form_twice_makes_one_ticket(loop: Any) -> None:
    one, two = loop.opened(key="form-1"), loop.opened(key="form-1")
    assert (two.again, one.again) == (True, False)
    assert (two.ticket, two.reporter) == (one.ticket, one.reporter)
    assert len(loop.rows("ticket")) == len(loop.rows("reporter")) == 1


def test_the_second_sending_sees_the_ticket_as_it_is_by_then(loop: Any) -> None:
    first = loop.opened(key="form-1").ticket
    loop.assign(first)
    assert loop.opened(key="form-1").ticket.status is Status.ASSIGNED


def test_forms_without_a_key_are_tickets_each(loop: Any) -> None:
    assert loop.new().id != loop.new().id


def test_a_refused_form_can_be_sent_again(loop: Any) -> None:
    with pytest.raises(WrongInput):
        loop.opened(key="form-1", severity="very")
    assert not loop.opened(key="form-1").again


def test_whoever_stands_at_the_wall_may_report_without_signing_in(cast: Any, loop: Any) -> None:
    stranger = By(actor=Actor(account_id=None, name=""), now=loop.now)
    wish = Wish(channel=Channel.QR, caller=Caller(), location_id=cast.room, service_code="GD-01")
    opened = opening.open_at_the_wall(cast.db, wish, by=stranger)
    assert opened.ticket.department_id == cast.ward
    with pytest.raises(NotAllowed):
        opening.open_ticket(cast.db, wish, by=stranger)


@pytest.mark.parametrize("name", ["sun", "li", "zheng", "qian", "feng", "he", "admin"])
def test_who_does_not_take_reports_is_refused(loop: Any, name: str) -> None:
    with pytest.raises(NotAllowed):
        loop.opened(by=loop.by(name))


def test_a_liaison_reports_for_their_own_department_only(cast: Any, loop: Any) -> None:
    assert loop.opened(by=loop.by("liu")).ticket.department_id == cast.ward
    with pytest.raises(NotAllowed):
        loop.opened(by=loop.by("liu"), department_id=cast.other_ward)


def test_an_operator_of_a_campus_takes_reports_of_that_campus(
    cast: Any, loop: Any, campus_actor: Any
) -> None:
    here = campus_actor("operator", "BY")
    assert loop.opened(by=loop.as_(here)).ticket.status is Status.NEW
    assert (
        loop.opened(by=loop.as_(here), location_id=None, department_id=cast.ward).ticket.location_id is None
    )
    elsewhere = campus_actor("operator", "XY")
    with pytest.raises(NotAllowed):
        loop.opened(by=loop.as_(elsewhere))


def test_the_product_itself_may_open(loop: Any) -> None:
    assert loop.opened(by=loop.as_(SYSTEM)).ticket.status is Status.NEW
