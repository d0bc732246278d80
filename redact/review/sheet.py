"""The hit list as people see it: the columns, and what stands in each cell of an entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from redact.model import Hit, Verdict
from redact.review.additions import BY_HAND
from redact.review.hitlist import Entry, HitList
from redact.rulebook import RuleBook
from redact.tables import Row, Table, one_line, write_table

NAME = "hits.csv"
WORKBOOK = "hits.xlsx"
HIT_SHEET = "Treffers"
GROUP_SHEET = "Personen en termen"

COLUMNS: dict[str, tuple[str, ...]] = {
    "id": ("hit", "hit id", "nr", "treffer"),
    "document": ("doc", "code", "documentcode"),
    "pagina": ("page", "blz", "bladzijde"),
    "tekst": ("text",),
    "context": (),
    "soort": ("type", "kind"),
    "grond": ("gronden", "ground", "weigeringsgrond"),
    "zekerheid": ("score",),
    "oordeel": ("besluit", "verdict", "decision"),
    "beoordelaar": ("reviewer",),
    "opmerking": ("opmerkingen", "remark"),
    "nalezen": (),
    "tweede lezer": ("tweede", "second"),
}
"""Headings in the order in which they are written, each with the other headings that are understood."""

FILLED_IN = ("grond", "oordeel", "beoordelaar", "opmerking", "tweede lezer")
"""The columns that people may change in the row of a hit."""

GROUP_COLUMNS: dict[str, tuple[str, ...]] = {
    "groep": ("group",),
    "naam of term": ("naam", "term"),
    "soort": ("type", "kind"),
    "treffers": ("aantal treffers",),
    "documenten": ("document",),
    "open": (),
    "stand": ("stand nu",),
    **{column: COLUMNS[column] for column in ("oordeel", "grond", "beoordelaar", "opmerking", "tweede lezer")},
}
"""Headings of the sheet with one row a person or term."""

BY_HAND_LABEL = "toegevoegd"
_LONGEST_TEXT = 2_000
_LONGEST_CONTEXT = 500


@dataclass(frozen=True, slots=True)
class Content:
    """What stands in a file of the hit list: the rows of hits and, in a workbook, those of persons and terms.

    `members` has the hit ids of each group as the workbook was written, and `edition` says which writing that was.
    """

    hits: Table
    groups: tuple[Row, ...] = ()
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    edition: str = ""


def to_csv(
    hit_list: HitList, codes: Mapping[str, str], rulebook: RuleBook, reasons: Mapping[str, str] | None = None
) -> bytes:
    """The hit list as a file for Excel; reviewed hits that are no longer found stand at the end.

    Args:
        hit_list: the list.
        codes: the code of each document ('DAA') by document id.
        rulebook: for the labels of grounds and kinds.
        reasons: why a hit waits for a second reader, in Dutch, by hit id.
    """
    return write_table(tuple(COLUMNS), rows_of(hit_list, codes, rulebook, reasons))


def rows_of(
    hit_list: HitList, codes: Mapping[str, str], rulebook: RuleBook, reasons: Mapping[str, str] | None = None
) -> Iterator[list[str]]:
    """The cells of every hit in the order of `COLUMNS`; reviewed hits that are no longer found stand at the end."""
    gone = {entry.hit_id for entry in hit_list.vanished}
    label, kind = cache(rulebook.label), cache(rulebook.entity_label)
    for entry in (*hit_list.entries, *hit_list.vanished):
        hit = entry.hit
        cells = shown(entry, label, gone=entry.hit_id in gone) | {
            "id": entry.hit_id,
            "document": codes.get(hit.document_id, hit.document_id),
            "pagina": _pages(hit),
            "tekst": _cut(hit.text, _LONGEST_TEXT),
            "context": _cut(hit.context, _LONGEST_CONTEXT),
            "soort": BY_HAND_LABEL if hit.entity_type == BY_HAND else kind(hit.entity_type),
            "zekerheid": f"{hit.score:.2f}".replace(".", ","),
            "nalezen": (reasons or {}).get(entry.hit_id, ""),
        }
        yield [cells[column] for column in COLUMNS]


def shown(entry: Entry, label: Callable[[tuple[str, ...]], str], *, gone: bool) -> dict[str, str]:
    """The cells that people may change, as they are written for this entry."""
    return {
        "grond": label(entry.grounds),
        "oordeel": entry.verdict.value,
        "beoordelaar": one_line(entry.review.reviewer) if entry.review else "",
        "opmerking": _remark(entry, gone),
        "tweede lezer": one_line(entry.review.second) if entry.review else "",
    }


def _remark(entry: Entry, gone: bool) -> str:
    remark = one_line(entry.review.remark) if entry.review else ""
    if gone:
        warning = "vervallen: niet meer gevonden; maak het oordeel leeg om dit te bevestigen"
        return f"{warning} ({remark})" if remark else warning
    if not remark and entry.verdict is Verdict.OPEN and entry.hit.proposal is Verdict.KEEP:
        reason = one_line(entry.hit.reason)
        if entry.hit.hint:
            return reason
        return f"voorstel: laten staan ({reason})" if reason else "voorstel: laten staan"
    return remark


def _pages(hit: Hit) -> str:
    last = max((box.page for box in hit.boxes), default=hit.page)
    return f"p. {hit.page}–{last}" if last > hit.page else f"p. {hit.page}"


def _cut(text: str, longest: int) -> str:
    line = one_line(text)
    return line if len(line) <= longest else line[: longest - 1] + "…"
