"""The rules of the house that no linter knows: imports of pages, sizes, Chinese in code, stray addresses."""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

LONGEST_MODULE = 300
LONGEST_FUNCTION = 60
LONGEST_LAUNCHER = 40

PAGES_NEVER_IMPORT = {
    "starlette": "phone routes are lib.web's",
    "duckdb": "the database is lib.store's",
    "psycopg": "the database is lib.store's",
    "plotly": "figures are lib.analytics.figures'",
    "streamlit_authenticator": "who acts is lib.ui.session's",
    "lib.web": "the other edge",
    "lib.background": "runs by the clock, not by a click",
    "lib.demo": "made on the command line",
    "lib.admin": "the command line",
}

# Imported only where somebody has installed them.
OPTIONAL_IMPORTS = {"psycopg"}

# People's words belong in lib/core/locale/zh_CN/*.po. A folder (ending in /) or a file that may spell
# Chinese in code nevertheless, and why.
CHINESE_IN_CODE = {
    "lib/core/typed_time.py": "reads dates as people type them, such as 11月23日",
    "lib/demo/": "the demonstration's people, places and sentences are Chinese data",
}

CHINESE = re.compile("[\u3400-\u9fff\uff01-\uff5e\u3000-\u303f]")

# An address with a host; XML namespaces are names, nobody asks for them.
OTHER_HOST = re.compile(r"(?:https?:|url\(|=[\"'])//(?!www\.w3\.org/)[a-z0-9.-]+", re.IGNORECASE)

# Put together here, so that this file does not contain what it looks for.
FOREIGN_PATHS = tuple(f"/{name}/" for name in ("work", "tmp"))
NOT_OURS = {"wheels", "__pycache__", "test-results"}
HIDDEN_BUT_OURS = {".ci", ".streamlit", ".gitignore"}
TEXT = {
    "", ".py", ".md", ".txt", ".toml", ".sh", ".css", ".js", ".html", ".po", ".sql", ".csv", ".yml", ".yaml",
    ".json", ".cfg", ".service", ".conf",
}  # fmt: skip


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def modules(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "__pycache__" not in path.parts)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported(tree: ast.Module) -> Iterator[str]:
    """Every dotted name the module imports; `from lib import web` gives lib and lib.web."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def forbidden_in(tree: ast.Module, never: dict[str, str]) -> dict[str, str]:
    return {
        name: reason
        for name in imported(tree)
        for root, reason in never.items()
        if name == root or name.startswith(root + ".")
    }


def docstrings(tree: ast.Module) -> set[int]:
    """Identities of the string nodes that are docstrings."""
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }


def chinese_literals(tree: ast.Module) -> list[str]:
    told = docstrings(tree)
    return [
        f"line {node.lineno}: {node.value!r}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if id(node) not in told and CHINESE.search(node.value)
    ]


def long_functions(tree: ast.Module) -> list[str]:
    return [
        f"{node.name}: {length} lines"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]


def may_spell_chinese(path: Path) -> bool:
    return any(
        named(path) == allowed or (allowed.endswith("/") and named(path).startswith(allowed))
        for allowed in CHINESE_IN_CODE
    )


def required() -> set[str]:
    """Names of the distributions requirements.txt asks for, in the index's spelling."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return {spelled(line.partition("==")[0]) for line in lines if "==" in line and not line.startswith("#")}


def spelled(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution.strip()).lower()


def our_text_files() -> Iterator[Path]:
    for path in ROOT.rglob("*"):
        inside = path.relative_to(ROOT).parts
        hidden = any(part in NOT_OURS or (part[0] == "." and part not in HIDDEN_BUT_OURS) for part in inside)
        # Under data/ only the tables are ours, the live hospital lies beside them.
        live = inside[0] == "data" and path.suffix not in {".csv", ".toml", ".md"}
        if path.is_file() and not hidden and not live and path.suffix in TEXT:
            yield path


@pytest.mark.parametrize("path", modules("pages"), ids=named)
def test_pages_import_only_their_edge_and_what_the_product_knows(path: Path) -> None:
    assert forbidden_in(parsed(path), PAGES_NEVER_IMPORT) == {}


