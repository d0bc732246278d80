"""Names in the names of files: 'nota_jansen_v2.docx', 'CV-Fatima-Bakker.pdf'."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import regex
from presidio_analyzer import LocalRecognizer, RecognizerResult

import redact.detect.vocabulary as vocab
from redact.detect.lexicon import shipped_lexicon
from redact.detect.recognizers.base import PERSON, Span, result
from redact.detect.recognizers.keywords import places

NAME = "bestandsnaam"
REASON = "naam in een bestandsnaam"
SCORE = 0.66
_TYPES = (
    *(
        ".doc",
        ".pdf",
        ".xls",
        ".ppt",
        ".msg",
        ".eml",
        ".jpg",
        ".jpeg",
        ".png",
        ".tif",
        ".zip",
        ".odt",
        ".ods",
        ".rtf",
        ".txt",
        ".csv",
    ),
    *(".vsd", ".mp3", ".mp4", ".wav", ".m4a"),
)
_STEM = regex.compile(r"(?r)(?<![\p{L}\d_.@/\\-])[\p{L}\p{M}\d_+&()~#%,.'-]{1,80}")
_TYPE_ENDS = regex.compile(r"\.[a-zA-Z0-9]{3,4}(?![\p{L}\d])")
_PART = regex.compile(r"\p{Lu}?[\p{Ll}\p{M}]+|\p{Lu}+(?!\p{Ll})")
MIN_PART = 4
LONGEST_STEM = 90


class FileNameRecognizer(LocalRecognizer):
    """Parts of file names that are on a list of names and no words, or known from the same text."""

    def __init__(self) -> None:
        super().__init__(supported_entities=[PERSON], supported_language="nl", name=NAME)

    def load(self) -> None:
        """Nothing to load."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """Presidio's way in."""
        found = nlp_artifacts.entities if nlp_artifacts is not None else ()
        known = frozenset(word.lower() for ent in found for word in regex.findall(r"\p{Lu}[\p{L}\p{M}]{2,}", ent.text))
        return [result(self, span, SCORE, REASON) for span in names_in_files(text, known)]


def names_in_files(text: str, known: frozenset[str]) -> Iterator[Span]:
    """Parts of file names that are names of persons.

    Args:
        text: A text.
        known: Words of the names that were found in it, in lower case.
    """
    for place in places(text, _TYPES):
        stem = _STEM.match(text, max(0, place - LONGEST_STEM), place) if _TYPE_ENDS.match(text, place) else None
        if stem is None:
            continue
        for part in _PART.finditer(text, *stem.span()):
            if _is_name(part.group(), known):
                yield Span(part.start(), part.end(), PERSON)


def _is_name(part: str, known: frozenset[str]) -> bool:
    lower = part.lower()
    if lower in vocab.NO_NAMES or lower in vocab.MONTHS_AND_DAYS or lower in vocab.PLACES or lower in vocab.PARTICLES:
        return False
    lexicon = shipped_lexicon()
    if lower in known:
        return lower not in lexicon.words or part[0].isupper()
    listed = lower.title() in lexicon.first_names or lower.title() in lexicon.surnames
    return listed and len(part) >= MIN_PART and lower not in lexicon.words
