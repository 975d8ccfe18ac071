"""`lists export|template|import NAME FILE`: where the file lies is this machine's matter."""

from __future__ import annotations

import base64
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from lib.core.errors import Refusal
from lib.core.i18n import mark, say
from lib.core.settings import settings

ACTS = ("export", "template", "import")


class Send(Protocol):
    """Does a command here, or asks the application that holds the database."""

    def __call__(
        self, name: str, options: Mapping[str, str], content: bytes = b"", keep: Callable[[str], object] = ...
    ) -> int: ...


def add_arguments(one: ArgumentParser) -> None:
    """The words of the command."""
    language = settings().language
    one.add_argument("act", choices=ACTS)
    one.add_argument("name", help=say(language, mark("departments, places, people, services …")))
    one.add_argument("file", type=Path, help=say(language, mark("ends in .xlsx or .csv")))
    one.add_argument(
        "--leave-out-wrong",
        action="store_true",
        help=say(language, mark("import the right rows and leave out the others")),
    )


def run(asked: Namespace, read: Callable[[Path], bytes], send: Send) -> int:
    """Writes the list to the file, or reads it from there."""
    if asked.act == "import":
        options = {"name": asked.name, "leave_out": "yes" if asked.leave_out_wrong else ""}
        return send("list-import", options, read(asked.file))
    options = {"name": asked.name, "form": asked.file.suffix.lstrip(".").lower()}
    return send(f"list-{asked.act}", options, keep=lambda text: _keep(asked.file, text))


def _keep(path: Path, text: str) -> None:
    try:
        path.write_bytes(base64.b64decode(text))
    except OSError as error:
        raise Refusal(mark("{path} cannot be written: {error}"), path=path, error=error.strerror) from error
    print(say(settings().language, mark("Written: {path}"), path=path), flush=True)
