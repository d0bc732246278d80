"""The desk: every decision on disk when it returns, nobody's work overwritten, everything undone and done again."""

from __future__ import annotations

import csv
import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from redact.errors import BusyError, InputError, ReviewError
from redact.executors import SerialExecutor
from redact.journal import Journal
from redact.model import Box, Judgement, Verdict
from redact.pipeline.adding import Marked
from redact.pipeline.deciding import By
from redact.pipeline.desk import Desk, open_desk
from redact.pipeline.run import run
from redact.pipeline.settings import Outcome, Settings, Silence, State
from redact.pipeline.steps import Overtaken
from redact.review import BY_HAND, from_json
from tests.conftest import write_pdf

TEXT = "Groet, Sanne Vermeulen\nBel Sanne Vermeulen of mail s.vermeulen@voorbeeld.nl\nDe kabel ligt klaar."


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    folder = tmp_path / "zaak"
    write_pdf(folder / "een.pdf", TEXT)
    write_pdf(folder / "twee.pdf", "Sanne Vermeulen schreef dat de kabel klaar ligt.\nDe kabel is oud.")
    return folder


@contextmanager
def desk_of(bundle: Path, reviewer: str = "A. Jansen") -> Iterator[Desk]:
    settings = Settings(grounds="10.2e,10.2g", reviewer=reviewer)
    with open_desk(bundle, None, settings, SerialExecutor(), Silence()) as desk:
        yield desk


def go(bundle: Path, **options: object) -> Outcome:
    settings = Settings(grounds="10.2e,10.2g", reviewer="A. Jansen", **options)  # type: ignore[arg-type]
    return run(bundle, None, settings, SerialExecutor(), Silence())


def case_of(bundle: Path) -> Path:
    return bundle.with_name("zaak-gelakt")


def on_disk(bundle: Path) -> dict[str, tuple[Verdict, tuple[str, ...]]]:
    entries = from_json((case_of(bundle) / "hits.json").read_bytes()).by_id()
    return {name: (entry.verdict, entry.grounds) for name, entry in entries.items()}


def at_desk(desk: Desk) -> dict[str, tuple[Verdict, tuple[str, ...]]]:
    return {entry.hit_id: (entry.verdict, entry.grounds) for entry in desk.hit_list.entries}


def by(desk: Desk, reviewer: str = "A. Jansen") -> By:
    return By(reviewer, desk.revision)


def names(desk: Desk) -> list[str]:
    return [entry.hit_id for entry in desk.hit_list.entries if entry.hit.text == "Sanne Vermeulen"]


def events(bundle: Path) -> list[str]:
    return [entry["event"] for entry in Journal(case_of(bundle) / "journal.jsonl").entries()]


def test_a_decision_is_on_disk_and_on_record_when_it_returns(bundle: Path) -> None:
    with desk_of(bundle) as desk:
        first, *others = names(desk)
        change = desk.decide([first], Verdict.REDACT, ("10.2e",), "zie mail", by(desk))
        assert change.hit_ids == (first,) and change.said == f"{first} gelakt"
        assert on_disk(bundle)[first] == (Verdict.REDACT, ("10.2e",))
        line = Journal(desk.context.case.journal).entries()[-1]
        assert (line["hit_id"], line["new_verdict"], line["origin"], line["reviewer"]) == (
            first,
            "lakken",
            "web",
            "A. Jansen",
        )
        desk.decide(others, Verdict.KEEP, None, None, by(desk))
        assert {on_disk(bundle)[name][0] for name in others} == {Verdict.KEEP}


def test_the_lists_follow_when_the_desk_closes_and_the_next_run_burns_exactly_that(bundle: Path) -> None:
    with desk_of(bundle) as desk:
        desk.decide([entry.hit_id for entry in desk.hit_list.entries], Verdict.REDACT, ("10.2e",), None, by(desk))
        wanted = at_desk(desk)
    rows = csv.DictReader(io.StringIO((case_of(bundle) / "hits.csv").read_text("utf-8-sig")), delimiter=";")
    assert {row["id"]: row["oordeel"] for row in rows} == dict.fromkeys(wanted, "lakken")
    outcome = go(bundle)
    assert outcome.state is State.PUBLISHED and outcome.released == 2
    assert on_disk(bundle) == wanted


