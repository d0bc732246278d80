"""What the recognisers for numbers, dates and addresses share: values with a reason, digits as scanners read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, NamedTuple

import regex
from presidio_analyzer import LocalRecognizer, RecognizerResult

from redact.detect.recognizers.base import PERSON, PROPOSAL, Span, result
from redact.model import Verdict

TIMEOUT_S = 20.0
D = r"[\dOolI|]"
"""A digit, or a letter that a scanner made of one."""
MONTH_AFTER = r"(?![ ]\d{1,2}[ ](?:jan|feb|maa|mrt|apr|mei|jun|jul|aug|sep|okt|nov|dec))"

_AS_DIGITS = str.maketrans("OoQDlIi|SBZ", "00001111582")
_THREE_DIGITS = regex.compile(r"\d[^\n]?\d(?:-?\n[ \t>]*|[^\n])?\d")
_DATE = regex.compile(r"(?:0?[1-9]|[12]\d|3[01])[-./ ](?:0?[1-9]|1[0-2])[-./ ](?:(?:19|20)\d\d|\d\d)|(?:19|20)\d\d")


class Value(NamedTuple):
    """A stretch of text, what it is, how sure that is and why (Dutch). `keep`: it leads to no person."""

    start: int
    end: int
    entity_type: str
    score: float
    reason: str
    keep: bool = False


def value(span: tuple[int, int], entity_type: str, score: float, reason: str) -> Value:
    """A value at a span, proposed for redaction."""
    return Value(span[0], span[1], entity_type, score, reason)


class ValueRecognizer(LocalRecognizer):
    """Points at values. A kind gives its name, the entity types it knows and `values`."""

    NAME: ClassVar[str]
    KINDS: ClassVar[tuple[str, ...]]

    def __init__(self) -> None:
        super().__init__(supported_entities=list(self.KINDS), supported_language="nl", name=self.NAME)

    def load(self) -> None:
        """Nothing to load."""

    def values(self, text: str, persons: Sequence[tuple[int, int]]) -> Iterator[Value]:
        """The values in `text`; `persons` is where the pipeline found names."""
        raise NotImplementedError

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """Presidio's way in: results for `values`."""
        named = nlp_artifacts.entities if nlp_artifacts is not None else ()
        persons = [(ent.start_char, ent.end_char) for ent in named if ent.label_ == PERSON]
        found = dict.fromkeys(self.values(text, persons))
        return [self._result(value) for value in found if value.entity_type in entities]

    def _result(self, value: Value) -> RecognizerResult:
        found = result(self, Span(value.start, value.end, value.entity_type), value.score, value.reason)
        if value.keep:
            found.recognition_metadata[PROPOSAL] = Verdict.KEEP
        return found


def as_digits(text: str) -> str:
    """The digits of a text, with what a scanner makes of digits (O, l, I, S, B) read as such."""
    return "".join(char for char in text.translate(_AS_DIGITS) if char.isdecimal())


def digit_count(text: str) -> int:
    """How many real digits stand in a text."""
    return sum(char.isdecimal() for char in text)


def is_date(text: str) -> bool:
    """Whether a number is a day (12-03-2021) or a year (2021)."""
    return _DATE.fullmatch(text) is not None


def line_of(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the line (or lines) of a stretch begin and end."""
    begin = text.rfind("\n", 0, start) + 1
    close = text.find("\n", end)
    return begin, len(text) if close < 0 else close


def before_numbers(text: str, reach: int) -> Iterator[tuple[int, int]]:
    """Stretches of at most `reach` characters that end in three digits close together; they do not overlap.

    A word that says what a number is stands in one of them; looking nowhere else costs a third of reading all.
    """
    end = 0
    for digits in _THREE_DIGITS.finditer(text):
        yield max(end, digits.start() - reach), digits.end()
        end = digits.end()
