"""Which keys each kind of PDF object may have, and what may stand under them. Nothing else survives.

A blacklist misses what a producer invents tomorrow (/PTEX.FileName, /PieceInfo, /LastModified); a whitelist by kind of
object does not. Values are checked too: a number where a number belongs, a name from ISO 32000's list, no strings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name

from redact.pdfobjects import fonts, streams
from redact.pdfobjects.operators import INTENTS, is_number, listed, spelt

DROP: Final = object()
"""What a rule answers when the key must go."""

Rule = Callable[["Schema", Any], Any]

DEVICE = frozenset({"/DeviceGray", "/DeviceRGB", "/DeviceCMYK", "/Pattern"})
INKS = listed("/All /None /Cyan /Magenta /Yellow /Black /Red /Green /Blue /Gray")
BLENDS = frozenset(
    listed(
        "/Normal /Compatible /Multiply /Screen /Overlay /Darken /Lighten /ColorDodge /ColorBurn /HardLight "
        "/SoftLight /Difference /Exclusion /Hue /Saturation /Color /Luminosity"
    )
)


def number(_: Schema, value: Any) -> Any:
    """A number."""
    return value if is_number(value) else DROP


def flag(_: Schema, value: Any) -> Any:
    """A boolean."""
    return value if isinstance(value, bool) else DROP


def numbers(_: Schema, value: Any) -> Any:
    """An array of numbers, which may be nested (Widths, Domain, dash patterns)."""
    return value if isinstance(value, Array) and _all_numbers(value, 0) else DROP


def _all_numbers(value: Any, depth: int) -> bool:
    if isinstance(value, Array):
        return depth < 3 and all(_all_numbers(item, depth + 1) for item in value)
    return is_number(value) or isinstance(value, bool) or value is None


def one_of(*names: str) -> Rule:
    """A name from a list."""
    allowed = frozenset(names)
    return lambda _, value: value if isinstance(value, Name) and spelt(value) in allowed else DROP


def any_of(*rules: Rule) -> Rule:
    """What the first fitting rule says."""

    def rule(schema: Schema, value: Any) -> Any:
        for option in rules:
            answer = option(schema, value)
            if answer is not DROP:
                return answer
        return DROP

    return rule


def child(kind: str, *, stream: bool = False) -> Rule:
    """A dictionary (or stream) of one kind, cleaned in its turn."""
    wanted = pikepdf.Stream if stream else pikepdf.Dictionary

    def rule(schema: Schema, value: Any) -> Any:
        if not isinstance(value, wanted):
            return DROP
        schema.visit(value, kind)
        return value

    return rule


def each(rule: Rule) -> Rule:
    """A dictionary of resources whose names were made here, or an array, each value by one rule."""

    def apply(schema: Schema, value: Any) -> Any:
        if isinstance(value, pikepdf.Dictionary):
            for key in list(value.keys()):
                _put(value, key, rule(schema, value[key]))
            return value
        if isinstance(value, Array):
            answers = [rule(schema, item) for item in value]
            return DROP if any(answer is DROP for answer in answers) else Array(answers)
        return DROP

    return apply


def _put(holder: pikepdf.Object, key: str, answer: Any) -> None:
    if answer is DROP:
        del holder[key]
    elif not (isinstance(answer, pikepdf.Object) and answer.is_indirect):
        holder[key] = answer


def colour_space(schema: Schema, value: Any) -> Any:
    """A colour space: a device name, or an array by family."""
    if isinstance(value, Name):
        return value if spelt(value) in DEVICE else DROP
    if not isinstance(value, Array) or len(value) == 0 or not isinstance(value[0], Name):
        return DROP
    family = COLOUR_FAMILIES.get(spelt(value[0]))
    if family is None or len(value) < len(family) + 1:
        return DROP if spelt(value[0]) not in DEVICE else value[0]
    answers = [rule(schema, item) for rule, item in zip(family, list(value)[1:], strict=False)]
    return DROP if any(answer is DROP for answer in answers) else Array([value[0], *answers])


def lookup(_: Schema, value: Any) -> Any:
    """The table of an indexed colour space."""
    if isinstance(value, pikepdf.Stream):
        for key in list(value.keys()):
            if key not in STREAM_KEYS:
                del value[key]
        return value
    return value if isinstance(value, pikepdf.String) else DROP


def ink(_: Schema, value: Any) -> Any:
    """The name of a spot colour: it says nothing to a screen."""
    if not isinstance(value, Name):
        return DROP
    return value if spelt(value) in INKS else Name("/Spot")


def inks(_: Schema, value: Any) -> Any:
    """The names of several spot colours, which must differ."""
    if not isinstance(value, Array) or not all(isinstance(item, Name) for item in value):
        return DROP
    return Array([v if spelt(v) in INKS else Name(f"/Spot{i}") for i, v in enumerate(value)])


def function(schema: Schema, value: Any) -> Any:
    """A function dictionary or stream."""
    if not isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        return DROP
    schema.visit(value, "function")
    return value


def _font_setting(schema: Schema, value: Any) -> Any:
    if not isinstance(value, Array) or len(value) != 2 or not isinstance(value[0], pikepdf.Dictionary):
        return DROP
    schema.visit(value[0], "font")
    return value if is_number(value[1]) else DROP


def _colour_key_mask(schema: Schema, value: Any) -> Any:
    return numbers(schema, value) if isinstance(value, Array) else child("image", stream=True)(schema, value)


def _descendants(schema: Schema, value: Any) -> Any:
    items = [value] if isinstance(value, pikepdf.Dictionary) else list(value) if isinstance(value, Array) else []
    for item in items[:1]:
        if isinstance(item, pikepdf.Dictionary):
            schema.visit(item, "cid-font")
            return Array([item])
    return DROP


def _encoding(schema: Schema, value: Any) -> Any:
    """Written anew by `fonts`, or the name of a predefined CMap."""
    if isinstance(value, pikepdf.Stream):
        schema.visit(value, "cmap")
        return value
    if isinstance(value, Name):
        return value if spelt(value) in fonts.ENCODINGS or fonts.is_predefined(spelt(value)) else DROP
    return value if isinstance(value, Dictionary) else DROP


def _unicode(schema: Schema, value: Any) -> Any:
    """Written anew by `fonts`, or an identity CMap by name."""
    if isinstance(value, pikepdf.Stream):
        schema.visit(value, "cmap")
        return value
    return one_of(*fonts.IDENTITY)(schema, value)


def _font_file(schema: Schema, value: Any) -> Any:
    if not isinstance(value, pikepdf.Stream):
        return DROP
    schema.visit(value, "font-file")
    schema.strip_font(value)
    return value


def _collection(_: Schema, value: Any) -> Any:
    return fonts.collection(value) if isinstance(value, pikepdf.Dictionary) else DROP


def _neutral_name(_: Schema, value: Any) -> Any:
    return value if isinstance(value, Name) else DROP


FUNCTIONS = any_of(function, each(function))
INTENT = one_of(*INTENTS)
BLEND = any_of(one_of(*BLENDS), each(one_of(*BLENDS)))
COLOUR_FAMILIES: dict[str, tuple[Rule, ...]] = {
    "/CalGray": (child("calibrated"),),
    "/CalRGB": (child("calibrated"),),
    "/Lab": (child("calibrated"),),
    "/ICCBased": (child("profile", stream=True),),
    "/Indexed": (colour_space, number, lookup),
    "/I": (colour_space, number, lookup),
    "/Separation": (ink, colour_space, function),
    "/DeviceN": (inks, colour_space, function),
    "/Pattern": (colour_space,),
}
STREAM_KEYS = frozenset({"/Length", "/Filter", "/DecodeParms"})
SIMPLE_FONT: dict[str, Rule] = {
    "/Type": one_of("/Font"),
    "/Subtype": one_of("/Type1", "/MMType1", "/TrueType", "/Type3", "/Type0"),
    "/BaseFont": _neutral_name,
    "/FirstChar": number,
    "/LastChar": number,
    "/Widths": numbers,
    "/FontDescriptor": child("descriptor"),
    "/Encoding": _encoding,
    "/ToUnicode": _unicode,
    "/DescendantFonts": _descendants,
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
    "resources": {
        "/Font": each(child("font")),
        "/XObject": each(lambda schema, value: schema.drawn(value)),
        "/ExtGState": each(child("state")),
        "/ColorSpace": each(colour_space),
        "/Pattern": each(lambda schema, value: schema.pattern(value)),
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
        "/Mask": _colour_key_mask,
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
        "/BaseFont": _neutral_name,
        "/CIDSystemInfo": _collection,
        "/FontDescriptor": child("descriptor"),
        "/DW": number,
        "/W": numbers,
        "/DW2": numbers,
        "/W2": numbers,
        "/CIDToGIDMap": any_of(one_of("/Identity"), child("content", stream=True)),
    },
    "descriptor": {
        "/Type": one_of("/FontDescriptor"),
        "/FontName": _neutral_name,
        "/FontBBox": numbers,
        **dict.fromkeys(
            listed(
                "/Flags /ItalicAngle /Ascent /Descent /Leading /CapHeight /XHeight /StemV /StemH /AvgWidth /MaxWidth "
                "/MissingWidth /FontWeight"
            ),
            number,
        ),
        **dict.fromkeys(fonts.FONT_FILES, _font_file),
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
        "/CIDSystemInfo": _collection,
        "/WMode": number,
    },
    "state": {
        "/Type": one_of("/ExtGState"),
        **dict.fromkeys(listed("/LW /LC /LJ /ML /FL /SM /CA /ca /OPM"), number),
        **dict.fromkeys(listed("/SA /AIS /TK /OP /op"), flag),
        "/D": numbers,
        "/RI": INTENT,
        "/Font": _font_setting,
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
        "/JBIG2Globals": child("content", stream=True),
    },
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
            _put(value, key, DROP if rule is None else rule(self, value[key]))
        if is_stream:
            self._visit_data(value, kind)

    def drawn(self, value: Any) -> Any:
        """A form or an image."""
        if not isinstance(value, pikepdf.Stream):
            return DROP
        self.visit(value, "form" if value.get("/Subtype") == Name.Form else "image")
        return value

    def pattern(self, value: Any) -> Any:
        """A tiling pattern (stream) or a shading pattern (dictionary)."""
        if isinstance(value, pikepdf.Stream):
            self.visit(value, "tiling")
        elif isinstance(value, pikepdf.Dictionary):
            self.visit(value, "shading-pattern")
        else:
            return DROP
        return value

    def _visit_data(self, stream: pikepdf.Object, kind: str) -> None:
        for parms in self._filters(stream):
            self.visit(parms, "decode-parms")
        if kind == "image":
            _strip_image(stream)
        elif kind == "profile":
            _rewrite(stream, streams.strip_profile)
        elif kind == "function" and stream.get("/FunctionType") == 4:
            _rewrite(stream, streams.strip_program)

    def _filters(self, stream: pikepdf.Object) -> list[pikepdf.Object]:
        given = stream.get("/DecodeParms")
        items = list(given) if isinstance(given, Array) else [given]
        if given is not None and not all(isinstance(item, pikepdf.Dictionary) or item is None for item in items):
            del stream["/DecodeParms"]
            return []
        return [item for item in items if isinstance(item, pikepdf.Dictionary)]

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


def filters(stream: pikepdf.Object) -> list[str]:
    """Names of a stream's filters, outermost first."""
    given = stream.get("/Filter")
    return [spelt(item) for item in given] if isinstance(given, Array) else [spelt(given)] if given is not None else []


def _strip_image(stream: pikepdf.Object) -> None:
    coding = filters(stream)
    strip = {"/DCTDecode": streams.strip_jpeg, "/JPXDecode": streams.strip_jpeg2000}.get(coding[-1]) if coding else None
    if strip is None or len(coding) > 1:
        return
    raw = stream.read_raw_bytes()
    plain = strip(raw)
    if plain != raw:
        parms = stream.get("/DecodeParms")
        stream.write(
            plain, filter=Name(coding[0]), decode_parms=parms if isinstance(parms, pikepdf.Dictionary) else None
        )


def _rewrite(stream: pikepdf.Object, strip: Callable[[bytes], bytes]) -> None:
    data = stream.read_bytes()
    plain = strip(data)
    if plain != data:
        stream.write(plain)
