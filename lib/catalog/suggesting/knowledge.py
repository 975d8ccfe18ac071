"""What the suggester is taught with: the catalogue's own words, phrases that ship with the product, other trades."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from lib.catalog.services import UNKNOWN, Service
from lib.catalog.suggesting.model import Sample
from lib.catalog.suggesting.pieces import pieces
from lib.catalog.suggesting.plain import plain
from lib.store.tables import table

_ELSEWHERE = "!"
"""What the subjects begin with that are no business of the desk: chatter, medicine, invoices."""
OWN = 2.0
"""What a word of the catalogue counts against a phrase that ships with the product."""
ALONE = 8.0
"""What it counts where no such phrases stand beside it: a service of the hospital's own has few words."""


@dataclass(frozen=True, slots=True)
class Said:
    """How a service of the catalogue is spoken of here: its name and the hospital's own words for it."""

    code: str
    name: str
    name_en: str
    words: tuple[str, ...]


def said(catalogue: Iterable[Service]) -> tuple[Said, ...]:
    """What there is to be suggested; the service of a ticket nobody classified is not among it."""
    return tuple(
        Said(service.code, service.name, service.name_en, service.words)
        for service in catalogue
        if service.code != UNKNOWN
    )


def samples(catalogue: Sequence[Said]) -> list[Sample]:
    """Every sentence the model of that catalogue is taught with."""
    heard = [*_own(catalogue), *_shipped(catalogue), *_elsewhere()]
    return [sample for sample in heard if sample.pieces]


def own_words(catalogue: Iterable[Said]) -> Mapping[str, str]:
    """The service of each name and word of the catalogue, in plain form; words two services share mean neither."""
    found: dict[str, set[str]] = {}
    for service in catalogue:
        for words in (service.name, *service.words):
            found.setdefault(plain(words), set()).add(service.code)
    return {words: codes.pop() for words, codes in found.items() if words and len(codes) == 1}


def _own(catalogue: Iterable[Said]) -> Iterator[Sample]:
    for service in catalogue:
        counts = OWN if _still_means(service) else ALONE
        for words in filter(None, (service.name, *service.words)):
            yield Sample(pieces(words), service.code, counts)
        if service.name_en:
            yield Sample(pieces(service.name_en), service.code, counts / OWN)


def _shipped(catalogue: Iterable[Said]) -> Iterator[Sample]:
    for service in catalogue:
        if _still_means(service):
            yield from _phrases().get(service.code, ())


def _still_means(service: Said) -> bool:
    """Whether the code stands for what the product's own catalogue calls so: a hospital that brings a catalogue of
    its own may use the same codes for other things. Two neighbouring characters of the name are enough."""
    ours = _names().get(service.code, "")
    pairs = {ours[at : at + 2] for at in range(len(ours) - 1)}
    return any(pair in service.name for pair in pairs)


@cache
def _names() -> Mapping[str, str]:
    return {row["code"]: row["name"] for row in table("services")}


@cache
def _phrases() -> Mapping[str, Sequence[Sample]]:
    """Cut once: the catalogue changes, what ships with the product does not."""
    found: dict[str, list[Sample]] = {}
    for row in (*table("phrases"), *table("demo_words")):
        code, words = row["service_code"], row.get("words") or row["description"]
        found.setdefault(code, []).append(Sample(pieces(words), code))
    return found


def is_elsewhere(subject: str) -> bool:
    """Whether a subject of the model is none of the catalogue's services."""
    return subject.startswith(_ELSEWHERE)


@cache
def chatter() -> frozenset[str]:
    """What people say that is no business of the desk, in plain form."""
    return frozenset(plain(row["words"]) for row in table("other_trades"))


@cache
def _elsewhere() -> Sequence[Sample]:
    return [Sample(pieces(row["words"]), _ELSEWHERE + row["topic"]) for row in table("other_trades")]
