"""Names of systems, products, networks and accounts: what is found, and what is no system."""

from __future__ import annotations

import pytest

from redact.detect.recognizers.coined import Shape, shape
from redact.detect.recognizers.patterns import RuleRecognizer
from redact.detect.recognizers.systems import SystemRecognizer
from redact.rulebook import load_rulebook

KINDS = ("SYSTEM_NAME", "HOSTNAME", "INTERNAL_URL", "IP_ADDRESS", "MAC_ADDRESS", "UNC_PATH", "USERNAME")


@pytest.fixture(scope="module")
def recognizers() -> list[RuleRecognizer | SystemRecognizer]:
    rules = [rule for rule in load_rulebook().rules if rule.entity_type in KINDS]
    return [*map(RuleRecognizer, rules), SystemRecognizer()]


def found(recognizers: list[RuleRecognizer | SystemRecognizer], text: str) -> list[str]:
    results = [result for each in recognizers for result in each.analyze(text, list(KINDS))]
    return [text[result.start : result.end] for result in results]


FOUND = [
    ("het zaaksysteem Wizzel ligt stil", "Wizzel"),
    ("in de applicatie ZaakBaak staat", "ZaakBaak"),
    ('de tool "Snelle Blik" van de regio', "Snelle Blik"),
    ("Applicatie   : Octopus\n", "Applicatie   : Octopus"),
    ("een koppeling van de database Inkoop", "database Inkoop"),
    ("de systemen QRX, BLP en WZF zijn", "WZF"),
    ("het systeem\nQRX is traag", "QRX"),
    ("de QRX-omgeving ND2 ligt eruit", "QRX-omgeving ND2"),
    ("XYTrace, het volgsysteem van de dienst", "XYTrace"),
    ("ingelogd in QRX om tien uur", "QRX"),
    ("uit de logging van KeurWeb blijkt", "KeurWeb"),
    ("Logboek QRX, uitdraai", "QRX"),
    ("niet in QRX zetten!", "QRX"),
    ("QRX ligt eruit, bel de helpdesk", "QRX"),
    ("de helpdesk zegt: kijk via QRX in het scherm", "QRX"),
    ("zie de BezoekApp voor vragen", "BezoekApp"),
    ("gegevens uit Suite4Wijken", "Suite4Wijken"),
    ("overstap naar Wizzel Enterprise volgt", "Wizzel Enterprise"),
    ("draait Windows Server 2012\nR2 zonder", "Windows Server 2012\nR2"),
    ("een FortiGate 80F, FortiOS 7.0.9", "FortiOS 7.0.9"),
    ("Exchange 2016 CU19 draait", "Exchange 2016 CU19"),
    ("Ubuntu 18.04 LTS", "Ubuntu 18.04 LTS"),
    ("de Dell PowerEdge R740 in het rek", "Dell PowerEdge R740"),
    ("een SAN Dell XR4500 op zolder", "SAN Dell XR4500"),
    ("de RICOH MP C307 op de gang", "RICOH MP C307"),
    ("de router heeft firmware 7.1.2-55", "firmware 7.1.2-55"),
    ("update KB5005573 ontbreekt", "KB5005573"),
    ("de server draait nog versie 8.4.2", "versie 8.4.2"),
    ("via TeamViewer-ID 123 456 789 binnen", "TeamViewer-ID 123 456 789"),
    ("wifi-netwerk Gast-Kantoor is open", "Gast-Kantoor"),
    ("SSID QRX_mobile", "QRX_mobile"),
    ("in VLAN 120 staat", "VLAN 120"),
    ("naar 203[.]0[.]113[.]9 gestuurd", "203[.]0[.]113[.]9"),
    ("reeks 192.0.2.10 t/m 192.0.2.40", "192.0.2.10 t/m 192.0.2.40"),
    ("het netwerk 10.14.x.x is dicht", "10.14.x.x"),
    ("gebruiker kvoorbeeldt logde in", "kvoorbeeldt"),
    ("Systeem\tEigenaar\nWizzelZaak 3\tJuridisch\n", "WizzelZaak 3"),
    ("Hostnaam\tOS\nqrx-a1\tSuperOS 12\n", "SuperOS 12"),
    ("Server\tAccount\nqrx-a1\tkvoorbeeldt\n", "kvoorbeeldt"),
]


@pytest.mark.parametrize(("text", "wanted"), FOUND)
def test_a_system_is_found(recognizers: list[RuleRecognizer | SystemRecognizer], text: str, wanted: str) -> None:
    assert wanted in found(recognizers, text)


NOT_FOUND = [
    "Het systeem Nederland is een rechtsstaat.",
    "De omgeving Utrecht is mooi en het platform Zorg denkt mee.",
    "Het kwetsbare punt is CVE-2021-44228 op poort 8443.",
    "Zie de BRP en de BAG, of log in met DigiD bij MijnOverheid.",
    "De ICT-omgeving en het AI-systeem van het ministerie.",
    "Het account is binnengekomen bij de afdeling.",
    "De gebruikers waren tevreden over het systeem.",
    "Versie\tDatum\tAuteur\n0.9\t1 mei 2021\tAfdeling\n1.0\t3 mei 2021\tAfdeling\n",
    "Het besluit, versie 1.0.2, is vastgesteld door de raad.",
    "Een gesprek in Amsterdam met GroenLinks, de VVD en het CDA.",
    "Wij vergaderden via Teams en belden met de iPhone.",
    "Hij woont in Raalte en werkt bij Cisco Nederland B.V.",
    "Het programma Ruimte voor de Rivier en het register Zorgverleners.",
    "Artikel 5.1.2, lid 1, is van toepassing; zie bijlage 2.1.3.",
    "Werk bij naar versie 1.47.607 of hoger.",
    "De terugkoppeling DOC volgt; het ecosysteem TBD ook.",
    "De heer McDonald en mevrouw DeVries van HaskoningDHV.",
]


@pytest.mark.parametrize("text", NOT_FOUND)
def test_what_is_no_system(recognizers: list[RuleRecognizer | SystemRecognizer], text: str) -> None:
    assert found(recognizers, text) == []


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("ZaakWeb", Shape.STRONG),
        ("Key2Iets", Shape.STRONG),
        ("Qr.Missie", Shape.STRONG),
        ("QRX", Shape.CAPITALS),
        ("QRX-Next", Shape.CAPITALS),
        ("Wizzel", Shape.UNKNOWN),
        ("Inkoop", Shape.WORD),
        ("inkoop", Shape.NONE),
        ("AVG", Shape.NONE),
        ("TS", Shape.NONE),
        ("GroenLinks", Shape.NONE),
        ("CO2", Shape.NONE),
        ("2021", Shape.NONE),
    ],
)
def test_how_much_a_word_looks_like_a_system(word: str, wanted: Shape) -> None:
    assert shape(word) is wanted


def test_the_time_grows_with_the_text_and_no_faster(
    recognizers: list[RuleRecognizer | SystemRecognizer],
) -> None:
    import time

    def cost(times: int) -> float:
        text = "het systeem QRX en de XY-server draait versie 1.2.3, zie in QRX gezet.\n" * times
        start = time.process_time()
        found(recognizers, text)
        return time.process_time() - start

    cost(10)
    assert cost(200) < 12 * cost(50)
