"""Titles on the published inventory: approved texts replaced by their label."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Replacement = tuple[int, int, str]


def anonymise(text: str, replacements: Sequence[Replacement]) -> str:
    """The text with each span replaced, by Presidio's anonymizer.

    Args:
        text: A title.
        replacements: (start, end, what to put there); spans that overlap become one, with each label once.

    Raises:
        ValueError: a span does not lie in the text.
    """
    if any(not 0 <= start < end <= len(text) for start, end, _ in replacements):
        raise ValueError("A replacement does not lie in the title; find the hits of this title again.")
    if not replacements:
        return text
    from presidio_anonymizer import AnonymizerEngine
    from presidio_anonymizer.entities import OperatorConfig, RecognizerResult

    spans = _joined(replacements)
    operators = {
        f"S{number}": OperatorConfig("replace", {"new_value": label}) if label else OperatorConfig("redact")
        for number, (_, _, label) in enumerate(spans)
    }
    results = [RecognizerResult(f"S{n}", start, end, 1.0) for n, (start, end, _) in enumerate(spans)]
    engine: Any = AnonymizerEngine  # untyped upstream
    return str(engine().anonymize(text, results, operators).text)


def _joined(replacements: Sequence[Replacement]) -> list[Replacement]:
    joined: list[Replacement] = []
    for start, end, label in sorted(replacements):
        if not joined or start >= joined[-1][1]:
            joined.append((start, end, label))
            continue
        first, last, labels = joined[-1]
        both = labels if not label or label in labels.split("; ") else f"{labels}; {label}".removeprefix("; ")
        joined[-1] = (first, max(last, end), both)
    return joined
