"""Finding tickets by whatever is remembered of them: number, words, place, person, phone, state, dates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lib.catalog.services import all_services
from lib.core.clock import midnight
from lib.core.facts import dumps
from lib.core.i18n import mark
from lib.people.accounts import all_accounts
from lib.people.masking import masked_name, masked_phone
from lib.people.roles import Actor, Permission, require
from lib.places.assets import all_assets
from lib.places.locations import all_locations
from lib.store.database import Database, Row
from lib.tickets.history import TYPED
from lib.tickets.seeing import Sight, visible
from lib.tickets.words import Action

MOST = 200
WORDS_AT_MOST = 6
# Actions whose note, reason or words people typed, and whose other facts hold nobody's name.
_NOTED = (
    Action.ANSWER, Action.RETURN, Action.COMPLETE, Action.RATE, Action.REOPEN, Action.CANCEL, Action.COMMENT,
    Action.URGE,
)  # fmt: skip


MARKS: Mapping[str, tuple[str, str]] = {
    "watched": (mark("Under watch"), "t.watched"),
    "undecided": (mark("Second return: to be decided"), "t.undecided"),
    "split": (
        mark("Split"),
        "t.parent_id IS NOT NULL OR t.id IN (SELECT parent_id FROM ticket WHERE parent_id IS NOT NULL)",
    ),
    "follow_on": (
        mark("Follow-on job"),
        "t.follows_id IS NOT NULL OR t.id IN (SELECT follows_id FROM ticket WHERE follows_id IS NOT NULL)",
    ),
    "helped": (mark("With helpers"), "len(t.helpers) > 0"),
}
"""What else can be asked for: how it is said, and the condition on `ticket t`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is remembered: `words` apart by spaces, each of which has to fit somewhere; the lists say "one of these";
    `sources` are other systems they were imported from, `marks` keys of `MARKS`; `since` and `until` are hospital
    days of opening, both counted in."""

    words: str = ""
    statuses: Sequence[str] = ()
    kinds: Sequence[str] = ()
    severities: Sequence[str] = ()
    department_ids: Sequence[int] = ()
    team_ids: Sequence[int] = ()
    location_id: int | None = None
    sources: Sequence[str] = ()
    marks: Sequence[str] = ()
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """`rows`: id, number, status, kind, severity, service_code, department_id, location_id, description, opened_at,
    done_at, assignee_id, team_id, vendor_id, urges, reporter, phone (both masked where the seer may not know them);
    newest first, at most `MOST`. `count`: how many there are in all."""

    rows: list[Row]
    count: int

    @property
    def more(self) -> bool:
        """Whether some are not among the rows."""
        return self.count > len(self.rows)


def search(db: Database, *, actor: Actor, query: Query, most: int = MOST) -> Found:
    """The tickets that fit, among those the actor may see."""
    require(actor, Permission.SEARCH)
    sight, personal = visible(actor), visible(actor, Permission.SEE_PERSONAL)
    words = query.words.split()[:WORDS_AT_MOST]
    seen = Sight(f"({sight.sql})", sight.values)
    condition = _all([seen, *_chosen(query), *_worded(db, words, personal)])
    # Filtering reads narrow columns; only what is shown is read whole.
    found = db.rows(
        f"""
        {_noted(words)} SELECT t.id, count(*) OVER () AS found FROM ticket t WHERE {condition.sql}
        ORDER BY t.opened_at DESC, t.id DESC LIMIT $most
        """,
        **{**condition.values, "most": most},
    )
    rows = _shown(db, [row["id"] for row in found], personal) if found else []
    return Found(rows=rows, count=found[0]["found"] if found else 0)


def by_ids(db: Database, *, actor: Actor, ids: list[int]) -> list[Row]:
    """Those tickets as `search` shows them, in the order asked for; names masked where the actor may not know them."""
    rows = {row["id"]: row for row in _shown(db, ids, visible(actor, Permission.SEE_PERSONAL))} if ids else {}
    return [rows[one] for one in ids if one in rows]


def _shown(db: Database, ids: list[int], personal: Sight) -> list[Row]:
    rows = db.rows(
        f"""
        SELECT t.id, t.number, t.status, t.kind, t.severity, t.service_code, t.department_id, t.location_id,
               t.description, t.opened_at, t.done_at, t.assignee_id, t.team_id, t.vendor_id, t.urges,
               coalesce(r.name, '') AS reporter, coalesce(r.phone, '') AS phone, ({personal.sql}) AS known
        FROM ticket t LEFT JOIN (
          SELECT ticket_id, min(id) AS first FROM reporter WHERE ticket_id IN (SELECT unnest($ids)) GROUP BY ticket_id
        ) f ON f.ticket_id = t.id LEFT JOIN reporter r ON r.id = f.first
        WHERE t.id IN (SELECT unnest($ids)) ORDER BY t.opened_at DESC, t.id DESC
        """,
        ids=ids,
        **personal.values,
    )
    return [_masked(row) for row in rows]


def _masked(row: Row) -> Row:
    if row.pop("known"):
        return row
    return {**row, "reporter": masked_name(row["reporter"]), "phone": masked_phone(row["phone"])}


def _all(parts: Iterable[Sight]) -> Sight:
    kept = list(parts)
    values: dict[str, object] = {}
    for part in kept:
        values.update(part.values)
    return Sight(" AND ".join(part.sql for part in kept), values)


def _chosen(query: Query) -> Iterable[Sight]:
    """The filters that are lists, places and days."""
    lists = {
        "status": query.statuses,
        "kind": query.kinds,
        "severity": query.severities,
        "department_id": query.department_ids,
        "team_id": query.team_ids,
        "source": query.sources,
    }
    for column, chosen in lists.items():
        if chosen:
            yield Sight(f"t.{column} IN (SELECT unnest(${column}))", {column: list(chosen)})
    if marks := [MARKS[one][1] for one in query.marks if one in MARKS]:
        yield Sight(f"({' OR '.join(f'({condition})' for condition in marks)})")
    if query.location_id is not None:
        yield Sight("t.location_id = $location", {"location": query.location_id})
    if query.since is not None:
        yield Sight("t.opened_at >= $since", {"since": midnight(_likely(query.since))})
    if query.until is not None:
        yield Sight("t.opened_at < $until", {"until": midnight(_likely(query.until) + timedelta(days=1))})


def _likely(day: date) -> date:
    """The day, or the first or last that matters: the calendar's own ends have no instant in every zone."""
    return min(max(day, date(1900, 1, 1)), date(2999, 12, 31))


