"""Satisfaction stands with its n, its response rate and its interval."""

from __future__ import annotations

import pytest

from lib.analytics.questions.satisfaction import low_words, monthly_scores, satisfaction, spot_checks
from tests.analytics.questions.small import NONE, WEEK, facts, ticket
from tests.conftest import Cast


def test_silence_is_no_five_and_kind_words_on_the_phone_stand_apart() -> None:
    rows = facts(
        ticket(score=5.0, spoken=False),
        ticket(score=2.0, spoken=False),
        ticket(score=5.0, spoken=True),
        ticket(),
        ticket(asked=False),
    )
    (row,) = satisfaction(rows).to_dicts()
    assert (row["asked"], row["answered"], row["rated"], row["satisfied"]) == (4, 2, 2, 1)
    assert (row["rate"], row["share"], row["mean"]) == (0.5, 0.5, 3.5)
    assert (row["spoken"], row["spoken_satisfied"], row["spoken_share"]) == (1, 1, 1.0)


def test_four_is_satisfied_and_less_is_not() -> None:
    (row,) = satisfaction(
        facts(ticket(score=4.0, spoken=False), ticket(score=11 / 3, spoken=False))
    ).to_dicts()
    assert (row["rated"], row["satisfied"]) == (2, 1)


def test_three_fives_keep_a_width() -> None:
    (row,) = satisfaction(facts(*[ticket(score=5.0, spoken=False)] * 3)).to_dicts()
    assert (row["low"], row["high"]) == pytest.approx((0.4385, 1.0), abs=5e-5)
    assert (row["mean_low"], row["mean_high"]) == pytest.approx((1 + 4 * 0.4385, 5.0), abs=3e-4)


def test_nobody_rated_is_no_score_at_all() -> None:
    (row,) = satisfaction(facts(ticket(), ticket(status="merged", score=1.0, spoken=False))).to_dicts()
    assert (row["asked"], row["rated"], row["rate"]) == (1, 0, 0.0)
    assert [row[name] for name in ("share", "low", "high", "mean", "mean_low", "spoken_share")] == [None] * 6


def test_nothing_was_asked() -> None:
    (row,) = satisfaction(NONE).to_dicts()
    assert (row["asked"], row["rate"], row["rate_low"], row["share"]) == (0, None, None, None)
    assert satisfaction(NONE, "team_id").columns == satisfaction(facts(ticket()), "team_id").columns


def test_a_hospital_without_ratings_scores_or_call_backs_is_told_so(cast: Cast) -> None:
    rows = facts(ticket(score=1.0, spoken=False))
    assert low_words(cast.db, rows).columns == ["ticket_id", "number", "score", "words", "rated_at"]
    assert low_words(cast.db, NONE).height == monthly_scores(cast.db, WEEK).height == 0
    assert spot_checks(cast.db, NONE).height == spot_checks(cast.db, rows).height == 0
