"""Everything a page says, and which of it is the hospital's own data rather than our words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from playwright.sync_api import Page

from lib.core.i18n import Language
from lib.notifications.outbox import TOPIC_WORDS
from lib.notifications.wording import standard
from lib.store.database import Database

CHINESE = re.compile(r"[\u3400-\u9fff]+")
LATIN = re.compile(r"[A-Za-z]+")
ADDRESS = re.compile(r"(https?:)?//\S+")
PLACE = re.compile(r"\{[a-z_]+\}")
"""What is filled in, in the words of messages an administrator may change."""
ALLOWED = frozenset({"MB", "CSV", "Excel", "English", "onestop", "demo", "Ctrl", "Enter"})
"""A unit, two kinds of files, a language's name for itself, the password of the demonstration, keys."""

# Text and the words of attributes, in closed components too. Left out: what is drawn on a canvas (data), icons that are
# written as a word in a font of icons, and each language's name for itself.
SAYS = """() => {
  const found = new Set();
  const skip = "script, style, noscript, canvas, svg title, [lang]:not(html), [data-testid=stIconMaterial]";
  const drawn = (element) => element.checkVisibility() || element.closest("option");
  const icon = (element) => getComputedStyle(element).fontFamily.includes("Material");
  const walk = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) walk(element.shadowRoot);
      if (element.closest(skip) || !drawn(element) || icon(element)) continue;
      for (const name of ["placeholder", "title", "aria-label", "alt"])
        if (element.getAttribute(name)) found.add(element.getAttribute(name).trim());
      for (const node of element.childNodes)
        if (node.nodeType === Node.TEXT_NODE && node.nodeValue.trim()) found.add(node.nodeValue.trim());
    }
  };
  walk(document);
  found.add(document.title);
  return [...found];
}"""

NAMED = """
    SELECT name FROM account UNION SELECT username FROM account UNION SELECT skills FROM technician
    UNION SELECT name FROM department UNION SELECT code FROM department UNION SELECT cost_centre FROM department
    UNION SELECT name FROM vendor UNION SELECT code FROM vendor UNION SELECT vendor_type FROM vendor
    UNION SELECT name FROM team UNION SELECT code FROM team UNION SELECT number FROM contract
    UNION SELECT name FROM location UNION SELECT number FROM location UNION SELECT notes FROM location
    UNION SELECT name FROM service_group UNION SELECT name FROM service UNION SELECT code FROM service
    UNION SELECT licence FROM service UNION SELECT words FROM service
    UNION SELECT name FROM material UNION SELECT code FROM material UNION SELECT unit FROM material
    UNION SELECT name FROM cause UNION SELECT name FROM remedy UNION SELECT name FROM working_calendar
    UNION SELECT note FROM calendar_day UNION SELECT note FROM promise UNION SELECT name FROM reporter
    UNION SELECT name FROM asset UNION SELECT number FROM asset UNION SELECT category FROM asset
    UNION SELECT maker FROM asset UNION SELECT model FROM asset UNION SELECT notes FROM asset
    UNION SELECT name FROM certificate UNION SELECT number FROM certificate UNION SELECT issuer FROM certificate
    UNION SELECT name FROM plan UNION SELECT code FROM plan UNION SELECT name FROM checklist
    UNION SELECT category FROM checklist
    UNION SELECT words FROM checklist_item UNION SELECT hint FROM checklist_item UNION SELECT unit FROM checklist_item
    UNION SELECT name FROM post
"""
SAID = """
    SELECT description FROM ticket UNION SELECT words FROM rating UNION SELECT words FROM call_back
    UNION SELECT title FROM announcement UNION SELECT body FROM announcement
"""


class Data:
    """Names and sentences that come from the database, not from us."""

    def __init__(self, database: Database) -> None:
        names = {next(iter(row.values())) for row in database.rows(NAMED)}
        units = {row["unit"] for row in database.rows("SELECT unit FROM material")}
        sentences = {next(iter(row.values())) for row in database.rows(SAID)}
        facts = {row["facts"] for row in database.rows("SELECT DISTINCT facts FROM ticket_event")}
        told = {words for one in facts for words in _strings(json.loads(one))}
        # People of other companies are known to reporters by their surname.
        polite = {f"Technician {row['name'][:1]}" for row in database.rows("SELECT name FROM account")}
        # The Chinese words of messages stand beside the English ones where both are changed.
        messages = {standard(topic, Language.ZH) for topic in TOPIC_WORDS}
        every = names | sentences | told | polite | messages
        chinese = (words for words in every if CHINESE.search(words) and (len(words) > 1 or words in units))
        self.chinese = sorted(chinese, key=len, reverse=True)
        self.latin = {word for words in every for word in LATIN.findall(words)}

    def without(self, text: str) -> str:
        """The text without any Chinese that is data."""
        for words in self.chinese if CHINESE.search(text) else ():
            text = text.replace(words, "")
        return "" if text.endswith("…") and self._begins_a_sentence(text) else text

    def _begins_a_sentence(self, cut: str) -> bool:
        begun = cut.removesuffix("…").rpartition(" · ")[2].strip()
        return any(words.startswith(begun) for words in self.chinese)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


def says(page: Page) -> list[str]:
    """Every piece of text the page shows now."""
    return [ADDRESS.sub("", text) for text in page.evaluate(SAYS)]


def latin_words(page: Page, data: Data) -> set[str]:
    """Pieces with Latin words that are neither data nor allowed."""
    known = data.latin | ALLOWED
    return {text for text in says(page) if set(LATIN.findall(PLACE.sub("", text))) - known}


def chinese_words(page: Page, data: Data) -> set[str]:
    """Pieces with Chinese that is not data."""
    return {text for text in says(page) if CHINESE.search(data.without(text))}
