"""The command line on a hospital nobody else holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lib import __version__
from lib.admin import hospital
from lib.admin.__main__ import main
from lib.core.settings import settings
from lib.people import accounts
from lib.people.roles import SYSTEM
from lib.store.database import Database
from lib.store.opening import close_all, opened
from lib.tickets.actions import opening
from lib.tickets.actions.opening import Wish
from lib.tickets.actions.step import By
from lib.tickets.reporters import Caller
from lib.tickets.words import Channel
from tests.conftest import MONDAY, Cast

Run = Callable[..., tuple[int, str, str]]

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


@pytest.fixture
def run(data: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """`run("check")` → exit code, standard output, standard error."""

    def command(*arguments: str) -> tuple[int, str, str]:
        close_all()
        code = main(arguments)
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


@pytest.fixture
def small_demonstration(monkeypatch: pytest.MonkeyPatch) -> None:
    """A demonstration of one account instead of half a minute of work."""

    def build(db: Database, now: object, *, progress: Callable[[str], None]) -> None:
        progress("living it")
        accounts.create_first(
            db, username="admin", name="王", password=accounts.DEMONSTRATION_PASSWORD, now=MONDAY
        )
        with db.transaction() as tx:
            tx.execute("UPDATE account SET demonstration = TRUE")

    monkeypatch.setattr("lib.demo.hospital.build", build)


def real_account() -> None:
    with opened(settings().database).transaction() as tx:
        tx.execute("UPDATE account SET demonstration = FALSE")


def report_by_nobody(cast: Cast) -> None:
    wish = Wish(channel=Channel.QR, caller=Caller(), location_id=cast.room, description="灯不亮")
    opening.open_at_the_wall(cast.db, wish, by=By(actor=SYSTEM, now=MONDAY))


def test_version_needs_no_hospital(run: Run) -> None:
    assert run("version") == (0, f"OneStop {__version__}\n", "")


@pytest.mark.parametrize("command", ["check", "locations", "backup"])
def test_without_a_hospital_the_others_say_so(run: Run, command: str) -> None:
    code, out, err = run(command)
    assert (code, out) == (1, "")
    assert "还没有医院数据" in err
    assert not settings().database.exists()


class TestInit:
    def test_makes_an_empty_hospital_that_waits_for_its_administrator(self, run: Run) -> None:
        code, out, _ = run("init")
        assert code == 0
        assert "http://localhost:" in out
        db = opened(settings().database)
        assert accounts.none_yet(db)
        assert db.value("SELECT count(*) FROM service") == 138
        counts = [db.value(f"SELECT count(*) FROM {t}") for t in ("vendor", "team", "location", "department")]
        assert counts == [0, 0, 0, 0]
        assert run("check")[0] == 0

    def test_never_touches_one_that_is_there(self, run: Run) -> None:
        run("init")
        run("create-user", "boss", "王", "administrator")
        assert run("init")[0] == 1
        assert run("init", "--if-missing")[0] == 0
        assert not accounts.none_yet(opened(settings().database))

    def test_an_interrupted_one_leaves_nothing(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        def fails(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("lib.catalog.loading.load_promises", fails)
        with pytest.raises(KeyboardInterrupt):
            run("init")
        assert not settings().database.exists()


@pytest.mark.usefixtures("small_demonstration")
class TestDemo:
    def test_prints_address_accounts_and_that_it_is_one(self, run: Run) -> None:
        code, out, _ = run("demo")
        assert code == 0
        assert "这是演示医院" in out
        assert settings().address in out
        assert accounts.DEMONSTRATION_PASSWORD in out
        assert "admin" in out

    def test_if_missing_keeps_the_one_that_is_there(self, run: Run) -> None:
        run("demo")
        before = settings().database.stat().st_ino
        code, out, _ = run("demo", "--if-missing")
        assert code == 0
        assert "这是演示医院" in out
        assert settings().database.stat().st_ino == before
        assert run("demo")[0] == 1

    def test_fresh_makes_it_anew(self, run: Run) -> None:
        run("demo")
        before = settings().database.stat().st_ino
        assert run("demo", "--fresh")[0] == 0
        assert settings().database.stat().st_ino != before

    def test_fresh_never_deletes_a_real_hospital(self, run: Run) -> None:
        run("demo")
        real_account()
        code, _, err = run("demo", "--fresh")
        assert code == 1
        assert "不是演示医院" in err
        assert opened(settings().database).value("SELECT count(*) FROM account") == 1

    def test_a_hospital_without_accounts_but_with_tickets_is_somebodys(self, cast: Cast) -> None:
        with cast.db.transaction() as tx:
            tx.execute("DELETE FROM account")
        assert hospital.is_demonstration(cast.db)
        report_by_nobody(cast)
        assert not hospital.is_demonstration(cast.db)

    def test_beside_a_real_hospital_if_missing_says_so_and_lets_it_start(self, run: Run) -> None:
        run("demo")
        real_account()
        code, out, _ = run("demo", "--if-missing")
        assert code == 0
        assert "已有医院数据" in out
        assert accounts.DEMONSTRATION_PASSWORD not in out


class TestCreateUser:
    def test_prints_an_initial_password_that_must_be_changed(self, cast: Cast, run: Run) -> None:
        code, out, _ = run("create-user", "New", "新来的", "operator")
        assert code == 0
        account = next(
            a for a in accounts.all_accounts(opened(settings().database)).values() if a.username == "new"
        )
        assert account.must_change
        assert not account.demonstration
        assert len(out.splitlines()[1].split("：")[1]) == 14

    @pytest.mark.parametrize(
        ("role", "held"),
        [
            ("leader:team:T01", ("leader", "team", 1, 1)),
            ("technician:team:T09", ("technician", "own", 0, 2)),
            ("liaison:department:GK", ("liaison", "department", 2, None)),
            ("vendor:vendor:V02", ("vendor", "vendor", 1, None)),
            ("operator:campus:BY", ("operator", "campus", 1, None)),
            ("administrator", ("administrator", "everywhere", 0, None)),
        ],
    )
    def test_with_every_reach(
        self, cast: Cast, run: Run, role: str, held: tuple[str, str, int, int | None]
    ) -> None:
        assert run("create-user", "new", "新来的", role)[0] == 0
        db = opened(settings().database)
        account = next(a for a in accounts.all_accounts(db).values() if a.username == "new")
        grant = next(iter(account.grants))
        assert (grant.role, grant.scope, grant.scope_id, account.team_id) == held

    @pytest.mark.parametrize(
        ("role", "words"),
        [
            ("boss", "没有角色"),
            ("leader", "leader:team:…"),
            ("technician", "technician:team:…"),
            ("leader:team:T77", "找不到 team“T77”"),
            ("operator:team:T01", "operator:campus:…"),
            ("analyst:ticket:1", "analyst"),
        ],
    )
    def test_refuses_a_role_that_means_nothing(self, cast: Cast, run: Run, role: str, words: str) -> None:
        code, out, _ = run("create-user", "new", "新来的", role)
        assert code == 1
        assert words in out


def test_locations_are_code_path_and_url(cast: Cast, run: Run) -> None:
    code, out, _ = run("locations")
    assert code == 0
    assert out == f"{cast.code}\t住院A座 12层 1203病房\t{settings().address}/r/{cast.code}\n"


def test_backup_says_where(cast: Cast, run: Run) -> None:
    code, out, _ = run("backup")
    assert code == 0
    made = next((settings().data / "backups").iterdir())
    assert str(made) in out
    assert opened(settings().database).value("SELECT count(*) FROM audit WHERE act = 'backup_made'") == 1


def test_check_fails_where_something_is_wrong(cast: Cast, run: Run) -> None:
    assert run("check")[0] == 0
    with opened(settings().database).transaction() as tx:
        tx.execute("INSERT INTO account_role VALUES (999, 'operator', 'everywhere', 0)")
    code, out, _ = run("check")
    assert code == 1
    assert "999" in out


class TestImport:
    def files(self, folder: Path) -> tuple[str, str]:
        table, mapping = folder / "old.csv", folder / "map.toml"
        table.write_text("no,opened,what\n1,2026-11-02 09:00,a\n2,,b\n", encoding="utf-8")
        mapping.write_text(MAP, encoding="utf-8")
        return str(table), str(mapping)

    def test_leaves_a_report_in_the_data_folder(self, cast: Cast, run: Run, tmp_path: Path) -> None:
        table, mapping = self.files(tmp_path)
        code, out, _ = run("import-tickets", table, "--mapping", mapping)
        assert code == 0
        assert "共 2 行：导入 1，已存在 0，拒绝 1" in out
        report = settings().data / "imports" / "old.report.csv"
        assert str(report) in out
        assert len(report.read_text(encoding="utf-8-sig").splitlines()) == 3
        assert not (tmp_path / report.name).exists(), "a folder of inputs is nothing to write into"

    def test_says_what_cannot_be_read(self, cast: Cast, run: Run, tmp_path: Path) -> None:
        table, mapping = self.files(tmp_path)
        assert run("import-tickets", "nowhere.csv", "--mapping", mapping)[0] == 1
        code, out, _ = run("import-tickets", table, "--mapping", mapping, "--timezone", "Mars/Base")
        assert (code, out) == (1, "没有时区“Mars/Base”。\n")
        code, out, _ = run("import-tickets", table, "--mapping", table)
        assert code == 1
        assert "TOML" in out


def test_it_speaks_english_where_asked_to(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONESTOP_LANGUAGE", "en")
    settings.cache_clear()
    assert "There is no hospital" in run("check")[2]


def test_a_wrong_setting_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONESTOP_PORT", "many")
    settings.cache_clear()
    code, _, err = run("check")
    assert code == 1
    assert "ONESTOP_PORT" in err


def test_a_database_of_a_newer_version_is_left_alone(cast: Cast, run: Run) -> None:
    with cast.db.transaction() as tx:
        tx.execute("INSERT INTO migration VALUES ('9999_future', now())")
    code, _, err = run("check")
    assert code == 1
    assert "9999_future" in err


class TestLists:
    @pytest.mark.parametrize("form", ["xlsx", "csv"])
    def test_a_list_goes_out_and_comes_back(self, cast: Cast, run: Run, tmp_path: Path, form: str) -> None:
        file = tmp_path / f"departments.{form}"
        assert run("lists", "export", "departments", str(file))[0] == 0
        made = file.read_bytes()
        code, said, _ = run("lists", "import", "departments", str(file))
        assert (code, "不变：2 行" in said) == (0, True)
        assert run("lists", "export", "departments", str(file))[0] == 0
        assert file.read_bytes() == made

    def test_nothing_is_written_before_every_row_is_right_or_left_out(
        self, cast: Cast, run: Run, tmp_path: Path
    ) -> None:
        file = tmp_path / "people.csv"
        file.write_text("用户名,姓名,角色\nxin,新人,调度\nlao,老人,院长\n", encoding="utf-8")
        code, said, _ = run("lists", "import", "people", str(file))
        assert (code, "第 3 行，角色：没有“院长”这个角色。" in said) == (1, True)
        assert len(accounts.all_accounts(opened(settings().database))) == len(cast.people)
        code, said, _ = run("lists", "import", "people", str(file), "--leave-out-wrong")
        assert (code, "xin" in said) == (0, True)
        assert len(accounts.all_accounts(opened(settings().database))) == len(cast.people) + 1

    @pytest.mark.parametrize("words", [("export", "rooms", "a.csv"), ("export", "people", "a.pdf")])
    def test_what_cannot_be_is_refused_in_words(self, cast: Cast, run: Run, words: tuple[str, ...]) -> None:
        code, said, wrong = run("lists", *words)
        assert code == 1
        assert said + wrong
