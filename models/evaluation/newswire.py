"""Column files of news and encyclopedia sentences: reading them, and the scores of a bare spaCy pipeline on them.

CoNLL-2002          WikiNEuRal
Sierra N B-LOC      0 <tab> Ugarit <tab> B-LOC        one token a line, an empty line after each sentence
Nevada N I-LOC      1 <tab> werden <tab> O

Scores are those of CoNLL: an entity is right when its stretch and label are exactly those that were marked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SETS: Mapping[str, str] = {
    "CoNLL-2002 testa": "conll2002.ned.testa",
    "WikiNEuRal val": "wikineural.nl.val.conllu",
}
"""The sets and their files in the folder with column files."""
PERSON = "PERSON"
LABELS = (PERSON, "ORG", "LOC")
"""What is measured; MISC is nobody's business here."""
SAME: Mapping[str, str] = {"PER": PERSON, PERSON: PERSON, "ORG": "ORG", "LOC": "LOC", "GPE": "LOC"}
BEFORE = frozenset((",", ".", ";", ":", "!", "?", ")", "]", "'", "\u2019", "%", "..."))
"""No space stands before these."""
AFTER = frozenset(("(", "["))
"""No space stands after these."""
QUOTE = '"'

Span = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as people write it, with its entities as offsets."""

    text: str = field(repr=False)
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Exact:
    """Precision, recall and their harmonic mean, in percent, over `n` marked entities."""

    n: int
    precision: float
    recall: float

    @property
    def f(self) -> float:
        """The harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def read_columns(path: Path) -> Iterator[Sentence]:
    """The sentences of a column file: the token is in the first column, or the second where the first one counts."""
    rows: list[tuple[str, str]] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        cells = line.split("\t") if "\t" in line else line.split()
        if cells and cells[0] != "-DOCSTART-" and len(cells) > 1:
            rows.append((cells[1] if len(cells) == 3 and cells[0].isdigit() and "\t" in line else cells[0], cells[-1]))
        elif rows:
            yield sentence(rows)
            rows = []
    if rows:
        yield sentence(rows)


def sentence(rows: Sequence[tuple[str, str]]) -> Sentence:
    """Tokens and their tags (B-, I-, O) as a sentence."""
    text, places = _joined([token for token, _ in rows])
    spans: list[Span] = []
    current = ""
    for (_, tag), (start, end) in zip(rows, places, strict=True):
        kind, label = tag[0], SAME.get(tag[2:], tag[2:])
        if kind == "O":
            current = ""
            continue
        if kind == "I" and label == current:
            spans[-1] = (spans[-1][0], end, label)
        else:
            spans.append((start, end, label))
        current = label
    return Sentence(text, tuple(span for span in spans if span[2] in LABELS))


def _joined(tokens: Iterable[str]) -> tuple[str, list[tuple[int, int]]]:
    """Tokens with the spaces that people put between them, and where each stands."""
    text, places = "", []
    tight, quoted = True, False
    for token in tokens:
        closes = token == QUOTE and quoted
        if not (tight or closes or token in BEFORE):
            text += " "
        places.append((len(text), len(text) + len(token)))
        text += token
        tight = token in AFTER or (token == QUOTE and not quoted)
        quoted ^= token == QUOTE
    return text, places


def exact(sentences: Sequence[Sentence], answers: Iterable[Iterable[Span]]) -> dict[str, Exact]:
    """Scores by label of what was answered for each sentence; no entry for a label that nobody answered with."""
    marked: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for each, spans in zip(sentences, answers, strict=True):
        told = {span for span in spans if span[2] in LABELS}
        marked.update(label for *_, label in each.spans)
        answered.update(label for *_, label in told)
        right.update(label for *_, label in told & set(each.spans))
    return {
        label: Exact(marked[label], _percent(right[label], answered[label]), _percent(right[label], marked[label]))
        for label in LABELS
        if answered[label]
    }


def pipeline_spans(nlp: Any, sentences: Iterable[Sentence]) -> Iterator[list[Span]]:
    """What a spaCy pipeline finds in each sentence, by our names of the labels."""
    for doc in nlp.pipe(each.text for each in sentences):
        yield [(ent.start_char, ent.end_char, SAME.get(ent.label_, ent.label_)) for ent in doc.ents]


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0
