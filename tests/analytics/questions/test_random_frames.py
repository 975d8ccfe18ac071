"""Whatever the tickets are, the questions give what counting one after another gives."""

from __future__ import annotations

import statistics
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.analytics.intervals import wilson
from lib.analytics.questions.backlog import backlog, open_by_day
from lib.analytics.questions.league import league
from lib.analytics.questions.load import load
from lib.analytics.questions.satisfaction import satisfaction
from lib.analytics.questions.segments import where_time_went
from lib.analytics.questions.speed import speed
from lib.analytics.questions.volume import volume
from tests.analytics.oracle.answers import by_key, ninetieth
from tests.analytics.questions.small import DAY, HOUR, MINUTE, NOW, WEEK, facts, ticket

Told = dict[str, Any]
STATUSES = ("new", "assigned", "on_hold", "done", "closed", "closed", "closed", "merged", "cancelled")
MAYBE = st.sampled_from([None, True, False])


@st.composite
def tickets(draw: st.DrawFn) -> Told:
    opened = NOW - draw(st.integers(0, 20 * 24 * 60)) * MINUTE
    minutes = draw(st.none() | st.integers(0, 5000).map(float))
    score = draw(st.none() | st.sampled_from([1.0, 2.0, 11 / 3, 4.0, 5.0]))
    return ticket(
        opened,
        status=draw(st.sampled_from(STATUSES)),
        vendor_id=draw(st.sampled_from([None, 1, 2])),
        response_minutes=minutes,
        respond_kept=draw(MAYBE),
        complete_kept=draw(MAYBE),
        score=score,
        spoken=None if score is None else draw(st.booleans()),
        proxied=draw(st.integers(0, 2)),
        in_work=draw(st.integers(0, 90)) * MINUTE,
        in_hold=draw(st.integers(0, 90)) * MINUTE,
    )


@settings(deadline=None, max_examples=60)
@given(st.lists(tickets(), max_size=60))
def test_they_equal_the_slow_way(told: list[Told]) -> None:
    reported = [one for one in told if WEEK.first <= one["opened_on"] <= WEEK.last]
    _speed(reported)
    _satisfaction(reported)
    _segments(reported)
    _league(told)
    _days(told)
    _backlog(told)


def _speed(told: list[Told]) -> None:
    slow = by_key([one for one in told if one["status"] not in ("merged", "cancelled")], "vendor_id")
    found = speed(facts(*told), "vendor_id")
    assert set(found["vendor_id"]) == set(slow)
    for row in found.to_dicts():
        own = slow[row["vendor_id"]]
        values = [one["response_minutes"] for one in own if one["response_minutes"] is not None]
        judged = [one["respond_kept"] for one in own if one["respond_kept"] is not None]
        assert (row["n"], row["response_n"]) == (len(own), len(values))
        assert row["response_median"] == (statistics.median(values) if values else None)
        assert row["response_p90"] == (pytest.approx(ninetieth(values)) if values else None)
        assert (row["respond_kept_n"], row["respond_kept_hits"]) == (len(judged), sum(judged))
        low = wilson(sum(judged), len(judged)).low if judged else None
        assert row["respond_kept_low"] == (pytest.approx(low) if judged else None)
        assert row["proxied"] == pytest.approx(sum(one["proxied"] > 0 for one in own) / len(own))


def _satisfaction(told: list[Told]) -> None:
    own = [one for one in told if one["status"] != "merged"]
    scores = [one["score"] for one in own if one["spoken"] is False]
    (row,) = satisfaction(facts(*told)).to_dicts()
    assert (row["asked"], row["rated"]) == (sum(one["asked"] for one in own), len(scores))
    assert row["satisfied"] == sum(score >= 4 for score in scores)
    assert row["mean"] == (pytest.approx(statistics.fmean(scores)) if scores else None)
    assert row["spoken"] == sum(one["spoken"] is True for one in own)


def _segments(told: list[Told]) -> None:
    own = [one for one in told if one["status"] in ("done", "closed") and one["completions"] > 0]
    (row,) = where_time_went(facts(*told)).to_dicts()
    for name in ("in_work", "in_hold"):
        assert row[name] == pytest.approx(sum((one[name] for one in own), timedelta()) / HOUR)


def _league(told: list[Told]) -> None:
    slow: dict[int, list[bool]] = {}
    for one in told:
        counts = WEEK.first <= one["opened_on"] <= WEEK.last and one["status"] not in ("merged", "cancelled")
        if counts and one["vendor_id"] is not None and one["complete_kept"] is not None:
            slow.setdefault(one["vendor_id"], []).append(one["complete_kept"])
    found = league(facts(*told), WEEK, "complete_kept", least=3).to_dicts()
    assert {row["vendor_id"]: (row["n"], row["hits"]) for row in found} == {
        key: (len(own), sum(own)) for key, own in slow.items()
    }
    order = [(not row["ranked"], -row["low"]) for row in found]
    assert order == sorted(order)


def _days(told: list[Told]) -> None:
    jobs = [one for one in told if one["status"] != "merged"]
    days = Counter(one["opened_on"] for one in jobs)
    assert all(n == days[begins] for begins, n, _ in volume(facts(*told), WEEK, "day").rows())
    hours = Counter(
        (one["opened_weekday"], one["opened_hour"])
        for one in jobs
        if WEEK.first <= one["opened_on"] <= WEEK.last
    )
    assert all(n == hours[weekday, hour] for weekday, hour, n, *_ in load(facts(*told), WEEK).rows())


def _backlog(told: list[Told]) -> None:
    waiting = [one for one in told if one["status"] in ("new", "assigned", "on_hold")]
    ages = Counter(
        (max(least for least in (0, 1, 3, 7, 30) if least * DAY <= NOW - one["opened_at"]), one["status"])
        for one in waiting
    )
    assert {(age, status): n for age, status, n in backlog(facts(*told), NOW).rows()} == ages
    worked = [one for one in told if one["status"] not in ("merged", "cancelled")]
    for day, n in open_by_day(facts(*told), WEEK).rows():
        came = [one for one in worked if one["opened_on"] <= day]
        assert n == sum(one["done_on"] is None or one["done_on"] > day for one in came)
