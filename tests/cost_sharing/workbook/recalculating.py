"""Workbooks computed anew by LibreOffice, with nothing of what we had computed left in them."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
Sheets = Mapping[str, list[list[Any]]]
_VALUE = re.compile(rb"(</f>)<v>[^<]*</v>")
_TYPE = re.compile(rb'(<c [^>]*?) t="str"([^>]*><f>)')


def bare(book: bytes, change: Callable[[str, bytes], bytes] = lambda name, xml: xml) -> bytes:
    """The workbook without what its formulas came to; `change` may edit a part of it, by its name in the file."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            xml = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                xml = _TYPE.sub(rb"\1\2", _VALUE.sub(rb"\1", xml))
            new.writestr(name, change(name, xml))
    return file.getvalue()


def recalculated(folder: Path, books: Mapping[str, bytes]) -> dict[str, Sheets]:
    """What LibreOffice computes in each of them, by sheet, rows from the first; one start for all."""
    assert OFFICE, "LibreOffice is not there: tests/browser/install_browser.sh installs it"
    given, got = folder / "given", folder / "got"
    given.mkdir(parents=True)
    for name, book in books.items():
        (given / f"{name}.xlsx").write_bytes(book)
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [OFFICE, profile, "--headless", "--norestore", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    files = [str(given / f"{name}.xlsx") for name in books]
    subprocess.run([*command, "--outdir", str(got), *files], check=True, capture_output=True, timeout=240)
    return {name: _read((got / f"{name}.xlsx").read_bytes()) for name in books}


def as_written(book: bytes) -> Sheets:
    """What we wrote beside the formulas, for those who only look at the file."""
    return _read(book)


def _read(book: bytes) -> Sheets:
    opened = CalamineWorkbook.from_filelike(io.BytesIO(book))
    return {
        name: opened.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in opened.sheet_names
    }
