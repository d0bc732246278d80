"""Recognisers for Presidio: the rule book's patterns, the pipeline's names, the structure of documents; a file each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from redact.detect.recognizers.actions import ActionRecognizer
from redact.detect.recognizers.addresses import AddressRecognizer
from redact.detect.recognizers.births import BirthRecognizer
from redact.detect.recognizers.chat import ChatRecognizer
from redact.detect.recognizers.columns import ColumnRecognizer
from redact.detect.recognizers.comments import CommentRecognizer
from redact.detect.recognizers.emails import EmailRecognizer
from redact.detect.recognizers.filenames import FileNameRecognizer
from redact.detect.recognizers.functions import FunctionRecognizer
from redact.detect.recognizers.headers import FieldRecognizer, HeaderRecognizer
from redact.detect.recognizers.names import GrammarRecognizer, ModelRecognizer, PublicNameRecognizer
from redact.detect.recognizers.numbers import NumberRecognizer
from redact.detect.recognizers.paraaf import ParaafRecognizer
from redact.detect.recognizers.patterns import RuleRecognizer
from redact.detect.recognizers.phones import PhoneRecognizer
from redact.detect.recognizers.presence import PresenceRecognizer
from redact.detect.recognizers.salutations import SalutationRecognizer
from redact.detect.recognizers.signatures import SignatureRecognizer
from redact.detect.recognizers.systems import SystemRecognizer
from redact.model import Rule

STRUCTURE = (
    HeaderRecognizer,
    FieldRecognizer,
    ChatRecognizer,
    SignatureRecognizer,
    PresenceRecognizer,
    SalutationRecognizer,
    ParaafRecognizer,
    CommentRecognizer,
    ActionRecognizer,
    FileNameRecognizer,
    FunctionRecognizer,
    NumberRecognizer,
    BirthRecognizer,
    PhoneRecognizer,
    AddressRecognizer,
    EmailRecognizer,
    ColumnRecognizer,
    SystemRecognizer,
)


def all_recognizers(rules: Sequence[Rule]) -> list[Any]:
    """One recogniser a rule, then names, then structure."""
    return [
        *(RuleRecognizer(rule) for rule in rules if rule.patterns),
        ModelRecognizer(),
        GrammarRecognizer(),
        PublicNameRecognizer(),
        *(kind() for kind in STRUCTURE),
    ]
