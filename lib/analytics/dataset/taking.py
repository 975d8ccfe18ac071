"""Taking data away: allowed or refused, written down, and handed out piece by piece."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lib.analytics.dataset.called import DICTIONARY, dictionary, head, holds
from lib.analytics.dataset.column import Column
from lib.analytics.dataset.dataset import Dataset, dataset
from lib.analytics.dataset.formats import csv, excel, parquet
from lib.analytics.filter import Filter, written
from lib.core.clock import local_date
from lib.core.errors import NotFound, Refusal
from lib.core.i18n import Language, mark, speaker
from lib.people import audit
from lib.people.roles import Actor
from lib.store.database import Database
from lib.store.sheets.streams import MOST_ROWS, Page

TYPES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
"""The formats, and what a browser is told of each."""
PIECE = 20_000
"""Rows of a piece: small enough that a download is seen to go on, and memory stays small."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The name of the file, its media type, and its bytes; nothing is read before they are asked for."""

    name: str
    media_type: str
    pieces: Iterator[bytes]


def take(
    db: Database,
    *,
    actor: Actor,
    filter: Filter,
    columns: Sequence[Column],
    form: str,
    language: Language,
    now: datetime,
) -> Taken:
    """The filter's tickets as far as the actor may take them away, written down in the audit log.

    NotFound for a format there is none of, NotAllowed for who may take nothing away, Refusal for more rows than a
    workbook holds.
    """
    if form not in TYPES:
        raise NotFound(mark("There is nothing here."))
    found = dataset(db, actor, filter, columns, language, now)
    rows = found.rows.height
    if form == "xlsx" and rows > MOST_ROWS:
        raise Refusal(
            mark(
                "Excel holds {most} rows, these are {rows}. Take them as CSV or Parquet, or choose fewer days."
            ),
            most=MOST_ROWS,
            rows=rows,
        )
    _write_down(db, actor, found, form, now)
    day = local_date(now)
    name = speaker(language)(
        mark("Tickets {first} to {last}"), first=str(filter.first), last=str(filter.last)
    )
    return Taken(f"{name} ({day:%Y%m%d}).{form}", TYPES[form], _pieces(found, form))


def _write_down(db: Database, actor: Actor, found: Dataset, form: str, now: datetime) -> None:
    facts = {
        "rows": found.rows.height,
        "columns": [column.name for column in found.columns],
        "filter": written(found.filter),
        "masked": found.masked,
    }
    with db.transaction() as tx:
        audit.write(tx, actor, "data_downloaded", form, now=now, facts=facts)


def _pieces(found: Dataset, form: str) -> Iterator[bytes]:
    heads = [head(column, found.language) for column in found.columns]
    frames = found.frames(PIECE)
    match form:
        case "csv":
            return csv.written(frames, found.columns, heads)
        case "parquet":
            return parquet.written(frames, found.columns, heads)
        case _:
            sheet = speaker(found.language)(mark("Ticket data"))
            return excel.written(frames, found.columns, heads, sheet=sheet, beside=_beside(found))


def _beside(found: Dataset) -> list[Page]:
    _ = speaker(found.language)
    about = [*holds(found.db, found.filter, found.language), (_("Number of rows"), str(found.rows.height))]
    if found.masked:
        about.append((_("Personal data"), _("masked where you may not know the people")))
    lines = dictionary(found.columns, found.language)
    return [
        Page(_("What these rows are"), (_("About"), _("Which")), about),
        Page(_("Data dictionary"), [_(one) for one in DICTIONARY], lines),
    ]
