from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from redact.cli import main
from redact.cli_output import show_scores
from redact.errors import InputError
from redact.executors import SerialExecutor
from redact.extract.typed import typed
from redact.geometry import boxes_by_line
from redact.model import Verdict
from redact.pipeline.evaluate import evaluate
from redact.pipeline.gold import read_gold
from redact.pipeline.scoring import KEPT, KINDS, Fault, Kept, Mark, Marked, Mention, Redacted, Scores, scores
from redact.rulebook import load_rulebook

NO_LABEL = {"BY_HAND", "PASSAGE", "TERM"}
"""Kinds that people bring in, so that nothing is to be measured."""

MAIL = """Van: [PERSON|Vermeulen, Anne-Fleur] <[EMAIL_ADDRESS|a.vermeulen@voorbeeldstad.nl]>
Aan: [FUNCTIONAL_MAILBOX|info@voorbeeldstad.nl]

Ik bel morgen met [PERSON|Anne-Fleur Ver-
meulen] over de dijk. Personeelsnummer: [ID_NUMBER|4417028].
"""
NOTE = "Bij de telling kwam [ID_NUMBER|4417028] twee keer voor.\n"

Write = Callable[..., Path]


def marked(raw: str) -> tuple[str, list[dict[str, object]]]:
    """A text with '[LABEL|...]' in it -> the text without, and its spans."""
    spans: list[dict[str, object]] = []
    text, *parts = raw.split("[")
    for part in parts:
        label, _, rest = part.partition("|")
        inner, _, after = rest.partition("]")
        spans.append({"start": len(text), "end": len(text) + len(inner), "label": label})
        text += inner + after
    return text, spans


@pytest.fixture
def gold(tmp_path: Path) -> Write:
    """Writes documents with inline marks as JSON lines."""

    def write(*documents: str) -> Path:
        path = tmp_path / "gold.jsonl"
        lines = []
        for number, raw in enumerate(documents, start=1):
            text, spans = marked(raw)
            entry = {"id": f"d{number}", "genre": "mail", "date": "2024-03-12", "text": text, "spans": spans}
            lines.append(json.dumps(entry))
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


def measured(path: Path, *, alone: bool = False) -> Scores:
    return evaluate(path, SerialExecutor(), alone=alone, rules=None, model=None)


def test_a_hyphen_at_a_line_end_is_undone_and_leads_back_to_both_halves() -> None:
    text = "Dit gaat over de besluit-\nvorming van gisteren."
    laid = typed(text)
    start = laid.page.text.index("besluitvorming")
    shown = laid.page.offsets[start : start + len("besluitvorming")]
    boxes = boxes_by_line([laid.page.glyphs[index] for index in shown], 1)
    assert len(boxes) == 2
    assert "".join(text[place] for place in laid.under(boxes)) == "besluitvorming"


def test_columns_of_spaces_and_tabs_are_cells() -> None:
    laid = typed("Naam        Functie\nJan Jansen  jurist\nBo Vos      griffier\n\nBijlage\tgeen")
    assert laid.page.text == "Naam\tFunctie\nJan Jansen jurist\nBo Vos\tgriffier\n\nBijlage\tgeen"


@given(st.text(st.sampled_from("aB3 -\n\té\u0301\u00ad\u200b中عﬁ.,"), max_size=120))
def test_every_letter_of_a_text_is_found_under_its_own_glyph(text: str) -> None:
    laid = typed(text)
    under = {
        place
        for letter, index in zip(laid.page.text, laid.page.offsets, strict=True)
        if index >= 0 and letter != " "
        for place in laid.under(boxes_by_line([laid.page.glyphs[index]], 1))
    }
    assert {place for place, char in enumerate(text) if char.isalnum()} <= under


def places(text: str, part: str) -> frozenset[int]:
    start = text.index(part)
    return frozenset(range(start, start + len(part)))


def one(text: str, mentions: Sequence[tuple[str, str]], found: Sequence[tuple[str, str]]) -> Scores:
    """Scores of one text: mentions and hits by the words they stand on."""
    spans = tuple(Mention(text.index(part), text.index(part) + len(part), label) for part, label in mentions)
    marks = tuple(Mark(kind, "regel", places(text, part)) for part, kind in found)
    return scores([Marked("d", text, spans, marks)])


TEXT = "Anne de Wit (jurist) belt Bo Vos, wethouder, op 06-12345678 uit Delft."


