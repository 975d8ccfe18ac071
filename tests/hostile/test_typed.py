"""Readers of what people type, fed with anything: search words, times, places, codes, amounts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.core import typed_time
from lib.core.errors import WrongInput
from lib.core.i18n import Language, explain
from lib.core.money import cents
from lib.core.typed_words import seen
from lib.places import finding
from lib.places.labels.codes import as_printed
from lib.tickets.actions import talking
from lib.tickets.actions.step import By
from lib.tickets.reporters import Caller
from lib.tickets.search import Query, search
from tests.conftest import MONDAY
from tests.hostile.conftest import SCRIPT, Clinic

IN_A_HOSPITAL = [HealthCheck.function_scoped_fixture]
# Letters that mean something to SQL, regular expressions, JSON, LIKE, templates or nobody.
NASTY = st.text(alphabet="ab1灯层%_'\"\\;-()[]{}.*+?^$|~/<>&\0\n\u200b\u202e\ud7ff😀ßİ ", max_size=30)
WORDS = st.text(max_size=30) | NASTY

# what is looked for · the words
SOUGHT: list[tuple[str, str]] = [
    ("nothing", ""),
    ("only spaces", " \t\u3000 "),
    ("only punctuation", "。,;!?…——"),
    ("a quote", "'"),
    ("quotes of every kind", "'\"`“”‘’"),
    ("SQL", "'; DROP TABLE ticket; --"),
    ("SQL that is always true", "x' OR '1'='1"),
    ("a name of a parameter", "$w0 $seen :x ? %s"),
    ("a percent sign", "%"),
    ("an underscore", "_"),
    ("a backslash", "\\"),
    ("a regular expression without end", "(a+)+$"),
    ("an open bracket", "[a-"),
    ("letters of a class", "\\p{Han}\\d+"),
    ("a NUL", "a\0b"),
    ("half of JSON", '{"note":"'),
    ("a name of a fact", "whom reason note"),
    ("script", SCRIPT),
    ("5,000 characters in one word", "灯" * 5000),
    ("5,000 letters in one word", "ab" * 2500),
    ("5,000 words", "锅 " * 5000),
    ("emoji", "🚽👨‍👩‍👧"),
    ("words turned round", "\u202e亮不灯"),
    ("a letter that grows in capitals", "ß İ ﬁ"),
    ("a number of 400 digits", "9" * 400),
]


@pytest.mark.parametrize(("done", "words"), SOUGHT, ids=[row[0] for row in SOUGHT])
def test_looking_for_anything(clinic: Clinic, done: str, words: str) -> None:
    clinic.once("ticket", clinic.report)
    before = clinic.written()
    found = search(clinic.db, actor=clinic.cast.actor("wang"), query=Query(words=words))
    assert found.count == (1 if not words.split() else 0)
    assert clinic.written() == before


# from when · until when · how many tickets
DAYS = [
    (date.min, date.max, 1),
    (date.max, None, 0),
    (None, date.min, 0),
    (date(1899, 12, 31), date(9999, 12, 30), 1),
    (date.max, date.min, 0),
]


@pytest.mark.parametrize(("since", "until", "count"), DAYS)
def test_days_at_the_ends_of_the_calendar(
    clinic: Clinic, since: date | None, until: date | None, count: int
) -> None:
    clinic.once("ticket", clinic.report)
    found = search(clinic.db, actor=clinic.cast.actor("wang"), query=Query(since=since, until=until))
    assert min(found.count, 1) == count


@given(
    words=WORDS, since=st.none() | st.dates(), until=st.none() | st.dates(), many=st.lists(WORDS, max_size=3)
)
@settings(max_examples=40, deadline=None, suppress_health_check=IN_A_HOSPITAL)
def test_any_words_find_tickets_or_none(
    clinic: Clinic, words: str, since: date | None, until: date | None, many: list[str]
) -> None:
    clinic.once("ticket", clinic.report)
    query = Query(words=words, since=since, until=until, statuses=many, kinds=many)
    assert 0 <= search(clinic.db, actor=clinic.cast.actor("wang"), query=query).count <= 1


@given(
    typed=st.text(alphabet="灯不亮a1 '\"\\%_.*({[$", min_size=1, max_size=12).filter(
        lambda words: words.strip()
    )
)
@settings(max_examples=25, deadline=None, suppress_health_check=IN_A_HOSPITAL)
def test_what_was_typed_is_found_by_what_was_typed(clinic: Clinic, typed: str) -> None:
    ticket, _ = clinic.report(description=f"x{typed}x")
    word = max(f"x{typed}x".split(), key=len)
    found = search(clinic.db, actor=clinic.cast.actor("wang"), query=Query(words=word))
    assert ticket.number in {row["number"] for row in found.rows}


@given(words=WORDS, department=st.none() | st.integers(-(2**70), 2**70))
@settings(max_examples=100, deadline=None, suppress_health_check=IN_A_HOSPITAL)
def test_any_words_name_a_place_or_none(clinic: Clinic, words: str, department: int | None) -> None:
    assert finding.fitting(clinic.db, words) is not None
    found = finding.mentioned(clinic.db, words, department)
    assert found is None or found.number


@given(words=WORDS)
@settings(max_examples=60, deadline=None, suppress_health_check=IN_A_HOSPITAL)
def test_a_place_is_found_among_anything(clinic: Clinic, words: str) -> None:
    found = finding.mentioned(clinic.db, f"{words} 1203病房 {words}")
    assert found is None or found.id in (clinic.cast.room, clinic.cast.icu)


# what is typed for a time
NO_TIMES = [
    "25:00", "24:00", "14:60", "1",  "12345", "14:5", "14;05", "-1:00", "+14:05", "14.05.06", "99-99 14:05",
    "02-30 10:00", "2026-13-01 10:00", "0000-01-01 10:00", "0001-01-01 00:00", "9999-12-31 24:00", "10000-01-01 10:00",
    "1899-02-29 10:00", "nan", "inf", "1e3", "下午两点", "明天", "昨天 14:05", "14:05 14:06", "0x10", "१४:०५x", "\0",
    "14:05; DROP TABLE", "{0}", "%H:%M", SCRIPT, "9" * 500,
]  # fmt: skip


@pytest.mark.parametrize("typed", NO_TIMES)
@pytest.mark.parametrize("ahead", [False, True])
def test_what_is_no_time_is_said_to_be_none_with_an_example(typed: str, ahead: bool) -> None:
    with pytest.raises(WrongInput) as refused:
        typed_time.read(typed, MONDAY, field="called_at", ahead=ahead)
    words = explain(Language.ZH, refused.value)
    assert "14:05" in words and typed in words and refused.value.field == "called_at"


CLOCKS = st.text(alphabet="0123456789:.-/ T:９٣", max_size=17) | st.datetimes().map(
    lambda at: f"{at:%Y-%m-%d %H:%M}"
)


@given(typed=CLOCKS, ahead=st.booleans())
@settings(max_examples=150)
def test_anything_typed_is_a_time_or_refused(typed: str, ahead: bool) -> None:
    try:
        at = typed_time.read(typed, MONDAY, field="x", ahead=ahead)
    except WrongInput:
        return
    assert at is None or at.utcoffset() is not None
    if at is not None and 1901 < at.year < 9000:
        assert typed_time.read(typed_time.write(at), MONDAY, field="x") == at


NO_AMOUNTS = [
    "1,2,3.4.5",
    "1,50",
    "--1",
    "1e5",
    "NaN",
    "∞",
    "12.345",
    "¥12",
    "十二",
    "1 2",
    "0x1",
    ",",
    ".",
    "9" * 40,
    "１２,５０",
]


@pytest.mark.parametrize("typed", NO_AMOUNTS)
def test_what_is_no_amount_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(WrongInput) as refused:
        cents(typed)
    assert typed in explain(Language.ZH, refused.value)


@given(st.text(alphabet="0123456789.,-+eE ¥", max_size=15) | st.text(max_size=8))
@settings(max_examples=150)
def test_anything_typed_is_an_amount_or_refused(typed: str) -> None:
    try:
        assert isinstance(cents(typed), int)
    except WrongInput as refused:
        assert "金额" in explain(Language.ZH, refused)


@given(st.text(max_size=40) | NASTY)
@settings(max_examples=200)
def test_what_is_seen_is_seen_again_and_can_be_kept(typed: str) -> None:
    words = seen(typed)
    assert seen(words) == words and words == words.strip() and "\0" not in words
    words.encode("utf-8")


@given(st.text(max_size=40))
def test_a_code_is_letters_and_digits_however_it_was_typed(typed: str) -> None:
    assert all(c.isascii() and c.isalnum() for c in as_printed(typed))


# what is done at the desk · the wish · what is read
WISHES: list[tuple[str, dict[str, Any], str]] = [
    ("an appointment in the year 9999", {"appointment_at": datetime(9999, 1, 1, tzinfo=UTC)}, "超过一年"),
    ("an appointment in 1899", {"appointment_at": datetime(1899, 1, 1, tzinfo=UTC)}, "超过一年"),
    ("a place there never was", {"location_id": 999_999}, "请从列表中选择"),
    ("a place of 20 digits", {"location_id": 10**20}, "请从列表中选择"),
    ("a department there never was", {"department_id": -1}, "请从列表中选择"),
    ("a kind nobody knows", {"kind": "magic"}, "请从列表中选择"),
    ("a severity nobody knows", {"severity": "超急"}, "请从列表中选择"),
    ("nothing anybody could see", {"service_code": "", "description": "\u200b\0"}, "请选择服务项目"),
]  # fmt: skip


@pytest.mark.parametrize(("done", "wish", "words"), WISHES, ids=[row[0] for row in WISHES])
def test_a_wish_nobody_can_have(clinic: Clinic, done: str, wish: dict[str, Any], words: str) -> None:
    before = clinic.written()
    with pytest.raises(WrongInput) as refused:
        clinic.report(**wish)
    assert words in explain(Language.ZH, refused.value)
    assert clinic.written() == before


def test_what_nobody_can_see_is_kept_nowhere(clinic: Clinic) -> None:
    hidden = "\0灯\u202e不\u200b亮\x07"
    ticket, _ = clinic.report(description=hidden, caller=Caller(name=hidden, phone=hidden))
    by = By(actor=clinic.cast.actor("wang"), now=ticket.opened_at)
    talking.comment(clinic.db, ticket_id=ticket.id, note=hidden, by=by)
    kept = clinic.db.rows(
        """
        SELECT description AS words FROM ticket UNION ALL SELECT name || phone FROM reporter
        UNION ALL SELECT facts FROM ticket_event
        """
    )
    assert not [row for row in kept if set("\0\u202e\u200b\x07") & set(row["words"])]
    assert "灯不亮" in clinic.db.value(
        "SELECT facts FROM ticket_event ORDER BY ticket_id DESC, seq DESC LIMIT 1"
    )
