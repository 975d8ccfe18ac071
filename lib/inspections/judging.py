"""What an answer amounts to: in order, near the limit, not in order, not checked; or no answer at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.inspections.checklists import Item
from lib.inspections.unit_words import endings, spoken
from lib.inspections.words import ItemKind, Verdict

YES, NO = "yes", "no"
"""The two words of a yes/no item as they are sent and kept; "yes" is in order."""
DECIMALS = 4
MOST = Decimal(10) ** 14
LONGEST = 1000
_WORST = (Verdict.PASSED, Verdict.WARNED, Verdict.FAILED)
_FULL_STOP = chr(0x3002)  # what a Chinese keyboard writes for a point
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What somebody gave for one item. `words`: "yes" or "no", the choice, the text; beside a number a remark, which
    explains a meter that runs backwards. `photos`: their content hashes. `unchecked`: why it could not be checked;
    then nothing else counts."""

    number: Decimal | None = None
    words: str = ""
    photos: tuple[str, ...] = ()
    unchecked: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was given: an item that is not needed is then left out, not judged."""
        return self.number is None and not (self.words.strip() or self.photos or self.unchecked.strip())


def judge(item: Item, given: Given, *, last_reading: Decimal | None = None) -> Verdict:
    """What the answer amounts to; WrongInput (its field is the item's id) for one that cannot be an answer.

    `last_reading`: what the same meter showed last (None: it was never read). A meter that shows less than that is
    refused unless the remark says why (replaced, started again at zero): then it is near the limit, so that somebody
    looks. A value on a limit is still good. Source: the product's rule.
    """
    if given.unchecked.strip():
        return _unchecked(item, given)
    if given.is_empty:
        raise _wrong(item, mark("Answer this item, or say why it could not be checked."))
    if len(given.words) > LONGEST:
        raise _wrong(item, mark("At most {most} characters."), most=LONGEST)
    if not given.photos and (item.photo or item.kind is ItemKind.PHOTO):
        raise _wrong(item, mark("A photo is needed here."))
    return _BY_KIND[item.kind](item, given, last_reading)


def number_of(text: str, item: Item) -> Decimal | None:
    """The number somebody typed, None for nothing; WrongInput for words. Full-width digits, thousands' commas, a full
    stop for the point, and the item's own unit or another word for it behind the number are understood."""
    plain = spoken(text).replace("−", "-").replace(_FULL_STOP, ".").rstrip(".")
    ending = next((word for word in endings(item.unit) if plain.endswith(word)), "")
    plain = plain.removesuffix(ending)
    if not plain:
        return None
    try:
        return Decimal(plain.replace(",", "") if _THOUSANDS.fullmatch(plain) else plain)
    except InvalidOperation:
        raise _wrong(item, mark("Please enter a number, such as 36.5.")) from None


def against_limits(item: Item, number: Decimal) -> Verdict:
    """What a number amounts to by the item's limits alone."""
    if _outside(number, item.fail_low, item.fail_high):
        return Verdict.FAILED
    return Verdict.WARNED if _outside(number, item.warn_low, item.warn_high) else Verdict.PASSED


def _outside(number: Decimal, low: Decimal | None, high: Decimal | None) -> bool:
    return (low is not None and number < low) or (high is not None and number > high)


def _unchecked(item: Item, given: Given) -> Verdict:
    if len(given.unchecked) > LONGEST:
        raise _wrong(item, mark("At most {most} characters."), most=LONGEST)
    return Verdict.UNCHECKED


def _yes_no(item: Item, given: Given, _: Decimal | None) -> Verdict:
    if given.words not in (YES, NO):
        raise _wrong(item, mark("Say whether it is in order or not."))
    return Verdict.PASSED if given.words == YES else Verdict.FAILED


def _choice(item: Item, given: Given, _: Decimal | None) -> Verdict:
    if given.words not in item.choices:
        raise _wrong(item, mark("Choose one of the answers of this item."))
    return Verdict.FAILED if given.words in item.bad_choices else Verdict.PASSED


def _number(item: Item, given: Given, _: Decimal | None) -> Verdict:
    return against_limits(item, _checked(item, given.number))


def _meter(item: Item, given: Given, last: Decimal | None) -> Verdict:
    number = _checked(item, given.number)
    if number < 0:
        raise _wrong(item, mark("A meter never shows less than nothing."))
    verdict = against_limits(item, number)
    if last is None or number >= last:
        return verdict
    if not given.words.strip():
        raise _wrong(
            item,
            mark("The meter showed {last} last time and cannot run backwards; if it was replaced, say so."),
            last=plain(last),
        )
    return max(verdict, Verdict.WARNED, key=_WORST.index)


def _checked(item: Item, number: Decimal | None) -> Decimal:
    """The number, if it can be kept exactly as it was judged."""
    if number is None:
        raise _wrong(item, mark("Enter the number that was read."))
    if not number.is_finite() or abs(number) >= MOST:
        raise _wrong(item, mark("“{value}” is not a number."), value=str(number)[:40])
    if number != round(number, DECIMALS):
        raise _wrong(item, mark("At most {most} digits after the point."), most=DECIMALS)
    return number


def _text(item: Item, given: Given, _: Decimal | None) -> Verdict:
    if not given.words.strip():
        raise _wrong(item, mark("Write a few words here."))
    return Verdict.PASSED


def _photo(item: Item, given: Given, _: Decimal | None) -> Verdict:
    return Verdict.PASSED


def plain(number: Decimal) -> str:
    """ "35" of 35.0000, "0.25" of 0.2500: as somebody would write it."""
    return f"{number.normalize():f}" if number else "0"


def _wrong(item: Item, message: str, **facts: object) -> WrongInput:
    return WrongInput(message, field=str(item.item_id), **facts)


_BY_KIND: Mapping[ItemKind, Callable[[Item, Given, Decimal | None], Verdict]] = {
    ItemKind.YES_NO: _yes_no,
    ItemKind.CHOICE: _choice,
    ItemKind.NUMBER: _number,
    ItemKind.METER: _meter,
    ItemKind.TEXT: _text,
    ItemKind.PHOTO: _photo,
}
