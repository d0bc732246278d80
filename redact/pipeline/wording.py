"""The words of a whole bundle in one row, and which of them are copies of one another.

Mails quote mails, memos are sent round again: the same sentence stands in several documents, with other line ends,
with '>' in front, with a word more or less. A sentence is looked for by its shingles (runs of four words) and laid
beside what was found, word by word; words that lie beside each other get the same number in `Wording.copies`:

    mail 1     Wij  hebben  de  server  gisteren  uitgezet
    copies      12      13  14      15        16        17
    mail 2   > wij  hebben  de  server  vandaag   uitgezet
    copies      12      13  14      15         -        17
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import regex
from rapidfuzz.distance import Levenshtein

from redact.pipeline.texts import PageTexts

SHINGLE = 4
SHORTEST = 5
"""Words of a sentence that is looked for."""
LONGEST = 60
"""Words after which a sentence is cut."""
_MOST_PLACES = 24
"""Places a shingle is followed to: more of them are boilerplate, and the nearest ones do."""
_SHORT_LINE = 0.65
_WORD = regex.compile(r"[^\W_]+")
_STOP = regex.compile(r"[.!?…][\"'”’)\]]*\s")
_ITEM = regex.compile(r"\n\s*(?:[-–•*▪]|>+\s*[-–•*▪])\s")
_BLANK = regex.compile(r"\n[\s>]*\n")
_SHORTENED = frozenset(
    ("dhr", "mw", "mevr", "mr", "drs", "ir", "ing", "dr", "prof", "nr", "art", "bijv", "bv", "blz", "tel", "evt", "st")
)
"""Words with a point behind them that ends no sentence; single letters are so too."""


@dataclass(frozen=True, slots=True)
class Wording:
    """All words of a bundle, document after document, running headers and footers left out.

    Positions count words. `copies[p]` is equal for words that are copies of one another: the position of the first.
    `sentences[p]` numbers the sentences; `pages`, `starts` and `ends` say where a word stands.
    """

    documents: tuple[tuple[str, int, int], ...]
    """Document id, first position, position behind the last one."""
    words: array[int] = field(repr=False)
    pages: array[int] = field(repr=False)
    starts: array[int] = field(repr=False)
    ends: array[int] = field(repr=False)
    sentences: array[int] = field(repr=False)
    copies: array[int] = field(repr=False)
    page_places: Mapping[tuple[str, int], tuple[int, int]] = field(repr=False)
    """First position of a page and the one behind its last."""
    page_lengths: Mapping[tuple[str, int], int] = field(repr=False)
    """Characters of a page's text."""
    numbers: Mapping[str, int] = field(repr=False)
    """The number that stands for a word in `words`."""

    def span(self, document_id: str, page: int, start: int, end: int) -> range:
        """Positions of the words that lie, wholly or partly, in `text[start:end]` of a page."""
        first, last = self.page_places.get((document_id, page), (0, 0))
        begin = bisect_left(self.ends, start + 1, first, last)
        return range(begin, bisect_left(self.starts, end, begin, last))

    def numbers_of(self, text: str) -> frozenset[int]:
        """The numbers of the words of a text."""
        spelt = (match.group().casefold() for match in _WORD.finditer(text))
        return frozenset(self.numbers[word] for word in spelt if word in self.numbers)

    def document_of(self, position: int) -> str:
        """The document in which a word stands."""
        return self.document_at(position)[0]

    def document_at(self, position: int) -> tuple[str, int, int]:
        """The item of `documents` in which a word stands."""
        return self.documents[bisect_left(self.documents, position, key=lambda each: each[2] - 1)]


def wording(texts: Mapping[str, PageTexts]) -> Wording:
    """Puts the words of all documents in one row, in the order given, and finds the copies."""
    row = _Row()
    for document_id, pages in texts.items():
        row.add(document_id, pages)
    copies = _Copies(row.words, row.bounds()).found()
    arrays = row.words, row.pages, row.starts, row.ends, row.sentences, copies
    return Wording(tuple(row.documents), *arrays, row.page_places, row.page_lengths, row.numbers)


