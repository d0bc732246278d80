"""A rule of the rule book as a Presidio recogniser."""

from __future__ import annotations

from typing import Any

from presidio_analyzer import Pattern, PatternRecognizer, RecognizerResult

from redact.checks import CHECKS
from redact.detect.recognizers.base import HINT, PROPOSAL, Span, result
from redact.errors import RulesError
from redact.model import Rule, Verdict
from redact.rule_patterns import compile_patterns

TIMEOUT_S = 20.0


class RuleRecognizer(PatternRecognizer):
    """The patterns, check and context words of one rule."""

    def __init__(self, rule: Rule) -> None:
        if rule.check and rule.check not in CHECKS:
            raise RulesError(f"Rule '{rule.name}' names the check '{rule.check}'; known: {', '.join(sorted(CHECKS))}.")
        super().__init__(
            supported_entity=rule.entity_type,
            name=rule.name,
            supported_language="nl",
            patterns=[Pattern(f"{rule.name}-{n}", text, rule.score) for n, text in enumerate(rule.patterns)],
            context=list(rule.context),
        )
        self._rule = rule
        self._compiled = compile_patterns(rule)
        self._check = CHECKS[rule.check] if rule.check else None

    def validate_result(self, pattern_text: str) -> bool | None:
        """False where the check says no; None where it says yes, so that the rule's own score stands."""
        return False if self._check is not None and not self._check(pattern_text) else None

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: Any = None, regex_flags: int | None = None
    ) -> list[RecognizerResult]:
        """What matches and passes the check. A pattern that runs too long is an error here, no gap.

        Raises:
            TimeoutError: a pattern ran longer than TIMEOUT_S.
        """
        spans = {
            match.span(): None
            for pattern in self._compiled
            for match in pattern.finditer(text, timeout=TIMEOUT_S)
            if match.group() and self.validate_result(match.group()) is not False
        }
        return [self._result(start, end) for start, end in spans]

    def _result(self, start: int, end: int) -> RecognizerResult:
        rule = self._rule
        reason = rule.reason or f"komt overeen met het patroon voor {rule.label or rule.name}"
        found = result(self, Span(start, end, rule.entity_type), rule.score, reason)
        if rule.keep or rule.hint:
            found.recognition_metadata[PROPOSAL] = Verdict.KEEP
        found.recognition_metadata[HINT] = rule.hint
        return found
