"""Gives the characters of embedded fonts an order that tells nothing: that of Unicode, not that of first use.

Producers number the characters of a subset font as they meet them. When a name was the first text in its font, the
codes still spell it after the text itself is gone. Here codes and glyphs are sorted by what they show, and every
string of the document is written in the new codes. A font that cannot be handled safely stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

import pikepdf

from redact.burn.reorder_change import Change, program_stream
from redact.burn.reorder_composite import composite
from redact.burn.reorder_content import Key, ShownText, Unclear
from redact.burn.reorder_programs import BROKEN
from redact.burn.reorder_simple import bare_cff, by_name, true_type
from redact.burn.trim import trim

_Way = Callable[[pikepdf.Pdf, Sequence[pikepdf.Object], ShownText], Change]


def reorder(pdf: pikepdf.Pdf) -> None:
    """Sort codes and glyphs of every embedded font by Unicode, in place.

    Args:
        pdf: a document after `redact.pdfobjects.clean`, which leaves one instruction a line, with fonts cut down to
            what is shown.
    """
    try:
        shown = ShownText(pdf)
    except (Unclear, pikepdf.PdfError, *BROKEN):
        return
    trim(shown)
    changes: dict[Key, Callable[[bytes], bytes]] = {}
    for users in _by_program(shown.fonts.values()):
        for way in _ways(users):
            with suppress(pikepdf.PdfError, *BROKEN):
                changes |= way(pdf, users, shown).carry_out()
    if changes:
        shown.rewrite(pdf, changes)


def _by_program(fonts: Iterable[pikepdf.Object]) -> list[list[pikepdf.Object]]:
    """Fonts that have one embedded program, or one CIDFont, in common."""
    groups: dict[Key, list[pikepdf.Object]] = defaultdict(list)
    for font in fonts:
        stream = program_stream(font)
        groups[stream.objgen if stream is not None else font.objgen].append(font)
    return list(groups.values())


def _ways(users: Sequence[pikepdf.Object]) -> Sequence[_Way]:
    """What can be done for fonts with one program."""
    kinds = {str(font.get("/Subtype")) for font in users}
    if kinds == {"/Type0"}:
        return (composite,)
    if kinds == {"/TrueType"}:
        return (true_type,)
    return (by_name, bare_cff) if kinds <= {"/Type1", "/MMType1", "/Type3"} else ()
