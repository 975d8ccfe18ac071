"""New places of a file among those that are there: what lies where, and what cannot be taken out of use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lib.core.errors import NotFound, WrongInput
from lib.core.i18n import mark
from lib.lists.plain import folded, short
from lib.lists.shape import Draft, Values
from lib.places.locations import LocationKind
from lib.store.database import Row

# What may lie inside what: never the larger inside the smaller.
SIZE: Mapping[str, int] = {
    LocationKind.CAMPUS: 0,
    LocationKind.BUILDING: 1,
    LocationKind.FLOOR: 2,
    LocationKind.ROOM: 3,
    LocationKind.ZONE: 3,
}


@dataclass(frozen=True, slots=True)
class Tree:
    """The places that are there, by number without regard to its spelling: number, parent, kind, active, campus_id."""

    known: Mapping[str, Row]

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Tree:
        return cls({folded(row["number"]): row for row in rows})

    def placed(self, drafts: Sequence[Draft]) -> list[Draft]:
        """The new drafts whose parents are there or among them, parents first, whatever the order of the file."""
        inside: dict[str, list[Draft]] = defaultdict(list)
        for draft in drafts:
            inside[folded(draft.values["parent"])].append(draft)
        found = [draft for number in ("", *self.known) for draft in inside.get(number, ())]
        for draft in found:  # grows while it is walked
            found += inside.get(folded(draft.key[0]), ())
        return found

    def check(self, drafts: Sequence[Draft]) -> None:
        """Marks new places that lie nowhere, and places that cannot be taken out of use."""
        self._above(drafts)
        self._ends([draft for draft in drafts if not draft.faults])

    def _above(self, drafts: Sequence[Draft]) -> None:
        new = [draft for draft in drafts if draft.before is None]
        kinds = {folded(draft.key[0]): draft.values.get("kind", "") for draft in new}
        kinds |= {number: row["kind"] for number, row in self.known.items()}
        for draft in new:
            if not draft.faults:
                _fits(draft, kinds)
        by_number = {folded(draft.key[0]): draft for draft in reversed(new)}
        _below_the_wrong(new, by_number)
        right = [draft for draft in new if not draft.faults]
        placed = {draft.line for draft in self.placed(right)}
        for draft in right:
            if draft.line not in placed:
                message = mark("This place lies inside itself, by way of others in the file.")
                draft.refuse("parent", WrongInput(message))

    def _ends(self, drafts: Sequence[Draft]) -> None:
        active = {number: bool(row["active"]) for number, row in self.known.items()}
        active |= {folded(draft.key[0]): bool(draft.values["active"]) for draft in drafts}
        below: dict[str, list[str]] = defaultdict(list)
        for number, row in self.known.items():
            below[folded(row["parent"] or "")].append(number)
        for draft in drafts:
            if draft.before is None:
                below[folded(draft.values["parent"])].append(folded(draft.key[0]))
        ending = [draft for draft in drafts if draft.before is not None and _ended(draft.before, draft)]
        # Who has to stay keeps those above in use too: until nothing changes any more.
        while ending and (kept := [draft for draft in ending if _still_used(draft, active, below)]):
            active |= {folded(draft.key[0]): True for draft in kept}
            ending = [draft for draft in ending if not draft.faults]


def _ended(before: Values, draft: Draft) -> bool:
    return bool(before["active"]) and not draft.values["active"]


def _fits(draft: Draft, kinds: Mapping[str, str]) -> None:
    parent, kind = draft.values["parent"], draft.values["kind"]
    if kind == LocationKind.CAMPUS:
        if parent:
            draft.refuse("kind", WrongInput(mark("A campus lies under no other place.")))
    elif not parent:
        draft.refuse("parent", WrongInput(mark("Please choose where it lies.")))
    elif folded(parent) not in kinds:
        message = mark("There is no place “{typed}”, neither here nor in the file.")
        draft.refuse("parent", NotFound(message, typed=short(parent)))
    elif SIZE.get(kinds[folded(parent)], 0) > SIZE[kind]:
        message = mark("Something larger cannot lie inside “{typed}”.")
        draft.refuse("kind", WrongInput(message, typed=short(parent)))


def _below_the_wrong(new: Sequence[Draft], by_number: Mapping[str, Draft]) -> None:
    """A place that cannot be added takes with it those below it."""
    inside: dict[str, list[Draft]] = defaultdict(list)
    for draft in new:
        inside[folded(draft.values.get("parent", ""))].append(draft)
    wrong = [draft for draft in new if draft.faults]
    for above in wrong:  # grows while it is walked
        number = folded(above.key[0])
        if by_number.get(number) is not above:
            continue
        for draft in inside.get(number, ()):
            if not draft.faults:
                message = mark("The place it lies in is wrong itself, in line {line}.")
                draft.refuse("parent", WrongInput(message, line=above.line))
                wrong.append(draft)


def _still_used(draft: Draft, active: Mapping[str, bool], below: Mapping[str, Sequence[str]]) -> bool:
    count = sum(active.get(number, False) for number in below.get(folded(draft.key[0]), ()))
    if count:
        message = mark("{count} places below it are still in use.")
        draft.refuse("active", WrongInput(message, count=count))
    return bool(count)