def _worded(db: Database, words: Sequence[str], personal: Sight) -> Iterable[Sight]:
    for n, word in enumerate(words):
        yield _fitting(db, word, f"w{n}", personal)


def _fitting(db: Database, word: str, name: str, personal: Sight) -> Sight:
    """The condition that the word is in the number, the words, the notes, the service, the place or a person."""
    values: dict[str, object] = {name: word.lower()}
    parts = [_has(column, word, name) for column in ("t.number", "t.description", "t.foreign_number")]
    people = _people(db, word)
    ids = {
        "service_code": _services(db, word),
        "location_id": _places(db, word),
        "asset_id": _machines(db, word),
        "assignee_id": people,
        "done_by": people,
    }
    for column, fitting in ids.items():
        if fitting:
            values[f"{name}_{column}"] = fitting
            parts.append(f"t.{column} IN (SELECT unnest(${name}_{column}))")
    if _worth_noting(word):
        values |= _typed(word, name)
        parts.append(f"t.id IN (SELECT ticket_id FROM noted WHERE {_note_has('facts', word, name)})")
    # Whoever may not see a name may not find out by searching for it either.
    reporter = (
        f"SELECT ticket_id FROM reporter WHERE {_has('name', word, name)} OR {_has('phone', word, name)}"
    )
    parts.append(f"(({personal.sql}) AND t.id IN ({reporter}))")
    return Sight(f"({' OR '.join(parts)})", {**values, **personal.values})


def _has(column: str, word: str, name: str) -> str:
    """That the word stands in the column; letters' case is asked about only where the word has letters: it costs."""
    return f"position(${name} IN {f'lower({column})' if word.lower() != word.upper() else column}) > 0"


def _noted(words: Sequence[str]) -> str:
    """The events in whose notes a word stands, as a WITH clause: the histories are read once for all words."""
    fitting = [_note_has("e.facts", word, f"w{n}") for n, word in enumerate(words) if _worth_noting(word)]
    if not fitting:
        return ""
    actions = ", ".join(f"'{action.value}'" for action in _NOTED)
    return f"""
        WITH noted AS MATERIALIZED (
          SELECT e.ticket_id, e.facts FROM ticket_event e WHERE e.action IN ({actions}) AND ({" OR ".join(fitting)})
          AND (e.action <> 'urge' OR position('"joined"' IN e.facts) = 0)
        )"""


def _worth_noting(word: str) -> bool:
    """Numbers and short initials are asked of everything else; in notes they would only cost."""
    return not word.isascii() or (len(word) > 2 and any(letter.isalpha() for letter in word))


def _note_has(column: str, word: str, name: str) -> str:
    """That somebody typed the word. Names of facts and codes are ASCII: only a Chinese word cannot be one of them."""
    if not word.isascii():
        return _has(column, word, name)
    # Only DuckDB; on PostgreSQL: column ~* pattern. Reading the JSON or lower() takes three times as long.
    return f"regexp_matches({column}, ${name}_typed, 'i')"


def _typed(word: str, name: str) -> Mapping[str, str]:
    if not word.isascii():
        return {}
    within = re.escape(dumps(word)[1:-1])
    return {f"{name}_typed": rf'"(?:{"|".join(TYPED)})":"(?:[^"\\]|\\.)*{within}'}


def _services(db: Database, word: str) -> list[str]:
    low = word.lower()
    return [
        service.code
        for service in all_services(db).values()
        if low in service.name.lower() or low in service.name_en.lower() or low == service.code.lower()
    ]


def _machines(db: Database, word: str) -> list[int]:
    """By the whole number of the asset: its page leads here."""
    low = word.lower()
    return [asset.id for asset in all_assets(db).values() if asset.number.lower() == low]


def _places(db: Database, word: str) -> list[int]:
    """By number, by words, and from two letters on by pinyin initials."""
    low = word.lower()
    spoken = low.isascii() and len(low) > 1
    return [
        place.id
        for place in all_locations(db).values()
        if low in place.number.lower() or low in place.path.lower() or (spoken and low in place.initials)
    ]


def _people(db: Database, word: str) -> list[int]:
    return [found.id for found in all_accounts(db).values() if word in found.name]
