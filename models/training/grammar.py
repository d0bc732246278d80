"""Small word grammars: lists/*.txt hold sections of lines, a line may name other sections in angle brackets."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from random import Random

_SYMBOL = re.compile(r"<([a-z_0-9.]+)>")
_TIMES = re.compile(r"(\d+)\* ")


@dataclass(frozen=True, slots=True)
class Section:
    """The lines of one section, split into text and symbols (at the odd places), and their summed weights."""

    lines: tuple[tuple[str, ...], ...]
    weights: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Grammar:
    """Sections by name, and the symbols that code fills in."""

    sections: Mapping[str, Section]
    natives: Mapping[str, Callable[[Random], str]]

    def say(self, symbol: str, rng: Random) -> str:
        """A random phrase of a section."""
        native = self.natives.get(symbol)
        if native is not None:
            return native(rng)
        section = self.sections[symbol]
        (line,) = rng.choices(section.lines, cum_weights=section.weights)
        if len(line) == 1:
            return line[0]
        return "".join(self.say(part, rng) if odd % 2 else part for odd, part in enumerate(line))


def load_grammar(folder: Path, natives: Mapping[str, Callable[[Random], str]]) -> Grammar:
    """Read every list file of a folder.

    Raises:
        ValueError: a line names a section that does not exist.
    """
    raw: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.txt")):
        name = path.stem
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                name = line.strip("[] ")
            elif line.strip() and not line.startswith("#"):
                raw.setdefault(name, []).extend(_entries(line))
    sections = {name: _section(lines) for name, lines in raw.items()}
    for name, section in sections.items():
        for parts in section.lines:
            for symbol in parts[1::2]:
                if symbol not in sections and symbol not in natives:
                    raise ValueError(f"[{name}] names an unknown section <{symbol}>")
    return Grammar(sections, natives)


def _entries(line: str) -> list[str]:
    return [entry.strip() for entry in line.split(";") if entry.strip()]


def _section(lines: list[str]) -> Section:
    parts: list[tuple[str, ...]] = []
    weights: list[int] = []
    for line in lines:
        times = _TIMES.match(line)
        parts.append(tuple(_SYMBOL.split(line[times.end() :] if times else line)))
        weights.append(int(times[1]) if times else 1)
    return Section(tuple(parts), tuple(accumulate(weights)))
