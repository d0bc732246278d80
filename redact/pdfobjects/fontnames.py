"""Font names that say nothing about the document, yet let a renderer choose the right substitute."""

from __future__ import annotations

import re
from dataclasses import dataclass

from redact.pdfobjects.operators import listed

_FAMILIES = listed(
    "Arial Helvetica HelveticaNeue Times TimesNewRoman Courier CourierNew Symbol ZapfDingbats Calibri "
    "Cambria Verdana Georgia Tahoma Trebuchet TrebuchetMS Garamond Palatino PalatinoLinotype BookAntiqua "
    "Bookman CenturyGothic Century CenturySchoolbook SegoeUI Consolas Candara Corbel Constantia Univers "
    "Frutiger Futura GillSans Lucida LucidaSans LucidaBright LucidaConsole Impact ComicSansMS Wingdings Wingdings2 "
    "Wingdings3 Webdings SymbolMT LiberationSans LiberationSerif LiberationMono DejaVuSans DejaVuSerif "
    "DejaVuSansMono NotoSans NotoSerif OpenSans Roboto RijksoverheidSansText RijksoverheidSansHeading "
    "RijksoverheidSerif RijksoverheidSansTextTT RijksoverheidSansHeadingTT RijksoverheidSerifTT MSGothic "
    "MSMincho SimSun SimHei MingLiU PMingLiU Batang Gulim Dotum MicrosoftYaHei HeiseiMin-W3 "
    "HeiseiKakuGo-W5 STSong-Light MSung-Light HYSMyeongJo-Medium HYGoThic-Medium KozMinPro KozMinPr6N "
    "AdobeSongStd AdobeMingStd AdobeMyungjoStd Ryumin-Light GothicBBB-Medium ArialUnicodeMS ArialMT"
)
_STYLES = listed(
    "PSMT PS MT Std Bold Black Semibold SemiBold Light Medium Italic Ital Oblique Obl Roman Regular Narrow Condensed "
    "Demi DemiBold Heavy ExtraBold Extra Thin Ultra Book Cond Cn Extended Rounded"
)


def _either(words: frozenset[str]) -> str:
    """A pattern for one of the words, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


_KNOWN = re.compile(rf"(?:{_either(_FAMILIES)})(?:[-,]?(?:{_either(_STYLES)}))*")
_TAG = re.compile(r"[A-Z]{6}\+")

FIXED_PITCH, SERIF, ITALIC, BOLD = 1, 2, 64, 1 << 18
_EASTERN = {"Japan1": "KozMinPro", "GB1": "STSong-Light", "CNS1": "MSung-Light", "Korea1": "HYSMyeongJo-Medium"}


@dataclass(frozen=True, slots=True)
class Hints:
    """What helps to choose a substitute: /Flags of the font descriptor, character collection of a CIDFont."""

    flags: int = 0
    ordering: str = ""


def neutral(name: str, number: int, embedded: bool, hints: Hints) -> str:
    """The name a font gets.

    Args:
        name: /BaseFont with its slash.
        number: place of the font in the document, for embedded fonts of an unknown family.
        embedded: whether the font program is in the file, so that the name does not matter.
        hints: for fonts that are not embedded.
    """
    bare = name.removeprefix("/").replace(" ", "")
    tag = "AAAAAA+" if _TAG.match(bare) else ""
    family = _TAG.sub("", bare)
    if _KNOWN.fullmatch(family):
        return f"/{tag}{family}"
    if embedded:
        return f"/AAAAAA+Font{number}"
    if hints.ordering in _EASTERN:
        return "/" + _EASTERN[hints.ordering]
    return "/" + _substitute(family.lower(), hints.flags)


def _substitute(hint: str, flags: int) -> str:
    bold = "bold" in hint or bool(flags & BOLD)
    italic = "ital" in hint or "obli" in hint or bool(flags & ITALIC)
    if flags & SERIF and not flags & FIXED_PITCH:
        return "Times-" + ("Bold" * bold + "Italic" * italic or "Roman")
    family = "Courier" if flags & FIXED_PITCH or "cour" in hint or "mono" in hint else "Helvetica"
    return family + "-" * (bold or italic) + "Bold" * bold + "Oblique" * italic
