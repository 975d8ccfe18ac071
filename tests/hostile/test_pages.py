"""Pages of the desk with wild addresses, and forms filled by somebody whose cat walks over the keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.core import clock
from lib.notifications import announcements
from lib.tickets.reporters import Caller
from lib.ui.menu import entry
from tests.hostile.conftest import SCRIPT, Clinic
from tests.pages.conftest import shell, signed_in, went_well

PICTURE = "![x](http://evil.example/x.png)"
LINK = "[灯](javascript:alert(1))"


def at_page(clinic: Clinic, who: str, name: str) -> AppTest:
    """That person's browser, kept from row to row, on that page."""

    def begun() -> AppTest:
        at = went_well(shell(signed_in(clinic.db, clinic.cast.people[who])).run())
        at.switch_page(entry(name).path)
        return at

    at: AppTest = clinic.once(f"{who} at {name}", begun)
    at.query_params.clear()
    return at


def said(at: AppTest) -> str:
    shown = (*at.markdown, *at.warning, *at.error, *at.info, *at.caption, *at.html, *at.header, *at.subheader)
    return "\n".join(str(one.value) for one in shown)


# the page · the parameters · what is read
ADDRESSES: list[tuple[str, dict[str, Any], str]] = [
    ("ticket", {}, "没有"),
    ("ticket", {"number": ""}, "没有"),
    ("ticket", {"number": "20200101-9999"}, "20200101-9999"),
    ("ticket", {"number": "9" * 5000}, "没有"),
    ("ticket", {"number": "' OR '1'='1"}, "没有"),
    ("ticket", {"number": SCRIPT}, "没有"),
    ("ticket", {"number": PICTURE}, "没有"),
    ("ticket", {"number": ":red[**$x$**]"}, "没有"),
    ("ticket", {"number": "{0.__class__}"}, "没有"),
    ("ticket", {"number": "\0"}, "没有"),
    ("ticket", {"number": ["a", "b"]}, "没有"),
    ("search", {"search_words": "'; DROP TABLE ticket; --"}, "没有"),
    ("search", {"search_words": "x" * 5000}, "没有"),
    ("search", {"search_words": "\0"}, "查询"),
    ("search", {"search_since": "yesterday"}, "查询"),
    ("search", {"search_since": "0001-01-01"}, "查询"),
    ("search", {"search_until": "9999-12-31"}, "查询"),
    ("search", {"search_since": "9999-12-31", "search_until": "0001-01-01"}, "查询"),
    ("search", {"search_status": "magic"}, "查询"),
    ("search", {"search_status": ["new", "new", SCRIPT]}, "查询"),
    ("search", {"search_department": "-1"}, "查询"),
    ("search", {"search_team": "[]"}, "查询"),
    ("search", {"nonsense": "x" * 5000, "": ""}, "查询"),
    ("people", {"people_tab": "magic"}, "人员"),
    ("people", {"people_tab": SCRIPT}, "人员"),
    ("people", {"people_tab": ["teams", "vendors"]}, "人员"),
    ("people", {"people_q": "%_'\\" * 50}, "人员"),
    ("places", {"places_q": "%_'\\[(*" * 50}, "位置"),
    ("places", {"places_view": "magic"}, "位置"),
    ("catalog", {"catalog_tab": "magic"}, "目录"),
    ("catalog", {"catalog_tab": "__class__"}, "目录"),
    ("overview", {"number": "x"}, ""),
    ("system", {"q": SCRIPT}, "系统"),
]


@pytest.mark.parametrize(("name", "params", "words"), ADDRESSES)
def test_a_page_with_a_wild_address(clinic: Clinic, name: str, params: dict[str, Any], words: str) -> None:
    at = at_page(clinic, "admin", name)
    for key, value in params.items():
        at.query_params[key] = value
    read = said(went_well(at.run()))
    assert words in read
    assert SCRIPT not in read and PICTURE not in read and ":red[" not in read.replace(r"\[", "")


