"""How one drawn character reads: ligatures spelt out, white space plain, what shows nothing left out."""

from __future__ import annotations

import unicodedata

UNREADABLE = "\ufffd"
"""Stands for a glyph whose font does not say which letter it is."""

_SPELT_OUT = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
    "\u0132": "IJ",
    "\u0133": "ij",
}
SOFT_HYPHEN = "\u00ad"


def plain(char: str) -> str:
    """The letters that one code point of a PDF shows.

    Args:
        char: one code point as MuPDF gives it.

    Returns:
        One character or more. White space becomes a space, a control character or half a surrogate pair U+FFFD; soft
        hyphens and zero-width characters come back as they are, `shows_nothing` tells them.
    """
    if char in _SPELT_OUT:
        return _SPELT_OUT[char]
    if char.isspace():
        return " "
    category = unicodedata.category(char)
    if category in ("Cc", "Cs"):
        return UNREADABLE
    return unicodedata.normalize("NFC", char)


def shows_nothing(char: str) -> bool:
    """Whether the character has no place in reading text: soft hyphen, zero-width, direction marks."""
    return not char.isascii() and (unicodedata.category(char[0]) == "Cf" or char == "\u034f")


def joins_previous(char: str) -> bool:
    """Whether the character is a mark upon the letter before it (an accent that stands apart)."""
    return unicodedata.category(char[0]) in ("Mn", "Me")


def composed(letters: str, mark: str) -> str:
    """Letters of one glyph with what is drawn upon it: 'e' and U+0301 become 'é'."""
    return unicodedata.normalize("NFC", letters + mark)