class _Row:
    """The row as it grows."""

    def __init__(self) -> None:
        self.documents: list[tuple[str, int, int]] = []
        self.words, self.pages, self.starts, self.ends, self.sentences = (array("l") for _ in range(5))
        self.page_places: dict[tuple[str, int], tuple[int, int]] = {}
        self.page_lengths: dict[tuple[str, int], int] = {}
        self.numbers: dict[str, int] = {}
        self._sentence = 0
        self._length = 0

    def add(self, document_id: str, pages: PageTexts) -> None:
        begin = len(self.words)
        self._break()
        for number, (text, body) in enumerate(zip(pages.texts, pages.bodies, strict=True), start=1):
            first = len(self.words)
            self._add_page(number, text, body)
            self.page_places[document_id, number] = (first, len(self.words))
            self.page_lengths[document_id, number] = len(text)
        self.documents.append((document_id, begin, len(self.words)))

    def _add_page(self, number: int, text: str, body: tuple[int, int]) -> None:
        short = _short_line(text[slice(*body)])
        before = body[0]
        last = ""
        for match in _WORD.finditer(text, *body):
            start, end = match.span()
            if last and self._ends_sentence(text, last, before, start, short):
                self._break()
            last = match.group()
            self._append(last, number, start, end)
            before = end

    def _append(self, word: str, number: int, start: int, end: int) -> None:
        if self._length >= LONGEST:
            self._break()
        self.words.append(self.numbers.setdefault(word.casefold(), len(self.numbers)))
        self.pages.append(number)
        self.starts.append(start)
        self.ends.append(end)
        self.sentences.append(self._sentence)
        self._length += 1

    def _break(self) -> None:
        self._sentence += 1
        self._length = 0

    @staticmethod
    def _ends_sentence(text: str, last: str, before: int, start: int, short: int) -> bool:
        """Whether a sentence ends between two words: the one that ends at `before`, the other begins at `start`."""
        if start - before == 1 and text[before] == " ":
            return False
        between = text[before:start]
        if _STOP.search(between):
            return (text[start].isupper() or text[start].isdigit()) and not (
                len(last) == 1 or last.casefold() in _SHORTENED
            )
        if "\n" not in between:
            return False
        line = text.rfind("\n", 0, before) + 1
        end = text.index("\n", before)
        return end - line < short or bool(_ITEM.search(between) or _BLANK.search(between))

    def bounds(self) -> list[tuple[int, int]]:
        """First position of each sentence and the one behind its last."""
        found: list[tuple[int, int]] = []
        begin = 0
        for position in range(1, len(self.words) + 1):
            if position == len(self.words) or self.sentences[position] != self.sentences[begin]:
                found.append((begin, position))
                begin = position
        return found


def _short_line(text: str) -> int:
    """Length in characters under which a line was ended by its writer, not by the width of the page."""
    lengths = sorted(len(line) for line in text.split("\n") if line.strip())
    return int(_SHORT_LINE * lengths[len(lengths) * 9 // 10]) if lengths else 0


class _Copies:
    """Lays each sentence beside its like; words side by side become one (union-find, the first position on top)."""

    def __init__(self, words: Sequence[int], bounds: Sequence[tuple[int, int]]) -> None:
        self._words = words
        self._above = array("l", range(len(words)))
        self._originals: list[tuple[int, int]] = []
        first: dict[tuple[int, ...], int] = {}
        for begin, end in bounds:
            if end - begin < SHORTEST:
                self._originals.append((begin, end))
                continue
            original = first.setdefault(tuple(words[begin:end]), begin)
            if original == begin:
                self._originals.append((begin, end))
            else:
                self._lay((original + place, begin + place) for place in range(end - begin))
        self._index = self._shingles(bounds)

    def _shingles(self, bounds: Sequence[tuple[int, int]]) -> dict[tuple[int, ...], list[int]]:
        """Where each run of words begins that stands in several places, exact copies of sentences counted once."""
        found: dict[tuple[int, ...], list[int]] = {}
        words = self._words
        for begin, end in self._originals:
            for place in range(begin, min(end, len(words) - SHINGLE + 1)):
                found.setdefault(tuple(words[place : place + SHINGLE]), []).append(place)
        return {run: places for run, places in found.items() if len(places) > 1}

    def found(self) -> array[int]:
        """The number of each word."""
        for begin, end in self._originals:
            if end - begin >= SHORTEST:
                self._look_for(begin, end)
        return array("l", map(self._top, range(len(self._words))))

    def _look_for(self, begin: int, end: int) -> None:
        """Finds a sentence elsewhere, with a few words different at most, wherever sentences end there."""
        shifts: Counter[int] = Counter()
        for place in range(begin, end - SHINGLE + 1):
            for other in self._index.get(tuple(self._words[place : place + SHINGLE]), ())[:_MOST_PLACES]:
                shifts[other - place] += 1
        del shifts[0]
        edits = _edits(end - begin)
        least = max(1, end - begin - SHINGLE + 1 - SHINGLE * edits)
        done: list[int] = []
        for shift, _ in shifts.most_common(_MOST_PLACES):
            near = sum(count for other, count in shifts.items() if abs(other - shift) <= edits)
            if near >= least and not any(abs(shift - other) <= edits for other in done):
                done.append(shift)
                self._compare(begin, end, shift, edits)

    def _compare(self, begin: int, end: int, shift: int, edits: int) -> None:
        """Lays a sentence beside what stands so far from it; words before and behind the copy there do not count."""
        first = max(0, begin + shift - edits)
        last = min(len(self._words), end + shift + edits)
        if first < end and begin < last:
            return
        own, other = list(self._words[begin:end]), list(self._words[first:last])
        blocks = [block for block in Levenshtein.editops(own, other).as_matching_blocks() if block.size]
        same = sum(block.size for block in blocks)
        if same >= len(own) - edits:
            self._lay(
                (begin + block.a + place, first + block.b + place) for block in blocks for place in range(block.size)
            )

    def _lay(self, pairs: Iterator[tuple[int, int]]) -> None:
        for one, other in pairs:
            top, below = sorted((self._top(one), self._top(other)))
            self._above[below] = top

    def _top(self, position: int) -> int:
        above = self._above
        while above[position] != position:
            above[position] = above[above[position]]
            position = above[position]
        return position


def _edits(length: int) -> int:
    """Words by which a sentence may differ and still be the same."""
    return 0 if length < 2 * SHINGLE else 1 + length // 16
