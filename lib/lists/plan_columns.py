"""The columns of the list of plans."""

from __future__ import annotations

from collections.abc import Sequence

from lib.core.i18n import mark
from lib.inspections.plan_checks import LONGEST_CODE, LONGEST_NAME, MOST_DAYS, MOST_MINUTES
from lib.inspections.words import BASIS_WORDS, HOLIDAY_WORDS, PLAN_KIND_WORDS, Basis, HolidayRule
from lib.lists.amounts import LIKE_THIS, Day, Someday, Whole
from lib.lists.cells import Choice, Code, Named, Text, YesNo
from lib.lists.plan_cells import HowOften, Season, Slots, checklists_known, posts_known
from lib.lists.route_cell import route
from lib.lists.shape import Column
from lib.lists.things import campuses, teams, vendors
from lib.lists.whose import PERSON
from lib.people import accounts
from lib.store.database import Database

SAID = (
    mark("every month on the 3rd, the 18th"),
    mark("every Monday, Wednesday"),
    mark("every month on the last Friday"),
)
"""Rules as `rule_words` says them."""
ONE_OF_FOUR = mark("One of person, post, team and vendor; all empty: the inspectors of the campus.")


def columns(db: Database) -> Sequence[Column]:
    """What a plan says, in the order in which one is thought of: what, when, who, and the rest."""
    return (*_what(db), *_when(), *_who(db), *_more(db))


def _what(db: Database) -> Sequence[Column]:
    return (
        Column(
            attribute="code",
            title=mark("Plan code"),
            cell=Code(LONGEST_CODE),
            note=mark("Empty: a new plan, numbered by itself."),
        ),
        Column(attribute="name", title=mark("Plan name"), cell=Text(LONGEST_NAME), needed=True),
        Column(attribute="kind", title=mark("Kind of plan"), cell=Choice(PLAN_KIND_WORDS), needed=True),
        Column(attribute="checklist", title=mark("Checklist"), cell=checklists_known(db), needed=True),
        Column(
            attribute="route",
            title=mark("Route"),
            cell=route(db),
            needed=True,
            default=(),
            note=mark(
                "Numbers of assets and places in the order they are visited, a comma or a line break between them; "
                "“asset@place” for an asset that is looked at elsewhere."
            ),
        ),
    )


def _when() -> Sequence[Column]:
    days = Whole(0, MOST_DAYS)
    return (
        Column(
            attribute="how_often",
            title=mark("How often"),
            cell=HowOften(),
            needed=True,
            note=mark("A word of the list, counted from the first day, or a rule such as {examples}."),
            examples=(*SAID, "FREQ=MONTHLY;BYDAY=-1FR"),
        ),
        Column(attribute="starts_on", title=mark("First day"), cell=Day(), needed=True, note=LIKE_THIS),
        Column(attribute="ends_on", title=mark("Last day"), cell=Someday(), note=mark("Empty: it goes on.")),
        Column(
            attribute="slots",
            title=mark("Part of the day"),
            cell=Slots(),
            note=mark(
                "Like 08:00-16:00, several with a comma between them: each is a round. Empty: the whole day."
            ),
        ),
        Column(attribute="early_days", title=mark("Days early"), cell=days, default=0),
        Column(attribute="late_days", title=mark("Days late"), cell=days, default=0),
        Column(
            attribute="lead_days",
            title=mark("Shown days before"),
            cell=days,
            default=0,
            note=mark("So many days before its window opens it is shown to who does it."),
        ),
    )


def _who(db: Database) -> Sequence[Column]:
    people = {one.username: one.name for one in accounts.all_accounts(db).values()}
    retired = frozenset(one.username for one in accounts.all_accounts(db).values() if not one.active)
    return (
        Column(attribute="person", title=PERSON, cell=Named(PERSON, people, retired), note=ONE_OF_FOUR),
        Column(
            attribute="post",
            title=mark("Post"),
            cell=posts_known(db),
            note=mark("The team's code and the post."),
        ),
        Column(attribute="team", title=mark("Team"), cell=teams(db)),
        Column(attribute="vendor", title=mark("Vendor"), cell=vendors(db)),
    )


def _more(db: Database) -> Sequence[Column]:
    return (
        Column(
            attribute="campus",
            title=mark("Campus"),
            cell=campuses(db),
            note=mark("Empty: that of the first stop."),
        ),
        Column(
            attribute="holidays",
            title=mark("On holidays"),
            cell=Choice(HOLIDAY_WORDS),
            default=HolidayRule.ANYWAY.value,
        ),
        Column(
            attribute="season",
            title=mark("Season"),
            cell=Season(),
            note=mark("Like 11-15..03-15; empty: the whole year."),
        ),
        Column(attribute="minutes", title=mark("Minutes of work"), cell=Whole(1, MOST_MINUTES), default=30),
        Column(
            attribute="basis",
            title=mark("Counted from"),
            cell=Choice(BASIS_WORDS),
            default=Basis.CALENDAR.value,
        ),
        Column(
            attribute="carries",
            title=mark("What is left is carried on"),
            cell=YesNo(),
            default=True,
            note=mark("No: what a round does not reach is missed."),
        ),
        Column(attribute="active", title=mark("In use"), cell=YesNo(), default=True),
    )
