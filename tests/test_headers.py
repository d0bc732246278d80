"""Names and functions by where they stand: mail headers, forms, chats, signatures, lists of those present, initials."""

from __future__ import annotations

import pytest

from redact.detect.names import FORMS
from redact.detect.recognizers.base import JOB_TITLE, StructureRecognizer
from redact.detect.recognizers.chat import ChatRecognizer
from redact.detect.recognizers.functions import functions
from redact.detect.recognizers.headers import FieldRecognizer, HeaderRecognizer
from redact.detect.recognizers.paraaf import ParaafRecognizer
from redact.detect.recognizers.people import function_at, is_person
from redact.detect.recognizers.presence import PresenceRecognizer
from redact.detect.recognizers.salutations import SalutationRecognizer
from redact.detect.recognizers.signatures import SignatureRecognizer
from redact.detect.words import blank_pipeline

CASES: list[tuple[type[StructureRecognizer], str, list[str]]] = [
    # headers
    (HeaderRecognizer, "Van: Jan Jansen", ["Jan Jansen"]),
    (HeaderRecognizer, "Van: Vries, J.W. (Jan Willem) de - BD/DRC", ["Vries, J.W. (Jan Willem) de"]),
    (HeaderRecognizer, "Aan: Jansen, Piet; Vermeulen, A.", ["Jansen, Piet", "Vermeulen, A."]),
    (
        HeaderRecognizer,
        "To: Piet Jansen <p.jansen@voorbeeld.nl>, Fatima el Amrani <f@x.nl>",
        ["Piet Jansen", "Fatima el Amrani"],
    ),
    (HeaderRecognizer, 'From: "Jansen, Piet" <p@x.nl>', ["Jansen, Piet"]),
    (HeaderRecognizer, "> > Cc: Kim Xyverknaap", ["Kim Xyverknaap"]),
    (HeaderRecognizer, "CC: Jan de Vries;\n  Piet Bakker", ["Jan de Vries", "Piet Bakker"]),
    (HeaderRecognizer, "Von: Müller, Hans\nAn: Piet Jansen", ["Müller, Hans", "Piet Jansen"]),
    (HeaderRecognizer, "Van: mr. drs. J. Jansen", ["J. Jansen"]),
    (HeaderRecognizer, "Aan: Jan en Piet", ["Jan", "Piet"]),
    (HeaderRecognizer, "Op ma 12 mrt. 2021 om 14:03 schreef Jan de Vries <j@x.nl>:", ["Jan de Vries"]),
    (HeaderRecognizer, "On Mon, Mar 12, 2021 at 2:03 PM Jan de Vries <j@x.nl> wrote:", ["Jan de Vries"]),
    (HeaderRecognizer, "> On 12 Mar 2021, at 14:03, Jansen, Piet wrote:", ["Jansen, Piet"]),
    (HeaderRecognizer, "Van: Jan Jansen, senior adviseur", ["Jan Jansen", "senior adviseur"]),
    (HeaderRecognizer, "Aan: Ministerie van Binnenlandse Zaken", []),
    (HeaderRecognizer, "Aan: Tweede Kamer der Staten-Generaal", []),
    (HeaderRecognizer, "Aan: secretariaat; Allen; Team Privacy; BZK", []),
    (HeaderRecognizer, "Aan: info@voorbeeld.nl", []),
    (HeaderRecognizer, "Van maandag tot vrijdag is het kantoor open.", []),
    (HeaderRecognizer, "Onderwerp: Jan Jansen", []),
    (HeaderRecognizer, "Op 12 maart schreef de Kamer een brief.", []),
    # forms and memos
    (FieldRecognizer, "Contactpersoon: Jan Jansen", ["Jan Jansen"]),
    (FieldRecognizer, "Behandeld door: mevr. A. Vermeulen   Kenmerk: 123", ["A. Vermeulen"]),
    (FieldRecognizer, "Datum: 1 mei    Steller: Kim Xyverknaap", ["Kim Xyverknaap"]),
    (FieldRecognizer, "T.a.v.: de heer P. van der Meulen", ["P. van der Meulen"]),
    (FieldRecognizer, "Naam: Stichting De Boer", []),
    (FieldRecognizer, "Secretaris: vacant", []),
    (FieldRecognizer, "de naam: Jan staat vast", []),
    # chats
    (ChatRecognizer, "[12-03-2021 14:03] Jan: hoi", ["Jan"]),
    (ChatRecognizer, "12-03-21 14:03 - Jan Jansen: hoi", ["Jan Jansen"]),
    (ChatRecognizer, "[12/03/2021, 14:03:22] ~ mama: hoi", ["mama"]),
    (ChatRecognizer, "14:03 Fatima: hoi", ["Fatima"]),
    (ChatRecognizer, "Jan Jansen, 14:03:\nhoi", ["Jan Jansen"]),
    (ChatRecognizer, "Jan Jansen [12-03-2021 14:03]\nhoi", ["Jan Jansen"]),
    (ChatRecognizer, "[12-03-2021 14:03] Systeem: groep gemaakt", []),
    (ChatRecognizer, "[12-03-2021 14:03] +31 6 12345678: hoi", []),
    (ChatRecognizer, "14:03 Vergadering begint: welkom", []),
    (ChatRecognizer, "Aanvang 14:03 uur: zaal 4", []),
    # signatures
    (
        SignatureRecognizer,
        "Met vriendelijke groet,\n\nJan Jansen\nsenior adviseur\nTeam X",
        ["Jan Jansen", "senior adviseur"],
    ),
    (SignatureRecognizer, "Groeten, Jan", ["Jan"]),
    (SignatureRecognizer, "gr. Piet", ["Piet"]),
    (SignatureRecognizer, "Mvg\nJ. de Vries", ["J. de Vries"]),
    (SignatureRecognizer, "> Groet,\n> Jan en Fatima", ["Jan", "Fatima"]),
    (SignatureRecognizer, "Kind regards,\nKim Xyverknaap\nLegal officer", ["Kim Xyverknaap", "Legal officer"]),
    (SignatureRecognizer, "groetjes,\njan", ["jan"]),
    (SignatureRecognizer, "Groet,\nJdV", ["JdV"]),
    (SignatureRecognizer, "Hoogachtend,\n\n\ndrs. P. van der Meulen\ndirecteur", ["P. van der Meulen", "directeur"]),
    (SignatureRecognizer, "Met vriendelijke groet,\n\nGemeente Utrecht\nAfdeling Burgerzaken", []),
    (SignatureRecognizer, "De groet van de burgemeester was hartelijk.", []),
    (SignatureRecognizer, "Met vriendelijke groet,\n", []),
    # salutations
    (SalutationRecognizer, "Beste Jan,", ["Jan"]),
    (SalutationRecognizer, "Hoi Fatima!", ["Fatima"]),
    (SalutationRecognizer, "Geachte heer De Vries,", ["De Vries"]),
    (SalutationRecognizer, "Geachte mevrouw Xyverknaap-de Boer,", ["Xyverknaap-de Boer"]),
    (SalutationRecognizer, "Beste Jan en Piet,", ["Jan", "Piet"]),
    (SalutationRecognizer, "Beste Jan, Piet, Fatima,\n", ["Jan", "Piet", "Fatima"]),
    (SalutationRecognizer, "hoi jan,", ["jan"]),
    (SalutationRecognizer, "Dag mevrouw A. Jansen,", ["A. Jansen"]),
    (SalutationRecognizer, "[12:03] Kim: Hoi Piet, komt goed", ["Piet"]),
    (SalutationRecognizer, "Geachte heer, mevrouw,", []),
    (SalutationRecognizer, "Beste collega's,", []),
    (SalutationRecognizer, "Beste allen,", []),
    (SalutationRecognizer, "Geachte voorzitter,", []),
    (SalutationRecognizer, "Geacht College,", []),
    (SalutationRecognizer, "De beste Bakker wint.", []),
    # lists of people
    (
        PresenceRecognizer,
        "Aanwezig: Jan Jansen, Fatima el Amrani (BZK), P. Bakker",
        ["Jan Jansen", "Fatima el Amrani", "P. Bakker"],
    ),
    (
        PresenceRecognizer,
        "Aanwezig:\n- Jan Jansen (voorzitter)\n- Kim Xyverknaap\n\nJan Smit",
        ["Jan Jansen", "Kim Xyverknaap"],
    ),
    (PresenceRecognizer, "Afwezig: mw. A. Vermeulen\nLocatie: zaal 4", ["A. Vermeulen"]),
    (PresenceRecognizer, "Afschrift aan: J. de Vries; Ministerie van Financiën", ["J. de Vries"]),
    (
        PresenceRecognizer,
        "Deelnemers: Jan Jansen, beleidsadviseur, Piet Bakker",
        ["Jan Jansen", "beleidsadviseur", "Piet Bakker"],
    ),
    (PresenceRecognizer, "Aanwezig: NCSC, NCTV en gemeente Utrecht", []),
    (PresenceRecognizer, "Hij was aanwezig bij Jansen.", []),
    (PresenceRecognizer, "Aanwezig: geen", []),
    # initials
    (ParaafRecognizer, "Paraaf: JdV", ["JdV"]),
    (ParaafRecognizer, "p.o. MvdB", ["MvdB"]),
    (ParaafRecognizer, "Akkoord: J. Jansen, MvdB", ["J. Jansen", "MvdB"]),
    (ParaafRecognizer, "Gezien: Jansen / Bakker", ["Jansen", "Bakker"]),
    (ParaafRecognizer, "Akkoord: ja", []),
    (ParaafRecognizer, "niet akkoord met Jansen", []),
    (ParaafRecognizer, "Paraaf:", []),
]


