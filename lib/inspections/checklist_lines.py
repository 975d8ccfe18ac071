"""What one line of a checklist may be: its words, its answers, and limits that make sense."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from itertools import pairwise

from lib.catalog.services import service
from lib.core.choices import known
from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.core.typed_words import seen
from lib.inspections.checklists import Item
from lib.inspections.judging import DECIMALS, MOST
from lib.inspections.words import ItemKind
from lib.store.database import Database
from lib.tickets.words import Severity

LONGEST_WORDS, LONGEST_HINT, LONGEST_UNIT, LONGEST_CHOICE = 100, 300, 20, 40
MOST_CHOICES = 20
LIMITS = ("warn_low", "warn_high", "fail_low", "fail_high")
WITH_NUMBER = frozenset({ItemKind.NUMBER, ItemKind.METER})
SENSELESS = mark("These limits cannot both hold: a low one is above a high one, or fail lies inside warn.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line as somebody writes it; `Item` says what each field is. `item_id`: of the line it was, None for a new
    one."""

    item_id: int | None = None
    words: str
    hint: str = ""
    kind: ItemKind = ItemKind.YES_NO
    unit: str = ""
    choices: tuple[str, ...] = ()
    bad_choices: tuple[str, ...] = ()
    warn_low: Decimal | None = None
    warn_high: Decimal | None = None
    fail_low: Decimal | None = None
    fail_high: Decimal | None = None
    needed: bool = True
    photo: bool = False
    service_code: str = ""
    severity: str = ""


NAMES = tuple(field.name for field in fields(Line))


def of_item(item: Item) -> Line:
    """The line an item was made of."""
    return Line(**{name: getattr(item, name) for name in NAMES})


def same_kept(line: Line, item: Item) -> bool:
    """Whether it still asks the same: a line of another kind or unit starts readings of its own."""
    return line.kind is item.kind and line.unit == item.unit


def checked(db: Database, line: Line) -> Line:
    """The line with its texts cleaned; WrongInput (its field is the attribute) where it makes no sense. Source: the
    product's rule."""
    clean = _cleaned(line)
    if not clean.words:
        raise WrongInput(mark("Please say what is looked at."), field="words")
    for name, most in (("words", LONGEST_WORDS), ("hint", LONGEST_HINT), ("unit", LONGEST_UNIT)):
        if len(getattr(clean, name)) > most:
            raise WrongInput(mark("At most {most} characters."), field=name, most=most)
    _check_choices(clean)
    _check_limits(clean)
    _check_ticket(db, clean)
    return clean


def check_together(lines: Sequence[Line]) -> None:
    """WrongInput for a list without lines, or with the same words or the same item twice."""
    if not lines:
        raise WrongInput(mark("A checklist has at least one item."), field="words")
    words = [line.words for line in lines]
    if twice := next((one for one in words if words.count(one) > 1), None):
        raise WrongInput(mark("“{words}” stands twice in this checklist."), field="words", words=twice)
    ids = [line.item_id for line in lines if line.item_id is not None]
    if len(set(ids)) < len(ids):
        raise WrongInput(mark("The same item stands twice in this checklist."), field="words")


def _cleaned(line: Line) -> Line:
    return replace(
        line,
        words=" ".join(seen(line.words).split()),
        hint=seen(line.hint),
        unit=seen(line.unit),
        choices=_each_once(line.choices),
        bad_choices=_each_once(line.bad_choices),
    )


def _each_once(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(seen, texts))))


def _check_choices(line: Line) -> None:
    if line.kind is not ItemKind.CHOICE:
        if line.choices or line.bad_choices:
            raise WrongInput(mark("Only a choice has answers to choose from."), field="choices")
        return
    if not 2 <= len(line.choices) <= MOST_CHOICES:
        raise WrongInput(
            mark("A choice has between two and {most} answers."), field="choices", most=MOST_CHOICES
        )
    if any(len(choice) > LONGEST_CHOICE for choice in line.choices):
        raise WrongInput(mark("At most {most} characters."), field="choices", most=LONGEST_CHOICE)
    if strange := next((one for one in line.bad_choices if one not in line.choices), None):
        raise WrongInput(mark("“{choice}” is none of the answers."), field="bad_choices", choice=strange)
    if set(line.bad_choices) == set(line.choices):
        raise WrongInput(mark("At least one answer must be in order."), field="bad_choices")


def _check_limits(line: Line) -> None:
    limits = {name: limit for name in LIMITS if (limit := getattr(line, name)) is not None}
    if line.kind not in WITH_NUMBER:
        if limits or line.unit:
            raise WrongInput(mark("Only a number has limits and a unit."), field=next(iter(limits), "unit"))
        return
    for name, limit in limits.items():
        if not limit.is_finite() or abs(limit) >= MOST or limit != round(limit, DECIMALS):
            raise WrongInput(
                mark("A limit is a number with at most {most} digits after the point."),
                field=name,
                most=DECIMALS,
            )
    # From the outermost low one to the outermost high one; those that are not there bind nothing.
    order = [name for name in ("fail_low", "warn_low", "warn_high", "fail_high") if name in limits]
    for lower, higher in pairwise(order):
        if limits[lower] > limits[higher]:
            raise WrongInput(SENSELESS, field=higher if higher.startswith("warn") else lower)


def _check_ticket(db: Database, line: Line) -> None:
    if line.severity and not known(Severity, line.severity):
        raise WrongInput(mark("Please choose from the list."), field="severity")
    if not line.service_code:
        return
    found = service(db, line.service_code)
    if found is None:
        raise WrongInput(mark("This service is not in the catalogue."), field="service_code")
    if not found.active:
        raise WrongInput(mark("This service is out of use."), field="service_code")
