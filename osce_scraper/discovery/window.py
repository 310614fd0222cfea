"""The dates that a run is asked for, and what a listing's order says about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from osce_scraper.items import ListingRow
from osce_scraper.normalise.dates import parse_date

# The site's index counts in UTC and a release's date is Vienna's, so a bound may be a day off.
_DAY = timedelta(days=1)
_FIRST = date(1970, 1, 1)
_LAST = date(2100, 1, 1)


@dataclass(frozen=True, slots=True)
class Window:
    """Publishing dates, bounds included; None leaves a side open."""

    since: date | None = None
    until: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether it holds every date."""
        return self.since is None and self.until is None

    def holds(self, row: ListingRow | None) -> bool:
        """Whether a row may lead to a release of these dates; one without a date may."""
        day = row_date(row)
        if day is None:
            return True
        return (self.since or date.min) <= day <= (self.until or date.max)

    def holds_change(self, lastmod: str | None) -> bool:
        """Whether a page that was last changed at a time may be of these dates.

        What was last changed before the window was published before it; a later change says
        nothing.
        """
        if lastmod is None or self.since is None:
            return True
        return date.fromisoformat(lastmod[:10]) >= _moved(self.since, -_DAY)

    def filter(self) -> str | None:
        """The site's own filter for these dates (facts section 3); None for all dates."""
        if self.is_open:
            return None
        since = _moved(self.since, -_DAY) if self.since else _FIRST
        until = _moved(self.until, 2 * _DAY) if self.until else _LAST
        return f"ds_date:([{since}T00:00:00Z TO {until}T00:00:00Z])"


def _moved(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return day


def row_date(row: ListingRow | None) -> date | None:
    """The date that a row shows; None where it shows none that can be read."""
    return parse_date(row.date_raw) if row and row.date_raw else None


def stamp(raw: str | None) -> str | None:
    """A time of a sitemap or feed in one form: `YYYY-MM-DD`, or UTC with `Z`; None for others."""
    words = (raw or "").strip()
    try:
        if len(words) <= len("2026-02-24"):
            return date.fromisoformat(words).isoformat()
        moment = datetime.fromisoformat(words)
        if moment.tzinfo is None:
            return moment.date().isoformat()
        return moment.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat() + "Z"
    except (ValueError, OverflowError):
        return None


class Order:
    """Whether a listing is sorted newest first, by the rows that it has shown."""

    def __init__(self) -> None:
        self.falls = 0
        self.rises = 0

    def passes(self, rows: Iterable[ListingRow], window: Window) -> bool:
        """Whether a page lies before the window, and all that would follow it too."""
        days = [day for row in rows if (day := row_date(row))]
        self.falls += sum(later < day for day, later in pairwise(days))
        self.rises += sum(later > day for day, later in pairwise(days))
        if window.since is None or not days or max(days) >= window.since:
            return False
        # A single item pinned to the top rises once; a list by relevance rises half of the time.
        return 0 < self.falls >= 4 * self.rises
