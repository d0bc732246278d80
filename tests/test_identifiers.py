"""E-mail addresses, phones and dates that lead to a person: what is found, what is left, and that no text takes long.

All names, numbers and addresses are made up.
"""

from __future__ import annotations

import random
import time

import pytest

from redact.detect.recognizers.births import BirthRecognizer
from redact.detect.recognizers.values import ValueRecognizer, before_numbers
from tests.identifiers import OWN, covered, found

EMAILS = [
    ("mail j.devries@ministerie.example.", "j.devries@ministerie.example"),
    ("<J.DEVRIES@MINISTERIE.EXAMPLE>", "J.DEVRIES@MINISTERIE.EXAMPLE"),
    ("'jan.devries@dienst.voorbeeld.nl'; kopie", "jan.devries@dienst.voorbeeld.nl"),
    ("mailto:jan+woo@voorbeeld.nl?subject=woo", "jan+woo@voorbeeld.nl"),
    ("jörg.müller@voorbeeld.de,", "jörg.müller@voorbeeld.de"),
    ("_jan@voorbeeld.nl", "_jan@voorbeeld.nl"),
    ("o'brien@voorbeeld.ie", "o'brien@voorbeeld.ie"),
    ("jan [at] voorbeeld.nl", "jan [at] voorbeeld.nl"),
    ("jan.devries(at)voorbeeld.nl", "jan.devries(at)voorbeeld.nl"),
    ("jan (apenstaartje) voorbeeld punt nl", "jan (apenstaartje) voorbeeld punt nl"),
    ("jan apenstaartje voorbeeld punt nl", "jan apenstaartje voorbeeld punt nl"),
    ("jan [at] voorbeeld [dot] nl", "jan [at] voorbeeld [dot] nl"),
    ("jan. devries @ voorbeeld .nl", "jan. devries @ voorbeeld .nl"),
    ("jan.devries@ voorbeeld.nl", "jan.devries@ voorbeeld.nl"),
    ("jan.devries@voorbeeld. nl en", "jan.devries@voorbeeld. nl"),
    ("jan.devries@voorbeeld,nl", "jan.devries@voorbeeld,nl"),
    ("jan.devries©voorbeeld.nl", "jan.devries©voorbeeld.nl"),
    ("via jan.de-\nvries@voorbeeld.nl", "jan.de-\nvries@voorbeeld.nl"),
    ("via jan.devries@\nvoorbeeld.nl", "jan.devries@\nvoorbeeld.nl"),
    ("via jan.devries\n@voorbeeld.nl", "jan.devries\n@voorbeeld.nl"),
    ("via jan.devries@min-\nvoorbeeld.nl", "jan.devries@min-\nvoorbeeld.nl"),
    ("via jan.devries@voorbeeld.\nnl of", "jan.devries@voorbeeld.\nnl"),
    ("> > via jan.devries@\n> > voorbeeld.nl", "jan.devries@\n> > voorbeeld.nl"),
]
NO_EMAILS = [
    "volg ons op @voorbeeld",
    "versie 2.0 @ 14:00 uur",
    "vergadering (a) voorbeeld van b.v. nl",
    "naam@server zonder domein",
    "© Voorbeeld.nl 2021",
    "12 stuks @ 3.50",
    "kamer at the end of the hall",
]


@pytest.mark.parametrize(("text", "wanted"), EMAILS)
def test_an_email_address_is_covered(text: str, wanted: str) -> None:
    assert covered(text, wanted, "EMAIL_ADDRESS")


@pytest.mark.parametrize("text", NO_EMAILS)
def test_other_text_is_no_email_address(text: str) -> None:
    assert found(text, "EMAIL_ADDRESS") == []


def test_a_sentence_before_an_address_is_not_taken_with_it() -> None:
    assert found("Graag bellen.\njan.devries@voorbeeld.nl", "EMAIL_ADDRESS") == ["jan.devries@voorbeeld.nl"]


