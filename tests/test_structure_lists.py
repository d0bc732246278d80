"""Names in lists of people, routing slips, chats, remarks in drafts, action lists and file names."""

from __future__ import annotations

import time

import pytest

from redact.detect.recognizers.actions import ActionRecognizer
from redact.detect.recognizers.base import StructureRecognizer
from redact.detect.recognizers.chat import ChatRecognizer
from redact.detect.recognizers.comments import CommentRecognizer
from redact.detect.recognizers.filenames import names_in_files
from redact.detect.recognizers.keywords import lines_with, places
from redact.detect.recognizers.paraaf import ParaafRecognizer
from redact.detect.recognizers.presence import PresenceRecognizer

CASES: list[tuple[type[StructureRecognizer], str, list[str]]] = [
    (PresenceRecognizer, "Aanwezig:\nJan Jansen (JJa)\nPiet Bakker (PB)", ["Jan Jansen", "JJa", "Piet Bakker", "PB"]),
    (
        PresenceRecognizer,
        "Aanwezig\tJan Jansen\tteamleider\n\tPiet Bakker\tjurist",
        ["Jan Jansen", "teamleider", "Piet Bakker", "jurist"],
    ),
    (PresenceRecognizer, "Afwezig m.k.: Jan Jansen", ["Jan Jansen"]),
    (PresenceRecognizer, "Deelnemers\n- Jan Jansen\n- Fatima Bakker, BZK\n\nJan Smit", ["Jan Jansen", "Fatima Bakker"]),
    (PresenceRecognizer, "Verzendlijst:\n1. J. Jansen\n2. Bakker, P.", ["J. Jansen", "Bakker, P."]),
    (
        PresenceRecognizer,
        "Aanwezig: Jan Jansen • Piet Bakker • Fatima Visser",
        ["Jan Jansen", "Piet Bakker", "Fatima Visser"],
    ),
    (PresenceRecognizer, "Aanwezig: Jansen, Bakker, Visser (notulist)", ["Jansen", "Bakker", "Visser"]),
    (PresenceRecognizer, "Aanwezig: Jan Jansen opent de vergadering", []),
    (PresenceRecognizer, "Leden: de volledige raad", []),
    (PresenceRecognizer, "Aanwezig: diverse inwoners en Gemeente Utrecht", []),
    (ParaafRecognizer, "Steller\tAfd.hoofd\tDirecteur\nJdV 12/3\tMvdB\tP. Bakker", ["JdV", "MvdB", "P. Bakker"]),
    (ParaafRecognizer, "Parafen: JdV 21/5   MT-lid: K. Bakker 21/5   dir: v. Nes", ["JdV", "K. Bakker", "v. Nes"]),
    (ParaafRecognizer, "Paraaf secretaris: R.D.", []),
    (ParaafRecognizer, "Gezien de stukken is dit juist.", []),
    (ParaafRecognizer, "IP-adres\tNaam\tEerst gezien\tBron\n203.0.113.17\tcdn\t11 juni 2021\tpartner", []),
    (ParaafRecognizer, "akkoord gaan met de nota", []),
    (ParaafRecognizer, "Wij zijn akkoord: ICT", []),
    (ChatRecognizer, "12-03-21 14:03 - Jan heeft Fatima toegevoegd", ["Jan", "Fatima"]),
    (ChatRecognizer, "Jan Jansen heeft de groep verlaten", ["Jan Jansen"]),
    (ChatRecognizer, "Jan Jansen  14:03\nhoi", ["Jan Jansen"]),
    (ChatRecognizer, "Jan Jansen 12-3 14:03\nhoi", ["Jan Jansen"]),
    (ChatRecognizer, "[14:03] Jan Jansen\nhoi", ["Jan Jansen"]),
    (ChatRecognizer, "12 mrt 2021 om 14:03 - ~jan_83: hoi", ["jan_83"]),
    (ChatRecognizer, "[12-03-2021 14:03] Pas op voor de hond en kat: hij bijt", []),
    (ChatRecognizer, "Het bestand is verwijderd", []),
    (ChatRecognizer, "De vergadering begint om 14:03", []),
    (CommentRecognizer, "[Opmerking JdV1]: klopt dit?", ["JdV"]),
    (CommentRecognizer, "Met opmerkingen [JV2]: klopt dit?", ["JV"]),
    (CommentRecognizer, "Commented [Jan Jansen3]: ok", ["Jan Jansen"]),
    (CommentRecognizer, "Opmerking [JdV4]: klopt", ["JdV"]),
    (CommentRecognizer, "{Jan Jansen, jurist: dit klopt niet}", ["Jan Jansen"]),
    (CommentRecognizer, "[Fatima: dit klopt niet]", ["Fatima"]),
    (CommentRecognizer, "JdV: dit klopt niet\n", ["JdV"]),
    (CommentRecognizer, "Dit wordt aangepast [MvdB].", ["MvdB"]),
    (CommentRecognizer, "Opmerking: dit klopt niet", []),
    (CommentRecognizer, "[Let op: dit klopt niet]", []),
    (CommentRecognizer, "BZK: dit klopt niet", []),
    (CommentRecognizer, "de afdeling (JenV)", []),
    (CommentRecognizer, "PvdA: tegen", []),
    (ActionRecognizer, "Actie: JdV", ["JdV"]),
    (ActionRecognizer, "(actie: Jan/Fatima)", ["Jan", "Fatima"]),
    (ActionRecognizer, "Actie Jan en Fatima: notitie", ["Jan", "Fatima"]),
    (ActionRecognizer, "Actie: Jan Jansen, uiterlijk 3 mei", ["Jan Jansen"]),
    (ActionRecognizer, "navragen bij de balie -> Fatima", ["Fatima"]),
    (ActionRecognizer, "Actie: notitie schrijven", []),
    (ActionRecognizer, "Actie Afval scheiden", []),
    (ActionRecognizer, "De actie Nederland schoon begint.", []),
]


