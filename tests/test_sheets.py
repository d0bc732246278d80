"""The two files of the hit list beside each other and beside the web page: nothing overwritten, nothing lost."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from redact.case import KEPT_COPIES, Case
from redact.errors import ReviewError
from redact.executors import SerialExecutor
from redact.journal import Journal
from redact.model import Bundle, Instruction, Location, Regime, Review, SourceDocument, Verdict
from redact.pipeline.deciding import By
from redact.pipeline.desk import open_desk
from redact.pipeline.dossier import Dossier, Member
from redact.pipeline.run import run
from redact.pipeline.settings import MACHINE, Context, Settings, Silence, State
from redact.pipeline.sheets import read_sheets, show, show_untouched, take_back
from redact.pipeline.tasks import Prepared
from redact.review import HitList, ReadBack, Saved, from_json, review_events, to_csv, to_json, with_reviews
from redact.review.workbook_reading import read_workbook
from tests.bookmaker import (
    GROUPS,
    HITS,
    LISTS,
    back,
    back_from,
    book,
    edited,
    opened,
    refusal,
    refused,
    rows,
    with_row,
)
from tests.conftest import write_pdf
from tests.reviewmaker import CODES, RULES, hit, listed
from tests.reviewmaker import saved as saved_csv
from tests.reviewmaker import sheet as csv_rows

NAMES = ("Anne Vermeulen", "Tom Bakker", "Fatima el Amrani")


def people() -> HitList:
    return listed(*(hit(number, NAMES[number % 3], entity_type="PERSON") for number in range(6)))


def decided(hit_list: HitList, hit_id: str, verdict: Verdict, reviewer: str = "J. Jansen", **other: Any) -> HitList:
    grounds = other.pop("grounds", ("10.2e",))
    return with_reviews(hit_list, [Review(hit_id, verdict, grounds, reviewer, **other)])


def csv_with(hit_list: HitList, **cells: dict[str, str]) -> bytes:
    """hits.csv with cells filled in, by hit id."""
    return saved_csv([row | cells.get(row["id"], {}) for row in csv_rows(hit_list)])


# a file against the list that went on


KEEP = {"h0002": {"oordeel": "laten staan"}}
"""What the file says of the hit about which the next tests are."""


def from_csv(before: HitList, now: HitList, cells: dict[str, dict[str, str]], **other: Any) -> Any:
    data = csv_with(before, **cells)
    return back(now, Saved("hits.csv", data, to_csv(before, CODES, RULES)), **other)


def from_book(before: HitList, now: HitList, cells: dict[str, dict[str, str]], **other: Any) -> Any:
    return back_from(now, edited(book(before), cells), book(before), **other)


both_files = pytest.mark.parametrize("read", [from_csv, from_book], ids=["csv", "xlsx"])


@both_files
def test_a_row_that_nobody_touched_leaves_a_later_decision_alone(read: Callable[..., Any]) -> None:
    before = people()
    now = decided(decided(before, "h0001", Verdict.REDACT), "h0003", Verdict.KEEP, second="bo")
    (review,) = read(before, now, KEEP).reviews
    assert (review.hit_id, review.verdict) == ("h0002", Verdict.KEEP)


@both_files
def test_a_row_and_a_later_decision_that_differ_are_a_fault_with_both_verdicts(read: Callable[..., Any]) -> None:
    now = decided(people(), "h0002", Verdict.REDACT)
    with pytest.raises(ReviewError) as caught:
        read(people(), now, KEEP, elsewhere=lambda hit_id: "in de webpagina")
    assert str(caught.value).splitlines()[1:] == [
        "rij 3: treffer h0002 krijgt hier 'laten staan' (10.2.e), maar is intussen in de webpagina anders beslist "
        "(lakken, 10.2.e, J. Jansen); maak de rij daaraan gelijk of wijzig het daar"
    ]


@both_files
def test_a_row_and_a_later_decision_that_agree_are_no_fault(read: Callable[..., Any]) -> None:
    now = decided(people(), "h0002", Verdict.KEEP, remark="uit de webpagina")
    assert read(people(), now, KEEP).reviews == ()
    (review,) = read(people(), now, {"h0002": {"oordeel": "laten staan", "beoordelaar": "Cees"}}).reviews
    assert review == Review("h0002", Verdict.KEEP, ("10.2e",), "Cees", "uit de webpagina")


@both_files
def test_another_ground_in_the_meantime_is_another_decision(read: Callable[..., Any]) -> None:
    now = decided(people(), "h0002", Verdict.REDACT, grounds=("10.2g",))
    with pytest.raises(ReviewError, match=r"'lakken' \(10\.2\.e\), .* anders beslist \(lakken, 10\.2\.g, J\. Jansen\)"):
        read(people(), now, {"h0002": {"oordeel": "lakken"}})
    assert read(people(), now, {"h0002": {"oordeel": "lakken", "grond": "10.2.g"}}).reviews == ()


@both_files
def test_a_name_signs_what_the_row_says_and_not_what_came_later(read: Callable[..., Any]) -> None:
    before = decided(people(), "h0002", Verdict.KEEP, "bo")
    now = decided(before, "h0002", Verdict.REDACT)
    for column in ("beoordelaar", "tweede lezer"):
        with pytest.raises(ReviewError, match=r"'laten staan' .* anders beslist \(lakken"):
            read(before, now, {"h0002": {column: "Cees"}})


@both_files
def test_what_only_the_machine_decided_gives_way_to_a_person(read: Callable[..., Any]) -> None:
    now = decided(people(), "h0002", Verdict.REDACT, MACHINE)
    (review,) = read(people(), now, KEEP, elsewhere=lambda hit_id: "").reviews
    assert (review.verdict, review.reviewer) == (Verdict.KEEP, "anna")


@both_files
def test_a_remark_joins_a_later_decision_but_not_another_remark(read: Callable[..., Any]) -> None:
    remark = {"h0002": {"opmerking": "navragen"}}
    (review,) = read(people(), decided(people(), "h0002", Verdict.KEEP), remark).reviews
    assert (review.verdict, review.remark) == (Verdict.KEEP, "navragen")
    later = decided(people(), "h0002", Verdict.KEEP, remark="gevraagd")
    with pytest.raises(ReviewError, match="rij 3: treffer h0002 heeft intussen elders een andere opmerking gekregen"):
        read(people(), later, remark)
    assert read(people(), later, {"h0002": {"opmerking": "gevraagd"}}).reviews == ()


@both_files
def test_a_remark_leaves_the_second_reader_in_place_unless_somebody_else_signs(read: Callable[..., Any]) -> None:
    now = decided(people(), "h0002", Verdict.KEEP, "anna", second="bo")
    (review,) = read(now, now, {"h0002": {"opmerking": "zo"}}).reviews
    assert (review.reviewer, review.second) == ("anna", "bo")
    (review,) = read(now, now, {"h0002": {"opmerking": "zo"}}, reviewer="Cees").reviews
    assert (review.reviewer, review.second) == ("anna", "bo")
    (review,) = read(now, now, {"h0002": {"opmerking": "zo", "beoordelaar": "Cees"}}).reviews
    assert (review.reviewer, review.second) == ("Cees", "")


def test_a_group_and_a_later_decision_that_differ_name_the_row_of_the_group() -> None:
    data = book(people())
    name = next(row["groep"] for row in rows(data, GROUPS) if row["naam of term"] == "Tom Bakker")
    number = [row["groep"] for row in rows(data, GROUPS)].index(name) + 2
    now = decided(people(), "h0002", Verdict.KEEP)
    _, line = refused(now, edited(data, persons={name: {"oordeel": "lakken"}}), data)
    assert line.startswith(f"blad 'Personen en termen', rij {number}: treffer h0002 krijgt hier 'lakken'")
    changed = edited(data, KEEP, {name: {"oordeel": "lakken"}})
    assert [review.hit_id for review in back_from(now, changed, data).reviews] == ["h0005"]


def test_without_the_copy_of_what_was_written_the_list_as_it_is_counts() -> None:
    now = decided(people(), "h0001", Verdict.REDACT)
    assert back_from(now, book(now)).reviews == ()
    assert [review.hit_id for review in back_from(now, edited(book(now), KEEP)).reviews] == ["h0002"]


def test_a_workbook_of_which_no_copy_is_left_is_recognised_and_its_rows_are_named() -> None:
    old = edited(book(people()), KEEP | {"h0004": {"oordeel": "laken"}})
    now = decided(people(), "h0005", Verdict.REDACT)
    (line,) = refused(now, old, book(now))
    assert line.startswith("hits.xlsx is een bestand van lang geleden of van een andere zaak")
    assert "Er is niets gewijzigd. Anders dan de lijst nu: rij 3, rij 6, rij 5. Bewaar het onder" in line
    (line,) = refused(now, with_row(book(people()), tekst="x"), book(now))
    assert "rij 6, rij 8" in line


# both files


Edits = dict[str, dict[str, str]]


def two(hit_list: HitList, in_table: Edits, in_book: Edits) -> tuple[Saved, Saved]:
    table, workbook = to_csv(hit_list, CODES, RULES), book(hit_list)
    changed = csv_with(hit_list, **in_table), edited(workbook, in_book)
    return Saved("hits.csv", changed[0], table), Saved("hits.xlsx", changed[1], workbook)


def test_changes_in_both_files_are_put_together() -> None:
    table = {"h0001": {"oordeel": "lakken"}, "h0003": {"oordeel": "laten staan"}, "h0005": {"opmerking": "uit csv"}}
    xlsx = {"h0002": {"oordeel": "twijfel"}, "h0003": {"oordeel": "laten staan"}, "h0005": {"oordeel": "lakken"}}
    read = back(people(), *two(people(), table, xlsx))
    assert {review.hit_id: (review.verdict, review.remark) for review in read.reviews} == {
        "h0001": (Verdict.REDACT, ""),
        "h0002": (Verdict.DOUBT, ""),
        "h0003": (Verdict.KEEP, ""),
        "h0005": (Verdict.REDACT, "uit csv"),
    }
    assert read.origins == {"h0001": "csv", "h0002": "xlsx", "h0003": "csv", "h0005": "xlsx"}


def test_both_files_in_conflict_name_the_rows_of_both() -> None:
    table = {"h0001": {"oordeel": "lakken"}, "h0002": {"opmerking": "een"}}
    xlsx = {"h0001": {"oordeel": "lakken", "grond": "10.2.g"}, "h0002": {"opmerking": "twee"}}
    assert refusal(people(), *two(people(), table, xlsx)) == [
        "hits.csv en hits.xlsx zijn niet verwerkt; er is niets gewijzigd. Herstel 2 fouten en probeer het opnieuw:",
        "hits.csv rij 2 en hits.xlsx rij 2: treffer h0001 is verschillend beslist (lakken, 10.2.e en lakken, 10.2.g); "
        "maak de rijen gelijk",
        "hits.csv rij 3 en hits.xlsx rij 3: treffer h0002 heeft twee verschillende opmerkingen; maak de rijen gelijk",
    ]


def test_the_faults_of_both_files_are_said_at_once() -> None:
    lines = refusal(people(), *two(people(), {"h0001": {"oordeel": "ja"}}, {"h0003": {"grond": "99"}}))
    assert [line.split(":")[0] for line in lines] == [
        "hits.csv is niet verwerkt; er is niets gewijzigd. Herstel 1 fout en probeer het opnieuw",
        "rij 2",
        "hits.xlsx is niet verwerkt; er is niets gewijzigd. Herstel 1 fout en probeer het opnieuw",
        "rij 4",
    ]


def test_texts_added_in_both_files_get_different_numbers() -> None:
    added = {"tekst": "Citroen", "grond": "10.2.g", "oordeel": "lakken"}
    table, workbook = to_csv(people(), CODES, RULES), book(people())
    changed = saved_csv([*csv_rows(people()), added, added | {"tekst": "Appel"}])
    xlsx = with_row(with_row(workbook, **added), **(added | {"tekst": "Peer"}))
    read = back(people(), Saved("hits.csv", changed, table), Saved("hits.xlsx", xlsx, workbook))
    assert [(term.term_id, term.text) for term in read.added] == [
        ("t0001", "Appel"),
        ("t0002", "Citroen"),
        ("t0003", "Peer"),
    ]
    assert read.origins == {"t0001": "csv", "t0002": "csv", "t0003": "xlsx"}


# on disk


@dataclass(frozen=True)
class Room:
    """A case on disk with a hit list, without the documents behind it."""

    context: Context
    dossier: Dossier

    @property
    def case(self) -> Case:
        return self.context.case

    def hit_list(self) -> HitList:
        return from_json(self.case.hits_json.read_bytes())

    def write(self, hit_list: HitList) -> None:
        """As a run ends: the list, then the files."""
        self.case.hits_json.write_bytes(to_json(hit_list))
        show(self.context, self.dossier, hit_list, read_sheets(self.case))

    def take_back(self) -> HitList:
        return take_back(self.context, self.hit_list(), self.dossier.codes, read_sheets(self.case))[0]

    def run(self) -> HitList:
        """As a run goes: what the files say is taken in, then they are written anew."""
        sheets = read_sheets(self.case)
        hit_list, _ = take_back(self.context, self.hit_list(), self.dossier.codes, sheets)
        show(self.context, self.dossier, hit_list, sheets)
        return hit_list

    def decide_in_the_page(self, hit_id: str, verdict: Verdict) -> None:
        review = Review(hit_id, verdict, ("10.2e",), "J. Jansen")
        events = review_events(self.hit_list(), [review], "web", self.context.versions)
        Journal(self.case.journal).append_all(events)
        self.case.hits_json.write_bytes(to_json(with_reviews(self.hit_list(), [review])))

    def save(self, cells: dict[str, dict[str, str]]) -> None:
        """As somebody saves hits.xlsx."""
        self.case.hits_xlsx.write_bytes(edited(self.case.hits_xlsx.read_bytes(), cells))

    def origins(self) -> list[tuple[str, str]]:
        return [(entry["hit_id"], entry["origin"]) for entry in Journal(self.case.journal).entries()]


@pytest.fixture
def room(tmp_path: Path) -> Room:
    case = Case(tmp_path / "zaak-gelakt")
    case.work.mkdir(parents=True)
    bundle = Bundle(tmp_path, "zaak", None, "", "", None, "letters", (Location("", "A", ""),))
    settings = Settings(reviewer="anna")
    context = Context(bundle, case, RULES, Regime.WOB, frozenset(), settings, SerialExecutor(), Silence(), "m1")
    documents = [SourceDocument(document_id, "x.pdf", tmp_path, "", "", 0) for document_id in CODES]
    members = (Member(each, Prepared(), CODES[each.document_id], Instruction()) for each in documents)
    room = Room(context, Dossier(tuple(members)))
    room.write(people())
    return room


def test_both_files_are_written_and_an_untouched_one_is_not_read(room: Room) -> None:
    assert rows(room.case.hits_xlsx.read_bytes()) == csv_rows(people())
    before = room.case.hits_xlsx.stat().st_mtime_ns
    assert room.run() == people()
    assert room.case.hits_xlsx.stat().st_mtime_ns == before and room.origins() == []


def test_a_saved_workbook_is_taken_in_and_both_files_are_written_anew(room: Room) -> None:
    room.save(KEEP)
    assert room.run().entries[1].verdict is Verdict.KEEP
    assert csv_rows(room.hit_list())[1]["oordeel"] == "laten staan"
    assert b'"laten staan"' in room.case.hits_csv.read_bytes()
    assert room.origins() == [("h0002", "xlsx")]
    Journal(room.case.journal).verify()
    room.case.hits_csv.write_bytes(csv_with(room.hit_list(), h0002={"oordeel": "lakken"}, h0003={"oordeel": "twijfel"}))
    room.save({"h0001": {"oordeel": "lakken"}})
    assert [entry.verdict.value for entry in room.run().entries[:3]] == ["lakken", "lakken", "twijfel"]
    assert room.origins()[1:] == [("h0002", "csv"), ("h0003", "csv"), ("h0001", "xlsx")]


def test_a_decision_of_the_page_is_named_as_such(room: Room) -> None:
    room.decide_in_the_page("h0002", Verdict.REDACT)
    room.save(KEEP)
    before = room.case.hits_xlsx.read_bytes(), room.case.hits_json.read_bytes()
    with pytest.raises(ReviewError, match=r"intussen in de webpagina anders beslist \(lakken, 10\.2\.e, J\. Jansen\)"):
        room.run()
    assert (room.case.hits_xlsx.read_bytes(), room.case.hits_json.read_bytes()) == before
    room.save({"h0002": {"oordeel": "lakken"}, "h0003": {"oordeel": "lakken"}})
    assert [entry.verdict.value for entry in room.run().entries[:3]] == ["", "lakken", "lakken"]


def test_a_file_without_its_sidecar_is_not_written_over(room: Room) -> None:
    room.case.hits_json.unlink()
    room.case.hits_csv.unlink()
    sheets = read_sheets(room.case)
    with pytest.raises(ReviewError, match=r"hits\.xlsx is er wel, maar hits\.json ontbreekt"):
        take_back(room.context, HitList(), room.dossier.codes, sheets)


@pytest.mark.parametrize(
    ("sheet", "mark", "data", "who"),
    [
        ("hits.xlsx", ".~lock.hits.xlsx#", b",Jan Jansen,werkplek,22.11.2026,file:///x;", "LibreOffice (bij Jan J"),
        ("hits.xlsx", "~$hits.xlsx", b"\x07P. Boer" + b" " * 47, "Excel (bij P. Boer)"),
        ("hits.csv", ".~lock.hits.csv#", b"", "LibreOffice. Er is niets"),
        ("hits.csv", "~$hits.csv", b"", "Excel. Er is niets"),
    ],
)  # fmt: skip
def test_a_file_that_somebody_has_open_is_not_written_over(
    room: Room, sheet: str, mark: str, data: bytes, who: str
) -> None:
    """What is on the screen there is older than the list: saving it later would undo what came since."""
    lock = room.case.root / mark
    lock.write_bytes(data)
    assert room.run() == people(), "nothing to write, nothing to refuse"
    room.save(KEEP)
    files = room.case.hits_csv.read_bytes(), room.case.hits_xlsx.read_bytes()
    with pytest.raises(ReviewError) as caught:
        room.run()
    assert f"{sheet} staat open in {who}" in str(caught.value) and f"verwijder dan {mark}" in str(caught.value)
    assert (room.case.hits_csv.read_bytes(), room.case.hits_xlsx.read_bytes()) == files
    assert room.hit_list().entries[1].verdict is Verdict.KEEP, "what was saved is taken in all the same"
    room.save({"h0002": {"oordeel": "lakken"}})
    with pytest.raises(ReviewError, match="staat open"):
        room.run()
    assert room.hit_list().entries[1].verdict is Verdict.REDACT, "and so is a second thought"
    lock.unlink()
    room.run()
    assert rows(room.case.hits_xlsx.read_bytes())[1]["oordeel"] == "lakken"


def test_a_share_that_will_not_replace_a_file_says_so(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows refuses to replace a file that a program has open, with the same error."""
    room.save(KEEP)
    replace_whole = Path.replace

    def refuse(path: Path, target: Path) -> Path:
        if Path(target).name == "hits.xlsx":
            raise PermissionError(13, "Permission denied")
        return replace_whole(path, target)

    before = room.case.hits_xlsx.read_bytes()
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(ReviewError, match=r"hits\.xlsx kan niet worden overschreven: het staat open in een ander"):
        room.run()
    monkeypatch.undo()
    assert room.case.hits_xlsx.read_bytes() == before
    assert not list(room.case.root.glob(".tmp-*"))
    assert room.run().entries[1].verdict is Verdict.KEEP


