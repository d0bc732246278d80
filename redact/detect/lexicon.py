"""The shipped lists: first names, surnames, common words. Built by models/names/build.py, read once per process."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from redact.errors import MissingModelError
from redact.resources import shipped


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """What is known of words. First names and surnames as they are written, words in lower case.

    Compared by identity: it is a key of caches.
    """

    first_names: frozenset[str] = field(repr=False)
    surnames: frozenset[str] = field(repr=False)
    words: frozenset[str] = field(repr=False)


@cache
def shipped_lexicon() -> Lexicon:
    """The lists that ship with redact.

    Raises:
        MissingModelError: a list is not there.
    """
    folder = shipped("models") / "names"
    return Lexicon(
        _listed(folder / "first_names.txt.gz"), _listed(folder / "surnames.txt.gz"), _listed(folder / "words.txt.gz")
    )


def _listed(path: Path) -> frozenset[str]:
    try:
        return frozenset(gzip.decompress(path.read_bytes()).decode().split("\n"))
    except OSError as error:
        raise MissingModelError(
            f"The name list '{path}' cannot be read. Install redact again, or run models.names.build."
        ) from error
