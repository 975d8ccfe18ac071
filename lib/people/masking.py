"""Names and phone numbers for eyes that may not see them whole."""

from __future__ import annotations


def masked_name(name: str) -> str:
    """The first character and stars: enough to recognise whom one knows."""
    return name[:1] + "*" * min(2, max(0, len(name) - 1))


def masked_phone(phone: str) -> str:
    """A mobile number without its middle; an extension of the house is nobody's secret."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else phone


def masked_words(words: str) -> str:
    """Words that may hold anybody's name: only that there are some."""
    return "***" if words.strip() else ""
