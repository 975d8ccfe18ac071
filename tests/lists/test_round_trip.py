"""Export → import of the untouched file changes nothing, and the next export is the same bytes."""

from __future__ import annotations

import pytest

from lib.core.i18n import Language
from lib.lists import exchange
from lib.lists.offered import all_lists
from lib.lists.preview import Outcome
from lib.people.roles import SYSTEM
from lib.store.database import Database
from tests.conftest import MONDAY
from tests.lists.files import EN, ZH, shown

pytestmark = pytest.mark.long

NAMES = (
    "departments",
    "places",
    "vendors",
    "contracts",
    "teams",
    "people",
    "papers",
    "posts",
    "roster",
    "services",
    "promises",
    "escalations",
    "materials",
    "assets",
    "checklists",
    "plans",
    "certificates",
)
BARE = {"certificates"}
"""Of which this hospital has none."""


def test_every_list_is_found_in_its_order() -> None:
    assert tuple(all_lists()) == NAMES


@pytest.mark.parametrize("name", sorted({*NAMES} - BARE))
def test_an_untouched_file_changes_nothing_and_comes_out_the_same(hospital: Database, name: str) -> None:
    shape = all_lists()[name]
    for form, language in (("xlsx", ZH), ("csv", ZH), ("csv", EN)):
        content = exchange.export(hospital, shape, language, form)
        # Whoever reads it back may use the other language.
        preview = shown(hospital, name, content, ZH)
        assert preview.rows
        assert preview.unknown == []
        assert {row.outcome for row in preview.rows} == {Outcome.UNCHANGED}
        written = exchange.write(hospital, preview, actor=SYSTEM, now=MONDAY)
        assert (written.new, written.changed, written.unchanged) == (0, 0, len(preview.rows))
        assert exchange.export(hospital, shape, language, form) == content
    assert hospital.value("SELECT count(*) FROM audit WHERE act = 'list_imported'") == 0


@pytest.mark.parametrize("name", NAMES)
def test_a_list_has_no_two_columns_of_one_name(hospital: Database, name: str) -> None:
    columns = all_lists()[name].columns(hospital)
    for language in Language:
        titles = exchange.template(hospital, all_lists()[name], language, "csv").decode("utf-8-sig").strip()
        assert len(set(titles.split(","))) == len(columns)
