"""Blocks to PDF with ReportLab: advisories, tables and forms; the letterhead is a Form XObject."""

from __future__ import annotations

import html
import io
from functools import partial
from typing import Any

from samples.pegasus_builder.as_html import FONTS
from samples.pegasus_builder.markup import Block, Text, render_inline

WIDTH = 595.28 - 2 * 65 - 2 * 6
"""The text width of a portrait page, in points: ReportLab keeps 6 points of padding inside its margins."""


def print_flowables(text: Text) -> bytes:
    """Prints a text with ReportLab's page templates."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import SimpleDocTemplate

    pdfmetrics.registerFont(TTFont("Lib", FONTS / "LiberationSans-Regular.ttf"))
    pdfmetrics.registerFont(TTFont("Lib-Bold", FONTS / "LiberationSans-Bold.ttf"))
    pdfmetrics.registerFontFamily("Lib", normal="Lib", bold="Lib-Bold", italic="Lib", boldItalic="Lib-Bold")
    settings, target = text.settings, io.BytesIO()
    wide = bool(settings.get("landscape"))
    document = SimpleDocTemplate(
        target,
        pagesize=landscape(A4) if wide else A4,
        leftMargin=65,
        rightMargin=65,
        topMargin=120 if "letterhead" in settings else 75,
        bottomMargin=62,
        title=settings["title"],
        author=settings.get("author", ""),
        invariant=1,
    )
    document.build(
        [_flowable(block, A4[1] - 142 if wide else WIDTH, settings.get("size", 10)) for block in text.blocks],
        onFirstPage=partial(_draw_first_page, settings),
        onLaterPages=partial(_draw_page, settings),
    )
    return target.getvalue()


def _draw_first_page(settings: dict[str, Any], canvas: Any, document: Any) -> None:
    lines = settings.get("letterhead", [])
    if lines:
        canvas.beginForm("Briefhoofd", 0, 0, *canvas._pagesize)
        top = canvas._pagesize[1] - 42
        canvas.setFillColorRGB(0.08, 0.26, 0.45)
        canvas.rect(canvas._pagesize[0] / 2 - 11, top - 24, 22, 66, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        for index, line in enumerate(lines):
            canvas.setFont("Lib-Bold" if index == 0 else "Lib", 8)
            canvas.drawString(canvas._pagesize[0] - 205, top - 10 * index, line)
        canvas.endForm()
    _draw_page(settings, canvas, document)


def _draw_page(settings: dict[str, Any], canvas: Any, document: Any) -> None:
    if "letterhead" in settings and document.page == 1:
        canvas.doForm("Briefhoofd")
    canvas.setFont("Lib", 8)
    canvas.drawString(71, 36, settings["footer"])
    canvas.drawRightString(canvas._pagesize[0] - 71, 36, f"Pagina {document.page}")


def _flowable(block: Block, width: float, size: float) -> Any:
    from reportlab.lib.colors import grey
    from reportlab.platypus import HRFlowable, PageBreak, Paragraph

    if block.kind == "page":
        return PageBreak()
    if block.kind == "rule":
        return HRFlowable(width="100%", color=grey, spaceBefore=4, spaceAfter=8)
    if block.kind == "table":
        return _table(block, width)
    if block.kind == "bullet":
        return Paragraph(_show(block.text), _style("bullet", size), bulletText="•")
    return Paragraph(_show(block.text), _style(block.kind, size))


def _show(text: str) -> str:
    return render_inline(text, html.escape, "<b>{}</b>", "<br/>")


def _style(kind: str, size: float) -> Any:
    from reportlab.lib.styles import ParagraphStyle

    plain = {"fontName": "Lib", "fontSize": size, "leading": 1.4 * size, "spaceAfter": 7}
    extra: dict[str, dict[str, Any]] = {
        "h1": {"fontName": "Lib-Bold", "fontSize": 13.5, "leading": 17, "spaceBefore": 6, "keepWithNext": 1},
        "h2": {"fontName": "Lib-Bold", "fontSize": size + 0.5, "spaceBefore": 4, "spaceAfter": 3, "keepWithNext": 1},
        "bullet": {"leftIndent": 16, "bulletIndent": 5, "spaceAfter": 3},
        "cell": {"leading": 11, "spaceAfter": 0},
    }
    return ParagraphStyle(kind, **{**plain, **extra.get(kind, {})})


def _table(block: Block, width: float) -> Any:
    from reportlab.lib.colors import Color, grey
    from reportlab.platypus import Paragraph, Table

    total = sum(block.widths)
    cells = [
        [Paragraph(f"<b>{_show(cell)}</b>" if number == 0 else _show(cell), _style("cell", 8.5)) for cell in row]
        for number, row in enumerate(block.rows)
    ]
    looks = [
        ("GRID", (0, 0), (-1, -1), 0.5, grey),
        ("BACKGROUND", (0, 0), (-1, 0), Color(0.9, 0.93, 0.96)),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    columns = [width * part / total for part in block.widths]
    return Table(cells, columns, style=looks, repeatRows=1, spaceAfter=10, spaceBefore=3)
