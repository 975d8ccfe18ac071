"""One cause, many reporters, at the desk: offered at entry, merged and declared on the ticket page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from lib.core import clock
from lib.tickets import outages, records, reporters
from lib.tickets.actions import outages as declaring
from lib.tickets.outages import Outage
from lib.tickets.reporters import Caller
from lib.tickets.ticket import Ticket
from lib.tickets.words import Action, Status
from tests.conftest import Cast
from tests.pages.conftest import Opens, went_well

Report = Callable[..., Ticket]


def words(at: AppTest) -> str:
    return "\n".join([*(each.value for each in at.markdown), *(each.value for each in at.html)])


def choose(at: AppTest, ticket: Ticket, action: Action) -> AppTest:
    at.session_state[f"act_{ticket.id}_choice_choice_0"] = action
    return went_well(at.run())


def press(at: AppTest, key: str) -> AppTest:
    at.button(key=key).click()
    return went_well(at.run())


@pytest.fixture
def first(report: Report) -> Ticket:
    return report(now=clock.now())


@pytest.fixture
def again(report: Report, first: Ticket) -> Ticket:
    return report(now=clock.now(), caller=Caller(name="李护士", phone="8102"))


@pytest.fixture
def outage(cast: Cast, first: Ticket) -> Outage:
    return declaring.declare(
        cast.db,
        ticket_id=first.id,
        words="住院A座停水",
        locations=[cast.room],
        service_codes=["GS"],
        by=cast.by("zhao", clock.now()),
    )


def test_the_likely_ticket_is_offered_and_merges(
    cast: Cast, open_page: Opens, first: Ticket, again: Ticket
) -> None:
    at = choose(open_page("wang", "ticket", number=again.number), again, Action.MERGE)
    assert at.radio(key=f"act_{again.id}_merge_into_0").value is None
    at.radio(key=f"act_{again.id}_merge_into_0").set_value(first.id)
    press(at, f"act_{again.id}_merge_button_0")
    ended = records.by_id(cast.db, again.id)
    assert ended is not None and (ended.status, ended.merged_into) == (Status.MERGED, first.id)
    assert len(reporters.of_ticket(cast.db, first.id)) == 2


def test_a_number_nobody_knows_is_said_and_the_note_stays(
    cast: Cast, open_page: Opens, first: Ticket, again: Ticket
) -> None:
    at = choose(open_page("wang", "ticket", number=again.number), again, Action.MERGE)
    at.text_input(key=f"act_{again.id}_merge_number_0").set_value("20260101-9999")
    at.text_input(key=f"act_{again.id}_merge_note_0").set_value("同一根水管")
    press(at, f"act_{again.id}_merge_button_0")
    assert "没有这个单号的工单" in "".join(
        each.value for each in [*at.error, *at.warning, *at.caption, *at.markdown]
    )
    assert at.text_input(key=f"act_{again.id}_merge_note_0").value == "同一根水管"
    assert records.by_id(cast.db, again.id) == again


def test_an_outage_is_declared_with_what_the_ticket_says_and_ended(
    cast: Cast, open_page: Opens, first: Ticket
) -> None:
    at = open_page("zhao", "ticket", number=first.number)
    at.text_input(key=f"act_{first.id}_outage_words_0").set_value("住院A座停电")
    press(at, f"act_{first.id}_outage_button_0")
    [declared] = outages.in_force(cast.db, clock.now())
    assert (declared.words, declared.ticket_id, list(declared.services)) == (
        "住院A座停电",
        first.id,
        ["GD-01"],
    )
    over = next(button for button in at.button if button.label == "已恢复")
    over.click()
    went_well(at.run())
    assert outages.in_force(cast.db, clock.now()) == []


def test_entry_offers_the_outage_of_the_place(cast: Cast, open_page: Opens, outage: Outage) -> None:
    at = open_page("wang", "ticket_entry")
    at.text_input(key="entry_phone_0").set_value("8102")
    went_well(at.run())
    at.selectbox(key="entry_place_0").set_value(cast.room)
    went_well(at.run())
    assert "住院A座停水" in words(at)
    press(at, f"entry_join_{outage.ticket_id}")
    assert len(reporters.of_ticket(cast.db, outage.ticket_id)) == 2


def test_whoever_may_not_declare_sees_no_form(open_page: Opens, first: Ticket) -> None:
    at = open_page("zheng", "ticket", number=first.number)
    assert not [each for each in at.expander if "公共故障" in each.label]
