"""Reads the ways in which people write grounds of the Wob and the Woo, and gives the canonical codes.

Canonical is '10.2e', '11.1', '5.1.2e', '5.1.5', '5.2', '5.2.2', '5.4', '5.4a.1'. Article 5.2, first paragraph, is
written '5.2' on published documents, so '5.2', '5.2.1' and '5.2 lid 1' are all '5.2'.

Spellings come from 317 published Wob decisions (10.2.e, 10.2e, 10 2 e, (10)(2e), art10.2e, artikel 10, tweede lid,
aanhef en onder e) and from publication platforms of the Woo (5.1.2e, 5.1.2.e, 5.1 lid 2 sub e).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

from redact.model import Regime

_ORDINALS = {"eerste": "1", "tweede": "2", "derde": "3", "vierde": "4", "vijfde": "5", "zesde": "6", "zevende": "7"}
_CANONICAL = regex.compile(
    r"10\.(?:1[a-d]|2[a-g]|7[ab])|11\.[124]|5\.1\.(?:1[a-e]|2[a-i]|[456])|5\.2(?:\.[234])?|5\.4|5\.4a\.1"
)

_SEPARATOR = regex.compile(r"[,;/&\n]|\ben\b", regex.IGNORECASE)
_FILLER = regex.compile(
    r"(?:\s|[().:]|\b(?:van|de|het|wet|wob|woo|openbaarheid|bestuur|open|overheid|art|artikel|(?:eerste|tweede|vierde)\s+lid)\b)*",
    regex.IGNORECASE,
)

_START = r"(?<![\d.€]|€\s|versie\s)\(?\s?(?:art(?:ikel|\.)?\s*)?\(?"
_GAP = r"[\s.,:;()\[\]\u2010\u2011\u2013-]{0,3}"
_STEP = r"[\s.,(]{1,3}"
_INTRO = r"(?:aanhef\s+en\s+)?(?:(?:onder(?:deel)?|sub)\s*)?\(?"
_AFTER_LETTER = r"(?![\p{L}\d]|[.-]\p{L})"
_AFTER_NUMBER = r"(?![\p{L}\d]|[.-]\d|\s*(?:%|procent|miljo|miljard|mln|mld|euro))"


def _letters(letters: str) -> str:
    one = rf"{_INTRO}(?P<letter>[{letters}])\)?{_AFTER_LETTER}"
    return rf"{one}(?:\s*(?:[,/;&]|\ben\b)\s*(?:en\s+)?{one})*"


class _Spelling(NamedTuple):
    """A pattern with the groups `lid` and, where the article has letters, `letter` (repeated for 'e en g')."""

    article: str
    pattern: regex.Pattern[str]


def _spelling(article: str, pattern: str) -> _Spelling:
    return _Spelling(article, regex.compile(_START + pattern, regex.IGNORECASE))


_SPELLINGS = (
    _spelling(
        "10.",
        rf"10\)?{_GAP}(?:lid\s?)?\(?(?P<lid>[127]|eerste|tweede|zevende)\)?(?:\s+lid)?{_GAP}{_letters('a-g')}",
    ),
    _spelling(
        "11.",
        rf"11\)?{_STEP}(?:lid\s?)?\(?(?P<lid>[124]|eerste|tweede|vierde)\)?(?:\s+lid)?{_AFTER_NUMBER}",
    ),
    _spelling(
        "5.1.",
        rf"5\.\s?1\)?{_GAP}(?:lid\s?)?\(?(?P<lid>[12]|eerste|tweede)\)?(?:\s+lid(?:\s?(?P=lid))?)?{_GAP}"
        + _letters("a-i"),
    ),
    _spelling(
        "5.1.",
        rf"5\.\s?1\)?{_STEP}(?:lid\s?)?\(?(?P<lid>[456]|vierde|vijfde|zesde)\)?(?:\s+lid)?{_AFTER_NUMBER}",
    ),
    _spelling(
        "5.2.",
        r"5\.2\)?(?:(?:\.\s?|\s?\(|\s*,?\s*lid\s*)(?P<lid>[1-4])\)?"
        rf"|\s*,?\s*(?P<lid>eerste|tweede|derde|vierde)\s+lid)?{_AFTER_NUMBER}",
    ),
    _spelling("5.4", rf"5\.4\)?{_AFTER_NUMBER}"),
    _spelling("5.4a.1", rf"5\.4a\)?(?:{_GAP}(?:lid\s?)?\(?(?:1|eerste)\)?(?:\s+lid)?)?{_AFTER_NUMBER}"),
)


class FoundCode(NamedTuple):
    """A canonical code and where in the text it stands (one stretch such as 'onder e en g' gives several)."""

    code: str
    start: int
    end: int


def find_codes(text: str) -> list[FoundCode]:
    """Every ground code in `text`, in order of appearance, doubles included."""
    found = [
        FoundCode(code, match.start(), match.end())
        for spelling in _SPELLINGS
        for match in spelling.pattern.finditer(text)
        for code in _codes(spelling.article, match)
        if _CANONICAL.fullmatch(code)
    ]
    return sorted(found, key=lambda each: each.start)


def _codes(article: str, match: regex.Match[str]) -> Iterator[str]:
    groups = match.re.groupindex
    lid = (match["lid"] or "").lower() if "lid" in groups else ""
    lid = _ORDINALS.get(lid, lid)
    if article == "5.2." and lid in ("", "1"):
        yield "5.2"
    elif "letter" in groups:
        yield from (f"{article}{lid}{letter.lower()}" for letter in match.captures("letter"))
    else:
        yield f"{article}{lid}"


def parse_codes(text: str) -> tuple[str, ...]:
    """Canonical ground codes in `text`, each once, in order of appearance; what is no ground is passed over.

    '10.2.e, 11.1 en (10)(2g)' gives ('10.2e', '11.1', '10.2g').
    """
    return tuple(dict.fromkeys(found.code for found in find_codes(text)))


def split_codes(text: str) -> list[str]:
    """The codes in `text` in order, doubles included, with '' for every piece that is no ground.

    Pieces stand between ',', ';', '/', '&', a line end, 'en', or a code and what surrounds it.
    """
    pieces: list[str] = []
    end = 0
    for found in find_codes(text):
        pieces += _unknown(text[end : found.start])
        pieces.append(found.code)
        end = max(end, found.end)
    return pieces + _unknown(text[end:])


def _unknown(between: str) -> list[str]:
    return ["" for piece in _SEPARATOR.split(between) if not _FILLER.fullmatch(piece)]


def code_regime(code: str) -> Regime | None:
    """The law a canonical code belongs to; None for what is no code (a marking)."""
    if not _CANONICAL.fullmatch(code):
        return None
    return Regime.WOO if code.startswith("5.") else Regime.WOB
