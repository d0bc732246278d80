"""A text's tokens as one letter each, so that the name grammar is a handful of regular expressions over letters.

F first name      B first name and surname      S surname      f, b, s the same, but a common word as well
C capitalised, on no list      W capitalised common word      U capitals only      L initial      T title
i, I particle, lower case or with a capital (van, De)      o, Q the same for 'in', 'op', 'aan', ...
P place      O function, heading word, brand, month      R the same, and a surname      M motie, wet
V rapport, zaak
G stichting, ministerie      E BV, huis
Y street, building      l lower-case word      n number      N line end      | gap (blank line, column)
- hyphen in a word      . , ( ) ' : ; @ / themselves      x anything else
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import redact.detect.vocabulary as vocab
from redact.detect.lexicon import Lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc

PUNCTUATION = {"’": "'", "‘": "'", "`": "'", "'": "'", "‐": "-", "‑": "-"} | {mark: mark for mark in ".,():;@/-"}
DIGRAPHS = frozenset(("Th", "Ch", "Ph", "IJ", "Ij", "Chr", "Tj", "Sj", "Joh", "Fr", "Wm", "Kl", "Jac", "Alb"))
DOTTED = {"B.V.": "E", "N.V.": "E", "V.O.F": "E", "N.B.": "x", "P.S.": "x"}
"""What has the shape of initials and is none."""
WIDE_GAP = 2
MIN_CAPITALS_NAME = 4
MIN_INFLECTED = 4


@dataclass(frozen=True, slots=True)
class Shapes:
    """The letters, and for each letter the token it stands for (single extra spaces have none)."""

    letters: str
    tokens: list[int] = field(repr=False)


def shapes(doc: Doc, lexicon: Lexicon) -> Shapes:
    """The letters of a document whose tokenizer cuts at all punctuation."""
    letters: list[str] = []
    places: list[int] = []
    texts = [token.text for token in doc]
    for place, text in enumerate(texts):
        letter = _gap(text) if text.isspace() else PUNCTUATION.get(text) or _letter(lexicon, text)
        if letter == "-" and not _tight(doc, place):
            letter = "x"
        elif letter == "L":
            letter = _initial(lexicon, texts, place)
        if letter:
            letters.append(letter)
            places.append(place)
    return Shapes("".join(letters), places)


def _initial(lexicon: Lexicon, texts: list[str], place: int) -> str:
    """The letter of what may be an initial: 'B.V.' is none, nor 'Fr' without its point."""
    dotted = DOTTED.get("".join(texts[place : place + 4]))
    if dotted is None and texts[place] in DIGRAPHS and texts[place + 1 : place + 2] != ["."]:
        return _word(lexicon, texts[place])
    return dotted or "L"


def _gap(space: str) -> str:
    ends = space.count("\n")
    if ends == 1:
        return "N"
    return "|" if ends > 1 or len(space) >= WIDE_GAP or "\t" in space else ""


def _tight(doc: Doc, place: int) -> bool:
    """Whether a hyphen joins two words (a line end after it may come between)."""
    if place == 0 or place + 1 >= len(doc) or doc[place - 1].whitespace_ or doc[place].whitespace_:
        return False
    return bool(
        (doc[place - 1].is_alpha or doc[place - 1].text == ".")
        and (doc[place + 1].is_alpha or doc[place + 1].text == "\n" or doc[place + 1].text in "'’")
    )


@lru_cache(maxsize=50_000)
def _letter(lexicon: Lexicon, text: str) -> str:
    lower = text.lower()
    if not text[0].isalpha():
        return "n" if text[0].isdigit() else "x"
    if lower in vocab.PARTICLES:
        return "i" if text[0].islower() else "L" if len(text) == 1 else "I"
    if lower in vocab.PREPOSITIONS:
        return "o" if text[0].islower() else "Q"
    if lower in vocab.TITLES:
        return "T"
    if text[0].islower():
        return _lower_word(lower)
    if len(text) == 1 or text in DIGRAPHS:
        return "L"
    return _word(lexicon, text)


def _lower_word(lower: str) -> str:
    if lower in vocab.LAW_WORDS or lower in vocab.NAMED_AFTER:
        return "M" if lower in vocab.LAW_WORDS else "V"
    return "G" if lower in vocab.ORG_STARTS else "l"


def _word(lexicon: Lexicon, text: str) -> str:
    """The letter of a word with a capital."""
    lower = text.lower()
    if any(char.isdigit() for char in text):
        return "x"
    if not text.isupper():
        return _special(lexicon, lower) or _name(lexicon, text, lower)
    if len(text) < MIN_CAPITALS_NAME:
        return "E" if lower in vocab.ORG_ENDS else "U"
    named = _special(lexicon, lower) or _name(lexicon, text.title(), lower)
    return named if named in "PROMVGEYFBSfbs" else "U"


def _special(lexicon: Lexicon, lower: str) -> str:
    groups = ((vocab.LAW_WORDS, "M"), (vocab.NAMED_AFTER, "V"), (vocab.ORG_STARTS, "G"), (vocab.ORG_ENDS, "E"))
    for words, letter in groups:
        if lower in words:
            return letter
    if lower in vocab.PLACES:
        return "P"
    if lower in vocab.NO_NAMES or lower in vocab.MONTHS_AND_DAYS:
        return "R" if lower.title() in lexicon.surnames else "O"
    if lower.endswith(vocab.BUILDING_ENDS) and lower.title() not in lexicon.surnames:
        return "Y"
    return "Y" if lower.endswith(vocab.STREET_ENDS) else ""


def _name(lexicon: Lexicon, text: str, lower: str) -> str:
    first, last = text in lexicon.first_names, text in lexicon.surnames
    common = lower not in vocab.GIVEN_THOUGH_WORD and (
        lower in lexicon.words or (not first and _inflected(lexicon, lower))
    )
    if first or last:
        letter = "b" if first and last else "f" if first else "s"
        return letter if common else letter.upper()
    return "W" if common else "C"


def _inflected(lexicon: Lexicon, lower: str) -> bool:
    """Whether a word is an adjective with -e, or a verb with -t: the word list holds base forms."""
    if lower.endswith("t"):
        return lower[:-1] in lexicon.words
    if not lower.endswith("e") or len(lower) < MIN_INFLECTED:
        return False
    stem = lower[:-1]
    stems = [stem]
    if stem[-1] == stem[-2]:
        stems.append(stem[:-1])
    if stem[-1] in "vz":
        stems.append(stem[:-1] + {"v": "f", "z": "s"}[stem[-1]])
    stems += [one[:-1] + one[-2] + one[-1] for one in tuple(stems) if one[-2] in "aeou"]
    return any(one in lexicon.words for one in stems)