PHONES = [
    ("bel 06-12 34 56 78", "06-12 34 56 78"),
    ("06 12345678", "06 12345678"),
    ("M +31(0)6 1234 5678", "+31(0)6 1234 5678"),
    ("0031 6 12345678", "0031 6 12345678"),
    ("T (070) 340 12 34", "(070) 340 12 34"),
    ("070-3401234", "070-3401234"),
    ("tel. 070 - 340 12 34", "070 - 340 12 34"),
    ("tst. 4521", "4521"),
    ("toestel 4521", "4521"),
    ("ext. 12 34", "12 34"),
    ("intern 4521", "4521"),
    ("tel. intern 8-2246", "8-2246"),
    ("tel. 4521", "4521"),
    ("Tel: 4521", "4521"),
    ("toestelnummer: 20114", "20114"),
    ("06 - 1234 56 78", "06 - 1234 56 78"),
    ("O6-l2345678", "O6-l2345678"),
    ("tel O6 - 24 88 3l O5", "O6 - 24 88 3l O5"),
    ("Doorkiesnr. 0l82 - 39 44 l7", "0l82 - 39 44 l7"),
    ("gsm 0470 12 34 56", "0470 12 34 56"),
    ("tel. 09 224 11 12", "09 224 11 12"),
    ("09/224 11 12", "09/224 11 12"),
    ("0032 470 12 34 56", "0032 470 12 34 56"),
    ("Bonn +49 (0)228 123456", "+49 (0)228 123456"),
    ("+353 87 443 1920", "+353 87 443 1920"),
    ("+48 601 234 567", "+48 601 234 567"),
    ("fax 070-3401235", "070-3401235"),
    ("070-3401234/35", "35"),
    ("06-12345678/06-87654321", "06-87654321"),
    ("06-12345678 / 06-87654321", "06-12345678"),
    ("06.12.34.56.78", "06.12.34.56.78"),
    ("bel 06 -1234\n5678 even", "06 -1234\n5678"),
    ("050-\n599 71 02", "050-\n599 71 02"),
    ("op 06-12 34\n> 56 78", "06-12 34\n> 56 78"),
    ("op 06 1234\n    5678", "06 1234\n    5678"),
    ("0399-12 34 56", "0399-12 34 56"),
    ("mobiel: 06-1234567", "06-1234567"),
    ("telefoonnummer 612345678", "612345678"),
    ("whatsapp 06-12345678", "06-12345678"),
    ("T: 040-1234567 F: 040-1234568", "040-1234568"),
    ("bel Kim even op 4521", "4521"),
    ("(06)12345678", "(06)12345678"),
    ("tel.: 0113 - 67.92.55", "0113 - 67.92.55"),
    ("06 – 12 34 56 78", "06 – 12 34 56 78"),
    ("tel:06-12345678", "06-12345678"),
    ("Telefoon\n06-12345678", "06-12345678"),
    ("Toestel | 4521", "4521"),
    ("Tel. privé: 0297 - 12 34 56 / mob. 06 - 98 76 54 32", "06 - 98 76 54 32"),
    ("Tel. privé: 0297 - 12 34 56 / mob", "0297 - 12 34 56"),
    ("bereikbaar op 06 – 4433 2211 (na 18.00 uur)", "06 – 4433 2211"),
    ("doorkiesnummer 4411", "4411"),
    ("tel.nr. 070 3 456 789", "070 3 456 789"),
    ("tel 070/3456789", "070/3456789"),
    ("T +31 70 123 45 67 | M +31 6 12 34 56 78", "+31 70 123 45 67"),
    ("(+31) 6 12345678", "6 12345678"),
    ("+31 (0) 70 - 123 45 67", "70 - 123 45 67"),
    ("mob. 06 1 2 3 4 5 6 7 8", "06 1 2 3 4 5 6 7 8"),
    ("06-I2345678", "06-I2345678"),
    ("tel: 0031-6-12345678", "0031-6-12345678"),
    ("+212 6 12 34 56 78", "+212 6 12 34 56 78"),
    ("+90 532 123 45 67", "+90 532 123 45 67"),
    ("+1 (202) 555-0123", "+1 (202) 555-0123"),
    ("001 202 555 0123", "001 202 555 0123"),
    ("0049 (0)151 123 456 78", "0049 (0)151 123 456 78"),
    ("tst 12345 of 12346", "12345"),
    ("toestel 4521/4522", "4521"),
    ("toestel 4521/4522", "4522"),
    ("tst. 4521 of 4522", "4522"),
    ("tel. 023-5 11 22 33 (toestel 12)", "023-5 11 22 33"),
    ("Mobiel 0612 345 678", "0612 345 678"),
    ("+31-6-12345678", "+31-6-12345678"),
    ("+31.6.1234.5678", "+31.6.1234.5678"),
    ("+31612345678", "+31612345678"),
    ("0900 nee 06/12345678", "06/12345678"),
    ("06_12345678", "06_12345678"),
    ("06 123 456 78", "06 123 456 78"),
    ("bel: 4521", "4521"),
    ("(intern: 4521)", "4521"),
    ("Telefoon: (0)6 12345678", "6 12345678"),
    ("tel 31 6 12345678", "31 6 12345678"),
    ("06*12345678", "12345678"),
    ("06 - 12 34 56\n78 hij", "06 - 12 34 56\n78"),
    ("nr 06 12 34 56 78-", "06 12 34 56 78"),
]
NO_PHONES = [
    "kenmerk 2021-0612345678",
    "kenmerk 2021-0000123456",
    "op 01-02-2021 14:30 uur",
    "03-04-2022 1015 besproken",
    "NL91 ABNA 0417 1643 00",
    "zaak 20210612345678",
    "CVE-2021-44228 en CVE-2021-45046",
    "versie 10.2.14.1105",
    "€ 1.234.567,89",
    "van 08.45-10.15 en 10.30-12.00",
    "09.30  10.15",
    "ISBN 978-90-12-34567-8",
    "bel 112",
    "bel 1400",
    "toestelnummer volgt",
    "Kamerstukken II 2020/21, 35 300, nr. 12",
    "in 2021 gebeld met 45 personen",
    "bel in 2021 nog eens",
    "telefonisch 3 keer geprobeerd",
    "192.168.10.25",
    "NCSC-2021-0713 versie 1.02",
    "artikel 10 lid 2 sub e",
    "nummer 2021 4521 van de lijst",
    "dossier 0123456789012345",
    "op lijn 4521 kilometer",
    "zaaknummer 012345-2021",
    "telefoon 14 070",
    "0800-1351",
]


