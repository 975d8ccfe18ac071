"""What became of every row, in words: a table for Excel and a few lines of counts."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping

from lib.core.i18n import Language, explain, mark, say, speaker
from lib.tickets.importing.rows import Verdict
from lib.tickets.importing.running import ALREADY_THERE, IMPORTED, REJECTED, Imported

RESULT_WORDS: Mapping[str, str] = {
    IMPORTED: mark("imported"),
    ALREADY_THERE: mark("already there"),
    REJECTED: mark("rejected"),
}
CREATED_WORDS: Mapping[str, str] = {
    "location": mark("{count} places"),
    "service": mark("{count} services"),
    "department": mark("{count} departments"),
    "team": mark("{count} teams"),
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


def table(done: Imported, language: Language) -> str:
    """One CSV row for every row of the file, with the mark that makes Excel read it as UTF-8."""
    file = io.StringIO()
    writer = csv.writer(file)
    _ = speaker(language)
    writer.writerow([_(name) for name in HEADING])
    for one in done.verdicts:
        result = _(RESULT_WORDS[one.result])
        writer.writerow(
            [one.line.first, one.line.last, one.number, result, one.ticket, _remark(one, language)]
        )
    return "\ufeff" + file.getvalue()


def _remark(verdict: Verdict, language: Language) -> str:
    if verdict.refusal:
        return explain(language, verdict.refusal)
    return say(language, mark(", ")).join(
        say(language, message, **facts) for message, facts in verdict.doubts
    )


def counts(done: Imported, language: Language) -> Iterator[str]:
    """The sums, the most frequent reasons of rejection, what was created, what was doubtful."""
    _ = speaker(language)
    yield _(
        mark("{rows} rows: {imported} imported, {already} already there, {rejected} rejected"),
        rows=len(done.verdicts),
        imported=done.count(IMPORTED),
        already=done.count(ALREADY_THERE),
        rejected=done.count(REJECTED),
    )
    reasons = Counter(_remark(one, language) for one in done.verdicts if one.refusal)
    for reason, times in reasons.most_common(MOST_REASONS):
        yield _(mark("  {times} × {reason}"), times=times, reason=reason)
    if made := {word: done.created[name] for name, word in CREATED_WORDS.items() if done.created.get(name)}:
        words = _(mark(", ")).join(_(word, count=count) for word, count in made.items())
        yield _(mark("Created under a branch of their own: {words}"), words=words)
    for one in done.verdicts:
        if one.doubts:
            yield _(mark("  line {line}: {remark}"), line=one.line.first, remark=_remark(one, language))