def test_undo_takes_back_step_by_step_and_redo_does_it_again(bundle: Path) -> None:
    with desk_of(bundle) as desk:
        states = [at_desk(desk)]
        ids = names(desk)
        for verdict in (Verdict.REDACT, Verdict.KEEP, Verdict.DOUBT):
            desk.decide(ids[:2], verdict, None, None, by(desk))
            states.append(at_desk(desk))
        desk.add_term("kabel", ("10.2g",), "", None, by(desk))
        states.append(at_desk(desk))
        for state in reversed(states[:-1]):
            desk.undo(by(desk))
            assert at_desk(desk) == state == on_disk(bundle)
        with pytest.raises(ReviewError, match="niets om ongedaan"):
            desk.undo(by(desk))
        for state in states[1:]:
            desk.redo(by(desk))
            assert at_desk(desk) == state == on_disk(bundle)
        with pytest.raises(ReviewError, match="niets om opnieuw"):
            desk.redo(by(desk))
        assert desk.hit_list.terms
    Journal(case_of(bundle) / "journal.jsonl").verify()
    assert events(bundle).count("undo") == events(bundle).count("redo") == 4


def test_a_hit_that_was_changed_meanwhile_is_not_overwritten(bundle: Path) -> None:
    with desk_of(bundle) as desk:
        first, second, *_ = names(desk)
        desk.decide([first], Verdict.KEEP, None, None, By("A. Jansen", 0))
        with pytest.raises(Overtaken) as caught:
            desk.decide([first, second], Verdict.REDACT, None, None, By("B. Pieters", 0))
        assert caught.value.names == (first,)
        assert at_desk(desk)[second][0] is Verdict.OPEN
        change = desk.decide([second], Verdict.REDACT, None, None, By("B. Pieters", 0))
        assert {first, second} <= set(change.hit_ids), "what changed since he looked comes along"


def test_undo_leaves_what_somebody_else_changed_since(bundle: Path) -> None:
    with desk_of(bundle) as desk:
        first, second, *_ = names(desk)
        desk.decide([first], Verdict.KEEP, None, None, by(desk))
        desk.decide([second], Verdict.KEEP, None, None, by(desk, "B. Pieters"))
        desk.decide([first], Verdict.REDACT, None, None, by(desk, "B. Pieters"))
        with pytest.raises(Overtaken):
            desk.undo(by(desk))
        desk.undo(by(desk, "B. Pieters"))
        desk.undo(by(desk))
        assert at_desk(desk)[first][0] is Verdict.OPEN
        assert at_desk(desk)[second][0] is Verdict.KEEP


def test_an_added_text_is_found_everywhere_at_once_as_the_next_run_finds_it(bundle: Path) -> None:
    with desk_of(bundle) as desk:
        change = desk.add_term("kabel", ("10.2g",), "", None, by(desk))
        added = [entry for entry in desk.hit_list.entries if entry.hit.entity_type == BY_HAND]
        assert {entry.hit_id for entry in added} == set(change.hit_ids)
        assert len(added) == 3 and len({entry.hit.document_id for entry in added}) == 2
        assert {entry.verdict for entry in added} == {Verdict.REDACT}
        rest = [entry.hit_id for entry in desk.hit_list.entries if entry.verdict is Verdict.OPEN]
        desk.decide(rest, Verdict.REDACT, ("10.2e",), None, by(desk))
        wanted = at_desk(desk)
    assert go(bundle).state is State.PUBLISHED
    assert on_disk(bundle) == wanted


@pytest.mark.parametrize(
    ("text", "grounds", "sentence"),
    [
        ("ka", ("10.2g",), "minstens 3"),
        ("kabel", (), "Kies een grond"),
        ("olifant", ("10.2g",), "komt in de documenten niet"),
    ],
)
def test_a_text_that_cannot_be_added_changes_nothing(
    bundle: Path, text: str, grounds: tuple[str, ...], sentence: str
) -> None:
    with desk_of(bundle) as desk:
        before, lines = at_desk(desk), len(Journal(desk.context.case.journal).entries())
        with pytest.raises(ReviewError, match=sentence):
            desk.add_term(text, grounds, "", None, by(desk))
        assert at_desk(desk) == before and not desk.hit_list.terms
        assert len(Journal(desk.context.case.journal).entries()) == lines


def test_a_drawn_box_is_burnt_and_says_nothing_about_other_places(bundle: Path) -> None:
    with desk_of(bundle) as desk:
        document = desk.dossier.going_out[0].document_id
        box = Box(1, 60.0, 300.0, 200.0, 330.0)
        desk.add_place(Marked(document, 1, (box,), ("10.2g",)), by(desk))
        rest = [entry.hit_id for entry in desk.hit_list.entries if entry.verdict is Verdict.OPEN]
        desk.decide(rest, Verdict.REDACT, ("10.2e",), None, by(desk))
        wanted = at_desk(desk)
    outcome = go(bundle)
    assert outcome.state is State.PUBLISHED and outcome.boxes == len(wanted)
    assert on_disk(bundle) == wanted


