"""A small linear model over pieces of sentences, taught in half a second: which service each piece speaks for."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ROUNDS = 3
BATCH = 24
STEP = 0.8
"""Learning rate of AdaGrad (Duchi, Hazan & Singer 2011), one scale for each piece."""
CAUTION = 0.01
FORGOTTEN = 0.35
"""Share of the pieces left out of a sentence each time it is taught (dropout): none may carry the answer alone."""
UNHEARD = 0.35
RAREST = 9.0
"""What a piece nobody ever said counts in the length of a sentence, and its rarity: much unknown makes unsure."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence, what it is about, and how much it counts against one that people merely might say."""

    pieces: tuple[str, ...]
    about: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Model:
    """`weights` has a row for each known piece and a column for each subject, `leaning` a number for each subject."""

    subjects: tuple[str, ...]
    rows: Mapping[str, int]
    rarity: Floats
    weights: Floats
    leaning: Floats

    def scores(self, said: Sequence[str]) -> Floats:
        """How much the pieces speak for each subject (logits), in the order of `subjects`."""
        known = np.array([self.rows[piece] for piece in said if piece in self.rows], np.int64)
        heard: Floats = self.rarity[known]
        unheard = UNHEARD * (len(said) - len(known)) * RAREST**2
        length = math.sqrt(float(heard @ heard) + unheard) or 1.0
        return np.add(heard @ self.weights[known] / np.float32(length), self.leaning, dtype=np.float32)


def taught(samples: Sequence[Sample]) -> Model:
    """The model of softmax regression that tells the samples apart; always the same for the same samples."""
    rows: dict[str, int] = {}
    flat = np.fromiter((rows.setdefault(one, len(rows)) for each in samples for one in each.pieces), np.int64)
    rarity = np.log1p(len(samples) / np.maximum(np.bincount(flat), 1)).astype(np.float32)
    subjects = tuple(sorted({sample.about for sample in samples}))
    column = {subject: at for at, subject in enumerate(subjects)}
    lessons = _Lessons(
        flat=flat,
        sizes=np.array([len(sample.pieces) for sample in samples], np.int64),
        answers=np.array([column[sample.about] for sample in samples], np.int64),
        counts=np.array([sample.weight for sample in samples], np.float32),
    )
    weights, leaning = _learned(lessons, rarity, len(subjects))
    return Model(subjects, rows, rarity, weights, leaning)


@dataclass(frozen=True, slots=True)
class _Lessons:
    """The samples one after the other: `flat` are the rows of their pieces, `sizes` how many each has."""

    flat: Ints
    sizes: Ints
    answers: Ints
    counts: Floats

    def mixed(self, chance: np.random.Generator) -> _Lessons:
        """The same in another order, some pieces left out of each, at least one kept."""
        order = chance.permutation(len(self.sizes))
        sizes = self.sizes[order]
        starts = _starts(sizes)
        flat = self.flat[np.arange(len(self.flat)) + np.repeat(_starts(self.sizes)[order] - starts, sizes)]
        kept = chance.random(len(flat)) >= FORGOTTEN
        kept[starts + (chance.random(len(sizes)) * sizes).astype(np.int64)] = True
        left = np.add.reduceat(kept, starts, dtype=np.int64)
        return _Lessons(flat[kept], left, self.answers[order], self.counts[order])


def _starts(sizes: Ints) -> Ints:
    starts: Ints = np.cumsum(sizes) - sizes
    return starts


def _learned(lessons: _Lessons, rarity: Floats, subjects: int) -> tuple[Floats, Floats]:
    weights = np.zeros((len(rarity), subjects), np.float32)
    leaning = np.zeros(subjects, np.float32)
    travelled = np.full((len(rarity), 1), CAUTION, np.float32)
    chance = np.random.default_rng(0)
    if not lessons.answers.size:
        return weights, leaning
    for _ in range(ROUNDS):
        mixed = lessons.mixed(chance)
        starts = _starts(mixed.sizes)
        heard = rarity[mixed.flat]
        shares = heard / np.repeat(np.sqrt(np.add.reduceat(heard**2, starts)), mixed.sizes)
        for first in range(0, len(starts), BATCH):
            last = min(first + BATCH, len(starts))
            stretch = slice(starts[first], starts[last - 1] + mixed.sizes[last - 1])
            batch = _Batch(
                mixed.flat[stretch], shares[stretch, None], mixed.sizes[first:last],
                mixed.answers[first:last], mixed.counts[first:last],
            )  # fmt: skip
            _step(batch, weights, leaning, travelled)
    return weights, leaning


@dataclass(frozen=True, slots=True)
class _Batch:
    rows: Ints
    shares: Floats
    sizes: Ints
    answers: Ints
    counts: Floats


def _step(batch: _Batch, weights: Floats, leaning: Floats, travelled: Floats) -> None:
    """One step down the slope for a few samples, in place; only the rows they touch are looked at."""
    errors = softmax(np.add.reduceat(weights[batch.rows] * batch.shares, _starts(batch.sizes)) + leaning)
    errors[np.arange(len(batch.answers)), batch.answers] -= 1
    errors *= batch.counts[:, None]
    slope = np.repeat(errors, batch.sizes, axis=0) * batch.shares
    order = np.argsort(batch.rows, kind="stable")
    sorted_rows = batch.rows[order]
    firsts = np.flatnonzero(np.diff(sorted_rows, prepend=-1))
    touched, slopes = sorted_rows[firsts], np.add.reduceat(slope[order], firsts)
    travelled[touched] += (slopes**2).sum(axis=1, keepdims=True) / 4
    weights[touched] -= STEP * slopes / np.sqrt(travelled[touched])
    leaning -= CAUTION * STEP * errors.sum(axis=0)


def softmax(scores: Floats) -> Floats:
    """Chances that add up to one, along the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    chances: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return chances
