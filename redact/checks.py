"""Checks on the text of a hit that a pattern cannot make: check digits, number plans, address forms.

An entity file names one by its key in CHECKS. Every check takes the text that the pattern found and says whether it can
be what the rule looks for. Nothing here reads a file or a network.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

import phonenumbers
import regex

_EXTENSION = regex.compile(
    r"(?:toestel(?:nummer)?|tst|doorkiesnummer|doorkies|ext)[.:]*\s*(?:nr\.?\s*)?\d\d\s?\d{0,3}", regex.IGNORECASE
)
_DATE = regex.compile(r"\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)\d{2}(?!\d)")
_SERVICE_NUMBER = regex.compile(r"0(?:800|90[0-9])|14\s?0")
_MAX_PHONE_GROUPS = 7
_DIAL_REGIONS = ("NL", "BE", "DE")

# Sidecodes of the RDW; 9 a digit, X a letter. 1 to 14 for cars, motorcycles, lorries and trailers.
_DASHED = (
    "XX-99-99|99-99-XX|99-XX-99|XX-99-XX|XX-XX-99|99-XX-XX|99-XXX-9|9-XXX-99|XX-999-X|X-999-XX|XXX-99-X|X-99-XXX|"
    "9-XX-999|999-XX-9"
)
_SIDECODE = regex.compile(f"{_DASHED}|{_DASHED.replace('-', '')}")
_BARE_SIDECODES = tuple(dict.fromkeys(_DASHED.replace("-", "").split("|")))
_BELGIAN = regex.compile(r"[1-9]-[A-Z]{3}-\d{3}|[A-Z]{3}-\d{3}")
_FOREIGN = regex.compile(
    r"[1-9]-?[A-Z]{3}-?\d{3}|[A-Z]{1,3}[- ][A-Z]{1,2}[- ]?\d{1,4}|[A-Z]{2,3}[- ]?\d{3,5}[A-Z]{0,2}"
)
_TO_DIGIT = str.maketrans("OQDILSBZ|", "000115821")
_TO_LETTER = str.maketrans("015827|", "OISBZZI")


def elfproef(text: str) -> bool:
    """Whether `text` holds a burgerservicenummer: 8 or 9 digits, weights 9..2 and -1, sum divisible by 11.

    Source: Logisch Ontwerp BSN (Rijksdienst voor Identiteitsgegevens).
    """
    digits = [int(char) for char in text if char.isdecimal()]
    if len(digits) not in (8, 9) or not any(digits):
        return False
    digits = [0] * (9 - len(digits)) + digits
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(weight * digit for weight, digit in zip(weights, digits, strict=True)) % 11 == 0


def mod97(text: str) -> bool:
    """Whether `text` is an IBAN with right check digits (ISO 13616, ISO 7064 mod 97-10)."""
    iban = "".join(text.split()).upper()
    if not regex.fullmatch(r"[A-Z]{2}\d{2}[A-Z\d]{11,30}", iban, flags=regex.ASCII):
        return False
    return int("".join(str(int(char, 36)) for char in iban[4:] + iban[:4])) % 97 == 1


def phone(text: str) -> bool:
    """Whether `text` is a plausible phone number: Dutch, Belgian, German, or any with a country code; or an extension.

    Numbers that never lead to a person (0800, 0900, 14 0xx) and dates are none.
    """
    text = " ".join(text.split())
    if _EXTENSION.fullmatch(text):
        return True
    number = text.replace("(0)", "")
    if _DATE.match(number) or _SERVICE_NUMBER.match(number) or len(regex.findall(r"\d+", number)) > _MAX_PHONE_GROUPS:
        return False
    return any(_valid_in(number, region) for region in _DIAL_REGIONS)


def _valid_in(number: str, region: str) -> bool:
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(parsed)


def ip(text: str) -> bool:
    """Whether `text` is an IPv4 or IPv6 address or block (CIDR), other than the empty addresses 0.0.0.0 and '::'."""
    try:
        return int(ipaddress.ip_interface(text).ip) != 0
    except ValueError:
        return False


def mac(text: str) -> bool:
    """Whether `text` is a 48-bit hardware address that is neither all zeros nor the broadcast address."""
    digits = "".join(char for char in text.lower() if char.isalnum())
    return bool(regex.fullmatch(r"[\da-f]{12}", digits, flags=regex.ASCII)) and digits not in ("0" * 12, "f" * 12)


def licence_plate(text: str) -> bool:
    """Whether `text` is a Dutch plate, with dashes or bare (sidecodes 1 to 14 of the RDW), or a dashed Belgian one."""
    return bool(_SIDECODE.fullmatch(_shape(text)) or _BELGIAN.fullmatch(text.upper()))


def _shape(text: str) -> str:
    return "".join("9" if char.isdecimal() else "X" if char.isalpha() else char for char in text)


def read_plate(text: str, *, native: bool = False) -> bool:
    """Whether what stands behind a word for a plate is one: in lower case, with spaces, scanned badly, or foreign.

    Args:
        text: the groups with dashes, spaces or nothing between them.
        native: Dutch plates only.
    """
    upper = text.upper()
    if " " in text and text != upper:
        return False
    bare = upper.replace("-", "").replace(" ", "")
    if licence_plate(bare) or any(_reads_as(bare, code) for code in _BARE_SIDECODES if len(bare) == len(code)):
        return any(map(str.isdecimal, bare)) and any(map(str.isalpha, bare))
    return not native and bool(_FOREIGN.fullmatch(upper))


def _reads_as(text: str, shape: str) -> bool:
    """Whether a scanner can have made `text` of a plate of this shape; at most two characters are wrong."""
    wanted = "".join(
        char.translate(_TO_DIGIT if kind == "9" else _TO_LETTER) for char, kind in zip(text, shape, strict=True)
    )
    wrong = sum(old != new for old, new in zip(text, wanted, strict=True))
    return wrong <= 2 and _shape(wanted) == shape


CHECKS: dict[str, Callable[[str], bool]] = {
    "elfproef": elfproef,
    "ip": ip,
    "licence_plate": licence_plate,
    "mac": mac,
    "mod97": mod97,
    "phone": phone,
}
"""What an entity file can name under `check`."""
