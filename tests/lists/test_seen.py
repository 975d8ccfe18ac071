"""A file holds what its reader may see, and offers choices only to whoever brings it back."""

from __future__ import annotations

import io
import zipfile

import pytest

from lib.core.i18n import Language
from lib.inspections import certificate_keeping
from lib.inspections.certificate_keeping import Said
from lib.lists import exchange
from lib.lists.offered import named
from lib.people.roles import SYSTEM
from lib.places.assets import all_assets
from tests.conftest import MONDAY, Cast
from tests.inspections.touring import make_tour


@pytest.fixture
def round_of_one_team(cast: Cast) -> Cast:
    """Two pumps of the water and power team, with their plan, checklist and a certificate."""
    make_tour(cast)
    with cast.db.transaction() as tx:
        tx.execute(
            "UPDATE asset SET team_id = $team, vendor_id = $vendor", team=cast.team, vendor=cast.vendor
        )
    pump = next(iter(all_assets(cast.db)))
    said = Said(asset_id=pump, name="年检", valid_until=MONDAY.date())
    certificate_keeping.keep(cast.db, actor=SYSTEM, said=said, now=MONDAY)
    return cast


def lines(cast: Cast, name: str, who: str) -> int:
    file = exchange.export(cast.db, named(name), Language.ZH, "csv", reader=cast.actor(who))
    return len(file.decode("utf-8-sig").splitlines()) - 1


@pytest.mark.parametrize("name", ["plans", "certificates", "checklists", "assets"])
def test_whoever_sees_none_of_them_gets_a_file_without_rows(round_of_one_team: Cast, name: str) -> None:
    assert lines(round_of_one_team, name, "sun") > 0
    assert lines(round_of_one_team, name, "zhao") >= lines(round_of_one_team, name, "sun")
    assert lines(round_of_one_team, name, "zhou") == 0


@pytest.mark.parametrize(("who", "offered"), [("zhao", True), ("feng", False)])
def test_only_who_brings_it_back_is_offered_names_to_choose_from(
    round_of_one_team: Cast, who: str, offered: bool
) -> None:
    cast = round_of_one_team
    file = exchange.export(cast.db, named("plans"), Language.ZH, "xlsx", reader=cast.actor(who))
    with zipfile.ZipFile(io.BytesIO(file)) as workbook:
        sheet = workbook.read("xl/worksheets/sheet1.xml")
    assert (b"<dataValidation " in sheet) is offered
