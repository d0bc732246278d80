"""Functions: their whole extent as written, and which of them lead to somebody."""

from __future__ import annotations

import re

import pytest

from redact.detect.jobs import titles
from redact.detect.recognizers.base import JOB_TITLE
from redact.detect.recognizers.functions import functions
from redact.detect.recognizers.people import function_at

EXTENTS = [
    ("de senior beleidsmedewerker cybersecurity heeft", "senior beleidsmedewerker cybersecurity"),
    ("coördinerend specialistisch adviseur", "coördinerend specialistisch adviseur"),
    ("plv. hoofd afdeling Crisisbeheersing", "plv. hoofd afdeling Crisisbeheersing"),
    ("de hoofdinspecteur van de Inspectie Waterveiligheid zei", "hoofdinspecteur van de Inspectie Waterveiligheid"),
    ("hoofd van de afdeling Bestuursrecht van de directie Juridische Zaken", None),
    ("afdelingsmanager Inkoop & Contractbeheer", None),
    ("manager Wonen, Zorg en Welzijn", None),
    ("adviseur sociaal domein bij de gemeente", "adviseur sociaal domein bij de gemeente"),
    ("directeur a.i. Kim", "directeur a.i."),
    ("MT-lid Bedrijfsvoering", None),
    ("Chief Information Security Officer", None),
    ("OT-security specialist", None),
    ("product owner", None),
    ("maatschappelijk werker", None),
    ("juridisch medewerker vreemdelingenrecht", None),
    ("officier van dienst", None),
    ("brigadier Kim", "brigadier"),
    ("buitengewoon opsporingsambtenaar", None),
    ("Wmo-consulent", None),
    ("functionaris voor de gegevensbescherming", None),
    ("beleidsadviseur die gisteren belde", "beleidsadviseur"),
    ("projectleider heeft gebeld", "projectleider"),
    ("de in dienst zijnde teamleider handhaving\n en toezicht", "teamleider handhaving\n en toezicht"),
    ("ambtelijk secretaris", None),
    ("docent aardrijkskunde", None),
    ("medewerker vergunningverlening", None),
    ("arts infectieziekten", None),
    ("verpleegkundig specialist", None),
    ("regisseur bij de gemeente", "regisseur bij de gemeente"),
]


@pytest.mark.parametrize(("text", "wanted"), EXTENTS)
def test_a_function_is_read_from_its_first_to_its_last_word(text: str, wanted: str | None) -> None:
    assert [text[title.start : title.end] for title in titles(text)] == [wanted or text]


@pytest.mark.parametrize(
    "text",
    [
        *("minister", "de staatssecretaris", "burgemeester", "gemeentesecretaris", "secretaris-generaal", "griffier"),
        *(
            "officier van justitie",
            "inspecteur-generaal",
            "het hoofd koel houden",
            "op het voorhoofd",
            "domeincontroller",
        ),
        *("adviseurs", "medewerkers", "adviseurschap", "directeurschap", "fractieleider", "netbeheerder", "hoogleraar"),
        *(
            "cardioloog",
            "de dialoog",
            "officer",
            "werker",
            "een lid van de raad",
            "hoofdzaak",
            "oud-medewerker",
            "geleider",
        ),
    ],
)
def test_public_roles_and_other_words_are_no_function(text: str) -> None:
    assert not list(titles(text))


LEADING = [
    ("Kim Bakker, adviseur, zei", ["adviseur"]),
    ("Kim Bakker (jurist)", ["jurist"]),
    ("adviseur Kim Bakker", ["adviseur"]),
    ("chauffeur de heer Kim Bakker", ["chauffeur"]),
    ("Kim Bakker is onze nieuwe jurist.", ["jurist"]),
    ("de manager van de dienst, Kim Bakker, zei", ["manager van de dienst"]),
    ("de behandelaar van het UWV, mevrouw Kim Bakker", ["behandelaar van het UWV"]),
    ("Kim Bakker MSc\nadviseur\nGemeente", ["adviseur"]),
    ("jurist\tKim Bakker\t12", ["jurist"]),
    ("Kim Bakker\tjurist\t12", ["jurist"]),
    ("de projectleider heeft gebeld", ["projectleider"]),
    ("onze jurist heeft gebeld", ["jurist"]),
    ("overleg met de senior adviseur", ["senior adviseur"]),
    ("ik als controller vind", ["controller"]),
    ("jij als adviseur", ["adviseur"]),
    ("de privacy officer", ["privacy officer"]),
    ("kapitein Kim Bakker", ["kapitein"]),
    ("teamleider Toezicht Kim Bakker", ["teamleider Toezicht"]),
    ("een jurist heeft gebeld", []),
    ("een ervaren projectleider", []),
    ("elke projectleider", []),
    ("vacature projectleider", []),
    ("de medewerker heeft gebeld", []),
    ("onze medewerker heeft gebeld", []),
    ("de ambtenaar heeft gebeld", []),
    ("een jurist van het ministerie", []),
    ("Medewerker: Kim Bakker", []),
    ("De heer Kapitein", []),
    ("minister Kim Bakker", []),
    ("Kim Bakker heeft een adviseur", []),
    ("de docent", []),
]


@pytest.mark.parametrize(("text", "wanted"), LEADING)
def test_only_a_function_that_leads_to_somebody_counts(text: str, wanted: list[str]) -> None:
    persons = [match.span() for match in re.finditer("Kim Bakker", text)]
    found = [span for span, _ in functions(text, persons)]
    assert [text[span.start : span.end] for span in found] == wanted
    assert all(span.entity_type == JOB_TITLE for span in found)


CELLS = [
    ("senior adviseur bedrijfsvoering", "senior adviseur bedrijfsvoering"),
    (", jurist", "jurist"),
    ("Coördinator Vrijwillige Inzet | toestel 12", "Coördinator Vrijwillige Inzet"),
    ("teamleider - afdeling Water", "teamleider"),
    ("CISO", "CISO"),
    ("Legal officer", "Legal officer"),
    ("HR business partner, tel. 12", "HR business partner"),
    ("projectsecretaris A27", "projectsecretaris A27"),
    ("de adviseur die morgen komt", "adviseur"),
    ("teamleider Kim heeft dit bevestigd", "teamleider"),
    ("wethouder Wonen", None),
    ("gemeentesecretaris", None),
    ("Afdeling Inkoop", None),
    ("mail: adviseur@x.nl", None),
    ("12 mei", None),
]


@pytest.mark.parametrize(("text", "wanted"), CELLS)
def test_a_cell_or_line_is_a_function_as_a_whole(text: str, wanted: str | None) -> None:
    span = function_at(text, 0, len(text))
    assert (text[span.start : span.end] if span else None) == wanted


def test_functions_take_no_long_time_on_hostile_text() -> None:
    for text in (
        "adviseur " * 4000,
        "senior " * 4000 + "adviseur",
        "hoofd van de afdeling " * 2000,
        "a-" * 9000,
        "adviseur\n " * 4000,
    ):
        list(functions(text, []))
        list(functions(text, [(0, 1), (len(text) - 1, len(text))]))
