"""Presidio put together: engine, registry, context words. Imported only when something has to be analysed."""

from __future__ import annotations

import logging
import os
from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

# Presidio's e-mail recogniser is not used here; should anything else ask tldextract, it finds no address to look up.
os.environ.setdefault("TLDEXTRACT_PUBLIC_SUFFIX_LIST_URLS", "")

import spacy
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry, RecognizerResult
from presidio_analyzer.context_aware_enhancers import ContextAwareEnhancer
from presidio_analyzer.nlp_engine import NerModelConfiguration, NlpArtifacts, SpacyNlpEngine

from redact.detect.found import Found
from redact.detect.recognizers import all_recognizers
from redact.detect.recognizers.base import HINT, PROPOSAL, REASON
from redact.detect.recognizers.names import persons, score_of
from redact.errors import DocumentRefused
from redact.model import Rule, Verdict

LANGUAGE = "nl"
CONTEXT_WORDS_BEFORE = 5
CONTEXT_WORDS_AFTER = 1
CONTEXT_GAIN = 0.35

# Presidio writes words of the text to this logger at level DEBUG.
logging.getLogger("presidio-analyzer").setLevel(logging.ERROR)


class LocalEngine(SpacyNlpEngine):
    """A spaCy pipeline from this machine: loaded from its place, never downloaded, and the name grammar behind it."""

    def __init__(self, location: str) -> None:
        super().__init__(
            models=[{"lang_code": LANGUAGE, "model_name": location}],
            ner_model_configuration=NerModelConfiguration(model_to_presidio_entity_mapping={}, default_score=0.0),
        )
        self._location = location

    def load(self) -> None:
        """Load the pipeline from its folder or installed package."""
        nlp = spacy.load(self._location)
        nlp.add_pipe("dutch_names", last=True)
        pipelines: Any = {LANGUAGE: nlp}
        self.nlp = pipelines

    def _doc_to_nlp_artifact(self, doc: Any, language: str) -> NlpArtifacts:
        """As Presidio's own, but with lower-cased words for lemmas: the pipeline has no lemmatiser.

        The entities are the persons, by the model and by the grammar, for recognisers that look beside names.
        """
        entities = persons(doc)
        return NlpArtifacts(
            entities=entities,
            tokens=doc,
            tokens_indices=[token.idx for token in doc],
            lemmas=[token.lower_ for token in doc],
            nlp_engine=None,
            language=language,
            scores=[score_of(ent) for ent in entities],
        )


class NearbyWords(ContextAwareEnhancer):
    """Raises a score where one of the rule's context words stands near.

    Presidio's own walks through all words for every hit, copies every hit, and can put matched text into an error.
    """

    def __init__(self) -> None:
        super().__init__(CONTEXT_GAIN, 0.0, CONTEXT_WORDS_BEFORE, CONTEXT_WORDS_AFTER)

    def enhance_using_context(
        self, text: str, raw_results: list[Any], nlp_artifacts: Any, recognizers: Any, context: Any = None
    ) -> list[Any]:
        """The results, those with a context word near them scored higher."""
        wanted = {recognizer.id: tuple(recognizer.context) for recognizer in recognizers if recognizer.context}
        words = None
        for result in raw_results:
            near = wanted.get(result.recognition_metadata[RecognizerResult.RECOGNIZER_IDENTIFIER_KEY])
            if near is None:
                continue
            words = words or _words(nlp_artifacts)
            if _has_near(words, result, near):
                result.score = min(1.0, result.score + CONTEXT_GAIN)
        return raw_results


def _words(artifacts: Any) -> tuple[list[int], list[str]]:
    pairs = [
        (place, word)
        for place, word in zip(artifacts.tokens_indices, artifacts.lemmas, strict=True)
        if word[:1].isalnum()
    ]
    return [place for place, _ in pairs], [word for _, word in pairs]


def _has_near(words: tuple[list[int], list[str]], result: Any, wanted: tuple[str, ...]) -> bool:
    places, texts = words
    first = bisect_right(places, result.start - 1)
    last = bisect_right(places, result.end - 1)
    near = texts[max(0, first - CONTEXT_WORDS_BEFORE) : last + CONTEXT_WORDS_AFTER]
    line = " ".join(near)
    return any(word.lower() in line for word in wanted)


class Engine:
    """Presidio's AnalyzerEngine, asked for spans."""

    def __init__(self, analyzer: AnalyzerEngine) -> None:
        self._analyzer = analyzer

    def spans(self, text: str) -> list[Found]:
        """What is found in a text of at most WINDOW_CHARS characters, by place.

        Raises:
            DocumentRefused: a pattern ran too long on this text.
        """
        if not text.strip():
            return []
        try:
            results = self._analyzer.analyze(text, LANGUAGE)
        except TimeoutError as error:
            raise DocumentRefused("De tekst kon niet binnen de tijd worden doorzocht.") from error
        found = [_found(result) for result in results]
        return sorted(found, key=lambda one: (one.start, -one.end, -one.score, one.entity_type, one.recognizer))


def _found(result: Any) -> Found:
    facts = result.recognition_metadata
    return Found(
        start=result.start,
        end=result.end,
        entity_type=result.entity_type,
        score=round(float(result.score), 4),
        recognizer=facts[RecognizerResult.RECOGNIZER_NAME_KEY],
        reason=facts.get(REASON, ""),
        proposal=facts.get(PROPOSAL, Verdict.REDACT),
        hint=facts.get(HINT, False),
    )


def build(rules: Sequence[Rule], location: str) -> Engine:
    """An engine with one recogniser a rule, the pipeline's names, and the structure of mails, letters and chats."""
    registry = RecognizerRegistry(recognizers=all_recognizers(rules), supported_languages=[LANGUAGE])
    return Engine(
        AnalyzerEngine(
            registry=registry,
            nlp_engine=LocalEngine(location),
            supported_languages=[LANGUAGE],
            context_aware_enhancer=NearbyWords(),
        )
    )
