"""What a run is asked to do, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from redact.case import Case
from redact.errors import ExitCode
from redact.executors import Executor
from redact.model import Bundle, Regime, Width
from redact.rulebook import RuleBook

MACHINE = "redact (automatisch)"
"""The reviewer's name on decisions that nobody but the program took."""
FROM_BUNDLE = "bundle.yaml"
"""The reviewer's name on decisions that stood in bundle.yaml beforehand."""
NOBODY = frozenset({MACHINE, FROM_BUNDLE})
"""Names that are no person's."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user asked for. `approve`: hits with at least this score are approved in the machine's name."""

    grounds: str = ""
    terms: Path | None = None
    approve: float | None = None
    reviewer: str = ""
    rules: Path | None = None
    model: str | None = None
    width: Width = Width.GRID
    allow_contradictions: bool = False
    """Publish although people decided differently on the same text."""


class Progress(Protocol):
    """Hears how far a run is."""

    def stage(self, name: str, total: int) -> None:
        """A stage begins, with so many documents to do."""
        ...

    def advance(self) -> None:
        """One document of the stage is done."""
        ...


class Silence:
    """A Progress that says nothing."""

    def stage(self, name: str, total: int) -> None:
        """Says nothing."""

    def advance(self) -> None:
        """Says nothing."""


@dataclass(frozen=True, slots=True)
class Context:
    """What all steps of one run share."""

    bundle: Bundle
    case: Case
    rulebook: RuleBook
    regime: Regime
    allowed: frozenset[str]
    settings: Settings
    executor: Executor
    progress: Progress
    model_version: str

    @property
    def versions(self) -> dict[str, str]:
        """Which rules and model took part."""
        return {"rules_version": self.rulebook.version, "model_version": self.model_version}


class State(StrEnum):
    """Where a run stopped."""

    REVIEW = "review"
    SECOND = "second reader"
    BURNT = "burnt"
    PUBLISHED = "published"
    NOTHING = "nothing to publish"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a bundle."""

    case: Path
    state: State
    documents: int
    pages: int
    hits: int
    open_hits: int
    boxes: int
    released: int
    refused: tuple[tuple[str, str], ...] = ()
    """Name and Dutch reason of each document that could not be processed or proven clean."""
    by_kind: dict[str, int] = field(default_factory=dict)
    by_ground: dict[str, int] = field(default_factory=dict)
    files: tuple[Path, ...] = ()
    contradictions: int = 0
    """Names and texts that are treated differently, by people or by the machine."""
    notes: tuple[str, ...] = ()
    """Dutch remarks on what was met in the reviewer's files."""
    narrow: int = 0
    """Boxes whose width fits fewer than `FEW_NAMES` common surnames."""
    to_confirm: int = 0
    """Decisions on hits and documents that wait for a second reader."""

    @property
    def exit_code(self) -> ExitCode:
        """0, or 8 when some documents could not be processed."""
        return ExitCode.SOME_FAILED if self.refused else ExitCode.OK
