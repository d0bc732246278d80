"""The summary of a night, as CSV for Excel and as a web page."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from redact.files import write_whole
from redact.pipeline.batch import Night
from redact.resources import shipped
from redact.tables import write_table

COLUMNS = (
    "bundel",
    "toestand",
    "documenten",
    "paginas",
    "treffers",
    "open",
    "vrijgegeven",
    "niet verwerkt",
    "seconden",
    "melding",
)


def write_reports(night: Night) -> tuple[Path, Path]:
    """Writes the summary beside the night's state; names carry the moment at which the night began."""
    stem = f"nacht-{night.began:%Y-%m-%d-%H%M%S}"
    cells = [
        (
            row.bundle,
            row.state,
            str(row.documents),
            str(row.pages),
            str(row.hits),
            str(row.open_hits),
            str(row.released),
            str(row.refused),
            f"{row.seconds:.1f}".replace(".", ","),
            row.message,
        )
        for row in night.rows
    ]
    sheet, page = night.folder / f"{stem}.csv", night.folder / f"{stem}.html"
    write_whole(sheet, write_table(COLUMNS, cells))
    templates = Environment(
        loader=FileSystemLoader(shipped("rules") / "templates"), autoescape=True, undefined=StrictUndefined
    )
    html = templates.get_template("nacht.html.j2").render(
        columns=COLUMNS, rows=zip(night.rows, cells, strict=True), began=night.began
    )
    write_whole(page, html.encode())
    return sheet, page