@pytest.mark.parametrize(("text", "wanted"), PHONES)
def test_a_phone_number_is_covered(text: str, wanted: str) -> None:
    assert covered(text, wanted, "PHONE_NUMBER")


@pytest.mark.parametrize("text", NO_PHONES)
def test_other_digits_are_no_phone_number(text: str) -> None:
    assert found(text, "PHONE_NUMBER") == []


BIRTHS = [
    ("geboren op 3 maart 1980 te Voorbeeldstad", "3 maart 1980"),
    ("geboren 3 maart 1980", "3 maart 1980"),
    ("geb. 03-03-1980", "03-03-1980"),
    ("geb 12/08/79", "12/08/79"),
    ("geb\n  12/08/79, dus", "12/08/79"),
    ("geb.dat. 3.3.80", "3.3.80"),
    ("geb.datum: 03-03-1980", "03-03-1980"),
    ("Geboortedatum (dd-mm-jjjj): 03-03-1980", "03-03-1980"),
    ("Geboortedatum en -plaats: 3 maart 1980, Voorbeeldstad", "3 maart 1980"),
    ("geboortedatum\t03031980", "03031980"),
    ("Geboortedatum 1980-03-03", "1980-03-03"),
    ("d.o.b. 3 March 1980", "3 March 1980"),
    ("Jan Jansen (* 3-3-1980)", "3-3-1980"),
    ("Jan Jansen, *03-03-1980", "03-03-1980"),
    ("geboren te Voorbeeldstad op 3 maart 1980", "3 maart 1980"),
    ("geboren te St. Voorbeeld, gemeente Voorbeeldstad, op 3 maart 1980", "3 maart 1980"),
    ("geboortejaar 1980", "1980"),
    ("geboren in 1980", "1980"),
    ("(geboren 1980)", "1980"),
    ("Geboren : O8-O6-l954", "O8-O6-l954"),
    ("geboren 30 sep-\ntember 1971", "30 sep-\ntember 1971"),
    ("geboren op 3\nmaart 1980", "3\nmaart 1980"),
    ("03-03-1980 (geboortedatum)", "03-03-1980"),
    ("geboren op maandag 3 maart 1980", "3 maart 1980"),
    ("geboren op 3 mrt. '80", "3 mrt. '80"),
    ("geb. 3-3-80", "3-3-80"),
    ("111222333;Jansen;Kim;2014-09-02;Voorbeeldstraat 8", "2014-09-02"),
    ("geb. 3 mrt 1980", "3 mrt 1980"),
    ("geb. op 3-3-'80", "3-3-'80"),
    ("geboren d.d. 3 maart 1980", "3 maart 1980"),
    ("(geb. 1980)", "1980"),
    ("geboortedat. 03/03/1980", "03/03/1980"),
    ("Geb datum 03 03 1980", "03 03 1980"),
    ("DOB 03/03/1980", "03/03/1980"),
    ("* 3 maart 1980", "3 maart 1980"),
    ("geboortedatum kind: 3 maart 1980", "3 maart 1980"),
    ("geboortedatum partner 3 maart 1980", "3 maart 1980"),
    ("geboren te Paramaribo (Suriname), 3 maart 1980", "3 maart 1980"),
    ("geboren te 's-Gravenhage op 3 maart 1980", "3 maart 1980"),
    ("geb. dd 3-3-1980", "3-3-1980"),
    ("Man, geboren 3 maart 1980", "3 maart 1980"),
    ("leeftijd/geb.: 3-3-80", "3-3-80"),
    ("geb.: 03-03-'80", "03-03-'80"),
    ("geboren (3 maart 1980)", "3 maart 1980"),
    ("Geboortedatum patiënt\n03-03-1980", "03-03-1980"),
    ("Geb. 03-03-80 M", "03-03-80"),
    ("geboren in maart 1980", "maart 1980"),
    ("gebdat. 3-3-1980", "3-3-1980"),
    ("GEBOREN: 3 MAART 1980", "3 MAART 1980"),
    ("geboren: 1980/03/03", "1980/03/03"),
    ("geb. datum\t03-03-1980", "03-03-1980"),
    ("Jan, geboren in Utrecht in 1980", "1980"),
    ("mijn opa is van 3-3-1940 en", "3-3-1940"),
    ("Geboortedatum kind\n03-03-2019", "03-03-2019"),
    ("geboren op 3-3-2021 om 12:30", "3-3-2021"),
    ("zijn partner Adrie V0orbeeld, 12 mrt l974; BSN 1234 56 782", "12 mrt l974"),
]
NO_BIRTHS = [
    "vergadering van 03-04-2021",
    "brief van 9 augustus 2021",
    "Haar kind is geboren.\nOverleg 03-04-2021",
    "Haar kind is geboren. Op 3 april 2021 vergaderen wij.",
    "geboekt op 03-04-2021",
    "het gebouw uit 1975",
    "gebruik van 1 januari 2021",
    "geb",
    "5 * 3-3",
    "12345678;order;2014-09-02",
    "brief van 12 maart 2024, over het BSN",
    "stuur de geboortedatum even\n[03-04-2021 10:15] Kim: komt",
    "wat is de geboortedatum?\n03-04-2021, 10:15 - Kim: komt",
    "de wet zij is van 1-7-2018",
]


