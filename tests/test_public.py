"""Who stays readable: public roles in a text, other mentions of the same person, mailboxes of an organisation."""

from __future__ import annotations

import datetime

import pytest
import regex

from redact.detect import stay_visible
from redact.detect.found import Found
from redact.detect.mailboxes import is_functional
from redact.detect.officials import Roster
from redact.detect.public import public_in
from redact.model import Hit, Verdict
from redact.rulebook import load_rulebook

ROSTER = Roster(load_rulebook().officials)
DATE = datetime.date(2021, 6, 1)
MARKED = regex.compile(r"(?P<public>\*?)‹(?P<name>[^›]*)›")


def marked(text: str) -> tuple[str, list[Found], list[str]]:
    """The text without marks, the persons '‹X›' in it, and which of them are marked '*‹X›' as public."""
    plain, persons, public, place = "", [], [], 0
    for mark in MARKED.finditer(text):
        plain += text[place : mark.start()]
        start, place = len(plain), mark.end()
        plain += mark["name"]
        persons.append(Found(start, len(plain), "PERSON", 0.9, "namen", "reden"))
        public += [mark["name"]] if mark["public"] else []
    return plain + text[place:], persons, public


def kept_in(text: str, persons: list[Found]) -> list[str]:
    found = sorted(public_in(text, persons, ROSTER, DATE), key=lambda one: one.start)
    assert all(one.proposal is Verdict.KEEP and one.entity_type == "PUBLIC_OFFICIAL" and one.reason for one in found)
    return [text[one.start : one.end] for one in found]


