"""The reason a step back is given with."""

from __future__ import annotations

from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.core.typed_words import seen
from lib.cost_sharing.actions.answering import LONGEST


def given(reason: str, wanted: str) -> str:
    """What was written as the reason; WrongInput with the words `wanted` where nothing was, or too much."""
    said = seen(reason)
    if not said:
        raise WrongInput(wanted, field="reason")
    if len(said) > LONGEST:
        raise WrongInput(mark("Please keep it under {most} characters."), field="reason", most=LONGEST)
    return said
