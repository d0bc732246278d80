"""Recognisers for Presidio: the rule book's patterns, the pipeline's names, the structure of documents; a file each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from redact.detect.recognizers.chat import ChatRecognizer
from redact.detect.recognizers.functions import FunctionRecognizer
from redact.detect.recognizers.headers import FieldRecognizer, HeaderRecognizer
from redact.detect.recognizers.names import NameRecognizer
from redact.detect.recognizers.paraaf import ParaafRecognizer
from redact.detect.recognizers.patterns import RuleRecognizer
from redact.detect.recognizers.presence import PresenceRecognizer
from redact.detect.recognizers.salutations import SalutationRecognizer
from redact.detect.recognizers.signatures import SignatureRecognizer
from redact.model import Rule

STRUCTURE = (
    HeaderRecognizer,
    FieldRecognizer,
    ChatRecognizer,
    SignatureRecognizer,
    PresenceRecognizer,
    SalutationRecognizer,
    ParaafRecognizer,
    FunctionRecognizer,
)


def all_recognizers(rules: Sequence[Rule]) -> list[Any]:
    """One recogniser a rule, then names, then structure."""
    return [
        *(RuleRecognizer(rule) for rule in rules if rule.patterns),
        NameRecognizer(),
        *(kind() for kind in STRUCTURE),
    ]
