"""Codes on walls and links in messages: as people read them out, copy them, and as nobody should try them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.places import labels
from tests.hostile.conftest import SCRIPT, Clinic, told

UNKNOWN = "无法识别此二维码，请拨打服务热线。"
NOTHING_HERE = "这个地址没有内容。请重新扫码，或致电后勤服务台。"

# what is done · the end of the address, {code} the one on the wall
READ: list[tuple[str, str]] = [
    ("in capitals", "{CODE}"),
    ("with a space as it was read out", "{code4}%20{rest}"),
    ("with a hyphen", "{code4}-{rest}"),
    ("in full-width letters", "{wide}"),
    ("with a full stop copied out of a message", "{code}%E3%80%82"),
    ("with a bracket copied out of a message", "{code})"),
    ("with a zero-width space in front", "%E2%80%8B{code}"),
    ("with a line end behind", "{code}%0D%0A"),
    ("with parameters nobody asked for", "{code}?from=timeline&isappinstalled=0&number='"),
    ("with a word it should say", "{code}?said=<script>alert(1)</script>"),
    ("with a language nobody speaks", "{code}?lang=tlh"),
    ("with a message behind it, after a #", "{code}#%00"),
]


def filled(clinic: Clinic, address: str) -> str:
    code = clinic.cast.code
    wide = "".join(chr(ord(c) + 0xFEE0) for c in code)
    return address.format(code=code, CODE=code.upper(), code4=code[:4], rest=code[4:], wide=wide)


@pytest.mark.parametrize(("done", "address"), READ, ids=[row[0] for row in READ])
def test_a_code_is_read_as_it_was_meant(clinic: Clinic, done: str, address: str) -> None:
    told(clinic.phone.get(f"/r/{filled(clinic, address)}"), 200, "1203病房")


# what is done · the end of the address · what is read
UNREAD: list[tuple[str, str, str]] = [
    ("a code of nobody", "zzzzzzzz", UNKNOWN),
    ("look-alike letters", "O0Il1o", UNKNOWN),
    ("half a code", "{code4}", UNKNOWN),
    ("a code twice", "{code}{code}", UNKNOWN),
    ("5,000 letters", "a" * 5000, UNKNOWN),
    ("only a space", "%20", UNKNOWN),
    ("a NUL", "%00", NOTHING_HERE),
    ("the word for nothing", "null", UNKNOWN),
    ("Chinese words", "%E5%BF%83%E5%86%85%E7%A7%91", UNKNOWN),
    ("emoji", "%F0%9F%9A%BD", UNKNOWN),
    ("bytes that are no text", "%FF%FE", UNKNOWN),
    ("script", "%3Cscript%3Ealert(1)%3C%2Fscript%3E", NOTHING_HERE),
    ("SQL", "'%20OR%201=1%20--", UNKNOWN),
    ("a template", "%7B%7B7*7%7D%7D", UNKNOWN),
    ("the way up to the files", "..%2F..%2F..%2Fetc%2Fpasswd", NOTHING_HERE),
    ("the way up, encoded twice", "..%252f..%252fetc%252fpasswd", NOTHING_HERE),
    ("backslashes", "..%5C..%5Csecret", NOTHING_HERE),
    ("an action nobody offers", "{code}/explode", NOTHING_HERE),
    ("a slash behind it", "{code}/", NOTHING_HERE),
]


@pytest.mark.parametrize(("done", "address", "words"), UNREAD, ids=[row[0] for row in UNREAD])
def test_a_code_of_nobody_says_whom_to_phone(clinic: Clinic, done: str, address: str, words: str) -> None:
    told(clinic.phone.get(f"/r/{filled(clinic, address)}"), 404, words)


def test_a_report_to_a_code_of_nobody_is_refused(clinic: Clinic) -> None:
    before = clinic.written()
    told(clinic.phone.post("/r/zzzzzzzz", data={"description": "灯不亮"}), 404, UNKNOWN)
    assert clinic.written() == before


def test_a_replaced_code_still_takes_a_report_and_says_that_it_is_old(clinic: Clinic) -> None:
    old, now = clinic.cast.code, clinic.report()[0].opened_at
    with clinic.db.transaction() as tx:
        clinic.cast = type(clinic.cast)(
            **{**vars(clinic.cast), "code": labels.issue(tx, clinic.cast.room, now)}
        )
    told(clinic.phone.get(f"/r/{old}"), 200, "旧码")
    assert clinic.phone.post(f"/r/{old}", data={"description": "旧码报修"}).status_code == 303


GONE, WRONG = "这张工单在此处已不再进行。", "这不是该科室的分机号。"

# what is done at the wall · the action · the form · status · what is read
PRESSED: list[tuple[str, str, dict[str, str], int, str]] = [
    ("me too, to no ticket", "join", {}, 404, GONE),
    ("me too, to a ticket of another place", "join", {"ticket": "{elsewhere}"}, 404, GONE),
    ("urging a ticket with a word for a number", "urge", {"ticket": "一"}, 404, GONE),
    ("urging ticket minus one", "urge", {"ticket": "-1"}, 404, GONE),
    ("urging a ticket of 20 digits", "urge", {"ticket": "9" * 20}, 404, GONE),
    ("an unknown button", "explode", {"ticket": "{here}"}, 404, "这个地址没有内容"),
    ("me too, under a name of 500 letters", "join", {"ticket": "{here}", "name": "x" * 500}, 422, "字以内"),
    ("confirming what is not done, by extension", "confirm", {"ticket": "{here}", "extension": "8101"}, 422, ""),
    ("confirming with a wrong extension", "confirm", {"ticket": "{here}", "extension": "0000"}, 422, WRONG),
    ("confirming with SQL", "confirm", {"ticket": "{here}", "extension": "' OR '1'='1"}, 422, WRONG),
    ("confirming with nothing", "confirm", {"ticket": "{here}"}, 422, WRONG),
]  # fmt: skip


@pytest.mark.parametrize(
    ("done", "action", "form", "status", "words"), PRESSED, ids=[row[0] for row in PRESSED]
)
def test_a_button_at_the_wall(
    clinic: Clinic, done: str, action: str, form: dict[str, str], status: int, words: str
) -> None:
    here, _ = clinic.once("here", clinic.report)
    elsewhere, _ = clinic.once("elsewhere", lambda: clinic.report(location_id=clinic.cast.icu))
    before = clinic.written()
    said = {name: value.format(here=here.id, elsewhere=elsewhere.id) for name, value in form.items()}
    told(clinic.phone.post(f"/r/{clinic.cast.code}/{action}", data=said), status, words)
    assert clinic.written() == before


# what is done · the end of the address, {token} the link's own
LINKS: list[tuple[str, str]] = [
    ("a full stop copied out of a message", "{token}%E3%80%82"),
    ("a bracket copied out of a message", "{token})"),
    ("a full-width bracket and words", "{token}%EF%BC%89%E8%AF%B7%E6%9F%A5%E7%9C%8B"),
    ("a comma", "{token},"),
    ("a space in front", "%20{token}"),
    ("words it should say", "{token}?said=<script>alert(1)</script>"),
    ("a hundred other tickets", "{token}?" + "also=x&" * 100),
    ("script as another ticket", "{token}?also=<script>alert(1)</script>&also='"),
]


@pytest.mark.parametrize(("done", "address"), LINKS, ids=[row[0] for row in LINKS])
def test_a_link_copied_with_what_stood_beside_it(clinic: Clinic, done: str, address: str) -> None:
    ticket, token = clinic.once("here", clinic.report)
    told(clinic.phone.get(f"/t/{address.format(token=token)}"), 200, ticket.number)


# what is done · the end of the address
NO_LINKS: list[tuple[str, str]] = [
    ("half a token", "{half}"),
    ("a letter changed", "{changed}"),
    ("capitals", "{CAPITALS}"),
    ("nothing but punctuation", "%E3%80%82"),
    ("a NUL", "%00"),
    ("bytes that are no text", "%FF"),
    ("SQL", "'%20OR%20'1'='1"),
    ("a percent sign for anything", "%25"),
    ("a ticket number", "20261123-0001"),
    ("10,000 letters", "a" * 10_000),
]


@pytest.mark.parametrize(("done", "address"), NO_LINKS, ids=[row[0] for row in NO_LINKS])
def test_a_link_of_nobody_says_what_to_do(clinic: Clinic, done: str, address: str) -> None:
    _, token = clinic.once("here", clinic.report)
    changed = ("a" if token[0] != "a" else "b") + token[1:]
    asked = address.format(half=token[:8], changed=changed, CAPITALS=token.swapcase())
    for answer in (clinic.phone.get(f"/t/{asked}"), clinic.phone.post(f"/t/{asked}/urge")):
        told(answer, 404, "重新扫码")


# what is done with a link · the action · the form · status · what is read
DONE: list[tuple[str, str, dict[str, str], int, str]] = [
    ("an unknown button", "explode", {}, 404, "这个地址没有内容"),
    ("confirming what is not done", "confirm", {}, 422, ""),
    ("rating what is not done", "rate", {"speed": "5", "quality": "5", "attitude": "5"}, 422, ""),
    ("sending back what is not done", "reopen", {"reason": "没修好"}, 422, ""),
    ("a note of nothing", "comment", {"note": "   "}, 422, "请填写"),
    ("a note nobody can see", "comment", {"note": "\u200b\u202e\0"}, 422, "请填写"),
    ("a note of 2,001 characters", "comment", {"note": "字" * 2001}, 422, "字以内"),
    ("an urge of 201 characters", "urge", {"note": "急" * 201}, 422, "字以内"),
    ("cancelling with 501 characters", "cancel", {"reason": "不" * 501}, 422, "字以内"),
]  # fmt: skip


@pytest.mark.parametrize(("done", "action", "form", "status", "words"), DONE, ids=[row[0] for row in DONE])
def test_a_link_does_only_what_is_possible(
    clinic: Clinic, done: str, action: str, form: dict[str, str], status: int, words: str
) -> None:
    _, token = clinic.once("here", clinic.report)
    before = clinic.written()
    read = told(clinic.phone.post(f"/t/{token}/{action}", data=form), status, words)
    if action == "comment" and form["note"][0] == "字":
        assert form["note"] in read
    assert clinic.written() == before


@given(words=st.text(max_size=60))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_words_make_a_code_or_a_link_fail(clinic: Clinic, words: str) -> None:
    for prefix in ("/r/", "/t/"):
        typed = "".join(f"%{b:02X}" for b in words.encode("utf-8", "replace"))
        # An address with a slash at its end is first sent on to the one without.
        answer: Any = clinic.phone.get(prefix + typed, follow_redirects=True)
        assert answer.status_code == 404 and SCRIPT not in answer.text
