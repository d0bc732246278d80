"""A labelled text under change: every edit keeps the labels on their characters."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

Span = tuple[int, int, str]
Edit = tuple[int, int, str]
Piece = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Draft:
    """A text and the labelled stretches in it, sorted and free of overlap."""

    text: str
    spans: tuple[Span, ...]

    def named(self, label: str = "PERSON") -> list[Span]:
        """The spans that carry a label."""
        return [span for span in self.spans if span[2] == label]


def assemble(pieces: Iterable[Piece]) -> Draft:
    """Join pieces of (text, label) into one draft; an empty label marks plain text."""
    parts: list[str] = []
    spans: list[Span] = []
    at = 0
    for text, label in pieces:
        parts.append(text)
        if label and text:
            spans.append((at, at + len(text), label))
        at += len(text)
    return Draft("".join(parts), tuple(spans))


def apply(draft: Draft, edits: Iterable[Edit]) -> Draft:
    """Replace stretches of the text and move the spans along.

    Edits may come in any order; one that overlaps an earlier one is left out. What is inserted at the edge of a span
    stays outside it.
    """
    chosen = list(_without_overlap(sorted(edits)))
    if not chosen:
        return draft
    parts: list[str] = []
    done = 0
    for start, end, new in chosen:
        parts += (draft.text[done:start], new)
        done = end
    parts.append(draft.text[done:])
    return Draft("".join(parts), tuple(_moved(draft.spans, chosen)))


def _without_overlap(edits: list[Edit]) -> Iterator[Edit]:
    done = 0
    for edit in edits:
        if edit[0] >= done:
            yield edit
            done = edit[1]


def _moved(spans: tuple[Span, ...], edits: list[Edit]) -> Iterator[Span]:
    starts = [edit[0] for edit in edits]
    ends = [edit[1] for edit in edits]
    shifts = list(accumulate((len(new) - (end - start) for start, end, new in edits), initial=0))
    for start, end, label in spans:
        before = bisect_right(ends, start)
        first = starts[before] if before < len(edits) and starts[before] < start else start
        within = bisect_left(starts, end)
        last = ends[within - 1] if within and ends[within - 1] > end else end
        yield first + shifts[before], last + shifts[within], label


def cut(draft: Draft, start: int, end: int) -> Draft:
    """The stretch from start to end; spans that stick out are clipped."""
    kept = tuple(
        (max(first, start) - start, min(last, end) - start, label)
        for first, last, label in draft.spans
        if first < end and last > start
    )
    return Draft(draft.text[start:end], kept)


def tidy(draft: Draft) -> Draft:
    """Take white space off the edges of spans and drop spans that hold nothing else, or that run into another."""
    kept: list[Span] = []
    done = 0
    for start, end, label in draft.spans:
        start, end = max(start, done), min(end, len(draft.text))
        while start < end and _blank(draft.text[start]):
            start += 1
        while end > start and _blank(draft.text[end - 1]):
            end -= 1
        if start < end:
            kept.append((start, end, label))
            done = end
    return Draft(draft.text, tuple(kept))


def _blank(character: str) -> bool:
    return character.isspace() or character in "\u00ad\u200b"
