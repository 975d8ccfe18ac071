"""Who leads: what can be believed, not three fives."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from lib.analytics.filter import made
from lib.analytics.questions.league import league

DAY = date(2026, 11, 2)
SPAN = made(DAY, DAY)


def rated(vendor: int, scores: list[float]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "vendor_id": vendor,
            "score": scores,
            "spoken": False,
            "status": "closed",
            "opened_on": DAY,
            "reopens": 0,
            "completions": 1,
        }
    )


FEW, MANY = rated(1, [5.0] * 3), rated(2, [5.0] * 190 + [1.0] * 10)


def test_three_fives_do_not_lead_190_of_200() -> None:
    found = league(pl.concat([FEW, MANY]), SPAN, least=1)
    assert found["vendor_id"].to_list() == [2, 1]
    assert found["low"].to_list() == pytest.approx([0.91, 0.44], abs=0.005)


def test_too_few_cases_are_shown_and_not_ranked() -> None:
    found = league(pl.concat([FEW, MANY]), SPAN)
    assert dict(found.select("vendor_id", "ranked").iter_rows()) == {1: False, 2: True}


def test_of_a_bad_share_the_least_upper_bound_leads() -> None:
    sent_back = [MANY.with_columns(vendor_id=n, reopens=pl.int_range(200) < n) for n in (40, 8, 20)]
    found = league(pl.concat(sent_back, how="vertical_relaxed"), SPAN, "reopened")
    assert found["vendor_id"].to_list() == [8, 20, 40]
    assert found["hits"].to_list() == [8, 20, 40]


def test_nobody_leads_an_empty_month() -> None:
    assert league(MANY.clear(), SPAN).height == 0


def test_only_shares_have_a_league() -> None:
    with pytest.raises(ValueError, match="opened"):
        league(MANY, SPAN, "opened")
