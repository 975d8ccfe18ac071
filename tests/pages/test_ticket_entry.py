"""Ticket entry, as the operator fills it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from streamlit.testing.v1 import AppTest

from lib.core import clock, typed_time
from lib.people import paper_keeping
from lib.people.paper_keeping import Said
from lib.people.roles import SYSTEM
from lib.tickets import records, reporters
from lib.tickets.actions import dispatching
from lib.tickets.actions.dispatching import Whom
from lib.tickets.reporters import Caller
from lib.tickets.ticket import Ticket
from lib.tickets.words import Channel, ClosedHow, Severity, Status
from tests.conftest import Cast
from tests.pages.conftest import Opens, went_well

Report = Callable[..., Ticket]
SEND = "entry_send"


def key(name: str, turn: int = 0) -> str:
    return f"entry_{name}_{turn}"


def call(at: AppTest, *, phone: str = "8101", words: str = "治疗室灯不亮", turn: int = 0) -> AppTest:
    at.text_input(key=key("phone", turn)).set_value(phone)
    went_well(at.run())
    at.text_input(key=key("words", turn)).set_value(words)
    return went_well(at.run())


def send(at: AppTest) -> AppTest:
    at.button(key=SEND).click()
    return went_well(at.run())


def tickets(cast: Cast) -> list[Ticket]:
    ids = [row["id"] for row in cast.db.rows("SELECT id FROM ticket ORDER BY id")]
    return records.by_ids(cast.db, ids)


def test_a_caller_is_remembered_with_name_department_and_place(
    cast: Cast, open_page: Opens, report: Report
) -> None:
    report(now=clock.now(), caller=Caller(name="张护士", phone="13812345678"))
    at = open_page("wang", "ticket_entry")
    at.text_input(key=key("phone")).set_value("13812345678")
    went_well(at.run())
    assert at.text_input(key=key("name")).value == "张护士"
    assert at.selectbox(key=key("place")).value == cast.room
    assert at.selectbox(key=key("department")).value == cast.ward


def test_the_words_presume_the_service_and_what_is_chosen_by_hand_stays(cast: Cast, open_page: Opens) -> None:
    at = call(open_page("wang", "ticket_entry"))
    assert at.selectbox(key=key("service")).value == "GD-01"
    at.selectbox(key=key("service")).set_value("DT-01")
    went_well(at.run())
    assert at.session_state[key("severity")] == Severity.EMERGENCY
    at.text_input(key=key("words")).set_value("马桶堵了")
    went_well(at.run())
    assert at.selectbox(key=key("service")).value == "DT-01"


def test_sending_makes_one_ticket_and_an_empty_form(cast: Cast, open_page: Opens) -> None:
    at = call(open_page("wang", "ticket_entry"))
    at.selectbox(key=key("place")).set_value(cast.room)
    went_well(at.run())
    send(at)
    (ticket,) = tickets(cast)
    assert (ticket.service_code, ticket.location_id, ticket.department_id) == ("GD-01", cast.room, cast.ward)
    assert (ticket.channel, ticket.status, ticket.severity) == (Channel.HOTLINE, Status.NEW, Severity.NORMAL)
    assert at.text_input(key=key("phone", 1)).value == ""
    assert any(ticket.number in text.value for text in at.markdown)


def test_the_next_call_is_another_ticket_with_its_own_request_key(cast: Cast, open_page: Opens) -> None:
    at = open_page("wang", "ticket_entry")
    for turn in range(3):
        send(call(at, words="灯不亮", turn=turn))
    assert len(tickets(cast)) == 3
    assert cast.db.value("SELECT count(*) FROM request_key") == 3


def test_words_sent_before_they_were_looked_at_still_find_their_service(cast: Cast, open_page: Opens) -> None:
    at = open_page("wang", "ticket_entry")
    at.text_input(key=key("phone")).set_value("8101")
    at.text_input(key=key("words")).set_value("马桶堵了")
    send(at)
    assert tickets(cast)[0].service_code == "WS-02"


def test_a_refusal_keeps_what_was_typed(cast: Cast, open_page: Opens) -> None:
    at = open_page("wang", "ticket_entry")
    at.text_input(key=key("phone")).set_value("8101")
    at.text_input(key=key("name")).set_value("张护士")
    send(at)
    assert tickets(cast) == []
    assert "请选择服务项目" in at.error[0].value
    assert at.text_input(key=key("name")).value == "张护士"


def test_the_same_fault_takes_the_caller_in(cast: Cast, open_page: Opens, report: Report) -> None:
    ticket = report(now=clock.now())
    at = call(open_page("wang", "ticket_entry"), phone="13812345678")
    at.selectbox(key=key("place")).set_value(cast.room)
    went_well(at.run())
    at.button(key=f"entry_join_{ticket.id}").click()
    went_well(at.run())
    assert len(tickets(cast)) == 1
    assert tickets(cast)[0].urges == 1
    assert [who.phone for who in reporters.of_ticket(cast.db, ticket.id)] == ["8101", "13812345678"]


def test_a_question_is_answered_in_place(cast: Cast, open_page: Opens) -> None:
    at = call(open_page("wang", "ticket_entry"), words="请问食堂几点开门")
    at.session_state[key("way")] = "answer"
    went_well(at.run())
    send(at)
    assert tickets(cast) == []
    at.text_input(key=key("answer")).set_value("早上六点半")
    send(at)
    assert (tickets(cast)[0].status, tickets(cast)[0].closed_how) == (Status.CLOSED, ClosedHow.ANSWERED)


def test_what_was_phoned_through_is_written_down_after(cast: Cast, open_page: Opens) -> None:
    licence = Said(account_id=cast.people["li"], kind="licence", licence="electrician")
    paper_keeping.keep(cast.db, actor=SYSTEM, said=licence, now=clock.now())
    at = call(open_page("wang", "ticket_entry"), words="病房停电")
    at.session_state[key("way")] = "phoned"
    went_well(at.run())
    earlier = clock.now() - timedelta(minutes=30)
    at.selectbox(key=key("technician")).set_value(cast.people["li"])
    for name, after in (("called_at", 0), ("phoned_at", 2), ("accepted_at", 3)):
        at.text_input(key=key(name)).set_value(typed_time.write(earlier + timedelta(minutes=after)))
    send(at)
    (ticket,) = tickets(cast)
    assert (ticket.status, ticket.assignee_id) == (Status.ACCEPTED, cast.people["li"])
    assert (ticket.proxied, ticket.late_recorded) == (1, 3)


def test_the_usual_team_gets_it_with_one_press(cast: Cast, open_page: Opens) -> None:
    at = send(call(open_page("wang", "ticket_entry")))
    next(button for button in at.button if "水电班" in button.label).click()
    went_well(at.run())
    assert (tickets(cast)[0].status, tickets(cast)[0].team_id) == (Status.ASSIGNED, cast.team)


def test_a_technician_who_phones_is_acted_for(cast: Cast, open_page: Opens, report: Report) -> None:
    now = clock.now()
    ticket = report(now=now)
    whom = Whom(assignee_id=cast.people["li"])
    dispatching.assign(cast.db, ticket_id=ticket.id, version=None, whom=whom, by=cast.by("zhao", now))
    at = open_page("wang", "ticket_entry")
    at.selectbox(key="phoned_in_who").set_value(cast.people["li"])
    went_well(at.run())
    at.button(key=f"act_{ticket.id}_accept_button_0").click()
    went_well(at.run())
    after = tickets(cast)[0]
    assert (after.status, after.proxied) == (Status.ACCEPTED, 1)
    event = records.events(cast.db, ticket.id)[-1]
    assert (event.actor_id, event.subject_id) == (cast.people["wang"], cast.people["li"])


def test_a_message_that_names_the_room_fills_it_in_but_not_over_what_was_chosen(
    cast: Cast, open_page: Opens
) -> None:
    at = open_page("wang", "ticket_entry")
    at.text_input(key=key("words")).set_value("1203病房 灯不亮")
    went_well(at.run())
    assert at.selectbox(key=key("place")).value == cast.room
    assert at.selectbox(key=key("department")).value == cast.ward
    at.selectbox(key=key("place")).set_value(cast.icu)
    went_well(at.run())
    at.text_input(key=key("words")).set_value("1203病房 灯全灭了")
    went_well(at.run())
    assert at.selectbox(key=key("place")).value == cast.icu
    assert at.session_state[key("severity")] == Severity.URGENT


def test_another_phone_takes_the_presets_of_the_first_back(
    cast: Cast, open_page: Opens, report: Report
) -> None:
    report(now=clock.now(), caller=Caller(name="张护士", phone="13812345678"))
    at = open_page("wang", "ticket_entry")
    for phone, name, place in (("13812345678", "张护士", cast.room), ("8102", "", None)):
        at.text_input(key=key("phone")).set_value(phone)
        went_well(at.run())
        assert at.text_input(key=key("name")).value == name
        assert at.selectbox(key=key("place")).value == place


def test_pressing_twice_is_no_error_and_no_second_ticket(cast: Cast, open_page: Opens) -> None:
    at = send(send(call(open_page("wang", "ticket_entry"))))
    assert not at.error
    assert len(tickets(cast)) == 1
