"""Views that somebody keeps: his own, by name, opened as they were."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lib.analytics import views
from lib.analytics.views import LONGEST, MOST
from lib.core.errors import NotAllowed, NotFound, WrongInput
from tests.conftest import MONDAY, Cast

PARAMS = {"from": ["2026-10-01"], "vendor": ["3", "-"], "tab": ["load"]}


def keep(cast: Cast, who: str = "he", name: str = "水电", **how: object) -> views.SavedView:
    return views.save(cast.db, actor=cast.actor(who), name=name, params=how.get("params", PARAMS), now=MONDAY)  # type: ignore[arg-type]


def test_a_view_is_opened_as_it_was_kept(cast: Cast) -> None:
    keep(cast)
    (found,) = views.saved(cast.db, cast.actor("he"))
    assert (found.name, found.params) == ("水电", PARAMS)


def test_others_have_their_own(cast: Cast) -> None:
    mine = keep(cast)
    assert not views.saved(cast.db, cast.actor("zheng"))
    with pytest.raises(NotFound):
        views.forget(cast.db, actor=cast.actor("zheng"), view_id=mine.id)
    views.forget(cast.db, actor=cast.actor("he"), view_id=mine.id)
    assert not views.saved(cast.db, cast.actor("he"))


def test_the_same_name_replaces(cast: Cast) -> None:
    keep(cast)
    later = MONDAY + timedelta(days=1)
    views.save(cast.db, actor=cast.actor("he"), name=" 水电 ", params={"tab": ["faults"]}, now=later)
    (found,) = views.saved(cast.db, cast.actor("he"))
    assert (found.params, found.saved_at) == ({"tab": ["faults"]}, later)


@pytest.mark.parametrize("name", ["", "   ", "长" * (LONGEST + 1)])
def test_a_name_is_needed_and_not_too_long(cast: Cast, name: str) -> None:
    with pytest.raises(WrongInput):
        keep(cast, name=name)


def test_nobody_keeps_more_than_he_finds_again(cast: Cast) -> None:
    for number in range(MOST):
        keep(cast, name=f"{number}")
    with pytest.raises(WrongInput):
        keep(cast, name="one more")
    keep(cast, name="0")


def test_who_sees_no_figures_keeps_none(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        keep(cast, who="li")
