"""Checks of finished files and of this machine."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from redact.detect import model_version
from redact.errors import InputError, RedactError
from redact.files import read_whole
from redact.model import Leak
from redact.resources import fonts
from redact.rulebook import load_rulebook
from redact.verify import Report, inspect, proof_holds

PROOF = "proof.json"


def verify_files(files: Sequence[Path]) -> list[Report]:
    """Checks each file for what its black boxes hide, and one of ours against the proof.json beside it as well.

    Raises:
        InputError: a file is not there, or the proof cannot be read.
    """
    missing = [str(path) for path in files if not path.is_file()]
    if missing:
        raise InputError("No such file: " + ", ".join(missing))
    return [_verify(path) for path in files]


def _verify(path: Path) -> Report:
    report = inspect(path)
    data = read_whole(path.with_name(PROOF))
    if data is None:
        return report
    try:
        proof = json.loads(data)
        names = {entry["file"] for entry in proof["files"]}
    except (ValueError, KeyError, TypeError):
        raise InputError(f"{path.with_name(PROOF)} is damaged. Publish again.") from None
    if path.name not in names or proof_holds(path, proof):
        return report
    changed = Leak(path.name, PROOF, "not the file that was proven clean")
    return replace(report, leaks=(*report.leaks, changed))


@dataclass(frozen=True, slots=True)
class Part:
    """Something the program works with: whether it is there, and whether it can do without."""

    name: str
    present: bool
    needed: bool
    remark: str


def machine_report() -> list[Part]:
    """What this machine has and lacks."""
    poppler, tesseract = shutil.which("pdftotext"), shutil.which("tesseract")
    return [
        _part("rules", lambda: f"version {load_rulebook().version}"),
        _part("model", lambda: f"version {model_version(None)}"),
        _part("fonts", lambda: ", ".join(sorted(path.name for path in fonts().glob("*.ttf")))),
        Part(
            "tesseract",
            tesseract is not None,
            False,
            tesseract or "reads faint pictures below boxes: install tesseract-ocr",
        ),
        Part("pdftotext", poppler is not None, False, poppler or "a third reader for the check: install poppler-utils"),
    ]


def _part(name: str, look: Callable[[], str]) -> Part:
    try:
        return Part(name, True, True, look())
    except RedactError as error:
        return Part(name, False, True, str(error))
