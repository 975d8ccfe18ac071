"""A pasted message becomes drafts of tickets: place, service, urgency, words, caller; every character accounted for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from lib.catalog.services import service
from lib.catalog.suggesting import suggester
from lib.places import finding
from lib.places.deciding import decided
from lib.places.hints import Hint
from lib.places.locations import Location
from lib.store.database import Database
from lib.tickets.calls import extension_of
from lib.tickets.messages import heads, trimming
from lib.tickets.messages.appointments import wanted_at
from lib.tickets.messages.callers import Who, caller
from lib.tickets.messages.clauses import clauses
from lib.tickets.messages.drafts import Draft, Part, merged
from lib.tickets.messages.heads import Sent
from lib.tickets.messages.items import Item, Items, items, list_marks
from lib.tickets.messages.reading import (
    Span,
    any_of,
    blanked,
    emoji,
    half_width,
    meaning_left,
    mention,
    polite,
    said,
)
from lib.tickets.messages.several import groups
from lib.tickets.messages.urgency import for_everybody, last_clause, severity
from lib.tickets.words import Kind


def cut(db: Database, text: str, *, department_id: int | None = None) -> list[Draft]:
    """The drafts in the order of the message: one for every item, or for every place of an item that names several;
    none where nothing is reported (收到, thanks), so that the caller has to keep the text.

    `department_id`: the caller's, where it is known; it helps to find the place. Where there are drafts, every
    character but white space stands in a part of some of them.
    """
    if not text.strip():
        return []
    return _Cutting(db, text, department_id).drafts()


class _Cutting:
    """One paste on its way to drafts."""

    def __init__(self, db: Database, text: str, department_id: int | None) -> None:
        self.db, self.text, self.department_id = db, text, department_id
        self.plain = half_width(text)
        self.called = [match.span() for match in mention().finditer(self.plain)]
        self.sent = heads.messages(self.plain, self._only_a_place)
        heard, hints = finding.hinted(db, self._unlisted(blanked(text, self.called)))
        self.placed = [(heard.span(hint.start, hint.end), hint) for hint in hints]
        self.suggester = suggester(db)
        self.to_all = any(self.plain[a:b].lower() in said()["everyone"] for a, b in self.called)

    def _unlisted(self, text: str) -> str:
        """The points of list numbers as other marks: "2.613病房" is the second item, not a decimal."""
        marks = [mark for sent in self.sent for mark in list_marks(self.plain, sent.start, sent.end)]
        points = {i for start, end in marks for i in range(start, end) if self.plain[i] == "."}
        return "".join("|" if i in points else char for i, char in enumerate(text))

    def drafts(self) -> list[Draft]:
        found: list[Draft] = []
        waiting: list[tuple[Span, Part]] = []
        around: dict[str, Location | None] = {}
        last: Sent | None = None
        for sent in self.sent:
            if self._answers(sent):
                waiting += self._whole(sent, Part.ANSWER)
                continue
            if last is not None and sent.sender == last.sender and not self._says(sent):
                found[-1] = self._after(found[-1], sent)
                continue
            made = self._of(sent, around.get(sent.sender))
            if last is not None and sent.sender == last.sender and not self._says(last):
                made[0] = merged(found.pop(), made[0])
            last = sent
            around[sent.sender] = next((d.place for d in reversed(made) if d.place), around.get(sent.sender))
            made[0] = replace(made[0], parts=[*waiting, *made[0].parts])
            waiting = []
            found += made
        if not found:
            return []
        found[-1] = replace(found[-1], parts=[*found[-1].parts, *waiting])
        return found

    def _says(self, sent: Sent) -> bool:
        """Whether a message says what is wrong, more than where, or that it is urgent."""
        return bool(meaning_left(self._without_places(sent.start, sent.end)))

    def _after(self, draft: Draft, sent: Sent) -> Draft:
        """A further word about the draft before: 快点, 在12楼."""
        more = replace(
            self._plain(),
            words=_joined(self.text[sent.start : sent.end]),
            severity=severity(self._without_places(sent.start, sent.end)),
            place=self._found(sent.start, sent.end, self.department_id, draft.place, ()).place,
            parts=self._whole(sent, Part.WORDS),
        )
        return merged(draft, more)

    def _plain(self) -> Draft:
        return Draft(message=self.text, words=" ".join(self.text.split()))

    def _whole(self, sent: Sent, part: Part) -> list[tuple[Span, Part]]:
        return [(sent.head, Part.HEAD), ((sent.start, sent.end), part)]

    def _only_a_place(self, words: str) -> bool:
        said, hints = finding.hinted(self.db, words)
        covered = sum(hint.end - hint.start for hint in hints)
        return bool(said.text) and covered == len(said.text)

    def _answers(self, sent: Sent) -> bool:
        """Whether it is nothing but an answer to somebody: 收到, 马上安排."""
        body = emoji().sub(" ", mention().sub(" ", self.plain[sent.start : sent.end]))
        left = _answer().sub("", body)
        return not re.search(r"\w", left) or self._only_thanks(sent, body)

    def _only_thanks(self, sent: Sent, body: str) -> bool:
        """Whether nothing is said but politeness: no place, no figure, nothing urgent."""
        if self._hints(sent.start, sent.end) or severity(body):
            return False
        return not re.search(r"\w", polite().sub(" ", body))

    def _hints(self, start: int, end: int) -> list[Hint]:
        return [hint for (a, b), hint in self.placed if a >= start and b <= end]

    def _of(self, sent: Sent, around: Location | None) -> list[Draft]:
        """The drafts of one message."""
        who = caller(self.db, self.plain, sent, self._only_a_place)
        quiet = [*self.called, who.reached, *([who.said] if who.said else [])]
        pieces = clauses(self.plain, sent.start, sent.end, self.placed, quiet)
        shape = items(self.plain, sent.start, sent.end, pieces, self._kind)
        department = self.department_id or extension_of(self.db, who.phone)
        heading = [*self._hints(*sent.head), *self._hints(*shape.heading)]
        lead = [*self._hints(*sent.head), *self._hints(*shape.lead)]
        if heading:
            around = self._found(*sent.head, department, around, ()).place if sent.head[1] else around
            around = self._place(heading, department, around) or around
        found: list[Draft] = []
        for number, item in enumerate(shape.items):
            at = self._found(item.start, item.end, department, around, lead if number else heading)
            around = at.place or around
            found.append(self._draft(item, at, who))
        found = self._said_later(found, shape, sent, department)
        found = self._urgent(found, shape)
        found = self._with_edges(found, sent, shape, who)
        before = [*lead, *(hint for hint in heading if hint not in lead)]
        pairs = zip(found, shape.items, strict=True)
        return [each for one, item in pairs for each in self._each_place(one, item, department, before)]

    def _each_place(
        self, draft: Draft, item: Item, department: int | None, before: Sequence[Hint]
    ) -> list[Draft]:
        """The draft once for every place it names side by side, with the same words."""
        inside = [(span, h) for span, h in self.placed if span[0] >= item.start and span[1] <= item.end]
        apart = groups(self.plain[: item.end], inside)
        if len(apart) < 2 or (draft.place is None and not draft.candidates):
            return [draft]
        found: list[Draft] = []
        around: Location | None = None
        for group in apart:
            hints = [hint for _, hint in group]
            around = decided(self.db, hints, department_id=department, around=around, before=before)[0]
            if around is None:
                return [draft]
            found.append(replace(draft, place=around, candidates=(), places=[span for span, _ in group]))
        return found if len({one.place for one in found}) == len(found) else [draft]

    def _said_later(
        self, found: list[Draft], shape: Items, sent: Sent, department: int | None
    ) -> list[Draft]:
        """A place that is said only at the end holds for what came before it."""
        areas = [hint for hint in self._hints(sent.start, sent.end) if hint.area]
        if all(draft.place for draft in found) or not areas:
            return found
        later = next((draft.place for draft in found if draft.place), None)
        whole = []
        for draft, item in zip(found, shape.items, strict=True):
            if draft.place is None:
                at = self._found(item.start, item.end, department, later, areas)
                draft = replace(draft, place=at.place, candidates=at.candidates)
            whole.append(draft)
        return whole

    def _kind(self, words: str) -> str | None:
        return next(iter(self.suggester.suggest(words, None)), None)

    def _place(
        self, hints: Sequence[Hint], department: int | None, around: Location | None
    ) -> Location | None:
        return decided(self.db, hints, department_id=department, around=around)[0]

    def _found(
        self, start: int, end: int, department: int | None, around: Location | None, before: Sequence[Hint]
    ) -> _At:
        hints = self._hints(start, end)
        place, candidates = decided(self.db, hints, department_id=department, around=around, before=before)
        spans = [span for span, hint in self.placed if span[0] >= start and span[1] <= end]
        return _At(place, candidates, spans)

    def _draft(self, item: Item, at: _At, who: Who) -> Draft:
        taken = [*self.called, *([who.signed] if who.signed else []), *([item.marker] if item.marker else [])]
        begins = item.marker[1] if item.marker else item.start
        taken += trimming.edges(blanked(self.plain, taken), begins, item.end)
        words = _joined(blanked(self.text, taken)[item.start : item.end])
        likely = self.suggester.suggest(words, at.place)
        return Draft(
            message=self.text,
            words=words,
            place=at.place,
            candidates=at.candidates,
            service=self._presumed(likely),
            likely=likely,
            severity=severity(self._without_places(item.start, item.end)),
            caller=who.name,
            phone=who.phone,
            appointment=wanted_at(words),
            parts=list(self._parts(item.start, item.end, taken, who)),
            places=at.spans,
        )

    def _presumed(self, likely: Sequence[str]) -> str:
        """The likeliest service; none where an announcement to everybody only looks like a question."""
        found = service(self.db, likely[0]) if likely else None
        asked = found is not None and found.kind == Kind.CONSULTATION
        return likely[0] if likely and not (asked and self.to_all) else ""

    def _without_places(self, start: int, end: int) -> str:
        return blanked(self.plain, [span for span, _ in self.placed])[start:end]

    def _parts(self, start: int, end: int, taken: Sequence[Span], who: Who) -> Iterator[tuple[Span, Part]]:
        at = start
        for span in sorted(span for span in taken if span[0] < end and span[1] > start):
            part = Part.CALLER if span == who.signed else Part.MENTION if span in self.called else Part.MARKER
            if span[0] > at:
                yield (at, span[0]), Part.WORDS
            yield (max(at, span[0]), min(end, span[1])), part
            at = max(at, min(end, span[1]))
        if at < end:
            yield (at, end), Part.WORDS

    def _urgent(self, found: list[Draft], shape: Items) -> list[Draft]:
        """What is said before the first item or after the last is said of all; so is 以上都… in the last one."""
        edges = (shape.heading, shape.ending)
        general = next((s for span in edges if (s := severity(self._without_places(*span)))), None)
        if general is None and len(found) > 1 and found[-1].severity:
            last = shape.items[-1]
            tail = last_clause(self._without_places(last.start, last.end))
            if for_everybody(tail):
                general = severity(tail)
        if general is None:
            return found
        return [replace(draft, severity=draft.severity or general) for draft in found]

    def _with_edges(self, found: list[Draft], sent: Sent, shape: Items, who: Who) -> list[Draft]:
        """Heading and ending go with the first and the last draft; nothing of the message is dropped."""
        taken = [*self.called, *([who.signed] if who.signed else [])]
        taken += trimming.edges(blanked(self.plain, taken), *shape.heading)
        empty = blanked(self.text, taken)
        for at, (start, end) in ((0, shape.heading), (-1, shape.ending)):
            draft, words = found[at], _joined(empty[start:end])
            both = (words, draft.words) if at == 0 else (draft.words, words)
            parts = list(self._parts(start, end, taken, who))
            found[at] = replace(draft, words=_joined(" ".join(both)), parts=[*draft.parts, *parts])
        if sent.head[1]:
            found[0] = replace(found[0], parts=[(sent.head, Part.HEAD), *found[0].parts])
        return found


@dataclass(frozen=True, slots=True)
class _At:
    place: Location | None
    candidates: Sequence[Location]
    spans: Sequence[Span]


@cache
def _answer() -> re.Pattern[str]:
    return re.compile(any_of(said()["answers"]), re.IGNORECASE)


def _joined(words: str) -> str:
    return " ".join(words.split())
