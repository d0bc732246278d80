"""Reading PDF object syntax: strings, names and references, each with the key that it stands under."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache

import pikepdf  # noqa: F401  registers the codec "pdfdoc"

_TOKEN = re.compile(
    rb"(?P<ref>\d+ \d+ R(?![A-Za-z]))|(?P<open><<|\[)|(?P<close>>>|\])"
    rb"|(?P<literal>\((?:[^()\\]|\\.)*\))|(?P<hex><[0-9A-Fa-f\s]*>)"
    rb"|(?P<name>/[^\s()<>\[\]{}/%]*)|(?P<atom>[^\s()<>\[\]{}/%]+)",
    re.DOTALL,
)
_ESCAPE = re.compile(rb"\\(?:([nrtbf()\\])|([0-7]{1,3})|(\r\n|\r|\n)|(.))", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


_MOST_NAMES = 4096
"""Names that are kept: files have few different ones."""


class Kind(Enum):
    """What a piece of an object is."""

    KEY = "key"
    NAME = "name"
    STRING = "string"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Piece:
    """A key, name, string or reference of one object.

    `key` is the dictionary key it stands under (through arrays), `holder` the key of the dictionary around that; for a
    reference that follows a name in an array ([/ICCBased 12 0 R]) `key` is that name.
    """

    kind: Kind
    value: bytes = field(repr=False)
    key: str
    holder: str


class _Level:
    """An array or dictionary that is being read."""

    __slots__ = ("expects_key", "holder", "is_dict", "key", "last_name")

    def __init__(self, is_dict: bool, key: str, holder: str) -> None:
        self.is_dict = self.expects_key = is_dict
        self.key = key
        self.holder = holder
        self.last_name = ""


def pieces(source: bytes) -> list[Piece]:
    """The pieces of one object as qpdf writes it (parentheses in strings escaped)."""
    level = _Level(False, "", "")
    stack, found = [level], []
    for match in _TOKEN.finditer(source):
        kind, token = match.lastgroup, match[0]
        if kind == "name" and level.expects_key:
            level.key, level.expects_key = name_text(token), False
            found.append(_key(token, level.holder))
        elif kind == "open":
            level.expects_key = level.is_dict
            is_dict = token == b"<<"
            level = _Level(is_dict, level.key, level.key if is_dict else level.holder)
            stack.append(level)
        elif kind == "close":
            if len(stack) > 1:
                stack.pop()
                level = stack[-1]
        else:
            level.expects_key = level.is_dict
            if kind != "atom":
                found.append(_value(kind, token, level))
    return found


def _value(kind: str | None, token: bytes, level: _Level) -> Piece:
    if kind == "name":
        level.last_name = "" if level.is_dict else name_text(token)
        return _name(token, level.key, level.holder)
    if kind == "ref":
        return Piece(Kind.REFERENCE, token.split()[0], level.last_name or level.key, level.holder)
    string = unescape(token[1:-1]) if kind == "literal" else unhex(token[1:-1])
    return Piece(Kind.STRING, string, level.key, level.holder)


@lru_cache(maxsize=_MOST_NAMES)
def _key(token: bytes, holder: str) -> Piece:
    return Piece(Kind.KEY, token, name_text(token), holder)


@lru_cache(maxsize=_MOST_NAMES)
def _name(token: bytes, key: str, holder: str) -> Piece:
    return Piece(Kind.NAME, token, key, holder)


@lru_cache(maxsize=_MOST_NAMES)
def name_text(token: bytes) -> str:
    """A name token as text, without its slash and with #xx spelt out."""
    raw = token[1:]
    if b"#" in raw:
        raw = re.sub(rb"#([0-9A-Fa-f]{2})", lambda m: bytes.fromhex(m[1].decode()), raw)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def unescape(raw: bytes) -> bytes:
    """The bytes of a literal string."""
    return _ESCAPE.sub(_unescaped, raw) if b"\\" in raw else raw


def _unescaped(match: re.Match[bytes]) -> bytes:
    letter, octal, newline, other = match.groups()
    if letter:
        return _ESCAPED.get(letter, letter)
    if octal:
        return bytes([int(octal, 8) & 255])
    return b"" if newline else other


def unhex(raw: bytes) -> bytes:
    """The bytes of a hexadecimal string."""
    digits = b"".join(raw.split())
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


def spellings(raw: bytes) -> list[str]:
    """Everything a string may say: by its byte order mark, else as PDFDocEncoding, UTF-8 and UTF-16."""
    if raw.startswith((b"\xfe\xff", b"\xff\xfe")):
        return [raw.decode("utf-16", "replace"), raw[2:].decode("utf-8", "replace")]
    found = [_pdf_doc(raw)]
    if not raw.isascii():
        found.append(raw.decode("utf-8", "replace"))
    if b"\x00" in raw:
        found += [raw.decode("utf-16-be", "replace"), raw.decode("utf-16-le", "replace")]
    return found


def _pdf_doc(raw: bytes) -> str:
    return raw.decode("latin-1") if raw.isascii() else raw.decode("pdfdoc", "replace")
