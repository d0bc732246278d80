"""One bundle of broken files through the real command, in a process of its own, until it is published or given up."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field, fields
from pathlib import Path

import pypdfium2

from redact.errors import ExitCode
from tests.fuzz.seeds import SECRETS

SECONDS_PER_FILE = 60
ROUNDS = 6
"""Times that leaking documents are withheld and the command is given again."""
_CODED = re.compile(r"(?<![^\W_])(?:" + "|".join(SECRETS) + r")(?![^\W_])")
_CRASHED = ("onverwachte fout", "vastgelopen")


@dataclass(slots=True)
class Tally:
    """What became of the files so far."""

    files: int = 0
    released: int = 0
    withheld: int = 0
    """Documents in which the check found something, so that the run released nothing until they were taken out."""
    reasons: Counter[str] = field(default_factory=Counter)
    """Why documents were refused."""
    boxes: int = 0
    leaks: int = 0
    """Published files in which a secret can be read."""
    hangs: int = 0
    crashes: int = 0
    """Runs that ended without a message of their own."""
    notes: list[str] = field(default_factory=list)

    @property
    def worker_deaths(self) -> int:
        """Documents on which a worker died or met an unforeseen error; the run went on and said so."""
        return sum(count for reason, count in self.reasons.items() if any(word in reason for word in _CRASHED))

    @property
    def bad(self) -> bool:
        """Whether something happened that may never happen."""
        return bool(self.leaks or self.hangs or self.crashes)


def figures(tally: Tally) -> str:
    """The tally as JSON."""
    shown = {item.name: getattr(tally, item.name) for item in fields(tally)}
    return json.dumps(shown, indent=1, ensure_ascii=False)


def run_bundle(folder: Path, case: Path, tally: Tally) -> None:
    """Put a folder of PDFs through `redact run` and add to the tally what came of it."""
    names = sorted(folder.glob("*.pdf"))
    tally.files += len(names)
    terms = case.with_name(f"{case.name}-terms.txt")
    terms.write_text("\n".join(SECRETS) + "\n")
    for _ in range(ROUNDS):
        try:
            done = _redact(folder, case, terms, len(names))
        except subprocess.TimeoutExpired:
            tally.hangs += 1
            tally.notes.append(f"{folder.name}: no end")
            return
        if done.returncode != ExitCode.LEAK:
            break
        tally.withheld += _withhold(folder, case)
    _settle(folder, case, done, tally)


def _redact(folder: Path, case: Path, terms: Path, files: int) -> subprocess.CompletedProcess[str]:
    options = ["--approve", "all", "--terms", str(terms), "--out", str(case), "--json", "--workers", "2"]
    command = [sys.executable, "-m", "redact", "-q", "run", str(folder), *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=120 + files * SECONDS_PER_FILE, check=False)


def _withhold(folder: Path, case: Path) -> int:
    """Take the files out in which something was left; all of them where only the annex as a whole is named."""
    codes = json.loads((case / "case.json").read_text())["codes"]
    proof = json.loads((case / "work" / "proof.json").read_text())
    leaky = {entry["file"] for entry in proof["files"] if entry["leaks"]}
    found = [folder / name for name, code in codes.items() if code in leaky and (folder / name).is_file()]
    return _remove(found or sorted(folder.glob("*.pdf")))


def _remove(paths: list[Path]) -> int:
    for path in paths:
        path.unlink()
    return len(paths)


def _settle(folder: Path, case: Path, done: subprocess.CompletedProcess[str], tally: Tally) -> None:
    if done.returncode not in (ExitCode.OK, ExitCode.SOME_FAILED) or "Traceback" in done.stderr:
        tally.crashes += done.returncode != ExitCode.INPUT
        tally.notes.append(f"{folder.name}: exit {done.returncode}: {done.stderr[-400:]}")
        return
    outcome = json.loads(done.stdout)
    tally.released += outcome["released"]
    tally.boxes += outcome["boxes"]
    tally.reasons.update(reason for _, reason in outcome["refused"])
    for annex in sorted((case / "publication").glob("*.pdf")):
        if readable(annex):
            tally.leaks += 1
            tally.notes.append(f"{folder.name}: a secret in {annex.name}")


def readable(pdf: Path) -> bool:
    """Whether pdfium or pdftotext reads a secret."""
    with pypdfium2.PdfDocument(pdf) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    command = ["pdftotext", "-q", "-raw", str(pdf), "-"]
    shown = subprocess.run(command, capture_output=True, timeout=300, check=True).stdout.decode("utf-8", "replace")
    return any(_CODED.search(text) for text in (*texts, shown))
