"""What a way of discovery finds, page by page."""

from __future__ import annotations

from dataclasses import dataclass, field

from osce_scraper.items import ListingRow, UtcTime


@dataclass(frozen=True, slots=True)
class Copy:
    """A capture of a page in a public archive, to be fetched in the page's stead."""

    url: str
    """Address of the copy, or of the archive file that holds it."""
    captured_at: UtcTime
    """When the archive took it."""
    offset: int | None = None
    """Where its record begins in an archive file, in bytes; None where `url` is the page alone."""
    length: int | None = None
    """Length of the record in an archive file, in bytes."""


@dataclass(frozen=True, slots=True)
class Found:
    """A release page that was found."""

    url: str
    """Canonical address."""
    row: ListingRow | None = None
    """What a listing or a feed says of it."""
    lastmod: str | None = None
    """When the site last changed it, as sitemap or feed say: `YYYY-MM-DD`, or a time in UTC
    with `Z`."""
    listing: str | None = None
    """Language of the listing that shows it."""
    vouched: bool = False
    """Whether the user named it."""
    copy: Copy | None = None
    """Where a public archive keeps it."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one page of a way gave."""

    found: list[Found] = field(default_factory=list)
    """Pages that this way had not found before."""
    follow: list[str] = field(default_factory=list)
    """Addresses to ask next. They may have been asked before: a listing's first page is."""
    problem: str | None = None
    """Why the page gave nothing, or not all that it should, in words."""
