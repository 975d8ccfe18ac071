"""The mappings that come with the product, and the commented examples to begin one's own with."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from lib.core.clock import zone
from lib.core.i18n import Language
from lib.people.roles import SYSTEM
from lib.tickets.importing import mapping, preparing, shipped
from lib.tickets.importing.verdicts import IMPORTED
from tests.conftest import MONDAY, Cast


def test_every_shipped_mapping_can_be_chosen() -> None:
    on_disk = {path.name for path in shipped.FOLDER.glob("*.toml")}
    assert shipped.shipped().keys() == on_disk
    assert all(read.name for read in shipped.shipped().values())


def test_a_broken_file_among_them_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text("source = ", encoding="utf-8")
    (tmp_path / "binary.toml").write_bytes(b"\xff\x00")
    assert shipped.shipped(tmp_path) == {}


@pytest.mark.parametrize("language", list(Language))
def test_the_example_maps_a_file_with_its_columns(cast: Cast, language: Language) -> None:
    read = mapping.parse(shipped.example(language).decode())
    row = dict.fromkeys(read.columns(), "")
    for name, said in {"number": "1", "opened": "2026/11/02 9:05", "assigned": "2026/11/02 9:00"}.items():
        row[read[name].columns[0]] = said
    text = io.StringIO()
    writer = csv.DictWriter(text, row)
    writer.writeheader()
    writer.writerow(row)
    prepared = preparing.prepare(
        cast.db, content=text.getvalue().encode(), mapping=read, zone=zone(), actor=SYSTEM, now=MONDAY
    )
    prepared.close()
    assert prepared.count(IMPORTED) == 1


def test_both_examples_say_the_same_fields() -> None:
    zh, en = (mapping.parse(shipped.example(language).decode()) for language in (Language.ZH, Language.EN))
    assert zh.fields.keys() == en.fields.keys()
