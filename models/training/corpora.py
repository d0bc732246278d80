"""Open corpora as samples: WikiANN, Europeana newspapers, Universal Dependencies sentences without proper nouns.

What each may be used for stands in models/README.md. CoNLL-2002 and WikiNEuRal are never trained on.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from models.training.sample import Sample

LABELS = {"PER": "PERSON", "ORG": "ORG", "LOC": "LOC"}
MIN_WORDS = 5
EUROPEANA_WORDS = 40


def wikiann(path: Path) -> Iterator[Sample]:
    """Sentences of five words or more, cleaned of wiki marks."""
    for rows in _blocks(path.read_text("utf-8").splitlines()):
        pairs = [(row.split("\t")[0].partition(":")[2], row.split("\t")[-1]) for row in rows]
        pairs = [(word, tag) for word, tag in pairs if word not in ("''", "'", "'''", "`", "**")]
        if len(pairs) >= MIN_WORDS:
            yield sample_of(pairs, functions=False)


def europeana(path: Path) -> Iterator[Sample]:
    """Stretches of about forty words that begin and end at a full stop; tags here are 'I-PER' runs."""
    pairs = [(row.split(" ")[0], row.split(" ")[-1]) for row in path.read_text("utf-8").splitlines() if " " in row]
    stretch: list[tuple[str, str]] = []
    for word, tag in pairs:
        stretch.append((word, tag))
        if word == "." and len(stretch) >= EUROPEANA_WORDS:
            if any(tag != "O" for _, tag in stretch):
                yield sample_of(stretch, functions=False)
            stretch = []


def plain_sentences(path: Path) -> Iterator[Sample]:
    """Sentences of a CoNLL-U file without any proper noun."""
    for rows in _blocks(path.read_text("utf-8").splitlines()):
        text = next((row[9:].strip() for row in rows if row.startswith("# text = ")), "")
        if 20 < len(text) < 300 and not any("\tPROPN\t" in row for row in rows):
            yield Sample(text, (), functions=False)


def sample_of(pairs: Sequence[tuple[str, str]], *, functions: bool) -> Sample:
    """Words with BIO tags as running text."""
    text = ""
    spans: list[list[int | str]] = []
    previous = ""
    for word, tag in pairs:
        text += _joint(text, word)
        start = len(text)
        text += word
        label = LABELS.get(tag[2:], "")
        if label and tag[0] == "I" and previous == tag[2:] and spans:
            spans[-1][1] = len(text)
        elif label:
            spans.append([start, len(text), label])
        previous = tag[2:]
    return Sample(text, tuple((int(a), int(b), str(label)) for a, b, label in spans), functions)


def packed(samples: Iterable[Sample], characters: int, chance: random.Random) -> Iterator[Sample]:
    """Several samples one after another as one, now and then parted by a line end, to about so many characters."""
    held: list[Sample] = []
    limit = chance.randint(40, characters)
    for sample in samples:
        held.append(sample)
        if sum(len(each.text) for each in held) >= limit:
            yield _joined(held, chance.choice((" ", " ", "\n", "\n\n")))
            held, limit = [], chance.randint(40, characters)
    if held:
        yield _joined(held, " ")


def _joined(samples: Sequence[Sample], separator: str) -> Sample:
    text, spans = "", []
    for number, sample in enumerate(samples):
        text += separator if number else ""
        spans += [(start + len(text), end + len(text), label) for start, end, label in sample.spans]
        text += sample.text
    return Sample(text, tuple(spans), all(sample.functions for sample in samples))


def _joint(text: str, word: str) -> str:
    tight = not text or re.match(r"^[.,;:!?)\]%»]", word) or text[-1] in "([«" or word.startswith("'s ")
    return "" if tight else " "


def _blocks(rows: Iterable[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for row in rows:
        if row.strip():
            block.append(row)
        elif block:
            yield block
            block = []
    if block:
        yield block
