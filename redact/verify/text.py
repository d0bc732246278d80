"""Finding forbidden texts in what an engine read: folded, bounded by word edges, thousands at once.

One reading is looked at in several ways, because every engine breaks lines its own way. A joint is a hyphen at a
line or page end; it may be a real hyphen or not, so a text that runs over one counts in either form. Long texts are
also found when an engine puts spaces inside them or leaves spaces out.

    read          ... de heer Jan-        folded         'de heer Jan- sen'
                  sen van ...                                                  not 'Jan': the word goes on
                                          joined         'de heer Jansen'      only matches over a joint count
                                          hyphen kept    'de heer Jan-sen'     only matches over a joint count
                                          squeezed       'deheerJansen'        only long texts
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

import ahocorasick

from redact.verify.report import Forbidden

MIN_CHARS = 3
"""Shorter texts are not searched (the rule that detection follows too)."""
LONG = 6
"""Letters and digits that a text needs before it is believed in where no words stand (glyph orders, binary data)."""
SQUEEZED = 10
"""Letters and digits that a text needs before its spaces are ignored."""

_GONE = re.compile("[\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\ufeff]")
_SPACES = re.compile(r"\s+")
_BLANKS = re.compile(r"[\s\-\u2010\u2011]+")
_JOINT = "\x00"
_LINE_END = re.compile(r"(?:[-\u2010\u2011\u00ad][ \t]*[\r\n\v\f]+|[\ufffe\x02])\s*")
_HANGING = re.compile(r"(?:en|of|tot|noch|respectievelijk)\b")
"""After these a hyphen at a line end hangs: 'in- en uitgaand'."""
_SPOKEN = "gelakt"
"""How the painter's /ActualText begins."""
_PAINTED = """
gelakt op grond van artikel lid en onder sub eerste tweede derde vierde vijfde zesde zevende achtste negende
tiende a b c d e f g h i j k 1 2 3 4 5 6 7 8 9 10 Wob Woo Wet buiten verzoek
"""
_OWN_WORDS = frozenset(_PAINTED.split())
"""What the painter itself writes at a box. A text made of nothing else says nothing and would stand at every box."""


def fold(text: str) -> str:
    """The text as it is compared: NFKC, no soft hyphens or zero-width characters, each run of white space one space."""
    if not text.isascii():
        text = _GONE.sub("", unicodedata.normalize("NFKC", _GONE.sub("", text)))
    return _SPACES.sub(" ", text)


def solid(text: str) -> str:
    """Only the letters and digits of a text."""
    return "".join(char for char in text if char.isalnum())


@dataclass(frozen=True, slots=True)
class _Needle:
    text: str = field(repr=False)
    hit_ids: tuple[str, ...]
    kept: int
    weight: int
    """Number of letters and digits."""


@dataclass(frozen=True, slots=True)
class Found:
    """A forbidden text seen more often than it may be. `page` is where the last one stood, or None."""

    hit_ids: tuple[str, ...]
    page: int | None