OFFICES = [
    "Wethouder *‹Anna Veldkamp› opent de school.",
    "de wethouder Wonen, mevrouw *‹Veldkamp›, zegt",
    "wethouder van Financiën en Sport *‹Veldkamp›",
    "weth. *‹Smit› en bgm *‹Jansen›",
    "loco-burgemeester *‹Smit› en oud-minister *‹Bakker›",
    "De burgemeester van Duinstad, *‹A. Smit›, zei",
    "commissaris van de Koning *‹Jansen› en dijkgraaf drs. *‹K. Jansen›",
    "de staatssecretaris (*‹Van der Velden›) heeft",
    "minister *‹Veldkamp› (Verkeer)",
    "wij vroegen burgemeester\n>> *‹Veldkamp› om hulp",
    "*‹K. Smit›, wethouder, en ‹P. Bakker›, adviseur",
    "*‹Smit, P.›\n(burgemeester)",
    "*‹K. Smit›\nburgemeester",
    "*‹Karin Smit› (wethouder Duinstad), zij belt",
    "Aanwezig: burgemeester *‹P. Veldkamp› (voorzitter), wethouders *‹Jansen›, *‹De Boer› en *‹T. Smit›, ‹K. Visser›",
    "Portefeuillehouder: *‹K. Jansen›\tSteller: ‹P. Boer›",
    "Naam\tFunctie\n*‹K. Smit›\tburgemeester\n‹P. Jansen›\tnotulist",
    "*‹K. Smit›\tburgemeester\t‹P. Jansen›\tnotulist",
    "Steller\tHoofd\tWethouder\n‹JdV›\t‹KV›\t*‹P.B.›",
    "gemeentesecretaris *‹K. Jansen› en de griffier, mr. *‹P. Smit›,",
    "Kamerlid *‹Jansen› en de raadsleden *‹Smit› en *‹Bakker›",
    "de voorzieningenrechter, mr. *‹Van Rossum›, heeft",
]
NO_OFFICE = [
    "‹Karin Smit›, adviseur van wethouder *‹Bosma›",
    "‹Karin Smit›, bestuursadviseur wethouder",
    "bestuursadviseur wethouder ‹Karin Smit›",
    "secretaresse van de burgemeester, ‹Toos Smit›, belt",
    "Ik sprak met de wethouder, ‹Jan› en ‹Piet› over de tafel.",
    "Beste wethouder,\n‹Jan› vroeg mij",
    "Geachte burgemeester,\n\n‹Jan Jansen› heeft mij gebeld",
    "Steller\tHoofd\tWethouder\n‹JdV›\t‹KV›",
    "De burgemeester belde ‹K. Jansen› gisteren.",
    "Wethouder: kunt u ‹K. Jansen› bellen?",
    "Van: ‹Smit, Karin› (kabinet burgemeester)",
    "zegt ‹Karin Smit›, wethouder *‹Jansen› en anderen",
    "‹K. Smit› werkt bij de minister van Financiën.",
    "‹K. Jansen›, wnd. hoofd griffie",
    "‹Gedeputeerde Staten›",
    "‹J. Smit›\nburgemeester en wethouders besloten",
    "Manager ‹Bos, L.›\tPortefeuille wethouder *‹Smit›",
    "‹J. Smit›\nwethouder belt terug",
]
MEMBERS = [
    "Kamervragen van de leden *‹Jansen› (D66), *‹De Boer› en *‹Smit› (beiden SP) over",
    "het lid *‹Jansen› (VVD)",
    "het lid ‹Jansen› van de ondernemingsvergadering",
    "motie van *‹Jansen› c.s., vragen van ‹Smit› over de bouw",
    "mevrouw *‹Timmer› (GroenLinks) en de heer *‹Bos› (CU)",
    "Deelnemers: ‹J. Jansen› (SP), ‹K. de Boer› (GL)",
    "mevrouw *‹Timmer› (fractie Ons Dorp)",
    "De fracties D66 (*‹Jansen›) en Ons Dorp (*‹K. Smit›) stemmen tegen.",
    "*‹Statenvragen van Jansen›",
]
SIGNED = [
    "het college van burgemeester en wethouders van Duin,\nde secretaris,\tde burgemeester,\n*‹J. Smit›\t*‹K. de Boer›",
    "Hoogachtend,\nburgemeester en wethouders van D,\n\ndrs. *‹J. Smit›\t*‹K. Bos›\ngemeentesecretaris\tburgemeester",
    "Gedeputeerde Staten van Duinland,\nsecretaris, *‹J. Smit›\tvoorzitter, dr. *‹K. de Boer›",
    "De minister van Justitie,\nnamens deze,\n\ndrs. *‹J. Smit›\ndirecteur Bestuursondersteuning\n\nKopie: ‹P. Bakker›",
    "De staatssecretaris van Financiën,\nvoor deze:\n*‹J. Smit›\nHoofd Toezicht\n\nBehandeld door ‹K. Bakker›",
    "De minister van Volksgezondheid,\nWelzijn en Sport,\n\n\n*‹K. Smit›",
    "De staatssecretaris van Financiën,\nnamens deze,\n‹K. Smit›\n\nBijlagen: 2",
    "Namens de raad,\n*‹K. Smit›, griffier\n*‹J. de Wit›, voorzitter",
    "het college van burgemeester en wethouders,\nde secretaris,\n\n(w.g.) *‹J. Smit›\n\nc.c. ‹K. Bakker›",
    "Hoogachtend,\n\nnamens het college,\n\n‹J. Smit›\nbeleidsmedewerker",
    "Met groet,\n\nnamens het team\n‹K. Smit›\nhoofd Inkoop",
    "Aan: het college van burgemeester en wethouders\nVan: ‹J. Smit›, hoofd Bouwen",
    "Wij zijn burgemeester en wethouders van Duin,\n‹Jan Smit› heeft gebeld met de directeur.",
    "ondertekend door *‹K. Smit›, directeur Zorg; ondertekend door ‹J. Bakker›, projectleider",
    "in mandaat vertegenwoordigd door drs. *‹E. Smit›, directeur Ruimte; de leverancier vertegenwoordigd door "
    "‹K. Bos›, directeur",
]
SPOKEN = [
    "Aldus gedaan door mr. *‹A. Smit›, voorzitter, mr. *‹B. Boer› en mr. *‹C. Bos›, leden, bijgestaan door ‹D. Bol›.",
    "Uitgesproken door mr. *‹E.S. Smit›, voorzitter, in tegenwoordigheid van ‹K. Bol›, secretaris.",
    "Verslag vastgesteld door ‹A. Smit›, voorzitter OR.",
    "Voor vragen: persvoorlichter *‹Karin Smit›, 06-12345678",
    "Noot voor de redactie (niet voor publicatie)\nVoor meer informatie: *‹Karin Smit›, 06-12345678.",
    "Woordvoering: *‹Karin Smit›. Contactpersoon pers: *‹Piet Bos›",
    "Met vriendelijke groet,\n‹Karin Smit›\nwoordvoerder\nministerie van Verkeer",
]
HEADS = [
    'Directeur-bestuurder *‹Anna Smit›: "Wij betreuren dit."',
    "*‹A. Smit› (voorzitter raad van bestuur), ‹K. Bos› (directeur Personeel); dhr. ‹Bakker› wacht",
    "Van: *‹Anna Smit›, directeur-generaal Dienst Wegen\nOpsteller: ‹K. Bos›",
    "De HID, *‹Anna Smit›, tekent de brief.",
    "Niet naar DG *‹Anna Smit›, ook niet naar ‹K. Bos›",
    "Paraaf\nDG   ‹AS›\nSG: ‹K. Bos›\npDG ‹K. Bakker›",
    "secretaresse DG ‹Anna Smit›",
    "Zorgbestuurder *‹Anna Smit› gaf een verklaring aan de pers.",
    "*‹A. Smit›          burgemeester, vz. bestuur     010-1234567\n‹K. Bos›            notulist",
    "*‹Anna Smit›         DPG, besluit tot opschalen\n‹K. Bos›     teamleider ambulances",
    "bestuurder ‹Anna Smit› van de OR",
    "Bestuurder: ‹Anna Smit›, directeur van een winkel",
    "Verslag overlegvergadering OR\nBestuurder: *‹Anna Smit›, algemeen directeur\nNotulen: ‹K. Bos›",
    "Algemeen bestuur waterschap Duin\nVoorzitter: *‹A. Smit›\nNotulist: ‹K. Bos›",
    "Werkgroep voor het algemeen bestuur\nDatum: 3 mei 2021\nVoorzitter: ‹A. Smit›",
    "Voorzitter: ‹A. Smit›",
    "Besluit van dir. *‹Smit›, uitgereikt door ‹Bos›",
    "Ik belde met dir. ‹Smit›",
    "Besluit van ‹dir› *‹Smit›, uitgereikt door ‹Bos›",
    "Aanwezig: ‹KV›, dhr. ‹Bakker›, loco-dijkgraaf\n          *‹Anna Smit›",
    "Aanwezig: *‹K. Smit›, wethouder\n          ‹P. Bakker›, adviseur",
    "de brief door de gedeputeerde, mr. *‹A. Smit›, te laten tekenen",
    "Ondernemingsraad\nBestuurder       dr. *‹C. Smit›, algemeen directeur\nNotulen      ‹K. Bos›",
    "Besluiten tekent *‹Anna Smit›, havenmeester; ‹K. Bos› tekent de lijst",
    "In de mandaatregeling was dat *‹A. Smit›, districtsmanager, nu vraagt ‹K. Bos›, manager Inkoop",
    "Met vriendelijke groet,\nnamens Stichting Duinwonen,\n\n*‹Anna Smit›\ndirecteur-bestuurder",
    "Met vriendelijke groet,\nnamens Bouwbedrijf Duin,\n\n‹Anna Smit›\ndirecteur",
    "De rechtbank (mr. *‹Smit›) oordeelt; de gemachtigde (mr. ‹K. Bos›) niet.",
    "In een andere zaak (mr. *‹A. Smit›, ECLI:NL:RBXXX:2020:1) is dat toegewezen.",
    'Handgeschreven door de minister: "Bespreken met ‹Karin›, en waarom is ‹Piet› er niet? *‹A.›"',
    'Handgeschreven door de minister: "Bespreken met ‹Karin› morgen"',
]


