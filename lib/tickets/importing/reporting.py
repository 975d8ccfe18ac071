"""What became of every row, in words: a table for Excel and a few lines of counts."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from lib.core.errors import Refusal
from lib.core.i18n import Language, explain, mark, speaker
from lib.tickets.importing.verdicts import (
    ALREADY_THERE,
    IMPORTED,
    REJECTED,
    Remark,
    Verdict,
    Verdicts,
)

RESULT_WORDS: Mapping[str, str] = {
    IMPORTED: mark("imported"),
    ALREADY_THERE: mark("already there"),
    REJECTED: mark("rejected"),
}
PLANNED_WORDS: Mapping[str, str] = {**RESULT_WORDS, IMPORTED: mark("to be imported")}
CREATED_WORDS: Mapping[str, str] = {
    "location": mark("{count} places"),
    "service": mark("{count} services"),
    "department": mark("{count} departments"),
    "team": mark("{count} teams"),
    "account": mark("{count} people without a sign-in"),
}
HEADING = (
    mark("Line"),
    mark("To line"),
    mark("Number there"),
    mark("Result"),
    mark("Ticket here"),
    mark("Reason or remark"),
)
MOST_REASONS = 10
MOST_ALIKE = 3
"""So many texts of one kind of reason or remark are told each; of more, how often, and the first."""


class Accounted(Protocol):
    """What came of an import (`writing.Imported`) or would come of it (`preparing.Prepared`)."""

    @property
    def verdicts(self) -> Verdicts: ...
    @property
    def created(self) -> Mapping[str, int]: ...


def table(done: Accounted, language: Language, *, written: bool = True) -> str:
    """One CSV row for every row of the file, with the mark that makes Excel read it as UTF-8. `written`: it has
    happened; else it would, and what would be imported has no number here yet."""
    file = io.StringIO()
    writer = csv.writer(file)
    _ = speaker(language)
    writer.writerow([_(name) for name in HEADING])
    results = {result: _(words) for result, words in (RESULT_WORDS if written else PLANNED_WORDS).items()}
    for one in done.verdicts:
        ticket = one.ticket if written or one.result != IMPORTED else ""
        writer.writerow([one.first, one.last, one.number, results[one.result], ticket, remark(one, language)])
    return "\ufeff" + file.getvalue()


def remark(verdict: Verdict, language: Language) -> str:
    """Why it was rejected, or what was doubtful about it; "" for a plain row."""
    if not verdict.remarks:
        return ""
    return speaker(language)(mark(", ")).join(_explained(one, language) for one in verdict.remarks)


def counts(done: Accounted, language: Language) -> Iterator[str]:
    """The sums, the most frequent reasons of rejection, what was created, what was doubtful."""
    _ = speaker(language)
    yield _(
        mark("{rows} rows: {imported} imported, {already} already there, {rejected} rejected"),
        rows=len(done.verdicts),
        imported=done.verdicts.count(IMPORTED),
        already=done.verdicts.count(ALREADY_THERE),
        rejected=done.verdicts.count(REJECTED),
    )
    reasons, doubts = _gathered(done.verdicts)
    yield from _told(reasons, language)
    if made := {word: done.created[name] for name, word in CREATED_WORDS.items() if done.created.get(name)}:
        words = _(mark(", ")).join(_(word, count=count) for word, count in made.items())
        yield _(mark("Created under a branch of their own: {words}"), words=words)
    yield from _told(doubts, language)


@dataclass(slots=True)
class _Kind:
    """Remarks with one message: how many, and the first of each text with the line it stands on."""

    rows: int = 0
    texts: Counter[str] = field(default_factory=Counter)
    first: dict[str, tuple[int, Remark]] = field(default_factory=dict)

    def add(self, line: int, remark: Remark) -> None:
        self.rows += 1
        facts = str(sorted(remark[1].items()))
        if facts in self.first or len(self.first) <= MOST_ALIKE:
            self.texts[facts] += 1
            self.first.setdefault(facts, (line, remark))


def _gathered(verdicts: Iterable[Verdict]) -> tuple[dict[str, _Kind], dict[str, _Kind]]:
    reasons: dict[str, _Kind] = {}
    doubts: dict[str, _Kind] = {}
    for one in verdicts:
        kinds = reasons if one.result == REJECTED else doubts
        # A row with two stages out of order is one row out of order.
        for message, said in {said[0]: said for said in reversed(one.remarks)}.items():
            kinds.setdefault(message, _Kind()).add(one.first, said)
    return reasons, doubts


def _told(kinds: Mapping[str, _Kind], language: Language) -> Iterator[str]:
    _ = speaker(language)
    lines: list[tuple[int, str]] = []
    for kind in kinds.values():
        if len(kind.first) > MOST_ALIKE:
            line, said = next(iter(kind.first.values()))
            message = mark("  {times} × such as line {line}: {reason}")
            lines.append(
                (kind.rows, _(message, times=kind.rows, line=line, reason=_explained(said, language)))
            )
            continue
        for facts, times in kind.texts.items():
            line, said = kind.first[facts]
            reason = _explained(said, language)
            message = mark("  {times} × {reason}") if times > 1 else mark("  line {line}: {remark}")
            lines.append((times, _(message, times=times, reason=reason, line=line, remark=reason)))
    for _times, text in sorted(lines, key=lambda told: -told[0])[:MOST_REASONS]:
        yield text


def _explained(said: Remark, language: Language) -> str:
    return explain(language, Refusal(said[0], **said[1]))