@pytest.mark.parametrize(("kind", "text", "wanted"), CASES)
def test_structure_points_at_names(kind: type[StructureRecognizer], text: str, wanted: list[str]) -> None:
    spans = list(dict.fromkeys(kind().spans(text)))
    assert [text[span.start : span.end] for span in sorted(spans)] == wanted


@pytest.mark.parametrize(("kind", "text", "wanted"), CASES)
def test_presidio_gets_name_score_and_reason(kind: type[StructureRecognizer], text: str, wanted: list[str]) -> None:
    recognizer = kind()
    results = recognizer.analyze(text, ["PERSON", "JOB_TITLE"])
    assert len(results) == len(wanted)
    for result in results:
        assert result.score == kind.SCORE
        assert result.recognition_metadata["reason"] == kind.SAID
        assert result.recognition_metadata["recognizer_name"] == kind.NAME
    assert recognizer.analyze(text, ["EMAIL_ADDRESS"]) == []


def test_scores_of_structure_differ_so_that_ties_never_happen() -> None:
    kinds = {kind for kind, _, _ in CASES}
    scores = [kind.SCORE for kind in kinds]
    assert len(set(scores)) == len(kinds) == 7
    assert not {form.score for form in FORMS.values()} & set(scores)


BESIDE = [
    ("Jan Jansen, senior adviseur, zei", ["senior adviseur"]),
    ("Jan Jansen (jurist)", ["jurist"]),
    ("Jan Jansen - beleidsmedewerker", ["beleidsmedewerker"]),
    ("Jan Jansen\nprojectleider opvang\n", ["projectleider opvang"]),
    ("Jan Jansen      hoofd bedrijfsvoering     070", ["hoofd bedrijfsvoering"]),
    ("beleidsadviseur Jan Jansen", ["beleidsadviseur"]),
    ("senior adviseur drs. Jan Jansen", ["senior adviseur"]),
    ("minister Jan Jansen", []),
    ("staatssecretaris Jan Jansen", []),
    ("Jan Jansen, burgemeester", []),
    ("Jan Jansen heeft een adviseur", []),
    ("Jan Jansen (zie bijlage)", []),
    ("Jan Jansen", []),
]


