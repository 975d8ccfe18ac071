"""The board's page: one component, told its words and filters; everything else comes over the feed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.ui.live_board import WORDS
from tests.conftest import Cast
from tests.pages.conftest import Opens

COMPONENTS = Path(__file__).parents[2] / "lib" / "ui" / "components"


def told(at: AppTest) -> dict[str, Any]:
    (board,) = [
        found for found in at.get("bidi_component") if found.proto.component_name.endswith("onestop_board")
    ]
    data: dict[str, Any] = json.loads(board.proto.json)
    return data


def test_it_is_told_its_words_and_filters(cast: Cast, open_page: Opens) -> None:
    data = told(open_page("zhao", "dispatch_board", only="late"))
    assert (data["language"], data["words"]["title"]) == ("zh", "调度看板")
    assert (data["zone"], data["ticketPage"], data["params"]["only"]) == ("Asia/Shanghai", "/ticket", "late")


@pytest.mark.parametrize("who", ["wang", "zhao", "sun", "zheng"])
def test_it_opens_for_every_role_that_may(cast: Cast, open_page: Opens, who: str) -> None:
    told(open_page(who, "dispatch_board"))


@pytest.mark.parametrize("who", ["liu", "li", "feng", "he", "admin"])
def test_others_have_no_such_page(cast: Cast, open_page: Opens, who: str) -> None:
    with pytest.raises(ValueError, match="dispatch_board"):
        open_page(who, "dispatch_board")


def test_its_scripts_say_no_word_that_is_not_theirs() -> None:
    scripts = "".join(path.read_text(encoding="utf-8") for path in COMPONENTS.glob("board*.js"))
    said = set(re.findall(r"(?<!names\.)\bwords\.([a-zA-Z_]+)", scripts))
    assert said - set(WORDS) <= {"textContent"}
    assert "innerHTML" not in scripts