def test_places_off_the_page_or_of_unknown_documents_are_refused(bundle: Path) -> None:
    with desk_of(bundle) as desk:
        document = desk.dossier.going_out[0].document_id
        for marked in (
            Marked("niemand", 1, (Box(1, 0, 0, 9, 9),), ("10.2g",)),
            Marked(document, 7, (Box(7, 0, 0, 9, 9),), ("10.2g",)),
            Marked(document, 1, (), ("10.2g",)),
            Marked(document, 1, (Box(2, 0, 0, 9, 9),), ("10.2g",)),
        ):
            with pytest.raises(ReviewError):
                desk.add_place(marked, by(desk))
        assert not desk.hit_list.places


def test_a_document_can_be_refused_and_taken_back(bundle: Path) -> None:
    write_pdf(bundle / "vier.pdf", "Hier staat niets bijzonders.")
    with desk_of(bundle) as desk:
        member = desk.dossier.going_out[0]
        open_before = len(desk.hit_list.entries)
        bare = next(row for row in desk.listed.rows if not row.grounds)
        with pytest.raises(ReviewError, match="grond of een markering"):
            desk.decide_document(bare.document_id, {"judgement": Judgement.NOT_PUBLIC}, by(desk))
        values = {"judgement": Judgement.NOT_PUBLIC, "grounds": ("11.1",)}
        desk.decide_document(member.document_id, values, by(desk))
        assert member.document_id not in {each.document_id for each in desk.dossier.going_out}
        assert all(entry.hit.document_id != member.document_id for entry in desk.hit_list.entries)
        with pytest.raises(Overtaken):
            desk.decide_document(member.document_id, {"remark": "anders"}, By("B. Pieters", 0))
        desk.undo(by(desk))
        assert len(desk.hit_list.entries) == open_before
        assert member.document_id in {each.document_id for each in desk.dossier.going_out}


@pytest.mark.parametrize("mark", [".~lock.hits.xlsx#", "~$hits.xlsx"])
def test_a_document_can_be_refused_while_a_list_is_open_elsewhere(bundle: Path, mark: str) -> None:
    values = {"judgement": Judgement.NOT_PUBLIC, "grounds": ("11.1",)}
    with desk_of(bundle) as desk:
        (case_of(bundle) / mark).write_bytes(b"\x01A")
        lists = [case_of(bundle) / name for name in ("hits.csv", "hits.xlsx", "documents.csv")]
        before = [path.read_bytes() for path in lists]
        member = desk.dossier.going_out[0]
        desk.decide_document(member.document_id, values, by(desk))
        assert member.document_id not in {each.document_id for each in desk.dossier.going_out}
        assert all(entry.hit.document_id != member.document_id for entry in desk.hit_list.entries)
        assert at_desk(desk) == on_disk(bundle), "what is at the desk is on disk"
        assert [path.read_bytes() for path in lists] == before
        desk.undo(by(desk))
        assert member.document_id in {each.document_id for each in desk.dossier.going_out}
        desk.redo(by(desk))
        (case_of(bundle) / mark).unlink()
    assert events(bundle).count("document") == 1
    rows = csv.DictReader(io.StringIO((case_of(bundle) / "documents.csv").read_text("utf-8-sig")), delimiter=";")
    assert [row["oordeel"] for row in rows].count("niet openbaar") == 1


def test_a_search_that_fails_leaves_a_document_as_it_was(bundle: Path) -> None:
    """The document goes out after all, but bundle.yaml has a passage of it that is not in its text."""
    (bundle / "bundle.yaml").write_text(
        "documents:\n  een.pdf:\n    judgement: niet openbaar\n    grounds: ['11.1']\n"
        "    passages:\n    - {text: dit staat er niet, grounds: ['11.1']}\n",
        encoding="utf-8",
    )
    with desk_of(bundle) as desk:
        lines, rows = len(events(bundle)), desk.listed.rows
        (refused,) = {member.document_id for member in desk.dossier.members} - {rows[1].document_id}
        with pytest.raises(InputError, match=r"passage 1 of een\.pdf"):
            desk.decide_document(refused, {"judgement": Judgement.PARTIAL}, by(desk))
        assert len(events(bundle)) == lines and desk.listed.rows == rows
        with pytest.raises(ReviewError, match="niets om ongedaan"):
            desk.undo(by(desk))


