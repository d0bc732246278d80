"""Deciding over HTTP, against the real server: what is answered is on disk, and nobody overwrites anybody."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from redact.journal import Journal
from redact.review import from_json
from tests.webserver import Served, copied, seen, serving, wait_for


@pytest.fixture
def bundle(prepared_bundle: Path, tmp_path: Path) -> Path:
    return copied(prepared_bundle, tmp_path)


@pytest.fixture(scope="module")
def served(prepared_bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all tests that leave the case as it was, or do not care how it is."""
    bundle = copied(prepared_bundle, tmp_path_factory.mktemp("decisions"))
    with serving(bundle, "--reviewer", "A. Jansen") as running:
        yield running


@pytest.fixture(scope="module")
def visitor(served: Served) -> httpx.Client:
    return served.visitor()


@pytest.fixture
def tidy(visitor: httpx.Client) -> Iterator[httpx.Client]:
    """The visitor, who takes everything back in the end."""
    yield visitor
    while visitor.post("/api/undo", json={"seen": seen(visitor)}).status_code == 200:
        pass


def hits_of(client: httpx.Client) -> dict[str, dict[str, Any]]:
    return {hit["id"]: hit for hit in client.get("/api/hits").json()["hits"]}


def persons(client: httpx.Client) -> list[dict[str, Any]]:
    return [hit for hit in hits_of(client).values() if hit["type"] == "PERSON"]


def decide(client: httpx.Client, *hit_ids: str, verdict: str = "lakken", **more: Any) -> httpx.Response:
    body = {"hits": list(hit_ids), "verdict": verdict, "seen": seen(client)} | more
    return client.post("/api/decide", json=body)


HIT_KEYS = {
    *("id", "document", "page", "pages", "text", "kind", "type", "grounds", "label", "score", "verdict", "proposal"),
    *("reviewer", "remark", "group", "hint", "open", "second", "needs_second", "contradiction", "gone"),
}
DOCUMENT_KEYS = {
    *("id", "code", "name", "title", "kind", "date", "sender", "receiver", "location", "pages", "judgement"),
    *("markings", "grounds", "remark", "status", "refusal", "hits", "open", "going_out", "remaining", "hints"),
}
PROGRESS_KEYS = {
    *("hits", "decided", "open", "share", "seconds_left", "to_confirm", "contradictions", "documents_open"),
}
WRITE_KEYS = {"revision", "hits", "removed", "documents", "progress", "said"}


def test_the_case_is_as_agreed(visitor: httpx.Client) -> None:
    answer = visitor.get("/api/case").json()
    agreed = {"bundle", "case_number", "matter", "regime", "reviewer", "second", "revision", "grounds", "markings"}
    assert agreed | {"judgements", "documents", "progress"} <= answer.keys()
    assert answer["bundle"] == "zaak"
    assert answer["reviewer"] == "A. Jansen"
    assert answer["judgements"] == ["openbaar", "deels openbaar", "reeds openbaar", "niet openbaar"]
    keys = [ground["key"] for ground in answer["grounds"]]
    own = [key for key in keys if key is not None]
    assert own == list(range(1, len(own) + 1)) == keys[: len(own)]
    assert 0 < len(own) <= 9
    assert answer["progress"].keys() == PROGRESS_KEYS
    for document in answer["documents"]:
        assert document.keys() >= DOCUMENT_KEYS


def test_hits_are_as_agreed_and_in_document_order(visitor: httpx.Client) -> None:
    answer = visitor.get("/api/hits").json()
    ranks = {each["id"]: rank for rank, each in enumerate(visitor.get("/api/case").json()["documents"])}
    assert all(hit.keys() == HIT_KEYS for hit in answer["hits"])
    places = [(ranks[hit["document"]], hit["page"]) for hit in answer["hits"]]
    assert places == sorted(places)
    names = {group["id"] for group in answer["groups"]}
    assert {hit["group"] for hit in answer["hits"]} <= names
    assert all(group["kind"] in ("persoon", "begrip") and group["name"] for group in answer["groups"])