@pytest.mark.parametrize("text", [*OFFICES, *NO_OFFICE, *MEMBERS, *SIGNED, *SPOKEN, *HEADS])
def test_who_acts_in_public_in_a_text_and_who_does_not(text: str) -> None:
    plain, persons, public = marked(text)
    assert kept_in(plain, persons) == public


def test_the_reason_names_the_office_or_the_term() -> None:
    plain, persons, _ = marked("wethouder *‹Veldkamp› en minister *‹Grapperhaus›")
    first, second = sorted(public_in(plain, persons, ROSTER, DATE), key=lambda one: one.start)
    assert first.reason == "staat er als wethouder; treedt uit hoofde van een publieke functie in het openbaar op"
    assert second.reason.startswith("minister van Justitie en Veiligheid van 2017 tot 2022")


def test_a_spokesperson_in_a_mail_signature_stays_private() -> None:
    plain, persons, _ = marked("Voor de pers: wij bellen.\nGroet,\n‹Karin Smit›, woordvoerder")
    assert kept_in(plain, persons) == ["Karin Smit"]
    name = persons[0]
    signed = Found(name.start, name.end, "PERSON", 0.9, "ondertekening", "reden")
    assert kept_in(plain, [*persons, signed]) == []


def test_the_function_of_who_stays_readable_stays_readable() -> None:
    text = "namens deze,\nJ. Smit\ndirecteur Zorg\n\nsteller: K. Bakker, adviseur"
    found = [
        Found(text.index(part), text.index(part) + len(part), kind, 0.9, "x", "reden")
        for part, kind in (("J. Smit", "PERSON"), ("directeur Zorg", "JOB_TITLE"), ("adviseur", "JOB_TITLE"))
    ]
    kept = [(one.entity_type, text[one.start : one.end]) for one in public_in(text, found, ROSTER, DATE)]
    assert kept == [("PUBLIC_OFFICIAL", "J. Smit"), ("JOB_TITLE", "directeur Zorg")]


