"""The analyzer: Presidio with the rule book, and nothing from the network."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from redact.detect import Found, load_analyzer, model_version
from redact.detect.engine import Engine, build
from redact.errors import DocumentRefused, MissingModelError, RulesError
from redact.model import Rule, Verdict
from redact.officials import Official
from redact.resources import shipped
from redact.rulebook import load_rulebook

MODEL = shipped("models") / "nl_redact"

NUMBER = Rule(
    name="nummer",
    entity_type="ID_NUMBER",
    patterns=(r"(?<!\d)\d{9}(?!\d)",),
    score=0.5,
    label="burgerservicenummer",
    check="elfproef",
    context=("bsn", "burgerservicenummer"),
)


def spans(text: str, *rules: Rule) -> list[Found]:
    """What these rules find, or all else where none is given: the rest of the analyzer looks along."""
    names = {rule.name for rule in rules}
    return [found for found in engine(rules).spans(text) if not rules or found.recognizer in names]


_engines: dict[tuple[Rule, ...], Engine] = {}


def engine(rules: tuple[Rule, ...]) -> Engine:
    if rules not in _engines:
        _engines[rules] = build(rules, str(MODEL))
    return _engines[rules]


def test_a_rule_finds_what_its_check_accepts() -> None:
    [found] = spans("nummers 111222333 en 111222334", NUMBER)
    assert (found.start, found.end, found.entity_type, found.recognizer) == (8, 17, "ID_NUMBER", "nummer")
    assert found.score == 0.5
    assert found.reason == "komt overeen met het patroon voor burgerservicenummer"
    assert found.proposal is Verdict.REDACT


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("BSN 111222333", 0.85),
        ("bsn: 111222333", 0.85),
        ("burgerservicenummer\n111222333", 0.85),
        ("bsn van de melder is 111222333", 0.85),
        ("111222333 (bsn)", 0.85),
        ("bsn een twee drie vier vijf zes 111222333", 0.5),
        ("111222333", 0.5),
        ("kenmerk 111222333", 0.5),
    ],
)
def test_context_words_near_a_number_raise_its_score(text: str, score: float) -> None:
    assert [found.score for found in spans(text, NUMBER)] == [score]


def test_each_number_has_its_own_surroundings() -> None:
    scores = [found.score for found in spans("bsn 111222333 " + "woord " * 10 + "111222333", NUMBER)]
    assert scores == [0.85, 0.5]


def test_a_rule_that_keeps_proposes_to_leave_it_and_says_why() -> None:
    rule = Rule(
        "post", "FUNCTIONAL_MAILBOX", (r"info@\S+\.nl",), 0.9, "mailbox", keep=True, reason="functionele mailbox"
    )
    [found] = spans("mail info@voorbeeld.nl nu", rule)
    assert found.proposal is Verdict.KEEP
    assert found.reason == "functionele mailbox"


def test_a_rule_without_patterns_is_for_others_to_fill() -> None:
    assert spans("niets hier", Rule("person", "PERSON", (), 0.85, "persoonsnaam")) == []


def test_a_rule_with_an_unknown_check_is_refused() -> None:
    with pytest.raises(RulesError, match="'nummer' names the check 'onzin'"):
        build([Rule("nummer", "ID_NUMBER", (r"\d+",), 0.5, "nummer", check="onzin")], str(MODEL))


def test_a_pattern_that_takes_too_long_refuses_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("redact.detect.recognizers.patterns.TIMEOUT_S", 0.05)
    slow = build([Rule("traag", "ID_NUMBER", (r"^(?:(?:x|xx)+z?)+$",), 0.5, "traag")], str(MODEL))
    with pytest.raises(DocumentRefused, match="niet binnen de tijd") as caught:
        slow.spans("x" * 60 + "zy")
    assert "xx" not in str(caught.value)


def test_a_name_carries_the_score_and_reason_of_what_is_surest() -> None:
    [found] = spans("volgens mevrouw Jansen klopt dat")
    assert (found.recognizer, found.reason) == ("taalmodel", "door het taalmodel als persoonsnaam herkend")
    assert 0.9 < found.score <= 1


def test_the_same_text_gives_the_same_spans_in_any_process() -> None:
    code = (
        "from redact.detect import load_analyzer; from redact.rulebook import load_rulebook\n"
        "print(load_analyzer(load_rulebook()).spans('Van: Jansen, Piet\\nBeste Fatima,\\n\\nGroet, Kees\\n'))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
    assert outputs.pop().count("PERSON") == 3


def test_empty_text_gives_nothing() -> None:
    assert spans("") == []
    assert spans(" \n\t\n") == []


def test_one_analyzer_is_kept_for_a_rule_book_and_model() -> None:
    book = load_rulebook()
    assert load_analyzer(book) is load_analyzer(load_rulebook(), MODEL)
    assert load_analyzer(book).version == f"{book.version}-{model_version()}"


def test_a_missing_model_says_what_to_do_and_downloads_nothing(tmp_path: Path) -> None:
    for model in (tmp_path / "er-niet", tmp_path, "nl_core_news_sm", "../x"):
        with pytest.raises(MissingModelError, match="downloads nothing"):
            load_analyzer(load_rulebook(), model)
        with pytest.raises(MissingModelError):
            model_version(model)


def test_the_model_version_is_short_stable_and_follows_the_files(tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "model"
    shutil.copytree(MODEL, copy)
    assert model_version() == model_version(MODEL) == model_version(copy)
    assert len(model_version()) == 12
    other = tmp_path / "ander"
    shutil.copytree(MODEL, other)
    (other / "meta.json").write_text((other / "meta.json").read_text() + " ")
    assert model_version(other) != model_version()


@dataclass
class Book:
    """As much of a rule book as the analyzer asks for."""

    rules: tuple[Rule, ...]
    version: str
    officials: tuple[Official, ...] = ()


def test_another_rule_book_gives_another_analyzer() -> None:
    first, second = load_analyzer(Book((NUMBER,), "a")), load_analyzer(Book((), "b"))  # type: ignore[arg-type]
    assert first is not second
    assert [found.entity_type for found in first.spans("x 111222333")] == ["ID_NUMBER"]
    assert second.spans("x 111222333") == []


NO_NETWORK = """
import socket
asked = []
def refuse(*args, **more):
    asked.append(args)
    raise OSError("no network")
socket.socket.connect = socket.socket.connect_ex = socket.create_connection = refuse
socket.getaddrinfo = socket.gethostbyname = refuse
from redact.detect import load_analyzer
from redact.rulebook import load_rulebook
text = "Mail jan.jansen@voorbeeld.co.uk of info@dienst.voorbeeld.nl, zie https://intranet.voorbeeld.nl/pad en 10.1.2.3."
found = load_analyzer(load_rulebook()).spans(text)
print(sorted({one.entity_type for one in found}), asked)
"""


def test_nothing_asks_the_network(tmp_path: Path) -> None:
    environment = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "XDG_CACHE_HOME": str(tmp_path / "cache")}
    done = subprocess.run(
        [sys.executable, "-c", NO_NETWORK], capture_output=True, text=True, check=True, env=environment
    )
    assert "EMAIL_ADDRESS" in done.stdout
    assert done.stdout.strip().endswith("[]")


def test_no_word_of_the_text_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    import logging

    with caplog.at_level(logging.DEBUG):
        spans("Zie mevrouw Jansen, bsn 111222333", NUMBER)
    assert "Jansen" not in caplog.text
    assert "111222333" not in caplog.text
    assert "bsn" not in caplog.text
