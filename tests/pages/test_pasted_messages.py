"""A message pasted into ticket entry, as the operator works it off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from lib.core import clock
from lib.places import locations
from lib.tickets import attachments, records
from lib.tickets.ticket import Ticket
from lib.tickets.words import Channel, Severity
from lib.ui.entry import pasted
from lib.ui.menu import entry
from tests.browser.photos import jpeg
from tests.conftest import Cast
from tests.pages.conftest import Opens, went_well

TWO = "刘敏 14:05\n1、1203灯不亮，尽快 2、1203马桶堵了"


@pytest.fixture(autouse=True)
def _not_too_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test presses faster than anybody."""
    monkeypatch.setattr(pasted, "TOO_SOON", timedelta(0))


def key(at: AppTest, name: str) -> str:
    return f"entry_{name}_{at.session_state['entry_turn']}"


def paste(at: AppTest, text: str) -> AppTest:
    at.session_state["entry_channel"] = Channel.WECHAT
    went_well(at.run())
    at.text_area(key=pasted.BOX).set_value(text)
    return went_well(at.run())


def press(at: AppTest, button: str) -> AppTest:
    at.button(key=button).click()
    return went_well(at.run())


def tickets(cast: Cast) -> list[Ticket]:
    return records.by_ids(cast.db, [row["id"] for row in cast.db.rows("SELECT id FROM ticket")])


def test_the_box_is_there_for_messages_only(cast: Cast, open_page: Opens) -> None:
    at = open_page("wang", "ticket_entry")
    assert not at.text_area
    at.session_state["entry_channel"] = Channel.WECHAT
    assert went_well(at.run()).text_area(key=pasted.BOX).value == ""


def test_one_item_fills_the_form_beside_what_was_typed(cast: Cast, open_page: Opens) -> None:
    at = open_page("wang", "ticket_entry")
    at.text_input(key=key(at, "phone")).set_value("13812345678")
    went_well(at.run())
    paste(at, "王护士：1203病房灯不亮，不急 8101")
    assert at.text_input(key=key(at, "phone")).value == "13812345678"
    assert at.text_input(key=key(at, "name")).value == "王护士"
    assert at.selectbox(key=key(at, "place")).value == cast.room
    assert at.selectbox(key=key(at, "department")).value == cast.ward
    assert at.selectbox(key=key(at, "service")).value == "GD-01"
    assert at.session_state[key(at, "severity")] == Severity.LOW
    press(at, "entry_send")
    (ticket,) = tickets(cast)
    assert ticket.channel == Channel.WECHAT
    assert records.events(cast.db, ticket.id)[0].facts["message"] == "王护士：1203病房灯不亮，不急 8101"


def test_two_items_become_two_tickets_one_after_the_other(cast: Cast, open_page: Opens) -> None:
    at = paste(open_page("wang", "ticket_entry"), TWO)
    assert any("第 1 / 2 条" in text.value for text in at.markdown)
    press(at, "entry_send")
    assert any("第 2 / 2 条" in text.value for text in at.markdown)
    press(at, "entry_send")
    first, second = tickets(cast)
    assert (first.service_code, first.severity) == ("GD-01", Severity.URGENT)
    assert second.service_code == "WS-02"
    assert {records.events(cast.db, t.id)[0].facts["message"] for t in (first, second)} == {TWO}
    assert at.text_area(key=pasted.BOX).value == ""
    assert pasted.PASTED not in at.session_state


def test_what_is_typed_stays_with_its_item_while_others_are_done(cast: Cast, open_page: Opens) -> None:
    at = paste(open_page("wang", "ticket_entry"), TWO)
    at.text_input(key=key(at, "words")).set_value("1203床头灯不亮")
    went_well(at.run())
    press(at, "entry_skip")
    assert at.text_input(key=key(at, "words")).value == "1203马桶堵了"
    assert at.text_input(key=key(at, "name")).value == "刘敏"
    press(at, "entry_send")
    assert at.text_input(key=key(at, "words")).value == "1203床头灯不亮"
    press(at, "entry_send")
    assert [ticket.description for ticket in tickets(cast)] == ["1203马桶堵了", "1203床头灯不亮"]


def test_another_page_and_back_loses_nothing(cast: Cast, open_page: Opens) -> None:
    at = paste(open_page("wang", "ticket_entry"), TWO)
    press(at, "entry_skip")
    at.switch_page(entry("search").path)
    went_well(at.run())
    at.switch_page(entry("ticket_entry").path)
    went_well(at.run())
    assert any("第 2 / 2 条" in text.value for text in at.markdown)
    assert at.text_input(key=key(at, "words")).value == "1203马桶堵了"


def test_putting_it_away_gives_the_message_back(cast: Cast, open_page: Opens) -> None:
    at = press(paste(open_page("wang", "ticket_entry"), TWO), "entry_put_away")
    assert at.text_area(key=pasted.BOX).value == TWO
    assert at.text_input(key=key(at, "words")).value == ""


