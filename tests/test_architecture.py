"""The plan of the house: which room may know which, and how large rooms and functions may be."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "redact"
MODULES = sorted(PACKAGE.rglob("*.py"))

NAMES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in PACKAGE.rglob("*.py")
}

GROUND = {"model", "errors", "limits", "__init__"}
STONES = {
    "geometry",
    "hyphen",
    "resources",
    "files",
    "records",
    "rulebook",
    "officials",
    "rule_patterns",
    "pattern_safety",
    "ground_codes",
    "box_rules",
    "review_rules",
    "rule_files",
    "checks",
    "case",
    "tables",
    "journal",
    "numbering",
    "pdfobjects",
    "executors",
}
STAGES = {
    "intake",
    "normalise",
    "extract",
    "describe",
    "detect",
    "tag",
    "review",
    "burn",
    "verify",
    "publish",
}
WEB_KNOWS = GROUND | {"case", "executors", "geometry", "journal", "records", "review", "rulebook", "tables"}
"""What the web page stands on, beside the pipeline: no stage but the review."""
TOP = {"pipeline", "web", "cli", "cli_output", "__main__"}

ONLY_IN = {
    "presidio_analyzer": {"detect"},
    "presidio_anonymizer": {"detect"},
    "spacy": {"detect"},
    "click": {"cli"},
    "rich": {"cli_output"},
    "pydantic": {"rulebook", "rule_files", "officials", "box_rules", "review_rules", "records", "intake"},
    "typst": {"publish"},
    "xlsxwriter": {"publish", "review"},
    "openpyxl": {"review"},
    "multiprocessing": {"executors"},
    "sqlite3": {"pipeline"},
    "starlette": {"web"},
    "uvicorn": {"web"},
    "h11": {"web"},
    "jinja2": {"web", "pipeline"},
    "rapidfuzz": {"pipeline"},
}


def room_of(path: Path) -> str:
    """The room (module or package directly under redact/) a file belongs to."""
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Every module that a file imports, and whether only for type checking."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    guarded = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.unparse(block.test)
        for node in ast.walk(block)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield name.name, id(node) in guarded
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            whole = [f"{module}.{name.name}" for name in node.names]
            parts = [name for name in whole if name in NAMES] if module.startswith("redact") else []
            yield from ((name, id(node) in guarded) for name in (parts or [module]))


def rooms_known(path: Path) -> set[str]:
    """Rooms of ours that a file imports."""
    found = {name.split(".")[1] for name, _ in imports(path) if name.startswith("redact.")}
    return {name for name in found if name != "__version__"}


def test_every_room_stands_on_the_plan() -> None:
    rooms = {room_of(path) for path in MODULES}
    assert rooms <= GROUND | STONES | STAGES | TOP


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_knows_only_what_it_stands_on(path: Path) -> None:
    room, known = room_of(path), rooms_known(path)
    if room in GROUND:
        allowed = GROUND
    elif room == "verify":
        allowed = GROUND | {"verify"}
    elif room in STONES:
        allowed = GROUND | STONES
    elif room in STAGES:
        allowed = GROUND | STONES | {room}
    elif room == "pipeline":
        allowed = GROUND | STONES | STAGES | {"pipeline"}
    elif room == "web":
        allowed = WEB_KNOWS | {"pipeline", "web"}
    else:
        allowed = GROUND | STONES | STAGES | TOP
    assert known <= allowed


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_libraries_stay_in_their_rooms(path: Path) -> None:
    for name, _ in imports(path):
        library = name.split(".")[0]
        assert room_of(path) in ONLY_IN.get(library, {room_of(path)}), f"{library} in {path.name}"


def test_there_is_no_import_circle_among_modules() -> None:
    graph = {
        module_name(path): {name for name, typing in imports(path) if name.startswith("redact.") and not typing}
        for path in MODULES
    }
    state: dict[str, int] = {}

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert state.get(name) != 1, " -> ".join((*trail, name))
        if name in graph and name not in state:
            state[name] = 1
            for other in sorted(graph[name]):
                visit(other, (*trail, name))
            state[name] = 2

    for name in sorted(graph):
        visit(name, ())


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_rooms_and_functions_are_of_human_size(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= 400
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or node.lineno) - node.lineno < 60, node.name


def test_only_review_makes_redactions() -> None:
    makers = {
        room_of(path)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Redaction"
    }
    assert makers == {"review"}


def test_fields_with_document_text_never_show_in_a_repr() -> None:
    from redact.model import Hit, Page, PageKind, Redaction, Term

    secret = "Geheimenis"
    page = Page(1, 1.0, 1.0, 0, PageKind.TEXT, secret, (), (), (0, 0))
    hit = Hit("d", 1, 0, 1, "PERSON", 0.5, "model", (), secret, secret)
    for record in (page, hit, Term(secret, "PERSON", 1.0, "x"), Redaction("h0001", (), "10.2.e", "gelakt", secret)):
        assert secret not in repr(record)
