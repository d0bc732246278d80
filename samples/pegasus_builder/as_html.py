"""Blocks to HTML, for the two producers that print HTML: WeasyPrint and MuPDF's story."""

from __future__ import annotations

import html
import io
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from samples.pegasus_builder.markup import Block, Text, render_inline

FONTS = Path(__file__).parents[2] / "redact" / "fonts"

MAIL_CSS = """
@font-face { font-family: 'Liberation Sans'; src: url('FONTS/LiberationSans-Regular.ttf'); }
@font-face { font-family: 'Liberation Sans'; font-weight: bold; src: url('FONTS/LiberationSans-Bold.ttf'); }
@page { size: A4; margin: 2cm 2cm 2.2cm 2cm; @bottom-right { content: counter(page) ' van ' counter(pages);
  font: 8pt 'Liberation Sans'; color: #555; } }
body { font: 10pt/1.4 'Liberation Sans'; }
.owner { font-weight: bold; font-size: 11pt; border-bottom: 2.5pt solid black; padding-bottom: 3pt; }
.head { margin: 8pt 0 14pt 0; border-collapse: collapse; }
.head td { padding: 1pt 10pt 1pt 0; vertical-align: top; border: none; } .head td:first-child { font-weight: bold; }
p { margin: 0 0 7pt 0; orphans: 2; widows: 2; } h1 { font-size: 12pt; margin: 10pt 0 4pt 0; } h2 { font-size: 10.5pt; }
blockquote { margin: 0; padding-left: 9pt; border-left: 1.2pt solid #9aa; }
hr { border: none; border-top: 0.8pt solid #b5b5b5; margin: 9pt 0; }
table.data { border-collapse: collapse; width: 100%; margin: 4pt 0 9pt 0; }
table.data td, table.data th { border: 0.5pt solid #777; padding: 2.5pt 4pt; text-align: left; vertical-align: top; }
.break { break-after: page; }
ul { margin: 0 0 7pt 0; padding-left: 16pt; }
"""

STORY_CSS = """
@font-face { font-family: lib; src: url(LiberationSans-Regular.ttf); }
@font-face { font-family: lib; font-weight: bold; src: url(LiberationSans-Bold.ttf); }
* { font-family: lib; } body { font-size: 10pt; line-height: 1.35; }
h1 { font-size: 14pt; } h2 { font-size: 11pt; } p { margin: 0 0 6pt 0; }
td, th { border: 0.5px solid #777; padding: 3px; text-align: left; font-size: 9pt; }
blockquote { margin: 0 0 0 12pt; }
"""

MARGINS = (62, 60, -62, -64)


def show_inline(text: str) -> str:
    """Inline markup as HTML."""
    return render_inline(text, html.escape, "<b>{}</b>", "<br>")


def show_blocks(blocks: Iterable[Block]) -> str:
    """Blocks as HTML; blocks with quote signs stand in as many block quotes, runs of them in the same ones."""
    shown, level = [], 0
    for block in blocks:
        shown.append("<blockquote>" * (block.level - level) + "</blockquote>" * (level - block.level))
        shown.append(_show_block(block))
        level = block.level
    return "".join(shown) + "</blockquote>" * level


def _show_block(block: Block) -> str:
    if block.kind == "table":
        return _show_table(block)
    if block.kind == "page":
        return '<div class="break"></div>'
    if block.kind == "rule":
        return "<hr>"
    if block.kind == "bullet":
        return f"<ul><li>{show_inline(block.text)}</li></ul>"
    return f"<{block.kind}>{show_inline(block.text)}</{block.kind}>"


def _show_table(block: Block) -> str:
    total = sum(block.widths)
    head = "".join(
        f'<th style="width:{100 * width / total:.1f}%">{show_inline(cell)}</th>'
        for cell, width in zip(block.rows[0], block.widths, strict=True)
    )
    rows = "".join(f"<tr>{''.join(f'<td>{show_inline(cell)}</td>' for cell in row)}</tr>" for row in block.rows[1:])
    return f'<table class="data"><tr>{head}</tr>{rows}</table>'


def print_mail(text: Text) -> bytes:
    """Prints a mail as a mail client does, with WeasyPrint."""
    os.environ.setdefault("SOURCE_DATE_EPOCH", "1626652800")
    from weasyprint import HTML
    from weasyprint.pdf import fonts

    # HarfBuzz is not on every machine; without it fontTools takes the letters out of a font, the same everywhere.
    fonts.harfbuzz_subset = None
    settings = text.settings
    rows = "".join(f"<tr><td>{key}:</td><td>{html.escape(value)}</td></tr>" for key, value in settings["mail"].items())
    page = (
        f'<html lang="nl"><head><title>{html.escape(settings["title"])}</title>'
        f'<meta name="author" content="{html.escape(settings.get("author", ""))}">'
        f"<style>{MAIL_CSS.replace('FONTS', FONTS.as_uri())}</style></head><body>"
        f'<div class="owner">{html.escape(settings["owner"])}</div><table class="head">{rows}</table>'
        + show_blocks(text.blocks)
        + "</body></html>"
    )
    printed = HTML(string=page).write_pdf(pdf_identifier=b"pegasus")
    assert isinstance(printed, bytes)
    return printed


def print_story(text: Text) -> bytes:
    """Prints a text with MuPDF's story (the PyMuPDF producer), one story a forced page."""
    import pymupdf

    target = io.BytesIO()
    writer = pymupdf.DocumentWriter(target)
    paper = pymupdf.paper_rect("a4")
    for part in _parts(text.blocks):
        story = pymupdf.Story(show_blocks(part), user_css=STORY_CSS, archive=pymupdf.Archive(str(FONTS)))
        more = 1
        while more:
            device = writer.begin_page(paper)
            more, _ = story.place(paper + MARGINS)
            story.draw(device)
            writer.end_page()
    writer.close()
    document = pymupdf.open("pdf", target.getvalue())
    document.subset_fonts()
    producer = f"PyMuPDF {pymupdf.VersionBind}"
    described = {"title": text.settings["title"], "author": text.settings.get("author", ""), "producer": producer}
    document.set_metadata(described)
    printed = document.tobytes(garbage=4, deflate=True, no_new_id=True)
    assert isinstance(printed, bytes)
    return printed


def _parts(blocks: tuple[Block, ...]) -> Iterator[list[Block]]:
    part: list[Block] = []
    for block in blocks:
        if block.kind == "page":
            yield part
            part = []
        else:
            part.append(block)
    yield part
