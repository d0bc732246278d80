"""Which keys each kind of PDF object may have, and what may stand under them. Nothing else survives.

A blacklist misses what a producer invents tomorrow (/PTEX.FileName, /PieceInfo, /LastModified); a whitelist by kind of
object does not. Values are checked too: a number where a number belongs, a name from ISO 32000's list, no strings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pikepdf
from pikepdf import Name

import redact.pdfobjects.codecs as codecs
import redact.pdfobjects.fonts as fonts
import redact.pdfobjects.samples as samples
import redact.pdfobjects.streams as streams
from redact.pdfobjects.filters import DCT, JBIG2, JPX, PLAIN, coding, parameters, settle_coding, unwrapped
from redact.pdfobjects.operators import INTENTS, listed
from redact.pdfobjects.rules import (
    BLENDS,
    DROP,
    STREAM_KEYS,
    Rule,
    any_of,
    child,
    collection,
    colour_key_mask,
    colour_space,
    descendants,
    drawn,
    each,
    encoding,
    flag,
    font_file,
    font_setting,
    function,
    neutral_name,
    number,
    numbers,
    one_of,
    pattern,
    put,
    unicode_map,
)

FUNCTIONS = any_of(function, each(function))
INTENT = one_of(*INTENTS)
BLEND = any_of(one_of(*BLENDS), each(one_of(*BLENDS)))
SIMPLE_FONT: dict[str, Rule] = {
    "/Type": one_of("/Font"),
    "/Subtype": one_of("/Type1", "/MMType1", "/TrueType", "/Type3", "/Type0"),
    "/BaseFont": neutral_name,
    "/FirstChar": number,
    "/LastChar": number,
    "/Widths": numbers,
    "/FontDescriptor": child("descriptor"),
    "/Encoding": encoding,
    "/ToUnicode": unicode_map,
    "/DescendantFonts": descendants,
    "/FontBBox": numbers,
    "/FontMatrix": numbers,
    "/CharProcs": each(child("procedure", stream=True)),
    "/Resources": child("resources"),
}
SCHEMA: Mapping[str, Mapping[str, Rule]] = {
    "page": {
        "/Type": one_of("/Page"),
        "/Parent": lambda _, value: value,
        "/MediaBox": numbers,
        "/CropBox": numbers,
        "/Rotate": number,
        "/UserUnit": number,
        "/Resources": child("resources"),
        "/Contents": child("content", stream=True),
        "/Group": child("group"),
    },
    "content": {},
    "procedure": {},
    "globals": {},
    "resources": {
        "/Font": each(child("font")),
        "/XObject": each(drawn),
        "/ExtGState": each(child("state")),
        "/ColorSpace": each(colour_space),
        "/Pattern": each(pattern),
        "/Shading": each(any_of(child("shading"), child("shading", stream=True))),
    },
    "group": {
        "/Type": one_of("/Group"),
        "/S": one_of("/Transparency"),
        "/CS": colour_space,
        "/I": flag,
        "/K": flag,
    },
    "form": {
        "/Type": one_of("/XObject"),
        "/Subtype": one_of("/Form"),
        "/FormType": number,
        "/BBox": numbers,
        "/Matrix": numbers,
        "/Resources": child("resources"),
        "/Group": child("group"),
    },
    "image": {
        "/Type": one_of("/XObject"),
        "/Subtype": one_of("/Image"),
        "/Width": number,
        "/Height": number,
        "/ColorSpace": colour_space,
        "/BitsPerComponent": number,
        "/Intent": INTENT,
        "/ImageMask": flag,
        "/Mask": colour_key_mask,
        "/SMask": child("image", stream=True),
        "/SMaskInData": number,
        "/Matte": numbers,
        "/Decode": numbers,
        "/Interpolate": flag,
    },
    "font": SIMPLE_FONT,
    "cid-font": {
        "/Type": one_of("/Font"),
        "/Subtype": one_of("/CIDFontType0", "/CIDFontType2"),
        "/BaseFont": neutral_name,
        "/CIDSystemInfo": collection,
        "/FontDescriptor": child("descriptor"),
        "/DW": number,
        "/W": numbers,
        "/DW2": numbers,
        "/W2": numbers,
        "/CIDToGIDMap": any_of(one_of("/Identity"), child("content", stream=True)),
    },
    "descriptor": {
        "/Type": one_of("/FontDescriptor"),
        "/FontName": neutral_name,
        "/FontBBox": numbers,
        **dict.fromkeys(
            listed(
                "/Flags /ItalicAngle /Ascent /Descent /Leading /CapHeight /XHeight /StemV /StemH "
                "/MissingWidth /FontWeight"
            ),
            number,
        ),
        **dict.fromkeys(fonts.FONT_FILES, font_file),
    },
    "font-file": {
        "/Subtype": one_of("/Type1C", "/CIDFontType0C", "/OpenType"),
        "/Length1": number,
        "/Length2": number,
        "/Length3": number,
    },
    "cmap": {
        "/Type": one_of("/CMap"),
        "/CMapName": one_of("/Adobe-Identity-UCS"),
        "/CIDSystemInfo": collection,
        "/WMode": number,
    },
    "state": {
        "/Type": one_of("/ExtGState"),
        **dict.fromkeys(listed("/LW /LC /LJ /ML /FL /SM /CA /ca /OPM"), number),
        **dict.fromkeys(listed("/SA /AIS /TK /OP /op"), flag),
        "/D": numbers,
        "/RI": INTENT,
        "/Font": font_setting,
        "/BM": BLEND,
        "/SMask": any_of(one_of("/None"), child("mask")),
    },
    "mask": {
        "/Type": one_of("/Mask"),
        "/S": one_of("/Alpha", "/Luminosity"),
        "/G": child("form", stream=True),
        "/BC": numbers,
        "/TR": any_of(one_of("/Identity"), function),
    },
    "tiling": {
        "/Type": one_of("/Pattern"),
        **dict.fromkeys(listed("/PatternType /PaintType /TilingType /XStep /YStep"), number),
        "/BBox": numbers,
        "/Matrix": numbers,
        "/Resources": child("resources"),
    },
    "shading-pattern": {
        "/Type": one_of("/Pattern"),
        "/PatternType": number,
        "/Matrix": numbers,
        "/Shading": any_of(child("shading"), child("shading", stream=True)),
        "/ExtGState": child("state"),
    },
    "shading": {
        **dict.fromkeys(
            listed("/ShadingType /BitsPerCoordinate /BitsPerComponent /BitsPerFlag /VerticesPerRow"), number
        ),
        **dict.fromkeys(listed("/Background /BBox /Coords /Domain /Matrix /Decode"), numbers),
        "/ColorSpace": colour_space,
        "/AntiAlias": flag,
        "/Extend": numbers,
        "/Function": FUNCTIONS,
    },
    "function": {
        **dict.fromkeys(listed("/FunctionType /BitsPerSample /Order /N"), number),
        **dict.fromkeys(listed("/Domain /Range /Size /Encode /Decode /C0 /C1 /Bounds"), numbers),
        "/Functions": each(function),
    },
    "calibrated": dict.fromkeys(listed("/WhitePoint /BlackPoint /Gamma /Matrix /Range"), any_of(number, numbers)),
    "profile": {"/N": number, "/Range": numbers, "/Alternate": one_of("/DeviceGray", "/DeviceRGB", "/DeviceCMYK")},
    "decode-parms": {
        **dict.fromkeys(
            listed(
                "/Predictor /Colors /BitsPerComponent /Columns /EarlyChange /K /EncodedByteAlign /Rows "
                "/DamagedRowsBeforeError /ColorTransform"
            ),
            any_of(number, flag),
        ),
        **dict.fromkeys(["/EndOfLine", "/EndOfBlock", "/BlackIs1"], flag),
        "/JBIG2Globals": child("globals", stream=True),
    },
}


CODECS: Mapping[str, Callable[[bytes], bytes]] = {
    DCT: codecs.strip_jpeg,
    JPX: codecs.strip_jpeg2000,
    JBIG2: codecs.strip_jbig2,
}


class Schema:
    """Applies the table to the objects of one document, each once per kind."""

    def __init__(self) -> None:
        self._seen: set[tuple[tuple[int, int], str]] = set()
        self._stripped: set[tuple[int, int]] = set()

    def visit(self, value: pikepdf.Object, kind: str) -> None:
        """Cut a dictionary or stream down to what its kind may have, and all below it."""
        if value.is_indirect:
            if (value.objgen, kind) in self._seen:
                return
            self._seen.add((value.objgen, kind))
        table = SCHEMA[kind]
        is_stream = isinstance(value, pikepdf.Stream)
        for key in list(value.keys()):
            if is_stream and key in STREAM_KEYS:
                continue
            rule = table.get(key)
            put(value, key, DROP if rule is None else rule(self, value[key]))
        if is_stream:
            self._visit_data(value, kind)

    def _visit_data(self, stream: pikepdf.Object, kind: str) -> None:
        settle_coding(stream)
        for settings in filter(None, parameters(stream)):
            self.visit(settings, "decode-parms")
        if kind == "image":
            _strip_image(stream)
        elif kind == "profile":
            _rewrite(stream, streams.strip_profile)
        elif kind == "function" and stream.get("/FunctionType") == 4:
            _rewrite(stream, streams.strip_program)
        elif kind == "function":
            samples.fit(stream, samples.function_size(stream))
        elif kind == "globals":
            _rewrite(stream, codecs.strip_jbig2)

    def strip_font(self, stream: pikepdf.Object) -> None:
        """Blank the texts inside an embedded font program."""
        if stream.objgen in self._stripped:
            return
        self._stripped.add(stream.objgen)
        clear = stream.get("/Length1")
        known = clear if isinstance(clear, int) else 0
        _rewrite(stream, lambda data: streams.strip_font(data, known))
        if known and "/Length2" not in stream:
            stream["/Length1"] = len(stream.read_bytes())


def _strip_image(stream: pikepdf.Object) -> None:
    """Take out of a picture's own coding what does not draw, and cut off what follows the last pixel."""
    names = coding(stream)
    if PLAIN.issuperset(names[-1:]):
        samples.fit(stream, samples.picture_size(stream) if PLAIN.issuperset(names) else 0)
        return
    strip = CODECS.get(names[-1])
    if strip is None:
        return
    data = unwrapped(stream)
    plain = strip(data)
    if plain != data or len(names) > 1:
        stream.write(plain, filter=Name(names[-1]), decode_parms=parameters(stream)[-1])


def _rewrite(stream: pikepdf.Object, strip: Callable[[bytes], bytes]) -> None:
    data = stream.read_bytes()
    plain = strip(data)
    if plain != data:
        stream.write(plain)
