"""The likely services of a report in free words: taught by the catalogue, corrected by experience, or silent."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from lib.catalog import services
from lib.catalog.suggesting import experience, knowledge, places
from lib.catalog.suggesting.experience import Experience, telling
from lib.catalog.suggesting.knowledge import Said
from lib.catalog.suggesting.model import Floats, Model, softmax, taught
from lib.catalog.suggesting.pieces import pieces
from lib.catalog.suggesting.plain import plain
from lib.places.locations import Location
from lib.store.database import Database

MOST = 3
OURS = -1.25
"""Logarithm of how likely the best service must be against "none of our business"."""
SURE = 0.02
"""Chance of the best service below which nothing is known."""
FAINT = 0.003
"""Chance below which a second or third guess is no help."""
NAMED = 3.0
"""By how much the service leads whose own words were said exactly."""
TINY = 1e-9
_teaching = Lock()
TABLES = ("service", "service_group", *experience.TABLES)


@dataclass(frozen=True, slots=True)
class Suggester:
    """`own` are the catalogue's own words in their plain form: who says exactly that means that service. Who says
    exactly what stands in `chatter` means none."""

    model: Model
    own: Mapping[str, str]
    chatter: Set[str]
    experience: Experience

    def suggest(self, words: str, location: Location | None) -> list[str]:
        """Up to three codes of services that are offered, the likeliest first; [] where nothing fits.

        The place makes some services likelier, but never speaks where the words say nothing.
        """
        said = places.without_place(words, location)
        cut = pieces(said)
        exactly = plain(said)
        if not cut or (exactly in self.chatter and exactly not in self.own):
            return []
        codes, ours = _columns(self.model.subjects)
        scores = self.model.scores(cut)
        gained = self._gains(codes, telling(cut))
        known = exactly in self.own or gained.max(initial=0) >= experience.BELIEVED
        if not known and not _any_of_ours(scores[ours] + gained, scores[~ours]):
            return []
        here = self._at(location, said, scores)[ours] + gained
        chances = softmax(self._led(here, codes, exactly))
        order = np.argsort(-chances, kind="stable")[:MOST]
        return [codes[at] for at in order if chances[at] >= FAINT]

    def _at(self, location: Location | None, said: str, scores: Floats) -> Floats:
        """The scores at that place: half as if its kind had been said too ("电梯" before "里面灯不亮")."""
        kind, services_here = places.kind_of_place(location)
        if not kind:
            return scores
        likelier = [subject.startswith(services_here) for subject in self.model.subjects]
        told = (scores + self.model.scores(pieces(kind + said))) * np.float32(0.5)
        return told + np.array([places.LIKELIER if one else 0 for one in likelier], np.float32)

    def _gains(self, codes: Sequence[str], cut: Sequence[str]) -> Floats:
        bonuses = self.experience.bonuses(cut)
        return np.array([bonuses.get(code, 0.0) for code in codes], np.float32)

    def _led(self, scores: Floats, codes: Sequence[str], exactly: str) -> Floats:
        """The scores with the service in front whose own words these are, if they are."""
        if exactly not in self.own:
            return scores
        at = codes.index(self.own[exactly])
        return np.where(np.arange(len(codes)) == at, scores.max() + np.float32(NAMED), scores)


@lru_cache(maxsize=8)
def _columns(subjects: tuple[str, ...]) -> tuple[tuple[str, ...], NDArray[np.bool_]]:
    """The codes of the services among the subjects, and where they are."""
    ours = np.array([not knowledge.is_elsewhere(subject) for subject in subjects], np.bool_)
    return tuple(subject for subject, is_ours in zip(subjects, ours, strict=True) if is_ours), ours


def _any_of_ours(ours: Floats, elsewhere: Floats) -> bool:
    if not ours.size:
        return False
    chances = softmax(np.concatenate((ours, elsewhere)))[: ours.size]
    against = math.log(chances.max() / max(1 - chances.sum(), TINY))
    return bool(against >= OURS and chances.max() >= SURE)


def suggester(db: Database) -> Suggester:
    """The suggester of the catalogue and of the experience as they are now."""
    return db.derived("suggester", TABLES, lambda: _made(db))


def _made(db: Database) -> Suggester:
    catalogue = knowledge.said(services.offered(db))
    # Who asks meanwhile waits for the same model instead of teaching another one.
    with _teaching:
        model = _model(catalogue)
    return Suggester(model, knowledge.own_words(catalogue), knowledge.chatter(), experience.experience(db))


# The same catalogue is taught once, however many databases hold it and however often a price in it changes.
@lru_cache(maxsize=2)
def _model(catalogue: tuple[Said, ...]) -> Model:
    return taught(knowledge.samples(catalogue))
