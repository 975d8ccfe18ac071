"""Messages as people write them into the group, judged by what somebody else says is right."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lib.store.database import Database
from lib.tickets.messages.cutting import cut
from lib.tickets.messages.drafts import Draft

HERE = Path(__file__).parent
DEVELOPMENT = HERE / "wechat_messages_development.json"
APART = HERE / "wechat_messages.json"
"""Written by somebody who had seen only the hospital's places and services; nothing was tuned on it."""
LEAST = {
    DEVELOPMENT: {"items": 0.95, "place": 0.95, "severity": 0.95, "caller": 0.95},
    APART: {"place": 0.80},
}


def given(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        pytest.skip(f"{path.name} is not here")
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def lost(text: str, drafts: list[Draft]) -> str:
    """Characters that stand in no draft."""
    taken = {i for draft in drafts for (start, end), _ in draft.parts for i in range(start, end)}
    return "".join(char for i, char in enumerate(text) if not char.isspace() and i not in taken)


def told(draft: Draft) -> dict[str, object]:
    return {
        "place": draft.place.number if draft.place else None,
        "service": draft.service or None,
        "severity": draft.severity,
        "caller": draft.caller or draft.phone or None,
    }


def agreements(right: list[dict[str, Any]], drafts: list[Draft]) -> Iterator[str]:
    if len(right) == len(drafts):
        yield "items"
    for one, draft in zip(right, drafts, strict=False):
        yield from (name for name, value in told(draft).items() if one[name] == value)


@pytest.mark.parametrize("path", [DEVELOPMENT, APART], ids=lambda path: path.stem)
def test_places_are_right_and_no_word_is_lost(reference: Database, path: Path) -> None:
    messages = given(path)
    counted: Counter[str] = Counter()
    for message in messages:
        drafts = cut(reference, message["text"])
        assert lost(message["text"], drafts) == ""
        counted.update(agreements(message["items"], drafts))
    items = sum(len(message["items"]) for message in messages)
    shares = {name: counted[name] / (len(messages) if name == "items" else items) for name in counted}
    print(path.stem, len(messages), "messages,", items, "items:", {n: f"{s:.3f}" for n, s in shares.items()})
    assert {name: shares[name] >= least for name, least in LEAST[path].items()} == dict.fromkeys(
        LEAST[path], True
    )
