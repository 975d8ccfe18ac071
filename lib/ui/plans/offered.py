"""What the forms of plans offer: assets, posts, vendors, checklists."""

from __future__ import annotations

from lib.inspections import checklists
from lib.people import accounts, organisation
from lib.people.posts import all_posts
from lib.people.roles import GRANTS, Permission
from lib.places import assets
from lib.places.assets import AssetStatus
from lib.places.locations import LocationKind, all_locations, initials, location
from lib.store.database import Database
from lib.ui import choices
from lib.ui.choices import ASIDE, Choices


def assets_offered(db: Database) -> Choices[int]:
    """Every asset that is not retired, as "3号客梯 · DT-BY-03 · 住院A座", found by "3hkt" too."""

    def build() -> Choices[int]:
        used = [one for one in assets.all_assets(db).values() if one.status != AssetStatus.RETIRED]
        places = ((one, location(db, one.location_id)) for one in used)
        return choices.of(
            (
                one.id,
                f"{' · '.join(filter(None, (one.name, one.number, place.path if place else '')))}"
                f"{ASIDE}{initials(one.name)}",
            )
            for one, place in places
        )

    return db.derived("asset choices", ("asset", "location"), build)


def checklists_offered(db: Database) -> Choices[int]:
    """Every checklist in use."""
    known = (one for one in checklists.all_checklists(db).values() if one.active)
    return choices.of((one.id, f"{one.name}{ASIDE}{initials(one.name)}") for one in known)


def doers(db: Database) -> Choices[int]:
    """Everybody who does rounds, as "李玉军 · 水电班"."""

    def build() -> Choices[int]:
        teams = organisation.teams(db)
        known = [
            one
            for one in accounts.all_accounts(db).values()
            if one.active and any(Permission.DO_ROUNDS in GRANTS[grant.role] for grant in one.grants)
        ]
        said = ((one, teams[one.team_id].name if one.team_id else "") for one in known)
        return choices.of(
            (one.id, f"{' · '.join(filter(None, (one.name, team)))}{ASIDE}{initials(one.name)}")
            for one, team in said
        )

    return db.derived("round doers", ("account", "account_role", "technician", "team"), build)


def posts_offered(db: Database) -> Choices[int]:
    """The posts in use, each with its team."""
    teams = organisation.teams(db)
    known = [one for one in all_posts(db).values() if one.active]
    return choices.found_by_initials(
        (one.id, " · ".join(filter(None, (teams[one.team_id].name if one.team_id else "", one.name))))
        for one in known
    )


def teams_offered(db: Database) -> Choices[int]:
    """The teams in use."""
    return choices.found_by_initials(
        (one.id, one.name) for one in organisation.teams(db).values() if one.active
    )


def vendors_offered(db: Database) -> Choices[int]:
    """The vendors in use."""
    return choices.found_by_initials(
        (one.id, one.name) for one in organisation.vendors(db).values() if one.active
    )


def categories(db: Database) -> Choices[str]:
    """The categories of assets there are."""
    known = sorted({one.category for one in assets.all_assets(db).values()} - {""})
    return choices.found_by_initials((one, one) for one in known)


def campuses(db: Database) -> Choices[int]:
    """The campuses in use."""
    places = all_locations(db).values()
    known = [one for one in places if one.kind == LocationKind.CAMPUS and one.active]
    return choices.found_by_initials((one.id, one.name) for one in known)
