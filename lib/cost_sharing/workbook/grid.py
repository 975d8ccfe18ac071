"""Tables on a sheet whose cells are formulas: a formula names columns, and this knows where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

Value = str | int | float | date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A column: what its cells hold now, and the formula that says so; typed in where there is none.

    `formula`: without "=", other cells in braces: {share} in the same row, {share:all} down the column, {share:sum}
    below it. `below`: what stands under the column, None for nothing, SUM for its sum.
    """

    name: str
    title: str
    look: str
    values: Sequence[Value]
    formula: str = ""
    below: Value = None
    input: bool = False


SUM = "sum"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Fields side by side on a sheet, from `left`, their headings in row `top`, counted from 0."""

    sheet: str
    top: int
    left: int
    fields: Sequence[Field]
    _at: Mapping[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        at = {one.name: self.left + n for n, one in enumerate(self.fields)}
        object.__setattr__(self, "_at", at)

    @property
    def count(self) -> int:
        return len(self.fields[0].values)

    @property
    def end(self) -> int:
        """The row under the last one, where sums stand; an empty table has one empty row."""
        return self.top + 1 + max(1, self.count)

    def __contains__(self, name: str) -> bool:
        return name in self._at

    def cell(self, name: str, row: int) -> str:
        """The address of a cell, rows counted from 0 below the headings."""
        return xl_rowcol_to_cell(self.top + 1 + row, self._at[name], row_abs=True, col_abs=True)

    def span(self, name: str) -> str:
        """The address of a whole column."""
        at = self._at[name]
        return xl_range_abs(self.top + 1, at, self.end - 1, at)

    def sum(self, name: str) -> str:
        return xl_rowcol_to_cell(self.end, self._at[name], row_abs=True, col_abs=True)


@dataclass(frozen=True, slots=True)
class _Named:
    """A column as a formula names it, seen from one row of one sheet."""

    table: Table
    name: str
    row: int
    home: str

    def __format__(self, spec: str) -> str:
        table = self.table
        address = {"all": table.span, "sum": table.sum}.get(spec, lambda name: table.cell(name, self.row))
        return abroad(table.sheet, self.home) + address(self.name)


def abroad(sheet: str, home: str) -> str:
    """What stands before an address that is on another sheet."""
    return "" if sheet == home else "'{}'!".format(sheet.replace("'", "''"))


@dataclass(frozen=True, slots=True)
class Names(Mapping[str, Any]):
    """What the formulas of a row can name: columns of tables, and single cells by their address."""

    tables: Sequence[Table]
    singles: Mapping[str, str]
    home: str
    row: int = 0

    def __getitem__(self, name: str) -> Any:
        if name in self.singles:
            return self.singles[name]
        for table in self.tables:
            if name in table:
                return _Named(table, name, self.row, self.home)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        yield from self.singles
        for table in self.tables:
            yield from (one.name for one in table.fields)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def write(page: Any, looks: Mapping[str, Any], table: Table, names: Names) -> None:
    """Headings, cells and sums; with each formula what it comes to, for those who only look at the file."""
    for at, one in enumerate(table.fields, start=table.left):
        page.write_string(table.top, at, one.title, looks["heading"])
        look = looks[f"{one.look}_input" if one.input else one.look]
        for row, value in enumerate(one.values):
            here = Names(names.tables, names.singles, names.home, row)
            write_cell(
                page, table.top + 1 + row, at, one.formula and one.formula.format_map(here), value, look
            )
        if one.below == SUM:
            known = sum(value for value in one.values if isinstance(value, int | float))
            write_cell(page, table.end, at, f"SUM({table.span(one.name)})", known, looks[f"{one.look}_sum"])
        elif one.below is not None:
            write_cell(page, table.end, at, "", one.below, looks[f"{one.look}_sum"])


def write_cell(page: Any, row: int, at: int, formula: str, value: Value, look: Any) -> None:
    """A formula with what it comes to, or the value alone."""
    if formula:
        page.write_formula(row, at, f"={formula}", look, "" if value is None else value)
    elif value is None:
        page.write_blank(row, at, None, look)
    elif isinstance(value, date):
        page.write_datetime(row, at, value, look)
    elif isinstance(value, str):
        # A name may begin with "=".
        page.write_string(row, at, value, look)
    else:
        page.write_number(row, at, value, look)