def test_a_file_that_cannot_be_read_says_so(room: Room) -> None:
    room.case.hits_xlsx.unlink()
    room.case.hits_xlsx.mkdir()
    with pytest.raises(ReviewError, match=r"hits\.xlsx kan niet worden gelezen: het staat open"):
        room.run()


def test_a_workbook_that_is_saved_while_the_program_works_is_not_written_over(room: Room) -> None:
    sheets = read_sheets(room.case)
    hit_list = decided(room.take_back(), "h0001", Verdict.REDACT)
    room.save(KEEP)
    before = room.case.hits_csv.read_bytes(), room.case.hits_xlsx.read_bytes()
    with pytest.raises(ReviewError, match=r"hits\.xlsx is opgeslagen terwijl"):
        show(room.context, room.dossier, hit_list, sheets)
    assert (room.case.hits_csv.read_bytes(), room.case.hits_xlsx.read_bytes()) == before


def test_when_the_page_closes_a_saved_workbook_stays_and_the_other_file_is_written(room: Room) -> None:
    room.save(KEEP)
    before = room.case.hits_xlsx.read_bytes()
    room.decide_in_the_page("h0001", Verdict.REDACT)
    show_untouched(room.context, room.dossier, room.hit_list())
    assert room.case.hits_xlsx.read_bytes() == before
    assert csv_rows(room.hit_list())[0]["oordeel"] == "lakken"
    assert [entry.verdict.value for entry in room.run().entries[:2]] == ["lakken", "laten staan"]


