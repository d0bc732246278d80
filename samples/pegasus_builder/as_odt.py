"""Blocks to flat OpenDocument to PDF with LibreOffice Writer: notes, minutes and letters."""

from __future__ import annotations

import html
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from samples.pegasus_builder.as_html import FONTS
from samples.pegasus_builder.markup import Block, Text, render_inline

FONTCONFIG = '<?xml version="1.0"?><fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>'
TEMPLATE = Path(__file__).with_name("writer.fodt")


class MissingLibreOfficeError(Exception):
    """LibreOffice is not installed on this machine."""


def find_libreoffice() -> str:
    """The path of `soffice`; raises `MissingLibreOfficeError` where there is none."""
    program = shutil.which("soffice")
    if program is None:
        raise MissingLibreOfficeError(
            "LibreOffice Writer (soffice) is not installed, so its PDFs cannot be built. "
            "Install it (Debian: apt-get install --no-install-recommends libreoffice-writer-nogui) and run again."
        )
    return program


def print_writer(texts: Mapping[str, Text]) -> dict[str, bytes]:
    """Prints texts with LibreOffice, all in one run; keys stay."""
    program = find_libreoffice()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = [folder / f"{number:02}.fodt" for number in range(len(texts))]
        for source, text in zip(sources, texts.values(), strict=True):
            source.write_text(_source(text), encoding="utf-8")
        fontconfig = folder / "fonts.conf"
        fontconfig.write_text(FONTCONFIG.format(fonts=FONTS, cache=folder / "cache"), encoding="utf-8")
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        subprocess.run(
            [program, "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder), *map(str, sources)],
            check=True,
            capture_output=True,
            timeout=300,
            env={**os.environ, "FONTCONFIG_FILE": str(fontconfig), "LC_ALL": "C.UTF-8"},
        )
        return {key: source.with_suffix(".pdf").read_bytes() for key, source in zip(texts, sources, strict=True)}


def _source(text: Text) -> str:
    settings = text.settings
    filled = TEMPLATE.read_text(encoding="utf-8")
    for mark, value in (
        ("@TITLE@", settings["title"]),
        ("@AUTHOR@", settings.get("author", "")),
        ("@FOOTER@", settings["footer"]),
        ("@CREATED@", settings["created"].isoformat()),
    ):
        filled = filled.replace(mark, html.escape(value))
    return filled.replace("@BODY@", _show_body(text.blocks))


def _show(text: str) -> str:
    return render_inline(text, html.escape, '<text:span text:style-name="bold">{}</text:span>', "<text:line-break/>")


def _show_body(blocks: tuple[Block, ...]) -> str:
    shown, breaks = [], False
    for number, block in enumerate(blocks):
        if block.kind == "page":
            breaks = True
            continue
        shown.append(_show_block(block, number, "_new" if breaks else ""))
        breaks = False
    return "\n".join(shown)


def _show_block(block: Block, number: int, page: str) -> str:
    if block.kind == "rule":
        return '<text:p text:style-name="rule"/>'
    if block.kind == "table":
        return _show_table(block, number)
    if block.kind == "bullet":
        return (
            '<text:list text:style-name="bullets"><text:list-item>'
            f'<text:p text:style-name="item">{_show(block.text)}</text:p></text:list-item></text:list>'
        )
    if block.kind in ("h1", "h2"):
        level = block.kind[1]
        return f'<text:h text:style-name="{block.kind}{page}" text:outline-level="{level}">{_show(block.text)}</text:h>'
    return f'<text:p text:style-name="p{page}">{_show(block.text)}</text:p>'


def _show_table(block: Block, number: int) -> str:
    columns = "".join(f'<table:table-column table:style-name="c{round(width)}"/>' for width in block.widths)
    head = f"<table:table-header-rows>{_show_row(block.rows[0], 'head')}</table:table-header-rows>"
    body = "".join(_show_row(row, "cell") for row in block.rows[1:])
    table = f'<table:table table:name="t{number}" table:style-name="grid">{columns}{head}{body}</table:table>'
    return f'{table}<text:p text:style-name="after"/>'


def _show_row(row: tuple[str, ...], style: str) -> str:
    cells = (
        f'<table:table-cell table:style-name="box"><text:p text:style-name="{style}">{_show(cell)}</text:p>'
        "</table:table-cell>"
        for cell in row
    )
    return f"<table:table-row>{''.join(cells)}</table:table-row>"
