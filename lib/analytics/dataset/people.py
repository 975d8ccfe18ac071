"""Columns that say what people thought of it, and who they are."""

from __future__ import annotations

from collections.abc import Sequence

from lib.analytics.dataset.column import Column, Comes, Kind
from lib.analytics.dataset.making import flag, marks, personal
from lib.core.i18n import mark

PEOPLE: Sequence[Column] = (
    flag("asked", mark("Could be rated"), mark("Whether a department could have rated it."), Comes.RATING),
    marks("score", mark("Score"), mark("The mean of the three marks; empty without a rating."), Kind.NUMBER),
    marks("speed", mark("Score for speed"), mark("The mark for speed."), Kind.WHOLE),
    marks("quality", mark("Score for quality"), mark("The mark for quality."), Kind.WHOLE),
    marks("attitude", mark("Score for attitude"), mark("The mark for attitude."), Kind.WHOLE),
    flag(
        "spoken",
        mark("Rated by telephone"),
        mark("Whether the desk asked for the rating by telephone."),
        Comes.RATING,
    ),
    personal("reporter", mark("Reporter's name"), mark("Who reported it first.")),
    personal("phone", mark("Reporter's phone"), mark("The telephone number of who reported it first.")),
    personal("assignee", mark("Technician"), mark("Who had it last.")),
    personal("description", mark("Description"), mark("What was reported, in the words of the report.")),
    personal("rating_words", mark("Words of the rating"), mark("What was written beside the rating.")),
)
