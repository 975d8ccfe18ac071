"""The workbook's formulas, computed anew by LibreOffice, come to the cents of the statement, cell by cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from lib.core.i18n import Language
from lib.cost_sharing import frozen
from lib.cost_sharing.scheme import Scheme
from lib.cost_sharing.words import Measure, Status
from lib.cost_sharing.workbook.making import workbook
from tests.cost_sharing.conftest import Standing
from tests.cost_sharing.workbook.cases import Case, Job, random_case
from tests.cost_sharing.workbook.recalculating import OFFICE, Sheets, as_written, bare, recalculated

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        not OFFICE, reason="no LibreOffice on this machine: install_office.sh beside this file"
    ),
]

CLOSE = 3e-9
"""How far two ways to the same number may differ, in parts of it: remainders are told apart to nine digits."""
HUNDRED = {Measure.TICKETS: Decimal(100)}


def tickets(**by_vendor: int) -> list[Job]:
    return [Job(vendor=vendor) for vendor, count in by_vendor.items() for _ in range(count)]


def of_tickets(pool: int, scheme: Mapping[str, Any] | None = None, **by_vendor: int) -> Case:
    bends: Any = scheme or {}
    return Case(
        pool=pool,
        contracts=dict.fromkeys(by_vendor, 1),
        jobs=tickets(**by_vendor),
        scheme=Scheme(weights=HUNDRED, **bends),
    )


ABC = {"V01": 1234, "V02": 567, "V03": 89}
FLOOR = {"floors": {"V03": 300_000}}
EQUAL = {f"V{n:02d}": 4 for n in range(1, 8)}
TWENTY = {f"V{n:02d}": 1 + n * n % 23 for n in range(1, 21)}
CASES: Mapping[str, tuple[Case, list[int] | None]] = {
    "plain": (of_tickets(5_000_000, **ABC), [3_264_550, 1_500_000, 235_450]),
    "floor": (of_tickets(5_000_000, FLOOR, **ABC), [3_220_322, 1_479_678, 300_000]),
    "floor and cap": (
        of_tickets(5_000_000, FLOOR | {"caps": {"V01": 2_500_000}}, **ABC),
        [2_500_000, 2_160_823, 339_177],
    ),
    "one cent for three": (of_tickets(1, V01=5, V02=5, V03=5), [1, 0, 0]),
    "equal ones": (of_tickets(100, **EQUAL), [15, 15, 14, 14, 14, 14, 14]),
    # 10 cents on 1:1:2 leave 0.5, 0.5, 0: the two halves are alike, the earlier code gets the cent.
    "halves": (of_tickets(10, V01=1, V02=1, V03=2), [3, 2, 5]),
    # 1:3 of 2 cents: 0.5 and 1.5; the larger business gets the cent.
    "equal remainders, unequal business": (of_tickets(2, V01=1, V02=3), [0, 2]),
    "all at their floors": (of_tickets(900, {"floors": dict.fromkeys(ABC, 300)}, **ABC), [300, 300, 300]),
    "all at their caps": (of_tickets(900, {"caps": dict.fromkeys(ABC, 300)}, **ABC), [300, 300, 300]),
    "floors above shares that caps push up": (
        of_tickets(1_000, {"floors": {"V03": 400}, "caps": {"V01": 200}}, **ABC),
        [200, 400, 400],
    ),
    "no volume but a floor": (
        of_tickets(1_000, {"floors": {"V03": 100}}, V01=3, V02=6, V03=0),
        [300, 600, 100],
    ),
    "fixed parts": (
        of_tickets(1_000, {"fixed": {"V01": 100, "V02": 50}}, V01=1, V02=1, V03=0),
        [525, 475, 0],
    ),
    "nothing to share": (of_tickets(0, V01=1, V02=2), [0, 0]),
    "twenty": (
        of_tickets(16_517_645, {"fixed": {"V07": 12_345}, "caps": {"V19": 1_000_000}}, **TWENTY),
        None,
    ),
    "twenty equal": (of_tickets(16_517_645, **dict.fromkeys(TWENTY, 3)), None),
    "more credited than charged": (
        replace(of_tickets(100, V01=1, V02=2), corrections={"V01": -7_777, "V02": -1_111}),
        [33, 67],
    ),
    "tax on top": (of_tickets(5_000_075, {"tax_included": False, "tax_rate": Decimal("0.06")}, **ABC), None),
    "no tax": (of_tickets(5_000_000, {"tax_rate": Decimal(0)}, **ABC), [3_264_550, 1_500_000, 235_450]),
}


def differences(sheets: Sheets, other: Sheets) -> list[str]:
    """Cells that are not the same, numbers within CLOSE."""
    assert list(sheets) == list(other)
    return [
        f"{name} {number}:{at} {one!r} {two!r}"
        for name, rows in sheets.items()
        for number, (row, rest) in enumerate(zip(rows, other[name], strict=True), start=1)
        for at, (one, two) in enumerate(zip(row, rest, strict=True))
        if not _same(one, two)
    ]


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= CLOSE * max(1, abs(one), abs(other))
    return bool(one == other)


def cents(sheets: Sheets) -> list[int]:
    """The shares of the first table, in cents."""
    rows = list(sheets.values())[1]
    top = next(n for n, row in enumerate(rows) if "分摊额（元）" in row)
    column = rows[top].index("分摊额（元）")
    ending = next(n for n, row in enumerate(rows) if n > top and row[1] == "合计")
    return [round(row[column] * 100) for row in rows[top + 1 : ending]]


def checks(sheets: Sheets) -> list[str]:
    return [cell for row in list(sheets.values())[1] for cell in row if cell in ("一致", "不一致")]


def book(case: Case, vendor_id: int | None = None) -> bytes:
    return workbook(case.frozen(), case.statement(), Language.ZH, vendor_id)


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sheets]:
    books = {name: bare(book(case)) for name, (case, _) in CASES.items()}
    return recalculated(tmp_path_factory.mktemp("cases") / "one", books)


@pytest.mark.parametrize("name", CASES)
def test_it_comes_to_the_same_cents(computed: dict[str, Sheets], name: str) -> None:
    case, wanted = CASES[name]
    assert not differences(as_written(book(case)), computed[name])
    assert cents(computed[name]) == [one.cents for one in case.frozen().sharing.lines]
    assert wanted is None or cents(computed[name]) == wanted
    assert set(checks(computed[name])) == {"一致"}


def test_fifty_schemes_drawn_at_random_come_to_the_same_cents(tmp_path: Path) -> None:
    cases = {str(seed): random_case(seed) for seed in range(50)}
    books = {name: book(case) for name, case in cases.items()}
    found = recalculated(tmp_path / "fifty", {name: bare(one) for name, one in books.items()})
    for name, case in cases.items():
        assert cents(found[name]) == [one.cents for one in case.frozen().sharing.lines], name
        assert not differences(as_written(books[name]), found[name]), name


def test_beyond_its_digits_it_is_a_cent_off_at_most_and_says_so(tmp_path: Path) -> None:
    drawn = [random_case(seed) for seed in range(30)]
    cases = {
        str(n): replace(one, pool=10**13 - n, costs=(), scheme=replace(one.scheme, caps={}))
        for n, one in enumerate(drawn)
    }
    found = recalculated(tmp_path / "large", {name: bare(book(case)) for name, case in cases.items()})
    for name, case in cases.items():
        right = [one.cents for one in case.frozen().sharing.lines]
        off = [abs(one - other) for one, other in zip(cents(found[name]), right, strict=True)]
        assert max(off) <= 1
        assert any(off) <= ("不一致" in checks(found[name]))


def test_vendors_lines_come_to_their_cents_too(tmp_path: Path) -> None:
    case = random_case(11)
    ids = [one.vendor_id for one in case.frozen().sharing.lines]
    books = {str(one): book(case, one) for one in ids}
    found = recalculated(tmp_path / "vendors", {name: bare(one) for name, one in books.items()})
    for name, one in books.items():
        assert not differences(as_written(one), found[name])
        assert checks(found[name]) == ["一致"]


def test_what_is_changed_in_it_changes_every_cent_that_follows(tmp_path: Path) -> None:
    """A floor typed in, a ticket given to another vendor, a weight, a cost: as the product computes it then."""
    case = Case(
        pool=5_000_000,
        contracts={"V01": 700_001, "V02": Fraction(1_000_000, 3), "V03": 4_444},
        jobs=tickets(V01=40, V02=21, V03=8),
        costs=[3_000_000, 2_000_000],
    )
    less = {"weights": {Measure.CONTRACT: Decimal(30), Measure.POINTS: Decimal(70)}}
    changed: Mapping[str, tuple[Case, Callable[[bytes], bytes]]] = {
        "floor": (replace(case, scheme=Scheme(floors={"V03": 900_000})), typed("保底（元）", 3, "9000")),
        "cap": (replace(case, scheme=Scheme(caps={"V01": 1_234_567})), typed("封顶（元）", 1, "12345.67")),
        "ticket": (replace(case, jobs=tickets(V01=39, V02=22, V03=8)), given("V01", "V02")),
        "weight": (
            replace(case, scheme=Scheme(**less)),
            lambda one: single(single(one, "合同额", "0.3"), "加权工分", "0.7"),
        ),
        "cost": (replace(case, pool=5_000_001, costs=[3_000_001, 2_000_000]), cost("30000.01")),
    }
    before = book(case)
    books = {name: bare(change(before)) for name, (_, change) in changed.items()}
    found = recalculated(tmp_path / "changed", books)
    for name, (then, _) in changed.items():
        assert cents(found[name]) == [one.cents for one in then.frozen().sharing.lines], name
        assert "不一致" in checks(found[name]), name


def test_statements_of_a_hospital_come_to_the_cents_that_were_issued(
    standing: Standing, tmp_path: Path
) -> None:
    books = {}
    for status in (Status.DRAFT, Status.CHECKING, Status.SETTLED):
        shared, statement = standing(status)
        said = frozen.of(shared.db, statement)
        books[status.value] = workbook(said, statement, Language.ZH)
        books[f"{status} A"] = workbook(said, statement, Language.ZH, shared.vendors["A"])
    found = recalculated(tmp_path / "hospital", {name: bare(one) for name, one in books.items()})
    for name, one in books.items():
        assert not differences(as_written(one), found[name])
        assert set(checks(found[name])) == {"一致"}


def typed(heading: str, row: int, value: str) -> Callable[[bytes], bytes]:
    """Puts a number into the yellow cell of that heading, in that row below it."""

    def change(one: bytes) -> bytes:
        rows = as_written(one)["分摊"]
        top = next(n for n, cells in enumerate(rows) if heading in cells)
        return put(one, "sheet2", f"{chr(65 + rows[top].index(heading))}{top + 1 + row}", value)

    return change


def single(one: bytes, words: str, value: str) -> bytes:
    """Puts a number beside the words in the upper part."""
    at = next(n for n, cells in enumerate(as_written(one)["分摊"], start=1) if words in str(cells[1]))
    return put(one, "sheet2", f"C{at}", value)


def given(vendor: str, other: str) -> Callable[[bytes], bytes]:
    """Writes another vendor beside the first ticket of one."""

    def change(one: bytes) -> bytes:
        labels = [row[2] for row in as_written(one)["工单"]]
        at = next(n for n, label in enumerate(labels, start=1) if str(label).startswith(vendor))
        another = next(label for label in labels if str(label).startswith(other))
        return put(one, "sheet3", f"C{at}", another)

    return change


def cost(value: str) -> Callable[[bytes], bytes]:
    return lambda one: put(one, "sheet5", "C2", value)


def put(one: bytes, sheet: str, address: str, value: str) -> bytes:
    """The workbook with that in the cell, as if somebody had typed it."""
    number = re.fullmatch(r"[\d.]+", value) is not None
    inside = f"<v>{value}</v>" if number else f"<is><t>{value}</t></is>"
    kind = "" if number else ' t="inlineStr"'

    def change(name: str, xml: bytes) -> bytes:
        if name != f"xl/worksheets/{sheet}.xml":
            return xml
        text, count = re.subn(
            rf'<c r="{address}"( s="\d+")(?: t="s")?(?:/>|>.*?</c>)',
            rf'<c r="{address}"\1{kind}>{inside}</c>',
            xml.decode(),
        )
        assert count == 1, (address, sheet)
        return text.encode()

    return bare(one, change)
