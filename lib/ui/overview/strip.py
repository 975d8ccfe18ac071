"""Today's figures as tiles, each with what it counts and out of how many."""

from __future__ import annotations

from collections.abc import Sequence

from lib.analytics.today import Judgement, Response, Today
from lib.core.clock import duration, local_date
from lib.core.i18n import mark
from lib.tickets.words import CLOSED_WORDS
from lib.ui.overview.glance import Part, target
from lib.ui.session import Session

MEANINGS = {
    "opened": mark("Tickets reported since midnight."),
    "finished": mark("Tickets finished or answered since midnight and not sent back."),
    "waiting": mark("Tickets nobody owns yet."),
    "late": mark(
        "Open tickets whose running promise (accept, arrive or finish) has passed and is not paused."
    ),
    "urged": mark("Open tickets that were urged at least once."),
    "response": mark(
        "Half of the tickets accepted since midnight were accepted within this time of being reported."
    ),
    "satisfied": mark(
        "Tickets finished within thirty days whose last completion the department rated itself, also after"
        " confirming it; ratings taken on the phone, and ratings of work that was sent back, do not count."
        " Satisfied: a mean of speed, quality and attitude of 4 or more; the range holds it with 95 %."
    ),
}

READ_IN_HOURS = 180
"""Minutes from which nobody reads minutes any more."""


def tiles(here: Session, today: Today) -> Sequence[Part]:
    """The strip, from left to right."""
    day = local_date(here.now).isoformat()
    return [
        _count(
            here, "opened", mark("Reported today"), today.opened, target(here, "search", search_since=day)
        ),
        _count(
            here,
            "finished",
            mark("Finished today"),
            today.finished,
            target(here, "dispatch_board", only="done"),
        ),
        _count(
            here,
            "waiting",
            mark("Waiting for dispatch"),
            today.waiting,
            target(here, "dispatch_board", only="new"),
        ),
        _count(
            here, "late", mark("Late now"), today.late, target(here, "dispatch_board", only="late"), "late"
        ),
        _count(
            here, "urged", mark("Urged"), today.urged, target(here, "dispatch_board", only="urged"), "soon"
        ),
        _response(here, today.response_today, today.response_week),
        _satisfied(here, today.judgement),
    ]


def _count(here: Session, name: str, label: str, n: int, goal: Part | None, tone: str = "") -> Part:
    said = {"label": here._(label), "value": str(n), "meaning": here._(MEANINGS[name])}
    return {**said, "tone": tone if n else "", "target": goal}


def _response(here: Session, day: Response, week: Response) -> Part:
    _ = here._
    said = {"label": _(mark("Median response today")), "meaning": _(MEANINGS["response"])}
    note = _(
        mark("n = {n}; seven days {median} min (n = {m})"), n=day.n, median=_whole(week.median), m=week.n
    )
    if day.n and day.proxied:
        note += _(
            mark("; {share} % with steps written down by the desk"), share=round(100 * day.proxied / day.n)
        )
    if day.median is not None and day.median >= READ_IN_HOURS:
        return {**said, "value": duration(day.median, here.language), "unit": "", "note": note}
    return {**said, "value": _whole(day.median), "unit": _(mark("min")) if day.n else "", "note": note}


def _satisfied(here: Session, found: Judgement) -> Part:
    _ = here._
    said = {"label": _(mark("Satisfied, thirty days")), "meaning": _(MEANINGS["satisfied"])}
    if found.share is None or found.mean is None:
        return {
            **said,
            "value": "—",
            "note": _(mark("nobody has rated yet ({asked} asked)"), asked=found.asked),
        }
    low, high = (round(100 * share) for share in found.share_interval)
    note = _(
        mark("{low}–{high} %, n = {n}; {rate} % of {asked} rated; mean {mean} ({least}–{most})"),
        low=low,
        high=high,
        n=found.n,
        rate=round(100 * (found.response_rate or 0)),
        asked=found.asked,
        mean=f"{found.mean:.2f}",
        least=f"{found.mean_interval.low:.2f}",
        most=f"{found.mean_interval.high:.2f}",
    )
    return {**said, "value": f"{100 * found.share:.0f}", "unit": "%", "note": note}


def _whole(minutes: float | None) -> str:
    return "—" if minutes is None else str(round(minutes))


def endings(here: Session, today: Today) -> Part | None:
    """How the tickets of thirty days were closed, each way apart; None before any was."""
    every = sum(today.closed.values())
    if not every:
        return None
    shares = [
        {"label": here._(CLOSED_WORDS[how]), "count": f"{n:,}", "share": n / every}
        for how, n in today.closed.items()
    ]
    return {
        "title": here._(mark("How {n} tickets of thirty days were closed"), n=f"{every:,}"),
        "note": here._(
            mark(
                "Each ticket once, by what closed it last. “Rated” are those the rating closed; one rated after it was"
                " confirmed counts as confirmed here, and as rated in the satisfaction above."
            )
        ),
        "shares": shares,
    }
