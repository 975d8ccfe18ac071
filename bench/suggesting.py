"""How well and how quickly services are suggested: by sources left out, cross-validated, and in milliseconds."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from random import Random

from bench.serving import demonstration, median, percentile
from lib.catalog.suggesting import knowledge, suggester
from lib.catalog.suggesting.experience import remembered
from lib.catalog.suggesting.knowledge import Said, is_elsewhere
from lib.catalog.suggesting.likely import Suggester
from lib.catalog.suggesting.model import Sample, taught
from lib.catalog.suggesting.pieces import pieces
from lib.core import clock
from lib.places.locations import location
from lib.store.database import Database
from lib.store.opening import close_all, opened
from lib.store.tables import table
from lib.tickets.learning import learn

FOLDS = 5
Phrase = tuple[str, str, str]
"""Words, the code of their service or a subject that is none of ours, where they come from."""


def phrases() -> list[Phrase]:
    ours = [(row["words"], row["service_code"], row["source"]) for row in table("phrases")]
    others = [(row["words"], "!" + row["topic"], row["source"]) for row in table("other_trades")]
    catalogue = [
        (words, row["code"], "catalogue")
        for row in table("services")
        for words in (row["name"], *row["words"].split(";"))
    ]
    tickets = [(row["description"], row["service_code"], "tickets") for row in table("demo_words")]
    return [*ours, *tickets, *others, *catalogue]


def made(known: Iterable[Phrase]) -> Suggester:
    samples = [
        Sample(pieces(words), code, knowledge.OWN if source == "catalogue" else 1.0)
        for words, code, source in known
    ]
    return Suggester(taught([sample for sample in samples if sample.pieces]), {}, frozenset(), remembered(()))


def measured(told: Suggester, asked: Sequence[Phrase]) -> str:
    ours = [(told.suggest(words, None), code) for words, code, _ in asked if not is_elsewhere(code)]
    others = [told.suggest(words, None) for words, code, _ in asked if is_elsewhere(code)]
    first = sum(found[:1] == [code] for found, code in ours) / max(len(ours), 1)
    three = sum(code in found for found, code in ours) / max(len(ours), 1)
    mute = sum(not found for found, _ in ours) / max(len(ours), 1)
    silent = sum(not found for found in others) / max(len(others), 1)
    return (
        f"first {first:.1%}, in three {three:.1%}, wrongly silent {mute:.1%} of {len(ours)};"
        f" rightly silent {silent:.1%} of {len(others)}"
    )


def left_out(known: Sequence[Phrase], source: str) -> str:
    """Taught without a source, asked with it: the nearest to people nobody has heard before."""
    asked = [phrase for phrase in known if phrase[2] == source]
    words = {phrase[0] for phrase in asked}
    rest = [phrase for phrase in known if phrase[0] not in words]
    return measured(made(rest), asked)


def cross_validated(known: Sequence[Phrase]) -> Iterable[str]:
    mixed = Random(0).sample(known, len(known))
    for fold in range(FOLDS):
        asked = mixed[fold::FOLDS]
        words = {phrase[0] for phrase in asked}
        yield measured(made(phrase for phrase in mixed if phrase[0] not in words), asked)


def catalogue() -> tuple[Said, ...]:
    return tuple(
        Said(row["code"], row["name"], row["name_en"], tuple(row["words"].split(";")))
        for row in table("services")
    )


def built() -> None:
    began, cpu = time.perf_counter(), time.process_time()
    samples = knowledge.samples(catalogue())
    cut = time.perf_counter() - began
    model = taught(samples)
    print(
        f"built from {len(samples)} sentences in {time.perf_counter() - began:.2f} s"
        f" ({time.process_time() - cpu:.2f} s of processor, {cut:.2f} s of it cutting),"
        f" {model.weights.shape[0]} pieces, {model.weights.nbytes / 1e6:.0f} MB"
    )


def asked(db: Database, when: str) -> None:
    """Times single questions with the words and places of real tickets."""
    tickets = db.rows(
        "SELECT description, location_id FROM ticket WHERE description <> '' ORDER BY id DESC LIMIT 2000"
    )
    suggester(db).suggest("", None)
    took = []
    for ticket in tickets:
        began = time.perf_counter()
        suggester(db).suggest(ticket["description"], location(db, ticket["location_id"]))
        took.append((time.perf_counter() - began) * 1000)
    print(
        f"{when}: {len(took)} questions, p50 {median(took):.2f} ms, p95 {percentile(took, 95):.2f} ms,"
        f" slowest {max(took):.1f} ms"
    )


def timed() -> None:
    with demonstration() as data:
        db = opened(data / "onestop.duckdb")
        asked(db, "before any experience")
        began = time.perf_counter()
        count = learn(db, clock.now())
        words = db.value("SELECT COUNT(*) FROM suggestion_word")
        print(f"learned {words} sentences from {count} tickets in {time.perf_counter() - began:.2f} s")
        asked(db, "with that experience")
        hostile = "灯" * 100_000
        began = time.perf_counter()
        suggester(db).suggest(hostile, None)
        print(f"100,000 characters: {(time.perf_counter() - began) * 1000:.1f} ms")
        close_all()


def main() -> None:
    built()
    timed()
    known = phrases()
    for source in ("names_only", "tickets", "catalogue"):
        print(f"taught without {source}: {left_out(known, source)}")
    for fold, said in enumerate(cross_validated(known), 1):
        print(f"fold {fold} of {FOLDS}: {said}")


if __name__ == "__main__":
    main()