@pytest.mark.parametrize(("text", "wanted"), BESIDE)
def test_functions_beside_a_name(text: str, wanted: list[str]) -> None:
    start = text.index("Jan Jansen")
    spans = [span for span, near in functions(text, [(start, start + len("Jan Jansen"))]) if near]
    assert [text[span.start : span.end] for span in spans] == wanted
    assert all(span.entity_type == JOB_TITLE for span in spans)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 80 + " adviseur",
        "mail: adviseur@x.nl",
        "rol: adviseur",
        "een heel lange zin met acht of meer woorden en adviseur",
        "",
    ],
)
def test_a_sentence_is_no_function(text: str) -> None:
    assert function_at(text, 0, len(text)) is None


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Jan Jansen", True),
        ("Xyverknaap", True),
        ("J. Wit", True),
        ("Algemene Zaken", False),
        ("Directie Juridische Zaken", False),
        ("Jansen Holding", False),
        ("Kerkstraat", False),
        ("Amsterdam", False),
        ("Senior Beleidsadviseur", False),
        ("Postkamer", False),
        ("van de", False),
    ],
)
def test_what_can_be_a_person(name: str, person: bool) -> None:
    assert is_person(name) is person


def test_structure_takes_no_long_time_on_hostile_text() -> None:
    nlp = blank_pipeline()
    nlp.add_pipe("dutch_names")
    texts = [
        "Van: " + "a, " * 4000,
        "Aan: " + "Jan " * 4000,
        "Op " * 4000,
        "groet,\n" * 2500,
        "Aanwezig: " + "x\n" * 8000,
    ]
    texts += [
        "Beste " * 3000,
        "12-03-2021 14:03 " * 1000,
        "p.o. " * 3000,
        "Jan Jansen, " * 1500,
        "> " * 8000,
        " " * 16000,
        "-" * 16000,
    ]
    for text in texts:
        for kind in {kind for kind, _, _ in CASES}:
            list(kind().spans(text))
        list(functions(text, [(ent.start_char, ent.end_char) for ent in nlp(text).ents]))
