"""Dates, numbers, codes and addresses: text that carries no label."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
SHORT_MONTHS = ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
DAYS = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"]
REGISTERS = ("BZK", "DGRW", "UIT", "IN", "Z", "D", "MinBuza", "DBO", "WJZ")
BANKS = ["INGB", "RABO", "ABNA", "SNSB", "TRIO", "KNAB", "BUNQ", "ASNB"]
FUNCTIONS = [
    "info",
    "woo",
    "post",
    "servicedesk",
    "klantcontact",
    "communicatie",
    "secretariaat",
    "juridischezaken",
    "noreply",
    "privacy",
    "hrm",
    "receptie",
    "persvoorlichting",
    "meldpunt",
    "postbus.wob",
    "vergunningen",
    "bezwaar",
    "inkoop",
    "planning",
    "helpdesk",
    "griffie",
    "bestuurssecretariaat",
]
SITES = [
    "rijksoverheid",
    "gemeente",
    "provincie",
    "overheid",
    "toezicht",
    "meldpunt",
    "mijnloket",
    "wetten",
    "kennisnet",
    "werkplek",
    "intranet",
]


def _day(rng: Random) -> tuple[int, int, int]:
    return rng.randint(1, 28), rng.randint(1, 12), rng.randint(2005, 2026)


def date(rng: Random) -> str:
    """A date in any notation."""
    return rng.choice((date_numbers, date_long, date_long, date_short))(rng)


def date_numbers(rng: Random) -> str:
    """12-03-2021."""
    day, month, year = _day(rng)
    shape = rng.choice(
        ("{0:02d}-{1:02d}-{2}", "{0}-{1}-{2}", "{0:02d}/{1:02d}/{2}", "{0:02d}.{1:02d}.{2}", "{2}-{1:02d}-{0:02d}")
    )
    return shape.format(day, month, year)


def date_long(rng: Random) -> str:
    """12 maart 2021."""
    day, month, year = _day(rng)
    start = f"{rng.choice(DAYS)} " if rng.random() < 0.15 else ""
    return f"{start}{day} {MONTHS[month - 1]} {year}"


def date_short(rng: Random) -> str:
    """12 mrt. 2021 or 12-3."""
    day, month, year = _day(rng)
    return rng.choice((f"{day} {SHORT_MONTHS[month - 1]}. {year}", f"{day}-{month}", f"{day} {MONTHS[month - 1]}"))


def time(rng: Random) -> str:
    """14:05."""
    return rng.choice(("{0:02d}:{1:02d}", "{0:02d}:{1:02d}", "{0}.{1:02d}")).format(
        rng.randint(6, 23), rng.randint(0, 59)
    )


def amount(rng: Random) -> str:
    """An amount of money."""
    euros = rng.randint(1, 10 ** rng.randint(2, 7))
    grouped = f"{euros:,}".replace(",", ".")
    return rng.choice(
        (f"€ {grouped},-", f"€ {grouped},{rng.randint(0, 99):02d}", f"€{grouped}", f"{grouped} euro", f"EUR {grouped}")
    )


def phone(rng: Random) -> str:
    """A telephone number."""
    digits = f"{rng.randint(10_000_000, 99_999_999)}"
    area, local = rng.choice(("070", "010", "020", "030", "088", "058")), f"{rng.randint(1_000_000, 9_999_999)}"
    return rng.choice(
        (
            f"06-{digits}",
            f"06 {digits[:4]} {digits[4:]}",
            f"+31 6 {digits}",
            f"{area}-{local}",
            f"{area} {local[:3]} {local[3:5]} {local[5:]}",
            f"+31 (0){area[1:]} {local}",
        )
    )


def functional_mail(rng: Random) -> str:
    """The address of an office."""
    return f"{rng.choice(FUNCTIONS)}@{rng.choice(SITES)}.example"


def url(rng: Random) -> str:
    """A web address."""
    path = rng.choice(
        ("", "/contact", f"/documenten/{rng.randint(2015, 2026)}/{rng.randint(100, 999)}", "/woo", "/nl/nieuws")
    )
    return rng.choice(("www.", "https://www.", "https://")) + rng.choice(SITES) + ".example" + path


def reference(rng: Random) -> str:
    """The reference of a letter."""
    return rng.choice(
        (
            f"{rng.randint(2012, 2026)}-{rng.randint(0, 9_999_999_999):010d}",
            f"{rng.choice(REGISTERS)}-{rng.randint(1000, 99999)}/{rng.randint(10, 26)}",
            f"{rng.randint(1_000_000, 9_999_999)}-v{rng.randint(1, 3)}",
            f"{rng.choice('ABDEZ')}{rng.randint(10_000, 999_999)}",
        )
    )


def case_number(rng: Random) -> str:
    """The number of a case."""
    return rng.choice(
        (
            f"Z{rng.randint(10, 26)}-{rng.randint(1000, 99999):06d}",
            f"{rng.randint(2015, 2026)}/{rng.randint(100, 9999)}",
            f"AWB {rng.randint(10, 26)}/{rng.randint(100, 9999)}",
            f"{rng.randint(100_000, 9_999_999)}",
        )
    )


def iban(rng: Random) -> str:
    """A bank account."""
    code, number = rng.choice(BANKS), f"{rng.randint(0, 9_999_999_999):010d}"
    check = rng.randint(10, 98)
    spaced = f"NL{check} {code} {number[:4]} {number[4:8]} {number[8:]}"
    return spaced if rng.random() < 0.6 else spaced.replace(" ", "")


def _letters(rng: Random, count: int) -> str:
    return "".join(rng.choice("BDFGHJKLNPRSTVXZ") for _ in range(count))


def plate(rng: Random) -> str:
    """A number plate."""
    return rng.choice(
        (
            f"{rng.randint(10, 99)}-{_letters(rng, 2)}-{_letters(rng, 2)}",
            f"{_letters(rng, 1)}-{rng.randint(100, 999)}-{_letters(rng, 2)}",
            f"{rng.randint(1, 9)}-{_letters(rng, 3)}-{rng.randint(10, 99)}",
        )
    )


def postcode(rng: Random) -> str:
    """1234 AB."""
    return f"{rng.randint(1000, 9999)}{rng.choice((' ', ' ', '  ', ''))}{_letters(rng, 2)}"


def percent(rng: Random) -> str:
    """A share."""
    return rng.choice(
        (f"{rng.randint(1, 100)}%", f"{rng.randint(1, 99)},{rng.randint(1, 9)}%", f"{rng.randint(1, 100)} procent")
    )


def ip_address(rng: Random) -> str:
    """An address inside a private network."""
    return f"10.{rng.randint(0, 255)}.{rng.randint(0, 255)}.{rng.randint(1, 254)}"


FILLERS: dict[str, Callable[[Random], str]] = {
    "date": date,
    "date.num": date_numbers,
    "date.long": date_long,
    "time": time,
    "weekday": lambda rng: rng.choice(DAYS),
    "Weekday": lambda rng: rng.choice(DAYS).capitalize(),
    "month": lambda rng: rng.choice(MONTHS),
    "Month": lambda rng: rng.choice(MONTHS).capitalize(),
    "year": lambda rng: str(rng.randint(1995, 2026)),
    "num": lambda rng: str(rng.choice((rng.randint(1, 12), rng.randint(1, 99), rng.randint(1, 999)))),
    "num2": lambda rng: str(rng.randint(10, 99)),
    "amount": amount,
    "phone": phone,
    "mail.func": functional_mail,
    "url": url,
    "kenmerk": reference,
    "zaak": case_number,
    "bsn": lambda rng: str(rng.randint(100_000_000, 299_999_999)),
    "iban": iban,
    "plate": plate,
    "ip": ip_address,
    "percent": percent,
    "postcode": postcode,
}
