"""What others find in marked documents: deduce, and plain Presidio around a spaCy pipeline.

deduce pins other versions of libraries that redact uses too, so it runs in an environment of its own, as a process that
reads a JSON list of texts and answers with a list of [start, end, kind] for each (see `deduce_process`).
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from models.evaluation.newswire import PERSON, Sentence, Span
from redact.pipeline.gold import GoldDocument
from redact.pipeline.scoring import Mark, Marked, Scores, scores

DEDUCE_KINDS: Mapping[str, str] = {
    "persoon": "PERSON",
    "patient": "PERSON",
    "emailadres": "EMAIL_ADDRESS",
    "telefoonnummer": "PHONE_NUMBER",
    "bsn": "NL_BSN",
    "id": "PERSONAL_NUMBER",
    "locatie": "ADDRESS",
    "url": "INTERNAL_URL",
}
"""deduce's tags and what they are called here; its dates, ages and institutions belong to nothing that is measured."""
PRESIDIO_RECOGNIZERS = (
    "EmailRecognizer",
    "IbanRecognizer",
    "IpRecognizer",
    "MacAddressRecognizer",
    "PhoneRecognizer",
    "SpacyRecognizer",
    "UrlRecognizer",
)
"""Those it has for every language that find something measured here."""
PRESIDIO_KINDS: Mapping[str, str] = {
    "PERSON": "PERSON",
    "EMAIL_ADDRESS": "EMAIL_ADDRESS",
    "PHONE_NUMBER": "PHONE_NUMBER",
    "IBAN_CODE": "IBAN",
    "IP_ADDRESS": "IP_ADDRESS",
    "MAC_ADDRESS": "MAC_ADDRESS",
    "URL": "INTERNAL_URL",
}
"""Presidio's entities that say the same; its places and dates belong to nothing that is measured."""

Answer = Sequence[tuple[int, int, str]]


def deduce_scores(documents: Sequence[GoldDocument], python: Path) -> Scores:
    """Scores of deduce on marked documents; `python` is an interpreter that has it."""
    return scores(_marked(documents, _deduce([document.text for document in documents], python), DEDUCE_KINDS))


def deduce_persons(sentences: Sequence[Sentence], python: Path) -> Iterator[list[Span]]:
    """The persons that deduce finds in each sentence; `python` is an interpreter that has it."""
    for answer in _deduce([each.text for each in sentences], python):
        yield [(start, end, PERSON) for start, end, kind in answer if DEDUCE_KINDS.get(kind) == PERSON]


def _deduce(texts: Sequence[str], python: Path) -> list[Answer]:
    command = [str(python), str(Path(__file__).with_name("deduce_process.py"))]
    done = subprocess.run(command, input=json.dumps(texts), stdout=subprocess.PIPE, text=True, check=True)
    answers: list[Answer] = json.loads(done.stdout)
    return answers


def presidio_scores(documents: Sequence[GoldDocument], pipeline: Path) -> Scores:
    """Scores of Presidio as it comes, with the recognisers it has for every language, around a spaCy pipeline."""
    return scores(_marked(documents, list(_presidio(documents, pipeline)), PRESIDIO_KINDS))


def _presidio(documents: Sequence[GoldDocument], pipeline: Path) -> Iterator[Answer]:
    # Presidio's e-mail recogniser would else fetch a list from the network.
    os.environ.setdefault("TLDEXTRACT_PUBLIC_SUFFIX_LIST_URLS", "")
    import spacy
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry, predefined_recognizers
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    class Local(SpacyNlpEngine):
        """The pipeline from its folder; nothing is downloaded."""

        def load(self) -> None:
            pipelines: Any = {"nl": spacy.load(pipeline)}
            self.nlp = pipelines

    # By name: Presidio's own way to load them takes any recogniser of ours too that this process has imported.
    kinds = (getattr(predefined_recognizers, name) for name in PRESIDIO_RECOGNIZERS)
    registry = RecognizerRegistry([kind(supported_language="nl") for kind in kinds], supported_languages=["nl"])
    engine = AnalyzerEngine(
        registry=registry,
        nlp_engine=Local(models=[{"lang_code": "nl", "model_name": str(pipeline)}]),
        supported_languages=["nl"],
    )
    for document in documents:
        found = engine.analyze(document.text, "nl")
        yield [(result.start, result.end, result.entity_type) for result in found]


def _marked(documents: Sequence[GoldDocument], answers: Sequence[Answer], kinds: Mapping[str, str]) -> Iterator[Marked]:
    for document, answer in zip(documents, answers, strict=True):
        marks = tuple(
            Mark(kinds[kind], kind, frozenset(range(start, end))) for start, end, kind in answer if kind in kinds
        )
        yield Marked(document.document_id, document.text, document.mentions, marks)