@pytest.mark.parametrize(
    ("mentions", "found", "expected"),
    [
        ([("Anne de Wit", "PERSON")], [("Anne de Wit", "PERSON")], Redacted(1, 1.0, 1.0, 1.0)),
        ([("Anne de Wit", "PERSON")], [("Anne", "PERSON")], Redacted(1, 0.0, 1.0, 1.0)),
        ([("Anne de Wit", "PERSON")], [("Anne", "PERSON"), ("de Wit", "PERSON")], Redacted(1, 1.0, 1.0, 1.0)),
        ([("Anne de Wit", "PERSON")], [("Anne de Wit (jurist)", "JOB_TITLE")], Redacted(1, 1.0, 1.0, 1.0)),
        ([("Anne de Wit", "PERSON")], [("Delft", "PERSON")], Redacted(1, 0.0, 0.0, 0.0)),
        ([("Anne de Wit", "PERSON")], [("Anne de Wit", "PERSON"), ("Delft", "PERSON")], Redacted(1, 1.0, 1.0, 0.5)),
        ([("Anne de Wit", "PERSON"), ("Bo Vos", "PUBLIC_OFFICIAL")], [("Bo Vos", "PERSON")], Redacted(1, 0, 0, 1.0)),
        ([("Anne de Wit", "PERSON"), ("jurist", "JOB_TITLE")], [("jurist", "PERSON")], Redacted(1, 0.0, 0.0, 0.0)),
        ([("Anne de Wit", "PERSON")], [], Redacted(1, 0.0, 0.0, 1.0)),
    ],
)
def test_scores_of_persons(mentions: list[tuple[str, str]], found: list[tuple[str, str]], expected: Redacted) -> None:
    assert one(TEXT, mentions, found).labels["PERSON"] == expected


@pytest.mark.parametrize(
    ("found", "precision"),
    [
        ("jurist) belt", 1.0),
        ("Anne de Wit", 1.0),
        ("Wit (jur", 1.0),
        ("de Wit (", 1.0),
        ("belt Bo", 0.0),
        ("Bo Vos", 0.0),
        ("Wit (jurist) belt Bo Vos", 1.0),
        ("Delft", 0.0),
    ],
)
def test_a_function_is_right_where_it_touches_one_or_lies_in_something_else_to_redact(
    found: str, precision: float
) -> None:
    mentions = [("Anne de Wit", "PERSON"), ("jurist", "JOB_TITLE"), ("Bo Vos", "PUBLIC_OFFICIAL")]
    assert one(TEXT, mentions, [(found, "JOB_TITLE")]).labels["JOB_TITLE"].precision == precision


def test_punctuation_and_line_ends_need_no_covering() -> None:
    text = "paraaf: J.W.\nde Wit-"
    spans = (Mention(8, len(text), "PERSON"),)
    letters = frozenset(place for place in range(8, len(text)) if text[place].isalpha())
    assert scores([Marked("d", text, spans, (Mark("PERSON", "x", letters),))]).labels["PERSON"].covered == 1.0


def test_what_is_proposed_to_stay_covers_nothing() -> None:
    spans = (Mention(0, 3, "PERSON"), Mention(4, 7, "PUBLIC_NAME"))
    hit = Mark("PUBLIC_OFFICIAL", "x", frozenset(range(7)), Verdict.KEEP)
    result = scores([Marked("d", "Anne Wit", spans, (hit,))])
    assert result.labels["PERSON"] == Redacted(1, 0.0, 0.0, 1.0)
    assert result.kept == {"PUBLIC_NAME": Kept(1, 1.0)}


def test_one_letter_is_enough_not_to_stay() -> None:
    result = one(TEXT, [("Bo Vos", "PUBLIC_OFFICIAL"), ("Delft", "PUBLIC_NAME")], [("V", "PERSON")])
    assert result.kept == {"PUBLIC_OFFICIAL": Kept(1, 0.0), "PUBLIC_NAME": Kept(1, 1.0)}


def test_mistakes_are_counted_with_what_made_them() -> None:
    mentions = (Mention(0, 4, "PERSON"), Mention(5, 9, "PERSON"), Mention(10, 15, "PUBLIC_NAME"))
    found = (Mark("PERSON", "namen", frozenset((5, 6))), Mark("PERSON", "echo", frozenset((10,))))
    result = scores([Marked(name, "Anne Anna Delft", mentions, found) for name in ("a", "b")])
    assert {(miss.label, miss.fault, miss.text, miss.by, miss.document_id, miss.count) for miss in result.misses} == {
        ("PERSON", Fault.MISSED, "Anne", "", "a", 2),
        ("PERSON", Fault.HALF, "Anna", "namen", "a", 2),
        ("PERSON", Fault.FALSE, "D", "echo", "a", 2),
        ("PUBLIC_NAME", Fault.HIDDEN, "Delft", "echo", "a", 2),
    }


def test_a_kind_without_a_label_is_named() -> None:
    assert one(TEXT, [("Anne de Wit", "PERSON")], [("Anne de Wit", "TERM")]).unknown == ("TERM",)


