"""JBIG2 pictures on several pages share one dictionary of letter shapes; a blanked picture leaves its letters there.

Pictures that go on using such a dictionary are coded without it, so that it can go.
"""

from __future__ import annotations

from collections import defaultdict
from hashlib import sha256
from pathlib import Path

import pikepdf
from pikepdf import Name

from redact.burn.coding import store
from redact.burn.samples import samples

_Sharing = dict[bytes, list[pikepdf.Object]]


def own_symbols(normalised: Path, pdf: Path) -> None:
    """Code anew, in place, what shares symbols with a picture that is no longer the same.

    Args:
        normalised: the document before removal.
        pdf: the document after it.
    """
    with pikepdf.open(normalised) as before:
        counts = {digest: len(images) for digest, images in _sharing(before).items()}
    if not counts:
        return
    with pikepdf.open(pdf, allow_overwriting_input=True) as after:
        left = [
            image
            for digest, images in _sharing(after).items()
            if len(images) < counts.get(digest, 0)
            for image in images
        ]
        for image in left:
            store(image, samples(image))
        if left:
            after.save(pdf)


def _sharing(pdf: pikepdf.Pdf) -> _Sharing:
    """The JBIG2 pictures with symbols of their own or shared ones, by what identifies those symbols."""
    found: _Sharing = defaultdict(list)
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and item.get("/Filter") == Name.JBIG2Decode:
            parms = item.get("/DecodeParms")
            symbols = parms.get("/JBIG2Globals") if isinstance(parms, pikepdf.Dictionary) else None
            if isinstance(symbols, pikepdf.Stream):
                found[sha256(symbols.read_bytes()).digest()].append(item)
    return found
