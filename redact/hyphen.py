"""What a hyphen at a line end means.

It says two things at once, so what stands around it decides:

    besluit-/vorming           besluitvorming           lower case goes on: the hyphen goes
    Jansen-/de Boer            Jansen-de Boer           a surname, then a prefix before another: a real hyphen
    Noord-/Holland, 070-/123   Noord-Holland, 070-123   a capital or a digit goes on: a real hyphen
    ICT-/afdeling              ICT-afdeling             an abbreviation in capitals: a real hyphen
    voor-/en nadelen           voor-/en nadelen         'en' and 'of' are words of their own: the line end stays
    j.de-/vries@x.nl           j.de-vries@x.nl          part of an address: a real hyphen
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

PREFIXES = frozenset(
    "al|da|de|del|den|der|di|dos|du|el|het|la|le|'t|’t|ten|ter|te|van|von|zu".split("|")  # noqa: SIM905 - reads better
)
WHOLE_WORDS = frozenset(("gemeente", "leiden", "waarde"))
"""Words whose second half looks like a prefix and often stands before a capital: 'Gemeen-/te Utrecht'."""
KEEPS_HYPHEN = frozenset(("e", "oud", "vice", "wob", "woo"))
ALONE = frozenset(("en", "noch", "of", "tot"))
ADDRESS = ("@", "://", "www.")


class Fate(Enum):
    """What becomes of a hyphen and the line end behind it."""

    JOIN = "the word goes on, the hyphen was put in by the line end"
    KEEP = "the word goes on, the hyphen is its own"
    BREAK = "no word goes on"


def fate(word: str, following: Sequence[str]) -> Fate:
    """Decide about a hyphen at a line end.

    Args:
        word: what stands before the hyphen, back to white space.
        following: the first words of the next line, two where there are two.
    """
    bare = word.lstrip("(\"'‘“[")
    if not bare or not following or not bare[-1].isalnum():
        return Fate.BREAK
    onward = following[0]
    if onward.rstrip(".,;:)") in ALONE:
        return Fate.BREAK
    if _is_address(word, onward) or _is_surname(bare, following):
        return Fate.KEEP
    if not onward[0].isalnum():
        return Fate.BREAK
    last = bare.rsplit("-", 1)[-1]
    own = last[-1].isdigit() or (len(last) > 1 and last.isupper()) or last.lower() in KEEPS_HYPHEN
    return Fate.KEEP if own or not onward[0].islower() else Fate.JOIN


def _is_address(word: str, onward: str) -> bool:
    return any(mark in word or mark in onward for mark in ADDRESS)


def _is_surname(word: str, following: Sequence[str]) -> bool:
    """Whether a double surname was broken at its own hyphen: 'Jansen-/de Boer'."""
    if len(following) < 2 or not word[0].isupper() or following[0] not in PREFIXES:
        return False
    goes_on = following[1][0].isupper() or following[1] in PREFIXES
    return goes_on and (word + following[0]).lower() not in WHOLE_WORDS
