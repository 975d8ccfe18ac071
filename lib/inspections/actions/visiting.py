"""One stop of a round is written down whole; whoever does it, nobody blocks anybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from lib.core.errors import Refusal, TooLate, WrongInput
from lib.core.i18n import mark, say
from lib.inspections import checklists, findings, visits
from lib.inspections.actions.beginning import begin, clamped, open_round
from lib.inspections.checklists import Item
from lib.inspections.finding_tickets import WRITTEN, Seen
from lib.inspections.judging import LONGEST, Given, judge
from lib.inspections.last_readings import last_readings
from lib.inspections.plans import Stop
from lib.inspections.round import Round
from lib.inspections.step import load
from lib.inspections.stops import stop_of, tally
from lib.inspections.visits import Answer, Written
from lib.inspections.words import ItemKind, Status, Verdict
from lib.people.roles import Permission
from lib.store.database import Database, Transaction
from lib.tickets.by import By, as_of_now


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One stop as somebody sends it: `answers` by item id, or `skipped` with the reason. `remarks`: what was said of an
    item besides its answer; they stand before the `words` of the stop, and in the tickets. `key`: the phone's own id of
    this sending. `scanned`: the code that hangs there was scanned. `visited_at`: by the phone's clock (None: now)."""

    position: int
    answers: Mapping[int, Given] = field(default_factory=dict)
    remarks: Mapping[int, str] = field(default_factory=dict)
    skipped: str = ""
    words: str = ""
    scanned: bool = False
    key: str = ""
    visited_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """What became of it. `again`: that sending had arrived before. `before`: what somebody else had written down at
    the same stop; it is kept, the new one counts."""

    round: Round
    visit: Written
    again: bool
    before: Written | None


class WrongAnswers(WrongInput):
    """Some answers cannot be taken; says the first, and knows all `wrong` ones by item id."""

    def __init__(self, wrong: Mapping[int, WrongInput]) -> None:
        first = next(iter(wrong.values()))
        super().__init__(first.message, field=first.field, **first.facts)
        self.wrong = wrong


def visit(db: Database, *, round_id: int, sent: Visit, by: By) -> Visited:
    """Writes the stop down, begins the round if it is the first, and counts; all of it or nothing.

    The same sending twice is one visit. Everybody's visits are kept, the last of a stop counts; putting something
    right is another visit. What is not in order goes to `findings`. Refusals of `begin`; NotFound for a stop the round
    does not have, WrongAnswers (WrongInput), TooLate when the checklist is another by now.
    """
    with db.transaction() as tx:
        earlier = visits.of_round(tx, round_id)
        if there := next((one for one in earlier if sent.key and one.key == sent.key), None):
            round = load(db, round_id, as_of_now(db, by.actor), Permission.DO_ROUNDS)
            return Visited(round=round, visit=there, again=True, before=None)
        round = open_round(db, tx, round_id, by)
        stop = stop_of(db, round, sent.position)
        by = replace(by, happened_at=clamped(round, sent.visited_at, by.now))
        answers = _answers(db, tx, round, stop, sent, by)
        if round.status is Status.DUE:
            round = begin(db, round_id=round_id, by=by)
        before = [one for one in earlier if one.position == sent.position]
        written = _written(db, round, sent, by, seq=len(before) + 1)
        written = replace(written, answers=_with_findings(db, tx, round, stop, answers, sent.remarks, by))
        visits.add(tx, written)
        round = _counted(tx, round, [*earlier, written])
    mine = by.actor.account_id
    last = before[-1] if before and before[-1].visited_by != mine else None
    return Visited(round=round, visit=written, again=False, before=last)


def _counted(tx: Transaction, round: Round, written: Sequence[Written]) -> Round:
    """The round with what its last visits say. No version: two people at two stops are never in each other's way."""
    now = tally({one.position: one for one in written}.values())
    tx.update("round", {"id": round.id, **asdict(now)})
    return replace(round, stops_done=now.stops_done, warned=now.warned, failed=now.failed)


