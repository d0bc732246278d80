"""The sheet 'Uitleg' of hits.xlsx: what people need to know to fill it in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from redact.model import Regime
from redact.review.sheet import GROUP_SHEET, HIT_SHEET
from redact.review.workbook_looks import LINE_HEIGHT, TITLE_HEIGHT, VERDICT_COLOURS, Looks
from redact.rulebook import RuleBook

_WIDTH = 96
"""Characters on a line."""

_STEPS = (
    f"Ga op het blad '{HIT_SHEET}' van regel naar regel en kies bij oordeel: lakken, laten staan of twijfel.",
    f"Of beslis op het blad '{GROUP_SHEET}' over alle treffers van een persoon of term tegelijk.",
    "Sla het bestand op, sluit het, en geef hetzelfde commando nog een keer.",
)
_MEANINGS = {
    "lakken": "De tekst wordt gelakt, met de grond die ernaast staat.",
    "laten staan": "De tekst blijft leesbaar.",
    "twijfel": "Nog niet beslist; het programma wacht.",
    "(leeg)": "Nog niet beslist; het programma wacht.",
}
_RULES = (
    ("Kolommen", "U kunt alleen de kolommen met een blauwe kop invullen. De andere zijn er om bij te lezen."),
    ("Beoordelaar", "Laat leeg voor uw eigen naam, of vul in wie de beslissing nam."),
    ("Grond", "Kies uit de lijst. Geldt meer dan een grond, typ ze dan met ; ertussen."),
    (
        GROUP_SHEET,
        "Een oordeel, grond of opmerking op dit blad geldt voor alle treffers van de regel, ook als die al beoordeeld "
        f"waren. Wat u in dit bestand op het blad '{HIT_SHEET}' zelf bij een treffer verandert, gaat voor. Een lege "
        "regel verandert niets. Na het inlezen is de regel weer leeg; de kolom stand toont wat geldt.",
    ),
    (
        "Iets gemist?",
        f"Onder de laatste treffer van het blad '{HIT_SHEET}' staan lichtgroene lege regels. Vul daar tekst, grond en "
        "het oordeel lakken in en laat id leeg. Met document (de code) of pagina geldt het alleen daar, anders overal.",
    ),
    (
        "Tweede lezer",
        "Staat er iets bij nalezen, dan kijkt een tweede lezer mee: iemand anders dan de beoordelaar. Klopt het "
        "oordeel, dan vult die daar zijn of haar naam in.",
    ),
    (
        "Rode opmerking",
        "'vervallen' wil zeggen dat de treffer niet meer wordt gevonden, bijvoorbeeld omdat het document is vervangen. "
        "Maak het oordeel leeg om dat te bevestigen.",
    ),
    (
        "Beveiliging",
        "De bladen zijn beveiligd zonder wachtwoord, tegen vergissingen. Filteren kan altijd; om te sorteren heft u de "
        "beveiliging op (Controleren, Beveiliging blad opheffen). Kolommen verplaatsen of verbergen mag.",
    ),
    (
        "Twee bestanden",
        "hits.csv is dezelfde lijst. U mag ze allebei gebruiken, ook naast de webpagina. Staat bij een treffer op twee "
        "plaatsen iets anders, dan noemt het programma de regels en verandert er niets.",
    ),
)


def write_guide(sheet: Any, looks: Looks, rulebook: RuleBook, regime: Regime, edition: str) -> None:
    """Writes the sheet.

    Args:
        sheet: an empty worksheet.
        looks: the formats of its workbook.
        rulebook: for the grounds and markings.
        regime: the law whose grounds are listed.
        edition: names this writing of the list.
    """
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, _WIDTH)
    for line, (left, right, style) in enumerate(_lines(looks, rulebook, regime, edition)):
        sheet.set_row(line, TITLE_HEIGHT if style is looks.title else LINE_HEIGHT * -(-max(len(right), 1) // _WIDTH))
        if left:
            sheet.write_string(line, 0, left, style)
        if right:
            sheet.write_string(line, 1, right, looks.plain)
    _colour(sheet, looks)
    sheet.hide_gridlines(2)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _lines(looks: Looks, rulebook: RuleBook, regime: Regime, edition: str) -> Iterator[tuple[str, str, Any]]:
    yield "Zo werkt het", "", looks.title
    for number, step in enumerate(_STEPS, start=1):
        yield f"Stap {number}", step, looks.bold
    yield "", "", looks.plain
    yield "Oordeel en kleur", "", looks.title
    for word, meaning in _MEANINGS.items():
        yield word, meaning, looks.bold
    yield "", "", looks.plain
    yield "Goed om te weten", "", looks.title
    for heading, text in _RULES:
        yield heading, text, looks.bold
    yield "", "", looks.plain
    yield "Gronden", "", looks.title
    for ground in rulebook.grounds:
        if ground.regime is regime:
            yield ground.label, ground.title, looks.bold
    for marking in rulebook.markings:
        yield marking.label, marking.title, looks.bold
    yield "", "", looks.plain
    yield "Uitdraai", edition, looks.bold


def _colour(sheet: Any, looks: Looks) -> None:
    """Shows the colours of the verdicts beside the words."""
    for word in VERDICT_COLOURS:
        rule = {"type": "formula", "criteria": f'=$A1="{word}"', "format": looks.rows[word]}
        sheet.conditional_format(0, 0, len(_STEPS) + len(_MEANINGS) + 3, 0, rule)
