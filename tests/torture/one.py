"""What is done to one file; runs in a worker process of the program's own executor, with its limits."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from redact.burn import PICTURED
from redact.errors import DocumentRefused
from redact.extract import extract
from redact.model import BurnSettings, Redaction, Width
from redact.normalise import normalise
from redact.pipeline.tasks import Order, burn_and_check
from redact.verify.report import Forbidden, Report
from tests.torture.look import glyph_centres, is_sound, page_count, read_words
from tests.torture.words import everywhere, pick

SECONDS_PER_PAGE = 30.0
WORDS = 3


class End(StrEnum):
    """How a file ended."""

    RELEASED = "released"
    REFUSED = "refused"
    LEAK = "leak"
    TIMEOUT = "too long"
    CRASH = "crash"


@dataclass(frozen=True, slots=True)
class Trial:
    """One file to try."""

    path: Path
    name: str
    seed: str
    width: Width = Width.GRID
    pages: int = 0
    patience: float = 1.0
    """Multiplies the time limit, for a machine that is busy with other things."""
    keep: Path | None = None
    """Folder for what is made; a temporary one where None."""


@dataclass(frozen=True, slots=True)
class Result:
    """How one file fared. Holds no text of it."""

    name: str
    end: End
    opened: bool = True
    """Whether pdfium opens the source."""
    reason: str = ""
    pages: int = 0
    words: int = 0
    boxes: int = 0
    pictures: int = 0
    """Pages that had to become a picture."""
    leaks: tuple[str, ...] = ()
    """What `redact.verify` and this harness found."""
    centres: int = 0
    """Boxes with the middle of a glyph in them."""
    sound: bool = True
    """Whether `qpdf --check` is content."""
    seconds: dict[str, float] = field(default_factory=dict)
    bytes_in: int = 0
    bytes_out: int = 0


def count_pages(trial: Trial) -> int:
    """Pages that pdfium counts; 0 where it cannot open the file."""
    return page_count(trial.path)


def allowed(trial: Trial) -> float:
    """Seconds that a file may take."""
    return SECONDS_PER_PAGE * (1 + trial.pages) * trial.patience


def run_trial(trial: Trial) -> Result:
    """Normalise a file, black out random words of it, and look at what came out."""
    with TemporaryDirectory() as room:
        folder = trial.keep or Path(room)
        folder.mkdir(parents=True, exist_ok=True)
        try:
            return _Attempt(trial, folder / "normal.pdf", folder / "burnt.pdf").result()
        except DocumentRefused as refusal:
            return Result(trial.name, End.REFUSED, trial.pages > 0, str(refusal), trial.pages)


@dataclass(slots=True)
class _Attempt:
    trial: Trial
    normal: Path
    burnt: Path
    seconds: dict[str, float] = field(default_factory=dict)

    def result(self) -> Result:
        begun = time.monotonic()
        normalise(self.trial.path, self.normal)
        begun = self._lap("normalise", begun)
        words = pick(extract(self.normal), f"{self.trial.seed}|{self.trial.name}", WORDS)
        redactions = everywhere(self.normal, words)
        begun = self._lap("find", begun)
        order = Order(tuple(redactions), _forbidden(words, redactions), BurnSettings(self.trial.width))
        report = burn_and_check(self.normal, order, self.burnt)
        begun = self._lap("burn and check", begun)
        leaks = self._leaks(words, redactions, report.report)
        self._lap("look", begun)
        centres = glyph_centres(self.burnt, report.boxes)
        return Result(
            name=self.trial.name,
            end=End.LEAK if leaks or centres else End.RELEASED,
            opened=self.trial.pages > 0,
            pages=self.trial.pages,
            words=len(words),
            boxes=len(report.boxes),
            pictures=sum(each.kind == PICTURED for each in report.findings),
            leaks=leaks,
            centres=centres,
            sound=is_sound(self.burnt),
            seconds=self.seconds,
            bytes_in=self.trial.path.stat().st_size,
            bytes_out=self.burnt.stat().st_size,
        )

    def _lap(self, name: str, begun: float) -> float:
        now = time.monotonic()
        self.seconds[name] = round(now - begun, 3)
        return now

    def _leaks(self, words: list[str], redactions: list[Redaction], found: Report) -> tuple[str, ...]:
        """What is wrong with the burnt file."""
        leaks = {f"{leak.engine}: {leak.what}": None for leak in found.leaks}
        spoken = " ".join(redaction.description for redaction in redactions).split()
        if read_words(self.burnt, [word for word in words if word not in spoken]):
            leaks["harness: text"] = None
        return tuple(leaks)


def _forbidden(words: list[str], redactions: list[Redaction]) -> tuple[Forbidden, ...]:
    """The texts to look for: the words, and everything that is boxed."""
    texts = dict.fromkeys([*words, *(redaction.text for redaction in redactions)])
    return tuple(Forbidden(text, f"w{i}") for i, text in enumerate(texts))
