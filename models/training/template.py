"""The template language: read template and pool files into trees, and render a tree into labelled pieces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Protocol

from models.training.draft import Piece

MAX_DEPTH = 6
_TOKEN = re.compile(r"\{([^{}\n]*)\}|(\[\[)|(\|\|)|(\]\])|<<(\d+)(?:-(\d+))?\|([^|]*)\||(>>)")
_CLOSERS: dict[str, tuple[str, ...]] = {"": (), "[[": ("||", "]]"), "<<": (">>",)}
_WEIGHT = re.compile(r"# weight: *([0-9.]+) *\n")


class Stage(Protocol):
    """What a tree needs to be rendered: a source of chance, the sentence pools and the persons without a letter."""

    rng: Random

    def pool_line(self, pool: str) -> Node:
        """A random line of a pool."""

    def enter(self, *, repeated: bool) -> bool:
        """Step one level down; false when that is too deep."""

    def leave(self, *, repeated: bool) -> None:
        """Step one level up."""


class Node(Protocol):
    """One part of a template."""

    def render(self, stage: Stage, out: list[Piece]) -> None:
        """Append the pieces this part gives this time."""


Fill = Callable[[Stage], Iterable[Piece]]
Resolve = Callable[[str], Fill | None]


@dataclass(frozen=True, slots=True)
class Literal:
    """Text as written."""

    text: str

    def render(self, stage: Stage, out: list[Piece]) -> None:
        """Append the text."""
        out.append((self.text, ""))


@dataclass(frozen=True, slots=True)
class Slot:
    """A place to fill."""

    fill: Fill

    def render(self, stage: Stage, out: list[Piece]) -> None:
        """Append what the filler gives."""
        out.extend(self.fill(stage))


@dataclass(frozen=True, slots=True)
class Series:
    """Parts one after the other."""

    nodes: tuple[Node, ...]

    def render(self, stage: Stage, out: list[Piece]) -> None:
        """Append every part."""
        for node in self.nodes:
            node.render(stage, out)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several parts."""

    options: tuple[Node, ...]

    def render(self, stage: Stage, out: list[Piece]) -> None:
        """Append one of the parts."""
        stage.rng.choice(self.options).render(stage, out)


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part some times over; the person without a letter is a new one each time."""

    low: int
    high: int
    separator: str
    piece: Node

    def render(self, stage: Stage, out: list[Piece]) -> None:
        """Append the part as often as chance tells."""
        for turn in range(stage.rng.randint(self.low, self.high)):
            if turn:
                out.append((self.separator, ""))
            stage.enter(repeated=True)
            self.piece.render(stage, out)
            stage.leave(repeated=True)


@dataclass(frozen=True, slots=True)
class Pool:
    """A random line of a pool."""

    name: str

    def render(self, stage: Stage, out: list[Piece]) -> None:
        """Append the line, unless pools name one another too deeply."""
        if stage.enter(repeated=False):
            stage.pool_line(self.name).render(stage, out)
        stage.leave(repeated=False)


@dataclass(frozen=True, slots=True)
class Library:
    """All templates with their weights added up, and all pools."""

    templates: tuple[Node, ...]
    weights: tuple[float, ...]
    pools: dict[str, tuple[Node, ...]]


def load_library(folders: Iterable[Path], resolve: Resolve) -> Library:
    """Read templates/*.txt and pools/*.txt of every folder.

    Raises:
        ValueError: a file names a slot or a pool that does not exist, or leaves a bracket open.
    """
    weighted: list[tuple[float, Node]] = []
    pools: dict[str, tuple[Node, ...]] = {}
    asked: dict[str, str] = {}
    for folder in folders:
        for path in sorted((folder / "pools").glob("*.txt")):
            lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
            pools[path.stem] = tuple(_Parser(line, path.name, resolve, asked, escapes=True).tree() for line in lines)
        for path in sorted((folder / "templates").glob("*.txt")):
            weighted += _templates(path, resolve, asked)
    for pool, file in asked.items():
        if not pools.get(pool):
            raise ValueError(f"{file}: unknown pool {{s:{pool}}}")
    return Library(tuple(node for _, node in weighted), tuple(weight for weight, _ in weighted), pools)


def _templates(path: Path, resolve: Resolve, asked: dict[str, str]) -> list[tuple[float, Node]]:
    found: list[tuple[float, Node]] = []
    for part in re.split(r"^%%[ \t]*\n?", path.read_text(encoding="utf-8"), flags=re.MULTILINE):
        text = part.lstrip("\n")
        weight = _WEIGHT.match(text)
        body = (text[weight.end() :] if weight else text).strip("\n")
        if body.strip():
            tree = _Parser(body, path.name, resolve, asked, escapes=False).tree()
            found.append((float(weight[1]) if weight else 1.0, tree))
    return found


def parse(text: str, file: str, resolve: Resolve) -> Node:
    """Read one template without pools."""
    return _Parser(text, file, resolve, {}, escapes=False).tree()


class _Parser:
    def __init__(self, text: str, file: str, resolve: Resolve, asked: dict[str, str], *, escapes: bool) -> None:
        self._text, self._file, self._resolve, self._asked = text, file, resolve, asked
        self._escapes = escapes
        self._at = 0

    def tree(self) -> Node:
        return self._series("")[0]

    def _series(self, inside: str) -> tuple[Series, str]:
        """Parts up to what closes this level (a bar, a closing bracket, or the end of the text)."""
        nodes: list[Node] = []
        literal_from = self._at
        while match := _TOKEN.search(self._text, self._at):
            slot, opening, _, _, low, _, _, _ = match.groups()
            self._at = match.end()
            token = match[0]
            closing = token in _CLOSERS[inside]
            if not (closing or opening or low or slot is not None):
                continue
            self._literal(nodes, literal_from, match.start(), inside)
            if closing:
                return Series(tuple(nodes)), token
            nodes.append(self._slot(slot) if slot is not None else self._choice() if opening else self._repeat(match))
            literal_from = self._at
        if inside:
            raise ValueError(f"{self._file}: {inside} is never closed in {self._text[:60]!r}")
        self._literal(nodes, literal_from, len(self._text), inside)
        return Series(tuple(nodes)), ""

    def _literal(self, nodes: list[Node], start: int, end: int, inside: str) -> None:
        text = self._text[start:end]
        if "{" in text or "}" in text:
            raise ValueError(f"{self._file}: stray brace near {text[:60]!r}")
        if self._escapes or inside == "<<":
            text = text.replace("\\n", "\n")
        if text:
            nodes.append(Literal(text))

    def _slot(self, name: str) -> Node:
        if name.startswith("s:"):
            self._asked.setdefault(name[2:], self._file)
            return Pool(name[2:])
        fill = self._resolve(name)
        if fill is None:
            raise ValueError(f"{self._file}: unknown slot {{{name}}}")
        return Slot(fill)

    def _choice(self) -> Node:
        options: list[Node] = []
        token = ""
        while token != "]]":
            option, token = self._series("[[")
            options.append(option)
        return Choice(tuple(options))

    def _repeat(self, match: re.Match[str]) -> Node:
        low, high = int(match[5]), int(match[6] or match[5])
        if low > high:
            raise ValueError(f"{self._file}: {match[0]} counts down")
        return Repeat(low, high, match[7].replace("\\n", "\n"), self._series("<<")[0])
