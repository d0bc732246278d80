"""What stands under a letter or mail: after 'Met vriendelijke groet' come a name, a function, a department."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from redact.detect.recognizers.base import Span, StructureRecognizer
from redact.detect.recognizers.people import TIMEOUT_S, function_at, initials_at, person_at, pieces

_KIND = (
    r"(?:zeer\s+)?(?:vriendelijke|vriendelijk|hartelijke|beste|warme|collegiale|sportieve|zonnige|lieve|"
    r"feestelijke|goede|oprechte|kollegiale)"
)
CLOSING = (
    rf"(?:met\s+)?(?:{_KIND}\s+)?groet(?:en|jes|je)?|(?:heel\s+|veel\s+)?(?:liefs|groetjes)|(?:alvast\s+|"
    rf"veel\s+)?(?:bedankt|dank|thanks|thx)\s+en\s+groet(?:en|jes)?|"
    r"m\.?\s?v\.?\s?(?:r\.?\s?)?g\.?|m\.?\s?h\.?\s?g\.?|h?gr\.?|grt\.?|grts\.?|grtz|grtjs|groetn|hoogachtend|"
    r"(?:kind|best|warm|with\s+kind|with\s+best)\s+regards|regards|br|"
    r"cheers|yours\s+(?:sincerely|faithfully|truly)|sincerely|mit\s+freundlichen?\s+gr(?:ü|ue)(?:ß|ss)en|mfg|"
    r"(?:viele|beste|liebe|freundliche)\s+gr(?:ü|ue)(?:ß|ss)e|"
    r"(?:bien\s+)?cordialement|(?:meilleures\s+)?salutations|met\s+de\s+meeste\s+hoogachting|met\s+hoogachting|"
    r"met\s+(?:de\s+)?beste\s+wensen|mei\s+freonlike\s+groetnis|"
    r"namens\s+deze|hoogachtend,?\s+namens\s+\w+|de\s+minister[^,\n]{0,80},?\s+namens\s+deze|"
    r"(?:fijne?|goed|prettig)\s+(?:dag|avond|weekend|vakantie|middag)(?:\s+(?:verder|nog|gewenst))?|tot\s+(?:dan|"
    r"morgen|straks|snel|gauw|ziens|maandag|dinsdag|woensdag|donderdag|vrijdag)|"
    r"(?:alvast\s+|hartelijk\s+|heel\s+erg\s+|vast\s+)?(?:bedankt|dank(?:\s?je(?:wel)?|\s+u(?:\s+wel)?)?|thanks|"
    r"thx)(?:\s+alvast)?|succes|sterkte"
)
_CLOSING = regex.compile(
    rf"(?im)(?:^[ \t>]*|(?<=[.!?;][ \t]))(?:{CLOSING})(?<=\p{{L}}|\.)(?:\s+(?:uit|vanuit|"
    rf"namens)\s+[^\n,]{{2,40}})?[ \t]*"
    r"(?:[,.!:]+|(?=\n)|[ \t](?=\p{Lu}))"
)
_MAY_CLOSE = regex.compile(
    r"(?im)(?:^[ \t>]*|(?<=[.!?;][ \t]))(?:(?:met|mvg|m\.|m[ ]|mhg|gr|groet|groetjes|hoog|hgr|kind|best|warm|with|"
    r"regards|br\b|cheers|yours|sincerely|mit|mfg|viele|"
    r"liebe|freund|bien|cordial|meill|salut|mei[ ]|namens|de[ ]minister|fijn|goed|prettig|tot[ ]|alvast|harte|heel|"
    r"veel|liefs|vast|bedankt|dank|thanks|thx|succes|sterkte|"
    r"vriendelijk|zeer|collegiale|sportieve|zonnige|lieve))"
)
_WEAK = regex.compile(
    r"(?i)(?:fijne?|goed|prettig|tot|(?:alvast|hartelijk|heel|vast)?\s*(?:bedankt|dank|thanks|thx)|succes|sterkte|"
    r"veel|br\b)"
)
_LINE = regex.compile(r"[^\n]+")
_FULL_LINE = regex.compile(r"[ \t>]*[\p{L}\p{M}'’.-]+(?:[ ]+[\p{L}\p{M}'’.-]+){0,3}[ \t]*")
_LATER = regex.compile(r"(?i)[ \t>]*(?:van|from|op|verzonden|datum|date|sent|-{2,}|_{2,}|p\.?s\.?)(?:[\s:.]|$)")
MAX_LINES = 6


class SignatureRecognizer(StructureRecognizer):
    """Name and function under the closing words."""

    NAME = "ondertekening"
    SCORE = 0.93
    SAID = "staat in een ondertekening"

    def spans(self, text: str) -> Iterator[Span]:
        """The first lines with something in them after a closing, as far as they hold names and functions."""
        for start in _MAY_CLOSE.finditer(text, timeout=TIMEOUT_S):
            closing = _CLOSING.match(text, start.start(), timeout=TIMEOUT_S)
            if closing:
                yield from _signature(text, closing.end(), weak=bool(_WEAK.match(closing.group().lstrip(" \t>"))))


def _signature(text: str, start: int, *, weak: bool) -> Iterator[Span]:
    """The lines of a signature. After weak words ('Bedankt!') only a line that is a name and nothing else counts."""
    named = False
    lines = (line for line in _LINE.finditer(text, start) if line.group().strip(" \t>_-*,"))
    for number, line in zip(range(MAX_LINES), lines, strict=False):
        first, last = line.span()
        if number and _LATER.match(text, first, last):
            return
        if weak and (number > 0 or not _FULL_LINE.fullmatch(text, first, last)):
            return
        person = _signer(text, first, last, lower=number == 0) if not named else None
        if person is not None:
            named = True
            yield from _with_others(text, person, last)
        function = function_at(text, person.end if person else first, last)
        if function and named:
            yield function
        if number == 1 and not named:
            return


def _signer(text: str, start: int, end: int, *, lower: bool) -> Span | None:
    """The name that a line begins with; a line that goes on like a sentence holds none."""
    person = person_at(text, start, end, lower=lower, initials=lower)
    rest = text[person.end : end].strip() if person else ""
    return None if rest[:1].islower() and not rest.startswith(("en ", "namens ", "mede ", "a.i.")) else person


def _with_others(text: str, person: Span, end: int) -> Iterator[Span]:
    yield person
    initials = initials_at(text, person, end)
    if initials is not None:
        yield initials
    for first, last in pieces(text, person.end, end, r"\s+(?:en|and|&|namens|mede namens)\s+|/"):
        other = person_at(text, first, last, lower=True) if first > person.end else None
        if other is not None:
            yield other
