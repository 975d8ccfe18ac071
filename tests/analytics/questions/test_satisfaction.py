"""Satisfaction stands with its n, its response rate and its interval."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lib.analytics.questions.satisfaction import low_words, monthly_scores, satisfaction, spot_checks
from lib.tickets.ticket import Ticket
from tests.analytics.questions.small import DAY, MONDAY, NONE, NOW, WEEK, facts, ticket
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


def test_words_of_the_low_ones_come_newest_first_and_the_silent_last(
    cast: Cast, report: Callable[..., Ticket]
) -> None:
    said = {"older": 2, "newer": 1, "": 1, "good": 5}
    real = [report() for _ in said]
    with cast.db.transaction() as tx:
        for at, (one, (words, score)) in enumerate(zip(real, said.items(), strict=True)):
            marks = dict.fromkeys(("speed", "quality", "attitude"), score)
            key = {"ticket_id": one.id, "completion": 1, "event_seq": 1}
            tx.insert("rating", {**key, **marks, "words": words, "how": "link", "rated_at": NOW + at * DAY})
            tx.update("ticket", {"id": one.id, "completions": 1})
    rows = facts(
        *[ticket(id=one.id, score=float(score)) for one, score in zip(real, said.values(), strict=True)]
    )
    assert low_words(cast.db, rows)["words"].to_list() == ["newer", "older", ""]
    assert low_words(cast.db, rows, most=1)["words"].to_list() == ["newer"]
    assert low_words(cast.db, rows.head(1))["words"].to_list() == ["older"]


def test_departments_scores_are_of_the_months_asked_about(cast: Cast) -> None:
    with cast.db.transaction() as tx:
        for department, month, score in ((1, 10, 1), (1, 11, 5), (2, 11, 3)):
            marks = dict.fromkeys(("speed", "quality", "attitude"), score)
            key = {
                "department_id": department,
                "team_id": cast.team,
                "month": MONDAY.replace(month=month, day=1),
            }
            tx.insert("team_score", {**key, **marks, "scored_by": 1, "scored_at": NOW})
    (row,) = monthly_scores(cast.db, WEEK).to_dicts()
    assert (row["team_id"], row["n"], row["mean"]) == (cast.team, 2, 4.0)
    assert monthly_scores(cast.db, WEEK, [1])["mean"].to_list() == [5.0]
    assert monthly_scores(cast.db, WEEK, []).height == 0


def test_only_spot_checks_that_reached_somebody_say_how_good_it_was(cast: Cast) -> None:
    rows = facts(*[ticket(id=id, vendor_id=7) for id in range(1, 6)])
    results = ["satisfied", "not_fixed", "unreached", "", "satisfied"]
    with cast.db.transaction() as tx:
        for id, result in enumerate(results, start=1):
            reason = "low_rating" if id == 5 else "sampled"
            tx.insert(
                "call_back",
                {
                    "id": id,
                    "ticket_id": id,
                    "reason": reason,
                    "due_at": NOW,
                    "opened_at": NOW,
                    "result": result,
                },
            )
    (row,) = spot_checks(cast.db, rows).to_dicts()
    assert (row["vendor_id"], row["drawn"], row["reached"], row["good"], row["share"]) == (7, 4, 2, 1, 0.5)
