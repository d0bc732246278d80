"""Taking content streams and ToUnicode maps apart, to find texts that no engine draws."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from redact.verify.syntax import name_text, unescape, unhex

_PLAIN = rb"\((?:[^()\\]|\\.)*+\)"
_HEX = rb"<[0-9A-Fa-f\s]*+>"
_ADJUSTED = rb"[-+]?(?:\d++\.?\d*+|\.\d++)(?![^\s()<>\[\]{}/%])"
_SKIPPED = rb"(?:[^%(</BT'\"\[]++|(?<=\w)[BT]|B(?!I\b)|T(?![jJf]\b)|<(?![0-9A-Fa-f\s]*+>))*+"
_TOKEN = re.compile(
    _SKIPPED + rb"(?:(?P<name>/[^\s()<>\[\]{}/%]*+)|(?P<font>\bTf\b)"
    rb"|(?P<array>\[(?:\s++|" + _PLAIN + rb"|" + _HEX + rb"|" + _ADJUSTED + rb")*+\]\s*+TJ\b)"
    rb"|(?P<single>(?:" + _PLAIN + rb"|" + _HEX + rb")\s*+Tj\b)|(?P<comment>%[^\r\n]*+)"
    rb"|(?P<plain>\([^()\\]*+\))|(?P<literal>\()|(?P<hex>" + _HEX + rb")|(?P<show>\bT[jJ]\b|['\"])"
    rb"|(?P<image>\bBI\b.{0,4000}?\bID\s)|(?P<other>.)|(?P<end>\Z))",
    re.DOTALL,
)
_ITEM = re.compile(_PLAIN + rb"|" + _HEX + rb"|[-+.\d]++", re.DOTALL)
_INLINE_END = re.compile(rb"\sEI(?=\s|$)")
_PAREN = re.compile(rb"[()\\]")
_WORD_GAP = -180.0
"""A TJ adjustment below this (thousandths of an em) is taken for a space."""
_OPERATOR = re.compile(rb"[A-Za-z'\"]")
_NUMBER = re.compile(rb"[-+]?\d*\.?\d+")
_GAP = b""
_MAPPINGS = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_MAPPED = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_MAX_RANGE = 65536


@dataclass(slots=True)
class Drawing:
    """What stands in a content stream besides its operators."""

    shown: list[tuple[str, tuple[bytes, ...]]] = field(default_factory=list, repr=False)
    """Per text operator the font resource and the codes shown; empty bytes stand for a wide gap."""
    strings: list[bytes] = field(default_factory=list, repr=False)
    """Strings that are not shown (/ActualText of marked content, say)."""
    names: list[bytes] = field(default_factory=list, repr=False)
    comments: list[bytes] = field(default_factory=list, repr=False)

    def raw_texts(self) -> list[str]:
        """What is shown if codes were Latin-1, the pieces of one operator joined."""
        return [b"".join(part or b" " for part in parts).decode("latin-1") for _, parts in self.shown]

    def texts(self, fonts: Mapping[str, CodeMap]) -> list[str]:
        """What is shown in fonts whose maps are known, a line a text operator."""
        lines = []
        for font, parts in self.shown:
            if font in fonts:
                lines.append("".join(fonts[font].text(part) if part else " " for part in parts))
        return lines


class _Reader:
    """Walks over a content stream once."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0
        self.found = Drawing()
        self._pending: list[bytes] = []
        self._current_font, self._last_name = "", b"/"
        self._string_start = self._string_end = 0
        self._known: dict[bytes, bytes | bool] = {}

    def read(self) -> Drawing:
        """Everything in the stream."""
        while (match := _TOKEN.match(self.data, self.at)) and match.lastgroup != "end":
            kind = match.lastgroup or "other"
            self._string_start, self.at = match.span(kind)
            if kind == "name":
                self._last_name = match[kind]
                self.found.names.append(self._last_name)
            elif kind != "other":
                getattr(self, f"_{kind}")(match[kind])
        self._flush()
        return self.found

    def _array(self, token: bytes) -> None:
        """All that one operator shows, where nothing out of the ordinary stands among it."""
        if self._pending:
            self.at = self._string_start + 1
            return
        shown: list[bytes] = []
        is_wide = False
        for value in map(self._item, _ITEM.findall(token[1:])):
            if isinstance(value, bool):
                is_wide = is_wide or value
                continue
            if shown and is_wide:
                shown.append(_GAP)
            is_wide = False
            if value:
                shown.append(value)
        if shown:
            self.found.shown.append((self._current_font, tuple(shown)))

    def _item(self, token: bytes) -> bytes | bool:
        """A string in an array, or whether a number leaves room for a space."""
        value = self._known.get(token)
        if value is None:
            value = self._known[token] = _string(token) if token[:1] in b"(<" else float(token) < _WORD_GAP
        return value

    def _single(self, token: bytes) -> None:
        string = token[: -len("Tj")].rstrip()
        if self._pending:
            self.at = self._string_start + len(string)
            self._add(_string(string))
        elif shown := _string(string):
            self.found.shown.append((self._current_font, (shown,)))

    def _comment(self, token: bytes) -> None:
        self.found.comments.append(token)

    def _plain(self, token: bytes) -> None:
        self._add(token[1:-1])

    def _literal(self, _: bytes) -> None:
        start, depth = self.at, 1
        while depth and (match := _PAREN.search(self.data, self.at)):
            char = match.group()
            self.at = match.end() + (char == b"\\")
            depth += {b"(": 1, b")": -1}.get(char, 0)
        self._add(unescape(self.data[start : self.at - 1]))

    def _hex(self, token: bytes) -> None:
        self._add(unhex(token[1:-1]))

    def _add(self, string: bytes) -> None:
        between = self.data[self._string_end : self._string_start]
        if self._pending and _OPERATOR.search(between):
            self._flush()
        if self._pending and any(float(number) < _WORD_GAP for number in _NUMBER.findall(between)):
            self._pending.append(_GAP)
        self._string_end = self.at
        if string:
            self._pending.append(string)

    def _flush(self) -> None:
        self.found.strings += self._pending
        self._pending = []

    def _image(self, _: bytes) -> None:
        end = _INLINE_END.search(self.data, self.at)
        self.at = end.end() if end else len(self.data)

    def _font(self, _: bytes) -> None:
        self._flush()
        self._current_font = name_text(self._last_name)

    def _show(self, _: bytes) -> None:
        if _OPERATOR.search(self.data[self._string_end : self._string_start]):
            self._flush()
        if self._pending:
            self.found.shown.append((self._current_font, tuple(self._pending)))
        self._pending = []