def stale(room: Room, path: Path, change: Callable[[bytes, dict[str, dict[str, str]]], bytes]) -> None:
    """Somebody keeps a file open while others decide and the program writes it anew, and then saves it."""
    on_screen = path.read_bytes()
    room.decide_in_the_page("h0001", Verdict.REDACT)
    room.run()
    room.decide_in_the_page("h0004", Verdict.KEEP)
    room.run()
    path.write_bytes(change(on_screen, {"h0003": {"oordeel": "twijfel"}}))
    assert [entry.verdict.value for entry in room.run().entries[:4]] == ["lakken", "", "twijfel", "laten staan"]
    path.write_bytes(change(on_screen, {"h0003": {"oordeel": "twijfel"}, "h0004": {"oordeel": "lakken"}}))
    with pytest.raises(ReviewError, match=r"rij 5: treffer h0004 krijgt hier 'lakken' .* in de webpagina anders"):
        room.run()


def csv_changed(data: bytes, cells: dict[str, dict[str, str]]) -> bytes:
    lines = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    return saved_csv([line | cells.get(line["id"], {}) for line in lines])


def test_a_workbook_that_stayed_open_undoes_nothing(room: Room) -> None:
    stale(room, room.case.hits_xlsx, edited)


def test_a_csv_that_stayed_open_undoes_nothing(room: Room) -> None:
    """It does not say which writing of the list it is: the one from which it differs least."""
    stale(room, room.case.hits_csv, csv_changed)


