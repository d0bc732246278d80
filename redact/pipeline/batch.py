"""The night: every bundle under an intake folder, as far as its review allows.

What has not changed is left alone. What was done stands in SQLite, a bundle at a time, so that a kill costs at most the
document in hand: the case folder of that bundle has the rest.
"""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from redact import __version__
from redact.case import SUFFIX, locked
from redact.detect import model_version
from redact.errors import BusyError, ExitCode, InputError, RedactError, StorageError
from redact.executors import Executor
from redact.files import storing
from redact.pipeline.run import run
from redact.pipeline.settings import Outcome, Progress, Settings, State
from redact.records import digest
from redact.rulebook import load_rulebook

NIGHT_FOLDER = "_nacht"
UNCHANGED = "ongewijzigd"
FAILED = "mislukt"
_STATES = {
    State.REVIEW: "wacht op beoordeling",
    State.SECOND: "wacht op tweede lezer",
    State.BURNT: "gelakt",
    State.PUBLISHED: "gepubliceerd",
    State.NOTHING: "niets te publiceren",
}


@dataclass(frozen=True, slots=True)
class NightRow:
    """What became of one bundle in one night. `message` holds no document text."""

    bundle: str
    state: str
    documents: int = 0
    pages: int = 0
    hits: int = 0
    open_hits: int = 0
    released: int = 0
    refused: int = 0
    seconds: float = 0.0
    message: str = ""

    @property
    def failed(self) -> bool:
        """Whether somebody has to look at it."""
        return self.state == FAILED or self.refused > 0


@dataclass(frozen=True, slots=True)
class Night:
    """A finished night: its folder with state and reports, and a row a bundle."""

    folder: Path
    began: datetime
    rows: tuple[NightRow, ...]

    @property
    def exit_code(self) -> ExitCode:
        """0, or 8 when a bundle or a document failed."""
        return ExitCode.SOME_FAILED if any(row.failed for row in self.rows) else ExitCode.OK


def batch(intake: Path, out: Path | None, settings: Settings, executor: Executor, progress: Progress) -> Night:
    """Takes every bundle under `intake` as far as it can get.

    Args:
        intake: each sub-folder is a bundle; those whose name begins with '.' or '_' and case folders are not.
        out: where the case folders and the night's own folder go; None for beside the bundles.
        settings: for every bundle.
        executor: its workers serve all bundles.
        progress: hears of the stages.

    Raises:
        BusyError: another night is at work here.
        InputError: there is no such folder.
        StorageError: the disk is full; the next night goes on from there.
    """
    if not intake.is_dir():
        raise InputError(f"{intake} is not a folder. Name the folder that holds the bundles.")
    target = (out or intake).absolute()
    folder = target / NIGHT_FOLDER
    with storing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    began = datetime.now(UTC)
    with locked(folder / "lock", intake), _State(folder / "batch.sqlite", _versions(settings)) as state:
        rows = tuple(
            _one(bundle, target / (bundle.name + SUFFIX), settings, executor, progress, state)
            for bundle in bundles_under(intake)
        )
        return Night(folder, began, rows)


def bundles_under(intake: Path) -> list[Path]:
    """The bundles of an intake folder, by name."""
    return sorted(
        path
        for path in intake.iterdir()
        if path.is_dir()
        and not path.is_symlink()
        and not path.name.startswith((".", "_"))
        and not path.name.endswith(SUFFIX)
        and not (path / "case.json").exists()
    )


def _one(
    bundle: Path, case: Path, settings: Settings, executor: Executor, progress: Progress, state: _State
) -> NightRow:
    name = bundle.name.encode("utf-8", "backslashreplace").decode()
    if state.fingerprint(name) == fingerprint(bundle, case, state.versions):
        return state.row(name, UNCHANGED)
    begun = time.monotonic()
    try:
        row = _row(name, run(bundle, case, settings, executor, progress), time.monotonic() - begun)
    except StorageError:
        raise
    except BusyError as error:
        return NightRow(name, FAILED, message=str(error))
    except RedactError as error:
        row = NightRow(name, FAILED, seconds=time.monotonic() - begun, message=str(error))
    state.save(row, "" if row.failed else fingerprint(bundle, case, state.versions))
    return row


def _row(name: str, outcome: Outcome, seconds: float) -> NightRow:
    message = "; ".join(f"{document}: {reason}" for document, reason in outcome.refused)
    return NightRow(
        name,
        _STATES[outcome.state],
        outcome.documents,
        outcome.pages,
        outcome.hits,
        outcome.open_hits,
        outcome.released,
        len(outcome.refused),
        seconds,
        message,
    )


def fingerprint(bundle: Path, case: Path, versions: str) -> str:
    """A hash of all that a run depends on: the files, what the reviewer wrote, rules, model, settings."""
    files = [(name, _hash(path)) for name, path in _files(bundle)]
    lists = ("hits.csv", "hits.xlsx", "hits.json", "documents.csv", "documents.json")
    review = [_hash(case / name) for name in lists]
    return digest(versions, files, review, (case / "publication").is_dir())


def _versions(settings: Settings) -> str:
    return digest(__version__, load_rulebook(settings.rules).version, model_version(settings.model), asdict(settings))


def _files(bundle: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(bundle.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(bundle).as_posix().encode("utf-8", "backslashreplace").decode(), path


def _hash(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return f"unreadable {error.errno}"


class _State:
    """What is remembered of each bundle between nights."""

    def __init__(self, path: Path, versions: str):
        self.versions = versions
        with storing(path):
            self._database = sqlite3.connect(path, isolation_level=None)
        self._database.execute("PRAGMA journal_mode=WAL")
        columns = ", ".join(f"{name} NOT NULL" for name in NightRow.__dataclass_fields__ if name != "bundle")
        self._database.execute(
            f"CREATE TABLE IF NOT EXISTS bundles (bundle TEXT PRIMARY KEY, {columns}, fingerprint NOT NULL)"
        )

    def __enter__(self) -> _State:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def fingerprint(self, bundle: str) -> str:
        """What the bundle looked like after its last good run; '' when there was none."""
        found = self._database.execute("SELECT fingerprint FROM bundles WHERE bundle = ?", (bundle,)).fetchone()
        return found[0] if found else ""

    def row(self, bundle: str, state: str) -> NightRow:
        """The last figures of a bundle, under another state."""
        names = [name for name in NightRow.__dataclass_fields__ if name not in ("bundle", "state", "seconds")]
        query = f"SELECT {', '.join(names)} FROM bundles WHERE bundle = ?"
        values = self._database.execute(query, (bundle,)).fetchone()
        return NightRow(bundle, state, **dict(zip(names, values, strict=True)))

    def save(self, row: NightRow, fingerprint: str) -> None:
        """Remembers a run."""
        values = (*asdict(row).values(), fingerprint)
        places = ", ".join("?" * len(values))
        self._database.execute(f"INSERT OR REPLACE INTO bundles VALUES ({places})", values)
