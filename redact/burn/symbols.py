"""JBIG2 pictures on several pages share one dictionary of letter shapes; a blanked picture leaves its letters there.

When one of them has changed, all are coded anew, with a dictionary of what they have in common by then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pikepdf

from redact.burn.coding import SHARED, store_together
from redact.burn.samples import symbols

MOST_TOGETHER = 40
"""Pictures that get one dictionary; the shapes of all of them are in memory at once."""

_Sharing = dict[str, list[pikepdf.Object]]


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
        changed = _changed(after)
        for digest, images in _sharing(after).items():
            if len(images) < counts.get(digest, 0):
                changed[digest] += images
        for images in changed.values():
            for start in range(0, len(images), MOST_TOGETHER):
                store_together(after, images[start : start + MOST_TOGETHER])
        if changed:
            after.save(pdf)


def _pictures(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    return (item for item in pdf.objects if isinstance(item, pikepdf.Stream))


def _sharing(pdf: pikepdf.Pdf) -> _Sharing:
    """The JBIG2 pictures with symbols of their own or shared ones, by what identifies those symbols."""
    found: _Sharing = defaultdict(list)
    for item in _pictures(pdf):
        shared = symbols(item)
        if shared is not None:
            found[sha256(shared.read_bytes()).hexdigest()].append(item)
    return found


def _changed(pdf: pikepdf.Pdf) -> _Sharing:
    """The pictures that were stored since, by what identifies the symbols they had."""
    found: _Sharing = defaultdict(list)
    for item in _pictures(pdf):
        if SHARED in item:
            found[str(item[SHARED])[1:]].append(item)
            del item[SHARED]
    return found
