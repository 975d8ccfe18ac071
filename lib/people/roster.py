"""The roster: who holds which post on which day, a week at a time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lib.core.errors import NotFound, TooLate, WrongInput
from lib.core.i18n import mark
from lib.people import audit
from lib.people.accounts import Account, all_accounts
from lib.people.organisation import teams
from lib.people.posts import Post, all_posts, of_team, require_reach
from lib.people.roles import Actor, Permission, Role
from lib.people.shifts import Clash, clashes, shift
from lib.store.database import Database, Reading, Transaction

DAYS = 7
WEEKDAY_WORDS = (
    mark("Monday"),
    mark("Tuesday"),
    mark("Wednesday"),
    mark("Thursday"),
    mark("Friday"),
    mark("Saturday"),
    mark("Sunday"),
)
Cells = Mapping[tuple[int, date], tuple[int, ...]]
"""Account ids by post id and day; a cell nobody is in is not there."""
_DESK_ROLES = frozenset({Role.OPERATOR, Role.DISPATCHER})


@dataclass(frozen=True, slots=True)
class Copied:
    """What copying a week did: cells filled, cells left as they were, people left out because they are out of use or
    no longer belong there."""

    filled: int
    kept: int
    left_out: int


def monday(day: date) -> date:
    """The Monday of that day's week."""
    return day - timedelta(days=day.weekday())


def days_of(first: date) -> list[date]:
    """The seven days of the week that begins on that Monday."""
    return [first + timedelta(days=number) for number in range(DAYS)]


def cells(db: Reading, first: date, last: date, *, post_ids: Collection[int] | None = None) -> Cells:
    """Who holds what from the first day to the last, both included; of these posts only, if they are named."""
    rows = db.rows(
        """
        SELECT post_id, day, account_id FROM roster
        WHERE day BETWEEN $first AND $last ORDER BY post_id, day, account_id
        """,
        first=first,
        last=last,
    )
    found: dict[tuple[int, date], tuple[int, ...]] = {}
    for row in rows:
        if post_ids is None or row["post_id"] in post_ids:
            key = (row["post_id"], row["day"])
            found[key] = (*found.get(key, ()), row["account_id"])
    return found


def week(db: Reading, posts: Sequence[Post], first: date) -> Cells:
    """The cells of these posts in the week of that Monday."""
    return cells(db, first, first + timedelta(days=DAYS - 1), post_ids={post.id for post in posts})


def fit(db: Database, post: Post) -> list[Account]:
    """Who may be named for the post: the team's own people first, then those of the same company; at the desk its
    operators and dispatchers. People out of use are left out."""
    found = [person for person in all_accounts(db).values() if fits(db, post, person)]
    return sorted(found, key=lambda person: (person.team_id != post.team_id, person.id))


def fits(db: Database, post: Post, person: Account) -> bool:
    """Whether the person may hold the post."""
    if not person.active:
        return False
    if post.team_id is None:
        return any(grant.role in _DESK_ROLES for grant in person.grants)
    if person.team_id is None or person.team_id == post.team_id:
        return person.team_id == post.team_id
    company = _company(db, post.team_id)
    return company is not None and company == _company(db, person.team_id)


def _company(db: Database, team_id: int) -> int | None:
    team = teams(db).get(team_id)
    return team.vendor_id if team else None


def hold(
    db: Database,
    *,
    actor: Actor,
    post_id: int,
    day: date,
    account_ids: Collection[int],
    before: Collection[int] | None,
    now: datetime,
) -> None:
    """Who holds the post on that day from now on; nobody, if none is named.

    `before`: who stood there when the page was drawn (None: whoever). TooLate when somebody else has changed the cell
    since, WrongInput for people who do not belong there.
    """
    post = all_posts(db).get(post_id)
    if post is None or not post.active:
        raise NotFound(mark("There is no such post."))
    require_reach(db, actor, Permission.KEEP_DUTY, post.team_id)
    wanted = set(account_ids)
    with db.transaction() as tx:
        there = set(cells(tx, day, day, post_ids={post_id}).get((post_id, day), ()))
        if before is not None and there != set(before):
            raise TooLate(mark("Somebody has just changed this cell; it now shows who stands there."))
        _all_fit(db, post, wanted - there)
        write_cell(tx, post_id, day, there, wanted)
        facts = {"day": day.isoformat(), "before": sorted(there), "after": sorted(wanted)}
        audit.write(tx, actor, "roster_changed", post.name, now=now, facts=facts)


def _all_fit(db: Database, post: Post, added: Collection[int]) -> None:
    people = all_accounts(db)
    for account_id in added:
        person = people.get(account_id)
        if person is None or not fits(db, post, person):
            name = person.name if person else str(account_id)
            raise WrongInput(mark("{name} does not belong to this post's team or company."), name=name)


def write_cell(
    tx: Transaction, post_id: int, day: date, there: Collection[int], wanted: Collection[int]
) -> None:
    """Takes out who is wanted no longer, adds who is new; the others' rows stay untouched."""
    # A key deleted and inserted again in one transaction is refused by DuckDB.
    take_out(tx, post_id, day, set(there) - set(wanted))
    for account_id in sorted(set(wanted) - set(there)):
        tx.insert("roster", {"post_id": post_id, "day": day, "account_id": account_id})


def take_out(tx: Transaction, post_id: int, day: date, account_ids: Collection[int]) -> None:
    """These people stand there no longer."""
    for account_id in account_ids:
        sql = "DELETE FROM roster WHERE post_id = $post AND day = $day AND account_id = $account"
        tx.execute(sql, post=post_id, day=day, account=account_id)


def copy_week(
    db: Database, *, actor: Actor, team_id: int | None, first: date, now: datetime, overwrite: bool = False
) -> Copied:
    """The week before into the week of that Monday, into empty cells only unless told to overwrite.

    Overwriting, a cell the week before had nobody in is left as it is: copying never empties a post.
    """
    require_reach(db, actor, Permission.KEEP_DUTY, team_id)
    posts, people = {post.id: post for post in of_team(db, team_id)}, all_accounts(db)
    with db.transaction() as tx:
        last = week(tx, list(posts.values()), first - timedelta(days=DAYS))
        there = week(tx, list(posts.values()), first)
        filled = kept = left_out = 0
        for (post_id, day), held in last.items():
            goal = (post_id, day + timedelta(days=DAYS))
            wanted = [one for one in held if one in people and fits(db, posts[post_id], people[one])]
            left_out += len(held) - len(wanted)
            if not wanted or (there.get(goal) and not overwrite) or tuple(wanted) == there.get(goal):
                kept += bool(there.get(goal))
                continue
            write_cell(tx, *goal, there.get(goal, ()), wanted)
            filled += 1
        facts = {"week": first.isoformat(), "filled": filled, "overwrite": overwrite, "team_id": team_id}
        audit.write(tx, actor, "roster_changed", first.isoformat(), now=now, facts=facts)
    return Copied(filled, kept, left_out)


def warnings(db: Database, team_id: int | None, first: date) -> list[Clash]:
    """What does not go together in that week for the people on the team's posts, with their posts elsewhere and the
    shifts of the days before and after."""
    posts = all_posts(db)
    around = cells(db, first - timedelta(days=1), first + timedelta(days=DAYS))
    held = [
        shift(posts[post_id], day, account_id)
        for (post_id, day), people in around.items()
        if post_id in posts and posts[post_id].active
        for account_id in people
    ]
    days = set(days_of(first))
    return [
        clash
        for clash in clashes(held)
        if any(one.post.team_id == team_id and one.day in days for one in (clash.first, clash.second))
    ]
