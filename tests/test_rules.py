"""The rule book that ships: every example of every entity file, and what all files must have in common."""

from __future__ import annotations

import time

import pytest

from redact.model import Regime, Rule
from redact.rule_patterns import found_in
from redact.rulebook import RuleBook, load_rulebook

BOOK = load_rulebook()
EXAMPLES = [
    pytest.param(rule, kind, text, id=f"{rule.name}-{kind}-{number}")
    for rule in BOOK.rules
    for kind, texts in (("matches", rule.matches), ("rejects", rule.rejects))
    for number, text in enumerate(texts, start=1)
]
ALL_OF_THE_LAW = 16 + 23
NETWORK = {"IP_ADDRESS", "HOSTNAME", "INTERNAL_URL", "MAC_ADDRESS", "UNC_PATH", "SYSTEM_NAME", "USERNAME"}
PRIVACY = {"PERSON", "EMAIL_ADDRESS", "PHONE_NUMBER", "JOB_TITLE", "ADDRESS", "DATE_OF_BIRTH", "IBAN", "LICENSE_PLATE"}


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return BOOK


@pytest.mark.parametrize(("rule", "kind", "text"), EXAMPLES)
def test_example(rule: Rule, kind: str, text: str) -> None:
    found = [text[slice(*span)] for span in found_in(rule, text)]
    wanted = dict(rule.spans).get(text)
    assert bool(found) is (kind == "matches")
    assert wanted is None or wanted in found
    assert all(piece == piece.strip() for piece in found)


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.name)
def test_check_of_the_rule_book_agrees(book: RuleBook, rule: Rule) -> None:
    assert book.check(rule) == []


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.name)
def test_a_rule_with_patterns_proves_itself_both_ways(rule: Rule) -> None:
    if rule.patterns:
        assert rule.matches
        assert rule.rejects


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.name)
def test_no_span_has_blanks_at_its_edge_and_every_span_stands_in_running_text(rule: Rule) -> None:
    for example, wanted in rule.spans:
        text = f"Zie hieronder.\n{example}\nMet vriendelijke groet"
        assert wanted in [text[slice(*span)] for span in found_in(rule, text)]


@pytest.mark.parametrize(
    "filler",
    [
        "a",
        "0",
        "1 ",
        "-",
        "0-",
        "a.",
        "a@",
        "\\a",
        "De ",
        "12 ",
        "van de ",
        "1.",
        ":a",
        "a-",
        "0612 ",
        "Kerk",
        "x:",
        "\n",
        "\t0",
    ],
)
@pytest.mark.parametrize("rule", [rule for rule in BOOK.rules if rule.patterns], ids=lambda rule: rule.name)
def test_no_pattern_explodes(rule: Rule, filler: str) -> None:
    text = filler * (12_000 // len(filler))
    start = time.perf_counter()
    found_in(rule, text)
    assert time.perf_counter() - start < 5


def test_every_ground_of_both_laws_is_there(book: RuleBook) -> None:
    assert len(book.grounds) == ALL_OF_THE_LAW
    assert book.codes(Regime.WOB)[0] == "10.1a"
    assert "5.2" in book.codes(Regime.WOO)
    assert "5.2.1" not in book.codes(Regime.WOO)


@pytest.mark.parametrize("entity_type", sorted(PRIVACY))
def test_privacy_falls_under_e(book: RuleBook, entity_type: str) -> None:
    assert book.entity_grounds(entity_type, Regime.WOB) == ("10.2e",)
    assert book.entity_grounds(entity_type, Regime.WOO) == ("5.1.2e",)


@pytest.mark.parametrize("entity_type", sorted(NETWORK))
def test_systems_fall_under_g_and_i(book: RuleBook, entity_type: str) -> None:
    assert book.entity_grounds(entity_type, Regime.WOB) == ("10.2g",)
    assert book.entity_grounds(entity_type, Regime.WOO) == ("5.1.2i",)


@pytest.mark.parametrize("entity_type", ["NL_BSN", "ID_NUMBER"])
def test_statutory_numbers_have_their_own_ground(book: RuleBook, entity_type: str) -> None:
    assert book.entity_grounds(entity_type, Regime.WOB) == ("10.1d",)
    assert book.entity_grounds(entity_type, Regime.WOO) == ("5.1.1e",)


def test_a_functional_mailbox_is_kept_and_wins_from_an_email_address(book: RuleBook) -> None:
    mailbox, email = book.rule("FUNCTIONAL_MAILBOX"), book.rule("EMAIL_ADDRESS")
    assert mailbox is not None
    assert email is not None
    assert mailbox.keep
    assert mailbox.reason
    assert mailbox.score > email.score
    assert not email.context


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Buiten de reikwijdte", "buiten verzoek"),
        ("BUITEN SCOPE", "buiten verzoek"),
        ("wbni", "Wbni"),
        ("reeds openbaar:", "reeds openbaar"),
        ("dubbel, zie document 12a", "dubbel"),
        ("Zie doc 104", "dubbel"),
        ("document 12 is de definitieve versie", "concept"),
        ("doorgezonden aan ministerie van BZK", "doorgezonden"),
    ],
)
def test_markings_are_known_by_their_variants(book: RuleBook, text: str, label: str) -> None:
    marking = book.marking(text)
    assert marking is not None
    assert marking.label == label


@pytest.mark.parametrize("text", ["", "10.2e", "niet openbaar", "dubbelzinnig", "dubbel zie document"])
def test_other_words_are_no_marking(book: RuleBook, text: str) -> None:
    assert book.marking(text) is None


def test_a_line_per_place_is_not_taken_for_one_number(book: RuleBook) -> None:
    rule = book.rule("PHONE_NUMBER")
    assert rule is not None
    text = "06-12345678\n06-87654321\n070 123 45 67\t4"
    assert [text[slice(*span)] for span in found_in(rule, text)] == ["06-12345678", "06-87654321", "070 123 45 67"]
