"""Codes of documents: AA, AB, .., AZ, BA, .. or 1, 2, 3.

A decision has one series over all its locations, in order of date; each inventory shows its own part of it. Letters are
a group letter and a suffix of one letter or more. A group counts A..Z, then AA..ZZ, so the order is DY, DZ, DAA, EA:
neither the order of a dictionary nor that of spreadsheet columns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from string import ascii_uppercase

from redact.errors import InputError

SortKey = tuple[int, int, str]

_GROUPS = len(ascii_uppercase)
_LETTERS = re.compile(r"[A-Z]{2,}")
_NUMBERS = re.compile(r"[1-9][0-9]*")
_BEFORE_ALL: SortKey = (ord("A"), 0, "")


def sort_key(code: str, scheme: str) -> SortKey:
    """What to sort codes by.

    Args:
        code: A code as `assign` gives it.
        scheme: 'letters' or 'numbers'.

    Raises:
        InputError: the code is not one of this scheme.
    """
    if _pattern(scheme).fullmatch(code) is None:
        raise InputError(f"Document code {code!r} does not fit numbering '{scheme}'. Correct it in the case folder.")
    if scheme == "numbers":
        return (int(code), 0, "")
    return (ord(code[0]), len(code) - 1, code[1:])


def scheme_of(codes: Sequence[str]) -> str:
    """The scheme that all these codes are written in: 'numbers' when all are, else 'letters'."""
    return "numbers" if codes and all(_NUMBERS.fullmatch(code) for code in codes) else "letters"


def assign(names_in_order: Sequence[str], known: Mapping[str, str], scheme: str) -> dict[str, str]:
    """Gives every document a code.

    Args:
        names_in_order: Documents of the whole decision in order of date.
        known: Codes given before, by name. They never change and are never given again, also when their document
            is gone from the bundle.
        scheme: 'letters' or 'numbers'.

    Returns:
        All of `known`, and a code for each other name, after the last one given.

    Raises:
        InputError: the scheme is unknown, or a known code is malformed or stands twice.
    """
    _pattern(scheme)
    given = sorted(sort_key(code, scheme) for code in known.values())
    if len(set(given)) < len(given):
        raise InputError("Two documents have the same code. Correct the codes in the case folder.")
    new = list(dict.fromkeys(name for name in names_in_order if name not in known))
    follow = _numbers if scheme == "numbers" else _letters
    return dict(known) | dict(zip(new, follow(given, len(new)), strict=True))


def _pattern(scheme: str) -> re.Pattern[str]:
    patterns = {"letters": _LETTERS, "numbers": _NUMBERS}
    if scheme not in patterns:
        raise InputError(f"Unknown numbering '{scheme}': write 'letters' or 'numbers' in bundle.yaml.")
    return patterns[scheme]


def _numbers(given: Sequence[SortKey], count: int) -> list[str]:
    last = given[-1][0] if given else 0
    return [str(number) for number in range(last + 1, last + 1 + count)]


def _letters(given: Sequence[SortKey], count: int) -> list[str]:
    """Codes after the last one. A group holds 26, or as many as a group was seen to hold or must hold to end at Z."""
    last = max(given, default=_BEFORE_ALL)
    group, used = last[0] - ord("A"), _position(last[2])
    needed = -(-(count + used) // (_GROUPS - group))
    room = max(_GROUPS, needed, *(_position(suffix) for _, _, suffix in given), 0)
    places = range(group * room + used, group * room + used + count)
    return [ascii_uppercase[place // room] + _suffix(place % room + 1) for place in places]


def _position(suffix: str) -> int:
    """Place of a suffix in its group, from 1: A is 1, Z 26, AA 27. The empty suffix is 0."""
    position = 0
    for letter in suffix:
        position = position * _GROUPS + ascii_uppercase.index(letter) + 1
    return position


def _suffix(position: int) -> str:
    letters = ""
    while position:
        position, rest = divmod(position - 1, _GROUPS)
        letters = ascii_uppercase[rest] + letters
    return letters
