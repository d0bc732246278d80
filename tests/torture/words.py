"""Random words of a document, and every place of them as an approved hit, found the way the program finds a term."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from redact.detect import search
from redact.extract import extract
from redact.model import Hit, Page, Redaction, Term

LABEL = "10.2.e"
DESCRIPTION = "gelakt op grond van artikel 10, tweede lid, onder e, Wob"
SHORTEST = 4
"""Letters of a word that may be picked."""
_WORD = re.compile(rf"(?<![^\W_])[^\W\d_]{{{SHORTEST},40}}(?![^\W_])")


def pick(pages: Iterable[Page], seed: str, count: int) -> list[str]:
    """Different words of a document; the same seed gives the same ones, on every machine."""
    words = sorted({match.group() for page in pages for match in _WORD.finditer(page.text)})
    start = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big")
    return random.Random(start).sample(words, min(count, len(words)))


def everywhere(normalised: Path, words: Sequence[str]) -> list[Redaction]:
    """Every place of the words as an approved hit."""
    terms = [Term(word, "TERM", 1.0, "torture") for word in words]
    hits = search(extract(normalised), "torture", terms) if terms else []
    return [_approved(number, hit) for number, hit in enumerate(hits, start=1) if hit.boxes]


def _approved(number: int, hit: Hit) -> Redaction:
    return Redaction(f"h{number:05}", hit.boxes, LABEL, DESCRIPTION, hit.text)
