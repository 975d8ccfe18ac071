"""The stops of a round and what was written down at each, as one element however long the route."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

import streamlit as st

from lib.core.i18n import mark
from lib.inspections import works
from lib.inspections.checklists import Item
from lib.inspections.plans import Stop
from lib.inspections.reading_words import limits, reading
from lib.inspections.round import state
from lib.inspections.round_dossier import RoundDossier, Seen
from lib.inspections.visits import Answer, Written
from lib.inspections.words import ITEM_KIND_WORDS, VERDICT_WORDS, State, Verdict
from lib.people import accounts
from lib.places.assets import asset
from lib.ui.rounds.looks import VERDICTS
from lib.ui.session import Session
from lib.ui.widgets import when

OPEN_UP_TO = 4
"""Stops of a round up to which all lie open; of longer ones those with something to see."""
NOT_SEEN: Mapping[State, tuple[str, str]] = {
    State.MISSED: ("✗", mark("Not inspected (missed)")),
    State.EXEMPT: ("–", mark("Exempted")),
    State.PARTIAL: ("–", mark("Not inspected")),
}
"""What is said of a stop nobody was at, once the round is over."""
TELLING = frozenset({Verdict.FAILED, Verdict.WARNED, Verdict.UNCHECKED})
_GRID = "display:grid;grid-template-columns:minmax(0,1fr) auto;gap:.1rem 1rem"
_ROW = f"{_GRID};padding:.28rem 0;border-top:1px solid #8883"
_STOP = "border:1px solid #8884;border-radius:8px;padding:.45rem .75rem;margin-bottom:.5rem"


def draw(here: Session, found: RoundDossier) -> None:
    """All of them in the order of the route."""
    short = len(found.stops) <= OPEN_UP_TO
    st.html("".join(_stop(here, found, n, seen, short) for n, seen in enumerate(found.stops, 1)))
    if found.round.is_open and not any(seen.visit for seen in found.stops):
        _to_check(here, found)


def _to_check(here: Session, found: RoundDossier) -> None:
    """What is looked at at each stop, folded: before anybody went."""
    items = sorted(found.items.values(), key=lambda item: item.position)
    with st.expander(
        here._("What is checked at each stop: {n} items", n=len(items)), icon=":material/checklist:"
    ):
        st.html("".join(_asked(here, item) for item in items))


def _asked(here: Session, item: Item) -> str:
    beside = limits(item, here.language) or " / ".join(item.choices) or here._(ITEM_KIND_WORDS[item.kind])
    return (
        f'<div style="{_ROW}"><span style="overflow-wrap:anywhere">{escape(item.words)}</span>'
        f'<small style="opacity:.65;text-align:right">{escape(beside)}</small></div>'
    )


def name_of(here: Session, stop: Stop) -> tuple[str, str]:
    """What stands there, and where that is."""
    machine, where = asset(here.db, stop.asset_id), works.place(here.db, stop)
    return (
        (f"{machine.name} · {machine.number}", where) if machine else (where or here._("Place not given"), "")
    )


def _stop(here: Session, found: RoundDossier, n: int, seen: Seen, short: bool) -> str:
    title, where = name_of(here, seen.stop)
    visit = seen.visit
    head = f"<b>{n}. {escape(title)}</b> {_sum(here, found, visit)}"
    below = f'<div style="opacity:.65;font-size:.85rem">{escape(where)}</div>' if where else ""
    if visit is None or visit.skipped:
        by = _by(here, seen, visit) if visit else ""
        return f'<div style="{_STOP}">{head}{below}{by}</div>'
    telling = any(one.verdict in TELLING for one in visit.answers)
    opened = " open" if short or telling else ""
    body = "".join(_answer(here, found.items[one.item_id], one) for one in _in_order(found, visit))
    head = f'<summary style="cursor:pointer">{head}{below}</summary>'
    return f'<details style="{_STOP}"{opened}>{head}{_by(here, seen, visit)}{body}</details>'


def _in_order(found: RoundDossier, visit: Written) -> list[Answer]:
    known = [one for one in visit.answers if one.item_id in found.items]
    return sorted(known, key=lambda one: found.items[one.item_id].position)


def _sum(here: Session, found: RoundDossier, visit: Written | None) -> str:
    """Beside the name: how many of each verdict, or why there is none."""
    if visit is None:
        sign, words = NOT_SEEN.get(state(found.round, here.now), ("○", mark("Nobody was here yet")))
        return _coloured(sign, VERDICTS[Verdict.UNCHECKED][1], here._(words))
    if visit.skipped:
        return _coloured(
            "–", VERDICTS[Verdict.UNCHECKED][1], here._("Skipped: {reason}", reason=visit.skipped)
        )
    counts = [(verdict, sum(one.verdict is verdict for one in visit.answers)) for verdict in VERDICTS]
    return " ".join(
        _coloured(*VERDICTS[verdict], f"{here._(VERDICT_WORDS[verdict])} {n}") for verdict, n in counts if n
    )


def _coloured(sign: str, colour: str, words: str) -> str:
    return (
        f'<span style="white-space:nowrap;font-size:.85rem;margin-left:.5rem"><b style="color:{colour}">{sign}</b> '
        f"{escape(words)}</span>"
    )


def _by(here: Session, seen: Seen, visit: Written) -> str:
    """Who was there and when, whether the code proves it, and how often it was written down anew."""
    _ = here._
    parts = [
        accounts.names(here.db).get(visit.visited_by or 0, ""),
        when(visit.visited_at),
        _("verified by scanning") if visit.scanned else _("without scanning"),
        _("corrected {times} times", times=len(seen.before)) if seen.before else "",
        visit.words,
    ]
    said = escape(" · ".join(filter(None, parts)))
    return f'<div style="font-size:.85rem;opacity:.8;padding:.2rem 0 .35rem">{said}</div>'


def _answer(here: Session, item: Item, answer: Answer) -> str:
    sign, colour = VERDICTS[answer.verdict]
    word = here._(VERDICT_WORDS[answer.verdict])
    value, span = reading(item, answer.number, answer.words, here.language), limits(item, here.language)
    # A judged answer says the same as the word beside it; only what was measured, chosen or written tells more.
    shown = value if value != word else ""
    beside = (
        f'<small style="opacity:.6"> {escape(span)}</small>' if span and answer.number is not None else ""
    )
    return (
        f'<div style="{_ROW}"><span style="overflow-wrap:anywhere">{escape(item.words)}</span>'
        f'<span style="text-align:right"><b>{escape(shown)}</b>{beside} '
        f'<span style="white-space:nowrap"><b style="color:{colour}">{sign}</b> {escape(word)}</span></span>'
        f"{pictures(here, answer.photos)}</div>"
    )


def pictures(here: Session, photos: Iterable[str]) -> str:
    """Small, each opening whole in a tab of its own; "" for none."""
    words = escape(here._("Photo"))
    shown = "".join(
        f'<a href="/files/{name}" target="_blank"><img src="/files/{name}" alt="{words}" loading="lazy" '
        f'style="height:5rem;border-radius:6px"></a>'
        for name in photos
    )
    return f'<div style="grid-column:1/-1;display:flex;flex-wrap:wrap;gap:6px">{shown}</div>' if shown else ""
