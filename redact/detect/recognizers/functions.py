"""Functions beside a person's name: 'Jan Jansen, senior adviseur', 'Jan Jansen (jurist)', 'adviseur Jan Jansen'."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import regex
from presidio_analyzer import LocalRecognizer, RecognizerResult

import redact.detect.vocabulary as vocab
from redact.detect.recognizers.base import JOB_TITLE, Span, result
from redact.detect.recognizers.people import IN_PUBLIC, TIMEOUT_S, function_at

NAME = "functie"
REASON = "functie die bij een persoonsnaam staat"
SCORE = 0.75
QUALITY = (
    r"(?:(?:senior|junior|medior|plv\.?|plaatsvervangend|wnd\.?|waarnemend|coördinerend|strategisch|technisch|juridisch|financieel|algemeen|"
    r"operationeel|bestuurlijk|zakelijk|inhoudelijk|adjunct|beleids)[ \t]+){0,3}"
)
_AFTER = regex.compile(
    r"[ \t]*(?:[,(|]|[-–—](?=\s)|\t|[ ]{2,}|\n(?!\n))[ \t]*(?P<value>[^\n,;()|\t:<>@]{4,70}?)"
    r"(?=[ ]{2,}|[\n,;()|\t<]|\.\s|\.$|$|[ \t][-–—][ \t])"
)
_BEFORE = regex.compile(
    rf"(?i)(?<![\p{{L}}-])(?P<value>{QUALITY}[\p{{L}}-]*(?:{'|'.join(vocab.FUNCTION_WORDS)}))"
    rf"[ \t,:]+(?:(?:{'|'.join(vocab.TITLES)})\.?[ \t]+)*$"
)
REACH = 60


class FunctionRecognizer(LocalRecognizer):
    """Functions that belong to the names the pipeline found."""

    def __init__(self) -> None:
        super().__init__(supported_entities=[JOB_TITLE], supported_language="nl", name=NAME)

    def load(self) -> None:
        """Nothing to load."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """Presidio's way in."""
        spans = dict.fromkeys(
            span for ent in nlp_artifacts.entities for span in beside(text, ent.start_char, ent.end_char)
        )
        return [result(self, span, SCORE, REASON) for span in spans]


def beside(text: str, start: int, end: int) -> Iterator[Span]:
    """The function right after or right before a name."""
    after = _AFTER.match(text, end, timeout=TIMEOUT_S)
    function = function_at(text, *after.span("value")) if after else None
    if function:
        yield function
    before = _BEFORE.search(text, max(0, start - REACH), start, timeout=TIMEOUT_S)
    if before and before.group("value").split()[-1].lower() not in IN_PUBLIC:
        yield Span(before.start("value"), before.end("value"), JOB_TITLE)
