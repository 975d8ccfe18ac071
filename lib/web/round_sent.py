"""A stop as the phone sends it, understood: whatever else somebody sends is refused in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from lib.core.errors import Refusal, WrongInput
from lib.core.i18n import mark
from lib.core.typed_words import seen
from lib.inspections import checklists
from lib.inspections.actions.visiting import Visit, WrongAnswers
from lib.inspections.checklists import Item
from lib.inspections.finding_tickets import place_of
from lib.inspections.judging import Given, number_of
from lib.inspections.plans import Stop
from lib.inspections.round import Round
from lib.inspections.words import ItemKind
from lib.places import asset_labels, labels
from lib.store import files
from lib.store.database import Database
from lib.web.forms import NOT_WHOLE
from lib.web.uploads import unsigned

LONGEST_KEY = 64
_MEASURED = (ItemKind.NUMBER, ItemKind.METER)


def parsed(body: bytes | None) -> Mapping[str, Any]:
    """The object somebody sent; Refusal for anything else."""
    try:
        told = json.loads(body or b"")
    except (ValueError, RecursionError):
        raise Refusal(NOT_WHOLE) from None
    if not isinstance(told, dict):
        raise Refusal(NOT_WHOLE)
    return told


def understood(db: Database, round: Round, stop: Stop, told: Mapping[str, Any], now: datetime) -> Visit:
    """The visit. WrongAnswers for numbers that are none, with all of them; Refusal for what no phone of ours sends."""
    items = {item.item_id: item for item in checklists.items(db, round.checklist_id, round.checklist_version)}
    skipped = _text(told, "skipped")
    return Visit(
        position=stop.position,
        answers={} if skipped else _answers(items, told.get("answers") or {}),
        remarks={} if skipped else _remarks(items, told.get("answers") or {}),
        skipped=skipped,
        words=_text(told, "words"),
        scanned=hangs_there(db, stop, _text(told, "code")),
        key=_text(told, "key")[:LONGEST_KEY],
        visited_at=_when(told, now),
    )


def _answers(items: Mapping[int, Item], told: Any) -> Mapping[int, Given]:
    if not isinstance(told, dict):
        raise Refusal(NOT_WHOLE)
    found, wrong = {}, {}
    for name, answer in told.items():
        item_id = int(name) if name.isascii() and name.isdigit() and len(name) < 16 else 0
        if not isinstance(answer, dict):
            raise Refusal(NOT_WHOLE)
        try:
            found[item_id] = _given(items.get(item_id), answer)
        except WrongInput as refusal:
            wrong[item_id] = refusal
    if wrong:
        raise WrongAnswers(wrong)
    return found


def _remarks(items: Mapping[int, Item], told: Mapping[str, Any]) -> Mapping[int, str]:
    """What was said of an item besides its answer."""
    said = {item_id: told.get(str(item_id)) for item_id in items}
    return {
        one: words
        for one, answer in said.items()
        if isinstance(answer, dict) and (words := _text(answer, "r"))
    }


def _given(item: Item | None, answer: Mapping[str, Any]) -> Given:
    typed, unchecked = _text(answer, "n"), _text(answer, "u")
    measured = item is not None and item.kind in _MEASURED and not unchecked
    return Given(
        number=number_of(typed, item) if measured and item else None,
        words=_text(answer, "w"),
        photos=_photos(item, answer.get("p")),
        unchecked=unchecked,
    )


def _photos(item: Item | None, told: Any) -> tuple[str, ...]:
    """Their hashes: photos were sent before, and come back as we signed them."""
    kept = [name for name in map(unsigned, told if isinstance(told, list) else ()) if name]
    if len(kept) > files.MOST_FILES:
        field = str(item.item_id) if item else None
        raise WrongInput(mark("At most {most} photos and videos."), field=field, most=files.MOST_FILES)
    return tuple(dict.fromkeys(kept))


def _text(told: Mapping[str, Any], name: str) -> str:
    words = told.get(name)
    return seen(words) if isinstance(words, str) else ""


def _when(told: Mapping[str, Any], now: datetime) -> datetime | None:
    """When the stop was finished: as long ago as the phone says, so that a clock set wrong does no harm. None when it
    does not say."""
    at, sent = told.get("at"), told.get("sent")
    if not isinstance(at, int | float) or not isinstance(sent, int | float):
        return None
    try:
        return now - max(timedelta(milliseconds=sent - at), timedelta())
    except (OverflowError, ValueError):
        return None


def hangs_there(db: Database, stop: Stop, code: str) -> bool:
    """Whether that code hangs on the machine of the stop, or at its place."""
    if not code:
        return False
    try:
        return asset_labels.read(db, code).asset_id == stop.asset_id
    except Refusal:
        pass
    try:
        return labels.read(db, code).location_id == place_of(db, stop)
    except Refusal:
        return False