@pytest.mark.parametrize("name", ["hits.csv", "hits.xlsx"])
def test_a_file_that_stays_open_over_several_runs_is_read_each_time(room: Room, name: str) -> None:
    path = room.case.root / name
    change = edited if name.endswith("xlsx") else csv_changed
    on_screen = path.read_bytes()
    for hit_id, verdict in (("h0001", "lakken"), ("h0002", "laten staan"), ("h0001", "twijfel")):
        on_screen = change(on_screen, {hit_id: {"oordeel": verdict}})
        path.write_bytes(on_screen)
        room.run()
    assert [entry.verdict.value for entry in room.hit_list().entries[:2]] == ["twijfel", "laten staan"]


def test_a_workbook_of_long_ago_is_refused_and_stays(room: Room) -> None:
    older = edited(room.case.hits_xlsx.read_bytes(), {"h0003": {"oordeel": "twijfel"}})
    for number in range(KEPT_COPIES + 1):
        room.decide_in_the_page("h0002", Verdict.KEEP if number % 2 == 0 else Verdict.REDACT)
        room.run()
    assert len(room.case.earlier(room.case.hits_xlsx)) == KEPT_COPIES
    room.case.hits_xlsx.write_bytes(older)
    with pytest.raises(ReviewError, match=r"Anders dan de lijst nu: rij 3, rij 4\. Bewaar het onder een andere naam"):
        room.run()
    assert room.case.hits_xlsx.read_bytes() == older
    room.case.hits_xlsx.rename(room.case.root / "hits oud.xlsx")
    assert room.run().entries[1].verdict is Verdict.KEEP


