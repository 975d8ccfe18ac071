"""Every message has its Chinese, none is stale, none is said in two ways, and the places in them are the same."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from lib.core.i18n import LOCALE

ROOT = Path(__file__).parents[2]
PLACE = re.compile(r"\{(\w*)[^{}]*\}")
LATIN = re.compile(r"[A-Za-z]{2,}")
# What a Chinese sentence may hold in Latin letters: names, formats and units people know by these letters.
KNOWN_LATIN = {
    *("OneStop", "CSV", "Excel", "Parquet", "PDF", "QR", "SVG", "TOML", "JSON", "ID", "IP", "PIN", "URL"),
    *(
        "MB",
        "KB",
        "GB",
        "HEIC",
        "MP",
        "Wi",
        "Fi",
        "HTTPS",
        "Ctrl",
        "Enter",
        "Alt",
        "Esc",
        "Tab",
        "UTF",
        "GBK",
    ),
    *("python", "lib", "admin", "init", "demo", "timezone", "ONESTOP", "PORT", "localhost"),
}
FULL_WIDTH = re.compile(r"[\u4e00-\u9fff}”][,:;!?(]|[,:;!?)][\u4e00-\u9fff“]")

Places = dict[str, list[str]]


def _texts(node: ast.expr) -> Iterator[str]:
    """The literal texts an argument may be: one, or either side of a condition."""
    match node:
        case ast.Constant(value=str() as text):
            yield text
        case ast.IfExp(body=body, orelse=other):
            yield from _texts(body)
            yield from _texts(other)


def _position(call: ast.Call, path: Path) -> int | None:
    """Which argument of the call is a message: of `mark`, `_`, `say(language, …)`, or a speaker's `x._` and `x.say`."""
    match call.func:
        case (
            ast.Name(id="mark" | "_")
            | ast.Attribute(attr="mark" | "_")
            | ast.Call(func=ast.Name(id="speaker"))
        ):
            return 0
        # The demonstration's people say sentences of their own.
        case ast.Name(id="say") if "demo" not in path.parts:
            return 1
        case ast.Attribute(attr="say") if "demo" not in path.parts:
            return 0
    return None


def _said_in_python(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and (position := _position(node, path)) is not None:
            for argument in node.args[position : position + 1]:
                yield from ((node.lineno, text) for text in _texts(argument))


def _said_in_template(path: Path) -> Iterator[tuple[int, str]]:
    for call in Environment().parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in ("_", "say") and call.args:
            yield from ((call.lineno, text) for text in _template_texts(call.args[0]))


def _template_texts(node: nodes.Expr) -> Iterator[str]:
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, nodes.CondExpr):
        yield from _template_texts(node.expr1)
        if node.expr2 is not None:
            yield from _template_texts(node.expr2)


@cache
def said() -> Places:
    """Every message in the code, and where."""
    found: Places = {}
    for folder in ("lib", "pages"):
        for path in sorted((ROOT / folder).rglob("*")):
            read = {".py": _said_in_python, ".html": _said_in_template}.get(path.suffix)
            for line, text in read(path) if read else ():
                found.setdefault(text, []).append(f"{path.relative_to(ROOT)}:{line}")
    return {text: where for text, where in found.items() if text.strip()}


@cache
def translated() -> dict[str, list[tuple[str, Message]]]:
    """Every message of the po files, with the file it stands in."""
    found: dict[str, list[tuple[str, Message]]] = {}
    for path in sorted((LOCALE / "zh_CN").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file):
                if message.id:
                    found.setdefault(str(message.id), []).append((path.name, message))
    return found


def shown(lines: list[str]) -> str:
    return "\n" + "\n".join(lines)


def test_the_extractor_finds_messages_in_code_and_templates() -> None:
    everywhere = [where for places in said().values() for where in places]
    assert any(where.endswith(".py") or ".py:" in where for where in everywhere)
    assert any(".html:" in where for where in everywhere)
    assert {"Waiting for dispatch", "{hours} h {minutes} min"} <= said().keys()


def test_every_message_has_its_chinese() -> None:
    silent = [m for m in said() if not any(str(one.string) for _, one in translated().get(m, ()))]
    lines = [f"{said()[message][0]}: {message!r}" for message in silent]
    assert not lines, shown(lines)


def test_no_translation_is_stale() -> None:
    stale = sorted(
        f"{name}: {message!r}"
        for message, where in translated().items()
        if message not in said()
        for name, _ in where
    )
    assert not stale, shown(stale)


def test_no_message_is_translated_in_two_ways() -> None:
    twice = [
        f"{message!r}: " + ", ".join(f"{one.string!r} in {name}" for name, one in where)
        for message, where in translated().items()
        if len({str(one.string) for _, one in where}) > 1
    ]
    assert not twice, shown(twice)


def test_nothing_is_left_uncertain() -> None:
    fuzzy = [f"{name}: {m!r}" for m, where in translated().items() for name, one in where if one.fuzzy]
    assert not fuzzy, shown(fuzzy)


def test_both_sides_have_the_same_places() -> None:
    uneven = [
        f"{name}: {message!r} → {one.string!r}"
        for message, where in translated().items()
        for name, one in where
        if set(PLACE.findall(message)) != set(PLACE.findall(str(one.string)))
    ]
    assert not uneven, shown(uneven)


def test_places_have_names() -> None:
    unnamed = [
        f"{where[0]}: {message!r}" for message, where in said().items() if "" in PLACE.findall(message)
    ]
    assert not unnamed, shown(unnamed)


def test_chinese_holds_no_latin_words_but_the_known_ones() -> None:
    latin = [
        f"{name}: {message!r} → {one.string!r}"
        for message, where in translated().items()
        for name, one in where
        if set(LATIN.findall(PLACE.sub("", str(one.string)))) - KNOWN_LATIN
    ]
    assert not latin, shown(latin)


def test_chinese_is_written_with_chinese_punctuation() -> None:
    narrow = [
        f"{name}: {one.string!r}"
        for where in translated().values()
        for name, one in where
        if FULL_WIDTH.search(PLACE.sub("}", str(one.string)))
    ]
    assert not narrow, shown(narrow)


@pytest.mark.parametrize("path", sorted((LOCALE / "zh_CN").glob("*.po")), ids=lambda path: path.stem)
def test_a_file_says_each_message_once(path: Path) -> None:
    ids = re.findall(r'^msgid "(.+)"$', path.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(ids) == sorted(set(ids))
