"""What an inventory says about a document, read from its first pages, its file name and its metadata.

Nothing here decides anything: a reviewer sees and corrects it in documents.csv. So it never fails; what cannot be
read stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath
from statistics import median

from redact.model import Description, Page

EARLIEST, LATEST = 1900, 2100
HEAD_CHARS = 6000
"""Text looked at: a document says what it is at its beginning."""
TITLE_CHARS = 200
TOP_LINES = 15
"""A document names itself in its first lines."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari february feb",
            "maart march mrt mar",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "augustus august aug",
            "september sept sep",
            "oktober october okt oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"(?P<y1>\d{{4}})[-/.](?P<m1>\d{{1,2}})[-/.](?P<d1>\d{{1,2}})(?!\d)"
    rf"|(?<!\d)(?P<d2>\d{{1,2}})[-/.\u2010\u2011](?P<m2>\d{{1,2}})[-/.\u2010\u2011](?P<y2>\d{{4}}|\d{{2}})(?!\d)"
    rf"|(?<!\d)(?P<d3>\d{{1,2}})(?:e|ste|de|th|st|nd|rd)?[\s-]+(?P<m3>{_MONTH})\.?,?[\s-]+(?P<y3>\d{{4}})(?!\d)"
    rf"|\b(?P<m4>{_MONTH})\.?\s+(?P<d4>\d{{1,2}})(?:th|st|nd|rd)?,?\s+(?P<y4>\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(?<!\d)(?P<y1>(?:19|20)\d{2})(?P<m1>[01]\d)(?P<d1>[0-3]\d)(?!\d)")

_DAY = r"(?:ma|di|wo|do|vr|za|zo|mon|tue|wed|thu|fri|sat|sun)[a-z]*"
_START = r"^[ \t>*|]*(?:"
_SENT = re.compile(
    _START + r"verzonden op|verzonden|verstuurd|datum verzonden|sent|datum|date|gedateerd|dagtekening)\b"
    rf"[ \t]*:?\s{{0,3}}(?:{_DAY}[.,]?\s+)?(?P<value>[^\n]*)",
    re.IGNORECASE | re.MULTILINE,
)
_PLACE_AND_DATE = re.compile(r"^['’]?[^\W\d][^\d\n,]{2,30},[ \t]+(?:de )?(?P<value>\d[^\n]*)", re.MULTILINE)


def _field(names: str) -> re.Pattern[str]:
    """A line that begins with one of these names and a colon or the edge of a table cell."""
    return re.compile(_START + names + r")[ \t]*(?::|\t)[ \t]*(?P<value>[^\n]*)", re.IGNORECASE | re.MULTILINE)


_SUBJECT = _field("onderwerp|betreft|betreffende|subject|titel")
_SUBJECT_BARE = re.compile(r"^(?:Onderwerp|Betreft)(?:[ \t]+|\n)(?P<value>[^\n]+)", re.MULTILINE)
_FROM = _field("van|from|afzender")
_TO = _field("aan|to|geadresseerde|ontvanger")
_MAILED = _field("verzonden op|verzonden|verstuurd|sent")
_DATED = _field("datum|date")
_QUOTED = re.compile(
    r"^[ \t>]*(?:op|on)\b[^\n]{8,120}\n?[^\n]{0,80}\b(?:schreef|wrote)\b[^\n]*:", re.IGNORECASE | re.MULTILINE
)
_REPLY = re.compile(r"^\s*(?:(?:re|fw|fwd|antw|antwoord|doorst|betr|aw|tr)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
_HEADER_CHARS = 600

_KINDS = tuple(
    (kind, re.compile(rf"\b(?:{words})\b", re.IGNORECASE))
    for kind, words in (
        ("chat", r"whats\s?app\w*|chatgesprek|chatberichten|groepschat"),
        ("Kamervragen", r"kamervra(?:ag|gen)|vragen van (?:het lid|de leden)|aanhangsel van de handelingen"),
        ("lijst", r"[\w-]{0,40}lijst|overzicht"),
        ("verslag", r"[\w-]{0,40}verslag|notulen|minutes"),
        ("nota", r"[\w-]{0,40}nota|notitie"),
        ("memo", r"memo|memorandum"),
        ("besluit", r"(?:[\w-]{0,40}-)?besluit|beschikking"),
        ("advies", r"[\w-]{0,40}advies|adviesrapport"),
        ("presentatie", r"presentatie|powerpoint|slides"),
        ("brief", r"[\w-]{0,40}brief"),
    )
)
_CHAT_LINE = re.compile(
    r"^\[?\d{1,2}[-/]\d{1,2}[-/]\d{2,4},? \d{1,2}:\d{2}(?::\d{2})?\]?(?: -)? [^:\n]{1,60}: ", re.MULTILINE
)
_SALUTATION = re.compile(r"^(?:geachte|beste|hooggeachte|excellentie|dear)\b", re.IGNORECASE | re.MULTILINE)
_MADE_BY = re.compile(
    r"^\s*(?:microsoft \w+|powerpoint[- ]presentatie|untitled|document\d*$|naamloos|scan)", re.IGNORECASE
)
_SUFFIX = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|msg|eml|odt|rtf|txt|tiff?)\s*$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{3,}")


