"""How well hits cover marked mentions: counting only, nothing is read or detected here.

A mention is covered when all its letters and digits lie in hits that would be proposed for redaction, and touched when
one of them does. Precision is the share of those hits, by the label their kind belongs to, that are no false alarm.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from redact.model import Verdict

KINDS: Mapping[str, tuple[str, ...]] = {
    "PERSON": ("PERSON", "SIGNATURE"),
    "JOB_TITLE": ("JOB_TITLE",),
    "EMAIL_ADDRESS": ("EMAIL_ADDRESS",),
    "PHONE_NUMBER": ("PHONE_NUMBER",),
    "ADDRESS": ("ADDRESS",),
    "ID_NUMBER": ("ID_NUMBER", "NL_BSN", "IBAN", "LICENSE_PLATE", "PERSONAL_NUMBER"),
    "DATE_OF_BIRTH": ("DATE_OF_BIRTH",),
    "SYSTEM": (
        "SYSTEM_NAME",
        "HOSTNAME",
        "INTERNAL_URL",
        "IP_ADDRESS",
        "MAC_ADDRESS",
        "UNC_PATH",
        "USERNAME",
    ),
}
"""What is to be redacted: each label of the marked documents, with the entity types of the rule book that it takes."""
KEPT = ("PUBLIC_OFFICIAL", "PUBLIC_NAME", "FUNCTIONAL_MAILBOX")
"""What is to stay readable."""
LABELS = frozenset((*KINDS, *KEPT))
_LABEL_OF = {kind: label for label, kinds in KINDS.items() for kind in kinds}
_PEOPLE = ("PERSON", "PUBLIC_OFFICIAL")
"""A hit on the name of an official is no false alarm: it is a person."""


class Fault(StrEnum):
    """What went wrong with one mention or hit."""

    MISSED = "missed"
    HALF = "half covered"
    FALSE = "false alarm"
    HIDDEN = "should stay"


@dataclass(frozen=True, slots=True)
class Mention:
    """A marked stretch of a document."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A hit, as the offsets of the characters that it covers in the document's text."""

    entity_type: str
    recognizer: str
    places: frozenset[int]
    proposal: Verdict = Verdict.REDACT

    @property
    def label(self) -> str:
        """The label that its entity type belongs to; '' for none."""
        return _LABEL_OF.get(self.entity_type, "")


@dataclass(frozen=True, slots=True)
class Marked:
    """A document: its text, what is marked in it, and what was found."""

    document_id: str
    text: str = field(repr=False)
    mentions: tuple[Mention, ...]
    found: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Redacted:
    """Score of a label that is to be redacted. A share of nothing is 1."""

    n: int
    covered: float
    touched: float
    precision: float


@dataclass(frozen=True, slots=True)
class Kept:
    """Score of a label that is to stay readable: the share of which no letter or digit would be redacted."""

    n: int
    kept: float


@dataclass(frozen=True, slots=True)
class Miss:
    """A mistake and how often it was made; `by` is the recognizer that made it."""

    label: str
    fault: Fault
    text: str = field(repr=False)
    by: str
    document_id: str
    """The first document where it was made."""
    count: int


@dataclass(frozen=True, slots=True)
class Scores:
    """All scores of a set of documents, and its mistakes, the most frequent first."""

    labels: dict[str, Redacted]
    kept: dict[str, Kept]
    misses: tuple[Miss, ...] = field(repr=False)
    unknown: tuple[str, ...] = ()
    """Entity types proposed for redaction that belong to no label: they cover mentions, but have no precision."""


def scores(documents: Iterable[Marked]) -> Scores:
    """Scores a set of documents together."""
    tally = _Tally()
    for document in documents:
        tally.add(document)
    return tally.result()


class _Tally:
    """Counts over documents."""

    def __init__(self) -> None:
        self._mentions: Counter[str] = Counter()
        self._covered: Counter[str] = Counter()
        self._touched: Counter[str] = Counter()
        self._hits: Counter[str] = Counter()
        self._right: Counter[str] = Counter()
        self._faults: defaultdict[tuple[str, Fault, str, str], list[str]] = defaultdict(list)
        self._unknown: set[str] = set()

    def add(self, document: Marked) -> None:
        """Counts one document."""
        found = [mark for mark in document.found if mark.proposal is Verdict.REDACT]
        by_place: dict[int, str] = {place: mark.recognizer for mark in found for place in mark.places}
        spans: list[tuple[Mention, frozenset[int]]] = [
            (mention, inked(document.text, mention.start, mention.end)) for mention in document.mentions
        ]
        for mention, places in spans:
            self._mention(document, mention, places, by_place)
        for mark in found:
            self._hit(document, mark, spans)

    def _mention(self, document: Marked, mention: Mention, places: frozenset[int], by_place: dict[int, str]) -> None:
        label = mention.label
        reached = places & by_place.keys()
        self._mentions[label] += 1
        self._covered[label] += reached == places
        self._touched[label] += bool(reached)
        by = ", ".join(sorted({by_place[place] for place in reached}))
        text = document.text[mention.start : mention.end]
        if label in KINDS and reached != places:
            self._fault(document, label, Fault.HALF if reached else Fault.MISSED, text, by)
        elif label in KEPT and reached:
            self._fault(document, label, Fault.HIDDEN, text, by)

    def _hit(self, document: Marked, mark: Mark, spans: list[tuple[Mention, frozenset[int]]]) -> None:
        if not mark.label:
            self._unknown.add(mark.entity_type)
            return
        inside = frozenset(place for place in mark.places if document.text[place].isalnum()) or mark.places
        self._hits[mark.label] += 1
        if _is_right(mark.label, inside, spans):
            self._right[mark.label] += 1
        elif mark.places:
            text = document.text[min(mark.places) : max(mark.places) + 1]
            self._fault(document, mark.label, Fault.FALSE, text, mark.recognizer)

    def _fault(self, document: Marked, label: str, fault: Fault, text: str, by: str) -> None:
        self._faults[label, fault, " ".join(text.split()), by].append(document.document_id)

    def result(self) -> Scores:
        """The shares."""
        labels = {
            label: Redacted(
                self._mentions[label],
                _share(self._covered[label], self._mentions[label]),
                _share(self._touched[label], self._mentions[label]),
                _share(self._right[label], self._hits[label]),
            )
            for label in KINDS
            if self._mentions[label] or self._hits[label]
        }
        kept = {
            label: Kept(self._mentions[label], _share(self._mentions[label] - self._touched[label], number))
            for label in KEPT
            if (number := self._mentions[label])
        }
        return Scores(labels, kept, tuple(self._misses()), tuple(sorted(self._unknown)))

    def _misses(self) -> Iterator[Miss]:
        ordered = sorted(self._faults.items(), key=lambda item: (-len(item[1]), item[0]))
        for (label, fault, text, by), documents in ordered:
            yield Miss(label, fault, text, by, documents[0], len(documents))


def inked(text: str, start: int, end: int) -> frozenset[int]:
    """Offsets of the letters and digits of a stretch; of all that shows where it has none."""
    letters = frozenset(place for place in range(start, end) if text[place].isalnum())
    return letters or frozenset(place for place in range(start, end) if not text[place].isspace())


def _is_right(label: str, inside: frozenset[int], spans: list[tuple[Mention, frozenset[int]]]) -> bool:
    """Whether a hit touches a mention of its own label, or lies within one of another label that is redacted too."""
    if label == "PERSON":
        return any(mention.label in _PEOPLE and inside & places for mention, places in spans)
    return any(
        inside & places if mention.label == label else mention.label in KINDS and inside <= places
        for mention, places in spans
    )


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 1.0
