"""Tables: what stands under a header that says what it is.

All names, numbers and addresses are made up.
"""

from __future__ import annotations

import pytest

from tests.identifiers import covered, found

TABS = (
    "Naam\tFunctie\tToestel\tGeb. datum\tKenteken\n"
    "Kim Jansen\tklerk\t4521\t03-03-1980\t12-ABC-3\n"
    "Roos Bakker\tinkoper\t4522\t\tab-123-c\n"
    "\nNaam: zie boven 4523 en 01-01-2001"
)
SPACES = (
    "  Achternaam       Voornaam   Personeelsnr   Tel.    BSN\n"
    "  ----------------------------------------------------------\n"
    "  Koning           Roos       10478          4521    111222333\n"
    "  de Wit           Mei                       4522    123456782\n"
    "\n\n  Totaal           2          10479\n"
)
PIPES = "| Medewerker | E-mail | IBAN |\n|---|---|---|\n| K. Jansen | k.jansen | NL91ABNA0417164300 |\n"
ROWS = "naam;geboortedatum;adres\nJansen, Kim;1980-03-03;Voorbeeldstraat 8\n"


def test_a_table_with_tabs_is_read_by_its_header() -> None:
    assert found(TABS, "PHONE_NUMBER") == ["4521", "4522"]
    assert found(TABS, "DATE_OF_BIRTH") == ["03-03-1980"]
    assert found(TABS, "LICENSE_PLATE") == ["12-ABC-3", "ab-123-c"]
    assert found(TABS, "PERSON") == ["Kim Jansen", "Roos Bakker"]
    assert "klerk" in found(TABS, "JOB_TITLE")


def test_a_table_with_blanks_is_read_by_place() -> None:
    assert found(SPACES, "PERSONAL_NUMBER") == ["10478"]
    assert found(SPACES, "PHONE_NUMBER") == ["4521", "4522"]
    assert found(SPACES, "NL_BSN") == ["111222333", "123456782"]
    assert {"Koning", "Roos", "Mei"} <= set(found(SPACES, "PERSON"))


def test_tables_with_strokes_and_semicolons() -> None:
    assert "k.jansen" in found(PIPES, "EMAIL_ADDRESS")
    assert found(PIPES, "PERSON") == ["K. Jansen"]
    assert found(ROWS, "DATE_OF_BIRTH") == ["1980-03-03"]
    assert covered(ROWS, "Voorbeeldstraat 8", "ADDRESS")


@pytest.mark.parametrize(
    "text",
    [
        "Naam\t:\nAdres\t:\nPlaats\t:\n",
        "Naam: Kim   Functie: klerk\nVoorbeeld  12\n",
        "Functie  Schaal\nklerk    11\n",
        "De naam van de stichting  is nog niet bekend\nVoorbeeld  Voorbeeld\n",
        "Naam cliënt          Roos Jansen\nAdres                Voorbeeldstraat 5\nE-mail               geen\n",
        "Naam server  Functie      IP\ndb01         printserver  192.0.2.1\n",
        "Nr.\tNaam document\tDatum\n1\tBesluit\t01-01-2021\n",
    ],
)
def test_what_is_no_header_announces_nothing(text: str) -> None:
    assert found(text, "PERSON", "JOB_TITLE", "DATE_OF_BIRTH", "PHONE_NUMBER") == []