def test_every_kind_that_the_rule_book_redacts_has_a_label() -> None:
    kinds = {rule.entity_type for rule in load_rulebook().rules if not (rule.keep or rule.hint) and rule.grounds}
    assert kinds - NO_LABEL <= {kind for kinds in KINDS.values() for kind in kinds}


def test_a_bundle_knows_in_one_document_what_stands_in_another(gold: Write) -> None:
    path = gold(MAIL, NOTE)
    bundle, alone = measured(path), measured(path, alone=True)
    assert bundle.labels["ID_NUMBER"] == Redacted(2, 1.0, 1.0, 1.0)
    assert alone.labels["ID_NUMBER"] == Redacted(2, 0.5, 0.5, 1.0)
    for result in (bundle, alone):
        assert result.labels["PERSON"] == Redacted(2, 1.0, 1.0, 1.0)
        assert result.labels["EMAIL_ADDRESS"] == Redacted(1, 1.0, 1.0, 1.0)
        assert result.kept == {"FUNCTIONAL_MAILBOX": Kept(1, 1.0)}


def test_json_has_shares_and_numbers_only(gold: Write) -> None:
    done = CliRunner().invoke(main, ["eval", str(gold(MAIL)), "--json", "--misses", "5"])
    assert done.exit_code == 0
    shown = json.loads(done.stdout)
    assert set(shown) == {"labels", "kept"}
    assert set(shown["labels"]) == {"PERSON", "EMAIL_ADDRESS", "ID_NUMBER"} <= set(KINDS)
    assert shown["labels"]["PERSON"] == {"n": 2, "covered": 1.0, "touched": 1.0, "precision": 1.0}
    assert shown["kept"] == {"FUNCTIONAL_MAILBOX": {"n": 1, "kept": 1.0}}
    assert set(shown["kept"]) <= set(KEPT)


def test_text_of_documents_is_shown_only_when_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    mentions, found = [("Anne de Wit", "PERSON"), ("Bo Vos", "PUBLIC_OFFICIAL")], [("Bo Vos", "PERSON")]
    result = one(TEXT, [*mentions, ("Delft", "ADDRESS")], found)
    show_scores(result, 0)
    plain = capsys.readouterr().out
    assert "PERSON" in plain and "PUBLIC_OFFICIAL" in plain
    assert "Wit" not in plain and "Vos" not in plain
    show_scores(result, 1)
    told = capsys.readouterr().out
    assert "missed        Anne de Wit  (d)" in told
    assert "should stay   Bo Vos  (d by regel)" in told


LINE = {"id": "a", "text": "Secretweten", "spans": []}


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("{Secretweten", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "not a JSON object"),
        (LINE | {"id": 3}, "'id'"),
        (LINE | {"text": None}, "'text'"),
        (LINE | {"spans": None}, "'spans'"),
        (LINE | {"date": "12 maart"}, "'date'"),
        (LINE | {"date": 20240312}, "'date'"),
        (LINE | {"spans": [7]}, "span 1 is not"),
        (LINE | {"spans": [{"start": 0, "end": 12, "label": "PERSON"}]}, "span 1 does not lie within"),
        (LINE | {"spans": [{"start": 3, "end": 3, "label": "PERSON"}]}, "span 1 does not lie within"),
        (LINE | {"spans": [{"start": -1, "end": 3, "label": "PERSON"}]}, "span 1 does not lie within"),
        (LINE | {"spans": [{"start": True, "end": 3, "label": "PERSON"}]}, "span 1 does not lie within"),
        (LINE | {"spans": [{"start": 0, "end": 3, "label": "Secretweten"}]}, "span 1 has no label"),
        (LINE | {"id": "eerste"}, "the same 'id'"),
    ],
)
def test_a_line_that_cannot_be_used_is_named_and_not_quoted(tmp_path: Path, entry: object, told: str) -> None:
    path = tmp_path / "gold.jsonl"
    line = entry if isinstance(entry, str) else json.dumps(entry)
    path.write_text(json.dumps(LINE | {"id": "eerste"}) + "\n\n" + line + "\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_gold(path)
    assert f"line 3: {told}" in str(caught.value) or (told in str(caught.value) and "line 3" in str(caught.value))
    assert "Secretweten" not in str(caught.value)


@pytest.mark.parametrize(("data", "told"), [(b"\n", "holds no documents"), (b"\xff\xfe{", "not UTF-8")])
def test_a_file_that_cannot_be_used(tmp_path: Path, data: bytes, told: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(data)
    with pytest.raises(InputError, match=told):
        read_gold(path)


def test_no_such_file_is_told_with_its_exit_code(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["eval", str(tmp_path / "geen.jsonl")])
    assert done.exit_code == 3
    assert "There is no file" in done.stderr
