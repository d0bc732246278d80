"""Text that a reader does not see: it goes before anybody reviews, and is reported."""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageDraw

from tests.channels.channel import Channel, Knock
from tests.channels.knocks import NO_COVERED, NO_UNSEEN, together, without
from tests.channels.text import form, next_page, text_at
from tests.pdfmaker import SECRET, Change, add_text

SHOWN = b"(Zwanepoel) Tj"
NO_LAYERS = without("redact.pdfobjects.layers.HiddenLayers.hides", lambda self, content: False)


def over(*content: bytes) -> Change:
    """Drawing instructions on the page, and on a second one."""

    def change(pdf: pikepdf.Pdf, page: Any) -> None:
        add_text(page, b"\n".join(content))
        next_page(pdf, b"\n".join(content))

    return change


def transparent(pdf: pikepdf.Pdf, page: Any) -> None:
    page["/Resources"]["/ExtGState"] = Dictionary(T=Dictionary(ca=0, CA=0))
    add_text(page, b"q /T gs " + text_at(500, SHOWN) + b" Q")


def picture(pdf: pikepdf.Pdf, width: int, height: int, draw: bool) -> Any:
    """A grey picture with a drawing on it: no even tone."""
    image = Image.new("L", (width, height), 200)
    for at in range(0, width, 7):
        ImageDraw.Draw(image).line((at, 0, at // 2, height), fill=150 if draw else 200)
    stream = pdf.make_stream(image.tobytes())
    stream["/Subtype"], stream["/Width"], stream["/Height"] = Name.Image, width, height
    stream["/ColorSpace"], stream["/BitsPerComponent"] = Name.DeviceGray, 8
    return stream


def under_a_picture(pdf: pikepdf.Pdf, page: Any) -> None:
    page["/Resources"]["/XObject"] = Dictionary(Im=picture(pdf, 200, 40, True))
    add_text(page, text_at(500, SHOWN) + b" q 200 0 0 40 60 485 cm /Im Do Q")


def over_an_empty_scan(pdf: pikepdf.Pdf, page: Any) -> None:
    other = next_page(pdf, b"q 595 0 0 842 0 0 cm /Im Do Q BT 3 Tr /F1 12 Tf 72 500 Td (Zwanepoel) Tj ET")
    other["/Resources"]["/XObject"] = Dictionary(Im=picture(pdf, 120, 170, False))


def layered(*drawn: str, **config: Any) -> Change:
    """Text on a layer: as marked content, as a form, as a membership."""

    def change(pdf: pikepdf.Pdf, page: Any) -> None:
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(SECRET)))
        items: dict[str, Any] = {key: Array([layer]) if value == "layer" else value for key, value in config.items()}
        settings = Dictionary(**items)
        pdf.Root["/OCProperties"] = Dictionary(OCGs=Array([layer]), D=settings)
        member = pdf.make_indirect(Dictionary(Type=Name.OCMD, OCGs=Array([layer])))
        page["/Resources"]["/Properties"] = Dictionary(L=layer, M=member)
        hidden = form(pdf, text_at(450, SHOWN), Dictionary(Font=page["/Resources"]["/Font"]))
        hidden["/OC"] = layer
        page["/Resources"]["/XObject"] = Dictionary(H=hidden)
        texts = {
            "mark": b"/OC /L BDC " + text_at(500, SHOWN) + b" EMC",
            "member": b"/OC /M BDC " + text_at(480, SHOWN) + b" EMC",
            "form": b"/H Do",
        }
        for way in drawn:
            add_text(page, texts[way])

    return change


_COVERED: dict[str, Change] = {
    "White text": over(b"1 g " + text_at(500, SHOWN) + b" 0 g"),
    "Text in the colour of its background": over(b"0.2 0.3 0.6 rg 60 490 200 30 re f", text_at(500, SHOWN), b" 0 g"),
    "Nearly white text": over(b"0.98 g " + text_at(500, SHOWN) + b" 0 g"),
    "Text of 0.01 point": over(b"BT /F1 0.01 Tf 72 500 Td (Zwanepoel) Tj ET"),
    "Text without any size": over(
        b"BT /F1 0 Tf 72 500 Td (Zwanepoel) Tj ET BT /F1 9 Tf 0 Tz 72 480 Td (Zwanepoel) Tj ET",
        b"q 0 0 0 0 0 0 cm BT /F1 12 Tf 72 500 Td (Zwanepoel) Tj ET Q",
    ),
    "Text under an old black box": over(text_at(500, SHOWN), b"60 490 200 30 re f"),
    "Text under a white rectangle": over(text_at(500, SHOWN), b"1 g 60 490 200 30 re f 0 g"),
    "Text under a picture": under_a_picture,
    "Transparent text": transparent,
    "Text that is clipped away": over(b"q 0 0 10 10 re W n", text_at(500, SHOWN), b"Q"),
    "Invisible text where a scan shows nothing": over_an_empty_scan,
}
_UNSEEN: dict[str, tuple[Change, str]] = {
    "Invisible render mode": (over(b"BT 3 Tr /F1 12 Tf 72 500 Td (Zwanepoel) Tj ET"), "hidden-text"),
    "Clipping render mode": (over(b"BT 7 Tr /F1 12 Tf 72 500 Td (Zwanepoel) Tj ET"), "covered-text"),
    "Outside the media box": (over(text_at(-300, SHOWN), b"BT /F1 9 Tf 9000 90 Td (Zwanepoel) Tj ET"), "off-page-text"),
}


def outside_the_crop_box(pdf: pikepdf.Pdf, page: Any) -> None:
    page["/CropBox"] = Array([50, 50, 500, 800])
    add_text(page, b"BT /F1 12 Tf 510 500 Td (Zwanepoel) Tj ET")


def _unseen(name: str, make: Change, kind: str, knock: Knock) -> Channel:
    return Channel(name, make, knock, findings=frozenset({kind}), hidden=True)


BOTH = together(NO_UNSEEN, NO_COVERED)
HIDDEN = (
    *(_unseen(name, make, "covered-text", NO_COVERED) for name, make in _COVERED.items()),
    *(_unseen(name, make, kind, BOTH) for name, (make, kind) in _UNSEEN.items()),
    _unseen("Outside the crop box", outside_the_crop_box, "off-page-text", BOTH),
    _unseen("Hidden layer", layered("mark", "form", OFF="layer"), "hidden-layer", NO_LAYERS),
    _unseen("Hidden layer membership", layered("member", OFF="layer"), "hidden-layer", NO_LAYERS),
    _unseen("Layers off unless said otherwise", layered("mark", BaseState=Name.OFF), "hidden-layer", NO_LAYERS),
)
