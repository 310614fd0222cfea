"""What one page says about one release, raw, with the evidence for each part.

The readers in `pages` fill it, `normalise` gives it meaning.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from osce_scraper.items import Attachment, Capture, Image, Issue, Translation


class Evidence(NamedTuple):
    """One thing on the page, or beside it, that gives a value for a field."""

    source: str
    """What it is, e.g. `label_time`, `meta`, `listing`, `dateline`."""
    value: str
    """The value that it gives."""


@dataclass(slots=True)
class Article:
    """The raw parts of a release page; a part that the page lacks is None or empty."""

    capture: Capture
    """The page as fetched."""
    layout: str
    """Reader that recognised the page, e.g. `new-html`."""
    title: str
    type_line: str | None = None
    """Kind of page as written above the title."""
    date_value: str | None = None
    """Date to be parsed: a machine value (ISO 8601) or the words of the page."""
    date_raw: str | None = None
    """Date as a person sees it; the machine value where nothing is shown."""
    places: list[str] = field(default_factory=list)
    """Values of the label 'Place:'."""
    page_place: str | None = None
    """Place of the old layout's place-and-date line."""
    sources: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    dateline_text: str | None = None
    """The paragraph that begins with the dateline."""
    paragraphs: list[str] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    translations: list[Translation] = field(default_factory=list)
    declared_language: str | None = None
    """Language that the mark-up declares."""
    canonical_url: str | None = None
    """Address that the page gives as its own."""
    issues: list[Issue] = field(default_factory=list)
    evidence: dict[str, list[Evidence]] = field(default_factory=dict)
    """For each field what the page itself offers, the most trusted first."""

    def note(self, name: str, source: str, value: str | None) -> None:
        """Add a piece of evidence for a field; an empty value is none."""
        if value:
            self.evidence.setdefault(name, []).append(Evidence(source, value))

    @property
    def body(self) -> str:
        """The text, paragraphs separated by one empty line."""
        return "\n\n".join(self.paragraphs)
