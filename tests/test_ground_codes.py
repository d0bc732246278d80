from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redact.ground_codes import code_regime, find_codes, parse_codes, split_codes
from redact.model import Regime

# Spellings found in published decisions and on publication platforms, with the codes they mean.
VECTORS = [
    ("10.2.e", ["10.2e"]),
    ("10.2e", ["10.2e"]),
    ("10 2 e", ["10.2e"]),
    ("10.2. e", ["10.2e"]),
    ("(10)(2e)", ["10.2e"]),
    ("(10)(1c)", ["10.1c"]),
    ("(10.2g", ["10.2g"]),
    ("art10.2e", ["10.2e"]),
    ("11.1", ["11.1"]),
    ("11,1", ["11.1"]),
    ("(11)(1)", ["11.1"]),
    ("artikel 11, eerste lid", ["11.1"]),
    ("11 lid 1", ["11.1"]),
    ("artikel 10, tweede lid, aanhef en onder e", ["10.2e"]),
    ("artikel 10 lid 2 sub e", ["10.2e"]),
    ("artikel 10, eerste lid, onder c", ["10.1c"]),
    ("10.2.e, 11.1 en 10.2.g", ["10.2e", "11.1", "10.2g"]),
    ("5.1.2e", ["5.1.2e"]),
    ("5.1.2.e", ["5.1.2e"]),
    ("5.1 lid 2 sub e", ["5.1.2e"]),
    ("5.1.2 lid 2 sub e", ["5.1.2e"]),
    ("artikel 5.1, tweede lid, aanhef en onder e", ["5.1.2e"]),
    ("5.1.1c; 5.1.2e;", ["5.1.1c", "5.1.2e"]),
    ("5.1.5", ["5.1.5"]),
    ("5.1 lid 5", ["5.1.5"]),
    ("5.2", ["5.2"]),
    ("5.2 lid 1", ["5.2"]),
    ("5.1.4", ["5.1.4"]),
    ("5.2.1", ["5.2"]),
    ("(5.1)(2e)", ["5.1.2e"]),
    ("10.7b", ["10.7b"]),
    ("(10)(2e);(11)(1)", ["10.2e", "11.1"]),
    ("10.2.e/10.2.g", ["10.2e", "10.2g"]),
    ("versie 10.2 beta", []),
    ("op 10.2.2020", []),
    ("11.1.2021", []),
    ("€ 10.200", []),
    ("artikel 5.10", []),
    ("5.1.2e en 5.2", ["5.1.2e", "5.2"]),
]

MORE = [
    ("artikel 10, tweede lid, aanhef en onder e en g, van de Wob", ["10.2e", "10.2g"]),
    ("10.2.e/g", ["10.2e", "10.2g"]),
    ("10.2e,11.1", ["10.2e", "11.1"]),
    ("11.1,10.2e", ["11.1", "10.2e"]),
    ("11.1/10.2e", ["11.1", "10.2e"]),
    ("10.2.e; 10.2e", ["10.2e"]),
    ("5.2.2; 5.2 lid 3; artikel 5.2, vierde lid", ["5.2.2", "5.2.3", "5.2.4"]),
    ("5.2, 5.1.2e", ["5.2", "5.1.2e"]),
    ("5.1.6 en 5.4", ["5.1.6", "5.4"]),
    ("5.4a lid 1", ["5.4a.1"]),
    ("artikel 5.1, vijfde lid, Woo", ["5.1.5"]),
    ("op 5.2.2022", []),
    ("5.2 miljoen", []),
    ("11.1%", []),
    ("10.7c", []),
    ("10.1e", []),
    ("11.3", []),
    ("5.1.1f", []),
    ("5.1.3", []),
    ("5.2.5", []),
    ("5.15", []),
    ("110.2e", []),
    ("10.2 extra", []),
    ("10.2.e-mail", []),
    ("5.1.1 lid 2 sub e", []),
    ("€ 5.2", []),
    ("", []),
]