@pytest.mark.parametrize(("kind", "text", "wanted"), CASES)
def test_structure(kind: type[StructureRecognizer], text: str, wanted: list[str]) -> None:
    spans = sorted(set(kind().spans(text)))
    assert [text[span.start : span.end] for span in spans] == wanted


FILES = [
    ("zie nota_jansen_v2.docx", ["jansen"]),
    ("CV-Fatima-Bakker.pdf", ["Fatima"]),
    ("verslag_gesprek_vandermeulen_def.pdf", ["vandermeulen"]),
    ("bijlage1_begroting.xlsx en notitie.docx", []),
    ("utrecht_maart.pdf", []),
    ("www.voorbeeld.nl/jansen.html", []),
    ("Hij heet Jansen. Docx is een type.", []),
]


@pytest.mark.parametrize(("text", "wanted"), FILES)
def test_names_in_names_of_files(text: str, wanted: list[str]) -> None:
    found = names_in_files(text, frozenset(("vandermeulen",)))
    assert [text[span.start : span.end] for span in found] == wanted


def test_places_are_found_whatever_the_capitals_and_with_letters_that_grow_in_lower_case() -> None:
    text = "İstanbul Actie\nACTIE en reactie"
    assert [text[place : place + 5] for place in places(text, ("actie",))] == ["Actie", "ACTIE", "actie"]
    assert [text[slice(*line)] for line in lines_with(text, places(text, ("actie",)))] == text.split("\n")


@pytest.mark.parametrize(
    "unit", ["Actie: ", "opm ", "[JdV] ", "-> ", "[", "steller\tparaaf\n", "Jan\n", "14:03 ", "Jan heeft groep "]
)
def test_structure_takes_no_long_time_on_hostile_text(unit: str) -> None:
    text = unit * (16_000 // len(unit))
    start = time.process_time()
    for kind in {kind for kind, _, _ in CASES}:
        list(kind().spans(text))
    list(names_in_files("a_b.docx " * 1_800, frozenset()))
    assert time.process_time() - start < 10
