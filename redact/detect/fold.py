"""The matching rule for 'the same text', with a way back to the offsets it came from.

NFKC; soft hyphens and zero-width characters gone; every run of white space one space. NFKC does not work character by
character (an accent may join the letter before it), so the text is cut into pieces that cannot influence each other.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache

INVISIBLE = frozenset("\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff")


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; character i of it comes from starts[i] up to ends[i] of the source (a space from the first one)."""

    text: str = field(repr=False)
    starts: list[int] = field(repr=False)
    ends: list[int] = field(repr=False)


_STRETCHES = re.compile(r"[\x00-\x7f]+(?![^\x00-\x7f])|[\x00-\x7f]?[^\x00-\x7f]+|[\x00-\x7f]+(?=[\x00-\x7f])")
_BLANK = re.compile(r"\s")
_BLANKS = re.compile(r"\s{2,}")
_LEADING = re.compile(r"\s*")


def fold(text: str) -> Folded:
    """The text under the matching rule, with for each character where it came from."""
    folded = Folded("", [], [])
    parts: list[str] = []
    for stretch in _STRETCHES.finditer(text):
        add = _add_ascii if stretch.group().isascii() else _add_any
        part = add(folded, text, *stretch.span(), after_space=bool(parts) and parts[-1].endswith(" "))
        if part:
            parts.append(part)
    return Folded("".join(parts), folded.starts, folded.ends)


def _add_ascii(folded: Folded, text: str, start: int, end: int, *, after_space: bool) -> str:
    """Folds a stretch in which every character stands for itself, whole runs at a time."""
    if after_space:
        start = _LEADING.match(text, start, end).end()  # type: ignore[union-attr]
    begin = start
    for blanks in _BLANKS.finditer(text, start, end):
        folded.starts.extend(range(begin, blanks.start() + 1))
        begin = blanks.end()
    folded.starts.extend(range(begin, end))
    folded.ends.extend(place + 1 for place in folded.starts[len(folded.ends) :])
    return _BLANK.sub(" ", _BLANKS.sub(" ", text[start:end]))


def _add_any(folded: Folded, text: str, start: int, end: int, *, after_space: bool) -> str:
    chars: list[str] = [" "] if after_space else []
    for first, last in _pieces(text, start, end):
        for char in _normal(text[first:last]):
            if char in INVISIBLE:
                continue
            if char.isspace():
                if chars and chars[-1] == " ":
                    continue
                char = " "
            chars.append(char)
            folded.starts.append(first)
            folded.ends.append(last)
    return "".join(chars[after_space:])


def _normal(piece: str) -> str:
    return piece if piece.isascii() else unicodedata.normalize("NFKC", piece)


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cuts before every character that never joins the one before it."""
    cuts = [place for place in range(start, end) if place == start or text[place] < "\u0300" or not _joins(text[place])]
    return list(zip(cuts, [*cuts[1:], end], strict=True))


@cache
def _joins(char: str) -> bool:
    """Whether normalisation may merge this character into, or move it before, what precedes it."""
    first = unicodedata.normalize("NFKD", char)[0]
    return unicodedata.combining(first) != 0 or first in _second_halves()


@cache
def _second_halves() -> frozenset[str]:
    """Characters of class 0 that compose with the one before: vowels of Hangul and of some Indic scripts."""
    halves = {chr(code) for span in (range(0x1161, 0x1176), range(0x11A8, 0x11C3)) for code in span}
    for code in range(0x00C0, 0x1F000):
        parts = unicodedata.decomposition(chr(code)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            halves.add(chr(int(parts[1], 16)))
    return frozenset(halves)
