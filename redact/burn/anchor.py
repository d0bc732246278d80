"""Gives strings a place of their own where the size changes within a line: MuPDF loses its place there.

    /F1 20 Tf (Zwanepoel) Tj /F1 10 Tf ( sprak) Tj

Once the name is taken out, MuPDF writes its width in thousandths of the size that follows, and the rest of the line
slides to the left, halfway under the box.

And joins to a string the step that MuPDF leaves before it. pdfium takes a step that stands alone for one to the side,
also where text is set downwards:

    <0076> Tj [9000] TJ <006E> Tj        becomes        <0076> Tj [9000 <006E>] TJ
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pymupdf
from pikepdf import Array, ContentStreamInstruction, Name, Operator, String

from redact.burn.retype import placed
from redact.burn.shown import UNIT, Show, read
from redact.pdfobjects import drawn_glyphs
from redact.pdfobjects.operators import SHOW

MOST_FORMS = 100
"""Forms of a page that are looked at."""
STILL = 0.25
"""Points by which glyphs may stand elsewhere afterwards."""
_CHANGE = re.compile(rb"(?:T[jJ]|['\"])(?P<between>[^(<]*?)T[fz](?![A-Za-z])")
"""A string shown and, before the next one, another size; in front of it the place may have been set."""
_PLACED = re.compile(rb"(?:T[dDm*]|ET)(?![A-Za-z])")
_UNREADABLE = (pikepdf.PdfError, ValueError, TypeError, ArithmeticError, LookupError)


def anchor(source: Path, pages: Collection[int], target: Path) -> Path:
    """The document in which removal keeps the lines of these pages in place: `source`, or `target` where that differs.

    Args:
        source: a normalised document.
        pages: counted from 1.
        target: where to write it if need be.
    """
    with warnings.catch_warnings(), pikepdf.open(source, suppress_warnings=True) as pdf:
        warnings.simplefilter("ignore")
        changed = False
        for number in sorted(pages):
            page = pdf.pages[number - 1].obj
            content = _anchored(page, page.get("/Resources"))
            if content is not None:
                page["/Contents"] = pdf.make_stream(content)
                changed = True
            for form in list(_forms(page.get("/Resources"), set())):
                content = _anchored(form, form.get("/Resources", page.get("/Resources")))
                if content is not None:
                    form.write(content)
                    changed = True
        if changed:
            pdf.save(target)
    return target if changed and _is_same(source, target, pages) else source


def join_steps(pdf: pikepdf.Pdf) -> None:
    """Leave no step by itself in content with text that is set downwards; nothing moves but in pdfium.

    Args:
        pdf: a document after removal; changed in place.
    """
    seen: set[tuple[int, int]] = set()
    for page in (page.obj for page in pdf.pages):
        resources = page.get("/Resources")
        if _sets_downwards(resources):
            content = _joined(page)
            if content is not None:
                page["/Contents"] = pdf.make_stream(content)
        for form in list(_forms(resources, seen)):
            if _sets_downwards(form.get("/Resources", resources)):
                content = _joined(form)
                if content is not None:
                    form.write(content)


def _sets_downwards(resources: Any) -> bool:
    """Whether there is a font for text that is set downwards."""
    fonts = resources.get("/Font") if isinstance(resources, pikepdf.Dictionary) else None
    entries = list(fonts.values()) if isinstance(fonts, pikepdf.Dictionary) else []
    encodings = [font.get("/Encoding") for font in entries if isinstance(font, pikepdf.Dictionary)]
    return any(
        str(each).endswith("V") if isinstance(each, Name) else isinstance(each, pikepdf.Stream) and "/WMode" in each
        for each in encodings
    )


def _joined(holder: pikepdf.Object) -> bytes | None:
    """Content in which no step stands alone before a string; None where none does, or it cannot be read."""
    try:
        instructions = pikepdf.parse_content_stream(holder)
    except _UNREADABLE:
        return None
    out: list[Any] = []
    steps: list[Any] = []
    for instruction in instructions:
        operator = str(getattr(instruction, "operator", ""))
        shown = instruction.operands[-1] if operator in {"Tj", "TJ"} else None
        if isinstance(shown, Array) and not any(isinstance(item, String) for item in shown):
            steps.append(instruction)
            continue
        if steps and shown is not None:
            items = [item for step in steps for item in step.operands[-1]]
            items += list(shown) if isinstance(shown, Array) else [shown]
            instruction = ContentStreamInstruction([Array(items)], Operator("TJ"))
        else:
            out += steps
        out.append(instruction)
        steps = []
    return bytes(pikepdf.unparse_content_stream([*out, *steps])) if len(out) < len(instructions) else None


def _forms(resources: Any, seen: set[tuple[int, int]]) -> Iterator[pikepdf.Object]:
    entries = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    for form in list(entries.values()) if isinstance(entries, pikepdf.Dictionary) else ():
        known = not isinstance(form, pikepdf.Stream) or form.get("/Subtype") != Name.Form or form.objgen in seen
        if not known and len(seen) < MOST_FORMS:
            seen.add(form.objgen)
            yield form
            yield from _forms(form.get("/Resources"), seen)


def _anchored(holder: pikepdf.Object, resources: Any) -> bytes | None:
    """Content in which nothing hangs on a string of another size; None where it can stay as it is."""
    try:
        if not any(not _PLACED.search(found["between"]) for found in _CHANGE.finditer(_bytes(holder))):
            return None
        instructions = pikepdf.parse_content_stream(holder)
        if not _changes_size(instructions):
            return None
        drawn = read(instructions, resources, UNIT)
        hanging = [after.index for before, after in pairwise(drawn.shows) if _hangs(before, after)]
        if not hanging:
            return None
        return bytes(pikepdf.unparse_content_stream(placed(instructions, drawn, hanging)))
    except _UNREADABLE:
        return None


def _bytes(holder: Any) -> bytes:
    if isinstance(holder, pikepdf.Stream):
        return holder.read_bytes()
    contents = holder.get("/Contents")
    parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    return b"\n".join(part.read_bytes() for part in parts if isinstance(part, pikepdf.Stream))


def _changes_size(instructions: Iterable[Any]) -> bool:
    """Whether a string may be shown in another size right behind a string."""
    size: tuple[Any, Any] = (None, None)
    before: tuple[Any, Any] | None = None
    for instruction in instructions:
        operator = str(getattr(instruction, "operator", ""))
        if operator == "Tf":
            size = (instruction.operands[-1], size[1])
        elif operator == "Tz":
            size = (size[0], instruction.operands[-1])
        elif operator in SHOW:
            if before not in (None, size):
                return True
            before = size
        elif operator in {"BT", "Td", "TD", "Tm", "T*"}:
            before = None
        elif operator in {"Q", "gs"}:
            size = (operator, operator)
    return False


def _hangs(before: Show, after: Show) -> bool:
    """Whether a string begins where one of another size ended."""
    a, b = before.state, after.state
    changes = (a.size, a.scale) != (b.size, b.scale)
    return changes and after.text_matrix is not None and after.text_matrix == before.after


def _is_same(source: Path, target: Path, pages: Collection[int]) -> bool:
    """Whether every glyph of these pages stands where it stood, so that the widths of letters were read right."""
    with pymupdf.open(source, filetype="pdf") as old, pymupdf.open(target, filetype="pdf") as new:
        for number in pages:
            before, after = drawn_glyphs(old[number - 1]), drawn_glyphs(new[number - 1])
            drawn = [glyphs.rects[~glyphs.blank] for glyphs in (before, after)]
            if len(drawn[0]) != len(drawn[1]) or np.abs(drawn[0] - drawn[1]).max(initial=0.0) > STILL:
                return False
    return True
