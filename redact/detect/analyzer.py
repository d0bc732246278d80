"""The analyzer: Presidio with our rules, Dutch pipeline and recognisers, imported when first asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from redact.detect.found import Found
from redact.detect.officials import Roster
from redact.errors import MissingModelError
from redact.resources import shipped

if TYPE_CHECKING:
    from redact.rulebook import RuleBook

MODEL = "nl_redact"


@dataclass(frozen=True, slots=True)
class Analyzer:
    """What `find` asks: text in, spans out.

    `version` changes with the rule book, the model, the lists and the recognisers.
    """

    version: str
    spans: Callable[[str], list[Found]]
    roster: Roster = field(default=Roster(()), repr=False)
    """The officials of the rule book."""


def load_analyzer(rulebook: RuleBook, model: str | Path | None = None) -> Analyzer:
    """The analyzer for a rule book; one is kept per process for each rule book version and model.

    Args:
        rulebook: The rules.
        model: Folder of a spaCy pipeline, or the name of an installed one; None for the one that ships with redact.

    Raises:
        MissingModelError: there is no such pipeline on this machine. Nothing is ever downloaded.
        RulesError: a rule names a check that does not exist, or a pattern that cannot be compiled.
    """
    key = (rulebook.version, _located(model))
    if key not in _loaded:
        from redact.detect.engine import build

        engine = build(rulebook.rules, key[1])
        version = f"{rulebook.version}-{model_version(model)}"
        _loaded[key] = Analyzer(version, engine.spans, Roster(rulebook.officials))
    return _loaded[key]


_loaded: dict[tuple[str, str], Analyzer] = {}


def model_version(model: str | Path | None = None) -> str:
    """A short hash of the pipeline, the name lists and the code that uses them: what has to change for hits to change.

    Raises:
        MissingModelError: there is no such pipeline.
    """
    return _hashed(_located(model))


@cache
def _hashed(location: str) -> str:
    digest = hashlib.sha256()
    folders = [_package_folder(location), shipped("models") / "names", Path(__file__).parent]
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix not in (".pyc", ".md"):
                digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def _located(model: str | Path | None) -> str:
    """The folder of a pipeline as text, or the name of an installed one."""
    path = shipped("models") / MODEL if model is None else Path(model)
    if (path / "meta.json").is_file():
        return str(path.resolve())
    if model is not None and path.name == str(model):
        from importlib.util import find_spec

        if str(model).isidentifier() and find_spec(str(model)) is not None:
            return str(model)
    raise MissingModelError(
        f"There is no language model at '{path}'. Install redact again, or give the folder of a spaCy pipeline "
        "(it holds a meta.json) with --model. redact downloads nothing."
    )


def _package_folder(location: str) -> Path:
    path = Path(location)
    if path.is_dir():
        return path
    from importlib.util import find_spec

    spec = find_spec(location)
    if spec is None or spec.origin is None:
        raise MissingModelError(f"The package '{location}' holds no language model.")
    return Path(spec.origin).parent
