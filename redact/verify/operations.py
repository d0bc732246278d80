"""Content streams as operators with their operands, quickly: pdfminer's own reader takes most of its time for this.

What makes no sense raises: whoever reads a file to prove something may not pass over any of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import stream_value
from pdfminer.psparser import LIT

from redact.verify.syntax import name_text, unescape, unhex

_SPACE = rb"\x00\t\n\x0c\r "
_REGULAR = rb"[^" + _SPACE + rb"()<>\[\]{}/%]"
_TOKEN = re.compile(
    rb"(?P<number>[-+]?(?:\d+\.?\d*|\.\d+)(?!" + _REGULAR + rb"))"
    rb"|(?P<plain>\([^()\\\r]*\))|(?P<literal>\()|(?P<hex><[0-9A-Fa-f" + _SPACE + rb"]*>)"
    rb"|(?P<open>\[|<<)|(?P<close>\]|>>)|(?P<name>/" + _REGULAR + rb"*)"
    rb"|(?P<word>" + _REGULAR + rb"+)|(?P<gap>(?:[" + _SPACE + rb"]+|%[^\r\n]*)+)"
)
_PAREN = re.compile(rb"\\.|[()]", re.DOTALL)
_INLINE_DATA = re.compile(rb"ID[" + _SPACE + rb"].*?[" + _SPACE + rb"]EI(?=[" + _SPACE + rb"]|\Z)", re.DOTALL)
_WORDS = {b"true": True, b"false": False, b"null": None}
_SILENT = frozenset(b"m l c v y h re S s f F f* B B* b b* n W W* sh d0 d1 i j J M d w ri BI".split())
"""Operators that neither show nor move text."""
_DEEP = 64


def operations(data: bytes) -> Iterator[tuple[bytes, list[Any]]]:
    """Every operator of a content stream with what stands before it. Inline images are passed over.

    Raises:
        ValueError: it is not a content stream.
    """
    stack: list[list[Any]] = [[]]
    at, end = 0, len(data)
    while at < end:
        match = _TOKEN.match(data, at)
        if match is None:
            raise ValueError("drawing instructions that make no sense")
        kind, token = match.lastgroup, match.group()
        at = match.end()
        if kind == "word" and token not in _WORDS:
            if len(stack) == 1:
                yield token, stack[0]
            stack = [[]]
            at = _after_picture(data, match.start()) if token == b"BI" else at
        elif kind == "literal":
            at = _literal_end(data, at)
            stack[-1].append(unescape(data[match.end() : at - 1]))
        elif kind == "open":
            if len(stack) > _DEEP:
                raise ValueError("drawing instructions nested too deep")
            stack.append([])
        elif kind == "close":
            _close(stack, token)
        elif kind != "gap":
            stack[-1].append(_value(kind, token))


def _value(kind: str | None, token: bytes) -> Any:
    if kind == "number":
        return float(token) if b"." in token else int(token)
    if kind == "plain":
        return token[1:-1]
    if kind == "hex":
        return unhex(token[1:-1].replace(b"\x00", b""))
    return LIT(name_text(token)) if kind == "name" else _WORDS[token]


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
            if operator not in _SILENT:
                self._carry_out(operator, operands)

    def _carry_out(self, operator: bytes, operands: list[Any]) -> None:
        func = getattr(self, "do_" + _METHODS.get(operator, operator.decode("latin-1")), None)
        if func is None:
            return
        wanted = func.__code__.co_argcount - 1
        self.argstack = operands
        if not wanted:
            func()
        elif len(args := self.pop(wanted)) == wanted:
            func(*args)


_METHODS = {b"'": "_q", b'"': "_w", b"T*": "T_a"}
