"""What the address of sheets of codes asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar
from urllib.parse import urlencode

from lib.core.choices import known

MOST_CHOSEN = 400

C = TypeVar("C", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Asked(Generic[C]):
    """What the address of a batch says: `under` the number of a place, `chosen` ones by id; `fields` is the same
    again, for a link or a form."""

    under: str
    only: C
    grid: str
    paper: str
    chosen: frozenset[int]
    fields: Mapping[str, str]

    @property
    def query(self) -> str:
        return urlencode({name: value for name, value in self.fields.items() if value})


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Generic[C]):
    """What tells one kind of sheets from another: where it is shown and where its codes are marked as printed; the
    words its address knows besides those of every kind (`chosen`: the ids of those chosen by hand); which codes most
    people want; whether all of the chosen ones are printed, whatever else is asked."""

    address: str
    marking: str
    template: str
    further: Sequence[str] = ()
    chosen: str
    usual: C
    only_words: Mapping[C, str]
    all_chosen: bool = False

    def asked(self, said: Callable[[str], str]) -> Asked[C]:
        """Whatever somebody wrote into the address: what we do not know is what most people want."""
        word, kinds = said("only"), type(self.usual)
        only = kinds(word) if known(kinds, word) else self.usual
        ids = (whole_number(part) for part in said(self.chosen).split(",")[:MOST_CHOSEN])
        chosen = frozenset(one for one in ids if one is not None)
        under = said("under").strip()
        grid, on = said("grid") or "3x8", said("paper") or "A4"
        fields = {"under": under, **{name: said(name).strip() for name in self.further}}
        fields |= {
            "only": str(only),
            "grid": grid,
            "paper": on,
            self.chosen: ",".join(map(str, sorted(chosen))),
        }
        return Asked(under, only, grid, on, chosen, fields)


def whole_number(said: str) -> int | None:
    """What an address says as a number; None for anything else."""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 16 else None
