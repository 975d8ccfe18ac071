"""What stands in the address is a code, whatever language the page is read in."""

from __future__ import annotations

from tests.conftest import Cast
from tests.pages.conftest import Opens, went_well


def test_the_part_chosen_stands_in_the_address_by_its_code(open_page: Opens) -> None:
    at = open_page("admin", "people")
    at.button_group(key="people_tab").set_value("teams").run()
    assert went_well(at).query_params["people_tab"] == "teams"
    at.button_group(key="people_tab").set_value("accounts").run()
    assert "people_tab" not in went_well(at).query_params


def test_another_address_opens_another_part(open_page: Opens) -> None:
    at = open_page("admin", "people", people_tab="teams")
    assert at.button_group(key="people_tab").value == "teams"
    at.query_params["people_tab"] = "vendors"
    assert went_well(at.run()).button_group(key="people_tab").value == "vendors"


def test_an_unknown_part_is_the_first(open_page: Opens) -> None:
    assert (
        open_page("admin", "people", people_tab="<script>").button_group(key="people_tab").value == "accounts"
    )


def test_filters_stand_in_the_address_by_their_codes(open_page: Opens) -> None:
    at = open_page("wang", "search")
    at.multiselect(key="search_status").select("done").select("new").run()
    assert went_well(at).query_params["search_status"] == ["done", "new"]
    at.multiselect(key="search_status").set_value([]).run()
    assert "search_status" not in went_well(at).query_params


def test_filters_are_read_from_the_address(open_page: Opens, cast: Cast) -> None:
    at = open_page("wang", "search", search_status="done", search_team=str(cast.team), search_kind="待派单")
    assert at.multiselect(key="search_status").value == ["done"]
    assert at.multiselect(key="search_team").value == [cast.team]
    assert at.multiselect(key="search_kind").value == []
