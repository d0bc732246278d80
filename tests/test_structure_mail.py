"""Names in mails of many clients: header fields, quoted replies, invitations, signatures, salutations."""

from __future__ import annotations

import pytest

from redact.detect.recognizers.base import StructureRecognizer
from redact.detect.recognizers.headers import FieldRecognizer, HeaderRecognizer
from redact.detect.recognizers.salutations import SalutationRecognizer
from redact.detect.recognizers.signatures import SignatureRecognizer

HEADERS = [
    ("Van: Jan de Vries/DIR/ORG@ORG", ["Jan de Vries"]),
    ("Aan: Jan de Vries/DIR/ORG@ORG, Fatima Bakker/DIR/ORG@ORG", ["Jan de Vries", "Fatima Bakker"]),
    ("To:\tJansen, P. (Piet) - DGRR/BR", ["Jansen, P. (Piet)"]),
    ("Aan: Jan Jansen, Piet Bakker, Fatima Visser", ["Jan Jansen", "Piet Bakker", "Fatima Visser"]),
    ("Aan: Jansen, Bakker, Visser", ["Jansen", "Bakker", "Visser"]),
    ("Aan: Jan, Piet", ["Jan", "Piet"]),
    ("Aan: Jansen, Piet; Bakker, Fatima", ["Jansen, Piet", "Bakker, Fatima"]),
    ("Aan: Jansen, Piet", ["Jansen, Piet"]),
    ("Aan: Vries, A.B. de; Meer, C. van der", ["Vries, A.B. de", "Meer, C. van der"]),
    (
        "Aan: Jan Jansen <j@x.nl>;\nPiet Bakker <p@x.nl>;\nFatima Visser <f@x.nl>",
        ["Jan Jansen", "Piet Bakker", "Fatima Visser"],
    ),
    ("From: Jan Jansen on behalf of Fatima Bakker", ["Jan Jansen", "Fatima Bakker"]),
    ("Van: Secretariaat namens Jan Jansen", []),
    ("Namens: Jan Jansen", ["Jan Jansen"]),
    ("van: jan jansen", ["jan jansen"]),
    ("cc: 'Jan Jansen' <j@x.nl>", ["Jan Jansen"]),
    ("De : Jean Dupont <j@x.fr>\nÀ : Piet Bakker", ["Jean Dupont", "Piet Bakker"]),
    ("Organisator: Jan Jansen", ["Jan Jansen"]),
    ("Vereiste deelnemers: Jan Jansen; Fatima Bakker", ["Jan Jansen", "Fatima Bakker"]),
    ("Van: Jan v.d. Meer", ["Jan v.d. Meer"]),
    ("Van: Jan vd Meer", ["Jan vd Meer"]),
    ("Van: Patricia 'Pat' Jansen", ["Patricia 'Pat' Jansen"]),
    ("Aan: Jan Jansen (JJa), Piet Bakker", ["Jan Jansen", "JJa", "Piet Bakker"]),
    ("Op 12 mrt. 2021 om 14:03 heeft Jan Jansen <j@x.nl> het volgende geschreven:", ["Jan Jansen"]),
    ("Op 12-03-2021 14:03 schreef Jan Jansen:", ["Jan Jansen"]),
    ("---- Op ma, 12 mrt 2021 14:03:22 +0100 Jan Jansen <j@x.nl> schreef ----", ["Jan Jansen"]),
    ("Am Mo., 12. März 2021 um 14:03 Uhr schrieb Hans Bakker <h@x.de>:", ["Hans Bakker"]),
    ("Le 12 mars 2021 à 14:03, Jean Dupont <j@x.fr> a écrit :", ["Jean Dupont"]),
    ("Jan Jansen <j@x.nl> schreef op 12 maart 2021:", ["Jan Jansen"]),
    ("Aan: college van Gedeputeerde Staten", []),
    ("Aan: MT; DT; BZK", []),
    ("Onderwerp: RE: Bakker", []),
    ("Van belang is dat dit klopt.", []),
    ("De aanvraag: Jansen", []),
]
FIELDS = [
    ("Contactpersoon\tJan Jansen", ["Jan Jansen"]),
    ("Behandeld door\nJ. Jansen\nT 070 000", ["J. Jansen"]),
    ("Opgemaakt door: Jan Jansen, controleur", ["Jan Jansen", "controleur"]),
    ("| Indiener: Jan Jansen | Datum: 1 mei |", ["Jan Jansen"]),
    ("Aanspreekpunt: Fatima (tst. 12)", ["Fatima"]),
    ("Contactpersoon: Personeelsnummer", []),
    ("Steller: IP-adres", []),
    ("Melder: PvdA", []),
    ("Naam: n.v.t.", []),
    ("Naam: Afdeling Inkoop", []),
]
SIGNATURES = [
    ("Mvg,\nJan", ["Jan"]),
    ("Groet,\nJ.", ["J."]),
    ("Groet,\nJV", ["JV"]),
    ("groet, jan jansen", ["jan jansen"]),
    ("Groeten,\n\nJan Jansen (JJa)\nteamleider", ["Jan Jansen", "JJa", "teamleider"]),
    ("Met vriendelijke groet,\nJan Jansen | senior jurist | 06", ["Jan Jansen", "senior jurist"]),
    ("Mit freundlichen Grüßen\nHans Bakker", ["Hans Bakker"]),
    ("Cordialement,\nJean Dupont", ["Jean Dupont"]),
    ("Bedankt!\nJan", ["Jan"]),
    ("Alvast bedankt,\nFatima", ["Fatima"]),
    ("Tot morgen,\nJan", ["Jan"]),
    ("Bedankt voor de moeite.\nJan Jansen komt morgen langs.", []),
    ("Tot morgen,\nDe zaal is open.", []),
    ("Succes,\nHet team", []),
    ("Groet,\nICT", []),
    ("Met vriendelijke groet,\n\nVan: Jan Jansen", []),
    ("Hoogachtend,\nhet college van burgemeester en wethouders", []),
]
SALUTATIONS = [
    ("Hoi Jan en Fatima,", ["Jan", "Fatima"]),
    ("Jan,\nDank voor de stukken.", ["Jan"]),
    ("Jan, Piet,\nDank.", ["Jan", "Piet"]),
    ("Jan/Fatima,\nDank.", ["Jan", "Fatima"]),
    ("Goedemorgen Jan/Fatima,", ["Jan", "Fatima"]),
    ("Ha jan,", ["jan"]),
    ("Ha die Jan!", ["Jan"]),
    ("Beste collega's Jan, Piet en Fatima,", ["Jan", "Piet", "Fatima"]),
    ("Dag heer Jansen,", ["Jansen"]),
    ("Hoi allemaal,", []),
    ("Akkoord,\nprima zo.", []),
    ("Utrecht,\n12 mei", []),
    ("Kortom,\nzo is het.", []),
    ("Beste lezer,", []),
    ("Hallo daar, Jan", []),
]


def _check(kind: type[StructureRecognizer], text: str, wanted: list[str]) -> None:
    spans = sorted(set(kind().spans(text)))
    assert [text[span.start : span.end] for span in spans] == wanted


@pytest.mark.parametrize(("text", "wanted"), HEADERS)
def test_mail_headers(text: str, wanted: list[str]) -> None:
    _check(HeaderRecognizer, text, wanted)


@pytest.mark.parametrize(("text", "wanted"), FIELDS)
def test_fields_of_forms(text: str, wanted: list[str]) -> None:
    _check(FieldRecognizer, text, wanted)


@pytest.mark.parametrize(("text", "wanted"), SIGNATURES)
def test_signatures(text: str, wanted: list[str]) -> None:
    _check(SignatureRecognizer, text, wanted)


@pytest.mark.parametrize(("text", "wanted"), SALUTATIONS)
def test_salutations(text: str, wanted: list[str]) -> None:
    _check(SalutationRecognizer, text, wanted)
