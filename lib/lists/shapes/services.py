"""The catalogue: every service with what it needs and what people say for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from lib.catalog.services import AUTOMATIC_WORDS, UNKNOWN
from lib.catalog.upkeep import MOST_PEOPLE
from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.lists.amounts import Weight, Whole
from lib.lists.cells import Choice, Code, Several, Text, YesNo
from lib.lists.keeping import keep
from lib.lists.licences import Licence
from lib.lists.shape import Column, Draft, List, Values
from lib.lists.things import groups, ids, teams, vendors
from lib.store.database import Database, Row, Transaction
from lib.tickets.words import KIND_WORDS, SEVERITY_WORDS

KEPT = (
    *("code", "group_code", "name", "name_en", "kind", "severity", "weight", "licence", "people"),
    *("visit", "automatic", "active"),
)
OTHERS_TOO = mark("Choose one, or write another; people's skills know the same ones.")


def _columns(db: Database) -> Sequence[Column]:
    return (
        Column(attribute="code", title=mark("Code"), cell=Code(), needed=True),
        Column(attribute="group_code", title=mark("Group"), cell=groups(db), needed=True, fixed=True),
        Column(attribute="name", title=mark("Name"), cell=Text(60), needed=True),
        Column(attribute="name_en", title=mark("Name in English"), cell=Text(100)),
        Column(attribute="kind", title=mark("Kind"), cell=Choice(KIND_WORDS), needed=True, fixed=True),
        Column(attribute="severity", title=mark("Severity"), cell=Choice(SEVERITY_WORDS), needed=True),
        Column(
            attribute="weight",
            title=mark("Weight"),
            cell=Weight(),
            default=1.0,
            note=mark("1 is an ordinary job of half an hour."),
        ),
        Column(attribute="team", title=mark("Team"), cell=teams(db)),
        Column(attribute="vendor", title=mark("Vendor"), cell=vendors(db)),
        Column(attribute="licence", title=mark("Licence"), cell=Licence(), note=OTHERS_TOO),
        Column(attribute="people", title=mark("People needed"), cell=Whole(1, MOST_PEOPLE), default=1),
        Column(attribute="visit", title=mark("On site"), cell=YesNo(), default=True),
        Column(attribute="automatic", title=mark("Dispatch"), cell=Choice(AUTOMATIC_WORDS), default=""),
        Column(
            attribute="words",
            title=mark("What people say"),
            cell=Several(),
            default=(),
            note=mark("Several with a semicolon between them."),
        ),
        Column(attribute="active", title=mark("In use"), cell=YesNo(), default=True),
    )


def _rows(db: Database) -> Iterable[Values]:
    crews, companies = ids(db, "team"), ids(db, "vendor")
    sql = "SELECT s.* FROM service s JOIN service_group g ON g.code = s.group_code ORDER BY g.sort, s.code"
    for row in db.rows(sql):
        by = {"team": crews.code(row["team_id"]), "vendor": companies.code(row["vendor_id"])}
        words = tuple(filter(None, row["words"].split(";")))
        yield {**{name: row[name] for name in KEPT}, **by, "words": words}


def _check(db: Database, drafts: Sequence[Draft]) -> None:
    for draft in drafts:
        if draft.differs and draft.key == (UNKNOWN,) and not draft.values["active"]:
            message = mark("Whoever cannot say what is broken reports this; it stays in use.")
            draft.refuse("active", WrongInput(message))


def _save(db: Database, tx: Transaction, drafts: Sequence[Draft], now: datetime) -> Mapping[str, str]:
    crews, companies = ids(db, "team"), ids(db, "vendor")

    def made(values: Values) -> Row:
        by = {"team_id": crews.of(values["team"]), "vendor_id": companies.of(values["vendor"])}
        return {**{name: values[name] for name in KEPT}, **by, "words": ";".join(values["words"])}

    keep(tx, "service", drafts, made, key="code", numbered=False)
    return {}


SHAPE = List(
    name="services",
    title=mark("Services"),
    order=60,
    keys=("code",),
    columns=_columns,
    rows=_rows,
    check=_check,
    save=_save,
    note=mark("The group must be there already; the kind of a service stays as it is."),
)
