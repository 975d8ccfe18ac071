"""The page of data to take away: the rows of the filter, the columns chosen, links that carry both."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from lib.tickets.ticket import Ticket

OpenPage = Callable[..., AppTest]


def test_an_empty_filter_says_what_to_do(open_page: OpenPage) -> None:
    at = open_page("he", "downloads")
    assert not at.exception
    assert "没有符合条件的工单" in at.info[0].value


def test_rows_and_columns_are_told_before_anything_is_taken(
    open_page: OpenPage, report: Callable[..., Ticket]
) -> None:
    report()
    at = open_page("he", "downloads", **{"from": "2026-11-01", "to": "2026-11-30"})
    assert not at.exception
    assert any("共 **1** 张工单，23 列" in one.value for one in at.markdown)
    assert at.dataframe[0].value.shape == (1, 23)


def test_who_may_not_know_people_is_told_so(open_page: OpenPage, report: Callable[..., Ticket]) -> None:
    report()
    asked = {"from": "2026-11-01", "to": "2026-11-30", "set": "own", "columns": "reporter"}
    at = open_page("he", "downloads", **asked)
    assert any("已脱敏" in one.value for one in at.caption)
    assert at.dataframe[0].value.to_dict("list") == {"申报人": ["张**"]}
    at = open_page("zheng", "downloads", **asked)
    assert at.dataframe[0].value.to_dict("list") == {"申报人": ["张护士"]}


def test_others_do_not_find_the_page(open_page: OpenPage) -> None:
    with pytest.raises(ValueError, match="downloads"):
        open_page("wang", "downloads")
