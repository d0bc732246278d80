"""Content with one instruction a line, each spelt in the one way in which pikepdf writes it.

    /F1 12 Tf
    [ (De heer ) -250 <0102> ] TJ

Such lines are told apart, checked and changed as bytes: a pikepdf object for every operand costs many times as much.
Cleaning writes content in this form, so content that was cleaned need not be parsed again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, ContentStreamInlineImage

from redact.pdfobjects.operators import KNOWN, SHOW, SIGNATURES

Line = tuple[str, bytes, bytes | None]
"""The operator, '' where it is none of the standard; the line; what `plain` says of it."""
INLINE = b"BI"
"""The operator with which an inline image begins."""
_FRACTION = rb"\.(?:(?!0{5})\d{7,14}|\d{1,6})"
_NUMBER = rb"(?:-(?=[0.]*[1-9]))?(?:[1-9]\d{0,6}(?:\.\d{1,8})?|0(?:%s)?|%s)" % (_FRACTION, _FRACTION)
"""Numbers that are written as they are read, but for a zero before the point."""
_ANY_NUMBER = rb"(?:0|-?[1-9]\d{0,17}|[-+]?(?:\d+\.\d*|\.\d+))"
_STRING = rb"(?:\([^()\\\r]*(?:\\(?:[nrtbf()\\]|[0-7]{3})[^()\\\r]*)*\)|<(?:[0-9a-f]{2})*>)"
_BARE_POINT = re.compile(rb"(?<!\d)\.")
_STRINGS = re.compile(_STRING, re.S)
_ITEMS = re.compile(rb"%s|[-+.\d]+" % _STRING, re.S)
_ESCAPED = re.compile(rb"\\([0-7]{3}|.)", re.S)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_OPERANDS = {
    **{"n" * count: re.compile(rb"(?:%s ){%d}" % (_NUMBER, count)) for count in range(7)},
    "*": re.compile(rb"(?:%s )+" % _NUMBER),
    "s": re.compile(rb"%s " % _STRING, re.S),
    "T": re.compile(rb"\[ (?:(?:%s|%s) )*\] " % (_STRING, _ANY_NUMBER), re.S),
    "mode": re.compile(rb"[0-7] "),
}
_NAME = rb"/[A-Za-z0-9_.+-]+"
_NAMED = re.compile(
    rb"%s (?:gs|Do|cs|CS|sh|ri|BMC|%s Tf|<< /MCID (?:0|[1-9]\d{0,8}) >> BDC)|(?:%s )*%s (?:scn|SCN)|EMC"
    % (_NAME, _ANY_NUMBER, _ANY_NUMBER, _NAME)
)
"""Instructions with names and marks that need no parsing to be told apart."""
_PLAIN = {
    **{operator: _OPERANDS[signature] for operator, signature in SIGNATURES.items() if signature in _OPERANDS},
    "Tr": _OPERANDS["mode"],
}


def spelt_lines(instructions: Sequence[Any]) -> list[bytes]:
    """Instructions as pikepdf parsed them, each as it is written, but for inline images: only `INLINE` for those."""
    plain = [each for each in instructions if not isinstance(each, ContentStreamInlineImage)]
    lines = pikepdf.unparse_content_stream(plain).split(b"\n") if plain else []
    if len(plain) == len(instructions):
        return lines
    rest = iter(lines)
    return [INLINE if isinstance(each, ContentStreamInlineImage) else next(rest) for each in instructions]


def parsed_lines(holder: pikepdf.Object) -> list[bytes]:
    """The content of any page or stream; inline images have more than one line.

    Raises:
        pikepdf.PdfError: it cannot be read.
    """
    instructions = pikepdf.parse_content_stream(holder)
    lines = spelt_lines(instructions)
    for at, line in enumerate(lines):
        if line == INLINE:
            lines[at] = pikepdf.unparse_content_stream([instructions[at]])
    return lines


def own_lines(holder: pikepdf.Object, known: set[bytes]) -> list[Line] | None:
    """The content of any page or stream that is written in this form already, as what we wrote ourselves is.

    Args:
        holder: a page or a stream.
        known: strings that are spelt as pikepdf spells them, each by itself; those found are added.

    Returns:
        The same as `told_apart` of what is parsed; None where content is written in any other way.
    """
    try:
        lines = content_of(holder).split(b"\n")
    except (pikepdf.PdfError, TypeError, UnicodeDecodeError):  # the last where the text of an error is odd
        return None
    found: dict[bytes, Line] = {}
    for line in lines if lines[-1] else lines[:-1]:
        if line not in found:
            found[line] = told = told_apart(line)
            if not _is_own(told, known):
                return None
    return [found[line] for line in lines if line]


def _is_own(line: Line, known: set[bytes]) -> bool:
    operator, spelling, written = line
    if written is None:
        return _NAMED.fullmatch(spelling) is not None
    return operator not in SHOW or all(
        string in known or _is_own_spelling(string, known) for string in _STRINGS.findall(spelling)
    )


def told_apart(line: bytes) -> Line:
    """A line with its operator, and with `plain` of it."""
    operator = KNOWN.get(line[line.rfind(b" ") + 1 :], "")
    return operator, line, plain(operator, line)


def _is_own_spelling(string: bytes, known: set[bytes]) -> bool:
    spelling = bytes(pikepdf.String(decoded(string)).unparse())
    known.add(spelling)
    return spelling == string


def content_of(holder: pikepdf.Object) -> bytes:
    """The content of a page or stream as it stands.

    Raises:
        pikepdf.PdfError: it cannot be unpacked.
        TypeError: it is no stream.
    """
    content = holder if isinstance(holder, pikepdf.Stream) else holder.get("/Contents", Array())
    streams = list(content) if isinstance(content, Array) else [content]
    if not all(isinstance(stream, pikepdf.Stream) for stream in streams):
        raise TypeError
    return b"\n".join(stream.read_bytes() for stream in streams)


def cleaned_lines(holder: pikepdf.Object) -> list[bytes]:
    """The content of a page or stream that was cleaned since the document was opened."""
    data = content_of(holder)
    if data.startswith(INLINE) or b"\n" + INLINE in data:
        return parsed_lines(holder)
    return [line for line in data.split(b"\n") if line]


def parsed_operands(line: bytes) -> list[Any]:
    """The operands of an instruction as pikepdf objects."""
    return list(pikepdf.Object.parse(b"[%s]" % line[: line.rfind(b" ") + 1]))


def plain(operator: str, line: bytes) -> bytes | None:
    """A line with just the operands that its operator takes, as it is to be written; None for any other.

    Operators whose operands are names are never plain.
    """
    shape = _PLAIN.get(operator)
    if shape is None or shape.fullmatch(line, 0, len(line) - len(operator)) is None:
        return None
    return line if operator in SHOW or b"." not in line else _BARE_POINT.sub(b"0.", line)


def numbers(line: bytes) -> list[float]:
    """The operands of an instruction that has only numbers."""
    return [float(part) for part in line.split()[:-1]]


def name(line: bytes) -> str:
    """The first operand, a name that cleaning gave."""
    return line[: line.index(b" ")].decode()


def shown(line: bytes) -> list[bytes]:
    """The operands of an instruction that shows text, as they are spelt: strings, and numbers between them."""
    return _ITEMS.findall(line)


def array(items: Sequence[bytes]) -> bytes:
    """The instruction that shows these operands, spelt as `shown` gave them."""
    return b"[ %s ] TJ" % b" ".join(map(_with_zero, items))


def spelt_strings(line: bytes) -> list[bytes]:
    """The strings that an instruction shows, as they are spelt."""
    return _STRINGS.findall(line)


def decoded(string: bytes) -> bytes:
    """The bytes of a string that is spelt out."""
    if string[:1] == b"<":
        return bytes.fromhex(string[1:-1].decode())
    inner = string[1:-1]
    return inner if b"\\" not in inner else _ESCAPED.sub(_unescaped, inner)


def _unescaped(match: re.Match[bytes]) -> bytes:
    code = match[1]
    return bytes([int(code, 8)]) if len(code) == 3 else _ESCAPES.get(code, code)


class Respelt(dict[bytes, bytes]):
    """What operands of instructions that show text become, worked out when first asked for: strings, and numbers."""

    def __init__(self, change: Callable[[bytes], bytes]) -> None:
        super().__init__()
        self._change = change

    def __missing__(self, item: bytes) -> bytes:
        is_string = item[:1] in b"(<"
        new = bytes(pikepdf.String(self._change(decoded(item))).unparse()) if is_string else _with_zero(item)
        self[item] = new
        return new

    def line(self, line: bytes) -> bytes:
        """An instruction with these operands in the place of its own."""
        items = b"".join([self[item] + b" " for item in _ITEMS.findall(line)])
        operator = line[line.rfind(b" ") + 1 :]
        return b"[ %s] %s" % (items, operator) if line[:1] == b"[" else items + operator


def _with_zero(item: bytes) -> bytes:
    """A number with a digit before its point; a string as it is."""
    return _BARE_POINT.sub(b"0.", item) if b"." in item and item[:1] not in b"(<" else item
