"""The content stream operators that may stay, with the operands each takes (ISO 32000-1, annex A)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pikepdf
from pikepdf import Name, Operator


def spelt(value: Any) -> str:
    """A name, operator or string as text, '' for anything else.

    Names need not be UTF-8 (Word spells Chinese fonts in GBK); bytes that are not come as surrogates, as pikepdf
    gives keys.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, Name | Operator):
        return bytes(value).decode("utf-8", "surrogateescape")
    return str(value) if isinstance(value, pikepdf.String) else ""


def listed(words: str) -> frozenset[str]:
    """The words of a table written as text."""
    return frozenset(words.split())


SIGNATURES: dict[str, str] = {
    **dict.fromkeys(("q", "Q", "BT", "ET", "T*", "W", "W*", "h"), ""),
    **dict.fromkeys(("f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "n"), ""),
    **dict.fromkeys(("w", "J", "j", "M", "i", "Tc", "Tw", "Tz", "TL", "Tr", "Ts", "g", "G"), "n"),
    **dict.fromkeys(("m", "l", "Td", "TD", "d0"), "nn"),
    **dict.fromkeys(("v", "y", "re", "k", "K"), "nnnn"),
    **dict.fromkeys(("c", "cm", "Tm", "d1"), "nnnnnn"),
    **dict.fromkeys(("rg", "RG"), "nnn"),
    **dict.fromkeys(("Do", "gs", "sh", "cs", "CS", "ri"), "N"),
    "d": "An",
    "Tf": "Nn",
    "Tj": "s",
    "'": "s",
    '"': "nns",
    "TJ": "T",
    "sc": "*",
    "SC": "*",
    "scn": "*",
    "SCN": "*",
}
"""n number, s string, N name, A array of numbers, T array of strings and numbers, * colour operands."""

CATEGORIES: dict[str, str] = {
    "Do": "/XObject",
    "Tf": "/Font",
    "gs": "/ExtGState",
    "sh": "/Shading",
    "cs": "/ColorSpace",
    "CS": "/ColorSpace",
    "scn": "/Pattern",
    "SCN": "/Pattern",
}
"""The resource category that an operator's name points into."""

SHOW = frozenset({"Tj", "TJ", "'", '"'})
PAINT_PATH = frozenset({"f", "F", "f*", "B", "B*", "b", "b*", "S", "s"})
BUILD_PATH = frozenset({"m", "re", "l", "c", "v", "y"})
MARKS = frozenset({"BMC", "BDC", "EMC", "MP", "DP"})
KNOWN = {name.encode(): name for name in (*SIGNATURES, *MARKS)}
"""The operators that may stay, by their bytes."""
_NUMBERS = frozenset({int, float, Decimal})
_WHOLE = frozenset({int})
_STRINGS_ONLY = frozenset({"Tj", "TJ", "'"})
INTENTS = frozenset({"/AbsoluteColorimetric", "/RelativeColorimetric", "/Saturation", "/Perceptual"})


_ALL_NUMBERS = frozenset("n" * count for count in range(7))


def is_number(value: Any) -> bool:
    """Whether a pikepdf value is a number (a bool is not)."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _fits(value: Any, kind: str) -> bool:
    if kind == "n":
        return is_number(value)
    if kind == "N":
        return isinstance(value, pikepdf.Name)
    if kind == "s":
        return isinstance(value, pikepdf.String)
    if not isinstance(value, pikepdf.Array):
        return False
    return all(is_number(item) or (kind == "T" and isinstance(item, pikepdf.String)) for item in value)


def _colour(operands: list[Any]) -> bool:
    *numbers, last = operands
    return all(is_number(item) for item in numbers) and (is_number(last) or isinstance(last, pikepdf.Name))


def accepted(operator: str, operands: list[Any]) -> list[Any] | None:
    """The operands that belong to a known operator, or None when the instruction must go.

    Surplus operands in front are cut off, as renderers do; a wrong type or a missing operand drops the instruction.
    """
    signature = SIGNATURES.get(operator)
    if signature is None:
        return None
    if signature == "*":
        return operands if operands and _colour(operands) else None
    surplus = len(operands) - len(signature)
    if surplus < 0:
        return None
    kept = operands[surplus:] if surplus else operands
    if signature in _ALL_NUMBERS and _NUMBERS.issuperset(map(type, kept)):
        return kept
    return kept if all(_fits(v, kind) for v, kind in zip(kept, signature, strict=True)) else None


def is_plain(operator: str, operands: list[Any]) -> bool:
    """Whether an instruction, parsed and written again, is spelt as if it had been made anew.

    Strings and whole numbers are; a number with a point keeps the digits that its source gave it.
    """
    return operator in _STRINGS_ONLY or _WHOLE.issuperset(map(type, operands))
