"""A release to be rendered: what it says, whatever the mark-up, and the truth that follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from osce_scraper.items import ListingRow
from tests.accuracy.scores import Truth
from tests.accuracy.stored import load

Kind = Literal["paragraph", "heading", "list", "quote"]
_MEDIA = {"pdf": "application/pdf", "doc": "application/msword"}
_MEDIA["docx"] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Block:
    """One part of the text; a list has a line for each item."""

    kind: Kind
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """As a record must have it."""
        if self.kind == "list":
            return "\n".join(f"- {line}" for line in self.lines)
        return self.lines[0]


@dataclass(frozen=True, slots=True)
class Release:
    """Everything that a page may show of one release."""

    key: str
    """Mark-up and number of the row; all choices depend on it."""
    language: str
    url: str
    node_id: int
    title: str
    type_line: str | None
    date: date
    shown_date: str
    sources: tuple[str, ...]
    fields: tuple[str, ...]
    """As the page writes them; `field_names` in English."""
    field_names: tuple[str, ...]
    label_places: tuple[str, ...]
    """Words for the label 'Place:'; empty where the page has none."""
    places: tuple[tuple[str, str], ...]
    """What those words mean."""
    dateline: str | None
    dateline_places: tuple[tuple[str, str], ...]
    dateline_date: str | None
    blocks: tuple[Block, ...]
    row: ListingRow | None
    pictures: tuple[tuple[str, str | None], ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    translations: tuple[tuple[str, str], ...] = ()

    @property
    def body(self) -> str:
        """The text of the record."""
        return "\n\n".join(block.text for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Shown:
    """Which parts a mark-up shows."""

    type: bool = True
    date: bool = True
    place: bool = True
    terms: bool = True
    pictures: bool = True
    files: bool = True
    translations: bool = True


def truth_of(release: Release, shown: Shown) -> Truth:
    """What the record of a page must say that shows these parts of a release."""
    row = release.row
    names = load("names")
    sources = release.sources if shown.terms or row else ()
    fields = release.field_names if shown.terms or row else ()
    places = release.places if shown.place and release.label_places else release.dateline_places
    kind = release.type_line if shown.type else (row.type_raw if row else None)
    day, day_source = _date(release, shown)
    return {
        "id": f"osce-{release.node_id}-{release.language}",
        "type": names["types"][kind] if kind else None,
        "language": release.language,
        "title": release.title,
        "date": day,
        "date_source": day_source,
        "places": sorted([name, country] for name, country in places),
        "sources": sorted({names["sources"][name] for name in sources}),
        "fields_of_work": sorted({names["fields_of_work"][name] for name in fields}),
        "dateline": release.dateline,
        "dateline_date": release.dateline_date,
        "body": release.body,
        "images": [list(one) for one in release.pictures] if shown.pictures else [],
        "attachments": _files(release) if shown.files else [],
        "translations": _translations(release) if shown.translations else [],
    }


def _files(release: Release) -> list[list[str]]:
    return [[url, name, _MEDIA[url.rpartition(".")[2]]] for url, name in release.files]


def _translations(release: Release) -> list[list[str]]:
    return sorted(list(one) for one in release.translations)


def _date(release: Release, shown: Shown) -> tuple[str | None, str | None]:
    """The date that counts, and where it comes from: page, then row, then dateline."""
    if shown.date:
        return release.date.isoformat(), "page"
    if release.row:
        return release.date.isoformat(), "listing"
    return release.dateline_date, "dateline" if release.dateline_date else None
