"""What colours mean: an archive file says which screen its red, green and blue are meant for."""

from __future__ import annotations

from functools import cache

import pikepdf
from pikepdf import Dictionary, Name, String
from PIL import ImageCms

_DATE = slice(24, 36)
"""When a profile was made (ICC.1, 7.2.1)."""
_MADE = bytes((7, 230, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))


def output_intent(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """The meaning of a document's colours: sRGB, embedded in it."""
    profile = pdf.make_stream(_srgb(), N=3)
    return pdf.make_indirect(
        Dictionary(
            Type=Name.OutputIntent,
            S=Name.GTS_PDFA1,
            OutputConditionIdentifier=String("sRGB"),
            Info=String("sRGB"),
            DestOutputProfile=profile,
        )
    )


@cache
def _srgb() -> bytes:
    """The profile, the same every day."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[_DATE] = _MADE
    return bytes(profile)
