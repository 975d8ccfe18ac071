"""The command line, used by somebody in a hurry: one sentence in Chinese, no traceback, nothing written."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lib.admin.__main__ import main
from lib.core.settings import settings
from lib.store.database import Database
from lib.store.opening import close_all
from lib.tickets.checking import problems
from tests.hostile.conftest import png

MAP = """
source = "old"
timezone = "Asia/Shanghai"
[number]
column = "no"
[opened]
column = "opened"
[description]
column = "what"
"""
GOOD = "no,opened,what\n1,2026-03-01 08:00,灯不亮\n"


@pytest.fixture(scope="module")
def desk(
    cast_file: tuple[Path, dict[str, object]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """A folder with the small hospital, and files an administrator may mix up."""
    folder = tmp_path_factory.mktemp("commands")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ONESTOP_DATA", str(folder / "data"))
        settings.cache_clear()
        close_all()
        settings().database.parent.mkdir(parents=True)
        shutil.copyfile(cast_file[0], settings().database)
        files: dict[str, bytes] = {
            "good.csv": GOOD.encode(),
            "map.toml": MAP.encode(),
            "empty": b"",
            "mark.csv": b"\xef\xbb\xbf",
            "nul.csv": b"no,opened,what\n1,\x00\x00,\x00\n",
            "picture.png": png(),
            "broken.xlsx": b"PK\x03\x04" + bytes(60),
            "words.toml": "这不是映射".encode(),
            "latin.toml": 'source = "alté"'.encode("latin-1"),
            "list.toml": b"source = []\nnumber = 3\n",
            "other.csv": "编号,时间\n1,2\n".encode("gb18030"),
        }
        for name, content in files.items():
            (folder / name).write_bytes(content)
        (folder / "folder").mkdir()
        yield folder
        database = Database(settings().database)
        assert problems(database) == []
        database.close()
    settings.cache_clear()


Run = Callable[[str], tuple[int, str]]


@pytest.fixture
def run(desk: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """`run("check")` → exit code and everything said; words in < > are files of the desk."""

    def command(typed: str) -> tuple[int, str]:
        arguments = [str(desk / word[1:-1]) if word.startswith("<") else word for word in typed.split("|")]
        try:
            code = main(arguments)
        except SystemExit as left:
            code = int(left.code or 0)
        said = capsys.readouterr()
        return code, said.out + said.err

    return command


IMPORT = "import-tickets|{}|--mapping|{}"
HOW = "上面是正确的写法"

# what is typed · words apart by | · what is read
COMMANDS: list[tuple[str, str, str]] = [
    ("a command nobody knows", "explode", HOW),
    ("an option nobody knows", "check|--hard", HOW),
    ("no file to import", "import-tickets", HOW),
    ("no mapping", "import-tickets|<good.csv>", HOW),
    ("a file that is not there", IMPORT.format("<nothing.csv>", "<map.toml>"), "nothing.csv"),
    ("a folder for a file", IMPORT.format("<folder>", "<map.toml>"), "folder"),
    ("a mapping that is not there", IMPORT.format("<good.csv>", "<nothing.toml>"), "nothing.toml"),
    ("a folder for a mapping", IMPORT.format("<good.csv>", "<folder>"), "folder"),
    ("a picture for a mapping", IMPORT.format("<good.csv>", "<picture.png>"), "picture.png"),
    ("words for a mapping", IMPORT.format("<good.csv>", "<words.toml>"), "对照文件"),
    ("a mapping of another encoding", IMPORT.format("<good.csv>", "<latin.toml>"), "latin.toml"),
    ("a mapping of the wrong kinds", IMPORT.format("<good.csv>", "<list.toml>"), "对照文件"),
    ("an empty mapping", IMPORT.format("<good.csv>", "<empty>"), "对照文件"),
    ("an empty file", IMPORT.format("<empty>", "<map.toml>"), ""),
    ("a file of a mark alone", IMPORT.format("<mark.csv>", "<map.toml>"), ""),
    ("a picture for a table", IMPORT.format("<picture.png>", "<map.toml>"), ""),
    ("a workbook that is none", IMPORT.format("<broken.xlsx>", "<map.toml>"), ""),
    ("a table with other columns", IMPORT.format("<other.csv>", "<map.toml>"), "no"),
    ("file and mapping mixed up", IMPORT.format("<map.toml>", "<good.csv>"), ""),
    (
        "a zone nobody lives in",
        IMPORT.format("<good.csv>", "<map.toml>") + "|--timezone|Mars/Base",
        "Mars/Base",
    ),
    (
        "a zone that climbs up",
        IMPORT.format("<good.csv>", "<map.toml>") + "|--timezone|../../etc/passwd",
        "passwd",
    ),
    ("a zone that is no name", IMPORT.format("<good.csv>", "<map.toml>") + "|--timezone|\0", "时区"),
    ("an account of no role", "create-user|new|新人", HOW),
    ("an account of a role nobody knows", "create-user|new|新人|king", "king"),
    ("a leader of no team", "create-user|new|新人|leader", ""),
    ("a leader of a team there never was", "create-user|new|新人|leader:team:T77", "T77"),
    ("a role of colons", "create-user|new|新人|::::", ""),
    ("an account that is there", "create-user|wang|王|operator", "wang"),
    ("an account with spaces", "create-user|new man|新人|operator", "用户名"),
    ("an account nobody can see", "create-user|\u200b|\u200b|operator", "用户名"),
    ("another hospital over this one", "init", "已"),
]


@pytest.mark.parametrize(("done", "typed", "words"), COMMANDS, ids=[row[0] for row in COMMANDS])
def test_a_command_that_cannot_be_carried_out(run: Run, done: str, typed: str, words: str) -> None:
    code, said = run(typed)
    assert code in (1, 2)
    assert words in said and any("\u4e00" <= c <= "\u9fff" for c in said), said
    assert "Traceback" not in said and "Error" not in said, said


def test_nothing_was_written(run: Run) -> None:
    database = Database(settings().database)
    assert database.value("SELECT count(*) FROM ticket") == 0
    assert database.value("SELECT count(*) FROM account") == 13
    database.close()


def test_a_file_with_nothing_in_its_cells_is_told_row_by_row(run: Run) -> None:
    code, said = run(IMPORT.format("<nul.csv>", "<map.toml>"))
    assert code in (0, 1) and "Traceback" not in said and "Error" not in said
