"""What a vendor needs to recognise its tickets: the place, what was reported, and who of its own people did it."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from lib.core.clock import midnight
from lib.places.locations import all_locations
from lib.store.database import Database

LONGEST = 60
"""Characters shown of what was reported: the ticket itself holds the rest."""

_OWN = """
SELECT t.id AS ticket_id, t.location_id, left(t.description, $longest) AS reported,
       CASE WHEN m.vendor_id = $vendor THEN a.name ELSE '' END AS who
FROM ticket t
LEFT JOIN account a ON a.id = t.done_by
LEFT JOIN technician p ON p.account_id = t.done_by
LEFT JOIN team m ON m.id = p.team_id
WHERE t.vendor_id = $vendor AND t.first_closed_at >= $since AND t.first_closed_at < $until
"""


def with_facts(
    db: Database, tickets: pl.DataFrame, vendor_id: int, starts_on: date, ends_on: date
) -> pl.DataFrame:
    """The tickets with the columns place, reported and who, as they are today; no part of what a statement says.

    Empty for a ticket that is another vendor's by now, and the name only of the vendor's own people: a list never
    tells of others."""
    found = db.frame(
        _OWN,
        vendor=vendor_id,
        longest=LONGEST,
        since=midnight(starts_on),
        until=midnight(ends_on + timedelta(1)),
    )
    places = all_locations(db)
    paths = [places[one].path if one in places else "" for one in found["location_id"]]
    named = found.with_columns(pl.Series("place", paths, dtype=pl.String)).drop("location_id")
    words = [pl.col(one).cast(pl.String).fill_null("") for one in ("place", "reported", "who")]
    return tickets.join(named, on="ticket_id", how="left", maintain_order="left").with_columns(words)
