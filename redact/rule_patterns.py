"""How the patterns of an entity rule are run, and whether they find what the rule's own examples say."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from redact.checks import CHECKS
from redact.model import Rule


def compile_patterns(rule: Rule) -> tuple[regex.Pattern[str], ...]:
    """The rule's patterns as detection must run them: '^' and '$' at lines, '.' not over a line end."""
    flags = regex.MULTILINE | (regex.IGNORECASE if rule.ignore_case else 0)
    return tuple(regex.compile(pattern, flags) for pattern in rule.patterns)


def found_in(rule: Rule, text: str) -> list[tuple[int, int]]:
    """Where the rule's patterns match and its check agrees: (start, end), in reading order, each span once."""
    accepts = CHECKS[rule.check] if rule.check else bool
    spans = {match.span() for pattern in compile_patterns(rule) for match in pattern.finditer(text)}
    return sorted(span for span in spans if accepts(text[slice(*span)]))


def example_mistakes(rule: Rule) -> Iterator[str]:
    """What does not hold of a rule's `matches`, `rejects` and `spans`, in English, by number."""
    for number, example in enumerate(rule.matches, start=1):
        found = [example[slice(*span)] for span in found_in(rule, example)]
        if not found:
            yield f"matches {number} is not found"
        if any(text != text.strip() for text in found):
            yield f"matches {number} is found with a blank at its edge"
    for number, example in enumerate(rule.rejects, start=1):
        if found_in(rule, example):
            yield f"rejects {number} is found"
    for number, (example, wanted) in enumerate(rule.spans, start=1):
        if wanted not in {example[slice(*span)] for span in found_in(rule, example)}:
            yield f"spans {number} finds something else"
