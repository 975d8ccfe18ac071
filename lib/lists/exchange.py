"""A list out to a file and back: template, export, preview of what a file would do, and doing it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from lib.core.errors import Refusal, TooLate
from lib.core.i18n import Language, mark, say
from lib.lists import heading
from lib.lists.preview import Change, Outcome, Preview, Row, Written
from lib.lists.shape import Column, Draft, List
from lib.lists.understanding import Reader
from lib.people import audit
from lib.people.roles import Actor, may, require
from lib.store.database import Database
from lib.store.sheets import reading, writing

FORMS: Mapping[str, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
"""The forms a list takes as a file, with their media types."""
LEFT_ALONE = mark(
    "Rows that are not in the file stay as they are; what is no longer used is taken out of use."
)
NEEDED = mark("Needed.")
FIXED = mark("Cannot be changed later.")
LOGGED = 200
"""Keys of changed rows that one line of the log names."""


def template(db: Database, shape: List, language: Language, form: str) -> bytes:
    """An empty file ("xlsx" or "csv") with the headings; as a workbook also with notes and choices."""
    return _file(shape, shape.columns(db), (), language, form)


def export(db: Database, shape: List, language: Language, form: str, *, reader: Actor | None = None) -> bytes:
    """The list as it is, in the shape of the template; the same rows give the same bytes.

    `reader`: only what this person may see, and with choices only for who may bring it back (None: all of it).
    """
    columns = shape.columns(db)
    seen = shape.seen(db, reader) if reader else (lambda row: True)
    rows = (
        [column.cell.say(row[column.attribute], language) for column in columns]
        for row in shape.rows(db)
        if seen(row)
    )
    return _file(shape, columns, rows, language, form, changes=reader is None or may(reader, shape.needs))


def _file(
    shape: List,
    columns: Sequence[Column],
    rows: Iterable[Sequence[str]],
    language: Language,
    form: str,
    *,
    changes: bool = True,
) -> bytes:
    titles = [say(language, column.title) for column in columns]
    if form == "csv":
        return writing.csv_file(titles, rows)
    return writing.workbook(
        say(language, shape.title),
        titles,
        rows,
        notes={say(language, c.title): told for c in columns if (told := note(shape, c, language))},
        choices={
            say(language, c.title): offered
            for c in columns
            if changes and (offered := c.cell.offered(language))
        },
    )


def note(shape: List, column: Column, language: Language) -> str:
    """What a workbook says at the heading of a column: whether it is needed, and how it is filled in."""
    needed = column.needed and NEEDED
    first = column.attribute == shape.keys[0]
    said = (needed, column.note, column.fixed and FIXED, first and shape.note, first and LEFT_ALONE)
    examples = " / ".join(say(language, one) for one in column.examples)
    return "\n".join(say(language, message, examples=examples) for message in said if message)


def preview(
    db: Database, shape: List, content: bytes, *, language: Language, actor: Actor, now: datetime
) -> Preview:
    """What the file would do; writes nothing. WrongInput when it is no such list at all (no table, a needed
    column missing, one twice)."""
    require(actor, shape.needs)
    columns, table = shape.columns(db), reading.read(content)
    found, unknown = heading.understood(shape, columns, table.columns, language)
    reader = Reader(db, shape, columns, content, language)
    drafts = list(reader.drafts(table.lines, found))
    if reader.headless:
        unknown.append(say(language, mark("a column without a heading")))
    if not drafts:
        raise Refusal(mark("The file has a heading but no rows."))
    shape.check(db, drafts)
    shape.reach(db, actor, drafts)
    return Preview(
        shape=shape,
        language=language,
        content=content,
        columns=list(found.values()),
        unknown=unknown,
        rows=[_row(draft, columns, language) for draft in drafts],
    )


def _row(draft: Draft, columns: Sequence[Column], language: Language) -> Row:
    outcome = _outcome(draft)
    changes = _changes(draft, columns, language) if outcome is Outcome.CHANGED else {}
    return Row(
        line=draft.line, cells=draft.cells, outcome=outcome, faults=draft.faults, changes=changes, draft=draft
    )


def _outcome(draft: Draft) -> Outcome:
    if draft.faults:
        return Outcome.WRONG
    if draft.before is None:
        return Outcome.NEW
    return Outcome.CHANGED if draft.differs else Outcome.UNCHANGED


def _changes(draft: Draft, columns: Sequence[Column], language: Language) -> Mapping[str, Change]:
    before, after = draft.before or {}, draft.values
    return {
        name: Change(column.cell.say(before[name], language), column.cell.say(after[name], language))
        for column in columns
        if before[name := column.attribute] != after[name]
    }


def write(
    db: Database, shown: Preview, *, actor: Actor, now: datetime, waived: Collection[int] = ()
) -> Written:
    """Does what the preview shows, in one transaction with one line in the log. Refusal while a wrong row is
    neither right nor waived by its line; TooLate when a row would now do something else than was shown."""
    require(actor, shown.shape.needs)
    with db.transaction() as tx:
        # Read again where nobody else can write: what was shown may be long ago.
        shape = shown.shape
        again = preview(db, shape, shown.content, language=shown.language, actor=actor, now=now)
        _as_shown(shown, again)
        _right_or_waived(again, waived)
        kept = [row for row in again.rows if row.outcome in (Outcome.NEW, Outcome.CHANGED)]
        passwords: Mapping[str, str] = {}
        if kept:
            passwords = shape.save(db, tx, [row.draft for row in kept], now)
            audit.write(tx, actor, "list_imported", shape.name, now=now, facts=_facts(again, kept))
    return Written(
        new=again.count(Outcome.NEW),
        changed=again.count(Outcome.CHANGED),
        unchanged=again.count(Outcome.UNCHANGED),
        waived=len(again.wrong),
        passwords=passwords,
    )


def _as_shown(shown: Preview, again: Preview) -> None:
    for then, row in zip(shown.rows, again.rows, strict=True):
        if (then.outcome, then.changes, then.faults.keys()) != (row.outcome, row.changes, row.faults.keys()):
            raise TooLate(
                mark("Line {line} would now do something else than was shown; please look at it again."),
                line=row.line,
            )


def _right_or_waived(again: Preview, waived: Collection[int]) -> None:
    if left := set(again.wrong) - set(waived):
        raise Refusal(
            mark("{count} rows are wrong, the first is line {line}: please correct or leave out every one."),
            count=len(left),
            line=min(left),
        )
    if right := set(waived) - set(again.wrong):
        raise Refusal(mark("Line {line} is not wrong; it cannot be left out."), line=min(right))


def _facts(again: Preview, kept: Sequence[Row]) -> Mapping[str, object]:
    counts = {outcome.value: again.count(outcome) for outcome in Outcome}
    return {**counts, "keys": [row.key for row in kept[:LOGGED]]}
