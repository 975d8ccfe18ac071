"""The monthly report's page: read, issued, and carried on with improvements."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from lib.analytics.report import archive, improvements
from lib.analytics.report.month import read
from lib.tickets.ticket import Ticket
from tests.conftest import MONDAY, Cast
from tests.pages.conftest import Opens, went_well

NOVEMBER = read("2026-11")


@pytest.fixture(autouse=True)
def december(cast: Cast, report: Callable[..., Ticket], monkeypatch: pytest.MonkeyPatch) -> None:
    """The page is opened after a November in which one ticket was reported."""
    report()
    monkeypatch.setattr("lib.core.clock.now", lambda: MONDAY + timedelta(days=20))
    with cast.db.transaction() as tx:
        tx.execute("UPDATE account SET must_change = FALSE")


def test_the_manager_issues_it_and_reads_it_as_issued(cast: Cast, open_page: Opens) -> None:
    at = open_page("zheng", "monthly_report")
    assert at.selectbox(key="month").value == "2026-11"
    assert any("受理工单 1 件" in one.value for one in at.markdown)
    went_well(next(one for one in at.button if one.label == "签发报告").click().run())
    assert archive.edition(cast.db, NOVEMBER) is not None
    assert any("签发" in one.value and "校验码" in one.value for one in at.caption)
    assert not [one for one in at.button if one.label == "签发报告"]


def test_an_improvement_is_added_and_needs_a_plan(cast: Cast, open_page: Opens) -> None:
    at = open_page("zheng", "monthly_report")
    at.text_input(key="improvement_new_0_topic").input("电梯")
    save = next(one for one in at.button if one.label == "添加措施")
    went_well(save.click().run())
    assert "怎样改进" in at.error[0].value
    assert at.text_input(key="improvement_new_0_topic").value == "电梯"
    at.text_area(key="improvement_new_0_plan").input("增加备件")
    went_well(next(one for one in at.button if one.label == "添加措施").click().run())
    assert [one.topic for one in improvements.of_month(cast.db, NOVEMBER)] == ["电梯"]


def test_the_address_of_a_figure_shows_its_tickets(open_page: Opens) -> None:
    at = open_page("he", "monthly_report", month="2026-11", behind="opened")
    assert any("共 1 件工单" in one.value for one in at.caption)
    assert not [one for one in at.button if one.label in ("签发报告", "添加措施")]


@pytest.mark.parametrize("who", ["wang", "li", "liu", "feng"])
def test_others_have_no_such_page(open_page: Opens, who: str) -> None:
    with pytest.raises(ValueError, match="no page"):
        open_page(who, "monthly_report")