@pytest.mark.parametrize(("text", "wanted"), BIRTHS)
def test_a_date_of_birth_is_covered(text: str, wanted: str) -> None:
    assert covered(text, wanted, "DATE_OF_BIRTH")


@pytest.mark.parametrize(("before", "found_there"), [("- tweede: zusje ", True), ("- getuige ", False)])
def test_a_recent_day_behind_a_name_is_of_a_child(before: str, found_there: bool) -> None:
    text = f"{before}Noa (12 januari 2024)"
    found = list(BirthRecognizer().values(text, [(len(before), len(before) + 3)]))
    assert [text[one.start : one.end] for one in found] == ["12 januari 2024"] * found_there


@pytest.mark.parametrize(
    ("before", "behind", "found_there"),
    [
        ("", ", 03-03-1980. Verder", True),
        ("", ", 03-03-2021. Verder", False),
        ("haar zoon Noa komt. Over ", " (3-3-2013).", True),
        ("getuige Noa komt. Over ", " (3-3-2013).", False),
    ],
)
def test_a_day_behind_a_name(before: str, behind: str, found_there: bool) -> None:
    text = f"{before}Noa{behind}"
    found = list(BirthRecognizer().values(text, [(len(before), len(before) + 3)]))
    assert len(found) == found_there


@pytest.mark.parametrize("text", NO_BIRTHS)
def test_other_dates_are_no_dates_of_birth(text: str) -> None:
    assert found(text, "DATE_OF_BIRTH") == []


def test_stretches_before_numbers_do_not_overlap() -> None:
    text = "a" * 50 + " 123 b 4567 c 12"
    assert list(before_numbers(text, 10)) == [(41, 54), (54, 61)]
    assert list(before_numbers("", 10)) == []


FILLERS = [" ", "0", "9", ".", "-", "a", "A", "@", "\n", "\t", "|", ";", "0-", "1 ", "a.", "a@", "06", "geb. ", "tel "]
FILLERS += ["BSN ", "Naam\t", "straat 1 ", "A-1 ", "NL91 ", "kenteken ", "1234 AB ", "l", "a -\n", "naam  ", "\n> "]


@pytest.mark.parametrize("filler", FILLERS)
@pytest.mark.parametrize("recognizer", OWN, ids=lambda one: str(one.name))
def test_work_is_linear_in_the_text(recognizer: ValueRecognizer, filler: str) -> None:
    text = filler * (100_000 // len(filler))
    start = time.process_time()
    recognizer.analyze(text, recognizer.supported_entities, None)
    assert time.process_time() - start < 15


@pytest.mark.parametrize("recognizer", OWN, ids=lambda one: str(one.name))
def test_no_text_is_refused(recognizer: ValueRecognizer) -> None:
    chance = random.Random(7)
    letters = "0123456789aAzZ @.,;:|\t\n->()/'\"lOI+€\u0660\u202e漢"
    for _ in range(60):
        text = "".join(chance.choice(letters) for _ in range(400))
        for result in recognizer.analyze(text, recognizer.supported_entities, None):
            assert text[result.start : result.end].strip() == text[result.start : result.end] != ""