HOSTILE = f"{SCRIPT} {LINK} {PICTURE} :red[x] $x$ `y` **z** {{0}} \u202e"


def test_hostile_words_are_words_on_every_page(clinic: Clinic) -> None:
    ticket, _ = clinic.report(description=HOSTILE, caller=Caller(name=HOSTILE[:40], phone="1' OR 1=1"))
    announcements.publish(
        clinic.db,
        actor=clinic.cast.actor("admin"),
        title=LINK,
        body=HOSTILE,
        kind="notice",
        expires_at=None,
        now=clock.now(),
    )
    for who, name in (
        ("zhao", "ticket"),
        ("zhao", "search"),
        ("zhao", "overview"),
        ("zhao", "announcements"),
    ):
        at = at_page(clinic, who, name)
        if name == "ticket":
            at.query_params["number"] = ticket.number
        went_well(at.run())
        for shown in (*at.markdown, *at.caption, *at.html):
            assert SCRIPT not in shown.value and PICTURE not in shown.value and LINK not in shown.value


def key(name: str, turn: int) -> str:
    return f"entry_{name}_{turn}"


# what is typed at the desk · the fields · what is read
ENTRIES: list[tuple[str, dict[str, str], str]] = [
    ("a phone and nothing else", {"phone": "8101"}, "请选择服务项目"),
    ("what nobody can see", {"words": "\u200b\u202e\0"}, "请选择服务项目"),
    ("2,001 characters", {"words": "锅" * 2001}, "字以内"),
]


@pytest.mark.parametrize(("done", "fields", "words"), ENTRIES, ids=[row[0] for row in ENTRIES])
def test_a_call_that_cannot_be_written_down(
    clinic: Clinic, done: str, fields: dict[str, str], words: str
) -> None:
    before = clinic.written()
    at = at_page(clinic, "wang", "ticket_entry").run()
    turn = at.session_state["entry_turn"]
    for name in ("phone", "words"):
        at.text_input(key=key(name, turn)).set_value(fields.get(name, ""))
    at.button(key="entry_send").click()
    assert words in said(went_well(at.run()))
    for name, typed in fields.items():
        assert at.text_input(key=key(name, turn)).value == typed
    assert clinic.written() == before


# what is corrected · the field · what is typed · what is read
CORRECTIONS: list[tuple[str, str, str, str]] = [
    ("a time that is none", "appointment_at", "25:99", "不是时间"),
    ("the year 1", "appointment_at", "0001-01-01 00:00", "0001-01-01"),
    ("the year 9999", "appointment_at", "9999-12-30 10:00", "超过一年"),
    ("2,001 characters", "description", "锅" * 2001, "字以内"),
    ("a time of Markdown", "appointment_at", PICTURE, "不是"),
    ("nothing", "kind", "", "没有任何改动"),
]


@pytest.mark.parametrize(("done", "name", "typed", "words"), CORRECTIONS, ids=[row[0] for row in CORRECTIONS])
def test_a_correction_that_cannot_be_made(
    clinic: Clinic, done: str, name: str, typed: str, words: str
) -> None:
    ticket, _ = clinic.once("to correct", clinic.report)
    at = at_page(clinic, "wang", "ticket")
    at.query_params["number"] = ticket.number
    went_well(at.run())
    before = clinic.written()
    at.session_state[f"act_{ticket.id}_choice_choice_0"] = "edit"
    went_well(at.run())
    field = f"act_{ticket.id}_edit_{name}_0"
    if name == "description":
        at.text_area(key=field).set_value(typed)
    elif name == "appointment_at":
        at.text_input(key=field).set_value(typed)
    at.button(key=f"act_{ticket.id}_edit_button_0").click()
    read = said(went_well(at.run()))
    assert words in read and PICTURE not in read
    if typed:
        assert at.session_state[field] == typed
        at.session_state[field] = "" if name == "appointment_at" else ticket.description
    assert clinic.written() == before