# a whole run


@contextmanager
def desk_of(bundle: Path) -> Any:
    with open_desk(bundle, None, Settings(reviewer="J. Jansen"), SerialExecutor(), Silence()) as desk:
        yield desk


def test_a_bundle_is_reviewed_in_the_workbook_beside_the_page(tmp_path: Path) -> None:
    bundle = tmp_path / "zaak"
    write_pdf(bundle / "een.pdf", "Groet, Sanne Vermeulen\nBel Sanne Vermeulen op 06-12345678.\nDe kabel ligt klaar.")
    settings = Settings(reviewer="anna")

    def go() -> Any:
        return run(bundle, None, settings, SerialExecutor(), Silence())

    assert go().state is State.REVIEW
    case = Case(tmp_path / "zaak-gelakt")
    data = case.hits_xlsx.read_bytes()
    found = {row["naam of term"]: row["groep"] for row in rows(data, GROUPS)}
    phone = next(name for name in found if name.startswith("06"))
    (phone_id,) = [row["id"] for row in rows(data) if row["tekst"] == phone]
    with desk_of(bundle) as desk:
        desk.decide([phone_id], Verdict.KEEP, None, None, By("J. Jansen", desk.revision))
        groups = (found["Sanne Vermeulen"], found[phone])
        filled = edited(data, persons={group: {"oordeel": "lakken"} for group in groups})
        case.hits_xlsx.write_bytes(with_row(filled, tekst="kabel", grond="5.1.2.e", oordeel="lakken"))
    with pytest.raises(ReviewError, match="in de webpagina anders beslist"):
        go()
    filled = edited(case.hits_xlsx.read_bytes(), persons={found[phone]: {"oordeel": "laten staan"}})
    case.hits_xlsx.write_bytes(filled)
    assert go().open_hits == 0
    assert {row["tekst"]: row["oordeel"] for row in rows(case.hits_xlsx.read_bytes())} == {
        "Sanne Vermeulen": "lakken",
        phone: "laten staan",
        "kabel": "lakken",
    }
    origins = {entry["origin"] for entry in Journal(case.journal).entries() if entry["event"] in ("review", "term")}
    assert origins >= {"web", "xlsx"}