def test_a_decision_is_on_disk_when_it_is_answered(served: Served, tidy: httpx.Client) -> None:
    hit = persons(tidy)[0]
    answer = decide(tidy, hit["id"], remark="  zie bijlage  ")
    assert answer.status_code == 200
    assert answer.json().keys() == WRITE_KEYS
    (changed,) = answer.json()["hits"]
    assert changed == hit | {"verdict": "lakken", "open": False, "reviewer": "A. Jansen", "remark": "zie bijlage"}
    assert answer.json()["said"] == f"{hit['id']} gelakt"
    assert [each["id"] for each in answer.json()["documents"]] == [hit["document"]]
    case = served.errors.parent / "zaak-gelakt"
    review = from_json((case / "hits.json").read_bytes()).by_id()[hit["id"]].review
    assert review is not None
    assert (review.verdict.value, review.reviewer, review.remark) == ("lakken", "A. Jansen", "zie bijlage")
    line = Journal(case / "journal.jsonl").entries()[-1]
    assert (line["hit_id"], line["origin"], line["reviewer"]) == (hit["id"], "web", "A. Jansen")


def test_a_whole_person_is_decided_at_once(tidy: httpx.Client) -> None:
    detail = tidy.get(f"/api/hits/{persons(tidy)[0]['id']}").json()
    same = detail["group"]["hits"]
    assert len(same) > 1
    answer = decide(tidy, *same).json()
    assert {hit["id"] for hit in answer["hits"]} == set(same)
    assert all(hit["verdict"] == "lakken" for hit in answer["hits"])
    assert answer["progress"]["open"] == detail_open(tidy)


def detail_open(client: httpx.Client) -> int:
    return sum(hit["open"] for hit in hits_of(client).values())


def test_only_the_ground_or_only_the_remark(tidy: httpx.Client) -> None:
    hit = persons(tidy)[0]
    decide(tidy, hit["id"])
    answer = tidy.post("/api/decide", json={"hits": [hit["id"]], "grounds": ["5.1.2.i"], "seen": seen(tidy)})
    (changed,) = answer.json()["hits"]
    assert (changed["verdict"], changed["grounds"], changed["label"]) == ("lakken", ["5.1.2i"], "5.1.2.i")
    answer = tidy.post("/api/decide", json={"hits": [hit["id"]], "remark": "let op", "seen": seen(tidy)})
    (changed,) = answer.json()["hits"]
    assert (changed["verdict"], changed["grounds"], changed["remark"]) == ("lakken", ["5.1.2i"], "let op")
    answer = tidy.post("/api/decide", json={"hits": [hit["id"]], "grounds": ["wbni"], "seen": seen(tidy)})
    assert answer.json()["hits"][0]["grounds"] == ["wbni"]


def test_undo_and_redo(tidy: httpx.Client) -> None:
    one, other = (hit["id"] for hit in persons(tidy)[:2])
    decide(tidy, one)
    decide(tidy, other, verdict="twijfel")
    answer = tidy.post("/api/undo", json={"seen": seen(tidy)}).json()
    assert [(hit["id"], hit["verdict"]) for hit in answer["hits"]] == [(other, "")]
    answer = tidy.post("/api/undo", json={"seen": seen(tidy)}).json()
    assert [(hit["id"], hit["verdict"]) for hit in answer["hits"]] == [(one, "")]
    assert tidy.post("/api/undo", json={"seen": seen(tidy)}).status_code == 422
    answer = tidy.post("/api/redo", json={"seen": seen(tidy)}).json()
    assert [(hit["id"], hit["verdict"]) for hit in answer["hits"]] == [(one, "lakken")]


def test_two_windows_do_not_overwrite_each_other(tidy: httpx.Client) -> None:
    one, other = (hit["id"] for hit in persons(tidy)[:2])
    opened = seen(tidy)
    first = decide(tidy, one, seen=opened)
    late = decide(tidy, one, verdict="laten staan", seen=opened)
    assert late.status_code == 409
    assert [(hit["id"], hit["verdict"]) for hit in late.json()["hits"]] == [(one, "lakken")]
    assert late.json()["revision"] == first.json()["revision"]
    assert "intussen" in late.json()["error"]
    assert hits_of(tidy)[one]["verdict"] == "lakken"
    fine = decide(tidy, other, verdict="laten staan", seen=opened)
    assert fine.status_code == 200
    changed = {hit["id"]: hit["verdict"] for hit in fine.json()["hits"]}
    assert changed.items() >= {one: "lakken", other: "laten staan"}.items(), "the answer brings the window up to date"


