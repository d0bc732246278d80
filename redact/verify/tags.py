"""The structure of a tagged file of ours: it names no more than types and numbers, and says no more than is known."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from redact.verify.findings import Findings
from redact.verify.syntax import Kind, Piece, name_text, spellings

_TYPES = {b"/StructElem", b"/StructTreeRoot"}
_KEYS = frozenset(
    re.findall(
        r"\w+",
        """
        A ActualText Alt BBox BackgroundColor BorderColor BorderStyle BorderThickness ColSpan Datetime Em Headers ID
        IDTree K Lang ListNumbering MCID Names Nums O P ParentTree ParentTreeNextKey Pg Placement RoleMap RowSpan S
        Scope Strong T Terms Title Type
        """,
    )
)
_PICTURES = frozenset({"afbeelding", "bladzijde als afbeelding", "formule"})
_NUMBERED = re.compile(r"[cn]\d+|U\d+x\d+y\d+")
"""Elements of annexes; cells of an inventory."""
_STRINGS = {
    "Lang": re.compile(r"[a-z]{2}(-[A-Z]{2})?"),
    "ID": _NUMBERED,
    "Headers": _NUMBERED,
    "Names": _NUMBERED,
    "T": re.compile(
        r"[A-Z]{1,6}|\d{1,6}|Bijlage \d[A-Z] - Inventarislijst.*|Bewijs van controle op gelakte documenten"
        r"|Gecontroleerde bestanden|Uitkomst|Wijze van controle|Wat dit bewijs niet zegt"
    ),
}
"""What a string under each key may look like; a title is a document's code or a heading of an inventory or proof."""
_BOX = re.compile(r"gelakt\b.*", re.DOTALL)


def judge_tags(listed: Sequence[Piece], spoken: Collection[str], found: Findings) -> None:
    """Look at one object, if it belongs to the structure of a file.

    Args:
        listed: the pieces of the object.
        spoken: what the boxes of the file say to a screen reader; nothing where that is not known.
        found: where to write it down.
    """
    if not any(piece.key == "Type" and piece.value in _TYPES for piece in listed):
        return
    for piece in listed:
        if piece.kind is Kind.KEY and name_text(piece.value) not in _KEYS:
            found.wrong("tag key")
        elif piece.kind is Kind.STRING and not _known(piece, spoken):
            found.wrong("text in tags")


def _known(piece: Piece, spoken: Collection[str]) -> bool:
    text = spellings(piece.value)[0]
    if piece.key == "Alt":
        return text in _PICTURES
    if piece.key == "ActualText":
        return text in spoken if spoken else _BOX.fullmatch(text) is not None
    pattern = _STRINGS.get(piece.key)
    return pattern is not None and pattern.fullmatch(text) is not None
