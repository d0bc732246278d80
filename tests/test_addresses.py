"""Which addresses lead to a person and which are those of an office.

All names, numbers and addresses are made up.
"""

from __future__ import annotations

import pytest

from tests.identifiers import covered, found

ADDRESSES = [
    ("woont aan de Voorbeeldstraat 12a.", "Voorbeeldstraat 12a"),
    ("Voorbeeldlaan 3, 1234 AB Voorbeeldstad", "Voorbeeldlaan 3, 1234 AB Voorbeeldstad"),
    ("Voorbeeldkade 88-C\n1234 AB Den Haag", "Voorbeeldkade 88-C\n1234 AB Den Haag"),
    ("Voorbeeldkade 88\n          1234 AB  VOORBEELDSTAD", "Voorbeeldkade 88\n          1234 AB  VOORBEELDSTAD"),
    ("Burgemeester van Voorbeeldlaan 7 bis", "Burgemeester van Voorbeeldlaan 7 bis"),
    ("Prof. Voorbeeldlaan 7-2", "Voorbeeldlaan 7-2"),
    ("Voorbeeldstraat 212-hs", "Voorbeeldstraat 212-hs"),
    ("Voorbeeldstraat 63 II", "Voorbeeldstraat 63 II"),
    ("bij dorpsstraat 12 staat", "dorpsstraat 12"),
    ("Dorpsstr. 12", "Dorpsstr. 12"),
    ("Beatrixln. 4", "Beatrixln. 4"),
    ("Dorpsstr aat l2, 1234 AB Voorbeeld", "Dorpsstr aat l2, 1234 AB Voorbeeld"),
    ("Dorpsstraat l4", "Dorpsstraat l4"),
    ("Achterom 5, 2611 AB Delft", "Achterom 5, 2611 AB Delft"),
    ("Achterom 5 2611AB Delft", "Achterom 5 2611AB Delft"),
    ("1234 AB Voorbeeldstad", "1234 AB Voorbeeldstad"),
    ("1234AB\nVoorbeeldstad\n", "1234AB\nVoorbeeldstad"),
    ("Postcode/woonplaats\t1234 AB Voorbeeld", "1234 AB Voorbeeld"),
    ("postcode 1234 AB", "1234 AB"),
    ("wonende te Voorbeeldstad, Lange Heg 5", "Voorbeeldstad, Lange Heg 5"),
    ("adres: heieind 9b 1234ps voorbeeld", "heieind 9b 1234ps voorbeeld"),
    ("hij woont op heieind 14", "heieind 14"),
    ("Naar huisadres\n   Dotterhof 16, Voorbeeldstad.", "Dotterhof 16, Voorbeeldstad"),
    ("Kerkstraat 5, 9000 Gent", "Kerkstraat 5, 9000 Gent"),
    ("Hauptstraße 12, 50667 Köln", "Hauptstraße 12, 50667 Köln"),
    ("Rue du Moulin 8, 4960 Malmedy", "Rue du Moulin 8, 4960 Malmedy"),
    ("12 rue de la Paix, 75002 Paris", "12 rue de la Paix, 75002 Paris"),
    ("Lange Voorbeeld 12, 1234 AB Den Bosch", "Lange Voorbeeld 12, 1234 AB Den Bosch"),
    ("kadastraal bekend gemeente Voorbeeld, sectie B, nummer 123", "gemeente Voorbeeld, sectie B, nummer 123"),
    ("de heer Jansen (Voorbeeldhof 14) vroeg", "Voorbeeldhof 14"),
    ("fam. Jansen, Ravelijn 3, Voorbeeld", "Ravelijn 3"),
    ("aan nabestaanden (Ravelijn 3, Voorbeeld)", "Ravelijn 3, Voorbeeld"),
    ("Voorbeeldweg 4-2, 1234 DP Voorbeeldstad", "Voorbeeldweg 4-2, 1234 DP Voorbeeldstad"),
    ("Voorbeeldpolder 120, app. 14\n1234 KV  VOORBEELD", "Voorbeeldpolder 120, app. 14\n1234 KV  VOORBEELD"),
    ("Oude Gracht 5", "Oude Gracht 5"),
    ("Voorbeeldstraat nr. 12", "Voorbeeldstraat nr. 12"),
    ("1e Voorbeelddwarsstraat 5", "1e Voorbeelddwarsstraat 5"),
    ("Piet Voorbeeldhof 5 te Voorbeeldstad", "Piet Voorbeeldhof 5 te Voorbeeldstad"),
    ("Voorbeeldstraat 5 in Voorbeeldstad", "Voorbeeldstraat 5"),
    ("Kim Jansen\nVoorbeeldstraat 5\n1234 AB  Capelle aan den IJssel", "1234 AB  Capelle aan den IJssel"),
    ("Voorbeeldstraat 5 | 1234 AB | Voorbeeldstad", "Voorbeeldstraat 5 | 1234 AB"),
    ("'t Voorbeeldpad 5", "Voorbeeldpad 5"),
    ("Voorbeelddijk 5a te Voorbeeld", "Voorbeelddijk 5a"),
    ("de bewoners van Voorbeeldveld 12", "Voorbeeldveld 12"),
    ("Dorpsstraat 12 A-bis", "Dorpsstraat 12 A"),
    ("Dorpsstraat 12-14", "Dorpsstraat 12-14"),
    ("De Ruyterkade 105-3hoog", "De Ruyterkade 105"),
    ("Laan van Meerdervoort 123", "Laan van Meerdervoort 123"),
    ("Het Hoog 12, 1234 AB Delft", "Het Hoog 12, 1234 AB Delft"),
    ("woont Achter de Hoven 22", "Achter de Hoven 22"),
    ("Op de Bies 7, 6456 AB Bingelrade", "de Bies 7, 6456 AB Bingelrade"),
    ("Zuideinde 14", "Zuideinde 14"),
    ("Herengracht 502", "Herengracht 502"),
    ("aan de Singel 12", "Singel 12"),
    ("op de Brink 4", "Brink 4"),
    ("Nieuwstraat 1-03", "Nieuwstraat 1-03"),
    ("Wilhelminapark 5", "Wilhelminapark 5"),
    ("Parklaan 22C", "Parklaan 22C"),
    ("Kon. Wilhelminalaan 5", "Wilhelminalaan 5"),
    ("Mgr. Nolensplein 1", "Mgr. Nolensplein 1"),
    ("St. Jansstraat 4", "St. Jansstraat 4"),
    ("J.P. Coenstraat 12", "J.P. Coenstraat 12"),
    ("'s-Gravendijkwal 5", "'s-Gravendijkwal 5"),
    ("Jan van Galenstraat 5-I", "Jan van Galenstraat 5-I"),
    ("2e Oosterparkstraat 12 hs", "2e Oosterparkstraat 12 hs"),
    ("Ged. Zuiderdiep 98, 9711 HL Groningen", "Zuiderdiep 98, 9711 HL Groningen"),
    ("Meester F.J. Haarmanweg 1", "Meester F.J. Haarmanweg 1"),
    ("DORPSSTRAAT 12, 1234 AB VOORBEELD", "DORPSSTRAAT 12, 1234 AB VOORBEELD"),
    ("Dorpsstraat 12\tVoorbeeld\t1234 AB", "Dorpsstraat 12"),
    ("Adres\t: Dorpsstraat 12", "Dorpsstraat 12"),
    ("adres Dorpsweg 12 te (1234 AB) Delft", "Dorpsweg 12"),
    ("1234 AB 12", "1234 AB 12"),
    ("1234 AB, 12", "1234 AB"),
    ("Dorpsstraat 12, Voorbeeld (1234 AB)", "1234 AB"),
    ("Dorpsstraat 12 in 1234 AB Voorbeeld", "1234 AB Voorbeeld"),
    ("Dorpsstraat 12,\n1234AB Voorbeeld", "Dorpsstraat 12,\n1234AB Voorbeeld"),
    ("Dorpsstraat 12 (1234 AB) Voorbeeld", "1234 AB"),
    ("Am Markt 5, D-48455 Bad Bentheim", "Am Markt 5, D-48455 Bad Bentheim"),
    ("Steenweg op Gent 12, 9300 Aalst", "9300 Aalst"),
    ("Ul. Długa 12, 00-238 Warszawa", "Długa 12"),
    ("flat 12, Dorpshof 3", "Dorpshof 3"),
    ("wonen op Dorpsplein 3 en 5", "Dorpsplein 3"),
    ("hoek Dorpsstraat 5/Kerklaan 2", "Kerklaan 2"),
    ("dorpsstraat 12a in delft", "dorpsstraat 12a"),
    ("DorPsstraat 12", "DorPsstraat 12"),
    ("Dorps straat 12", "straat 12"),
    ("Oude-Weg 12", "Oude-Weg 12"),
    ("Dorpsstraat12", "Dorpsstraat12"),
    ("Broekdijk 5 a", "Broekdijk 5"),
    ("woonadres is Lepelaar 3", "Lepelaar 3"),
    ("verhuisd naar Lepelaar 3 in Delft", "Lepelaar 3"),
    ("verblijft aan de Esdoorn 14", "Esdoorn 14"),
    ("Esdoorn 14\n1234 AB Delft", "Esdoorn 14\n1234 AB Delft"),
    ("Woonadres:\nEsdoorn 14\n1234 AB Delft", "Esdoorn 14\n1234 AB Delft"),
    ("Straat en huisnummer: Esdoorn 14", "Esdoorn 14"),
    ("mw. Jansen, Esdoorn 14 te Delft", "Esdoorn 14"),
    ("de heer K. Jansen, Esdoorn 14, Delft", "Esdoorn 14"),
    ("Voorbeeldpad 3 A 12\n1234 AB  VOORBEELD", "Voorbeeldpad 3 A 12\n1234 AB  VOORBEELD"),
    ("Singel 28, 1234 AB te Voorbeeld.", "Singel 28, 1234 AB te Voorbeeld"),
    ("Voorbeelddijk 9 te Voorbeelddorp: wil niet", "Voorbeelddijk 9 te Voorbeelddorp"),
    ("een bezoek afgelegd op Kleine Voorbeeldstraat\n19c. De deur ging open", "Kleine Voorbeeldstraat\n19c"),
    ("sta bij Elzenbrug 4 utrecht", "Elzenbrug 4 utrecht"),
    ("dorpsstraat 4 zwammerdorp", "dorpsstraat 4 zwammerdorp"),
]
NO_ADDRESSES = [
    "Postbus 20011, 2500 EA Den Haag",
    "Postbus 20011\n2500 EA Den Haag",
    "Postbus 20011 | 2500 EA Den Haag",
    "Antwoordnummer 12, 1234 AB Voorbeeld",
    "Bezoekadres: Voorbeeldstraat 5",
    "Bezoekadres\nVoorbeeldstraat 5\n1234 AB Voorbeeld",
    "Postadres: Voorbeeldstraat 5, 1234 AB Voorbeeld",
    "Gemeente Voorbeeld, Voorbeeldplein 1",
    "Turfmarkt 147 te Den Haag",
    "het gemeentehuis, Raadhuisplein 1",
    "kantoor Voorbeeldstraat 130, Voorbeeld",
    "Voorbeeld B.V., gevestigd te Voorbeeld aan de Voorbeeldweg 12",
    "Locatie: Sporthal De Voorbeeld, Voorbeeldplein 1",
    "Waterschap Voorbeeld\nVoorbeeldplein 10\nPostbus 61, 1234 AB Voorbeeld",
    "Team Voorbeeld\nVoorbeeldplein 10, Voorbeeld\nPostbus 61",
    "de weg naar 2021",
    "op 12 maart 2021 in Den Haag",
    "in het park 3 bomen",
    "Kamerstuk 35 300",
    "Woningmarkt 2021",
    "Vergadering 12",
    "2021 EU",
    "Zaal 4, Utrecht",
    "(Bijlage 3, Amsterdam)",
    "Rotterdam 12",
    "artikel 10 Wob",
    "geboren op 26-06-2001",
    "Kim van nr. 10",
    "snelweg 12",
    "in 2021 EN 2022",
    "week 12, Amsterdam",
    "door de scheepvaart 12 keer",
    "Windows Server 2012",
    "de arbeidsmarkt 2022",
    "Bijlage 2\n1. Inleiding",
    "Opening van het tuinpark 3 keer",
    "een bedrag van 1500 EUR",
    "Kim: Let op cel 14, Voorbeeld heeft niet geslapen",
    "University of Voorbeeld, Voorbeeldlaan 5, 1234 AB Voorbeeld",
    "de brug 4 uur dicht",
    "Utrecht 3 Amsterdam",
]


@pytest.mark.parametrize(("text", "wanted"), ADDRESSES)
def test_an_address_is_covered(text: str, wanted: str) -> None:
    assert covered(text, wanted, "ADDRESS")


def test_a_word_behind_a_house_is_no_place() -> None:
    assert found("Dorpsstraat 12 gedeblokkeerd", "ADDRESS") == ["Dorpsstraat 12"]
    assert found("Dorpsstraat 12 verbouwd", "ADDRESS") == ["Dorpsstraat 12"]


@pytest.mark.parametrize("text", NO_ADDRESSES)
def test_an_office_and_other_text_are_no_address_to_redact(text: str) -> None:
    assert found(text, "ADDRESS") == []


@pytest.mark.parametrize(
    "text",
    ["Bezoekadres: Voorbeeldstraat 5", "Gemeente Voorbeeld, Voorbeeldplein 1", "Turfmarkt 147 te Den Haag"],
)
def test_the_address_of_an_office_is_proposed_to_stay(text: str) -> None:
    assert found(text, "ADDRESS", keep=True)
