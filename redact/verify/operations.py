"""Content streams as operators with their operands, quickly: pdfminer's own reader takes most of its time for this.

What makes no sense raises: whoever reads a file to prove something may not pass over any of it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import Any

from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import stream_value
from pdfminer.psparser import LIT

from redact.verify.syntax import name_text, unescape, unhex

_SPACE = rb"\x00\t\n\x0c\r "
_REGULAR = rb"[^" + _SPACE + rb"()<>\[\]{}/%]"
_GAP = rb"(?>(?:[" + _SPACE + rb"]+|%[^\r\n]*)*)"
_TOKEN = re.compile(
    _GAP + rb"(?:(?P<number>[-+]?(?:\d+\.?\d*|\.\d+)(?!" + _REGULAR + rb"))"
    rb"|(?P<plain>\([^()\\\r]*\))|(?P<literal>\()|(?P<hex><[0-9A-Fa-f" + _SPACE + rb"]*>)"
    rb"|(?P<open>\[|<<)|(?P<close>\]|>>)|(?P<name>/" + _REGULAR + rb"*)"
    rb"|(?P<word>" + _REGULAR + rb"+)|(?P<end>\Z))"
)
_NUMBER = rb"[-+]?(?:\d+\.?\d*|\.\d+)"
_PLAIN = re.compile(
    _GAP + rb"((?:" + _NUMBER + rb"[\t\n\x0c\r ]+){0,6})([A-Za-z][A-Za-z0-9*]{0,2})(?!" + _REGULAR + rb")"
)
"""An operator with nothing but numbers before it."""
_PAREN = re.compile(rb"\\.|[()]", re.DOTALL)
_INLINE_DATA = re.compile(rb"ID[" + _SPACE + rb"].*?[" + _SPACE + rb"]EI(?=[" + _SPACE + rb"]|\Z)", re.DOTALL)
_WORDS = {b"true": True, b"false": False, b"null": None}
_NO_OPERATORS = frozenset([*_WORDS, b"BI"])
_SILENT = frozenset(
    b"m l c v y h re S s f F f* B B* b b* n W W* sh d0 d1 i j J M d w ri BI g G rg RG k K cs CS sc SC scn SCN".split()
)
"""Operators that neither show nor move text."""
_DEEP = 64


def operations(data: bytes, silent: Container[bytes] = ()) -> Iterator[tuple[bytes, list[Any]]]:
    """Every operator of a content stream with what stands before it. Inline images are passed over.

    Args:
        data: the content stream.
        silent: operators that need not be given.

    Raises:
        ValueError: it is not a content stream.
    """
    at, end = 0, len(data)
    while at < end:
        plain = _PLAIN.match(data, at)
        if plain is None or plain[2] in _NO_OPERATORS:
            at, token, operands = _operation(data, at)
            if token and token not in silent:
                yield token, operands
            continue
        at = plain.end()
        if plain[2] not in silent:
            yield plain[2], [float(value) if b"." in value else int(value) for value in plain[1].split()]


def _operation(data: bytes, at: int) -> tuple[int, bytes, list[Any]]:
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
        for operator, operands in operations(b"\n".join(parts), _SILENT):
            self._carry_out(operator, operands)

    def do_TJ(self, seq: Any) -> None:
        """Show text."""
        if self.textstate.font is not None:
            self.device.render_string(self.textstate, seq, self.graphicstate.ncs, self.graphicstate)

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
