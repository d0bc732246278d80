from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redact.checks import CHECKS, elfproef, ip, licence_plate, mac, mod97, phone, read_plate


@pytest.mark.parametrize("text", ["111222333", "123456782", "1234.56.782", "123 456 782", "10000008", "010000008"])
def test_elfproef_accepts(text: str) -> None:
    assert elfproef(text)


@pytest.mark.parametrize("text", ["111222334", "123456789", "000000000", "1234567", "1112223330", "", "negen"])
def test_elfproef_rejects(text: str) -> None:
    assert not elfproef(text)


@given(st.integers(10_000_000, 999_999_999), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_never_passes_the_elfproef(number: int, place: int, shift: int) -> None:
    digits = f"{number:09d}"
    wrong = digits[:place] + str((int(digits[place]) + shift) % 10) + digits[place + 1 :]
    assert not (elfproef(digits) and elfproef(wrong))


@pytest.mark.parametrize(
    "text", ["NL91ABNA0417164300", "NL91 ABNA 0417 1643 00", "BE68 5390 0754 7034", "GB82WEST12345698765432"]
)
def test_mod97_accepts(text: str) -> None:
    assert mod97(text)


@pytest.mark.parametrize(
    "text", ["NL91ABNA0417164301", "NL19ABNA0417164300", "NL91", "", "1234567890123456", "NL91-ABNA-0417-1643-00"]
)
def test_mod97_rejects(text: str) -> None:
    assert not mod97(text)


@given(st.integers(0, 9_999_999_999))
def test_an_iban_with_computed_check_digits_passes_and_its_neighbour_does_not(account: int) -> None:
    body = f"ABNA{account:010d}"
    value = int("".join(str(int(char, 36)) for char in body + "NL00"))
    check = 98 - value % 97
    assert mod97(f"NL{check:02d}{body}")
    assert not mod97(f"NL{check % 97 + 1:02d}{body}") or check % 97 + 1 == check


PHONES = [
    "06-12345678",
    "0612345678",
    "06 12 34 56 78",
    "06.12.34.56.78",
    "+31 (0)6 12 34 56 78",
    "0031612345678",
    "070-1234567",
    "070 - 123 45 67",
    "(070) 1234567",
    "06 - 1234\n5678",
    "088 1234567",
    "085-1234567",
    "+32 470 12 34 56",
    "02/555.12.12",
    "+49 228 123456",
    "+44 20 7946 0018",
    "tst. 4521",
    "Toestel 4521",
    "tst 44 19",
    "doorkiesnummer: 123",
]


@pytest.mark.parametrize("text", PHONES)
def test_phone_accepts(text: str) -> None:
    assert phone(text)


@pytest.mark.parametrize(
    "text",
    [
        "01-02-2021 14",
        "01.02.2021.11",
        "0800-1234",
        "0900 123456",
        "14 070",
        "0000000000",
        "12345",
        "",
        "0 1 2 3 4 5 6 7 8 9",
        "toestel",
        "+999 1234567",
    ],
)
def test_phone_rejects(text: str) -> None:
    assert not phone(text)


@given(st.ip_addresses())
def test_every_address_is_an_address(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    assert ip(str(address)) is (int(address) != 0)


@pytest.mark.parametrize("text", ["192.0.2.0/24", "2001:db8::/32", "::1", "10.0.0.1"])
def test_ip_accepts(text: str) -> None:
    assert ip(text)


@pytest.mark.parametrize("text", ["0.0.0.0", "::", "256.1.1.1", "1.2.3", "192.0.2.1/33", "12:30:45", "", "01.02.03.04"])
def test_ip_rejects(text: str) -> None:
    assert not ip(text)


@pytest.mark.parametrize("text", ["00:00:5E:00:53:01", "00-00-5e-00-53-01", "0000.5e00.5301"])
def test_mac_accepts(text: str) -> None:
    assert mac(text)


@pytest.mark.parametrize("text", ["ff:ff:ff:ff:ff:ff", "00:00:00:00:00:00", "00:00:5E:00:53", "zz:00:5E:00:53:01", ""])
def test_mac_rejects(text: str) -> None:
    assert not mac(text)


SIDECODES = ["AB-12-34", "12-34-AB", "12-AB-34", "AB-12-CD", "AB-CD-12", "12-AB-CD", "12-ABC-3", "1-ABC-23"]
SIDECODES += ["AB-123-C", "A-123-BC", "ABC-12-D", "A-12-BCD", "1-AB-234", "123-AB-4"]


@pytest.mark.parametrize("plate", SIDECODES)
def test_every_sidecode_is_a_plate_with_and_without_dashes(plate: str) -> None:
    assert licence_plate(plate)
    assert licence_plate(plate.replace("-", ""))


@pytest.mark.parametrize("text", ["12-34-56", "AB-CD-EF", "A-1-B", "ABCD-12", "", "12-AB-345"])
def test_other_shapes_are_no_plate(text: str) -> None:
    assert not licence_plate(text)


@given(st.sampled_from(sorted(CHECKS)), st.text(max_size=40))
def test_no_check_stumbles_over_any_text(name: str, text: str) -> None:
    assert CHECKS[name](text) in (True, False)


@pytest.mark.parametrize("text", ["1-ABC-123", "ABC-123", "1-abc-123"])
def test_a_dashed_belgian_plate_is_a_plate(text: str) -> None:
    assert licence_plate(text)


@pytest.mark.parametrize("text", ["ab-123-c", "AB123C", "AB 123 C", "4l-LT-ZN", "O1-AB-CD", "KLE-AB 123", "1ABC123"])
def test_a_plate_behind_its_word_may_be_written_badly(text: str) -> None:
    assert read_plate(text)


@pytest.mark.parametrize("text", ["onbekend", "12-34-56", "21-1432", "op 12 mei", "van de 12", "", "l-l-l"])
def test_other_words_are_no_plate(text: str) -> None:
    assert not read_plate(text)


def test_a_foreign_plate_is_no_dutch_one() -> None:
    assert not read_plate("KLE-AB 123", native=True)


@given(st.text(max_size=12))
def test_reading_a_plate_stumbles_over_no_text(text: str) -> None:
    assert read_plate(text) in (True, False)
