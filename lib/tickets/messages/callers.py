"""Who calls with one message of a paste: its sender, else who signed it or says who they are, and their number."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lib.store.database import Database
from lib.tickets.calls import extension_of
from lib.tickets.messages import people
from lib.tickets.messages.heads import Sent
from lib.tickets.messages.people import Covers
from lib.tickets.messages.reading import Span


@dataclass(frozen=True, slots=True)
class Who:
    """Who wrote it; where they say how to reach them and who they are, and what of that need not stand in the words."""

    name: str
    phone: str
    reached: Span
    said: Span | None = None
    signed: Span | None = None


def caller(db: Database, text: str, sent: Sent, covers: Covers) -> Who:
    """The caller of that message of the text (in its plain form); empty where nobody is named."""
    phone = people.phone(text, *sent.head) or people.phone(text, sent.start, sent.end)
    number = phone[0] if phone else _extension(db, text[sent.start : sent.end])
    reached = phone[1] if phone else (0, 0)
    if sent.sender:
        return Who(_titled(sent.sender), number, reached)
    signed = people.signature(text, sent.start, sent.end, covers)
    found = signed or people.introduced(text, sent.start, sent.end, covers)
    if found is None:
        return Who("", number, reached)
    return Who(found.name, number, reached, found.whole, found.whole if found.signed else None)


def _extension(db: Database, words: str) -> str:
    """A bare number that is some department's extension."""
    numbers = re.findall(r"(?<!\d)\d{4,6}(?!\d)", words)
    return next((number for number in numbers if extension_of(db, number)), "")


def _titled(sender: str) -> str:
    """The person in a nickname of the group: "心内-张护士" → "张护士", anything else as it stands."""
    last = re.split(r"[-_·|/\s]+", sender.strip())[-1]
    return last or sender
