"""The bar is drawn over itself in a terminal, is gone before anything else is said, and is nothing elsewhere."""

from __future__ import annotations

import io

import pytest

from lib.admin.bar import Bar


class Terminal(io.StringIO):
    """Somebody watches."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("0 4 读取", "读取 [······························] 0 / 4"),
        ("2500 10000 读取", "读取 [███████·······················] 2,500 / 10,000"),
        ("4 4 写入", "写入 [██████████████████████████████] 4 / 4"),
        ("5 4 写入", "写入 [██████████████████████████████] 5 / 4"),
        ("500 0 two words", "two words 500"),
    ],
)
def test_says_how_far_it_has_come(text: str, drawn: str) -> None:
    terminal = Terminal()
    Bar(terminal).draw(text)
    assert terminal.getvalue().rpartition("\x1b[K")[2] == drawn


def test_is_gone_before_a_line_is_printed() -> None:
    terminal = Terminal()
    bar = Bar(terminal)
    bar.clear()
    assert terminal.getvalue() == ""
    bar.draw("1 2 a")
    bar.clear()
    bar.clear()
    assert terminal.getvalue().endswith("1 / 2\r\x1b[K")
    assert terminal.getvalue().count("\r\x1b[K") == 2


def test_is_nothing_where_nobody_watches() -> None:
    file = io.StringIO()
    bar = Bar(file)
    bar.draw("1 2 a")
    bar.clear()
    assert file.getvalue() == ""