def test_persons_are_joined_parted_and_put_back(bundle: Path) -> None:
    write_pdf(bundle / "drie.pdf", "Geachte heer De Wit,\nMet vriendelijke groet,\nKarel Bos")
    with desk_of(bundle) as desk:
        by_text = {entry.hit.text: entry.hit_id for entry in desk.hit_list.entries}
        one, other = by_text["Karel Bos"], by_text["Sanne Vermeulen"]
        assert desk.groups.of(one) != desk.groups.of(other)
        change = desk.join(one, other, by(desk))
        assert desk.groups.of(one) == desk.groups.of(other) and {one, other} <= set(change.hit_ids)
        desk.undo(by(desk))
        assert desk.groups.of(one) != desk.groups.of(other)


def test_the_case_is_locked_while_the_desk_is_open(bundle: Path) -> None:
    with desk_of(bundle), pytest.raises(BusyError):
        go(bundle)


def test_a_list_saved_while_the_desk_is_open_is_not_overwritten(bundle: Path) -> None:
    path = case_of(bundle) / "hits.csv"
    with desk_of(bundle) as desk:
        first = names(desk)[0]
        path.write_bytes(path.read_bytes().replace(b'"";"";"";"";""\r\n', b'"laten staan";"C. Smit";"";"";""\r\n'))
        saved = path.read_bytes()
        desk.decide([first], Verdict.KEEP, None, None, by(desk))
    assert path.read_bytes() == saved
    go(bundle)
    assert {verdict for verdict, _ in on_disk(bundle).values()} == {Verdict.KEEP}


KILLED = """
import os, signal, sys
from pathlib import Path
from redact.executors import SerialExecutor
from redact.model import Verdict
from redact.pipeline.deciding import By
from redact.pipeline.desk import open_desk
from redact.pipeline.settings import Settings, Silence

settings = Settings(grounds="10.2e,10.2g", reviewer="A. Jansen")
with open_desk(Path(sys.argv[1]), None, settings, SerialExecutor(), Silence()) as desk:
    for entry in desk.hit_list.entries[:3]:
        desk.decide([entry.hit_id], Verdict.DOUBT, None, None, By("A. Jansen", desk.revision))
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_kill_minus_nine_loses_no_decision(bundle: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, os.fspath(bundle)], capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    with desk_of(bundle) as desk:
        assert [entry.verdict for entry in desk.hit_list.entries[:3]] == [Verdict.DOUBT] * 3
    Journal(case_of(bundle) / "journal.jsonl").verify()


def test_a_second_reader_confirms_or_sends_back_what_somebody_else_decided(bundle: Path) -> None:
    with desk_of(bundle) as desk:
        first, second, *_ = names(desk)
        desk.decide([first, second], Verdict.KEEP, None, None, by(desk))
        assert {first, second} <= desk.waiting.hits.keys()
        with pytest.raises(ReviewError, match="iemand anders"):
            desk.confirm([first], by(desk, "a  JANSEN"))
        desk.confirm([first], by(desk, "B. Pieters"))
        assert first not in desk.waiting.hits and second in desk.waiting.hits
        desk.send_back([second], "dit is een burger", by(desk, "B. Pieters"))
        assert at_desk(desk)[second][0] is Verdict.DOUBT and not desk.waiting.hits
        desk.undo(by(desk, "B. Pieters"))
        assert second in desk.waiting.hits
        desk.decide([first], None, ("10.2g",), None, by(desk))
        assert first in desk.waiting.hits, "a changed decision is confirmed anew"
    assert events(bundle).count("confirmed") == 1 and events(bundle).count("sent-back") == 1


def test_a_refusal_waits_for_a_second_reader(bundle: Path) -> None:
    with desk_of(bundle) as desk:
        document = desk.dossier.going_out[0].document_id
        desk.decide_document(document, {"judgement": Judgement.NOT_PUBLIC, "grounds": ("11.1",)}, by(desk))
        assert document in desk.waiting.documents
        with pytest.raises(ReviewError, match="iemand anders"):
            desk.confirm_document(document, by(desk))
        desk.confirm_document(document, by(desk, "B. Pieters"))
        assert not desk.waiting.documents
        desk.send_back_document(document, "feiten", by(desk, "C. Smit"))
        assert document in desk.waiting.documents