def test_a_refusal_keeps_the_message_and_the_form(cast: Cast, open_page: Opens) -> None:
    at = paste(open_page("wang", "ticket_entry"), TWO)
    at.session_state[key(at, "way")] = "phoned"
    went_well(at.run())
    press(at, "entry_send")
    assert at.error
    assert tickets(cast) == []
    assert any("第 1 / 2 条" in text.value for text in at.markdown)
    assert "1203灯不亮" in at.text_input(key=key(at, "words")).value


def test_where_several_places_fit_one_press_chooses(cast: Cast, open_page: Opens) -> None:
    with cast.db.transaction() as tx:
        above = locations.by_number(cast.db, "BY-A")
        ids = [
            locations.add(tx, number=f"BY-A-{n}-T", name="治疗室", kind="room", parent=above) for n in (1, 2)
        ]
    at = paste(open_page("wang", "ticket_entry"), "治疗室灯不亮")
    assert at.selectbox(key=key(at, "place")).value is None
    at.button_group(key=key(at, "candidate")).set_value(ids[1])
    went_well(at.run())
    assert at.selectbox(key=key(at, "place")).value == ids[1]


def test_a_second_press_in_the_same_breath_sends_nothing_more(
    cast: Cast, open_page: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pasted, "TOO_SOON", timedelta(hours=1))
    at = press(paste(open_page("wang", "ticket_entry"), TWO), "entry_send")
    assert tickets(cast) == []
    assert "1203灯不亮" in at.text_input(key=key(at, "words")).value


def test_pictures_of_a_call_hang_on_its_ticket(cast: Cast, open_page: Opens) -> None:
    at = open_page("wang", "ticket_entry")
    at.text_input(key=key(at, "words")).set_value("1203灯不亮")
    went_well(at.run())
    at.file_uploader(key=key(at, "photos")).set_value([("灯.jpg", jpeg("灯"), "image/jpeg")])
    went_well(at.run())
    press(at, "entry_send")
    (ticket,) = tickets(cast)
    assert len(attachments.of_ticket(cast.db, ticket.id)) == 1


def test_a_file_that_is_no_picture_is_refused_and_the_form_stays(cast: Cast, open_page: Opens) -> None:
    at = open_page("wang", "ticket_entry")
    at.text_input(key=key(at, "words")).set_value("1203灯不亮")
    went_well(at.run())
    at.file_uploader(key=key(at, "photos")).set_value([("灯.jpg", b"not a picture", "image/jpeg")])
    went_well(at.run())
    assert at.error
    press(at, "entry_send")
    assert len(tickets(cast)) == 1


def test_a_message_without_a_report_stays_in_the_box(cast: Cast, open_page: Opens) -> None:
    at = paste(open_page("wang", "ticket_entry"), "好的，谢谢师傅[抱拳]")
    assert [error.value for error in at.error] == ["这条消息里没有报修内容，已保留在粘贴框里。"]
    assert at.text_area(key=pasted.BOX).value == "好的，谢谢师傅[抱拳]"
    assert pasted.PASTED not in at.session_state


def test_an_appointment_in_the_words_is_preset(cast: Cast, open_page: Opens) -> None:
    at = paste(open_page("wang", "ticket_entry"), "1203病房明天下午两点半帮忙搬桌子")
    tomorrow = clock.local_date(clock.now()) + timedelta(days=1)
    assert at.text_input(key=key(at, "appointment")).value == f"{tomorrow} 14:30"


def test_two_rooms_in_one_sentence_are_two_tickets(cast: Cast, open_page: Opens) -> None:
    with cast.db.transaction() as tx:
        above = locations.by_number(cast.db, "BY-A")
        other = locations.add(tx, number="BY-A-12-1204", name="1204病房", kind="room", parent=above)
    at = paste(open_page("wang", "ticket_entry"), "1203病房和1204病房马桶堵了")
    press(press(at, "entry_send"), "entry_send")
    assert [ticket.location_id for ticket in tickets(cast)] == [cast.room, other]


def test_what_the_writer_says_of_urgency_stays_but_never_below_the_danger(
    cast: Cast, open_page: Opens
) -> None:
    at = paste(open_page("wang", "ticket_entry"), "1203病房插座冒火花了，不急\n2、1203病房灯不亮，特急")
    assert at.session_state[key(at, "severity")] == Severity.URGENT
    at = paste(open_page("wang", "ticket_entry"), "1203病房灯不亮，特急")
    assert at.session_state[key(at, "severity")] == Severity.EMERGENCY
    at.text_input(key=key(at, "words")).set_value("床头灯不亮")
    assert went_well(at.run()).session_state[key(at, "severity")] == Severity.EMERGENCY
