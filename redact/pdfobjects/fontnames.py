"""Font names that say nothing about the document, yet let a renderer choose the right substitute."""

from __future__ import annotations

import re

from redact.pdfobjects.operators import listed

_FAMILIES = listed(
    "Arial Helvetica HelveticaNeue Times TimesNewRoman Courier CourierNew Symbol ZapfDingbats Calibri "
    "Cambria Verdana Georgia Tahoma Trebuchet TrebuchetMS Garamond Palatino PalatinoLinotype BookAntiqua "
    "Bookman CenturyGothic Century CenturySchoolbook SegoeUI Consolas Candara Corbel Constantia Univers "
    "Frutiger Futura GillSans LucidaSans LucidaConsole Impact ComicSansMS Wingdings Wingdings2 Wingdings3 "
    "Webdings SymbolMT LiberationSans LiberationSerif LiberationMono DejaVuSans DejaVuSerif "
    "DejaVuSansMono NotoSans NotoSerif OpenSans Roboto RijksoverheidSansText RijksoverheidSansHeading "
    "RijksoverheidSerif RijksoverheidSansTextTT RijksoverheidSansHeadingTT RijksoverheidSerifTT MSGothic "
    "MSMincho SimSun SimHei MingLiU PMingLiU Batang Gulim Dotum MicrosoftYaHei HeiseiMin-W3 "
    "HeiseiKakuGo-W5 STSong-Light MSung-Light HYSMyeongJo-Medium HYGoThic-Medium KozMinPro KozMinPr6N "
    "AdobeSongStd AdobeMingStd AdobeMyungjoStd"
)
_STYLES = listed(
    "PSMT PS MT Std Bold Black Semibold SemiBold Light Medium Italic Ital Oblique Obl Roman Regular Narrow Condensed"
)


def _either(words: frozenset[str]) -> str:
    """A pattern for one of the words, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


_KNOWN = re.compile(rf"(?:{_either(_FAMILIES)})(?:[-,]?(?:{_either(_STYLES)}))*")
_TAG = re.compile(r"[A-Z]{6}\+")

FIXED_PITCH, SERIF, SYMBOLIC, ITALIC, BOLD = 1, 2, 4, 64, 1 << 18


def neutral(name: str, number: int, embedded: bool, flags: int) -> str:
    """The name a font gets.

    Args:
        name: /BaseFont with its slash.
        number: place of the font in the document, for embedded fonts of an unknown family.
        embedded: whether the font program is in the file, so that the name does not matter.
        flags: /Flags of the font descriptor, 0 when there is none.
    """
    bare = name.removeprefix("/").replace(" ", "")
    tag = "AAAAAA+" if _TAG.match(bare) else ""
    family = _TAG.sub("", bare)
    if _KNOWN.fullmatch(family):
        return f"/{tag}{family}"
    if embedded:
        return f"/AAAAAA+Font{number}"
    return "/" + _substitute(family.lower(), flags)


def _substitute(hint: str, flags: int) -> str:
    bold = "bold" in hint or bool(flags & BOLD)
    italic = "ital" in hint or "obli" in hint or bool(flags & ITALIC)
    if flags & FIXED_PITCH or "cour" in hint or "mono" in hint:
        return "Courier" + ("-" if bold or italic else "") + "Bold" * bold + "Oblique" * italic
    if flags & SERIF:
        if bold or italic:
            return "Times-" + "Bold" * bold + "Italic" * italic
        return "Times-Roman"
    return "Helvetica" + ("-" if bold or italic else "") + "Bold" * bold + "Oblique" * italic
