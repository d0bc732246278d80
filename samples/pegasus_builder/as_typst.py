"""Blocks to PDF with Typst: reports and factsheets, hyphenated as Dutch."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from samples.pegasus_builder.as_html import FONTS
from samples.pegasus_builder.markup import Block, Text, render_inline

PREAMBLE = """
#set document(title: "TITLE", author: AUTHORS, date: datetime(year: YEAR, month: MONTH, day: DAY))
#set text(lang: "nl", font: "Liberation Sans", size: SIZEpt, hyphenate: true)
#set par(justify: true, leading: 0.68em, spacing: 0.95em)
#show heading: it => block(above: 1.3em, below: 0.7em, it)
#show heading.where(level: 1): set text(size: 13.5pt)
#show heading.where(level: 2): set text(size: 10.5pt)
#show table: set text(size: 8.5pt)
#show table: set par(justify: false)
#set page(paper: "a4", margin: (x: 2.4cm, top: 2.5cm, bottom: 2.3cm), columns: COLUMNS,
  header: context if counter(page).get().first() > 1 [#text(size: 8pt)[HEADER]],
  footer: context [#text(size: 8pt)[FOOTER #h(1fr) #counter(page).display("1 / 1", both: true)]])
"""

COVER = """
#page(columns: 1, header: none, footer: none)[
  #set par(justify: false)
  #v(4cm) #text(size: 22pt, weight: "bold", hyphenate: false)[TITLE]
  #v(0.4cm) #text(size: 13pt)[SUBTITLE]
  #v(1fr)
  COLOPHON
]
#page(columns: 1)[#outline(title: "Inhoud", depth: 1)]
"""


def print_typst(text: Text) -> bytes:
    """Prints a text with Typst, on the fonts of this project alone."""
    import typst

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "text.typ"
        source.write_text(_source(text), encoding="utf-8")
        printed = typst.compile(source, font_paths=[FONTS], ignore_system_fonts=True)
    assert isinstance(printed, bytes)
    return printed


def _source(text: Text) -> str:
    settings = text.settings
    created = settings["created"]
    author = settings.get("author")
    values = {
        "AUTHORS": f'"{author}"' if author else "()",
        "YEAR": created.year,
        "MONTH": created.month,
        "DAY": created.day,
        "SIZE": settings.get("size", 10),
        "COLUMNS": settings.get("columns", 1),
        "HEADER": settings["title"],
        "FOOTER": settings["footer"],
    }
    head = PREAMBLE
    for word, value in values.items():
        head = head.replace(word, str(value))
    pieces = [head]
    if "colophon" in settings:
        colophon = " \\ ".join(_escape(line) for line in settings["colophon"])
        pieces.append(COVER.replace("SUBTITLE", settings["subtitle"]).replace("COLOPHON", colophon))
        pieces.append("#show heading.where(level: 1): it => pagebreak(weak: true) + it")
    pieces += [_show_block(block) for block in text.blocks]
    return "\n\n".join(pieces).replace("TITLE", settings["title"])


def _escape(text: str) -> str:
    return re.sub(r"([\\#$*_`<>@~\[\]])", r"\\\1", text)


def _show(text: str) -> str:
    return render_inline(text, _escape, "#strong[{}]", " \\\n")


def _show_block(block: Block) -> str:
    if block.kind == "page":
        return "#pagebreak(weak: true)"
    if block.kind == "rule":
        return "#line(length: 100%, stroke: 0.5pt)"
    if block.kind == "table":
        return _show_table(block)
    if block.kind == "bullet":
        return f"- {_show(block.text)}"
    return {"h1": "= ", "h2": "== "}.get(block.kind, "") + _show(block.text)


def _show_table(block: Block) -> str:
    columns = ", ".join(f"{width}fr" for width in block.widths)
    head = "".join(f"[#strong[{_show(cell)}]], " for cell in block.rows[0])
    cells = "".join(f"[{_show(cell)}], " for row in block.rows[1:] for cell in row)
    return f"#table(columns: ({columns}), inset: 4pt, stroke: 0.5pt + gray, table.header({head}), {cells})"
