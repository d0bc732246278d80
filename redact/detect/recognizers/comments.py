"""Who wrote a remark in a draft: '[Opmerking JdV1]:', 'Commented [JdV2]:', '{Jan Jansen: ...}', 'JdV: ...'."""

from __future__ import annotations

from collections.abc import Iterator

import regex

import redact.detect.vocabulary as vocab
from redact.detect.recognizers.base import PERSON, Span, StructureRecognizer
from redact.detect.recognizers.keywords import places
from redact.detect.recognizers.people import MONOGRAM, TIMEOUT_S, person_at

_WORDS = (
    "opm",
    "comment",
    "reactie",
    "noot",
    "vraag",
    "antw",
    "aantek",
    "toevoeg",
    "tekstvoor",
    "wijzig",
    "verwijderd",
    "ingevoegd",
    "komment",
    "deleted",
    "inserted",
    "formatted",
)
_MARGIN = regex.compile(
    r"(?i:opmerking(?:en)?|opm\.?|comment(?:ed|aar|s)?|reactie|noot|vraag|antw(?:oord)?\.?|aantekening|toevoeging|"
    r"tekstvoorstel|wijziging|"
    r"verwijderd|ingevoegd|kommentiert|deleted|inserted|formatted)[ ]+(?i:(?:van|door|by)[ ]+)?"
    rf"(?:\[(?P<a>\p{{L}}[^\]\d\n:]{{0,40}}?)[ ]?\d{{0,3}}\]|(?P<b>{MONOGRAM}|"
    rf"\p{{Lu}}[\p{{L}}'. -]{{2,30}}?)[ ]?\d{{0,3}}[ ]?[\]:])"
)
_BRACKET = regex.compile(r"[\[{(](?P<who>\p{Lu}[^\]\d\n:,;{(]{1,40}?)(?:,[^\]\n:]{2,60})?:[ ]")
_SPEAKER = regex.compile(
    r"(?m)^[ \t>]*(?:[-–•*][ ])?\[?(?P<who>\p{Lu}\p{Ll}{0,2}(?:\p{Ll}{0,2}\p{Lu}){1,3})\]?[ ]?\d{0,2}:[ ]"
)
_ALONE = regex.compile(rf"[\[(](?P<who>{MONOGRAM})[ ]?\d{{0,3}}[\])]")


class CommentRecognizer(StructureRecognizer):
    """Names and initials beside a remark."""

    NAME = "opmerking"
    SCORE = 0.83
    SAID = "staat bij een opmerking als schrijver ervan"

    def spans(self, text: str) -> Iterator[Span]:
        """Names and initials in the marks of a word processor, before a remark in brackets, or as a speaker."""
        for place in places(text, _WORDS):
            match = _MARGIN.match(text, place, timeout=TIMEOUT_S)
            if match and not text[place - 1 : place].isalpha():
                yield from _who(text, *match.span("a" if match["a"] else "b"), initials=True)
        for match in _BRACKET.finditer(text, timeout=TIMEOUT_S):
            yield from _who(text, *match.span("who"), initials=False)
        speakers = [match for match in _SPEAKER.finditer(text, timeout=TIMEOUT_S) if _is_monogram(match["who"])]
        yield from (Span(match.start("who"), match.end("who"), PERSON) for match in speakers)
        known = {match["who"] for match in speakers}
        for match in _ALONE.finditer(text, timeout=TIMEOUT_S):
            if match["who"] in known or _is_mixed(match["who"]):
                yield Span(match.start("who"), match.end("who"), PERSON)


def _who(text: str, start: int, end: int, *, initials: bool) -> Iterator[Span]:
    person = person_at(text, start, end, lower=True, initials=initials)
    if person and not text[person.end : end].strip(" ."):
        yield person


def _is_monogram(word: str) -> bool:
    return _is_mixed(word) and word not in vocab.BODIES


def _is_mixed(word: str) -> bool:
    """Whether initials hold a particle, 'JdV' or 'MvdB': capitals alone are mostly an abbreviation."""
    middle = "".join(letter for letter in word if letter.islower())
    return word not in vocab.BODIES and middle in (
        "d",
        "v",
        "vd",
        "vdr",
        "dl",
        "t",
        "l",
        "vt",
        "te",
        "ten",
        "e",
        "el",
        "ter",
        "vande",
        "der",
        "de",
        "van",
    )
