"""The names the board's cards refer to by id, in one language: sent once, not with every card."""

from __future__ import annotations

from collections.abc import Mapping

from lib.catalog.services import all_services, groups
from lib.core.facts import dumps
from lib.core.i18n import Language, say
from lib.dispatch.moving import moves
from lib.dispatch.ordering import OFFERED
from lib.people.accounts import Account, all_accounts
from lib.people.organisation import departments, teams, vendors
from lib.people.roles import Role
from lib.places.locations import LocationKind, all_locations, initials
from lib.store.database import Database
from lib.tickets.words import CLOSED_WORDS, HOLD_WORDS, KIND_WORDS, SEVERITY_WORDS, STATUS_WORDS

TABLES = (
    "account", "account_role", "technician", "team", "vendor", "department", "location", "service", "service_group",
)  # fmt: skip
"""A commit to one of these may change a name."""


def message(db: Database, language: Language) -> str:
    """JSON: kind "names"; services, their groups, departments and campuses as id → name; people, teams and vendors
    that can be given jobs with what they are found by (`find`: name and pinyin initials) and where they belong; the
    words of codes; what a drop on a column means (`moves`) and what the board can be asked for (`offered`)."""
    return db.derived(("board_names", language), TABLES, lambda: dumps(_names(db, language)))


def is_technician(account: Account) -> bool:
    """Whether jobs can be suggested for this person."""
    return (
        account.active
        and account.team_id is not None
        and any(g.role is Role.TECHNICIAN for g in account.grants)
    )


def _names(db: Database, language: Language) -> Mapping[str, object]:
    people = {
        account.id: {"name": account.name, "team": account.team_id, "find": _found_by(account.name)}
        for account in all_accounts(db).values()
        if account.team_id is not None
    }
    active = {account.id for account in all_accounts(db).values() if is_technician(account)}
    return {
        "kind": "names",
        "services": {service.code: service.title(language) for service in all_services(db).values()},
        "groups": {group.code: group.name for group in groups(db)},
        "group_of": {service.code: service.group_code for service in all_services(db).values()},
        "moves": moves(),
        "offered": [action.value for action in OFFERED],
        "departments": {found.id: found.name for found in departments(db).values()},
        "campuses": {p.id: p.name for p in all_locations(db).values() if p.kind == LocationKind.CAMPUS},
        "people": {key: {**person, "active": key in active} for key, person in people.items()},
        "teams": {
            team.id: {
                "name": team.name,
                "vendor": team.vendor_id,
                "active": team.active,
                "find": _found_by(team.name),
            }
            for team in teams(db).values()
        },
        "vendors": {
            vendor.id: {"name": vendor.name, "active": vendor.active, "find": _found_by(vendor.name)}
            for vendor in vendors(db).values()
        },
        "words": {
            name: {code: say(language, words) for code, words in table.items()}
            for name, table in (
                ("status", STATUS_WORDS),
                ("severity", SEVERITY_WORDS),
                ("kind", KIND_WORDS),
                ("hold", HOLD_WORDS),
                ("closed", CLOSED_WORDS),
            )
        },
    }


def _found_by(name: str) -> str:
    return f"{name.lower()} {initials(name)}"
