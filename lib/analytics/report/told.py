"""A report as sections of sentences and tables: what page, paper, Word file and workbook all show."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lib.analytics.indicator import Figure, Unit
from lib.analytics.indicators import HEADINGS, INDICATORS, LEAGUE
from lib.analytics.report.improvements import STAGE_WORDS
from lib.analytics.report.month import Month, read
from lib.analytics.report.naming import words
from lib.analytics.report.shape import Compared, Content, Row, Spot, Step
from lib.analytics.report.steps import STEP_WORDS
from lib.core.clock import duration
from lib.core.i18n import Language, Say, mark, speaker


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What is read, the bare number (None for words) and its unit, and what in the page's address asks for the tickets
    behind it; {} where there are none to show."""

    text: str
    number: float | None = None
    unit: str = ""
    behind: Mapping[str, str] = field(default_factory=dict)


Line = Sequence[Cell]
Asked = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`drawn`: the columns (by place) a chart of it shows, the first naming the bars; () for none."""

    columns: Sequence[str]
    lines: Sequence[Line]
    drawn: Sequence[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    name: str
    title: str
    sentences: Sequence[str]
    tables: Sequence[Table] = ()
    notes: Sequence[str] = ()


def told(content: Content, language: Language) -> list[Section]:
    """The whole report, in that language."""
    return [part(content, language) for part in SECTIONS]


def title(content: Content, language: Language) -> str:
    """ "… of 2026-10"."""
    return speaker(language)(mark("Monthly report on logistics services, {month}"), month=content["month"])


def shown(figure: Figure | None, unit: Unit, language: Language) -> str:
    """A figure as people read it, "—" for one that is not known."""
    if figure is None or figure["value"] is None:
        return "—"
    value = figure["value"]
    if unit is Unit.MINUTES:
        return duration(value, language)
    return {Unit.SHARE: f"{value:.1%}", Unit.SCORE: f"{value:.2f}", Unit.COUNT: f"{value:,.0f}"}[unit]


def _cell(figure: Figure | None, unit: Unit, language: Language, behind: Asked | None = None) -> Cell:
    number = figure["value"] if figure else None
    there = behind if behind and number is not None else {}
    return Cell(text=shown(figure, unit, language), number=number, unit=unit, behind=there)


def _count(n: int, behind: Asked | None = None) -> Cell:
    return Cell(text=f"{n:,}", number=n, unit=Unit.COUNT, behind=behind or {})


def _interval(figure: Figure, unit: Unit) -> str:
    if figure["low"] is None or figure["high"] is None:
        return ""
    ends = figure["low"], figure["high"]
    low, high = (f"{end:.1%}" if unit is Unit.SHARE else f"{end:.2f}" for end in ends)
    return f"{low} – {high}"


def _comparison(content: Content, found: Sequence[Compared], language: Language) -> Table:
    columns = [
        mark("Indicator"),
        mark("This month"),
        mark("n"),
        mark("95 % interval"),
        mark("Month before"),
        mark("Same month last year"),
    ]
    month = read(content["month"])
    lines = [_compared(one, month, language) for one in found]
    return Table(columns=[speaker(language)(one) for one in columns], lines=lines)


def _compared(one: Compared, month: Month, language: Language) -> Line:
    heading, known = HEADINGS[one["name"]], one["name"] in INDICATORS
    unit = heading.unit
    now, before, last_year = (
        {"behind": one["name"], "of": str(of)} if known else {}
        for of in (month, month.before, month.year_before)
    )
    return [
        Cell(text=speaker(language)(heading.label)),
        _cell(one["now"], unit, language, now),
        Cell(text="") if unit is Unit.COUNT else _count(one["now"]["n"]),
        Cell(text=_interval(one["now"], unit)),
        _cell(one["before"], unit, language, before),
        _cell(one["year_before"], unit, language, last_year),
    ]


def _counted(found: Sequence[Compared], say: Say) -> list[str]:
    """What each measure counts, for those who ask."""
    headings = [HEADINGS[one["name"]] for one in found]
    return [say(mark("{what}: {counts}."), what=say(one.label), counts=say(one.counts)) for one in headings]


def _section(
    content: Content,
    language: Language,
    name: str,
    heading: str,
    tables: Sequence[Table] = (),
    notes: Sequence[str] = (),
) -> Section:
    lines = [words(one).said(language) for one in content["sentences"].get(name, [])]
    kept = [table for table in tables if table.lines]
    return Section(name=name, title=speaker(language)(heading), sentences=lines, tables=kept, notes=notes)


def _compares(name: str, heading: str) -> Callable[[Content, Language], Section]:
    def part(content: Content, language: Language) -> Section:
        found: Sequence[Compared] = content[name]  # type: ignore[literal-required]
        notes = _counted(found, speaker(language))
        return _section(content, language, name, heading, [_comparison(content, found, language)], notes)

    return part


def _steps(content: Content, language: Language) -> Section:
    _ = speaker(language)
    columns = [
        mark("Step"),
        mark("Share of the time"),
        mark("Month before"),
        mark("Hours in all"),
        mark("Median"),
        mark("Tickets"),
    ]
    lines = [_step(one, language) for one in content["steps"]]
    table = Table(columns=[_(one) for one in columns], lines=lines, drawn=(0, 1, 2))
    return _section(content, language, "steps", mark("Where the time went"), [table])


def _step(one: Step, language: Language) -> Line:
    before, behind = one["share_before"], {"behind": one["name"]}
    return [
        Cell(text=speaker(language)(STEP_WORDS[one["name"]])),
        Cell(text=f"{one['share']:.1%}", number=one["share"], unit=Unit.SHARE),
        Cell(text="—" if before is None else f"{before:.1%}", number=before, unit=Unit.SHARE),
        Cell(text=f"{one['hours']:,.0f}", number=one["hours"], unit=Unit.COUNT),
        Cell(text=duration(one["median"], language), number=one["median"], unit=Unit.MINUTES),
        _count(one["n"], behind),
    ]


def _complaints(content: Content, language: Language) -> Section:
    _ = speaker(language)
    columns = [mark("Where from or what about"), mark("Complaints"), mark("Month before")]
    spots = Table(
        columns=[_(one) for one in columns],
        lines=[_spot(one, read(content["month"]), language) for one in content["spots"]],
    )
    found = content["complaints"]
    tables = [_comparison(content, found, language), spots]
    return _section(content, language, "complaints", mark("Complaints"), tables, _counted(found, _))


def _spot(one: Spot, month: Month, language: Language) -> Line:
    now, before = (
        {"behind": "complaints", one["column"]: str(one["id"]), "of": str(of)} for of in (month, month.before)
    )
    name = Cell(text=words(one["called"]).said(language))
    return [name, _count(one["n"], now), _count(one["before"], before)]


def _vendors(content: Content, language: Language) -> Section:
    _ = speaker(language)
    columns = [
        _(mark("Vendor")),
        *(_(HEADINGS[name].label) for name in LEAGUE),
        _(mark("n")),
        _(mark("95 % interval")),
    ]
    lines = [_vendor(one, language) for one in content["vendors"]]
    note = _(
        mark(
            "Ordered by the lower end of the interval; vendors with fewer than 10 cases come after the others."
        )
    )
    return _section(
        content,
        language,
        "vendors",
        mark("Vendors"),
        [Table(columns=columns, lines=lines, drawn=(0, 2))],
        [note],
    )


def _vendor(row: Row, language: Language) -> Line:
    figures, only = row["figures"], {"vendor_id": str(row["id"])}
    kept = figures["complete_kept"]
    told = [_cell(figures[name], HEADINGS[name].unit, language, {"behind": name, **only}) for name in LEAGUE]
    name = Cell(text=words(row["called"]).said(language))
    return [name, *told, _count(kept["n"]), Cell(text=_interval(kept, Unit.SHARE))]


def _changes(content: Content, language: Language) -> Section:
    _ = speaker(language)
    columns = [_(mark("What changed most")), _(mark("Tickets behind it"))]
    lines = [
        [Cell(text=words(one["said"]).said(language)), _count(len(one["tickets"]), {"behind": f"change_{n}"})]
        for n, one in enumerate(content["changes"], start=1)
    ]
    return _section(
        content, language, "changes", mark("What changed most"), [Table(columns=columns, lines=lines)]
    )


def _improvements(content: Content, language: Language) -> Section:
    _ = speaker(language)
    columns = [
        mark("Since"),
        mark("What is to improve"),
        mark("What is done"),
        mark("In charge"),
        mark("To be done by"),
        mark("Stage"),
        mark("Result"),
    ]
    lines = [[Cell(text=text) for text in _improvement(one, _)] for one in content["improvements"]]
    table = Table(columns=[_(one) for one in columns], lines=lines)
    found = _section(content, language, "improvements", mark("Improvement actions"), [table])
    nothing = [] if lines else [_(mark("None was decided and none is open."))]
    return Section(name=found.name, title=found.title, sentences=nothing, tables=found.tables)


def _improvement(one: Mapping[str, Any], say: Say) -> list[str]:
    stage = say(STAGE_WORDS[one["status"]])
    return [one["month"][:7], one["topic"], one["plan"], one["owner"], one["due_on"], stage, one["result"]]


SECTIONS: Sequence[Callable[[Content, Language], Section]] = (
    _compares("headline", mark("The month in figures")),
    _changes,
    _compares("promises", mark("Promises kept")),
    _steps,
    _complaints,
    _compares("satisfaction", mark("Satisfaction")),
    _vendors,
    _compares("rounds", mark("Inspection and maintenance")),
    _improvements,
)
"""In the order they are read."""
