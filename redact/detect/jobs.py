"""The grammar of functions: where a text names one, from its first to its last word, and how much it says.

    plaatsvervangend  juridisch  beleidsadviseur  sociaal domein  van de afdeling Jeugd
    before            before     head             field           unit

Every word is looked at once; only around a head is there more to do.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

import regex

import redact.detect.job_words as jobs
from redact.detect.lexicon import shipped_lexicon


class Head(Enum):
    """What a word says about a function."""

    NONE = auto()
    SPECIFIC = auto()
    GENERIC = auto()
    WITH_FIELD = auto()
    LED = auto()
    ENGLISH = auto()


class Title(NamedTuple):
    """A function in a text, where its head is, and whether it says which one somebody holds."""

    start: int
    end: int
    head: str
    specific: bool


_WORD = regex.compile(r"(?<![\p{L}-])\p{L}[\p{L}-]{1,60}+")
_BEFORE = regex.compile(r"(?r)(?P<word>[\p{L}\d&+-]++\.?)(?P<gap>[ ]|\n[ \t>]{0,8})")
_SUFFIX = regex.compile(r"[ ,]{1,2}\(?(?:a\.\s?i\.?|ad interim|i\.o\.|wnd\.?|plv\.?)\)?(?![\p{L}\d])")
_NEXT = regex.compile(r"(?P<gap>[ ]|\n[ \t>]{0,8}|[ ]?[&/][ ]?|,[ ])(?P<word>\p{L}[\p{L}&]*+(?:[-'’.]\p{L}+)*+)")
_NAMED_UNIT = regex.compile(r"\p{Lu}[\p{L}&+-]*+")
_PUBLIC = regex.compile(
    r"(?i)directeur\s+publieke\s+gezondheid|(?:hoofd)?officier\s+van\s+justitie|inspecteur-generaal|"
    r"commandant\s+der\s+(?:strijdkrachten|(?:land|zee|lucht)\p{L}*)|lid\s+van"
)
MOST_BEFORE = 4
MOST_AFTER = 12
MIN_COMPOUND = 2
LONGEST_ABBREVIATION = 6
ADJECTIVES = frozenset(("sociaal", "openbaar", "publiek", "juridisch", "fysiek"))
LINKS = frozenset(("en", "van", "voor", "bij", "of", "de", "het", "and", "op", "in", "aan", "ten", "der", "&"))


def titles(text: str, names: frozenset[int] = frozenset()) -> Iterator[Title]:
    """The functions in a text, in order; none over another.

    Args:
        text: Any text.
        names: Where persons' names begin: no function runs into one.
    """
    done = 0
    for match in _WORD.finditer(text):
        kind = head_kind(match.group())
        if kind is Head.NONE or match.start() < done:
            continue
        start = _start(text, match.start(), done)
        end = _end(text, match.end(), names, english=kind is Head.ENGLISH)
        led, has_field = start < match.start(), end > match.end()
        if (kind in (Head.ENGLISH, Head.LED) and not led) or (kind is Head.WITH_FIELD and not has_field):
            continue
        if _PUBLIC.match(text, start):
            continue
        suffix = _SUFFIX.match(text, end)
        done = suffix.end() if suffix else end
        yield Title(start, done, match.group().lower(), kind is not Head.GENERIC or led or has_field or bool(suffix))


@lru_cache(maxsize=50_000)
def head_kind(word: str) -> Head:
    """What a word says by itself."""
    lower = word.lower()
    if (
        lower in jobs.NEVER
        or lower.startswith(("oud-", "ex-"))
        or (word.isupper() and len(word) <= LONGEST_ABBREVIATION)
    ):
        return Head.NONE
    if lower in jobs.SPECIFIC:
        return Head.SPECIFIC
    if lower in jobs.WITH_FIELD:
        return Head.WITH_FIELD
    if lower in jobs.LED:
        return Head.LED
    if lower in jobs.ENGLISH_HEADS and lower not in jobs.GENERIC:
        return Head.ENGLISH
    if lower in jobs.GENERIC:
        return Head.GENERIC
    ending = next((one for one in jobs.ENDINGS if lower.endswith(one)), None) if len(lower) > 5 else None
    if ending is None or len(lower) - len(ending) < MIN_COMPOUND:
        return Head.NONE
    return Head.SPECIFIC


def _start(text: str, start: int, least: int) -> int:
    """Where a function begins: at the first of the words before its head that belong to it."""
    first = start
    for _ in range(MOST_BEFORE):
        match = _BEFORE.match(text, least, first) if first > least else None
        if match is None or not _leads(match["word"], match["gap"]):
            break
        first = match.start()
    return first


@lru_cache(maxsize=50_000)
def _leads(word: str, gap: str) -> bool:
    lower = word.lower()
    if lower in jobs.BEFORE or all(part in jobs.ENGLISH for part in lower.split("-")):
        return True
    if gap[0] == "\n":
        return False
    return lower.endswith(jobs.ADJECTIVES) and lower not in jobs.NO_ADJECTIVES and len(lower) > 5


def _end(text: str, end: int, names: frozenset[int], *, english: bool) -> int:
    """Where a function ends: after its field and unit, if it has them."""
    last = place = end
    linked = unit = False
    for _ in range(MOST_AFTER):
        match = _NEXT.match(text, place)
        if match is None or (match.start("word") in names and match["word"].lower() not in jobs.TOPICS):
            break
        word, gap = match["word"], match["gap"]
        if gap[0] == "\n" and not _goes_on(text, place, word):
            break
        lower = word.lower()
        linking = lower in jobs.DETERMINERS or lower in LINKS
        if linking and gap[0] in " \n" and lower not in jobs.POSSESSIVES:
            linked = linked or lower not in ("en", "and", "&")
        elif gap == ", " and (last == end or word[0].islower()):
            break
        elif lower in jobs.UNITS and (linked or unit or (last == end and lower not in ("dienst", "post"))):
            last, unit = match.end(), True
        elif _is_field(word, english=english):
            last = match.end()
            linked = unit = False
        elif unit and gap != ", " and _NAMED_UNIT.fullmatch(word):
            last = match.end()
        elif not lower.endswith(jobs.ADJECTIVE_ENDINGS) and lower not in ADJECTIVES:
            break
        place = match.end()
    return last


def _goes_on(text: str, place: int, word: str) -> bool:
    """Whether a function can go on at the next line: in running text, with a word in lower case or a field."""
    begin = text.rfind("\n", 0, place) + 1
    return place - begin > 40 or word[0].islower()


@lru_cache(maxsize=50_000)
def _is_field(word: str, *, english: bool) -> bool:
    """Whether a word can be the field somebody works in."""
    lower = word.lower()
    if lower in jobs.NO_TOPICS:
        return False
    if lower in jobs.TOPICS or (len(lower) > 5 and lower.endswith(jobs.TOPIC_ENDINGS)):
        return True
    if english and lower in jobs.ENGLISH:
        return True
    if word[0].islower():
        return False
    if word.isupper() or "&" in word:
        return 2 <= len(word) <= LONGEST_ABBREVIATION
    lexicon = shipped_lexicon()
    return lower in lexicon.words and word not in lexicon.surnames and word not in lexicon.first_names
