"""pdfminer's fonts, whose ToUnicode maps are cut into tokens faster; what they mean is left to pdfminer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from pdfminer.cmapdb import CMapParser, FileUnicodeMap
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psexceptions import PSEOF
from pdfminer.psparser import KWD, LIT

_REGULAR = rb"[!\"$&-'*-.0-;=?-Z\\^-z|~]"
_END = rb"(?!" + _REGULAR + rb")"
_TOKEN = re.compile(
    rb"(?:[\t\n\x0c\r ]++|%[^\r\n]*+(?=[\r\n]))*+(?:(<(?:[0-9A-Fa-f]{2})*+>)|([-+]?\d++" + _END + rb")"
    rb"|(/" + _REGULAR + rb"*+)|(<<|>>|\[|\]|[A-Za-z]" + _REGULAR + rb"*+)|(\([^()\\]*+\)))"
)
_BYTES, _NUMBER, _NAME, _WORD = 1, 2, 3, 4
_TRUE_OR_FALSE = {b"true": True, b"false": False}


class FontManager(PDFResourceManager):
    """The fonts of one document."""

    def get_font(self, objid: object, spec: Mapping[str, object]) -> Any:
        """A font; its ToUnicode map is read after all else, by `_QuickParser`."""
        stream = resolve1(spec.get("ToUnicode"))
        name = getattr(resolve1(spec.get("Subtype")), "name", "")
        if (objid and objid in self._cached_fonts) or name == "Type0" or not isinstance(stream, PDFStream):
            return super().get_font(objid, spec)
        font: Any = super().get_font(objid, {**spec, "ToUnicode": PDFStream({}, b"")})
        font.unicode_map = FileUnicodeMap()
        data = stream.get_data()
        tokens = _tokens(data)
        parser = (
            CMapParser(font.unicode_map, BytesIO(data)) if tokens is None else _QuickParser(font.unicode_map, tokens)
        )
        parser.run()
        return font


class _QuickParser(CMapParser):
    """Parses tokens that are there already."""

    def __init__(self, cmap: FileUnicodeMap, tokens: list[Any]) -> None:
        super().__init__(cmap, BytesIO(b""))
        self._ready: Iterator[Any] = iter(tokens)

    def nexttoken(self) -> tuple[int, Any]:
        """The next token; where it stands is of no use."""
        for token in self._ready:
            return 0, token
        raise PSEOF("end of the map")


def _tokens(data: bytes) -> list[Any] | None:
    """The tokens of a map; None where there is anything out of the ordinary in it."""
    found: list[Any] = []
    at = 0
    while match := _TOKEN.match(data, at):
        at, kind, token = match.end(), match.lastindex, match[match.lastindex or 0]
        if kind == _BYTES:
            found.append(bytes.fromhex(token[1:-1].decode()))
        elif kind == _NUMBER:
            found.append(int(token))
        elif kind == _NAME:
            found.append(LIT(token[1:].decode()))
        elif kind == _WORD:
            found.append(_TRUE_OR_FALSE[token] if token in _TRUE_OR_FALSE else KWD(token))
        else:
            found.append(token[1:-1])
    return found if not data[at:].strip(b"\t\n\x0c\r ") else None
