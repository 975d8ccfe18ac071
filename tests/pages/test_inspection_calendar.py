"""The page of the inspection calendar: one component, for everybody who sees rounds."""

from __future__ import annotations

import pytest

from lib.core.i18n import Language, speaker
from lib.ui import calendar_words
from tests.pages.conftest import Opens


@pytest.mark.parametrize("who", ["zhao", "li"])
def test_it_opens_for_who_sees_rounds(open_page: Opens, who: str) -> None:
    open_page(who, "inspection_calendar", kind="maintenance")


def test_it_is_no_page_of_a_ward(open_page: Opens) -> None:
    with pytest.raises(ValueError):
        open_page("liu", "inspection_calendar")


def test_its_words_are_those_of_states_and_kinds_and_seven_days() -> None:
    said = calendar_words.said(speaker(Language.ZH))
    assert (said["state_missed"], said["kind_drill"], said["weekdays"][0]) == ("漏检", "演练", "周一")  # type: ignore[index]
    assert len(said["weekdays"]) == 7  # type: ignore[arg-type]
