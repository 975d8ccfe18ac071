"""The search page."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lib.tickets.ticket import Ticket
from tests.conftest import Cast
from tests.pages.conftest import Opens

Report = Callable[..., Ticket]


def test_without_words_it_shows_the_newest(cast: Cast, report: Report, open_page: Opens) -> None:
    numbers = [report().number for _ in range(3)]
    at = open_page("wang", "search")
    (table,) = at.dataframe
    assert list(table.value["工单号"]) == numbers[::-1]
    assert "共 3 张" in at.caption[0].value


def test_words_typed_narrow_it(cast: Cast, report: Report, open_page: Opens) -> None:
    report()
    other = report(description="水管爆了")
    at = open_page("wang", "search")
    at.text_input(key="search_words").input("爆了").run()
    assert list(at.dataframe[0].value["工单号"]) == [other.number]


def test_words_that_only_repeat_the_service_are_said_once(
    cast: Cast, report: Report, open_page: Opens
) -> None:
    report(description="照明灯具维修")
    assert list(open_page("wang", "search").dataframe[0].value["内容"]) == ["照明灯具维修"]


def test_filters_narrow_it(cast: Cast, report: Report, open_page: Opens) -> None:
    report()
    at = open_page("wang", "search")
    at.multiselect(key="search_status").select("done").run()
    assert not at.exception
    assert not at.dataframe
    assert "没有符合的工单" in at.info[0].value


def test_the_address_keeps_what_was_asked(cast: Cast, report: Report, open_page: Opens) -> None:
    report()
    other = report(description="水管爆了")
    at = open_page("wang", "search", search_words="爆了")
    assert list(at.dataframe[0].value["工单号"]) == [other.number]


def test_names_are_masked_for_who_may_not_know_them(cast: Cast, report: Report, open_page: Opens) -> None:
    report()
    assert list(open_page("wang", "search").dataframe[0].value["申报人"]) == ["张护士 8101"]
    assert list(open_page("he", "search").dataframe[0].value["申报人"]) == ["张** 8101"]


@pytest.mark.parametrize("who", ["liu", "wang", "zhao", "sun", "wu", "zheng", "qian", "feng", "he", "admin"])
def test_it_opens_for_every_role_that_may(cast: Cast, open_page: Opens, who: str) -> None:
    open_page(who, "search")


def test_technicians_have_no_such_page(cast: Cast, open_page: Opens) -> None:
    with pytest.raises(ValueError, match="search"):
        open_page("li", "search")
