"""What was met in a document that its reader does not see, in words for the reviewer."""

from __future__ import annotations

from collections.abc import Iterable

from redact.model import Finding

WORDS = {
    "annotation": "aantekeningen vastgelegd, de tekst erachter verwijderd",
    "attachment": "bijlage in het bestand verwijderd",
    "covered-text": "witte of bedekte tekst verwijderd",
    "damaged-picture": "beschadigde afbeelding geheel of deels onleesbaar, kijk haar na",
    "earlier-revision": "eerdere versie verwijderd",
    "form-field": "formuliervelden vastgelegd",
    "hidden-layer": "verborgen laag verwijderd",
    "hidden-text": "onzichtbare tekst verwijderd",
    "javascript": "script verwijderd",
    "off-page-text": "tekst buiten de bladzijde verwijderd",
    "repaired": "beschadigd bestand hersteld",
    "raster-page": "bladzijde als afbeelding gelakt, kijk haar na",
}
"""By kind of finding."""
MOST_PAGES = 10


def findings_text(findings: Iterable[Finding]) -> str:
    """Findings of one document in a line: 'witte of bedekte tekst verwijderd (p. 3, 5)'; '' where there are none."""
    pages: dict[str, set[int]] = {}
    for finding in findings:
        pages.setdefault(finding.kind, set()).update(() if finding.page is None else (finding.page,))
    return "; ".join(WORDS.get(kind, kind) + _where(sorted(numbers)) for kind, numbers in sorted(pages.items()))


def _where(pages: list[int]) -> str:
    if not pages:
        return ""
    shown = ", ".join(map(str, pages[:MOST_PAGES]))
    return f" (p. {shown}{', ...' if len(pages) > MOST_PAGES else ''})"
