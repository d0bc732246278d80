"""What the recognisers for numbers, dates and addresses find in a text, without a language model."""

from __future__ import annotations

from redact.detect.recognizers import all_recognizers
from redact.detect.recognizers.base import PROPOSAL
from redact.detect.recognizers.values import ValueRecognizer
from redact.rulebook import load_rulebook

KINDS = {
    "EMAIL_ADDRESS",
    "PHONE_NUMBER",
    "ADDRESS",
    "DATE_OF_BIRTH",
    "NL_BSN",
    "ID_NUMBER",
    "IBAN",
    "LICENSE_PLATE",
    "PERSONAL_NUMBER",
}
NUMBERS = ("NL_BSN", "ID_NUMBER", "IBAN", "LICENSE_PLATE", "PERSONAL_NUMBER")
RECOGNIZERS = [one for one in all_recognizers(load_rulebook().rules) if KINDS & set(one.supported_entities)]
OWN = [one for one in RECOGNIZERS if isinstance(one, ValueRecognizer)]


def found(text: str, *kinds: str, keep: bool = False) -> list[str]:
    """What is proposed for redaction (or, with `keep`, to stay) of these kinds, by place."""
    results = {
        (result.start, result.end)
        for one in RECOGNIZERS
        for result in one.analyze(text, one.supported_entities, None)
        if result.entity_type in kinds and (PROPOSAL in result.recognition_metadata) is keep
    }
    return [text[slice(*span)] for span in sorted(results)]


def covered(text: str, wanted: str, *kinds: str) -> bool:
    """Whether one of what is found holds all of `wanted`."""
    return any(wanted in each for each in found(text, *kinds))