def test_changes_since(tidy: httpx.Client) -> None:
    before = seen(tidy)
    one, other = (hit["id"] for hit in persons(tidy)[:2])
    decide(tidy, one)
    between = seen(tidy)
    decide(tidy, other)
    assert {hit["id"] for hit in tidy.get(f"/api/changes?since={before}").json()["hits"]} >= {one, other}
    assert other in {hit["id"] for hit in tidy.get(f"/api/changes?since={between}").json()["hits"]}
    answer = tidy.get("/api/changes?since=999999")
    assert answer.status_code == 409
    assert answer.json()["restart"] is True
    assert decide(tidy, one, seen=999999).status_code == 409
    for since in ("", "-1", "x", "1e3", "٣"):
        assert tidy.get("/api/changes", params={"since": since}).status_code == 400


def test_a_hit_tells_why_it_was_found_and_what_was_done(tidy: httpx.Client) -> None:
    phone = next(hit for hit in hits_of(tidy).values() if hit["type"] == "PHONE_NUMBER")
    decide(tidy, phone["id"])
    decide(tidy, phone["id"], verdict="laten staan")
    detail = tidy.get(f"/api/hits/{phone['id']}").json()
    assert detail.keys() >= HIT_KEYS | {
        "context",
        "reason",
        "recognizer",
        "evidence",
        "occurrences",
        "group",
        "history",
    }
    assert phone["text"] in detail["context"]
    evidence = " ".join(detail["evidence"])
    assert "Gevonden als telefoonnummer." in evidence
    assert "Ook gevonden in" in evidence
    assert "Voorstel: lakken op grond van 5.1.2.e." in evidence
    assert "zekerheid" in evidence
    assert [each["verdict"] for each in detail["occurrences"] if each["id"] == phone["id"]] == ["laten staan"]
    assert [(line["reviewer"], line["origin"]) for line in detail["history"]] == [("A. Jansen", "web")] * 2
    assert detail["history"][-1]["text"] == "lakken (5.1.2.e) -> laten staan"
    assert tidy.get("/api/hits/h9999").status_code == 404


def test_a_text_is_searched_and_added_everywhere(tidy: httpx.Client) -> None:
    found = tidy.post("/api/search", json={"text": "nagekeken"}).json()
    assert found["total"] == len(found["found"]) == 2
    first = found["found"][0]
    assert first.keys() == {"document", "code", "page", "at", "box", "context", "hit"}
    assert first["hit"] is None
    assert "nagekeken" in first["context"]
    body = {"text": "nagekeken", "grounds": ["5.1.2e"], "seen": seen(tidy)}
    answer = tidy.post("/api/terms", json=body).json()
    assert answer["said"] == "2 plaatsen gelakt"
    new = [hit["id"] for hit in answer["hits"] if hit["text"] == "nagekeken"]
    assert len(new) == 2
    again = tidy.post("/api/search", json={"text": "nagekeken"}).json()
    assert sorted(each["hit"] for each in again["found"]) == sorted(new)
    gone = tidy.post("/api/undo", json={"seen": seen(tidy)}).json()
    assert sorted(gone["removed"]) == sorted(new)
    assert not set(new) & hits_of(tidy).keys()


def test_persons_are_joined_and_split(tidy: httpx.Client) -> None:
    groups: dict[str, str] = {}
    for hit in persons(tidy):
        groups.setdefault(hit["group"], hit["id"])
    one, other = list(groups.values())[:2]
    answer = tidy.post("/api/persons/join", json={"hits": [one, other], "seen": seen(tidy)})
    assert answer.status_code == 200
    hits = hits_of(tidy)
    assert hits[one]["group"] == hits[other]["group"]
    assert {hit["id"] for hit in answer.json()["hits"]} >= {one, other}
    assert tidy.post("/api/persons/split", json={"hit": other, "seen": seen(tidy)}).status_code == 200
    hits = hits_of(tidy)
    assert hits[one]["group"] != hits[other]["group"]