def test_particles_that_were_not_found_belong_to_the_name() -> None:
    text = "vragen van het lid Van der\nVeldkamp, interpellatie door Smit en Op den Berg"
    persons = [
        Found(text.index(name), text.index(name) + len(name), "PERSON", 0.9, "x", "r") for name in ("Veldkamp", "Smit")
    ]
    last = Found(text.index("den Berg"), len(text), "PERSON", 0.9, "x", "r")
    assert kept_in(text, [*persons, last]) == ["Van der\nVeldkamp", "Smit", "Op den Berg"]


def test_a_word_of_the_sentence_behind_a_name_is_no_part_of_it() -> None:
    text = "door de gedeputeerde, mr. A. van Smit, te laten tekenen"
    places = (text.index("A. van"), text.index(", te")), (text.index("Smit"), text.index(" laten"))
    assert kept_in(text, [Found(*place, "PERSON", 0.9, "x", "r") for place in places]) == ["A. van Smit"]


def test_spans_over_one_name_are_kept_as_one() -> None:
    text = "wethouder Anna van Veldkamp"
    parts = [Found(10, 14, "PERSON", 0.9, "x", "r"), Found(10, 27, "PERSON", 0.8, "y", "r")]
    assert kept_in(text, parts) == ["Anna van Veldkamp"]


def hit(text: str, *, public: bool = False, context: str = "", place: int = 0) -> Hit:
    kind, proposal = ("PUBLIC_OFFICIAL", Verdict.KEEP) if public else ("PERSON", Verdict.REDACT)
    return Hit("d", 1, place, place + len(text), kind, 0.9, "x", (), text, context or text, proposal=proposal)


def kept_of(hits: list[Hit]) -> list[str]:
    return [one.text for one in stay_visible(hits) if one.proposal is Verdict.KEEP and one.recognizer != "x"]


