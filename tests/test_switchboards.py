"""Numbers and mailboxes of an organisation, which lead to nobody by themselves.

All names, numbers and addresses are made up.
"""

from __future__ import annotations

import pytest

from redact.detect.mailboxes import is_functional, is_unit
from redact.detect.recognizers.emails import EmailRecognizer
from redact.detect.recognizers.phones import PhoneRecognizer
from tests.identifiers import found

GENERAL = [
    ("Postbus 40, 1234 AB Voorbeeld  |  T 038 - 123 00 00  |  klant@voorbeeld.nl", "038 - 123 00 00"),
    ("Postbus 12, 1234 AB Voorbeeld | www.voorbeeld.nl | Telefoon 088 123 45 67", "088 123 45 67"),
    ("terecht bij klachten@voorbeeld.nl of 050 123 45 67.", "050 123 45 67"),
    ("perslijn 088-123 45 67\n08:14  Kim  wit busje", "088-123 45 67"),
    ("Woordvoerder Kim Jansen-Bos (050-123 45 67) staat te woord", "050-123 45 67"),
    ("Woordvoering: Kim Jansen (pers, 0592-12 34 56).", "0592-12 34 56"),
    ("Persvragen: Kim Jansen, 026-123 45 67.", "026-123 45 67"),
    ("te woord (persnummer\n0184-123 456)", "0184-123 456"),
    ("burgemeester      026-12 34 567     (algemeen nr stadhuis)", "026-12 34 567"),
    ("Landelijk meldnummer ABCD 030-123 45 67.", "030-123 45 67"),
    ("Receptie havenkantoor 0223 - 12 34 56, Kade 3.", "0223 - 12 34 56"),
    ("Algemeen: 050-123 45 67", "050-123 45 67"),
    ("buiten werktijd 050-123 45 67 (algemeen toestel, ook voor wie een vraag over iets heeft)", "050-123 45 67"),
    ("gemeente Voorbeeld   Postbus 12, 1234 AB Voorbeeld   (050) 123 45 67", "(050) 123 45 67"),
    ("ABCD       wachtdienst   -         050-123 4567    -", "050-123 4567"),
]
OWN = [
    "woordvoerder Kim Jansen, 06-12 34 56 78",
    "Postbus 40, 1234 AB Voorbeeld | T 038 - 123 45 67",
    "Postbus 40, 1234 AB Voorbeeld | doorkiesnummer 038 - 123 00 00",
    "Postbus 40 | T 038 - 123 00 00 | M 06-12 34 56 78",
    "De pers schrijft dat de bewoner (050-123 45 67) klaagt",
    "de woordvoerder zei dat de bewoner belde met 050-123 45 67",
    "algemeen bekend is dat Kim te bellen is op 050-123 45 67",
    "klachten van de buurman, 050-123 45 67",
    "Kim        wachtdienst   -         030-123 4567    -",
    "ABCD       wachtdienst   Kim       030-123 4567    x",
]


@pytest.mark.parametrize(("text", "wanted"), GENERAL)
def test_a_number_of_an_organisation_stays(text: str, wanted: str) -> None:
    assert wanted in found(text, "GENERAL_NUMBER", keep=True)


@pytest.mark.parametrize("text", OWN)
def test_a_number_of_somebody_does_not(text: str) -> None:
    assert found(text, "GENERAL_NUMBER", keep=True) == []
    assert found(text, "PHONE_NUMBER")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Receptie Kim 050-123 45 67", "Kim"),
        ("Kim Jansen | Postbus 40, 1234 AB Voorbeeld | T 038 - 123 00 00", "Kim Jansen"),
    ],
)
def test_a_name_makes_a_number_somebodys(text: str, name: str) -> None:
    start = text.index(name)
    values = list(PhoneRecognizer().values(text, [(start, start + len(name))]))
    assert values
    assert not any(one.keep for one in values)


FUNCTIONAL = [
    ("woo-zn@voorbeeld.nl", True),
    ("planning.xyz@voorbeeld.nl", True),
    ("klant@voorbeeld.nl", True),
    ("ombuds@voorbeeld.nl", True),
    ("pers.zwolle@voorbeeld.nl", True),
    ("team-noord@voorbeeld.nl", True),
    ("communicatie.zuid@voorbeeld.nl", True),
    ("afd-juridisch@voorbeeld.nl", True),
    ("boa-team@voorbeeld.nl", True),
    ("qx-planning@voorbeeld.nl", True),
    ("releasemgt@voorbeeld.nl", True),
    ("qx-bakker@voorbeeld.nl", False),
    ("jvd-planning@voorbeeld.nl", False),
    ("bakkeradm@voorbeeld.nl", False),
    ("klant@gmail.com", False),
    ("woo-jan@voorbeeld.nl", False),
    ("woo.bakker@voorbeeld.nl", False),
    ("info.jvd@voorbeeld.nl", False),
    ("data.de.bruin@voorbeeld.nl", False),
    ("planning.devries@voorbeeld.nl", False),
    ("rooster.k@voorbeeld.nl", False),
]


@pytest.mark.parametrize(("address", "functional"), FUNCTIONAL)
def test_a_mailbox_with_the_letters_of_a_unit_is_functional(address: str, functional: bool) -> None:
    assert is_functional(address) is functional


UNITS = [
    ("qxz@voorbeeld.nl", True),
    ("smz.heerlen@voorbeeld.nl", True),
    ("smz-noord@voorbeeld.nl", True),
    ("qz@voorbeeld.nl", False),
    ("qxz@gmail.com", False),
    ("kim@voorbeeld.nl", False),
    ("jvd@voorbeeld.nl", False),
    ("jpb@voorbeeld.nl", False),
    ("jpv@voorbeeld.nl", False),
    ("bjp@voorbeeld.nl", False),
    ("smz.bakker@voorbeeld.nl", False),
    ("lho.rotte@voorbeeld.nl", False),
]


@pytest.mark.parametrize(("address", "unit"), UNITS)
def test_letters_are_of_a_unit_unless_they_may_be_somebodys_initials(address: str, unit: bool) -> None:
    assert is_unit(address, ["J.P. Bakker", "Jan-Peter van Vliet", "L. Rotte"]) is unit


def test_a_mailbox_behind_a_name_in_a_mail_header_is_of_that_person() -> None:
    def kept(text: str) -> list[str]:
        return [text[one.start : one.end] for one in EmailRecognizer().values(text, []) if one.keep]

    assert kept("Cc: Voorbeeld, Q; qxz@voorbeeld.nl") == ["qxz@voorbeeld.nl"]
    assert kept("Van: Quirijn Voorbeeld <qxz@voorbeeld.nl>") == []
    assert kept("mail quirijn.qxz@voorbeeld.nl") == []
