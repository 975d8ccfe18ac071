"""Every page opens on a hospital that holds only imported tickets, and says what it does not know."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from collections.abc import Iterator
from html import escape
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from lib.analytics.today import today
from lib.catalog.loading import load_catalogue, load_promises
from lib.core import clock
from lib.core.i18n import Language
from lib.core.settings import ROOT, settings
from lib.dispatch import board, details
from lib.people import accounts, organisation
from lib.people.roles import SYSTEM, Grant, Role, Scope
from lib.places import locations
from lib.places.labels import codes
from lib.store.database import Database
from lib.store.opening import opened
from lib.tickets import checking, records
from lib.tickets.importing import mapping, running
from lib.tickets.importing.times import zone_named
from lib.ui.menu import MENU
from lib.web.faults import HANDLERS
from lib.web.routes import ROUTES
from tests.conftest import MONDAY, Cast
from tests.pages import imported
from tests.pages.conftest import Opens, shell, signed_in, went_well

pytestmark = pytest.mark.long

REAL = Path(os.environ.get("ONESTOP_TEST_DATA") or "/nowhere")
FILES: dict[str, tuple[str, str] | None] = {
    "every stage": None,
    "boston311": ("boston311_raw_sample.csv", "America/New_York"),
    "uci_incidents": ("uci_incident_tickets.csv", "Australia/Sydney"),
}
MOST = 600
"""Rows of a real file."""
EVERYWHERE = (
    "administrator",
    "operator",
    "dispatcher",
    "manager",
    "contract_officer",
    "analyst",
    "inspector",
)


def _imported(name: str, db: Database) -> None:
    now, real = clock.now(), FILES[name]
    content = imported.file(now) if real is None else _beginning(REAL / real[0])
    shipped = ROOT / "data" / "mappings" / f"{name}.toml"
    read = mapping.parse(imported.MAPPING if real is None else shipped.read_text(encoding="utf-8"))
    zone = zone_named(read.timezone or (real or ("", ""))[1])
    running.run(db, content=content, mapping=read, zone=zone, actor=SYSTEM, now=now)


def _beginning(path: Path) -> bytes:
    """The first rows: pages meet every kind of row in them; the whole files are imported in another test."""
    file = io.StringIO()
    with path.open(encoding="utf-8", newline="") as whole:
        csv.writer(file).writerows(islice(csv.reader(whole), MOST + 1))
    return file.getvalue().encode()


def _person(db: Database, name: str, grant: Grant, team: int | None = None) -> int:
    made = accounts.create(
        db, actor=SYSTEM, username=name, name=name, password="", grants=[grant], now=MONDAY, team_id=team
    )
    with db.transaction() as tx:
        tx.execute("UPDATE account SET must_change = FALSE WHERE id = $id", id=made)
    return made


def _people(db: Database) -> dict[str, int]:
    team = min(organisation.teams(db))
    found = {name: _person(db, name, Grant(Role(name), Scope.EVERYWHERE)) for name in EVERYWHERE}
    leads, works = Grant(Role.LEADER, Scope.TEAM, team), Grant(Role.TECHNICIAN, Scope.OWN)
    return found | {
        "leader": _person(db, "leader", leads, team),
        "technician": _person(db, "technician", works, team),
    }


@pytest.fixture(scope="module", params=FILES)
def only_imported(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, empty_file: Path
) -> tuple[Path, dict[str, int]]:
    """The catalogue, the imported tickets and one person of every role; made once for all tests here."""
    name = request.param
    if (real := FILES[name]) and not (REAL / real[0]).exists():
        pytest.skip(f"LEFT OUT: {real[0]} is not here; set ONESTOP_TEST_DATA to the folder that holds it")
    path = tmp_path_factory.mktemp("imported") / "onestop.duckdb"
    shutil.copyfile(empty_file, path)
    db = Database(path)
    with db.transaction() as tx:
        load_catalogue(tx, {}, {})
        load_promises(tx, MONDAY.replace(year=2000))
    _imported(name, db)
    people = _people(db)
    db.close()
    return path, people


@pytest.fixture
def cast(only_imported: tuple[Path, dict[str, int]], data: Path) -> Cast:
    path, people = only_imported
    settings().database.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, settings().database)
    none: dict[str, Any] = dict.fromkeys(
        ("ward", "other_ward", "room", "icu", "code", "vendor", "team", "other_team")
    )
    return Cast(db=opened(settings().database), people=people, **none)


@pytest.fixture
def numbers(cast: Cast) -> list[str]:
    """A ticket of each status and of each way of being known."""
    sql = """
        SELECT min(number) AS number FROM ticket GROUP BY status, accepted_at IS NULL, location_id IS NULL ORDER BY 1
    """
    found = [row["number"] for row in cast.db.rows(sql)]
    assert found
    return found


def words(at: AppTest) -> str:
    """Everything a page says in Markdown, captions, notices and HTML."""
    found = [*at.markdown, *at.caption, *at.info, *at.warning, *at.header, *at.subheader, *at.metric]
    return "\n".join([*(str(one.value) for one in found), *_html(at)])


def _html(at: AppTest) -> Iterator[str]:
    """Without the shell's scripts, which hold Streamlit's own words."""
    return (one.proto.body for one in at.get("html") if "<script>" not in one.proto.body)


def pages(at: AppTest, who: str, numbers: list[str]) -> Iterator[tuple[str, AppTest]]:
    """Every page of that person's menu, each ticket of those on its own."""
    for one in MENU:
        try:
            at.switch_page(one.path)
        except ValueError:
            continue
        for number in numbers if one.name == "ticket" else [""]:
            if number:
                at.query_params["number"] = number
            yield f"{who} {one.name} {number}", went_well(at.run())
            at.query_params.clear()


