"""Whatever somebody calls a file, a mapping or a cell: rows with verdicts, or a plain refusal, and never a fault."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lib.core.errors import WrongInput
from lib.core.i18n import Language
from lib.people.roles import SYSTEM
from lib.store.database import Database
from lib.store.migrate import migrate
from lib.tickets import checking
from lib.tickets.importing import mapping, preparing, reporting, running
from lib.tickets.importing.mapping import MapFile
from tests.conftest import MONDAY
from tests.tickets.importing.foreign_files import HEADING, MAP, SHANGHAI, full

KEEP = 'out_of_order = "keep"\n' + MAP + '[technician]\ncolumn = "extra"\nunknown = "create"\n'
COLUMNS = HEADING.split(",")[:-2]
modest = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)

words = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40)
times = st.sampled_from(
    [
        "",
        "2026-11-02 09:00",
        "2026/11/2 9:00",
        "2026-11-02T09:00:00+14:00",
        "9999-12-31 23:59",
        "0001-01-01",
        "-",
    ]
)
numbers = st.sampled_from(["A1", "", "1", "007", "²", "1e309", "\u0000", "=1+1", "A" * 200])
cells = st.fixed_dictionaries({}, optional=dict.fromkeys(COLUMNS, words | times | numbers))


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A hospital without anything; examples pile up in it."""
    made = Database(tmp_path_factory.mktemp("anything") / "onestop.duckdb")
    migrate(made)
    yield made
    made.close()


def accounted(db: Database, content: bytes, read: MapFile) -> int:
    """How many rows got a verdict; WrongInput for what is no table."""
    ready = preparing.prepare(db, content=content, mapping=read, zone=SHANGHAI, actor=SYSTEM, now=MONDAY)
    for language in Language:
        assert reporting.table(ready, language)
        assert list(reporting.counts(ready, language))
    return len(ready.verdicts)


@given(content=st.binary(max_size=200) | words.map(str.encode))
@example(content=b"PK\x03\x04" + b"x" * 50)
@example(content=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 50)
@example(content=HEADING.encode() + b'\n"never closed')
@example(content=HEADING.encode("utf-16") + b"\n")
@modest
def test_any_bytes_as_a_file(db: Database, content: bytes) -> None:
    try:
        assert accounted(db, content, mapping.parse(KEEP)) >= 0
    except WrongInput as refused:
        assert str(refused)


@given(tail=st.binary(max_size=200) | words.map(str.encode))
@modest
def test_any_bytes_under_a_good_heading(db: Database, tail: bytes) -> None:
    try:
        assert accounted(db, HEADING.encode() + b"\n" + tail, mapping.parse(KEEP)) >= 0
    except WrongInput as refused:
        assert str(refused)


@given(row=cells)
@modest
def test_any_text_in_a_cell(db: Database, row: dict[str, str]) -> None:
    content = f"{HEADING}\n{full(**row)}\n{full(no='good')}".encode()
    try:
        done = running.run(
            db, content=content, mapping=mapping.parse(KEEP), zone=SHANGHAI, actor=SYSTEM, now=MONDAY
        )
    except WrongInput as refused:
        assert str(refused)
    else:
        assert len(done.verdicts) >= 1


def test_what_all_those_cells_left_behind_is_sound(db: Database) -> None:
    assert checking.problems(db) == [] or {str(one) for one in checking.problems(db)} <= UNFILLED


UNFILLED: set[str] = set()

pieces = st.sampled_from(
    [
        *KEEP.splitlines(),
        "[foreign]",
        'extra = "x"',
        "times = [1]",
        'encoding = "idna"',
        'times = ["%"]',
        "[[",
        "x = {",
    ]
)


@given(text=words | st.lists(pieces, max_size=30).map("\n".join))
@example(text="a = " + "[" * 5000)
@example(text='source = "x"\nencoding = "a\\u0000b"')
@modest
def test_any_text_as_a_mapping(db: Database, text: str) -> None:
    try:
        accounted(db, f"{HEADING}\n{full()}".encode(), mapping.parse(text))
    except WrongInput as refused:
        assert str(refused)


@given(
    field=st.sampled_from(["severity", "place", "technician", "opened", "description", "foreign"]),
    name=st.sampled_from(
        ["column", "values", "contains", "default", "unknown", "prefix", "join", "active", "odd"]
    ),
    said=st.sampled_from(
        ["1", '""', '"x"', "[]", '["x", "y"]', "[1]", "{}", '{x = "y"}', "{x = 1}", "true", "1979-05-27"]
    ),
)
@modest
def test_any_kind_of_value_in_a_mapping(db: Database, field: str, name: str, said: str) -> None:
    text = f'source = "s"\n[number]\ncolumn = "no"\n[opened]\ncolumn = "opened"\n[{field}]\n{name} = {said}\n'
    try:
        accounted(db, f"{HEADING}\n{full()}".encode(), mapping.parse(text))
    except WrongInput as refused:
        assert str(refused)
