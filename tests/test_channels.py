"""Every channel of docs/channels.md: closed as the product is, open again when its defence is taken out."""

from __future__ import annotations

from pathlib import Path

import pytest

from redact.review.findings import WORDS
from redact.verify import Forbidden, check
from tests.channels import CHANNELS, Channel, run, scan
from tests.pdfmaker import KEPT, SECRET, pdfium_text


def forbidden(channel: Channel) -> list[Forbidden]:
    return [Forbidden(word, "h0001") for word in dict.fromkeys((SECRET, channel.word))]


@pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.name)
def test_the_secret_leaves_by_no_channel(channel: Channel, tmp_path: Path) -> None:
    done = run(channel, tmp_path)
    assert scan(done.source, channel.word, is_quick=True), "the fixture must hold the secret to begin with"
    assert done.report.boxes
    allowed = {"pixels"} if channel.pictures else set()
    assert scan(done.burnt, channel.word) | scan(done.burnt, SECRET, is_quick=True) <= allowed
    assert not (channel.sees and channel.sees(done.burnt))
    assert check(done.burnt, done.report.boxes, forbidden(channel)).leaks == ()
    pictures = tuple(finding.page for finding in done.report.findings if finding.kind == "raster-page")
    assert pictures == channel.pictures
    assert channel.findings <= {finding.kind for finding in done.normalised.findings}
    if not pictures:
        assert KEPT in pdfium_text(done.burnt)
        assert "sprak." in pdfium_text(done.burnt)


@pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.name)
def test_without_its_defence_it_does(channel: Channel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    channel.knock(monkeypatch)
    done = run(channel, tmp_path)
    assert (
        (channel.sees is not None and channel.sees(done.burnt))
        or scan(done.burnt, channel.word, is_quick=True)
        or check(done.burnt, done.report.boxes, forbidden(channel)).leaks
    ), "the test of the defence could not fail"


def test_the_table_names_every_channel() -> None:
    table = (Path(__file__).parents[1] / "docs" / "channels.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1].strip() for line in table.splitlines() if line.startswith("| ")]
    names = [channel.name for channel in CHANNELS]
    assert len(names) == len(set(names))
    assert [row for row in rows if row != "channel"] == names


def test_every_finding_of_a_channel_has_words_for_reviewers() -> None:
    assert {kind for channel in CHANNELS for kind in channel.findings} <= WORDS.keys()