def describe(pages: Sequence[Page], name: str, info: Mapping[str, str]) -> Description:
    """Date, kind, title, sender and receiver of a document.

    Args:
        pages: its first pages, in order; none, or pages without text, for a scan.
        name: path inside the bundle.
        info: the PDF's document information; 'title' and 'creation' (or 'creationDate') are used.
    """
    text = "\n\n".join(page.text for page in pages)[:HEAD_CHARS]
    stem = _SUFFIX.sub("", PurePosixPath(name).name)
    headers = list(_headers(text))
    return Description(
        date=_date(text, stem, info),
        kind=_kind(text, stem, headers),
        title=_title(pages, text, stem, info),
        sender=_value(_FROM, headers[0]) if headers else "",
        receiver=_value(_TO, headers[0]) if headers else "",
    )


def _headers(text: str) -> Iterator[str]:
    """The header blocks of mails and memos: from 'Van:' on, when two more such fields follow soon."""
    end = 0
    for match in _FROM.finditer(text):
        block = text[match.start() : match.start() + _HEADER_CHARS]
        following = sum(bool(field.search(block)) for field in (_TO, _SUBJECT, _MAILED, _DATED))
        if match.start() >= end and following >= 2:
            end = match.end()
            yield block


def _is_mail(header: str) -> bool:
    """A memo has the fields of a mail too, but no address and no time of sending."""
    return bool(_MAILED.search(header)) or "@" in header or re.search(r"\d{1,2}:\d{2}", header) is not None


def _date(text: str, stem: str, info: Mapping[str, str]) -> date | None:
    """The first date that stands behind a label or a place, else in the file name, else that of the PDF."""
    for pattern in (_SENT, _PLACE_AND_DATE):
        for match in pattern.finditer(text):
            found = read_date(match["value"])
            if found:
                return found
    named = next(_dates_in(_COMPACT, stem), None) or next(_dates_in(_DATE, stem.replace("_", "-")), None)
    return named or _pdf_date(info)


def read_date(value: str) -> date | None:
    """The date that a text begins with: 27 januari 2022, 27-01-2022, 2022-01-27, January 27, 2022; None if none."""
    match = _DATE.match(value.strip())
    return _as_date(match) if match else None


def _dates_in(pattern: re.Pattern[str], text: str) -> Iterator[date]:
    return (found for match in pattern.finditer(text) if (found := _as_date(match)))


def _as_date(match: re.Match[str]) -> date | None:
    """A match of year, month and day; None when there is no such day or it is not of our time."""
    groups = {key[0]: value for key, value in match.groupdict().items() if value}
    month = MONTHS.get(groups["m"].lower()) or int(groups["m"])
    day, year = int(groups["d"]), int(groups["y"])
    if len(groups["y"]) == 2:
        year += 2000 if year < 70 else 1900
    if month > 12 >= day:
        day, month = month, day
    try:
        return date(year, month, day) if EARLIEST <= year <= LATEST else None
    except ValueError:
        return None


def _pdf_date(info: Mapping[str, str]) -> date | None:
    raw = next((value for key, value in info.items() if key.lstrip("/").lower().startswith("creation")), "")
    return next(_dates_in(_COMPACT, (raw or "").removeprefix("D:")[:8]), None)


def _kind(text: str, stem: str, headers: Sequence[str]) -> str:
    """A Dutch word for what the document is, 'document' where nothing tells."""
    mails = sum(map(_is_mail, headers))
    if mails:
        return "e-mailwisseling" if mails > 1 or _QUOTED.search(text) else "e-mail"
    if len(_CHAT_LINE.findall(text)) >= 3:
        return "chat"
    top = "\n".join(text.splitlines()[:TOP_LINES])
    spoken = _SALUTATION.search(top)
    return _first_kind(top) or _first_kind(re.sub(r"[_.]", " ", stem)) or ("brief" if spoken else "document")


def _first_kind(text: str) -> str:
    """The kind whose word comes first."""
    found = [(match.start(), kind) for kind, words in _KINDS if (match := words.search(text))]
    return min(found)[1] if found else ""


def _title(pages: Sequence[Page], text: str, stem: str, info: Mapping[str, str]) -> str:
    """The subject line, else the title in the metadata, else a file name that speaks, else the heading."""
    subject = _value(_SUBJECT, text) or _value(_SUBJECT_BARE, text)
    if subject:
        return _tidy(_REPLY.sub("", subject)) or _tidy(stem)
    given = next((value for key, value in info.items() if key.lstrip("/").lower() == "title"), "") or ""
    if _WORD.search(given) and not _SUFFIX.search(given) and not _MADE_BY.match(given):
        return _tidy(given)
    speaking = len(_WORD.findall(stem)) > 1 and not _MADE_BY.match(stem)
    heading = "" if speaking or not pages else _heading(pages[0])
    return heading or _tidy(stem)


def _heading(page: Page) -> str:
    """The first line in clearly the largest letters of a page, '' where none stands out."""
    lines: list[tuple[float, str]] = []
    start = 0
    for line in page.text.split("\n"):
        first = next((o for o in page.offsets[start : start + len(line)] if o >= 0), None)
        if first is not None:
            lines.append((page.glyphs[first].y1 - page.glyphs[first].y0, line))
        start += len(line) + 1
    if not lines:
        return ""
    largest = max(height for height, _ in lines)
    if largest < 1.2 * median(height for height, _ in lines):
        return ""
    heading = next(line for height, line in lines if height > 0.98 * largest)
    return _tidy(heading) if len(_WORD.findall(heading)) > 1 else ""


def _value(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return _tidy(match["value"]) if match else ""


def _tidy(value: str) -> str:
    """One line without control characters and lone surrogates, of bounded length."""
    return " ".join("".join(char if char.isprintable() else " " for char in value).split())[:TITLE_CHARS]
