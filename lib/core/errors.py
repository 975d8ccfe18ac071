"""The one family of errors whose text is fit to show a nurse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Refusal(Exception):
    """Something a person asked for that cannot be done; nothing was changed.

    `message` is an English message id (marked with `i18n.mark`), `facts` fill its places,
    `field` names the form field it belongs to, if one does. Edges translate; nobody below does.
    """

    def __init__(self, message: str, /, *, field: str | None = None, **facts: Any) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.facts = facts

    def __str__(self) -> str:
        return filled(self.message, self.facts)


def filled(message: str, facts: Mapping[str, Any]) -> str:
    """The message with its `{places}` filled; one without a fact stays, rather than hiding the rest behind an error."""
    return message.format_map(_Blanks(facts))


class _Blanks(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


class NotAllowed(Refusal):
    """The person may not do this, here or at all."""


class NotFound(Refusal):
    """There is nothing under that name, number or code."""


class TooLate(Refusal):
    """Somebody else was faster: what the person saw is no longer how it is."""


class WrongInput(Refusal):
    """A value cannot be taken; `field` says which."""


class TooMany(Refusal):
    """Asked too often in too short a time."""


class NotQualified(Refusal):
    """Somebody lacks a paper the job asks for; `overridable`: who was refused may do it all the same, with a reason."""

    def __init__(self, message: str, /, *, overridable: bool, field: str | None = None, **facts: Any) -> None:
        super().__init__(message, field=field, **facts)
        self.overridable = overridable
