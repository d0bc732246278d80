"""Persons that the spaCy pipeline found, with the score and the reason of the form they stand in."""

from __future__ import annotations

from typing import Any

from presidio_analyzer import RecognizerResult
from presidio_analyzer.predefined_recognizers import SpacyRecognizer

from redact.detect.names import FORMS
from redact.detect.recognizers.base import REASON

NAME = "namen"
MODEL_REASON = "door het taalmodel als persoonsnaam herkend"


class NameRecognizer(SpacyRecognizer):
    """Presidio's recogniser for spaCy entities, kept to persons."""

    def __init__(self) -> None:
        super().__init__(supported_language="nl", supported_entities=["PERSON"], name=NAME)

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """Presidio's results, with the reason that belongs to the form of the name."""
        results: list[RecognizerResult] = super().analyze(text, entities, nlp_artifacts)
        forms = {(ent.start_char, ent.end_char): ent.id_ for ent in nlp_artifacts.entities}
        for result in results:
            form = FORMS.get(forms[result.start, result.end])
            result.recognition_metadata[REASON] = form.reason if form else MODEL_REASON
        return results
