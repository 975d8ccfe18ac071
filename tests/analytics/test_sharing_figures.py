"""The charts of cost sharing: what stands where."""

from __future__ import annotations

import pytest

from lib.analytics.figures import sharing


def test_the_first_vendor_and_the_first_series_stand_on_top() -> None:
    found = sharing.bars(["甲", "乙"], {"now": [12_345, 100], "before": [1, 2]}, title="t", unit="元")
    # Plotly draws from below: both orders are turned round.
    assert [one["name"] for one in found["data"]] == ["before", "now"]
    now = found["data"][1]
    assert (now["y"], now["x"]) == (["乙", "甲"], [1.0, 123.45])


def test_a_vendor_that_took_no_part_has_a_gap() -> None:
    found = sharing.over_time(["1", "2"], {"甲": [1.0, None]}, title="t", unit="元")
    assert found["data"][0]["y"] == [1.0, None]


def test_nothing_has_no_chart() -> None:
    with pytest.raises(ValueError):
        sharing.bars([], {}, title="t", unit="元")
    with pytest.raises(ValueError):
        sharing.over_time([], {}, title="t", unit="元")
