"""The kinds of value that may stand under a key of a PDF object. A rule gives the value to keep, or DROP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Protocol

import pikepdf
from pikepdf import Array, Dictionary, Name

import redact.pdfobjects.fonts as fonts
from redact.pdfobjects.operators import is_number, listed, spelt
from redact.pdfobjects.samples import fitted_palette

DROP: Final = object()
"""What a rule answers when the key must go."""


class Visitor(Protocol):
    """What rules need of the walk over a document's objects."""

    def visit(self, value: pikepdf.Object, kind: str) -> None:
        """Cut a dictionary or stream down to what its kind may have."""

    def strip_font(self, stream: pikepdf.Object) -> None:
        """Blank the texts inside an embedded font program."""


Rule = Callable[[Visitor, Any], Any]


DEVICE = frozenset({"/DeviceGray", "/DeviceRGB", "/DeviceCMYK", "/Pattern"})
STREAM_KEYS = frozenset({"/Length", "/Filter", "/DecodeParms"})
INKS = listed("/All /None /Cyan /Magenta /Yellow /Black /Red /Green /Blue /Gray")
BLENDS = frozenset(
    listed(
        "/Normal /Compatible /Multiply /Screen /Overlay /Darken /Lighten /ColorDodge /ColorBurn /HardLight "
        "/SoftLight /Difference /Exclusion /Hue /Saturation /Color /Luminosity"
    )
)


def number(_: Visitor, value: Any) -> Any:
    """A number."""
    return value if is_number(value) else DROP


def flag(_: Visitor, value: Any) -> Any:
    """A boolean."""
    return value if isinstance(value, bool) else DROP


def numbers(_: Visitor, value: Any) -> Any:
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

    def rule(schema: Visitor, value: Any) -> Any:
        for option in rules:
            answer = option(schema, value)
            if answer is not DROP:
                return answer
        return DROP

    return rule


def child(kind: str, *, stream: bool = False) -> Rule:
    """A dictionary (or stream) of one kind, cleaned in its turn."""
    wanted = pikepdf.Stream if stream else pikepdf.Dictionary

    def rule(schema: Visitor, value: Any) -> Any:
        if not isinstance(value, wanted):
            return DROP
        schema.visit(value, kind)
        return value

    return rule


def each(rule: Rule) -> Rule:
    """A dictionary of resources whose names were made here, or an array, each value by one rule."""

    def apply(schema: Visitor, value: Any) -> Any:
        if isinstance(value, pikepdf.Dictionary):
            for key in list(value.keys()):
                put(value, key, rule(schema, value[key]))
            return value
        if isinstance(value, Array):
            answers = [rule(schema, item) for item in value]
            return DROP if any(answer is DROP for answer in answers) else Array(answers)
        return DROP

    return apply


def put(holder: pikepdf.Object, key: str, answer: Any) -> None:
    """Write a rule's answer under a key, or delete the key."""
    if answer is DROP:
        del holder[key]
    elif not (isinstance(answer, pikepdf.Object) and answer.is_indirect):
        holder[key] = answer


def colour_space(schema: Visitor, value: Any) -> Any:
    """A colour space: a device name, or an array by family."""
    if isinstance(value, Name):
        return value if spelt(value) in DEVICE else DROP
    if not isinstance(value, Array) or len(value) == 0 or not isinstance(value[0], Name):
        return DROP
    family = COLOUR_FAMILIES.get(spelt(value[0]))
    if family is None or len(value) < len(family) + 1:
        return DROP if spelt(value[0]) not in DEVICE else value[0]
    answers = [rule(schema, item) for rule, item in zip(family, list(value)[1:], strict=False)]
    if any(answer is DROP for answer in answers):
        return DROP
    if spelt(value[0]) in {"/Indexed", "/I"}:
        answers[2] = fitted_palette([value[0], *answers])
    return Array([value[0], *answers])


def lookup(_: Visitor, value: Any) -> Any:
    """The table of an indexed colour space."""
    if isinstance(value, pikepdf.Stream):
        for key in list(value.keys()):
            if key not in STREAM_KEYS:
                del value[key]
        return value
    return value if isinstance(value, pikepdf.String) else DROP


def ink(_: Visitor, value: Any) -> Any:
    """The name of a spot colour: it says nothing to a screen."""
    if not isinstance(value, Name):
        return DROP
    return value if spelt(value) in INKS else Name("/Spot")


def inks(_: Visitor, value: Any) -> Any:
    """The names of several spot colours, which must differ."""
    if not isinstance(value, Array) or not all(isinstance(item, Name) for item in value):
        return DROP
    return Array([v if spelt(v) in INKS else Name(f"/Spot{i}") for i, v in enumerate(value)])


def function(schema: Visitor, value: Any) -> Any:
    """A function dictionary or stream."""
    if not isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        return DROP
    schema.visit(value, "function")
    return value


def font_setting(schema: Visitor, value: Any) -> Any:
    """A font and its size in a graphics state."""
    if not isinstance(value, Array) or len(value) != 2 or not isinstance(value[0], pikepdf.Dictionary):
        return DROP
    schema.visit(value[0], "font")
    return value if is_number(value[1]) else DROP


def colour_key_mask(schema: Visitor, value: Any) -> Any:
    """Ranges of colours, or a stencil mask."""
    return numbers(schema, value) if isinstance(value, Array) else child("image", stream=True)(schema, value)


def descendants(schema: Visitor, value: Any) -> Any:
    """The one CIDFont of a Type 0 font."""
    items = [value] if isinstance(value, pikepdf.Dictionary) else list(value) if isinstance(value, Array) else []
    for item in items[:1]:
        if isinstance(item, pikepdf.Dictionary):
            schema.visit(item, "cid-font")
            return Array([item])
    return DROP


def encoding(schema: Visitor, value: Any) -> Any:
    """Written anew by `fonts`, or the name of a predefined CMap."""
    if isinstance(value, pikepdf.Stream):
        schema.visit(value, "cmap")
        return value
    if isinstance(value, Name):
        return value if spelt(value) in fonts.ENCODINGS or fonts.is_predefined(spelt(value)) else DROP
    return value if isinstance(value, Dictionary) else DROP


def unicode_map(schema: Visitor, value: Any) -> Any:
    """Written anew by `fonts`, or an identity CMap by name."""
    if isinstance(value, pikepdf.Stream):
        schema.visit(value, "cmap")
        return value
    return one_of(*fonts.IDENTITY)(schema, value)


def font_file(schema: Visitor, value: Any) -> Any:
    """An embedded font program."""
    if not isinstance(value, pikepdf.Stream):
        return DROP
    schema.visit(value, "font-file")
    schema.strip_font(value)
    return value


def collection(_: Visitor, value: Any) -> Any:
    """A character collection of Adobe."""
    return fonts.collection(value) if isinstance(value, pikepdf.Dictionary) else DROP


def neutral_name(_: Visitor, value: Any) -> Any:
    """A name that `fonts` made."""
    return value if isinstance(value, Name) else DROP


def drawn(schema: Visitor, value: Any) -> Any:
    """A form or an image."""
    if not isinstance(value, pikepdf.Stream):
        return DROP
    schema.visit(value, "form" if value.get("/Subtype") == Name.Form else "image")
    return value


def pattern(schema: Visitor, value: Any) -> Any:
    """A tiling pattern (stream) or a shading pattern (dictionary)."""
    if isinstance(value, pikepdf.Stream):
        schema.visit(value, "tiling")
    elif isinstance(value, pikepdf.Dictionary):
        schema.visit(value, "shading-pattern")
    else:
        return DROP
    return value


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