class Matcher:
    """All forbidden texts of one file, ready to be searched.

    Attributes:
        searched: how many different texts are searched.
        unsearched: how many are not (too short, or the painter's own words).
    """

    def __init__(self, forbidden: Iterable[Forbidden], painted: Iterable[Sequence[str]] = ()) -> None:
        """Takes in what is forbidden.

        Args:
            forbidden: the texts.
            painted: what the burner wrote itself, in each of the ways in which an engine may read it. A text that is
                the same as a label may stand as often as that was painted.
        """
        groups: dict[str, list[Forbidden]] = defaultdict(list)
        for item in forbidden:
            groups[fold(item.text).strip()].append(item)
        wanted = {text: items for text, items in groups.items() if _searchable(text)}
        self._needles = [_needle(text, items) for text, items in wanted.items()]
        self.searched = len(self._needles)
        self.unsearched = len(groups) - len(wanted)
        indexed = list(enumerate(self._needles))
        self._words = _automaton((needle.text, index) for index, needle in indexed)
        self._squeezed = _automaton(
            (_BLANKS.sub("", n.text), index) for index, n in indexed if n.weight >= SQUEEZED and _BLANKS.search(n.text)
        )
        self._solid = _automaton((form, index) for index, n in indexed for form in _glyph_orders(n.text))
        self._painted: Counter[int] = Counter()
        for texts in painted:
            self._painted |= self.in_texts(texts)

    def in_pages(self, pages: Sequence[str], painted: Container[str] = ()) -> list[Found]:
        """Texts that stand more often than allowed in what one engine read of a whole file.

        Args:
            pages: the text of each page.
            painted: lines at a page's end that the burner put there (see `bare`); they part no page from the next.
        """
        return self._too_many(self._places(_joined(pages, painted)))

    def in_texts(self, texts: Iterable[str], *, only_long: bool = False) -> Counter[int]:
        """How often each text stands in loose texts (strings, names, metadata); keys are for `over`."""
        loose = list(texts)
        joined = "\x01".join(loose)
        if joined.count("\x01") >= len(loose):
            joined = "\x01".join(text.replace("\x01", " ") for text in loose)
        joined = fold(joined)
        found = Counter(index for index, _, _ in _bounded(self._words, joined))
        if only_long:
            return Counter({i: n for i, n in found.items() if self._needles[i].weight >= LONG})
        return found

    def over(self, counts: Mapping[int, int]) -> list[Found]:
        """Which counts of `in_texts` are above what is allowed."""
        return [Found(self._needles[i].hit_ids, None) for i, count in counts.items() if count > self._allowed(i)]

    def texts_of(self, found: Found) -> list[str]:
        """The forbidden texts that were found."""
        return [needle.text for needle in self._needles if needle.hit_ids == found.hit_ids]

    def _allowed(self, index: int) -> int:
        return self._needles[index].kept + self._painted[index]

    def in_glyph_order(self, letters: str) -> list[Found]:
        """Texts that the letters of a font spell, in the order of their codes, with or without repeated letters."""
        if self._solid is None:
            return []
        indices = {index for _, (index, _) in self._solid.iter(solid(fold(letters)))}
        return [Found(self._needles[i].hit_ids, None) for i in sorted(indices) if not self._needles[i].kept]

    def _places(self, reading: _Reading) -> dict[int, list[int]]:
        places: dict[int, list[int]] = defaultdict(list)
        plain = reading.view("- ")
        for index, start, end in _bounded(self._words, plain.text):
            if not plain.breaks_word(start) and not plain.breaks_word(end):
                places[index].append(plain.page(start))
        if reading.has_joints:
            for view in (reading.view(""), reading.view("-")):
                for index, start, end in _bounded(self._words, view.text):
                    if view.crosses_joint(start, end):
                        places[index].append(view.page(start))
        for index, pages in self._squeezed_places(plain).items():
            if len(pages) > len(places[index]):
                places[index] = pages
        return places

    def _squeezed_places(self, view: _View) -> dict[int, list[int]]:
        places: dict[int, list[int]] = defaultdict(list)
        if self._squeezed is None:
            return places
        kept = [i for i, char in enumerate(view.text) if char not in " -\u2010\u2011"]
        squeezed = "".join([view.text[i] for i in kept])
        for last, (index, length) in self._squeezed.iter(squeezed):
            start, end = kept[last - length + 1], kept[last] + 1
            if _is_bounded(view.text, start, end):
                places[index].append(view.page(start))
        return places

    def _too_many(self, places: Mapping[int, list[int]]) -> list[Found]:
        return [
            Found(self._needles[i].hit_ids, pages[-1])
            for i, pages in sorted(places.items())
            if len(pages) > self._allowed(i)
        ]


def _searchable(text: str) -> bool:
    words = re.findall(r"\w+", text)
    return len(text) >= MIN_CHARS and not (words and all(word in _OWN_WORDS for word in words))


