"""What an installation decides; wrong values fail with the name and what is allowed."""

from __future__ import annotations

import stat
from pathlib import Path
from threading import Barrier, Thread

import pytest

from lib.core.settings import ROOT, SettingError, read, settings


def test_without_variables_there_are_defaults() -> None:
    found = read({})
    assert (found.data, found.port, str(found.zone)) == (ROOT / "data", 8501, "Asia/Shanghai")
    assert (found.address, found.backups, found.secure_cookies) == ("http://localhost:8501", 14, False)
    assert found.database == ROOT / "data" / "onestop.duckdb"


def test_every_variable_is_read(tmp_path: Path) -> None:
    found = read(
        {
            "ONESTOP_DATA": str(tmp_path),
            "ONESTOP_PORT": "9000",
            "ONESTOP_ZONE": "Europe/Berlin",
            "ONESTOP_ADDRESS": "https://onestop.example/",
            "ONESTOP_BACKUPS": "3",
            "ONESTOP_SECURE_COOKIES": "1",
            "ONESTOP_MESSAGES": "0",
        }
    )
    assert not found.messages and read({}).messages
    assert (found.data, found.port, str(found.zone)) == (tmp_path, 9000, "Europe/Berlin")
    assert (found.address, found.backups, found.secure_cookies) == ("https://onestop.example", 3, True)


def test_an_empty_variable_is_none() -> None:
    assert read({"ONESTOP_PORT": "", "ONESTOP_DATA": ""}) == read({})


def test_the_address_follows_the_port() -> None:
    assert read({"ONESTOP_PORT": "9000"}).address == "http://localhost:9000"


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("ONESTOP_PORT", "eight", "port number"),
        ("ONESTOP_PORT", "0", "port number"),
        ("ONESTOP_PORT", "65536", "port number"),
        ("ONESTOP_ZONE", "Mars/Olympus", "time zone"),
        ("ONESTOP_ZONE", "../etc/passwd", "time zone"),
        ("ONESTOP_ZONE", "Asia", "time zone"),
        ("ONESTOP_BACKUPS", "many", "how many"),
        ("ONESTOP_BACKUPS", "-1", "how many"),
        ("ONESTOP_SECURE_COOKIES", "yes", "0 or 1"),
        ("ONESTOP_MESSAGES", "no", "0 or 1"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_allowed(name: str, value: str, allowed: str) -> None:
    with pytest.raises(SettingError) as refused:
        read({name: value})
    assert name in str(refused.value)
    assert allowed in str(refused.value)


def test_they_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONESTOP_PORT", "9001")
    settings.cache_clear()
    assert settings().port == 9001
    monkeypatch.setenv("ONESTOP_PORT", "9002")
    assert settings().port == 9001
    settings.cache_clear()
    assert settings().port == 9002
    settings.cache_clear()


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "secret"
    found = read({"ONESTOP_DATA": str(path.parent)})
    assert len(found.secret) == 64
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read({"ONESTOP_DATA": str(path.parent)}).secret == found.secret


def test_two_installations_have_two_secrets(tmp_path: Path) -> None:
    one, two = (read({"ONESTOP_DATA": str(tmp_path / name)}).secret for name in ("one", "two"))
    assert one != two


def test_the_secret_is_one_even_when_many_ask_for_it_first(tmp_path: Path) -> None:
    start, secrets = Barrier(8), []

    def ask() -> None:
        start.wait()
        secrets.append(read({"ONESTOP_DATA": str(tmp_path)}).secret)

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(secrets), len(set(secrets))) == (8, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]
