"""The store opened as in service, and another process that holds a database file."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from lib.store import database
from tests.conftest import Connect

HOLD = """
import sys
import duckdb
connection = duckdb.connect(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
connection.close()
"""


@pytest.fixture
def connect() -> Connect:
    """With an engine of its own: these tests are about it."""
    return database._connect


@pytest.fixture
def holding() -> Callable[[Path], AbstractContextManager[None]]:
    """While inside, another process has that file open."""

    @contextmanager
    def held(path: Path) -> Iterator[None]:
        process = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert process.stdin and process.stdout
        try:
            assert process.stdout.readline().strip() == b"held"
            yield
        finally:
            process.stdin.close()
            process.wait(timeout=30)
            process.stdout.close()

    return held