def _needle(text: str, items: Sequence[Forbidden]) -> _Needle:
    hit_ids = tuple(dict.fromkeys(item.hit_id for item in items))
    return _Needle(text, hit_ids, min(item.kept for item in items), len(solid(text)))


def _glyph_orders(text: str) -> set[str]:
    """How a font made for this text alone would order its letters: all of them, or each one once."""
    letters = solid(text)
    return {form for form in (letters, "".join(dict.fromkeys(letters))) if len(form) >= LONG}


def _automaton(entries: Iterable[tuple[str, int]]) -> ahocorasick.Automaton | None:
    automaton = ahocorasick.Automaton()
    for text, index in entries:
        if text:
            automaton.add_word(text, (index, len(text)))
    if not len(automaton):
        return None
    automaton.make_automaton()
    return automaton


def _bounded(automaton: ahocorasick.Automaton | None, text: str) -> Iterator[tuple[int, int, int]]:
    """Index, start and end of every match that is not a piece of a longer word."""
    if automaton is None:
        return
    for last, (index, length) in automaton.iter(text):
        start = last - length + 1
        if _is_bounded(text, start, last + 1):
            yield index, start, last + 1


def _is_bounded(text: str, start: int, end: int) -> bool:
    before = start > 0 and text[start].isalnum() and text[start - 1].isalnum()
    after = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    return not (before or after)


@dataclass(frozen=True, slots=True)
class _View:
    text: str = field(repr=False)
    starts: tuple[int, ...]
    numbers: tuple[int, ...]
    joints: tuple[int, ...]

    def page(self, offset: int) -> int:
        return self.numbers[bisect_right(self.starts, offset) - 1]

    def crosses_joint(self, start: int, end: int) -> bool:
        """Whether a joint lies strictly inside the match."""
        at = bisect_right(self.joints, start)
        return at < bisect_left(self.joints, end)

    def breaks_word(self, edge: int) -> bool:
        """Whether the edge of a match lies at a joint inside one word: 'Jan' is not what 'Jan-' 'uari' says."""
        for joint in (edge, edge - 2):
            at = bisect_left(self.joints, joint)
            if at < len(self.joints) and self.joints[at] == joint:
                rest = self.text[joint + 2 : joint + 22]
                return rest[:1].islower() and not _HANGING.match(rest)
        return False


@dataclass(frozen=True, slots=True)
class _Reading:
    """Folded pages with a mark at every joint."""

    pages: tuple[str, ...] = field(repr=False)
    numbers: tuple[int, ...]
    """Which page each of them is."""

    @property
    def has_joints(self) -> bool:
        return any(_JOINT in page for page in self.pages)

    def view(self, joint: str) -> _View:
        """The whole text with every joint written as `joint`."""
        pages = [page.replace(_JOINT, joint) for page in self.pages]
        starts = tuple(accumulate((len(page) for page in pages[:-1]), initial=0)) if pages else ()
        pieces = "".join(self.pages).split(_JOINT)
        ends = list(accumulate(len(piece) + len(joint) for piece in pieces[:-1]))
        return _View("".join(pages), starts, self.numbers, tuple(end - len(joint) for end in ends))


def _joined(pages: Sequence[str], painted: Container[str]) -> _Reading:
    """Fold pages and mark the joints. What the burner painted, last on its page, is read after all pages."""
    texts, labels = [], []
    for number, page in enumerate(pages, 1):
        lines = page.replace(_JOINT, "\ufffd").rstrip().splitlines()
        end = len(lines)
        while end and (bare(lines[end - 1]) in painted or lines[end - 1].lstrip().startswith(_SPOKEN)):
            end -= 1
        texts.append((number, "\n".join(lines[:end])))
        labels.append((number, "\n".join(lines[end:])))
    marked = [(number, fold(_LINE_END.sub(_JOINT, text.rstrip() + "\n"))) for number, text in texts + labels]
    return _Reading(tuple(text for _, text in marked), tuple(number for number, _ in marked))


def bare(line: str) -> str:
    """A line without blanks, dots and brackets, as labels are compared."""
    return re.sub(r"[\s.()]", "", line)