def _string(token: bytes) -> bytes:
    return unescape(token[1:-1]) if token.startswith(b"(") else unhex(token[1:-1])


def drawing(data: bytes) -> Drawing:
    """Take a content stream apart. Never fails: what makes no sense is passed over."""
    return _Reader(data).read()


@dataclass(frozen=True, slots=True)
class CodeMap:
    """Which letters the codes of a font stand for."""

    letters: Mapping[int, str] = field(repr=False)
    width: int
    """Bytes a code."""

    def text(self, codes: bytes) -> str:
        """Codes as letters; a single byte without a letter counts as Latin-1."""
        step = self.width
        numbers = (int.from_bytes(codes[i : i + step], "big") for i in range(0, len(codes), step))
        return "".join(self.letters.get(n, chr(n) if step == 1 else "\ufffd") for n in numbers)

    def in_order(self) -> str:
        """All letters in the order of their codes."""
        return "".join(self.letters[code] for code in sorted(self.letters))


def code_map(cmap: bytes, width: int = 0) -> CodeMap:
    """Read a ToUnicode map.

    Args:
        cmap: the stream's data.
        width: bytes a code, 0 to take it from the map.

    Raises:
        ValueError: the map cannot be read.
    """
    letters: dict[int, str] = {}
    longest = 1
    for kind, body in _MAPPINGS.findall(cmap):
        operands = list(_operands(body))
        step = 2 if kind == b"bfchar" else 3
        for entry in zip(*[iter(operands)] * step, strict=False):
            low, *rest = entry
            if not isinstance(low, bytes):
                raise ValueError("a ToUnicode map is out of order")
            longest = max(longest, len(low))
            _add(letters, low, rest)
    return CodeMap(letters, width or longest)


Operand = bytes | list[bytes]


def _operands(body: bytes) -> Iterator[Operand]:
    inside: list[bytes] | None = None
    for match in _MAPPED.finditer(body):
        if match[2]:
            inside = []
        elif match[3]:
            yield inside or []
            inside = None
        elif inside is None:
            yield unhex(match[1])
        else:
            inside.append(unhex(match[1]))


def _add(letters: dict[int, str], low: bytes, rest: list[Operand]) -> None:
    start, target = int.from_bytes(low, "big"), rest[-1]
    if len(rest) == 1:
        if isinstance(target, bytes):
            letters[start] = _letters(target)
        return
    high = rest[0]
    end = int.from_bytes(high, "big") if isinstance(high, bytes) else start
    if isinstance(target, list):
        letters.update(zip(range(start, end + 1), map(_letters, target), strict=False))
        return
    base = int.from_bytes(target, "big")
    for offset in islice(range(end - start + 1), _MAX_RANGE):
        letters[start + offset] = _letters((base + offset).to_bytes(max(len(target), 3), "big")[-len(target) :])


def _letters(target: bytes) -> str:
    return target.decode("utf-16-be", "replace") if len(target) != 1 else chr(target[0])
