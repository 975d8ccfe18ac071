"""How far the codes are, as the places page tells it."""

from __future__ import annotations

from lib.places import labels
from lib.places.labels import hanging
from tests.conftest import MONDAY, Cast
from tests.pages.conftest import Opens, went_well


def test_every_place_is_counted_and_what_is_missing_is_listed(cast: Cast, open_page: Opens) -> None:
    hanging.confirm(cast.db, actor=cast.actor("li"), code=cast.code, now=MONDAY)
    at = open_page("admin", "places", places_view="labels")
    counted = {one.label: one.value for one in at.metric}
    assert counted["在用房间和区域"] == "2"
    assert counted["已贴好"] == "1"
    assert counted["没有码"] == "1"
    building, missing = (table.value for table in at.dataframe)
    assert building.iloc[0]["贴好比例"] == 50
    assert list(missing["状态"]) == ["没有码"]


def test_missing_codes_are_made_with_one_button(cast: Cast, open_page: Opens) -> None:
    at = open_page("admin", "places", places_view="labels")
    (button,) = [one for one in at.button if "缺少" in one.label]
    went_well(button.click().run())
    assert labels.current(cast.db, cast.icu)


def test_who_only_looks_prints_and_makes_nothing(cast: Cast, open_page: Opens) -> None:
    at = open_page("zheng", "places", places_view="labels")
    assert len(at.dataframe) == 2
    assert not [one for one in at.button if "码" in one.label]
    assert not at.get("link_button")


def test_a_hospital_without_rooms_says_so(cast: Cast, open_page: Opens) -> None:
    with cast.db.transaction() as tx:
        tx.execute("UPDATE location SET active = FALSE")
    at = open_page("admin", "places", places_view="labels")
    assert "还没有可以贴码" in at.info[0].value
