"""What people say in the demonstration, from its reference tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from lib.demo.chance import Weighted
from lib.store.tables import table


@dataclass(frozen=True, slots=True)
class Said:
    """What was reported, and what was written down when it was done."""

    description: str
    followed: str


class Phrases:
    """Sentences by topic, and reports by service."""

    def __init__(self) -> None:
        topics: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for row in table("demo_phrases"):
            topics[row["topic"]].append((row["words"], float(row["weight"])))
        self._topics = {topic: Weighted(words) for topic, words in topics.items()}
        self._reports: dict[str, list[Said]] = defaultdict(list)
        for row in table("demo_words"):
            self._reports[row["service_code"]].append(Said(row["description"], row["followed"]))

    def say(self, random: Random, topic: str) -> str:
        """One sentence of that topic."""
        return self._topics[topic].draw(random)

    def report(self, random: Random, service_code: str, fallback: Sequence[str]) -> Said:
        """What somebody says who needs that service: a report with its end, or words of the catalogue."""
        reports = self._reports.get(service_code)
        if not reports or (fallback and random.random() < 0.35):
            known = random.choice(reports).followed if reports else ""
            return Said(random.choice(fallback), known) if fallback else Said(service_code, known)
        return random.choice(reports)


def materials_by_service() -> Mapping[str, tuple[str, ...]]:
    """Codes of the materials each service uses up."""
    return {row["service_code"]: tuple(row["materials"].split(";")) for row in table("demo_materials")}


def surnames() -> list[str]:
    """Surnames as common as they are."""
    return [row["surname"] for row in table("people_names")]
