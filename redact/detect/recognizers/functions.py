"""Functions that lead to somebody: beside a name, after 'de' or 'onze', with a field or unit, alone on a line."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any

import regex
from presidio_analyzer import LocalRecognizer, RecognizerResult

import redact.detect.job_words as jobs
import redact.detect.vocabulary as vocab
from redact.detect.jobs import Title, titles
from redact.detect.lexicon import shipped_lexicon
from redact.detect.recognizers.base import JOB_TITLE, Span, result

NAME = "functie"
BESIDE = "functie die bij een persoonsnaam staat"
TRACEABLE = "functie die naar een persoon te herleiden is"
SCORE = 0.75
SCORE_ALONE = 0.6
TIMEOUT_S = 20.0
REACH = 70

_TITLES = rf"(?i:(?:(?:de|het)\s+)?(?:{'|'.join(sorted(vocab.TITLES, key=len, reverse=True))})\.?(?!\p{{L}})[\s,]*)*"
_UNIT = r"(?:\s+(?:van|bij|voor|uit|namens)\s+[^\n,;:.()@]{2,40})?"
_TO_NAME = regex.compile(rf"(?:{_UNIT}[ \t]*[,:(|–-]?\s*|[ \t]*\n?[ \t]*){_TITLES}(?:['\"“‘(]|\p{{Lu}}\.[ ]?)?")
_FROM_NAME = regex.compile(
    r"(?:['\"”’]?[ \t]*(?:\([^()\n]{1,40}\)[ \t]*)?(?:(?:\p{L}{2,5}\.?){0,2}(?<=(?i:MPA|MSc|BSc|LLM|MBA|MA|BA|RA|"
    r"PhD|EMPA|CISSP|CISM)\.?)[ \t]*)?"
    r"(?:[,(|\[]|[–—-](?=\s)|\t|[ ]{2,}|\n(?!\n))?[ \t>•*-]*)"
    r"(?i:(?:is|was|als|werkt\s+als|werkzaam\s+als|tevens|toen|destijds|nu|en|onze|hun|haar|zijn|uw|mijn|de|het|"
    r"nieuwe|voormalig)\s+){0,3}"
)
_NOT_A = regex.compile(rf"(?r)(?<![\p{{L}}-])(?i:{'|'.join(sorted(jobs.ABSTRACT))}):?[ \n](?:\p{{Ll}}+en?[ ]){{0,2}}")
_DEFINITE = regex.compile(rf"(?r)(?<![\p{{L}}-])(?i:{'|'.join(sorted(jobs.DETERMINERS))})\s+(?:\p{{Ll}}+e[ ]){{0,2}}")
_AS = regex.compile(r"(?r)(?i:(?:ik|jij|je|u|hij|zij|ze|opvolg(?:er|ster)|zijn|haar|mijn)\s+als|functie)[ ]?:?\s*")
_CELL_BEFORE = regex.compile(r"(?r)(?:^|[\n\t|]|[ ]{2})[ >•*-]*")
_CELL_AFTER = regex.compile(r"[ ]*(?:$|[\n\t|]|[ ]{2})")


class FunctionRecognizer(LocalRecognizer):
    """Functions in running text and tables, beside the names that the pipeline found and by themselves."""

    def __init__(self) -> None:
        super().__init__(supported_entities=[JOB_TITLE], supported_language="nl", name=NAME)

    def load(self) -> None:
        """Nothing to load."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """Presidio's way in."""
        persons = [(ent.start_char, ent.end_char) for ent in nlp_artifacts.entities]
        return [
            result(self, span, SCORE if near else SCORE_ALONE, BESIDE if near else TRACEABLE)
            for span, near in functions(text, persons)
        ]


def functions(text: str, persons: Sequence[tuple[int, int]]) -> Iterator[tuple[Span, bool]]:
    """The functions that lead to somebody, and whether a name stands beside them.

    Args:
        text: A text.
        persons: Where persons' names stand in it, in order.
    """
    starts = [start for start, _ in persons]
    for title in titles(text, frozenset(starts)):
        place = bisect_left(starts, title.start)
        if place and persons[place - 1][1] > title.start:
            continue
        near = _is_beside(text, title, persons[max(0, place - 1) : place + 1])
        if _is_surname(text, title) and not (
            near and place < len(starts) and text[title.end : starts[place]].isspace()
        ):
            continue
        if near or _is_traceable(text, title, persons[max(0, place - 1) : place + 1]):
            yield Span(title.start, title.end, JOB_TITLE), near


def _is_surname(text: str, title: Title) -> bool:
    """Whether what may be a function is rather somebody called Kapitein or Schipper."""
    word = text[title.start : title.end]
    return word[0].isupper() and word.lower() == title.head and word in shipped_lexicon().surnames


def _is_beside(text: str, title: Title, near: Sequence[tuple[int, int]]) -> bool:
    labels = title.head in jobs.MANY_HOLD
    for start, end in near:
        if labels and ":" in text[title.end : start]:
            continue
        if title.end <= start <= title.end + REACH and _TO_NAME.fullmatch(text, title.end, start, timeout=TIMEOUT_S):
            return True
        if end <= title.start <= end + REACH and _FROM_NAME.fullmatch(text, end, title.start, timeout=TIMEOUT_S):
            return True
    return False


def _is_traceable(text: str, title: Title, near: Sequence[tuple[int, int]]) -> bool:
    """Whether a function without a name leads to somebody: not 'een jurist', nor 'de medewerker'."""
    before = max(0, title.start - REACH)
    if _NOT_A.match(text, before, title.start):
        return False
    if title.specific:
        return True
    if _AS.match(text, before, title.start):
        return True
    definite = _DEFINITE.match(text, before, title.start)
    if definite and title.head not in jobs.MANY_HOLD:
        return definite.group().split()[0].lower() in jobs.POSSESSIVES
    return _is_cell(text, title) and any(_is_in_line(text, title, person) for person in near)


def _is_cell(text: str, title: Title) -> bool:
    before = _CELL_BEFORE.match(text, max(0, title.start - REACH), title.start)
    return bool(before and _CELL_AFTER.match(text, title.end))


def _is_in_line(text: str, title: Title, person: tuple[int, int]) -> bool:
    """Whether a person stands in the line of a function, or in the line above or below it."""
    between = text[title.end : person[0]] if person[0] >= title.end else text[person[1] : title.start]
    return between.count("\n") < 2