@pytest.mark.parametrize("who", [*EVERYWHERE, "leader", "technician"])
def test_every_page_opens(cast: Cast, numbers: list[str], who: str) -> None:
    at = went_well(shell(signed_in(cast.db, cast.people[who])).run())
    for name, drawn in pages(at, who, numbers):
        assert "None" not in words(drawn) and "Traceback" not in words(drawn), name


def test_the_database_is_whole(cast: Cast) -> None:
    assert checking.problems(cast.db) == []


def test_figures_count_nothing_the_old_system_did_not_say(cast: Cast) -> None:
    """Of the made file two tickets say when they were accepted; none of any file was confirmed or rated here."""
    found = today(cast.db, actor=cast.actor("manager"), now=clock.now())
    made = cast.db.value("SELECT count(*) FROM ticket WHERE source = 'old'") > 0
    assert found.closed == ({"imported": 3} if made else {})
    assert (found.response_week.n, found.response_week.median) == ((3, 10.0) if made else (0, None))
    assert (found.judgement.n, found.judgement.asked) == (0, int(made))


def test_the_board_tells_every_card(cast: Cast, numbers: list[str]) -> None:
    now, actor = clock.now(), cast.actor("dispatcher")
    assert board.snapshot(cast.db, actor=actor, now=now).message
    for number in numbers:
        ticket = records.by_id(cast.db, records.by_number(cast.db, number) or 0)
        assert ticket
        said = details.details(cast.db, ticket, actor=actor, language=Language.ZH, now=now)
        assert json.dumps(said, ensure_ascii=False, default=str)


def test_phones_open_an_imported_place(cast: Cast) -> None:
    place = locations.location(cast.db, cast.db.value("SELECT min(location_id) FROM ticket"))
    assert place
    with cast.db.transaction() as tx:
        code = codes.issue(tx, place.id, MONDAY)
    with TestClient(Starlette(routes=ROUTES, exception_handlers=dict(HANDLERS))) as phone:
        answer = phone.get(f"/r/{code}")
        assert (answer.status_code, escape(place.name) in answer.text) == (200, True)
        for row in cast.db.rows("SELECT token FROM reporter ORDER BY id LIMIT 3"):
            assert phone.get(f"/t/{row['token']}").status_code == 200


def test_an_imported_ticket_says_where_it_came_from(cast: Cast, open_page: Opens) -> None:
    row = cast.db.row("SELECT number, foreign_number FROM ticket ORDER BY id LIMIT 1")
    assert row
    at = open_page("dispatcher", "ticket", number=row["number"])
    [origin] = [one.proto.body for one in at.get("html") if "来自" in one.proto.body]
    assert f">{row['foreign_number']}</code>" in origin
    assert [one.label for one in at.expander] == ["原系统记录"]
    found = open_page("dispatcher", "search", search_words=row["foreign_number"])
    assert row["number"] in found.dataframe[0].value.iloc[:, 0].tolist()
