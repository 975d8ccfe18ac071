"""One message cut into its items: numbered, line by line, or by the places and words between them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from lib.tickets.messages.clauses import Clause
from lib.tickets.messages.reading import CHINESE, Span, any_of, pattern, said

Kind = Callable[[str], str | None]
"""Which service some words speak of; None where nobody knows."""
BEFORE_TOO = 6
"""Characters between the beginning of a clause and its "too"."""


@dataclass(frozen=True, slots=True)
class Item:
    """What becomes one draft: its own stretch, and the mark of a list it begins with."""

    start: int
    end: int
    marker: Span | None = None


@dataclass(frozen=True, slots=True)
class Items:
    """A message's items in order; what stands before the first and after the last. `lead`: up to the first words that
    say what is wrong; a place named there holds for all items."""

    heading: Span
    lead: Span
    items: Sequence[Item]
    ending: Span


@cache
def _markers() -> re.Pattern[str]:
    apart = r"(?:^|(?<=[\s,;:!?~|\]]))"
    decimal = rf"\d{{1,2}}(?!\d|{any_of(said()['counted'])})"
    return re.compile(
        r"(?P<circled>[\u2460-\u2473])"
        r"|[(](?P<inside>\d{1,2})[)]"
        r"|(?<![\d(.-])(?P<closed>\d{1,2})[)]"
        rf"|{apart}(?P<plain>\d{{1,2}})(?:[.](?!{decimal})|\|)"
        rf"|(?<=[{CHINESE}])(?P<close>\d{{1,2}})[.|](?=[^\d\s])"
        rf"|{apart}(?P<word>[{said()['counting']}])\|"
    )


def items(text: str, start: int, end: int, clauses: Sequence[Clause], kind: Kind) -> Items:
    """The items of the message from `start` to `end`, which stands in those clauses."""
    marks = list_marks(text, start, end)
    if marks:
        return _numbered(start, end, marks, clauses)
    return _flowing(start, end, clauses, kind)


def list_marks(text: str, start: int, end: int) -> list[Span]:
    """Marks that count 1, 2, 3, …; none where it is only one."""
    found: list[Span] = []
    for match in _markers().finditer(text, start, end):
        if _value(match) == len(found) + 1:
            found.append(match.span())
    return found if len(found) > 1 else []


def _value(match: re.Match[str]) -> int:
    if match["circled"]:
        return ord(match["circled"]) - 0x2460 + 1
    if match["word"]:
        return str(said()["counting"]).index(match["word"]) + 1
    return int(match["inside"] or match["closed"] or match["plain"] or match["close"])


def _numbered(start: int, end: int, marks: Sequence[Span], clauses: Sequence[Clause]) -> Items:
    """Every mark begins an item; a last line of thanks belongs to all."""
    ending = end
    for clause in reversed(clauses):
        if clause.says or clause.hints or clause.start < marks[-1][1]:
            break
        if clause.opens_line:
            ending = clause.start
    ends = [mark[0] for mark in marks[1:]] + [ending]
    found = [Item(mark[0], at, mark) for mark, at in zip(marks, ends, strict=True)]
    return Items((start, marks[0][0]), (start, marks[0][0]), found, (ending, end))


def _flowing(start: int, end: int, clauses: Sequence[Clause], kind: Kind) -> Items:
    begins: list[int] = []
    own: list[Clause] = []
    opening, lead = start, start
    for clause, line in zip(clauses, _lines(clauses), strict=True):
        if not begins:
            if _heads_a_list(clause, clauses):
                opening = clause.end
            elif clause.says:
                begins.append(opening)
                own, lead = [clause], clause.says_from
        elif _begins_another(clause, own, line, kind):
            begins.append(clause.start)
            own = [clause]
        else:
            own.append(clause)
    if not begins:
        return Items((start, start), (start, start), [Item(start, end)], (end, end))
    ending = _ending(clauses, begins)
    ends = [*begins[1:], ending]
    found = [Item(at, to) for at, to in zip(begins, ends, strict=True)]
    return Items((start, begins[0]), (start, lead), found, (ending, end))


def _ending(clauses: Sequence[Clause], begins: Sequence[int]) -> int:
    """Where thanks or a word for all begin after the last of several items."""
    ending = clauses[-1].end
    if len(begins) > 1:
        for clause in reversed(clauses):
            if clause.says or clause.hints or clause.start <= begins[-1]:
                break
            if clause.opens_line or pattern("everybody").search(clause.words):
                ending = clause.start
    return ending


def _lines(clauses: Sequence[Clause]) -> Iterator[Sequence[Clause]]:
    """For each clause the line it stands on."""
    lines: list[list[Clause]] = []
    for clause in clauses:
        if clause.opens_line or not lines:
            lines.append([])
        lines[-1].append(clause)
    for line in lines:
        yield from (line for _ in line)


def _heads_a_list(clause: Clause, clauses: Sequence[Clause]) -> bool:
    """ "今天巡查发现：", "本部室外几个事": it announces items, which follow."""
    if clause is clauses[-1] or any(hint.own for hint in clause.hints):
        return False
    last = clause.words.rstrip()
    colon = last.endswith(":")
    return colon or pattern("heading").search(clause.words) is not None


def _begins_another(clause: Clause, own: Sequence[Clause], line: Sequence[Clause], kind: Kind) -> bool:
    """Whether the clause opens the next item; `own`: the clauses of the one before, which says something."""
    if clause.opens_line:
        return any(each.says for each in line)
    if not clause.says:
        return False
    if clause.after.strip()[-1:] == ";" or _also(clause.words):
        return True
    return _other_place(clause, own) or _other_fault(clause, own, kind)


def _also(words: str) -> bool:
    return _connector().match(words) is not None


@cache
def _connector() -> re.Pattern[str]:
    no = "|".join(said()["not_also"])
    return re.compile(rf"(?!{no})(?:{any_of(said()['also'])})")


def _other_place(clause: Clause, own: Sequence[Clause]) -> bool:
    """It begins with a room, a lift or a bed that the item before did not speak of, and says something after it."""
    first = next((hint for hint in clause.hints if hint.own), None)
    before = [hint for each in own for hint in each.hints]
    if first is None or not before or any(hint.word == first.word for hint in before):
        return False
    return _leads(clause)


def _leads(clause: Clause) -> bool:
    """Whether only places and small words stand before what it says: not "请送到护士站", not "找护士站拿"."""
    before = clause.bare[: len(clause.bare) - len(clause.bare.lstrip())]
    rest = _leading().sub("", clause.words)
    plain = _leading().sub("", clause.bare)
    # Blanked places are spaces: what is left has to begin with one of them.
    return bool(before) or (plain[:1].isspace() and not rest[:1].isspace())


@cache
def _leading() -> re.Pattern[str]:
    return re.compile(rf"^(?:{any_of([*said()['leading'], *said()['also']])})+")


def _other_fault(clause: Clause, own: Sequence[Clause], kind: Kind) -> bool:
    """ "窗户也关不上", "空调漏水": something else is broken too, by another service."""
    return (_too(clause) or _another_thing(clause, own)) and _differ(clause, own, kind)


def _another_thing(clause: Clause, own: Sequence[Clause]) -> bool:
    """It begins with a thing that breaks, and before it was another."""
    thing = _thing().match(_leading().sub("", clause.words))
    before = "".join(each.words for each in own)
    return thing is not None and thing[0] not in before and _thing().search(before) is not None


@cache
def _thing() -> re.Pattern[str]:
    return re.compile(any_of(said()["things"]))


def _too(clause: Clause) -> bool:
    at = clause.words.find(said()["too"], 1, BEFORE_TOO)
    if at < 0 or any(word in clause.words for word in said()["not_too"]):
        return False
    if set(clause.words[:at]) & set(said()["no_thing"]):
        return False
    return re.match(rf"[{CHINESE}]", clause.words) is not None


def _differ(clause: Clause, own: Sequence[Clause], kind: Kind) -> bool:
    other, one = kind(clause.words), kind("".join(each.words for each in own))
    return bool(other and one and other != one)
