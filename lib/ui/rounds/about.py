"""What a round is: its plan, day and window, whose it is, how far it came, and the rounds around it."""

from __future__ import annotations

from datetime import datetime

from lib.core.clock import local, short_time
from lib.inspections import story
from lib.inspections.actions.explaining import reasons
from lib.inspections.actions.giving import whose
from lib.inspections.round import Round, state
from lib.inspections.round_dossier import RoundDossier
from lib.inspections.words import PLAN_KIND_WORDS, Action, State, Status
from lib.people import accounts
from lib.ui import navigation
from lib.ui.listed import listed
from lib.ui.session import Session
from lib.ui.widgets import lasting, when
from lib.ui.words import plain


def draw(here: Session, found: RoundDossier) -> None:
    """Labels and values."""
    _, round = here._, found.round
    navigation.link(
        "inspection_plans",
        f"{plain(found.plan.name)} · {found.plan.code}",
        icon=":material/event_repeat:",
        plans_tab="plans",
        plan=found.plan.code,
    )
    lines = [
        (_("Kind"), _(PLAN_KIND_WORDS[found.plan.kind])),
        (_("Day"), f"{round.day:%Y-%m-%d} {round.slot}".strip()),
        (_("May be done"), _window(here, round)),
        (_("Whose it is"), whose(here.db, round) or _("the inspectors")),
        (_("Stops done"), f"{round.stops_done} / {round.stops}"),
        (_("Expected work"), lasting(round.minutes)),
        (_("Begun at"), _who(here, round.begun_by, round.begun_at)),
        _over(here, found),
        (_("Why it was missed"), _missed(here, round)),
    ]
    listed("", [(label, value) for label, value in lines if value])
    _around(here, found)


def _window(here: Session, round: Round) -> str:
    """From and until, with the date only where it is another one than the day's."""
    opens, closes = local(round.opens_at), local(round.closes_at)
    same = opens.date() == closes.date() == round.day
    if same:
        return f"{opens:%H:%M}–{closes:%H:%M}"
    return f"{opens:%m-%d %H:%M} – {closes:%m-%d %H:%M}"


def _over(here: Session, found: RoundDossier) -> tuple[str, str]:
    """How it came to its end: somebody ended it, or it was exempted, why and by whom."""
    round = found.round
    said = _who(here, round.ended_by, round.ended_at)
    if round.status is not Status.EXEMPT:
        return here._("Ended at"), said
    last = [event for event in found.events if event.action is Action.EXEMPT][-1:]
    return here._("Exempted"), " · ".join(filter(None, (said, *map(story.reason, last))))


def _missed(here: Session, round: Round) -> str:
    if state(round, here.now) is not State.MISSED:
        return ""
    return reasons(here.db, [round.id]).get(round.id) or here._("nobody has said so yet")


def _who(here: Session, account_id: int | None, at: datetime | None) -> str:
    if at is None:
        return ""
    name = accounts.names(here.db).get(account_id or 0, "")
    return " · ".join(filter(None, (name, when(at))))


def _around(here: Session, found: RoundDossier) -> None:
    """The round this one carries on, and those that carry it on."""
    if found.before is not None:
        said = here._("Carries on the round of {day}", day=f"{found.before.day:%m-%d}")
        navigation.link("round", said, icon=":material/subdirectory_arrow_left:", id=found.before.id)
    for one in found.after:
        said = here._(
            "What was left is carried on in the round of {day}",
            day=short_time(one.planned_at, here.now, here.language),
        )
        navigation.link("round", said, icon=":material/subdirectory_arrow_right:", id=one.id)
