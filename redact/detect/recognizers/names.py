"""Names in running text: by the language model, by the name grammar, and what only looks like a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import regex
from presidio_analyzer import LocalRecognizer, RecognizerResult
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from redact.detect.abbreviations import ABBREVIATIONS
from redact.detect.jobs import titles
from redact.detect.lexicon import shipped_lexicon
from redact.detect.names import FORMS, MASKS, NAMES, NO_PERSONS
from redact.detect.ner import PERSON_CHANCES
from redact.detect.recognizers.base import JOB_TITLE, PERSON, PROPOSAL, PUBLIC_NAME, result
from redact.detect.recognizers.base import Span as Stretch
from redact.detect.vocabulary import PUBLIC_ROLES
from redact.model import Verdict

PERSON_LABELS = frozenset(("PERSON", "PER"))
PLACE_LABELS = frozenset(("ORG", "LOC", "GPE", "FAC", "NORP"))
MODEL_SCORE = 0.85
"""Of an entity of a pipeline that gives none."""
MODEL_REASONS = {
    PERSON: "door het taalmodel als persoonsnaam herkend",
    JOB_TITLE: "door het taalmodel als functie herkend",
}
IN_PLACE_NAME = "volgens het taalmodel deel van de naam van een organisatie of plaats"
SURE_PLACE = 0.9
FIRM = frozenset(("omgekeerd", "titel", "voorletters"))
"""Forms of the grammar that no name of an organisation or place can hide."""
DOUBTED = {"achternaam": 0.2, "volledig": 0.1, "tussenvoegsel": 0.05, "onbekend": 0.5}
DOUBTED_ELSE = 0.02
"""A form counts only where the model gives a person at least this chance; measured on marked documents."""
MIN_FUNCTION_CHARS = 3
SURE_FUNCTION = 0.9
"""From this chance on, a function need not be one that the rules know."""
SURE_WORD = 0.95
"""From this chance on, a common word with a capital is a name."""
SURE_LETTER = 0.97
"""From this chance on, a letter that stands alone is somebody's initial."""
_LONGER = regex.compile(
    r"[ ](?:v(?:\.?[ ]?d\.?|an[ ]d(?:er|en|e)|an)?\.?[ ]?)?\p{Lu}\p{Ll}?\.?(?![\p{L}\d.])|[ ](?:jr|sr)\b\.?"
)
"""What may follow a first name and belongs to it: 'Jan v. R.', 'Jan vdB', 'Jan W.', 'Van Dam jr.'"""
_ENUMERATED = re.compile(r"^[ \t]*([A-Z])\.[ \t]+\S", re.MULTILINE)


class ModelRecognizer(LocalRecognizer):
    """Persons and functions that the language model found."""

    NAME = "taalmodel"

    def __init__(self) -> None:
        super().__init__(supported_entities=[PERSON, JOB_TITLE], supported_language="nl", name=self.NAME)

    def load(self) -> None:
        """Nothing to load."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """Presidio's way in."""
        doc = nlp_artifacts.tokens
        headings = enumerated(text)
        return [
            result(self, Stretch(ent.start_char, _end(ent), kind), score_of(ent), MODEL_REASONS[kind])
            for ent in doc.ents
            if (kind := PERSON if ent.label_ in PERSON_LABELS else ent.label_) in MODEL_REASONS
            and not _is_no_name(ent, headings)
        ]


class GrammarRecognizer(LocalRecognizer):
    """Persons in the forms of the name grammar; most forms only where the model does not say otherwise."""

    NAME = "namen"

    def __init__(self) -> None:
        super().__init__(supported_entities=[PERSON], supported_language="nl", name=self.NAME)

    def load(self) -> None:
        """Nothing to load."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """Presidio's way in."""
        doc = nlp_artifacts.tokens
        places, headings = _places(doc), enumerated(text)
        return [
            result(self, Stretch(span.start_char, span.end_char), FORMS[span.id_].score, FORMS[span.id_].reason)
            for span in doc.spans[NAMES]
            if not (_doubted(span) or (span.id_ not in FIRM and _within(span, places)) or _is_no_name(span, headings))
        ]


