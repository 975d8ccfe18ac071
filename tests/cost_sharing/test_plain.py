"""What a statement says comes back from its text without loss."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from lib.core.facts import dumps
from lib.cost_sharing.outcome import Line
from lib.cost_sharing.plain import fraction, fraction_text, frame, frame_plain, made, plain
from lib.cost_sharing.records import CostLine, Share
from lib.cost_sharing.words import Answer, Closing, Measure

NOON = datetime(2026, 11, 25, 4, 0, 0, 7, tzinfo=UTC)


@given(st.fractions())
@settings(max_examples=50)
def test_fractions_stay_exact(number: Fraction) -> None:
    assert fraction(fraction_text(number)) == number


@pytest.mark.parametrize(
    ("number", "text"), [(Fraction(3), "3"), (Fraction(-7, 2), "-7/2"), (Fraction(), "0")]
)
def test_fractions_are_written_in_digits(number: Fraction, text: str) -> None:
    assert fraction_text(number) == text


@pytest.mark.parametrize("number", [Fraction(10**5000, 7), Fraction(-1, 10**6000 + 1)])
def test_numbers_longer_than_python_reads_come_back_too(number: Fraction) -> None:
    assert fraction(fraction_text(number)) == number


def test_frames_come_back_with_their_types() -> None:
    tickets = pl.DataFrame(
        {
            "ticket_id": [7, 8],
            "closed_at": [NOON, None],
            "closed_on": [date(2026, 11, 25), None],
            "vendor": ["V02", ""],
            "how": ["confirmed", None],
            "first": [True, False],
        },
        schema_overrides={"closed_at": pl.Datetime("us", "UTC")},
    )
    assert_frame_equal(frame(json.loads(dumps(frame_plain(tickets)))), tickets)
    empty = tickets.clear()
    assert_frame_equal(frame(json.loads(dumps(frame_plain(empty)))), empty)


def test_a_frame_of_inexact_numbers_has_no_place() -> None:
    with pytest.raises(TypeError, match="Float64"):
        frame_plain(pl.DataFrame({"value": [0.5]}))


def test_floats_have_no_place() -> None:
    with pytest.raises(TypeError, match="float"):
        plain({"share": 0.5})


def test_rows_come_back_as_they_were() -> None:
    cost = CostLine(
        id=1,
        statement_id=2,
        category="wages",
        words="十一月工资",
        amount_cents=1,
        spent_on=date(2026, 11, 1),
        document="",
        file_hash="",
        entered_by=None,
        entered_at=NOON,
    )
    assert made(CostLine, json.loads(dumps(plain(cost)))) == cost
    share = Share(
        statement_id=1,
        vendor_id=2,
        cents=3,
        adjustment_cents=-4,
        net_cents=-1,
        tax_cents=0,
        total_cents=-1,
        answer=Answer.AGREED,
        answered_at=NOON,
    )
    again = made(Share, json.loads(dumps(plain(share))))
    assert again == share
    assert again.answer is Answer.AGREED


def test_a_path_comes_back_as_it_was() -> None:
    half = Fraction(1, 2)
    line = Line(
        code="V02",
        vendor_id=1,
        name="安工匠",
        measured={Measure.POINTS: Fraction(34, 10)},
        blended=half,
        quality=Fraction(21, 20),
        quality_parts={"promises": Fraction(1, 20)},
        volume=half * Fraction(21, 20),
        fixed=0,
        floor=None,
        cap=7,
        exact=Fraction(22, 7),
        bound="cap",
        rounded_up=True,
        cents=4,
        quality_cents=-1,
        adjustment_cents=-2,
        net_cents=1,
        tax_cents=1,
        total_cents=2,
        closings={Closing.RATED: 3},
    )
    assert made(Line, json.loads(dumps(plain(line)))) == line


def test_a_field_that_was_not_known_yet_takes_its_default() -> None:
    said = {"statement_id": 1, "vendor_id": 2, "cents": 3, "adjustment_cents": 0}
    again = made(Share, {**said, "net_cents": 3, "tax_cents": 0, "total_cents": 3, "of_old": "x"})
    assert again.answer is Answer.NONE


def test_decimals_and_days_are_text() -> None:
    assert plain({"rate": Decimal("0.06"), "on": date(2026, 1, 2)}) == {"rate": "0.06", "on": "2026-01-02"}
