"""Gives the characters of embedded fonts an order that tells nothing: that of Unicode, not that of first use.

Producers number the characters of a subset font as they meet them. When a name was the first text in its font, the
codes still spell it after the text itself is gone. Here codes and glyphs are sorted by what they show, and every
string of the document is written in the new codes. A font that cannot be handled safely stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import pikepdf

from redact.burn.reorder_change import Change, program_stream
from redact.burn.reorder_composite import composite
from redact.burn.reorder_content import Key, ShownText, Unclear
from redact.burn.reorder_programs import BROKEN
from redact.burn.reorder_simple import by_name, true_type


def reorder(pdf: pikepdf.Pdf) -> None:
    """Sort codes and glyphs of every embedded font by Unicode, in place.

    Args:
        pdf: a document after `redact.pdfobjects.clean`, with fonts cut down to what is shown.
    """
    try:
        shown = ShownText(pdf)
    except (Unclear, pikepdf.PdfError, *BROKEN):
        return
    changes: dict[Key, Callable[[bytes], bytes]] = {}
    for users in _by_program(shown.fonts.values()):
        change = _attempt(pdf, users, shown)
        if change is not None:
            for action in change.actions:
                action()
            changes |= change.strings
    if changes:
        shown.rewrite(pdf, changes)


def _by_program(fonts: Iterable[pikepdf.Object]) -> list[list[pikepdf.Object]]:
    """Fonts that have one embedded program, or one CIDFont, in common."""
    groups: dict[Key, list[pikepdf.Object]] = defaultdict(list)
    for font in fonts:
        stream = program_stream(font)
        groups[stream.objgen if stream is not None else font.objgen].append(font)
    return list(groups.values())


def _attempt(pdf: pikepdf.Pdf, users: Sequence[pikepdf.Object], shown: ShownText) -> Change | None:
    """The change of fonts with one program; None when nothing is to be done, or nothing can be done safely."""
    kinds = {str(font.get("/Subtype")) for font in users}
    try:
        if kinds == {"/Type0"}:
            return composite(pdf, users, shown)
        if kinds == {"/TrueType"}:
            return true_type(pdf, users, shown)
        if kinds <= {"/Type1", "/MMType1", "/Type3"}:
            return by_name(pdf, users, shown)
    except (pikepdf.PdfError, *BROKEN):
        return None
    return None