class PublicNameRecognizer(LocalRecognizer):
    """Names that are not personal data: of laws, motions, streets, institutes. Proposed to be left readable."""

    NAME = "geen persoon"
    SCORE = 0.8

    def __init__(self) -> None:
        super().__init__(supported_entities=[PUBLIC_NAME], supported_language="nl", name=self.NAME)

    def load(self) -> None:
        """Nothing to load."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """Presidio's way in."""
        doc = nlp_artifacts.tokens
        masked = [(span, MASKS[span.id_].reason) for span in doc.spans[NO_PERSONS]]
        found = [*masked, *((span, IN_PLACE_NAME) for span in _named_places(doc))]
        return [self._result(span, reason) for span, reason in found]

    def _result(self, span: Span, reason: str) -> RecognizerResult:
        kept = result(self, Stretch(span.start_char, span.end_char, PUBLIC_NAME), self.SCORE, reason)
        kept.recognition_metadata[PROPOSAL] = Verdict.KEEP
        return kept


def persons(doc: Doc) -> list[Span]:
    """Persons by the model and by the grammar, by place; where they overlap, the longest."""
    named = [ent for ent in doc.ents if ent.label_ in PERSON_LABELS]
    found: list[Span] = filter_spans([*named, *doc.spans[NAMES]])
    return found


def score_of(ent: Span) -> float:
    """The model's own chance of an entity, where it gives one."""
    own = ent._.score if ent.has_extension("score") else None
    return MODEL_SCORE if own is None else round(float(own), 4)


def enumerated(text: str) -> frozenset[int]:
    """Where headings such as 'B. Financiën' begin: letters at line starts that follow each other in the alphabet."""
    found = {match.start(1): ord(match.group(1)) for match in _ENUMERATED.finditer(text)}
    letters = set(found.values())
    return frozenset(place for place, letter in found.items() if {letter - 1, letter + 1} & letters)


def _is_no_name(span: Span, headings: frozenset[int]) -> bool:
    """Whether a span is a mark, a letter, a known abbreviation, a plain word, or a heading behind its letter."""
    if span.text[0] == "-" or _is_abbreviation(span.text) or not any(char.isalpha() for char in span.text):
        return True
    if span.label_ == JOB_TITLE:
        return _is_no_function(span)
    if len(span) == 1:
        return _is_plain(span.text, score_of(span))
    words = [token.lower_ for token in span if token.is_alpha]
    known = shipped_lexicon().words
    return span.start_char in headings and all(len(word) == 1 or word in known for word in words)


def _is_abbreviation(text: str) -> bool:
    """Whether a span is a known abbreviation, in capitals or as a law is written ('Wbni'), and no first name."""
    return text.upper() in ABBREVIATIONS and (text.isupper() or text not in shipped_lexicon().first_names)


def _is_plain(word: str, score: float) -> bool:
    if len(word) == 1:
        return score < SURE_LETTER
    known = shipped_lexicon()
    if word.lower() not in known.words or word.title() in known.first_names:
        return False
    return word.islower() or (score < SURE_WORD and word not in known.surnames)


def _is_no_function(span: Span) -> bool:
    """Whether a span is too short for a function, a public role, or doubtful and of no function that the rules know."""
    words = {token.lower_ for token in span}
    if len(span.text) < MIN_FUNCTION_CHARS or words & PUBLIC_ROLES:
        return True
    return score_of(span) < SURE_FUNCTION and next(iter(titles(span.text)), None) is None


def _end(ent: Span) -> int:
    """Where an entity ends, with the initial that may follow a first name."""
    more = _LONGER.match(ent.doc.text, ent.end_char) if ent.label_ in PERSON_LABELS else None
    return more.end() if more else ent.end_char


def _places(doc: Doc) -> list[Span]:
    return [ent for ent in doc.ents if ent.label_ in PLACE_LABELS and score_of(ent) >= SURE_PLACE]


def _named_places(doc: Doc) -> Iterator[Span]:
    """Organisations and places with a name in them that the grammar would take for a person's."""
    for place in _places(doc):
        inside = [span for span in doc.spans[NAMES] if _within(span, [place])]
        if inside and not any(span.id_ in FIRM for span in inside):
            yield place


def _within(span: Span, places: list[Span]) -> bool:
    return any(place.start <= span.start and span.end <= place.end and len(place) > len(span) for place in places)


def _doubted(span: Span) -> bool:
    chances = span.doc.user_data.get(PERSON_CHANCES)
    return chances is not None and bool(chances[span.start : span.end].max() < DOUBTED.get(span.id_, DOUBTED_ELSE))