# through LibreOffice


def calc() -> str | None:
    """LibreOffice, where it can open a spreadsheet."""
    office = shutil.which("soffice")
    parts = Path(office).resolve().parent if office else Path()
    return office if office and list(parts.glob("libsc*lo.so")) else None


OFFICE = calc()
DUTCH = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>nl-NL</value></prop></item>
<item oor:path="/org.openoffice.Setup/Office"><prop oor:name="ooSetupInstCompleted" oor:op="fuse">
<value>true</value></prop></item></oor:items>
"""
"""The Dutch locale; and the profile counts as set up, or its macro would be replaced by an empty one."""
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Module1"/></library:library>
"""
LIBRARIES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink">
<library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple"
 library:link="false"/></library:libraries>
"""
MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Convert(source, target, text)
  Dim opening(2) As New com.sun.star.beans.PropertyValue
  Dim storing(1) As New com.sun.star.beans.PropertyValue
  opening(0).Name = "Hidden"
  opening(0).Value = True
  Describe(opening(1), opening(2), source)
  Describe(storing(0), storing(1), target)
  book = StarDesktop.loadComponentFromURL(source, "_blank", 0, opening())
  If text &lt;&gt; "" Then book.Sheets.getByIndex(0).getCellByPosition(COLUMN, 5).setString(text)
  book.storeToURL(target, storing())
  book.close(True)
End Sub

Sub Describe(filter, options, url)
  filter.Name = "FilterName"
  options.Name = "FilterOptions"
  If Right(url, 4) = ".csv" Then
    filter.Value = "Text - txt - csv (StarCalc)"
    options.Value = "59,34,76,1,,1043,false,true"
  Else
    filter.Value = "Calc MS Excel 2007 XML"
    options.Value = ""
  End If
End Sub

Sub Main
  On Error GoTo Finally
  folder = "FOLDER/"
  Convert(folder &amp; "table.csv", folder &amp; "table.xlsx", "")
  Convert(folder &amp; "table.xlsx", folder &amp; "table-again.csv", "")
  Convert(folder &amp; "table.xlsx", folder &amp; "table-decided.csv", "laten staan")
  Convert(folder &amp; "book.xlsx", folder &amp; "book-again.xlsx", "")
  Convert(folder &amp; "book.xlsx", folder &amp; "book-decided.xlsx", "laten staan")
Finally:
  StarDesktop.terminate()
End Sub
</script:module>
"""


