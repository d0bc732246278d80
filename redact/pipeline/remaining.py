"""How much of a document stays readable once its hits are redacted, in letters and in whole sentences.

Running headers and footers do not count: they stand on every page, and nobody reads a document for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import regex

from redact.errors import DocumentRefused
from redact.extract import reading
from redact.model import Box, Hit
from redact.pipeline.texts import PageTexts
from redact.review import percentage
from redact.review_rules import ReviewRules

FEWEST_WORDS = 4
"""Words of a sentence that says something by itself: 'Met vriendelijke groet,' does not."""
_SENTENCE = regex.compile(r"[\p{Lu}\d\"'‘“(](?:[^.!?\n]|\n(?!\s*\n)|[.!?](?![\s\"'’”)]|\Z)){0,2000}+[.!?]")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Measure:
    """The letters of each page's body, and of each sentence in it: page index, start, end, letters."""

    letters: tuple[int, ...]
    sentences: tuple[tuple[int, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Remaining:
    """What stays: the share of letters, 0 to 1, and how many of the sentences that there are."""

    share: float
    sentences: int
    readable: int

    def hint(self, rules: ReviewRules) -> str:
        """What to consider, in Dutch; '' where the rest can be read by itself, or nothing is redacted."""
        if self.share == 1 or (self.share >= rules.readable and (self.readable or not self.sentences)):
            return ""
        over = f"{percentage(self.share)} over"
        if self.share >= rules.readable:
            over += ", geen hele zin"
        return f"resterende tekst niet zelfstandig leesbaar: overweeg geheel te weigeren ({over})"


def remaining(
    normal: Path, stamp: str, texts: PageTexts, hits: Iterable[Hit], whole_sentence: float
) -> Remaining | None:
    """What stays of a document when these hits are redacted.

    Args:
        normal: the normalised PDF; looked at only for places that were marked without words.
        stamp: names its version.
        texts: of its pages.
        hits: what is redacted in it.
        whole_sentence: a sentence stays with so much of its letters left, 0 to 1.

    Returns:
        None for a document without any letter.
    """
    measure = _measured(texts)
    total = sum(measure.letters)
    if not total:
        return None
    spans = _covered(normal, stamp, texts, hits)
    gone = 0
    for page, covered in spans.items():
        start, end = texts.bodies[page]
        gone += sum(_letters(texts.texts[page][max(a, start) : min(b, end)]) for a, b in covered)
    readable = sum(
        letters - _gone(texts.texts[page], (start, end), spans.get(page, ())) >= whole_sentence * letters
        for page, start, end, letters in measure.sentences
    )
    return Remaining((total - gone) / total, len(measure.sentences), readable)


@lru_cache(maxsize=512)
def _measured(texts: PageTexts) -> _Measure:
    letters = []
    sentences = []
    for page, (text, (start, end)) in enumerate(zip(texts.texts, texts.bodies, strict=True)):
        letters.append(_letters(text[start:end]))
        for match in _SENTENCE.finditer(text, start, end):
            if len(match[0].split()) >= FEWEST_WORDS:
                sentences.append((page, *match.span(), _letters(match[0])))
    return _Measure(tuple(letters), tuple(sentences))


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _gone(text: str, sentence: Span, covered: Sequence[Span]) -> int:
    start, end = sentence
    return sum(_letters(text[max(a, start) : min(b, end)]) for a, b in covered if a < end and b > start)


def _covered(normal: Path, stamp: str, texts: PageTexts, hits: Iterable[Hit]) -> dict[int, tuple[Span, ...]]:
    """By page index what is redacted, in order and without overlaps."""
    spans: dict[int, list[Span]] = {}
    for hit in hits:
        found = _by_text(hit, texts) if hit.text else _by_place(normal, stamp, hit)
        for page, span in found:
            spans.setdefault(page, []).append(span)
    return {page: _merged(found) for page, found in spans.items() if page < len(texts.texts)}


def _by_text(hit: Hit, texts: PageTexts) -> Iterable[tuple[int, Span]]:
    """Where a hit's text stands; what runs over the end of a page goes on where the next one's body begins."""
    page = hit.page - 1
    if page >= len(texts.texts):
        return
    size = len(texts.texts[page])
    end = min(hit.end, hit.start + len(hit.text)) if hit.parts > 1 and hit.end <= size else hit.end
    yield page, (hit.start, min(end, size))
    if end > size and page + 1 < len(texts.texts):
        start = texts.bodies[page + 1][0]
        yield page + 1, (start, start + end - size)


def _by_place(normal: Path, stamp: str, hit: Hit) -> Iterable[tuple[int, Span]]:
    """The characters in the boxes of a place that was marked without words."""
    for box in hit.boxes:
        centres = _centres(normal, stamp, box.page)
        for index, (x, y) in enumerate(centres):
            if _holds(box, x, y):
                yield box.page - 1, (index, index + 1)


def _holds(box: Box, x: float, y: float) -> bool:
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1


@lru_cache(maxsize=64)
def _centres(normal: Path, stamp: str, number: int) -> tuple[tuple[float, float], ...]:
    """The middle of each character of a page's text; `stamp` says of which version of the file."""
    try:
        with reading(normal) as reader:
            page = reader.page(number)
    except DocumentRefused:
        return ()
    nowhere = (-1.0, -1.0)
    glyphs = page.glyphs
    return tuple(
        ((glyphs[at].x0 + glyphs[at].x1) / 2, (glyphs[at].y0 + glyphs[at].y1) / 2) if at >= 0 else nowhere
        for at in page.offsets
    )


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
