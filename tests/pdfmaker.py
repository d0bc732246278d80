"""Makes small PDFs for the tests of normalising and burning, looks for words in them, and searches files for leaks."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
import pypdfium2
from pdfminer.high_level import extract_text
from pikepdf import Array, Dictionary, Name

from redact.burn import BurnReport, burn
from redact.model import Box, BurnSettings, Redaction, Width
from redact.normalise import Normalised, normalise

SECRET = "Zwanepoel"
KEPT = "openbaar"
LINES = b"BT /F1 12 Tf 72 700 Td (De heer Zwanepoel sprak.) Tj ET BT /F1 12 Tf 72 600 Td (Dit blijft openbaar.) Tj ET"
LABEL = "10.2.e"
DESCRIPTION = "gelakt op grond van artikel 10, tweede lid, onder e, Wob"

Change = Callable[[pikepdf.Pdf, Any], None]


def new_pdf(content: bytes = LINES, **keys: Any) -> pikepdf.Pdf:
    """A document of one page with Helvetica as /F1."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    page = pdf.pages[0].obj
    page["/Resources"] = Dictionary(Font=Dictionary(F1=helvetica(pdf)))
    page["/Contents"] = pdf.make_stream(content)
    for key, value in keys.items():
        page[f"/{key}"] = value
    return pdf


def helvetica(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """Helvetica, not embedded."""
    return pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    )


def save(pdf: pikepdf.Pdf, path: Path) -> Path:
    """Write a document as plainly as possible, so that a scan of its bytes sees everything."""
    pdf.save(path, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return path


def add_text(page: Any, content: bytes) -> None:
    """Append to a page's content."""
    page["/Contents"].write(page["/Contents"].read_bytes() + b"\n" + content)


def chars(page: pymupdf.Page) -> list[tuple[str, pymupdf.Rect, int]]:
    """Characters of a page with their boxes (unrotated page space) and line numbers."""
    flags = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_IGNORE_ACTUALTEXT
    out, line_number = [], 0
    for block in page.get_text("rawdict", flags=flags, clip=pymupdf.INFINITE_RECT())["blocks"]:
        for line in block.get("lines", ()):
            line_number += 1
            out += [
                (char["c"], pymupdf.Rect(char["bbox"]), line_number) for span in line["spans"] for char in span["chars"]
            ]
    return out


def find(pdf: Path, word: str) -> list[tuple[Box, ...]]:
    """Each place of a word, as one box a line; a hyphen at a line end belongs to it."""
    found = []
    with pymupdf.open(pdf) as document:
        for page in document:
            glyphs = chars(page)
            text = "".join(glyph[0] for glyph in glyphs)
            loose = r"[-\s]*".join(map(re.escape, word))
            for match in re.finditer(loose, text):
                lines: dict[int, pymupdf.Rect] = {}
                for _, rect, line in glyphs[match.start() : match.end()]:
                    lines[line] = lines[line] | rect if line in lines else rect
                found.append(tuple(Box(page.number + 1, *rect) for rect in lines.values()))
    return found


def redactions(pdf: Path, word: str, label: str = LABEL) -> list[Redaction]:
    """Approved hits for each place of a word."""
    return [
        Redaction(f"h{number:04}", boxes, label, DESCRIPTION, word) for number, boxes in enumerate(find(pdf, word), 1)
    ]


def redact_word(source: Path, word: str = SECRET, width: Width = Width.GRID) -> tuple[Path, Normalised, BurnReport]:
    """Normalise a source and burn every place of a word."""
    clean, burnt = source.with_name("clean.pdf"), source.with_name("burnt.pdf")
    normalised = normalise(source, clean)
    return burnt, normalised, burn(clean, redactions(clean, word), burnt, BurnSettings(width))


def pdfium_text(path: Path) -> str:
    """Text of all pages by pdfium."""
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def render(path: Path, page: int = 0, scale: float = 1.0) -> Any:
    """A page as a grey picture, by pdfium."""
    with pypdfium2.PdfDocument(path) as document:
        return document[page].render(scale=scale).to_pil().convert("L")


def engines(path: Path) -> dict[str, str]:
    """Text of a document by each engine that is not MuPDF."""
    tool = subprocess.run(["pdftotext", "-raw", "-q", path, "-"], capture_output=True, check=True)
    return {
        "pdfium": pdfium_text(path),
        "pdfminer": extract_text(str(path)),
        "pdftotext": tool.stdout.decode("utf-8", "replace"),
    }


def traces(path: Path, word: str) -> set[str]:
    """Where a word is still found: engines, raw bytes, and every string, name and stream of every object."""
    found = {name for name, text in engines(path).items() if _has(text, word)}
    if _has_bytes(path.read_bytes(), word):
        found.add("raw")
    with pikepdf.open(path) as pdf:
        for value in [*pdf.objects, pdf.trailer]:
            found.update(_object_traces(value, word, 0))
    return found


def _has(text: str, word: str) -> bool:
    plain = re.sub(r"[\s\-\u00ad]", "", text)
    return word.casefold() in plain.casefold()


def _has_bytes(data: bytes, word: str) -> bool:
    coded = [word.encode(), word.encode("utf-16-be"), word.encode("utf-16-le"), word.encode().hex().encode()]
    return any(needle.lower() in data.lower() for needle in coded)


def _object_traces(value: Any, word: str, depth: int) -> Iterator[str]:
    if depth > 30:
        return
    if isinstance(value, pikepdf.Stream):
        if _has_bytes(_data(value), word):
            yield "stream"
        value = value.stream_dict
    if isinstance(value, pikepdf.Dictionary):
        if any(_has(key, word) for key in value.keys()):  # noqa: SIM118 (pikepdf dictionaries iterate over values)
            yield "key"
        yield from _below(value.values(), word, depth)
    elif isinstance(value, Array):
        yield from _below(value, word, depth)
    elif isinstance(value, pikepdf.Name) and _has(str(value), word):
        yield "name"
    elif isinstance(value, pikepdf.String) and (_has(str(value), word) or _has_bytes(bytes(value), word)):
        yield "string"


def _below(items: Iterable[Any], word: str, depth: int) -> Iterator[str]:
    """Traces in direct objects; indirect ones are visited on their own."""
    for item in items:
        if not (isinstance(item, pikepdf.Object) and item.is_indirect):
            yield from _object_traces(item, word, depth + 1)


def _data(stream: Any) -> bytes:
    try:
        return bytes(stream.read_bytes())
    except pikepdf.PdfError:
        return bytes(stream.read_raw_bytes())