def test_a_document_is_decided_on(tidy: httpx.Client) -> None:
    document = tidy.get("/api/case").json()["documents"][0]
    path = f"/api/documents/{document['id']}"
    values = {"title": "Melding van  juli", "date": "2021-07-20", "kind": "e-mail", "remark": "zie ook DAB"}
    answer = tidy.post(path, json={"values": values, "seen": seen(tidy)})
    assert answer.status_code == 200
    (changed,) = answer.json()["documents"]
    assert (changed["title"], changed["date"], changed["remark"]) == ("Melding van juli", "2021-07-20", "zie ook DAB")
    for wrong in ({"date": "31-02-2021"}, {"judgement": "misschien"}, {"judgement": "niet openbaar", "grounds": []}):
        assert tidy.post(path, json={"values": wrong, "seen": seen(tidy)}).status_code == 422
    for broken in ({}, {"document_id": "x"}, {"reviewer": "x"}):
        assert tidy.post(path, json={"values": broken, "seen": seen(tidy)}).status_code == 400
    late = tidy.post(path, json={"values": {"title": "anders"}, "seen": seen(tidy) - 1})
    assert late.status_code == 409
    assert [each["title"] for each in late.json()["documents"]] == ["Melding van juli"]


def test_contradictions_are_listed_and_solved_at_once(tidy: httpx.Client) -> None:
    own = tidy.get(f"/api/hits/{persons(tidy)[0]['id']}").json()["group"]["hits"]
    same = [name for name in own if "@" not in hits_of(tidy)[name]["text"]]
    decide(tidy, same[0])
    decide(tidy, *same[1:], verdict="laten staan")
    items = [each for each in tidy.get("/api/contradictions").json()["items"] if each["kind"] == "naam"]
    (item,) = [each for each in items if same[0] in {name for side in each["sides"] for name in side["hits"]}]
    marked = tidy.get(f"/api/changes?since={seen(tidy)}").json()
    assert {hit["id"] for hit in marked["hits"] if hit["contradiction"]} >= set(same)
    assert marked["progress"]["contradictions"] >= 1
    side = next(index for index, each in enumerate(item["sides"]) if each["verdict"] == "lakken")
    answer = tidy.post("/api/repair", json={"id": item["id"], "side": side, "seen": seen(tidy)})
    assert answer.status_code == 200
    hits = hits_of(tidy)
    assert {hits[name]["verdict"] for name in same} == {"lakken"}
    assert tidy.post("/api/repair", json={"id": item["id"], "side": side, "seen": seen(tidy)}).status_code == 422


def test_kill_9_loses_nothing_that_was_answered(bundle: Path) -> None:
    answered: dict[str, str] = {}
    with serving(bundle) as running:
        visitor = running.visitor()
        for number, hit in enumerate(hits_of(visitor).values()):
            verdict = ("lakken", "laten staan", "twijfel")[number % 3]
            if decide(visitor, hit["id"], verdict=verdict).status_code == 200:
                answered[hit["id"]] = verdict
            if number == 7:
                break
        running.process.kill()
        running.process.wait()
    assert len(answered) >= 6
    assert_no_orphans(running.process.pid)
    Journal(bundle.with_name("zaak-gelakt") / "journal.jsonl").verify()
    with serving(bundle) as running:
        hits = hits_of(running.visitor())
        assert {name: hits[name]["verdict"] for name in answered} == answered
        assert running.end() == 0


def assert_no_orphans(pid: int) -> None:
    """The workers of a killed server end by themselves."""

    def alone() -> bool:
        listed = subprocess.run(["pgrep", "-g", str(pid)], capture_output=True, text=True, check=False)
        return not listed.stdout.strip()

    wait_for(alone)


def test_a_case_is_reviewed_by_one_server_at_a_time(served: Served) -> None:
    bundle = served.errors.parent / "zaak"
    command = [sys.executable, "-m", "redact", "review", str(bundle)]
    second = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert second.returncode == 75
    assert second.stdout == ""


def test_a_port_can_be_chosen_and_must_be_free(served: Served, bundle: Path) -> None:
    port = served.origin.rpartition(":")[2]
    command = [sys.executable, "-m", "redact", "review", str(bundle), "--port", port]
    second = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert second.returncode == 2
    assert f"--port: {port}" in second.stderr


