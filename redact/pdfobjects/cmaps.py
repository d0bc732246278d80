"""Reads CMaps (ToUnicode and embedded encodings) and writes them anew.

What cannot be understood is left out, so no byte of a source's CMap ever reaches the output as it stood. Reading is as
forgiving as renderers are: what was understood before an error counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

MAX_ENTRIES = 200_000
MAX_UNITS = 8
"""UTF-16 units that one code may stand for. MuPDF reads no more, others do: more could hide text from one of them."""

MOST_KEPT = 1 << 16
"""Bytes up to which what a CMap says is kept for when it is asked for again."""

_TOKEN = re.compile(
    rb"%[^\r\n]*|<<|>>|<([0-9A-Fa-f\s]*)>|\[|\]|/([^\s<>\[\](){}/%]*)|\((?:[^()\\]|\\.)*\)|([^\s<>\[\](){}/%]+)", re.S
)

Code = tuple[int, int]
"""A character code: its length in bytes and its value."""


@dataclass(slots=True)
class CMap:
    """What a CMap says. `unicode` and `cids` are keyed by code; `spaces` are (length, low, high)."""

    unicode: dict[Code, str] = field(default_factory=dict, repr=False)
    cids: dict[Code, int] = field(default_factory=dict)
    spaces: list[tuple[int, int, int]] = field(default_factory=list)
    vertical: bool = False
    base: str = ""


def _tokens(data: bytes) -> Iterator[object]:
    """Hex strings as bytes-like digits, names and operators as str, brackets as '[' and ']'."""
    for match in _TOKEN.finditer(data):
        hexadecimal, name, word = match.groups()
        if hexadecimal is not None:
            yield hexadecimal.translate(None, b" \t\n\r\f\v")
        elif name is not None:
            yield "/" + name.decode("latin-1")
        elif word is not None:
            yield word.decode("latin-1")
        elif match.group() in (b"[", b"]"):
            yield match.group().decode()


def _code(digits: object) -> Code:
    if not isinstance(digits, bytes) or not digits:
        raise ValueError("no code")
    return (len(digits) + 1) // 2, int(digits, 16)


def _text(digits: object) -> str:
    if not isinstance(digits, bytes) or not digits:
        return ""
    if len(digits) % 4:
        # MuPDF writes a code point above U+FFFF as five digits, some producers write two.
        value = int(digits, 16)
        return chr(value) if value <= 0x10FFFF and not 0xD800 <= value <= 0xDFFF else ""
    return bytes.fromhex(digits.decode())[: 2 * MAX_UNITS].decode("utf-16-be", "ignore")


def _following(text: str, step: int) -> str:
    """The text whose last character is `step` further."""
    if not text or ord(text[-1]) + step > 0x10FFFF:
        return ""
    return text[:-1] + chr(ord(text[-1]) + step)


def _span(low: object, high: object) -> tuple[int, int, int]:
    (length, first), (_, last) = _code(low), _code(high)
    if last - first >= 0x10000:
        raise ValueError("range too wide")
    return length, first, last


def _read_ranges(cmap: CMap, operands: list[object], to_unicode: bool) -> None:
    at = 0
    while at + 2 < len(operands):
        length, first, last = _span(operands[at], operands[at + 1])
        target = operands[at + 2]
        at += 3
        if target == "[":
            end = operands.index("]", at)
            for step, item in enumerate(operands[at:end]):
                cmap.unicode[length, first + step] = _text(item)
            at = end + 1
        elif to_unicode:
            text = _text(target)
            cmap.unicode.update(((length, code), _following(text, code - first)) for code in range(first, last + 1))
        else:
            cid = int(str(target))
            cmap.cids.update(((length, code), cid + code - first) for code in range(first, last + 1))
        if len(cmap.unicode) + len(cmap.cids) > MAX_ENTRIES:
            raise ValueError("too many entries")


def _read_section(cmap: CMap, section: str, operands: list[object]) -> None:
    pairs = list(zip(operands[::2], operands[1::2], strict=False))
    if section == "codespacerange":
        cmap.spaces.extend((_code(low)[0], _code(low)[1], _code(high)[1]) for low, high in pairs)
    elif section == "bfchar":
        cmap.unicode.update((_code(code), _text(text)) for code, text in pairs)
    elif section == "cidchar":
        cmap.cids.update((_code(code), int(str(cid))) for code, cid in pairs)
    elif section in {"bfrange", "cidrange"}:
        _read_ranges(cmap, operands, section == "bfrange")


def parse(data: bytes) -> CMap:
    """Read a CMap as far as it can be understood."""
    known = _again(data) if len(data) <= MOST_KEPT else _parsed(data)
    return replace(known, unicode=dict(known.unicode), cids=dict(known.cids), spaces=list(known.spaces))


def _parsed(data: bytes) -> CMap:
    cmap = CMap()
    operands: list[object] = []
    for token in _tokens(data):
        if isinstance(token, str) and token.startswith("begin"):
            operands = []
        elif isinstance(token, str) and token.startswith("end"):
            try:
                _read_section(cmap, token[3:], operands)
            except ValueError:
                break
            operands = []
        elif token == "usecmap":
            cmap.base = str(operands[-1]) if operands else ""
        elif token == "def" and operands[-2:-1] == ["/WMode"]:
            cmap.vertical = operands[-1] == "1"
        else:
            operands.append(token)
    return cmap


_again = lru_cache(maxsize=64)(_parsed)
"""A document's few CMaps are asked for many times."""


def _sections(kind: str, lines: list[str]) -> list[str]:
    out = []
    for at in range(0, len(lines), 100):
        part = lines[at : at + 100]
        out += [f"{len(part)} begin{kind}", *part, f"end{kind}"]
    return out


def _hex(code: Code) -> str:
    return f"<{code[1]:0{2 * code[0]}x}>"


def _spaces(spaces: list[tuple[int, int, int]]) -> list[str]:
    return _sections("codespacerange", [f"{_hex((n, low))} {_hex((n, high))}" for n, low, high in spaces])


def _wrap(body: list[str], vertical: bool, kind: int) -> bytes:
    head = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CMapName /Adobe-Identity-UCS def",
        f"/CMapType {kind} def",
        *(["/WMode 1 def"] if vertical else []),
    ]
    return "\n".join([*head, *body, "endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]).encode()


def format_unicode(mapping: Mapping[Code, str]) -> bytes:
    """A ToUnicode CMap with just this mapping, in the one form that every reader understands."""
    lengths = sorted({length for length, _ in mapping})
    lines = [f"{_hex(code)} <{text.encode('utf-16-be').hex()}>" for code, text in sorted(mapping.items()) if text]
    spaces = [(length, 0, (1 << 8 * length) - 1) for length in lengths]
    return _wrap([*_spaces(spaces), *_sections("bfchar", lines)], False, 2)


def format_cids(cmap: CMap) -> bytes:
    """An encoding CMap, code by code."""
    lines = [f"{_hex(code)} {cid}" for code, cid in sorted(cmap.cids.items())]
    return _wrap([*_spaces(cmap.spaces), *_sections("cidchar", lines)], cmap.vertical, 1)


def split(cmap: CMap, shown: bytes) -> Iterator[Code]:
    """The codes of a shown string under the CMap's code spaces."""
    at = 0
    while at < len(shown):
        for length, low, high in sorted(cmap.spaces):
            value = int.from_bytes(shown[at : at + length], "big")
            if at + length <= len(shown) and low <= value <= high:
                yield length, value
                at += length
                break
        else:
            at += 1
