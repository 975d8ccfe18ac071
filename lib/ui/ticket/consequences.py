"""What an event did besides: the fields a correction changed, and the due times that moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from lib.catalog.promises import STAGES, Terms
from lib.catalog.services import service
from lib.core.i18n import mark
from lib.people.organisation import departments
from lib.places.assets import asset
from lib.places.locations import location
from lib.tickets.corrections import Changed, corrections
from lib.tickets.dossier import Dossier
from lib.tickets.history import FIELD_WORDS
from lib.tickets.life import Life
from lib.tickets.move_words import moved
from lib.tickets.promise_story import moves
from lib.tickets.words import KIND_WORDS, SEVERITY_WORDS
from lib.ui.session import Session
from lib.ui.widgets import when


def consequences(
    here: Session, found: Dossier, life: Life, terms: Mapping[str, Terms]
) -> Mapping[int, list[str]]:
    """Lines by the number of the event: "一般 → 紧急", "完工:时限由 22:00 改为 18:00"."""
    lines: dict[int, list[str]] = defaultdict(list)
    for seq, changed in corrections(found.events).items():
        lines[seq] += [line for one in changed if (line := _corrected(here, one))]
    for stage in STAGES:
        for move in moves(life, stage, terms.get(stage)):
            lines[move.by.seq].append(moved(stage, move, here.language, here.now))
    return lines


def _corrected(here: Session, changed: Changed) -> str:
    """What was typed is not repeated here: the description stands on the page."""
    if changed.field not in FIELD_WORDS or changed.field == "description":
        return ""
    before, after = (_value(here, changed.field, value) for value in (changed.before, changed.after))
    field = here._(FIELD_WORDS[changed.field])
    return here._(mark("{field}: {before} → {after}"), field=field, before=before, after=after)


def _value(here: Session, field: str, value: Any) -> str:
    said = _known(here, field, value) if value not in (None, "") else ""
    return said or here._("not said")


def _known(here: Session, field: str, value: Any) -> str:
    match field:
        case "severity":
            return here._(SEVERITY_WORDS[value])
        case "kind":
            return here._(KIND_WORDS[value])
        case "service_code":
            wanted = service(here.db, value)
            return wanted.title(here.language) if wanted else str(value)
        case "location_id":
            place = location(here.db, value)
            return place.path if place else ""
        case "asset_id":
            machine = asset(here.db, value)
            return f"{machine.name} · {machine.number}" if machine else ""
        case "department_id":
            department = departments(here.db).get(value)
            return department.name if department else ""
        case _:
            return when(value)
