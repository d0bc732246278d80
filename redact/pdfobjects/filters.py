"""How a stream is coded: its filters and their parameters."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

import pikepdf
from pikepdf import Array, Dictionary, Name

from redact.pdfobjects.operators import spelt

FLATE, LZW, RUN_LENGTH, DCT = "/FlateDecode", "/LZWDecode", "/RunLengthDecode", "/DCTDecode"
HEX, BASE85 = "/ASCIIHexDecode", "/ASCII85Decode"
FAX, JBIG2, JPX = "/CCITTFaxDecode", "/JBIG2Decode", "/JPXDecode"
PLAIN = frozenset({FLATE, LZW, RUN_LENGTH, HEX, BASE85})
"""Codings of bytes, whatever they mean; the others are of pictures only."""
PICTURE = frozenset({DCT, JPX, JBIG2, FAX})
BILEVEL = frozenset({FAX, JBIG2})
_SHORT = {
    **{"/Fl": FLATE, "/LZW": LZW, "/RL": RUN_LENGTH, "/DCT": DCT},
    **{"/AHx": HEX, "/A85": BASE85, "/CCF": FAX},
}
_WITH_PARAMETERS = frozenset({FLATE, LZW, DCT, FAX, JBIG2})


def coding(stream: pikepdf.Object) -> list[str]:
    """Names of a stream's filters, written in full, in the order in which they are undone."""
    given = stream.get("/Filter")
    names = list(given) if isinstance(given, Array) else [] if given is None else [given]
    return [_SHORT.get(name, name) for name in map(spelt, names)]


def parameters(stream: pikepdf.Object) -> list[Dictionary | None]:
    """Of each filter its parameters. What is none, or belongs to no filter, is left out, as viewers do."""
    names, given = coding(stream), stream.get("/DecodeParms")
    if len(names) > 1 and not isinstance(given, Array):
        given = None
    items = list(given)[: len(names)] if isinstance(given, Array) else [given][: len(names)]
    return [
        item if name in _WITH_PARAMETERS and isinstance(item, Dictionary) else None
        for name, item in zip_longest(names, items)
    ]


def settle_coding(stream: pikepdf.Object) -> None:
    """Write filters and parameters so that every program reads the same in them, within the stream's own dictionary.

    qpdf gives a stream up that has more parameters than filters, or some for a filter that takes none.
    """
    names, own = coding(stream), _own(parameters(stream))
    for key in {"/Filter", "/DecodeParms"} & set(stream.keys()):
        del stream[key]
    if names:
        stream["/Filter"] = Name(names[0]) if len(names) == 1 else Array([Name(name) for name in names])
    if any(item is not None for item in own):
        stream["/DecodeParms"] = own[0] if len(own) == 1 else Array(own)


def unwrapped(stream: pikepdf.Object) -> bytes:
    """The data of a stream in the last of its codings, without those around it.

    Raises:
        pikepdf.PdfError: the data is damaged.
    """
    names, raw = coding(stream), bytes(stream.read_raw_bytes())
    if len(names) < 2:
        return raw
    with pikepdf.new() as scratch:
        outer = scratch.make_stream(raw)
        outer["/Filter"] = Array([Name(name) for name in names[:-1]])
        outer["/DecodeParms"] = Array(_own(parameters(stream)[:-1]))
        return bytes(outer.read_bytes())


def _own(settings: Sequence[Dictionary | None]) -> list[Dictionary | None]:
    """Copies, which belong to no document yet."""
    return [None if item is None else Dictionary(dict(item.items())) for item in settings]
