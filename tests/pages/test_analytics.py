"""The analytics page: its filter in the address, its tabs, its tickets behind a mark, its kept views."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from lib.analytics import views
from lib.tickets.ticket import Ticket
from lib.ui.analytics.tabs import TABS
from tests.conftest import MONDAY, Cast
from tests.pages.conftest import Opens, went_well


@pytest.fixture(autouse=True)
def later(cast: Cast, report: Callable[..., Ticket], monkeypatch: pytest.MonkeyPatch) -> None:
    """The page is opened three weeks after one ticket was reported."""
    report()
    monkeypatch.setattr("lib.core.clock.now", lambda: MONDAY + timedelta(days=20))
    with cast.db.transaction() as tx:
        tx.execute("UPDATE account SET must_change = FALSE")


def strip(at: AppTest) -> str:
    return next(one.value for one in at.html if "analytics-strip" in one.value)


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_opens(open_page: Opens, tab: str) -> None:
    at = open_page("he", "analytics", tab=tab)
    assert "受理工单" in strip(at)


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_opens_with_nothing_to_show(open_page: Opens, tab: str) -> None:
    open_page("he", "analytics", tab=tab, **{"from": "2020-01-01", "to": "2020-01-31"})


def test_a_filter_in_the_address_is_taken_and_one_that_is_chosen_is_written(open_page: Opens) -> None:
    at = open_page("he", "analytics", kind="repair", **{"from": "2026-11-01", "to": "2026-11-30"})
    assert at.multiselect(key="kind").value == ["repair"]
    went_well(at.multiselect(key="severity").select("urgent").run())
    assert at.query_params["severity"] == "urgent"
    assert at.query_params["kind"] == "repair"


def test_a_span_is_one_press(open_page: Opens) -> None:
    at = open_page("he", "analytics")
    went_well(at.segmented_control(key="analytics_span").set_value("last_month").run())
    assert (at.query_params["from"], at.query_params["to"]) == ("2026-11-01", "2026-11-30")


def test_the_address_of_a_mark_shows_its_tickets(open_page: Opens) -> None:
    at = open_page("he", "analytics", tab="indicators", behind="indicators:indicator=opened")
    assert any("共 1 件工单" in one.value for one in at.caption)
    went_well(at.multiselect(key="kind").select("request").run())
    assert "behind" not in at.query_params


@pytest.mark.parametrize(
    "odd", ["x", "times:", "times:group=zzz", "indicators:indicator=none&hour=99&first=x"]
)
def test_an_odd_mark_breaks_nothing(open_page: Opens, odd: str) -> None:
    open_page("he", "analytics", behind=odd)


def test_a_view_is_kept_opened_and_deleted(cast: Cast, open_page: Opens) -> None:
    at = open_page("he", "analytics", tab="load", severity="urgent")
    at.text_input(key="analytics_view_name").input("急单")
    went_well(next(one for one in at.button if one.label == "保存当前视图").click().run())
    (kept,) = views.saved(cast.db, cast.actor("he"))
    assert kept.params == {"tab": ["load"], "severity": ["urgent"]}
    at = open_page("he", "analytics")
    went_well(at.button(key=f"view_{kept.id}").click().run())
    assert at.query_params["tab"] == "load"
    assert at.multiselect(key="severity").value == ["urgent"]
    went_well(at.button(key=f"view_{kept.id}_gone").click().run())
    assert not views.saved(cast.db, cast.actor("he"))


def test_a_view_without_a_name_is_refused_where_it_is_typed(open_page: Opens) -> None:
    at = open_page("he", "analytics")
    went_well(next(one for one in at.button if one.label == "保存当前视图").click().run())
    assert "起个名字" in at.error[0].value


@pytest.mark.parametrize("who", ["wang", "li", "liu", "feng", "sun"])
def test_others_have_no_such_page(open_page: Opens, who: str) -> None:
    with pytest.raises(ValueError, match="no page"):
        open_page(who, "analytics")