def test_the_launcher_only_composes() -> None:
    launcher = ROOT / "app.py"
    tree = parsed(launcher)
    assert len(launcher.read_text(encoding="utf-8").splitlines()) <= LONGEST_LAUNCHER
    assert forbidden_in(tree, {"duckdb": "", "psycopg": "", "plotly": ""}) == {}
    # Streamlit finds the application by reading the source: the assignment stays one literal call.
    calls = [
        ast.unparse(node.value.func)
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "app"
        if isinstance(node.value, ast.Call)
    ]
    assert calls == ["st.App"]


def test_what_the_service_imports_is_in_requirements() -> None:
    ours = {"lib", "pages", "__future__", *sys.stdlib_module_names}
    roots = {name.partition(".")[0] for path in modules("lib", "pages") for name in imported(parsed(path))}
    given_by = packages_distributions()
    assert {
        name for name in roots - ours if required().isdisjoint(map(spelled, given_by.get(name, [])))
    } <= OPTIONAL_IMPORTS


def test_every_folder_of_code_is_a_package() -> None:
    # The layers are checked for packages only: a folder without __init__.py would slip through.
    folders = {path.parent for path in modules("lib")}
    assert [named(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_what_browsers_get_names_no_other_host() -> None:
    shown = [path for path in (ROOT / "lib").rglob("*") if path.suffix in {".html", ".js", ".css", ".svg"}]
    found = {named(path): OTHER_HOST.findall(path.read_text(encoding="utf-8")) for path in shown}
    assert {name: hosts for name, hosts in found.items() if hosts} == {}


def test_no_module_is_too_long() -> None:
    lengths = {
        named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules("lib", "pages")
    }
    assert {name: n for name, n in lengths.items() if n > LONGEST_MODULE} == {}


def test_no_function_is_too_long() -> None:
    found = {named(path): long_functions(parsed(path)) for path in modules("lib", "pages")}
    assert {name: functions for name, functions in found.items() if functions} == {}


def test_what_people_read_in_chinese_is_in_the_catalogues() -> None:
    found = {
        named(path): chinese_literals(parsed(path))
        for path in modules("lib", "pages")
        if not may_spell_chinese(path)
    }
    assert {name: literals for name, literals in found.items() if literals} == {}


def test_the_project_names_no_path_of_the_machine_it_was_made_on() -> None:
    found = [
        f"{named(path)}:{number}: {line.strip()[:80]}"
        for path in our_text_files()
        for number, line in enumerate(
            path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1
        )
        if any(foreign in line for foreign in FOREIGN_PATHS)
    ]
    assert found == []


class TestTheRulesThemselves:
    """A rule that cannot fail keeps nothing."""

    def test_a_page_reaching_past_its_edge_is_seen(self) -> None:
        tree = ast.parse(
            "from lib import web\nimport duckdb\nfrom starlette.requests import Request\nimport lib.webs"
        )
        assert {"lib.web", "duckdb", "starlette.requests"} <= forbidden_in(tree, PAGES_NEVER_IMPORT).keys()
        assert "lib.webs" not in forbidden_in(tree, PAGES_NEVER_IMPORT)

    def test_a_long_function_is_seen(self) -> None:
        body = "\n".join("    pass" for _ in range(LONGEST_FUNCTION))
        assert long_functions(ast.parse(f"def f():\n{body}")) == ["f: 61 lines"]

    def test_chinese_is_seen_in_literals_and_allowed_in_docstrings_and_comments(self) -> None:
        tree = ast.parse('"""工单"""\nx = f"{1}工单"  # 工单\n')
        assert chinese_literals(tree) == ["line 2: '工单'"]

    def test_requirements_are_read(self) -> None:
        assert {"streamlit", "duckdb", "pillow-heif"} <= required()

    def test_another_host_is_seen(self) -> None:
        assert OTHER_HOST.search('<script src="https://cdn.example/x.js">')
        assert OTHER_HOST.search('<script src="//cdn.example/x.js">')
        assert not OTHER_HOST.search('<svg xmlns="http://www.w3.org/2000/svg"> <a href="/r/x"> // a comment')
