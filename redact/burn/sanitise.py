"""Leaves in a file only what the pages that remain need: font subsets, whitelisted objects, small pictures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pymupdf

from redact.burn.anchor import join_steps
from redact.burn.paint import bars, paint
from redact.burn.plan import PlannedBox
from redact.burn.reorder import reorder
from redact.burn.tagging import tag
from redact.model import BoxStyle
from redact.pdfobjects import clean, save_joined


def subset_fonts(source: Path, target: Path) -> None:
    """Cut embedded fonts down to the glyphs that are still shown; letters that were taken away leave no outline."""
    with pymupdf.open(source, filetype="pdf") as document:
        document.subset_fonts()
        save_joined(document, target)


def finish(source: Path, target: Path, boxes: Sequence[PlannedBox], style: BoxStyle) -> None:
    """Clean a document after removal, paint the boxes, and write it as one revision with a random /ID.

    Args:
        source: the document after removal and subsetting.
        target: where the publishable file goes.
        boxes: what to paint.
        style: how boxes look.
    """
    with pikepdf.open(source, suppress_warnings=True) as pdf:
        clean(pdf)
        join_steps(pdf)
        reorder(pdf)
        paint(pdf, boxes, style)
        tag(pdf, [bar[len(bar) // 2] for bar in bars(boxes)])
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, recompress_flate=True)
