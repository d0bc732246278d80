"""Reads the small markup in which the sample texts are written.

A text file is YAML between two `---` lines, then blocks divided by empty lines: `# heading`, `## heading`, `- bullet`,
`> quoted block`, `| a | b |` tables (`|= 3 | 1 |` before them sets relative widths), `---` a rule, `===` a new page,
anything else a paragraph. A line that ends in a backslash breaks there. `**bold**` is bold.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """One block. `kind` is h1, h2, p, bullet, table, rule or page; `level` counts the quote signs before it."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[float, ...] = ()
    level: int = 0


@dataclass(frozen=True, slots=True)
class Text:
    """One sample document as written: its settings and its blocks."""

    settings: dict[str, Any]
    blocks: tuple[Block, ...]

    @property
    def file(self) -> str:
        """The path inside the bundle."""
        return str(self.settings["file"])


def read_text(path: Path) -> Text:
    """Reads a text file; a part of the name after `+` says that it continues the file before it."""
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    parts = sorted(path.parent.glob(f"{path.stem}+*.md"))
    body = "\n\n".join([body, *(part.read_text(encoding="utf-8") for part in parts)])
    return Text(yaml.safe_load(front), tuple(parse(body)))


def parse(body: str, level: int = 0) -> list[Block]:
    """Cuts a text into blocks."""
    blocks: list[Block] = []
    for piece in re.split(r"\n\s*\n", body.strip("\n")):
        lines = piece.split("\n")
        if lines[0].startswith(">"):
            inner = "\n".join(re.sub(r"^> ?", "", line) for line in lines)
            blocks += parse(inner, level + 1)
        elif lines[0]:
            blocks += _parse_piece(lines, level)
    return blocks


def _parse_piece(lines: list[str], level: int) -> list[Block]:
    first = lines[0]
    if first in ("---", "==="):
        return [Block("rule" if first == "---" else "page", level=level)]
    if first.startswith("#"):
        return [Block("h2" if first.startswith("##") else "h1", first.lstrip("# "), level=level)]
    if first.startswith("- "):
        return [Block("bullet", item.replace("\n", " "), level=level) for item in "\n".join(lines)[2:].split("\n- ")]
    if first.startswith("|"):
        return [_parse_table(lines, level)]
    text = "\n".join(lines).replace("\\\n", "\x00").replace("\n", " ").replace("\x00", "\n")
    return [Block("p", text, level=level)]


def _parse_table(lines: list[str], level: int) -> Block:
    widths: tuple[float, ...] = ()
    if lines[0].startswith("|="):
        widths = tuple(float(cell) for cell in lines[0].strip("|= ").split("|"))
        lines = lines[1:]
    rows = tuple(tuple(cell.strip() for cell in line.strip().strip("|").split("|")) for line in lines)
    return Block("table", rows=rows, widths=widths or (1.0,) * len(rows[0]), level=level)


def render_inline(text: str, escape: Callable[[str], str], bold: str, line_break: str) -> str:
    """Renders bold and line breaks; `bold` has `{}` where the words go."""
    pieces = BOLD.split(text)
    shown = [bold.replace("{}", escape(piece)) if index % 2 else escape(piece) for index, piece in enumerate(pieces)]
    return "".join(shown).replace("\n", line_break)