SAME = [
    (["Anna Veldkamp"], ["Veldkamp", "A. Veldkamp", "Veldkamp, Anna", "VELDKAMP"], ["Bakker", "Anna", "P. Veldkamp"]),
    (["Anna Veldkamp"], ["Anna Veldkamp"], ["Piet Veldkamp", "Veldkamp"]),
    (["Veldkamp"], ["Veldkamp"], ["Bakker"]),
    (["Veldkamp"], [], ["Karin Veldkamp", "Veldkamp"]),
    (["A. de Boer"], ["Anna de Boer", "Boer, A. de"], ["P. de Boer", "De Boer"]),
    (["Veldkamp", "Anna Veldkamp"], ["A. Veldkamp", "Veldkamp"], []),
]


@pytest.mark.parametrize(("public", "same", "others"), SAME)
def test_other_mentions_of_a_public_person_stay_readable(public: list[str], same: list[str], others: list[str]) -> None:
    shared = any("Veldkamp" in one and one != "Veldkamp" for one in others if one[0] != "A")
    same = [one for one in same if not (shared and one.casefold() == "veldkamp")]
    hits = [*(hit(one, public=True) for one in public), *(hit(one) for one in (*same, *others))]
    assert kept_of(hits) == same


def test_staying_visible_twice_changes_nothing_and_without_public_persons_nothing_does() -> None:
    hits = [hit("Veldkamp", public=True), hit("Veldkamp"), hit("Bakker")]
    once = stay_visible(hits)
    assert stay_visible(once) == once
    assert stay_visible([hit("Veldkamp"), hit("Bakker")]) == [hit("Veldkamp"), hit("Bakker")]


def test_an_office_before_a_name_that_was_only_looked_up_counts_too() -> None:
    looked_up = hit("veldkamp", context="dat zei wethouder veldkamp op de kermis")
    (kept,) = stay_visible([looked_up])
    assert (kept.proposal, kept.entity_type) == (Verdict.KEEP, "PUBLIC_OFFICIAL")
    assert "wethouder" in kept.reason
    private = hit("veldkamp", context="de wethouder belde en veldkamp was boos")
    assert stay_visible([private]) == [private]


MAILBOXES = [
    ("wateroverlast@voorbeeld.nl", True),
    ("sociaal.team@voorbeeld.nl", True),
    ("klachtencommissie@voorbeeld.nl", True),
    ("milieuklachten2@voorbeeld.nl", True),
    ("j.jansen@voorbeeld.nl", False),
    ("jansen@voorbeeld.nl", False),
    ("bakker@voorbeeld.nl", False),
    ("visser.planning@voorbeeld.nl", False),
    ("karin@voorbeeld.nl", False),
    ("rozenboom@voorbeeld.nl", False),
    ("zonnebloem@gmail.com", False),
    ("kdvries@voorbeeld.nl", False),
    ("@voorbeeld.nl", False),
]


@pytest.mark.parametrize(("address", "functional"), MAILBOXES)
def test_a_mailbox_of_words_is_functional_one_of_a_name_is_not(address: str, functional: bool) -> None:
    assert is_functional(address) is functional
    found = [Found(0, len(address), "EMAIL_ADDRESS", 0.9, "email_address", "reden")]
    kept = public_in(address, found, ROSTER, DATE)
    assert [(one.entity_type, one.proposal) for one in kept] == [("FUNCTIONAL_MAILBOX", Verdict.KEEP)] * functional


HOSTILE = {
    "blanks": " " * 20_000,
    "offices": "wethouder " * 2_000,
    "ministers": "minister van Zaken, " * 1_000,
    "mandates": "namens deze,\n" * 1_500,
    "rulings": "gewezen door " * 1_500,
    "parties": "fracties a (" * 1_600,
    "titles": "mr. " * 5_000,
    "subjects": "De minister van " + "Zaken en " * 2_000,
    "lines": "\n" * 20_000,
    "tabs": "wethouder\t" * 2_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_takes_the_rules_long(text: str) -> None:
    assert public_in(text, [], ROSTER, DATE) == []


def test_a_page_of_names_is_gone_through_once() -> None:
    plain, persons, public = marked("wethouder *‹Anna Veldkamp›, ‹Piet Bakker› en ‹Jan Smit›; " * 1_000)
    assert kept_in(plain, persons) == public
