"""Samples as numbers: pieces, and for each piece the label it must get."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from models.training.sample import Sample
from redact.detect.pieces import LINE_END, START, Cutter

ENTITIES = ("PERSON", "ORG", "LOC", "JOB_TITLE")
LABELS = ("O", *(f"{place}-{entity}" for entity in ENTITIES for place in "BI"))
SKIPPED = -100
SHORT, LONG = 126, 254
"""Pieces in a stretch at most: most are short, which trains twice as fast; some as long as in use."""
LONG_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Features:
    """Pieces with start and end, their labels (SKIPPED where none is asked), and whether functions are marked."""

    ids: list[int] = field(repr=False)
    labels: list[int] = field(repr=False)
    functions: bool


def features(samples: Iterable[Sample], tokenizer: Any, cutter: Cutter, chance: random.Random) -> Iterator[Features]:
    """One or more of each sample: a long text is cut at a line end.

    Args:
        samples: What to train on.
        tokenizer: spaCy's tokenizer of the pipeline.
        cutter: Cuts tokens into pieces.
        chance: Chooses which samples keep long stretches.
    """
    for sample in samples:
        doc = tokenizer(sample.text)
        pieces = cutter(doc)
        tags = _tags(doc, sample)
        labels = [SKIPPED] * len(pieces.ids)
        for token, first in zip(doc, pieces.firsts, strict=True):
            if first >= 0:
                labels[first] = tags[token.i]
        limit = LONG if chance.random() < LONG_SHARE else SHORT
        for start, end in _stretches(pieces.ids, limit):
            yield Features(
                [START, *pieces.ids[start:end], LINE_END], [SKIPPED, *labels[start:end], SKIPPED], sample.functions
            )


def _tags(doc: Any, sample: Sample) -> list[int]:
    """A label for each token; a token that an entity only touches belongs to it."""
    tags = [0] * len(doc)
    spans = iter(sample.spans)
    span = next(spans, None)
    begun = False
    for token in doc:
        while span is not None and token.idx >= span[1]:
            span, begun = next(spans, None), False
        if span is not None and token.idx + len(token.text) > span[0] and not token.is_space:
            tags[token.i] = LABELS.index(f"{'I' if begun else 'B'}-{span[2]}")
            begun = True
    return tags


def _stretches(ids: list[int], limit: int) -> Iterator[tuple[int, int]]:
    start = 0
    while len(ids) - start > limit:
        end = start + limit
        lines = [place for place in range(start + limit // 2, end) if ids[place] == LINE_END]
        end = lines[-1] + 1 if lines else end
        yield start, end
        start = end
    if len(ids) > start:
        yield start, len(ids)
