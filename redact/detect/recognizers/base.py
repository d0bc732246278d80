"""What the recognisers for structure share: they point at stretches of text and say why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, NamedTuple

from presidio_analyzer import LocalRecognizer, RecognizerResult

REASON = "reason"
PROPOSAL = "proposal"
HINT = "hint"
PERSON = "PERSON"
JOB_TITLE = "JOB_TITLE"
PUBLIC_NAME = "PUBLIC_NAME"


class Span(NamedTuple):
    """A stretch of the analysed text."""

    start: int
    end: int
    entity_type: str = PERSON


class StructureRecognizer(LocalRecognizer):
    """Points at names and functions by where they stand. A kind gives its name, score, reason and `spans`.

    Scores differ by kind, so that of two that point at the same stretch always the same one stays.
    """

    NAME: ClassVar[str]
    SCORE: ClassVar[float]
    SAID: ClassVar[str]

    def __init__(self) -> None:
        super().__init__(supported_entities=[PERSON, JOB_TITLE], supported_language="nl", name=self.NAME)

    def load(self) -> None:
        """Nothing to load."""

    def spans(self, text: str) -> Iterator[Span]:
        """The stretches of `text` that this kind of structure points at."""
        raise NotImplementedError

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """Presidio's way in: results for `spans`."""
        return [
            result(self, span, self.SCORE, self.SAID)
            for span in _apart(self.spans(text))
            if span.entity_type in entities
        ]


def _apart(spans: Iterable[Span]) -> list[Span]:
    return list(dict.fromkeys(spans))


def result(recognizer: Any, span: Span, score: float, reason: str) -> RecognizerResult:
    """A result as Presidio wants it, with our reason."""
    return RecognizerResult(
        entity_type=span.entity_type,
        start=span.start,
        end=span.end,
        score=score,
        recognition_metadata={
            RecognizerResult.RECOGNIZER_NAME_KEY: recognizer.name,
            RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: recognizer.id,
            REASON: reason,
        },
    )
