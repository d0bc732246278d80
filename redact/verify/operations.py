"""Content streams as operators with their operands, quickly: pdfminer's own reader takes most of its time for this.

What makes no sense raises: whoever reads a file to prove something may not pass over any of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import stream_value
from pdfminer.psparser import LIT

from redact.verify.syntax import name_text, unescape, unhex

_SPACE = rb"\x00\t\n\x0c\r "
_REGULAR = rb"[^" + _SPACE + rb"()<>\[\]{}/%]"
_GAP = rb"(?>(?:[" + _SPACE + rb"]+|%[^\r\n]*)*)"
_END = rb"(?!" + _REGULAR + rb")"
_NUMBER = rb"[-+]?(?:\d++\.?\d*+|\.\d++)" + _END
_NAME = rb"/" + _REGULAR + rb"*+"
_PLAIN = rb"\([^()\\\r]*+\)"
_HEX = rb"<[0-9A-Fa-f" + _SPACE + rb"]*+>"
_TOKEN = re.compile(
    _GAP + rb"(?:(?P<number>" + _NUMBER + rb")|(?P<plain>" + _PLAIN + rb")|(?P<literal>\()|(?P<hex>" + _HEX + rb")"
    rb"|(?P<open>\[|<<)|(?P<close>\]|>>)|(?P<name>" + _NAME + rb")|(?P<word>" + _REGULAR + rb"+)|(?P<end>\Z))"
)
_PAREN = re.compile(rb"\\.|[()]", re.DOTALL)
_INLINE_DATA = re.compile(rb"ID[" + _SPACE + rb"].*?[" + _SPACE + rb"]EI(?=[" + _SPACE + rb"]|\Z)", re.DOTALL)
_WORDS = {b"true": True, b"false": False, b"null": None}
_NO_OPERATORS = frozenset([*_WORDS, b"BI"])
_SILENT = frozenset(
    b"m l c v y h re S s f F f* B B* b b* n W W* sh d0 d1 i j J M d w ri BI g G rg RG k K cs CS sc SC scn SCN gs "
    b"ET BX EX BMC BDC EMC MP DP".split()
)
"""Operators that neither show nor move text."""
_DEEP = 64

_BLANKS = rb"[\t\n\x0c\r ]"
_STRING = rb"(?:\([^()\\\r]*+(?:\\[^\r][^()\\\r]*+)*+\)|" + _HEX + rb")"
_OPERATOR = rb"([A-Za-z][A-Za-z0-9*]{0,2})" + _END
_PROPERTIES = rb"<<(?:" + _BLANKS + rb"++|" + _NAME + rb"|" + _NUMBER + rb"|" + _STRING + rb")*+>>"
_SKIPPED = (
    rb"(?>(?:" + _GAP + rb"(?:(?:" + _NUMBER + rb"|" + _NAME + rb"|" + _PROPERTIES + rb")" + _BLANKS + rb"*+)*+"
    rb"(?:[mlcvyhsSFnijJMdwgGkK]|[fBbW]\*?|E(?:T|X|MC)|B(?:DC|MC|X)|re|rg|RG|ri|cs|CS|scn?|SCN?|gs|sh|d[01]|MP|DP)"
    + _END
    + rb")*)"
)
_STEP = re.compile(
    _SKIPPED + _GAP + rb"(?:((?:" + _NUMBER + _BLANKS + rb"++){0,6}+)" + _OPERATOR + rb"|"
    rb"(" + _NAME + rb")" + _BLANKS + rb"++((?:" + _NUMBER + _BLANKS + rb"++)?+)" + _OPERATOR + rb"|"
    rb"(" + _STRING + rb")" + _BLANKS + rb"*+Tj" + _END + rb"|"
    rb"\[((?:[" + _SPACE + rb"]++|" + _STRING + rb"|" + _NUMBER + rb")*+)\]" + _BLANKS + rb"*+TJ" + _END + rb")?"
)
"""All that is silent, and after it what is usual: numbers (1) and an operator (2); a name (3), perhaps a number (4) and
an operator (5); a string (6) and Tj; an array (7) and TJ. What is not usual is left for `_operation`."""
_FIRST = {2: 1, 5: 3}
_ITEM = re.compile(rb"\((?:[^()\\]|\\.)*+\)|<[^>]*+>|[-+.\d]++", re.DOTALL)


class _Values(dict[bytes, Any]):
    """What tokens stand for, of which a page has few different ones."""

    def __missing__(self, token: bytes) -> Any:
        value = self[token] = self._read(token)
        return value

    @staticmethod
    def _read(token: bytes) -> Any:
        if token.startswith(b"/"):
            return LIT(name_text(token))
        if token.startswith(b"("):
            return unescape(token[1:-1])
        if token.startswith(b"<"):
            return unhex(token[1:-1].replace(b"\x00", b""))
        if token in _WORDS:
            return _WORDS[token]
        return float(token) if b"." in token else int(token)


def operations(data: bytes) -> Iterator[tuple[bytes, list[Any]]]:
    """Every operator of a content stream that may show or move text, with what stands before it.

    Args:
        data: the content stream.

    Raises:
        ValueError: it is not a content stream.
    """
    at, end, values = 0, len(data), _Values()
    value = values.__getitem__
    while at < end and (match := _STEP.match(data, at)):
        at, kind = match.end(), match.lastindex
        if kind == 7:
            yield b"TJ", [list(map(value, _ITEM.findall(match[7])))]
        elif kind == 2 and match[2] not in _NO_OPERATORS:
            yield match[2], list(map(value, match[1].split()))
        elif kind == 5 and match[5] not in _NO_OPERATORS:
            yield match[5], [value(match[3]), *map(value, match[4].split())]
        elif kind == 6:
            yield b"Tj", [value(match[6])]
        else:
            at, token, operands = _operation(data, match.start(_FIRST[kind]) if kind else at, values)
            if token and token not in _SILENT:
                yield token, operands


def _operation(data: bytes, at: int, values: _Values) -> tuple[int, bytes, list[Any]]:
    """Where the operator that comes next ends, the operator, and what stands before it; at the end none."""
    stack: list[list[Any]] = [[]]
    while True:
        match = _TOKEN.match(data, at)
        if match is None:
            raise ValueError("drawing instructions that make no sense")
        kind, at = match.lastgroup or "", match.end()
        token = match[kind]
        if kind == "end":
            return at, b"", []
        if kind == "word" and token not in _WORDS:
            after = _after_picture(data, at - 2) if token == b"BI" else at
            return after, token if len(stack) == 1 else b"", stack[0]
        if kind == "literal":
            start, at = at, _literal_end(data, at)
            stack[-1].append(unescape(data[start : at - 1]))
        elif kind == "open":
            if len(stack) > _DEEP:
                raise ValueError("drawing instructions nested too deep")
            stack.append([])
        elif kind == "close":
            _close(stack, token)
        else:
            stack[-1].append(values[token])


def _close(stack: list[list[Any]], token: bytes) -> None:
    if len(stack) == 1:
        return
    items = stack.pop()
    if token == b">>":
        stack[-1].append(
            {getattr(key, "name", key): value for key, value in zip(items[::2], items[1::2], strict=False)}
        )
    else:
        stack[-1].append(items)


def _literal_end(data: bytes, at: int) -> int:
    depth = 1
    while depth:
        match = _PAREN.search(data, at)
        if match is None:
            raise ValueError("a string without an end")
        at = match.end()
        depth += {b"(": 1, b")": -1}.get(match.group(), 0)
    return at


def _after_picture(data: bytes, start: int) -> int:
    match = _INLINE_DATA.search(data, start)
    if match is None:
        raise ValueError("an inline image without an end")
    return match.end()


class TextInterpreter(PDFPageInterpreter):
    """pdfminer's interpreter, which reads content streams faster and passes over what draws no text."""

    def execute(self, streams: Any) -> None:
        """Draw content streams, one after the other as if they were one; a stream inside itself is not drawn."""
        self.stream_ids.clear()
        parts = []
        for stream in map(stream_value, streams):
            if stream.objid is None or stream.objid not in self.parent_stream_ids:
                parts.append(stream.get_data())
                if stream.objid is not None:
                    self.stream_ids.add(stream.objid)
        for operator, operands in operations(b"\n".join(parts)):
            step, wanted = _step(operator)
            if step is not None and len(operands) >= wanted:
                step(self, *operands[len(operands) - wanted :])

    def do_TJ(self, seq: Any) -> None:
        """Show text."""
        if self.textstate.font is not None:
            self.device.render_string(self.textstate, seq, self.graphicstate.ncs, self.graphicstate)


@lru_cache(maxsize=256)
def _step(operator: bytes) -> tuple[Callable[..., None] | None, int]:
    """What an operator does, and to how many operands."""
    step = getattr(TextInterpreter, "do_" + _METHODS.get(operator, operator.decode("latin-1")), None)
    return step, step.__code__.co_argcount - 1 if step else 0


_METHODS = {b"'": "_q", b'"': "_w", b"T*": "T_a"}
