"""The report form on a corridor phone: whatever is typed or sent, a clear word, and the form with it again."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

import pytest

from lib.tickets import records, reporters
from tests.hostile.conftest import SCRIPT, Clinic, told

NOTHING_SAID = "请选择服务项目，或简单描述一下问题。"
TOO_LONG = "字以内。"
NO_SERVICE = "服务目录中没有这个项目。"
FORM = "application/x-www-form-urlencoded"


def sent(clinic: Clinic, **request: Any) -> Any:
    return clinic.phone.post(f"/r/{clinic.cast.code}", **request)


def opened(clinic: Clinic, answer: Any) -> Any:
    """The ticket the phone was sent on to."""
    token = answer.headers["location"].removeprefix("/t/").partition("?")[0]
    return records.by_id(clinic.db, reporters.by_token(clinic.db, token).ticket_id)


# what is done · the fields · what is read
REFUSED: list[tuple[str, Mapping[str, Any], str]] = [
    ("nothing at all", {}, NOTHING_SAID),
    ("only spaces", {"description": "   \t \n "}, NOTHING_SAID),
    ("only full-width spaces", {"description": "\u3000\u3000"}, NOTHING_SAID),
    ("only zero-width characters", {"description": "\u200b\u200b\ufeff\u2060"}, NOTHING_SAID),
    ("only a NUL", {"description": "\0"}, NOTHING_SAID),
    ("only direction marks", {"description": "\u202e\u2066"}, NOTHING_SAID),
    ("only control characters", {"description": "\x01\x02\x1b\x7f\x85"}, NOTHING_SAID),
    ("2,001 characters", {"description": "灯" * 2001}, TOO_LONG),
    ("20,000 characters", {"description": "灯" * 20_000}, TOO_LONG),
    ("a megabyte of text", {"description": "x" * 1_000_000}, TOO_LONG),
    ("a name of 41 characters", {"description": "灯不亮", "name": "张" * 41}, TOO_LONG),
    ("a phone of 31 digits", {"description": "灯不亮", "phone": "8" * 31}, TOO_LONG),
    ("a second report of 2,001 characters", {"description": "灯", "description2": "门" * 2001}, TOO_LONG),
    ("a service nobody offers", {"description": "灯不亮", "service": "XX-99"}, NO_SERVICE),
    ("SQL for a service", {"description": "灯", "service": "' OR 1=1 --"}, NO_SERVICE),
    ("script for a service", {"description": "灯", "service": SCRIPT}, NO_SERVICE),
    ("a template for a service", {"description": "灯", "service": "{{7*7}}"}, NO_SERVICE),
    ("a severity nobody knows", {"description": "灯不亮", "severity": "apocalypse"}, "请从列表中选择。"),
    ("script for a severity", {"description": "灯", "severity": SCRIPT}, "请从列表中选择。"),
    ("a quote that would leave the field", {"description": "", "name": '"><script>alert(1)</script>'}, NOTHING_SAID),
    ("a wrong service in the second report", {"description": "灯", "service2": "NO"}, NO_SERVICE),
]  # fmt: skip


@pytest.mark.parametrize(("done", "fields", "words"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_cannot_be_taken_comes_back_with_a_word_about_it(
    clinic: Clinic, done: str, fields: Mapping[str, Any], words: str
) -> None:
    before = clinic.written()
    read = told(sent(clinic, data=fields), 422, words)
    for name, typed in fields.items():
        if name != "service" and name != "service2" and name != "severity":
            assert visible(typed) in read
    assert clinic.written() == before


def visible(typed: str) -> str:
    """What of it anybody could see."""
    return "".join(c for c in typed if c.isprintable() or c == "\n").strip("\u3000 \n")


# what is done · the words typed · the words kept
TAKEN: list[tuple[str, str, str]] = [
    ("only emoji", "🚽💧", "🚽💧"),
    ("a family of emoji, joined", "👨‍👩‍👧 走失", "👨‍👩‍👧 走失"),
    ("script", SCRIPT, SCRIPT),
    ("a picture with a handler", "<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
    ("SQL", "'; DROP TABLE ticket; --", "'; DROP TABLE ticket; --"),
    ("a template", "{{ config }} {% raw %} ${7*7}", "{{ config }} {% raw %} ${7*7}"),
    ("a format string", "{0.__class__} {number} %s %(x)s", "{0.__class__} {number} %s %(x)s"),
    ("a link that runs", "[灯](javascript:alert(1))", "[灯](javascript:alert(1))"),
    ("a formula", "=HYPERLINK(\"http://evil.example\")", "=HYPERLINK(\"http://evil.example\")"),
    ("JSON", '{"a": [1, 2]}\\u0000', '{"a": [1, 2]}\\u0000'),
    ("NUL between words", "灯\0不亮", "灯不亮"),
    ("control characters between words", "灯\x08\x1b[31m不亮\x85", "灯[31m不亮"),
    ("words turned round", "灯\u202e亮不\u202c", "灯亮不"),
    ("a byte order mark in front", "\ufeff灯不亮", "灯不亮"),
    ("zero-width spaces between", "灯\u200b不\u200b亮", "灯不亮"),
    ("lines of Windows and old Macs", "一\r\n二\r三", "一\n二\n三"),
    ("letters under many marks", "灯" + "\u0301" * 50, "灯" + "\u0301" * 50),
    ("exactly 2,000 characters", "灯" * 2000, "灯" * 2000),
]  # fmt: skip


@pytest.mark.parametrize(("done", "typed", "kept"), TAKEN, ids=[row[0] for row in TAKEN])
def test_strange_words_are_words(clinic: Clinic, done: str, typed: str, kept: str) -> None:
    answer = sent(clinic, data={"description": typed, "name": typed[:20], "key": done})
    assert answer.status_code == 303, answer.text[-600:]
    ticket = opened(clinic, answer)
    assert ticket.description == kept
    read = told(clinic.phone.get(answer.headers["location"]), 200, ticket.number)
    assert kept in read


def boundary(*parts: bytes, end: bytes = b"--x--\r\n") -> bytes:
    return b"".join(b"--x\r\n" + part + b"\r\n" for part in parts) + end


WORDS = 'Content-Disposition: form-data; name="description"\r\n\r\n灯不亮'.encode()
PARTS = {"content-type": "multipart/form-data; boundary=x"}
NOT_WHOLE = "表单没有完整收到，请再发送一次。"


def kind(content_type: str) -> Mapping[str, str]:
    return {"content-type": content_type}


# what is done · the body · its headers · what is read
BROKEN: list[tuple[str, bytes, Mapping[str, str], str]] = [
    ("no content type", "description=灯不亮".encode(), kind(""), NOTHING_SAID),
    ("JSON instead of a form", b'{"description": "x"}', kind("application/json"), NOTHING_SAID),
    ("plain text", b"x", kind("text/plain"), NOTHING_SAID),
    ("XML with an entity", b"<!DOCTYPE x [<!ENTITY y 'z'>]><x>&y;</x>", kind("text/xml"), NOTHING_SAID),
    ("multipart without a boundary", boundary(WORDS), kind("multipart/form-data"), NOT_WHOLE),
    ("multipart that is none", b"no parts at all", PARTS, NOT_WHOLE),
    ("a part without a name", boundary(b"Content-Disposition: form-data\r\n\r\nx"), PARTS, NOT_WHOLE),
    ("a part with broken headers", boundary(b"Content-Disposition\r\n\r\nx"), PARTS, NOT_WHOLE),
    ("301 fields", b"&".join([b"description=x"] * 301), kind(FORM), NOT_WHOLE),
    ("301 parts", boundary(*[WORDS] * 301), PARTS, NOT_WHOLE),
    ("a ticket number of 1,000 digits", b"ticket=" + b"9" * 1000, kind(FORM), NOTHING_SAID),
    ("3 megabytes of key and no words", b"key=" + b"x" * 3_000_000, kind(FORM), NOTHING_SAID),
]


@pytest.mark.parametrize(("done", "body", "headers", "words"), BROKEN, ids=[row[0] for row in BROKEN])
def test_a_broken_form_is_said_to_be_broken(
    clinic: Clinic, done: str, body: bytes, headers: Mapping[str, str], words: str
) -> None:
    before = clinic.written()
    told(sent(clinic, content=body, headers=headers), 422, words)
    assert clinic.written() == before


NAME = 'Content-Disposition: form-data; name="name"\r\n\r\n张护士'.encode()


def test_of_a_form_cut_off_on_the_way_the_words_that_came_are_in_it_again(clinic: Clinic) -> None:
    before = clinic.written()
    cut = boundary(
        WORDS, NAME, b'Content-Disposition: form-data; name="photos"; filename="a.jpg"\r\n\r\n\xff\xd8'
    )
    read = told(sent(clinic, content=cut[:-9], headers=PARTS), 422, NOT_WHOLE)
    assert "灯不亮" in read and "张护士" in read
    assert clinic.written() == before


# what is done · the body · its content type · the words kept
ODD: list[tuple[str, bytes, str, str]] = [
    ("a field nobody asked for", "description=灯不亮&is_admin=1&status=closed".encode(), FORM, "灯不亮"),
    ("a field three times: the last", "description=a&description=灯不亮&description=".encode(), FORM, "灯不亮"),
    ("the old Chinese encoding", b"description=%B5%C6%B2%BB%C1%C1", FORM, "灯不亮"),
    ("a charset nobody knows", boundary(WORDS), "multipart/form-data; boundary=x; charset=klingon", "灯不亮"),
    ("a charset that cannot read", boundary(WORDS), "multipart/form-data; boundary=x; charset=undefined", "灯不亮"),
    ("bytes of no encoding", b"description=%FF%FE%00x", FORM, "x"),
    ("half a percent sign", b"description=100%25+%zz+%", FORM, "100% %zz %"),
    ("upper case content type", "description=灯不亮".encode(), FORM.upper() + "; Charset=UTF-8", "灯不亮"),
    ("a megabyte in a field nobody reads", "description=灯不亮&junk=".encode() + b"x" * 1_000_000, FORM, "灯不亮"),
]  # fmt: skip


@pytest.mark.parametrize(("done", "body", "kind", "kept"), ODD, ids=[row[0] for row in ODD])
def test_an_odd_form_is_taken_for_what_it_says(
    clinic: Clinic, done: str, body: bytes, kind: str, kept: str
) -> None:
    answer = sent(clinic, content=body, headers={"content-type": kind})
    assert answer.status_code == 303, answer.text[-600:]
    assert kept in opened(clinic, answer).description
    assert opened(clinic, answer).status == "new"


def test_a_page_shown_again_holds_the_words_and_nothing_run(clinic: Clinic) -> None:
    typed = f'"><img src=x onerror=alert(1)>{SCRIPT}{{{{7*7}}}}'
    answer = sent(clinic, data={"name": typed[:39], "phone": "1", "description2": typed, "severity": "x"})
    read = told(answer, 422, "请")
    assert typed in read and html.escape(SCRIPT, quote=False) in answer.text.replace("&#34;", '"')
