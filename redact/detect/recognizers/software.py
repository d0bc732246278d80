"""Products by their names: those on the list, what a maker's name announces, and versions.

'Windows Server 2012 R2', 'Palo Alto', 'Dell PowerEdge R740', 'firmware 7.0.9', 'TeamViewer-ID 123 456 789'
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import regex

from redact.detect import products
from redact.detect.common import is_word
from redact.detect.recognizers.coined import SYSTEM_NAME, is_named, value_of
from redact.detect.recognizers.values import TIMEOUT_S, Value

LISTED = "staat op de lijst van producten"
MADE = "product achter de naam van een maker"
VERSIONED = "product met een versie"
VERSION_ALONE = "versie van wat er draait"
REMOTE = "nummer waarmee iemand van buiten op een machine komt"
NUMBER = r"v?\d{1,5}(?:\.\d{1,5}){0,4}(?:[A-Z]{1,2}\d{0,2}|[a-z]{1,2})?"
GRADE = (
    r"Server|Enterprise|Standard|Professional|Pro|Essentials|Datacenter|Embedded|Express|Premium|Appliance|Client|Agent"
)
STEP = (
    r"LTS|LTSC|ESR|R\d{1,2}|CU[ ]?\d{1,2}|SP[ ]?\d{1,2}|U\d{1,2}|HF\d{1,2}|[Bb]uild[ ]\d{3,6}|[Uu]pdate[ ]\d{1,3}|"
    r"\d{1,2}[hH][12]"
)
TAIL = (
    rf"(?:[ -](?:{GRADE}|{STEP}|(?:versie[ ])?{NUMBER}(?![\p{{L}}\d])(?![ ](?:jaar|procent|euro|%|gebruikers|"
    rf"medewerkers|licenties|keer|maal|dagen|weken|maanden))))"
)
MUST = (
    rf"[ ](?:versie[ ]|release[ ])?(?:\d{{1,5}}(?:\.\d{{1,5}}){{0,4}}[a-z]?|v\d{{1,5}}(?:\.\d{{1,5}}){{0,4}}|"
    rf"{STEP})(?![\p{{L}}\d]|[.,-]\d|[ ](?:keer|jaar|uur|%))"
)
_EDGE = r"(?<![\p{L}\d@/\\._-])"
_END = r"(?![\p{L}\d@]|\.\p{Ll})"

_LISTED = regex.compile(
    rf"{_EDGE}\L<names>{_END}(?:{TAIL}){{0,4}}{_END}",
    names=products.SECURITY | products.PLATFORMS | products.INDUSTRY | products.BUSINESS,
)
_CODED = regex.compile(rf"{_EDGE}\L<names>{MUST}(?:{TAIL}){{0,3}}{_END}", names=products.CODED)
_MAKER = regex.compile(
    rf"{_EDGE}\L<names>(?=[ ][\p{{L}}\d])",
    names=products.MAKERS,
)
_PART = regex.compile(r"[ ](?P<word>[\p{L}\d](?:[\p{L}\d/+]|-(?=[\p{L}\d])|\.(?=\d))*)")
_TAIL = regex.compile(rf"(?:{TAIL}){{0,4}}{_END}")
_DEVICE_BEFORE = regex.compile(
    r"(?<![\p{L}\d])(?:SAN|NAS|PLC|RTU|NVR|UPS|PBX|SIEM|DMS|CRM|ERP|CMS|Microsoft|MS|IBM|Oracle|Cisco|Citrix|HPE?|Dell|"
    r"Adobe|Apache)[ ]$"
)
_FIRMWARE = regex.compile(
    r"(?<![\p{L}\d])(?i:firmware|software|programma|patch|kernel|os|agent|client)?(?i:versie|niveau|level|firmware|"
    r"build|hotfix|patch|release|kernel)[ ]?[:]?[ ]?(?:(?i:versie|level|nummer)[ ]?:?[ ]?)?"
    r"(?:[Vv]\.?[ ]?)?\d{1,5}(?:\.\d{1,5}){1,4}(?:-\d{1,5}(?:\.\d{1,5})*)?[a-z]?(?![\p{L}\d%€]|[.,/-]\d|[ ](?:of|en|"
    r"dan)[ ](?:hoger|later|nieuwer))"
    r"|(?<![\p{L}\d])KB\d{6,7}(?!\d)"
)
_ABOUT_MACHINES = regex.compile(
    r"(?i)\b(?:firmware|software|server|applicatie|systeem|patch\p{L}*|update\p{L}*|upgrade\p{L}*|kwetsba\p{L}+|lek|"
    r"lekken|draai\p{L}*|firewall|appliance|cve|"
    r"geïnstalleerd|exploit|kernel|driver|gateway|router|switch|client|agent|database|platform|hotfix|"
    r"beveiligings\p{L}*)\b"
)
_SURELY_SOFTWARE = regex.compile(r"(?i)firmware|software|patch|kernel|hotfix|build|agent|client|\bos")
_REMOTE = regex.compile(
    r"(?<![\p{L}\d])(?i:TeamViewer|AnyDesk|RustDesk|Splashtop|Quick Assist|ISL Light|LogMeIn)(?:[ -]?(?i:id|sessie|"
    r"sessiecode|code|nummer|adres)){1,2}[ ]?:?[ ]?\d[\d ]{4,12}\d(?!\d)"
)
AROUND = 90


def products_in(text: str) -> Iterator[Value]:
    """Products and versions in a text."""
    flat = text.replace("\n", " ")
    for match in _LISTED.finditer(flat, timeout=TIMEOUT_S):
        end = _model_end(flat, match.end(), listed=True)
        yield Value(_with_device(flat, match.start()), end, SYSTEM_NAME, 0.62, LISTED)
    for match in _CODED.finditer(flat, timeout=TIMEOUT_S):
        if not _is_date_like(match.group()):
            yield value_of(match, SYSTEM_NAME, 0.6, VERSIONED)
    yield from _made(flat)
    for match in _FIRMWARE.finditer(flat, timeout=TIMEOUT_S):
        if _is_of_software(flat, match):
            yield value_of(match, SYSTEM_NAME, 0.5, VERSION_ALONE)
    for match in _REMOTE.finditer(flat, timeout=TIMEOUT_S):
        yield value_of(match, SYSTEM_NAME, 0.7, REMOTE)


def _is_date_like(text: str) -> bool:
    """'Office 3 juli' and 'Teams 14.30' are no versions; a lone number of one digit says nothing."""
    last = text.rsplit(" ", 1)[1]
    return last.isdecimal() and len(last) < 2 and not text.startswith(("PHP", "Python", "Java", "Oracle"))


def _made(text: str) -> Iterator[Value]:
    for match in _MAKER.finditer(text, timeout=TIMEOUT_S):
        end = _model_end(text, match.end())
        if end > match.end():
            tail: Any = _TAIL.match(text, end, timeout=TIMEOUT_S)
            yield Value(_with_device(text, match.start()), tail.end() if tail else end, SYSTEM_NAME, 0.55, MADE)


def _with_device(text: str, start: int) -> int:
    """Where a product begins together with the kind of device before it: 'NAS Voorbeeld 12'."""
    before = _DEVICE_BEFORE.search(text, max(0, start - 12), start, timeout=TIMEOUT_S)
    return before.start() if before else start


def _model_end(text: str, place: int, *, listed: bool = False) -> int:
    """Where the names of the product behind a name end; `place` when there is none."""
    end = place
    for _ in range(3):
        part = _PART.match(text, end, timeout=TIMEOUT_S)
        if part is None or not _is_model(part["word"]) or (listed and is_named(part["word"])):
            break
        end = part.end()
    return end


def _is_model(word: str) -> bool:
    if word in products.COMPANY_WORDS or word in products.NO_SYSTEMS or not word[:1].isalnum():
        return False
    letters = sum(map(str.isalpha, word))
    if letters == len(word) and word.isupper():
        return 1 < letters < 7 and (word not in products.PUBLIC_CODES or word in ("ID", "IP", "HD", "OS"))
    if any(map(str.isdecimal, word)):
        return letters > 0
    camel = any(low.islower() and high.isupper() for low, high in pairwise(word))
    return camel or (word[0].isupper() and letters > 2 and not is_word(word.lower()))


def _is_of_software(text: str, match: Any) -> bool:
    if _SURELY_SOFTWARE.search(match.group()) or match.group().startswith("KB"):
        return True
    near = text[max(0, match.start() - AROUND) : match.end() + AROUND]
    return match.group().count(".") > 0 and bool(_ABOUT_MACHINES.search(near, timeout=TIMEOUT_S))
