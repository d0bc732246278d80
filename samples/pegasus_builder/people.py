"""The made-up people of the sample bundle: what must be found is written here once.

Nobody here exists. Phone numbers lie in blocks that are not handed out, mail domains are made up, the citizen service
number is a test number and the account number is the textbook example of the standard.
"""

from __future__ import annotations

from dataclasses import dataclass

COMMON_SURNAMES = frozenset({"Mei"})
GOVERNMENT = {"ncsc": "ncsc.rijksintern.nl", "nctv": "nctv.rijksintern.nl", "bz": "minbz.rijksintern.nl"}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the bundle; `surname` has its prefix in front ('de Wit').

    `common_word` says that the bare surname (or first name) is an ordinary word, so that it never stands alone.
    """

    first: str
    surname: str
    initials: str
    role: str = ""
    mail: str = ""
    phones: tuple[str, ...] = ()
    common_word: bool = False

    def forms(self) -> tuple[str, ...]:
        """All the ways in which the texts call this person, longest first."""
        prefix, _, core = self.surname.rpartition(" ")
        capital = self.surname[:1].upper() + self.surname[1:]
        names = {
            f"{self.first} {self.surname}",
            f"{self.first} {capital}",
            f"{self.initials} {self.surname}",
            f"{self.initials} ({self.first}) {self.surname}",
            f"{core}, {self.initials} {prefix}".strip(),
            f"{core}, {self.first} {prefix}".strip(),
            f"{core}, {self.initials} ({self.first}) {prefix}".strip(),
            f"{capital}, {self.first}",
            self.first,
        }
        names |= {f"mw. {capital}", f"dhr. {capital}"} if self.common_word else {self.surname, capital}
        return tuple(sorted(names, key=len, reverse=True))

    def numbers(self) -> tuple[str, ...]:
        """The phone numbers as written at home and abroad."""
        return (*self.phones, *(f"+31 {phone[1:]}" for phone in self.phones))


def _official(first: str, surname: str, initials: str, role: str, desk: str, mobile: str = "") -> Person:
    body, _, office = desk.partition("/")
    local = f"{initials.lower()}{surname.lower().replace(' ', '').replace(chr(39), '')}"
    plain = str.maketrans("üöıéëïñńóêş", "uoieeinnoes")
    phones = tuple(number for number in (office and f"070 555 {office}", mobile and f"06 5550 {mobile}") if number)
    mail = f"{local.translate(plain)}@{GOVERNMENT[body]}"
    return Person(first, surname, initials, role, mail, phones, common_word=surname in COMMON_SURNAMES)


VERMEULEN = _official("Sanne", "Vermeulen", "S.J.", "coördinerend adviseur dreigingsanalyse", "ncsc/01 12", "1412")
DE_WIT = _official("Jeroen", "de Wit", "J.P.", "teamleider Operaties", "ncsc/01 18", "1418")
BOUAZZAOUI = _official("Fatima", "El Bouazzaoui", "F.", "senior analist", "ncsc/01 23", "1423")
YILDIRIM = _official("Emre", "Yıldırım", "E.", "malware-analist", "ncsc/01 27")
VISSER = _official("Anneke", "Visser", "A.M.", "secretaris crisisoverleg", "ncsc/01 31", "1431")
HOEKSTRA = _official("Wytske", "Hoekstra", "W.", "forensisch onderzoeker", "ncsc/01 36", "1436")
RAMDIEN = _official("Ashwin", "Ramdien", "A.R.", "adviseur vitale aanbieders", "ncsc/01 39", "1439")
NOWAK = _official("Katarzyna", "Nowak-Zielińska", "K.", "incidentcoördinator", "ncsc/01 44", "1444")
VAN_DER_MEULEN = _official("Pieter-Jan", "van der Meulen", "P.J.", "plaatsvervangend hoofd", "ncsc/01 02")
MEI = _official("Lotte", "Mei", "L.", "communicatieadviseur", "ncsc/01 52", "1452")
OZTURK = _official("Hüseyin", "Öztürk", "H.", "beheerder laboratorium", "ncsc/01 57")
VAN_T_HOF = _official("Marieke", "van 't Hof", "M.C.", "jurist", "ncsc/01 61")
TERPSTRA = _official("Ingrid", "Terpstra", "I.H.", "afdelingshoofd", "nctv/02 03", "2403")
AIT_BEN_HADDOU = _official("Youssef", "Aït Ben Haddou", "Y.", "beleidsmedewerker", "nctv/02 14", "2414")
DE_JONG = _official("Charlotte", "de Jong-Brouwer", "C.A.", "senior beleidsmedewerker", "nctv/02 17", "2417")
WIERSMA = _official("Tjitske", "Wiersma", "T.", "woordvoerder", "nctv/02 25", "2425")
KASANPAWIRO = _official("Orlando", "Kasanpawiro", "O.R.", "adviseur crisiscommunicatie", "nctv/02 28")
OUDE_LUTTIKHUIS = _official("Bart", "Oude Luttikhuis", "B.J.", "plaatsvervangend directeur", "nctv/02 01")
NGUYEN = _official("Linh", "Nguyen", "L.T.", "managementondersteuner", "nctv/02 33")
WOJCIK = _official("Agnieszka", "Wójcik", "A.", "beleidsadviseur", "bz/03 41")
OUWEHAND = _official("Daan", "Ouwehand", "D.", "plaatsvervangend afdelingshoofd", "bz/03 48", "3448")

LIEVENSE = Person("Marc", "Lievense", "M.", "CISO", "m.lievense@deltastroom-energie.nl", ("010 555 07 70",))
KALKMAN = Person("Thijs", "Kalkman", "T.", "journalist", "thijs@onderzoeksredactie-ijkpunt.nl", ("06 5550 7781",))
BENALI = Person("Samira", "Benali", "S.", "advocaat", "benali@benali-noordhoek.nl", ("020 555 06 12",))
NOWICKI = Person("Aleksander", "Nowicki", "A.", "mensenrechtenverdediger")
ROELFSEMA = Person("Femke", "Roelfsema", "F.", "onderzoeker")
CASTILLO = Person("Rubén", "Castillo Ibarra", "R.", "correspondent")
LINDQVIST = Person("Kjell", "Lindqvist", "K.", "verbindingsofficier", "kjell.lindqvist@cert-nordia.example")
BLOEM = Person("Roos", "Bloem", "R.", "programmamaker", "roos.bloem@omroep-delfland.nl", common_word=True)
VAN_DONGEN = Person(
    "Johanna",
    "van Dongen-Schipper",
    "J.P.",
    mail="jvandongen48@thuispost-mail.nl",
    phones=("0182 555 147", "06 5550 9914"),
)

PEOPLE = (
    *(VERMEULEN, DE_WIT, BOUAZZAOUI, YILDIRIM, VISSER, HOEKSTRA, RAMDIEN, NOWAK, VAN_DER_MEULEN, MEI, OZTURK),
    *(VAN_T_HOF, TERPSTRA, AIT_BEN_HADDOU, DE_JONG, WIERSMA, KASANPAWIRO, OUDE_LUTTIKHUIS, NGUYEN, WOJCIK, OUWEHAND),
    *(LIEVENSE, KALKMAN, BENALI, NOWICKI, ROELFSEMA, CASTILLO, LINDQVIST, BLOEM, VAN_DONGEN),
)

BARE_FIRST_NAMES_NEVER = frozenset({"Roos", "Bart"})
"""First names that are ordinary words or parts of others' names; they only stand with a surname."""

OFFICE_MAILS = frozenset({"publieksvragen@ncsc.rijksintern.nl"})
"""Mail addresses of a desk, not of a person."""

NUMBERS = {
    "account": ("r.castillo", "e.yildirim", "h.ozturk"),
    "birthdate": ("14 februari 1948",),
    "bsn": ("999990093",),
    "iban": ("NL91 ABNA 0417 1643 00",),
    "address": ("Kwikstaarthof 27", "2809 ZX Gouda"),
}
