"""What is left of a word when case, accents and look-alike letters make no difference.

    Yılmaz, YILMAZ, yilmaz            plain: yilmaz
    Bernard, Bemard, Bern4rd          skeleton: bernarcl, bernarcl, -

A skeleton spells every letter that is taken for two others as those two (m as rn, d as cl, w as vv), so that it is
made letter by letter and two words side by side never run together.
"""

from __future__ import annotations

import re
import unicodedata

from redact.detect.fold import INVISIBLE

_WORD = re.compile(rf"\w[\w\u0300-\u036f{''.join(sorted(INVISIBLE))}]*")
_BAR = re.compile(r"(?<=[^\W\d_])\|(?=[^\W\d_])")
_PLAIN = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe",
        "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "у": "y", "х": "x", "і": "i", "ј": "j", "ѕ": "s",
        "ο": "o", "α": "a", "ν": "v", "ι": "i", "ρ": "p",
    }
)  # fmt: skip
_LOOKS = str.maketrans(
    {"1": "i", "l": "i", "0": "o", "5": "s", "8": "b", "m": "rn", "d": "ci", "w": "vv", "u": "ii", "y": "ij"}
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "å": "aa", "ø": "oe"})


def words_of(text: str) -> list[re.Match[str]]:
    """The runs of letters and digits in a text, with their places.

    An underscore parts them; a stroke between letters is taken for an l.
    """
    if "_" in text:
        text = text.replace("_", " ")
    if "|" in text:
        text = _BAR.sub("l", text)
    return list(_WORD.finditer(text))


def plain(word: str) -> str:
    """A word in lower case, without accents and anything that is no letter or digit."""
    if word.isascii():
        return word.lower() if word.isalnum() else "".join(filter(str.isalnum, word.lower()))
    spread = unicodedata.normalize("NFKD", word.casefold()).translate(_PLAIN)
    return "".join(filter(str.isalnum, spread))


def squeezed(text: str) -> str:
    """The letters and digits of several words as one word, by the rule of `plain`."""
    return "".join(plain(word) for word in text.split())


def skeleton(letters: str) -> str:
    """What `plain` gave, with look-alike letters made one; a number stays as it is."""
    return letters if letters.isdigit() else letters.translate(_LOOKS)


def spelt_out(text: str) -> str:
    """The text with its umlauts in two letters: Müller as Mueller."""
    return unicodedata.normalize("NFC", text).translate(_UMLAUTS)