def through_libreoffice(folder: Path, table: bytes, workbook: bytes) -> dict[str, bytes]:
    """What LibreOffice makes of both files, in Dutch and in a profile of its own; see the macro."""
    (folder / "table.csv").write_bytes(table)
    (folder / "book.xlsx").write_bytes(workbook)
    profile = folder / "profile"
    basic = profile / "user" / "basic"
    (basic / "Standard").mkdir(parents=True)
    column = str(list(csv_rows(people())[0]).index("oordeel"))
    macro = MACRO.replace("FOLDER", folder.as_uri()).replace("COLUMN", column)
    (profile / "user" / "registrymodifications.xcu").write_text(DUTCH, encoding="utf-8")
    (basic / "script.xlc").write_text(LIBRARIES, encoding="utf-8")
    (basic / "Standard" / "script.xlb").write_text(LIBRARY, encoding="utf-8")
    (basic / "Standard" / "Module1.xba").write_text(macro, encoding="utf-8")
    command = [str(OFFICE), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    done = subprocess.run(
        [*command, "macro:///Standard.Module1.Main"], capture_output=True, text=True, check=False, timeout=90
    )
    names = ("table-again.csv", "table-decided.csv", "book-again.xlsx", "book-decided.xlsx", "table.xlsx")
    assert all((folder / name).exists() for name in names), done.stderr
    return {name: (folder / name).read_bytes() for name in names}


def difficult() -> HitList:
    texts = ("012345678", "06-12345678", "=1+1", "1-2", "4e12", "1.000", "10-11-2026", "'s-Gravenhage", 'é; "x"')
    found = [hit(number % 9, text, start=number) for number, text in enumerate(texts)]
    hit_list = listed(*found, hit(5, document_id="doc-b"))
    hit_list = decided(hit_list, "h0001", Verdict.REDACT, "bo", grounds=("10.2e", "10.2g"), remark="=SOM(A1)")
    hit_list = decided(hit_list, "h0002", Verdict.KEEP, "J. de Vries", remark="let op: 5%; 'x' -> é")
    return decided(hit_list, "h0003", Verdict.DOUBT, "+31", grounds=("wbni",))


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice Calc is not on this machine")
def test_round_trips_through_libreoffice_change_nothing(tmp_path: Path) -> None:
    """csv -> xlsx -> csv and xlsx -> xlsx, in the Dutch locale; with a verdict filled in there, exactly that."""
    hit_list = difficult()
    table, workbook = to_csv(hit_list, CODES, RULES), book(hit_list)
    made = through_libreoffice(tmp_path, table, workbook)
    assert made["table-again.csv"] != table and made["book-again.xlsx"] != workbook
    assert back(hit_list, Saved("hits.csv", made["table-again.csv"], table)).reviews == ()
    assert back_from(hit_list, made["table.xlsx"]).reviews == ()
    assert back_from(hit_list, made["book-again.xlsx"], workbook) == ReadBack((), (), ())
    assert rows(made["book-again.xlsx"]) == rows(workbook), "not a cell differs"
    assert read_workbook(made["book-again.xlsx"]).edition == read_workbook(workbook).edition
    assert rows(made["book-again.xlsx"], GROUPS) == rows(workbook, GROUPS)
    expected = (Review("h0005", Verdict.KEEP, ("10.2e",), "anna"),)
    assert back_from(hit_list, made["book-decided.xlsx"], workbook).reviews == expected
    assert back(hit_list, Saved("hits.csv", made["table-decided.csv"], table)).reviews == expected
    kept = opened(made["book-again.xlsx"])
    assert kept[HITS].protection.sheet and kept[LISTS].sheet_state == "hidden"
    offered = {rule.formula1 for rule in kept[HITS].data_validations.dataValidation if rule.type == "list"}
    assert {source.split("!")[0].strip("$'") for source in offered} == {LISTS}
