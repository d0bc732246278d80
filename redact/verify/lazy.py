"""pdfminer's document, which reads of an object stream no more than the objects that are asked for.

Structure trees fill these streams, and pdfminer reads every object of a stream as soon as it needs one.

    N = 3, First = 16    11 0 12 5 13 20 | << >> | << /Type /Page .. >> | [ 0 0 612 792 ]
                         the header says where each object begins
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFStreamParser
from pdfminer.pdftypes import PDFObjRef, PDFStream
from pdfminer.psexceptions import PSEOF, PSException
from pdfminer.psparser import KWD, LIT, PSLiteral, literal_name

_HEADER = re.compile(rb"[\d\t\n\x0c\r ]*")
_BLANKS = rb"[\t\n\x0c\r ]"
_REGULAR = rb"[!\"$&-'*-.0-;=?-Z\\^-z|~]"
_TOKEN = (
    rb"\d+ \d+ R(?!" + _REGULAR + rb")|[-+]?(?:\d++\.?\d*+|\.\d++)(?!" + _REGULAR + rb")|/" + _REGULAR + rb"*+"
    rb"|<<|>>|\[|\]|\([^()\\]*+\)|<(?:[0-9A-Fa-f]{2})*+>|(?:true|false|null)(?!" + _REGULAR + rb")"
)
_TOKENS = re.compile(_TOKEN)
_OBJECT = re.compile(rb"(?:" + _BLANKS + rb"++|" + _TOKEN + rb")*+")
_WORDS = {b"true": True, b"false": False, b"null": KWD(b"null")}


@dataclass(frozen=True, slots=True)
class _Contents:
    """An object stream with a sound header: which objects lie where, in the order in which they lie."""

    data: bytes = field(repr=False)
    numbers: tuple[int, ...]
    starts: tuple[int, ...]
    """Where each begins, and where the last one ends."""

    def source(self, index: int) -> bytes:
        """The bytes of one object."""
        return self.data[self.starts[index] : self.starts[index + 1]]


class LazyDocument(PDFDocument):
    """A document; what is not as it should be in an object stream is left to pdfminer's own way of reading it."""

    def __init__(self, *given: Any, **named: Any) -> None:
        self._streams: dict[int | None, _Contents | None] = {}
        super().__init__(*given, **named)

    def _getobj_objstm(self, stream: PDFStream, index: int, objid: int) -> object:
        """One object of an object stream."""
        if stream.objid not in self._streams:
            self._streams[stream.objid] = _contents(stream)
        contents = self._streams[stream.objid]
        if contents is not None and index < len(contents.numbers) and contents.numbers[index] == objid:
            source = contents.source(index)
            objects = _quick(source, self) if _OBJECT.fullmatch(source) else self._objects(source)
            if len(objects) == 1:
                return objects[0]
        return super()._getobj_objstm(stream, index, objid)

    def _objects(self, source: bytes) -> list[object]:
        """The whole objects in some bytes; none where something makes no sense."""
        parser = PDFStreamParser(source)
        parser.set_document(self)
        found: list[object] = []
        try:
            while True:
                found.append(parser.nextobject()[1])
        except PSEOF:
            return found
        except (PSException, ValueError):
            return []


def _quick(source: bytes, document: PDFDocument) -> list[object]:
    """The objects in bytes that hold nothing out of the ordinary, as pdfminer reads them; none where a part is lost."""
    stack: list[list[Any]] = [[]]
    opened: list[bytes] = []
    for token in _TOKENS.findall(source):
        if token in (b"<<", b"["):
            opened.append(token)
            stack.append([])
        elif token in (b">>", b"]"):
            if not opened or (opened.pop() == b"<<") is not (token == b">>"):
                return []
            items = stack.pop()
            if token == b">>" and (len(items) % 2 or not all(isinstance(key, PSLiteral) for key in items[::2])):
                return []
            stack[-1].append(_dictionary(items) if token == b">>" else items)
        else:
            stack[-1].append(_value(token, document))
    return [] if opened or any(isinstance(item, PDFObjRef) for item in stack[0]) else stack[0]


def _dictionary(items: list[Any]) -> dict[str, Any]:
    return {literal_name(key): value for key, value in zip(items[::2], items[1::2], strict=True)}


def _value(token: bytes, document: PDFDocument) -> object:
    """What a name, string, number, reference or word stands for."""
    first = token[:1]
    if first == b"/":
        return LIT(token[1:].decode())
    if token.endswith(b"R"):
        return PDFObjRef(document, int(token.split()[0]))
    if first == b"(":
        return token[1:-1]
    if first == b"<":
        return bytes.fromhex(token[1:-1].decode())
    if token in _WORDS:
        return _WORDS[token]
    return float(token) if b"." in token else int(token)


def _contents(stream: PDFStream) -> _Contents | None:
    """An object stream by its header; None where that cannot be believed."""
    data, count, first = stream.get_data(), stream.get("N"), stream.get("First")
    if not isinstance(count, int) or not isinstance(first, int) or not 0 < first <= len(data):
        return None
    header = data[:first]
    if not _HEADER.fullmatch(header):
        return None
    entries = [int(entry) for entry in header.split()]
    offsets = entries[1::2]
    if len(entries) != 2 * count or any(a >= b for a, b in pairwise(offsets)):
        return None
    starts = tuple(first + offset for offset in offsets)
    if not starts or starts[-1] >= len(data):
        return None
    return _Contents(data, tuple(entries[::2]), (*starts, len(data)))