def test_behind_a_proxy_that_signs_people_on(bundle: Path) -> None:
    options = ("--reviewer-header", "X-Remote-User", "--trusted-host", "Lakken.example", "--json")
    with serving(bundle, *options) as running:
        proxied = {"Host": "lakken.example", "Origin": "https://lakken.example", "X-Redact": "1"}
        assert running.stranger(**proxied).get(f"/begin?token={running.token}").status_code == 403, "nobody was named"
        people = {}
        for name in ("Anneke", "Tom"):
            client = running.stranger(**proxied, **{"X-Remote-User": name})
            assert client.get("/api/case").status_code == 403
            assert client.get(f"/begin?token={running.token}").status_code == 303
            assert client.get(f"/begin?token={running.token}").status_code == 403, "once for each name"
            client.headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
            people[name] = client
        assert people["Tom"].get("/api/case").json()["reviewer"] == "Tom"
        assert people["Tom"].get("/api/case", headers={"X-Remote-User": "Anneke"}).status_code == 403, "not his cookie"
        one, other = (hit["id"] for hit in persons(people["Tom"])[:2])
        assert decide(people["Anneke"], one).json()["hits"][0]["reviewer"] == "Anneke"
        decide(people["Tom"], other)
        undone = people["Anneke"].post("/api/undo", json={"seen": seen(people["Tom"])}).json()
        assert (hits_of(people["Tom"])[one]["verdict"], hits_of(people["Tom"])[other]["verdict"]) == ("", "lakken")
        assert undone["said"].startswith("ongedaan gemaakt")
        evil = people["Tom"].post("/api/undo", json={"seen": 0}, headers={"Origin": "http://lakken.example"})
        assert evil.status_code == 403
        assert people["Tom"].get("/api/case", headers={"Host": "evil.example"}).status_code == 400
        assert running.end() == 0


def test_a_second_reader_confirms_and_sends_back_and_signals_end_it_in_good_order(bundle: Path) -> None:
    with serving(bundle, "--reviewer", "A. Jansen") as running:
        visitor = running.visitor()
        sure = [hit["id"] for hit in hits_of(visitor).values() if hit["score"] > 0.85 and hit["proposal"] == "lakken"]
        answer = decide(visitor, *sure[:2], verdict="laten staan").json()
        assert all(hit["needs_second"] for hit in answer["hits"] if hit["id"] in sure[:2])
        assert answer["progress"]["to_confirm"] >= 2
        own = visitor.post("/api/confirm", json={"hits": sure[:1], "seen": seen(visitor)})
        assert own.status_code == 422, "nobody confirms his own decision"
        assert running.end(signal.SIGINT) == 0
    rows = (bundle.with_name("zaak-gelakt") / "hits.csv").read_text("utf-8-sig").splitlines()
    assert [';"laten staan";' in row for row in rows if f'"{sure[0]}"' in row] == [True]
    with serving(bundle, "--reviewer", "B. Pietersen", "--second") as running:
        visitor = running.visitor()
        assert visitor.get("/api/case").json()["second"] is True
        answer = visitor.post("/api/confirm", json={"hits": sure[:1], "seen": seen(visitor)}).json()
        (confirmed,) = [hit for hit in answer["hits"] if hit["id"] == sure[0]]
        assert (confirmed["second"], confirmed["needs_second"]) == ("B. Pietersen", False)
        body = {"hits": sure[1:2], "remark": "is een burger", "seen": seen(visitor)}
        answer = visitor.post("/api/return", json=body).json()
        (returned,) = [hit for hit in answer["hits"] if hit["id"] == sure[1]]
        assert returned["open"]
        assert "is een burger" in returned["remark"]
        detail = visitor.get(f"/api/hits/{sure[0]}").json()
        assert "Bevestigd door B. Pietersen." in detail["evidence"]
        assert detail["history"][-1]["text"].startswith("bevestigd: laten staan, besloten door A. Jansen")
        assert visitor.get(f"/api/hits/{sure[1]}").json()["history"][-1]["text"].startswith("teruggestuurd: ")
        assert running.end(signal.SIGHUP) == 0
    assert running.errors.read_text() == ""
