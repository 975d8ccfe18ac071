"""The commands and their words; each makes or asks for the hospital's, and prints lines."""

from __future__ import annotations

import getpass
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from pathlib import Path

from lib import __version__
from lib.admin import hospital, listing
from lib.admin.bar import Bar
from lib.admin.parsing import Parser
from lib.core import clock
from lib.core.errors import Refusal
from lib.core.i18n import mark, say
from lib.core.settings import settings
from lib.store.database import Database, FileInUse

DONE, REFUSED = 0, 1
NOT_THERE = mark("There is no hospital in {path} yet: python -m lib.admin init (or demo)")

ADDRESS = mark("Desk and pages: {address}")


def parser() -> ArgumentParser:
    """The command line in the language of ONESTOP_LANGUAGE."""
    _ = _speak
    top = Parser(prog="python -m lib.admin", description=_(mark("Looks after a OneStop hospital.")))
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[Namespace], int], about: str) -> ArgumentParser:
        one = commands.add_parser(name, help=_(about), description=_(about))
        one.set_defaults(run=run)
        return one

    one = command("init", init, mark("make an empty hospital; its first page creates the administrator"))
    one.add_argument(
        "--if-missing", action="store_true", help=_(mark("do nothing where there is one already"))
    )
    one = command("demo", demo, mark("make the demonstration hospital"))
    one.add_argument(
        "--if-missing", action="store_true", help=_(mark("do nothing where there is one already"))
    )
    one.add_argument("--fresh", action="store_true", help=_(mark("make an existing demonstration anew")))
    one = command(
        "import-tickets",
        import_tickets,
        mark("import another system's tickets from a CSV file or an Excel workbook"),
    )
    one.add_argument("file", type=Path)
    one.add_argument("--mapping", type=Path, required=True, help=_(mark("which columns say what (TOML)")))
    one.add_argument("--timezone", default="", help=_(mark("the clock of the file's times")))
    one = command("lists", lists, mark("take a list away as an Excel or CSV file, or bring it back"))
    listing.add_arguments(one)
    command("check", errand, mark("look for anything in the database that does not hold together"))
    command("locations", errand, mark("list the wall codes: code, path, URL, tab-separated"))
    one = command("create-user", create_user, mark("make an account with an initial password"))
    one.add_argument("username")
    one.add_argument("name")
    one.add_argument("role", help="administrator, operator, leader:team:T01, liaison:department:XXNK …")
    one.add_argument(
        "--ask-password", action="store_true", help=_(mark("type it instead of having one made"))
    )
    command("backup", errand, mark("copy the database into the backup folder"))
    command("version", version, mark("print the version"))
    return top


def _speak(message: str, /, **facts: object) -> str:
    return say(settings().language, message, **facts)


def _print(message: str, /, **facts: object) -> None:
    print(_speak(message, **facts), flush=True)


def version(asked: Namespace) -> int:
    print(f"OneStop {__version__}")
    return DONE


def init(asked: Namespace) -> int:
    """Makes an empty hospital; one that is there is never touched."""
    if hospital.there():
        with hospital.held():
            _print(hospital.ALREADY, path=settings().database)
            _print(ADDRESS, address=settings().address)
        return DONE if asked.if_missing else REFUSED
    hospital.make_empty(clock.now())
    _print(
        mark("An empty hospital is ready. Its first page creates the administrator: {address}"),
        address=settings().address,
    )
    return DONE


def demo(asked: Namespace) -> int:
    """Makes the demonstration, and says where to go and as whom."""
    if asked.fresh:
        hospital.replace_demonstration(clock.now(), _progress)
    elif not hospital.there():
        hospital.make_demonstration(clock.now(), _progress)
    elif not asked.if_missing:
        with hospital.held():
            raise Refusal(hospital.ALREADY, path=settings().database)
    with hospital.held() as db:
        if hospital.is_demonstration(db):
            _welcome(db)
        else:
            _print(hospital.ALREADY, path=settings().database)
            _print(ADDRESS, address=settings().address)
    return DONE


# What lib.demo says while it works.
PROGRESS = (
    mark("places, people, catalogue"),
    mark("planning half a year"),
    mark("living it"),
    mark("sharing its cost"),
    mark("written"),
)


def _progress(line: str) -> None:
    print(f"  {_speak(line)} …", flush=True)


def _welcome(db: Database) -> None:
    from lib.admin.welcome import welcome

    if left := hospital.brought_to_today(db, clock.now()):
        _print(mark("Yesterday's {left} open tickets were finished, a new morning has begun."), left=left)
    for line in welcome(db, settings().language):
        print(line, flush=True)


def errand(asked: Namespace) -> int:
    """A command without words of its own."""
    return _send(asked.command, {})


def create_user(asked: Namespace) -> int:
    """Makes an account, here or in the running application."""
    password = getpass.getpass(_speak(mark("Initial password: "))) if asked.ask_password else ""
    named = {"username": asked.username, "name": asked.name, "role": asked.role}
    return _send(asked.command, {**named, "password": password})


def import_tickets(asked: Namespace) -> int:
    """Imports the file; its report lies in the data folder afterwards, or beside the file if that is not writable."""
    content, mapping = _bytes(asked.file), _text(asked.mapping)
    reports: list[str] = []
    options = {"mapping": mapping, "timezone": asked.timezone}
    code = _send(asked.command, options, content, reports.append)
    for report in reports:
        _print(mark("What became of every row: {path}"), path=_kept(report, asked.file))
    return code


def lists(asked: Namespace) -> int:
    """Exports, gives the template of, or imports one of the lists."""
    return listing.run(asked, _bytes, _send)


def _text(path: Path) -> str:
    try:
        return _bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal(mark("{path} cannot be read: {error}"), path=path, error="UTF-8") from error


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refusal(mark("{path} cannot be read: {error}"), path=path, error=error.strerror) from error


def _kept(report: str, source: Path) -> Path:
    name = f"{source.stem}.report.csv"
    for path in (settings().data / "imports" / name, source.with_name(name)):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(report, encoding="utf-8", newline="")
        except OSError:
            continue
        return path
    raise Refusal(mark("The report cannot be written: {path}"), path=name)


def _send(
    name: str, options: Mapping[str, str], content: bytes = b"", keep: Callable[[str], object] = print
) -> int:
    """Does it here when nobody holds the database, else asks the application that does."""
    bar = Bar()

    def write(kind: str, text: str) -> None:
        if kind == "progress":
            bar.draw(text)
            return
        bar.clear()
        if kind == "report":
            keep(text)
        else:
            print(text, flush=True)

    try:
        return _done(name, options, content, write)
    finally:
        bar.clear()


def _done(name: str, options: Mapping[str, str], content: bytes, write: Callable[[str, str], None]) -> int:
    if not hospital.there():
        raise Refusal(NOT_THERE, path=settings().database)
    try:
        database = Database(settings().database)
    except FileInUse:
        from lib.admin.asking import ask

        return ask(name, options, content, write)
    try:
        return _done_here(database, name, options, content, write)
    finally:
        database.close()


def _done_here(
    database: Database,
    name: str,
    options: Mapping[str, str],
    content: bytes,
    write: Callable[[str, str], None],
) -> int:
    from lib.store.migrate import migrate
    from lib.web import errands

    migrate(database)
    return errands.run(
        name,
        errands.Errand(
            db=database,
            options=options,
            content=content,
            language=settings().language,
            now=clock.now(),
            write=write,
        ),
    )
