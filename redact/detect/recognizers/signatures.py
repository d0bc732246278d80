"""What stands under a letter or mail: after 'Met vriendelijke groet' come a name, a function, a department."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from redact.detect.recognizers.base import Span, StructureRecognizer
from redact.detect.recognizers.people import TIMEOUT_S, function_at, person_at, pieces

CLOSING = (
    r"(?:met\s+)?(?:(?:zeer\s+)?(?:vriendelijke|hartelijke|beste|warme|collegiale|sportieve|zonnige)\s+)?groet(?:en|jes)?|(?:alvast\s+)?(?:bedankt|dank)\s+en\s+groet(?:en)?|"
    r"m\.?\s?v\.?\s?g\.?|gr\.?|grt\.?|grtz|hoogachtend|(?:kind|best|warm|with\s+kind)\s+regards|regards|yours\s+(?:sincerely|faithfully)|"
    r"mit\s+freundlichen\s+gr(?:ü|ue)(?:ß|ss)en|cordialement|namens\s+deze|hoogachtend,?\s+namens\s+\w+|de\s+minister[^,\n]{0,80},?\s+namens\s+deze"
)
_CLOSING = regex.compile(
    rf"(?im)(?:^[ \t>]*|(?<=[.!?][ \t]))(?:{CLOSING})(?:\s+(?:uit|vanuit|namens)\s+[^\n,]{{2,40}})?[ \t]*"
    r"(?:[,.!:]|(?=\n)|[ \t](?=\p{Lu}))"
)
_LINE = regex.compile(r"[^\n]+")
MAX_LINES = 5


class SignatureRecognizer(StructureRecognizer):
    """Name and function under the closing words."""

    NAME = "ondertekening"
    SCORE = 0.93
    SAID = "staat in een ondertekening"

    def spans(self, text: str) -> Iterator[Span]:
        """The first lines with something in them after a closing, as far as they hold names and functions."""
        for closing in _CLOSING.finditer(text, timeout=TIMEOUT_S):
            yield from _signature(text, closing.end())


def _signature(text: str, start: int) -> Iterator[Span]:
    named = False
    lines = (line for line in _LINE.finditer(text, start) if line.group().strip(" \t>_-*"))
    for number, line in zip(range(MAX_LINES), lines, strict=False):
        first, last = line.span()
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
    person = person_at(text, start, end, lower=lower)
    rest = text[person.end : end].strip() if person else ""
    return None if rest[:1].islower() and not rest.startswith(("en ", "namens ")) else person


def _with_others(text: str, person: Span, end: int) -> Iterator[Span]:
    yield person
    for first, last in pieces(text, person.end, end, r"\s+(?:en|and|&)\s+"):
        other = person_at(text, first, last) if first > person.end else None
        if other is not None:
            yield other