def _written(db: Database, round: Round, sent: Visit, by: By, *, seq: int) -> Written:
    long = {"skipped": sent.skipped, "words": sent.words}
    long |= {str(item_id): remark for item_id, remark in sent.remarks.items()}
    for name, words in long.items():
        if len(words) > LONGEST:
            raise WrongInput(mark("Please keep it under {most} characters."), field=name, most=LONGEST)
    return Written(
        round_id=round.id,
        position=sent.position,
        seq=seq,
        key=sent.key,
        visited_at=by.happened_at or by.now,
        recorded_at=by.now,
        visited_by=by.actor.account_id,
        scanned=sent.scanned,
        skipped=sent.skipped.strip(),
        words=_words(db, round, sent),
    )


def _words(db: Database, round: Round, sent: Visit) -> str:
    """What was said at the stop: a line for each remark, then the rest."""
    if sent.skipped.strip():
        return sent.words.strip()
    items = checklists.items(db, round.checklist_id, round.checklist_version)
    lines = [
        say(WRITTEN, mark("{item}: {reading}"), item=item.words, reading=remark)
        for item in items
        if (remark := sent.remarks.get(item.item_id, "").strip())
    ]
    return "\n".join([*lines, sent.words.strip()]).strip()


def _answers(
    db: Database, tx: Transaction, round: Round, stop: Stop, sent: Visit, by: By
) -> tuple[Answer, ...]:
    """Each item judged; a skipped stop has none."""
    if sent.skipped.strip():
        return ()
    items = checklists.items(db, round.checklist_id, round.checklist_version)
    if sent.answers.keys() - {item.item_id for item in items}:
        raise TooLate(
            mark(
                "The checklist of this round has been changed; please look at its new items. What was the same is kept."
            )
        )
    meters = [item.item_id for item in items if item.kind is ItemKind.METER]
    last = last_readings(tx, round, stop, meters, by.happened_at or by.now)
    readings = {item_id: reading.number for item_id, reading in last.items()}
    found, wrong = [], {}
    for item in items:
        given = sent.answers.get(item.item_id, Given())
        if given.is_empty and not item.needed:
            continue
        try:
            found.append(_answer(item, given, judge(item, given, last_reading=readings.get(item.item_id))))
        except WrongInput as refusal:
            wrong[item.item_id] = refusal
    if wrong:
        raise WrongAnswers(wrong)
    if not found:
        raise Refusal(mark("Nothing has been written down at this stop yet."))
    return tuple(found)


def _answer(item: Item, given: Given, verdict: Verdict) -> Answer:
    unchecked = verdict is Verdict.UNCHECKED
    return Answer(
        item_id=item.item_id,
        verdict=verdict,
        number=None if unchecked else given.number,
        words=(given.unchecked if unchecked else given.words).strip(),
        photos=() if unchecked else given.photos,
        finding_id=None,
    )


def _with_findings(
    db: Database,
    tx: Transaction,
    round: Round,
    stop: Stop,
    answers: Sequence[Answer],
    remarks: Mapping[int, str],
    by: By,
) -> tuple[Answer, ...]:
    """The answers with the finding each belongs to: opened or joined by what failed, settled by what is in order."""
    seen = {one.item_id: _seen(one, remarks.get(one.item_id, "").strip()) for one in answers}
    failed = [seen[one.item_id] for one in answers if one.verdict is Verdict.FAILED]
    passed = [seen[one.item_id] for one in answers if one.verdict in (Verdict.PASSED, Verdict.WARNED)]
    known: dict[int, int] = {}
    if failed:
        known |= findings.found(db, tx, round=round, stop=stop, failed=failed, by=by)
    if passed:
        known |= findings.seen_good(db, tx, round=round, stop=stop, passed=passed, by=by)
    return tuple(replace(one, finding_id=known.get(one.item_id)) for one in answers)


def _seen(answer: Answer, remark: str) -> Seen:
    return Seen(
        item_id=answer.item_id, number=answer.number, words=answer.words, photos=answer.photos, remark=remark
    )