WOB = ["10.1a", "10.1b", "10.1c", "10.1d", *(f"10.2{x}" for x in "abcdefg"), "10.7a", "10.7b", "11.1", "11.2", "11.4"]
WOO = [*(f"5.1.1{x}" for x in "abcde"), *(f"5.1.2{x}" for x in "abcdefghi"), "5.1.4", "5.1.5", "5.1.6"]
WOO += ["5.2", "5.2.2", "5.2.3", "5.2.4", "5.4", "5.4a.1"]
ORDINAL = {"1": "eerste", "2": "tweede", "3": "derde", "4": "vierde", "5": "vijfde", "6": "zesde", "7": "zevende"}


@pytest.mark.parametrize(("text", "codes"), [*VECTORS, *MORE])
def test_every_spelling_gives_its_codes_in_order(text: str, codes: list[str]) -> None:
    assert parse_codes(text) == tuple(codes)


def test_all_vectors_are_there() -> None:
    assert len(VECTORS) == 39


def spelt(code: str, style: int) -> str:
    """One code in one of six styles that published documents use."""
    letter = code[-1] if code[-1].isalpha() else ""
    parts = code.removesuffix(letter).split(".")
    article, lid = (parts[0], parts[1]) if parts[0] in ("10", "11") else (".".join(parts[:2]), "".join(parts[2:]))
    if not lid:
        return [code, f"art. {code}", f"artikel {code}"][style % 3]
    dot = f".{letter}" if letter else ""
    sub = f" sub {letter}" if letter else ""
    onder = f", aanhef en onder {letter}" if letter else ""
    return [
        code,
        f"{article}.{lid}{dot}",
        f"({article})({lid}{letter})",
        f"{article} lid {lid}{sub}",
        f"artikel {article}, {ORDINAL[lid]} lid{onder}",
        f"art{article}.{lid}{letter}",
    ][style]


@given(
    st.sampled_from([WOB, WOO]).flatmap(lambda codes: st.lists(st.sampled_from(codes), unique=True, max_size=8)),
    st.integers(0, 5),
    st.sampled_from([",", ", ", ";", "; ", " / ", "/", " en ", " & ", "\n"]),
)
def test_a_joined_list_in_any_style_is_read_back(codes: list[str], style: int, separator: str) -> None:
    text = separator.join(spelt(code, style) for code in codes)
    assert parse_codes(text) == tuple(codes)
    assert split_codes(text) == codes


@given(st.lists(st.sampled_from(WOB + WOO), min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_styles_may_be_mixed(codes: list[str], chance: random.Random) -> None:
    text = "; ".join(spelt(code, chance.randrange(6)) for code in codes)
    assert split_codes(text) == codes


@given(st.text(max_size=60))
def test_any_text_gives_known_codes_only(text: str) -> None:
    assert set(parse_codes(text)) <= set(WOB + WOO)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("10.2e, onzin, 11.1", ["10.2e", "", "11.1"]),
        ("onzin", [""]),
        ("Wob: 10.2.e", ["10.2e"]),
        ("10.2.e en 10.2.g van de Wet openbaarheid van bestuur", ["10.2e", "10.2g"]),
        ("10.2z", [""]),
        ("; ;", []),
        ("10.2e 10.2g", ["10.2e", "10.2g"]),
        ("buiten verzoek", [""]),
        ("10.2e\n11.1", ["10.2e", "11.1"]),
    ],
)
def test_what_is_no_ground_keeps_its_place(text: str, pieces: list[str]) -> None:
    assert split_codes(text) == pieces


def test_found_codes_know_their_place() -> None:
    text = "op grond van 10.2.e Wob"
    (found,) = find_codes(text)
    assert text[found.start : found.end].strip() == "10.2.e"


@pytest.mark.parametrize(
    ("code", "regime"),
    [
        ("10.2e", Regime.WOB),
        ("11.1", Regime.WOB),
        ("5.1.2e", Regime.WOO),
        ("5.4a.1", Regime.WOO),
        ("wbni", None),
        ("", None),
    ],
)
def test_a_code_knows_its_law(code: str, regime: Regime | None) -> None:
    assert code_regime(code) is regime


def test_long_digits_do_not_take_long() -> None:
    assert parse_codes("10 " * 20_000 + "(" * 20_000) == ()
