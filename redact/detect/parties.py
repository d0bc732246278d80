"""Members of councils and parliament, shown by the party in brackets: 'mevrouw X (GroenLinks)', 'D66 (Y)'."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from redact.detect.acting import TITLES, Acting, Span

PARTY = "spreekt als volksvertegenwoordiger van een partij in het openbaar"
STRONG = regex.compile(
    r"(?<![\p{L}\d])(?:VVD|PVV|PvdA|PVDA|D66|D'66|CDA|SGP|PvdD|PVDD|GroenLinks(?:[-/ ]PvdA)?|GL[-/]PvdA|PvdA[-/]GL|"
    r"GroenLinks|ChristenUnie|50PLUS|50Plus|DENK|FvD|FVD|JA21|BBB|NSC|BIJ1|Volt|LPF|"
    r"Partij\s+voor\s+de\s+Dieren|Partij\s+van\s+de\s+Arbeid|Forum\s+voor\s+Democratie|Christen-?Unie|"
    r"Leefbaar\s+\p{Lu}\p{L}+|Lijst\s+\p{Lu}\p{L}+|Gemeentebelang(?:en)?|Lokaal\s+Belang|Algemeen\s+Belang|"
    r"Dorpsbelang(?:en)?|Burgerbelang(?:en)?|Stadspartij|Ouderenpartij|Dorpspartij|Hart\s+voor\s+\p{Lu}\p{L}+|"
    r"Trots\s+op\s+\p{Lu}\p{L}+|Water\s+Natuurlijk|AWP)(?!\p{L})"
)
"""What names a party wherever it stands."""
_WEAK = r"(?:SP|CU|GL|OSF|TON|Denk|DUS)"
_BEHIND = regex.compile(
    rf"\s*\(\s*(?:(?i:namens|van)\s+)?(?:(?i:de\s+)?(?i:fractie)(?!\p{{L}})[^()\n]{{0,40}}|"
    rf"(?P<weak>{_WEAK}(?=[\s,)]))[^()\n]{{0,25}}|{STRONG.pattern}[^()\n]{{0,30}})\)"
)
_LED_IN = regex.compile(
    r"(?i)(?<!\p{L})(?:de\s+heer|mevrouw|dhr\.?|mw\.?|mevr\.?|lid|leden|raadslid|statenlid|kamerlid|senator)\s+"
    r"(?:[^\n.;]{0,80}(?:,|en)\s+)?$"
)
_BEFORE = regex.compile(rf"(?:{STRONG.pattern}|(?i:fractie)\s+(?:van\s+)?[^()\n.;:]{{2,40}})\s*\(\s*{TITLES}$")
_FRACTIONS = regex.compile(r"(?i)(?<!\p{L})fracties?\s+(?:van\s+)?(?P<list>[^\n.;]{2,40}\([^\n;]{3,200}\))")
_IN_BRACKETS = regex.compile(rf"\(\s*{TITLES}$")
_CLOSES = regex.compile(r"\s*[),]")
_REACH = 100


def by_party(text: str, persons: Sequence[Span]) -> Iterator[Acting]:
    """The persons who speak for a party.

    Args:
        text: A text.
        persons: Where persons stand in it, in order, none over another.
    """
    lists = [match.span("list") for match in _FRACTIONS.finditer(text)]
    for start, end in persons:
        if _has_party(text, start, end) or (_CLOSES.match(text, end) and _is_listed(text, start, lists)):
            yield Acting(start, end, PARTY)


def _has_party(text: str, start: int, end: int) -> bool:
    """Whether a party stands in brackets after a name; 'SP' can be something else too, unless a title leads in."""
    behind = _BEHIND.match(text, end)
    return behind is not None and (behind["weak"] is None or bool(_LED_IN.search(text, max(0, start - _REACH), start)))


def _is_listed(text: str, start: int, lists: Sequence[Span]) -> bool:
    """Whether a name stands in brackets after a party: 'D66 (X)', 'fracties Ons Dorp (X) en Hart voor Y (Z)'."""
    if _BEFORE.search(text, max(0, start - _REACH), start):
        return True
    listed = any(first <= start < last for first, last in lists)
    return listed and bool(_IN_BRACKETS.search(text, max(0, start - _REACH), start))
