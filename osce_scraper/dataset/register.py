"""The register of pages: which ones a dataset knows, and which of them are to be asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row
from typing import Literal

from osce_scraper.dataset.manifest import utc
from osce_scraper.dataset.schedule import DOUBT
from osce_scraper.dataset.state import State
from osce_scraper.items import ListingRow

Asks = Literal["new", "due", "all"]
_DUE = (
    "SELECT url, listing_row, is_vouched FROM page"
    # A look in the future is that of a clock that was wrong.
    " WHERE found_run != :run AND (next_check IS NULL OR next_check <= :now OR last_checked > :now)"
    " ORDER BY last_checked IS NOT NULL, next_check, rowid"
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A page as a way of discovery found it."""

    url: str
    """Canonical address."""
    row: ListingRow | None = None
    listing: str | None = None
    """Language of the listing that shows it."""
    lastmod: str | None = None
    """When the site last changed it: `YYYY-MM-DD`, or a time in UTC with `Z`."""
    is_vouched: bool = False


class Register:
    """Pages of a dataset, in its state."""

    def __init__(self, state: State, run_id: str) -> None:
        self.state = state
        self.run_id = run_id

    def enter_found(self, pages: list[Listed], now: str, asks: Asks = "due") -> list[Listed]:
        """Enter pages that were found.

        Args:
            pages: What a page of a way of discovery gave.
            now: Time in UTC.
            asks: Which of them are to be asked for: never read ones, those that are due besides,
                or all.

        Returns:
            Those that are to be asked for, with the newest row that is known of each.
        """
        with self.state.transaction():
            for page in pages:
                self._enter(page)
        known = [self.state.row("SELECT * FROM page WHERE url = ?", page.url) for page in pages]
        return [_listed(row) for row in known if row and _is_wanted(row, now, asks)]

    def _enter(self, page: Listed) -> None:
        row = page.row.model_dump_json() if page.row else None
        self.state.run(
            "INSERT INTO page (url, found_run, listing, listing_row, is_vouched, lastmod)"
            " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (url) DO UPDATE SET"
            " listing = coalesce(excluded.listing, listing),"
            " listing_row = coalesce(excluded.listing_row, listing_row),"
            " is_vouched = max(is_vouched, excluded.is_vouched),"
            " lastmod = coalesce(excluded.lastmod, lastmod)",
            *(page.url, self.run_id, page.listing, row, page.is_vouched, page.lastmod),
        )

    def due(self, now: str) -> Iterator[Listed]:
        """Known pages to ask for: those never read, then those whose time has come."""
        for row in list(self.state.rows(_DUE, run=self.run_id, now=now)):
            yield _listed(row)

    def find(self, url: str) -> Listed | None:
        """A page with the newest listing row that is known of it."""
        row = self.state.row("SELECT * FROM page WHERE url = ?", url)
        return _listed(row) if row else None

    def read_pages(self) -> Iterator[Listed]:
        """Pages that were read once."""
        query = "SELECT url, listing_row, is_vouched FROM page WHERE captured_at IS NOT NULL"
        for row in list(self.state.rows(f"{query} ORDER BY rowid")):
            yield _listed(row)

    def found_before(self, url: str) -> str | None:
        """The earlier run that found a page first; None for one that is new."""
        query = "SELECT found_run FROM page WHERE url = ? AND found_run != ?"
        row = self.state.row(query, url, self.run_id)
        return row["found_run"] if row else None

    def should_give_record(self, url: str, now: str) -> bool:
        """Whether a page should give a record: it gave one, or a listing or the user names it.

        One that never gave any and is still refused when the doubt is over is taken for none:
        asked for twice a day for ever, a few of them would be all that the gate sees.
        """
        query = (
            "SELECT 1 FROM page WHERE url = ? AND (record_id NOT NULL"
            " OR ((listing_row NOT NULL OR is_vouched)"
            " AND coalesce(json_extract(rejected, '$.captured_at') >= ?, 1)))"
        )
        doubted_since = utc(datetime.fromisoformat(now) - DOUBT)
        return self.state.row(query, url, doubted_since) is not None

    def count_listed(self, listing: str) -> int:
        """How many pages of earlier runs a listing should show: those not known to be gone."""
        return self.state.number(
            "SELECT count(*) FROM page WHERE listing = ? AND found_run != ? AND gone = 0",
            *(listing, self.run_id),
        )

    def was_read_at(self, capture_url: str) -> bool:
        """Whether a page was read at an address, perhaps after redirects."""
        query = "SELECT 1 FROM page WHERE capture_url = ?"
        return self.state.row(query, capture_url) is not None

    def count_read(self) -> int:
        """How many pages were read once."""
        return self.state.number("SELECT count(*) FROM page WHERE captured_at NOT NULL")

    def forget_listings(self, now: str) -> None:
        """Begin anew with other dates, languages or types; within the caller's transaction.

        What the listings showed says nothing of what they will show now, and what was left out
        may be wanted.
        """
        self.state.run("UPDATE page SET listing = NULL")
        self.state.run("UPDATE page SET next_check = ? WHERE outcome = 'filtered'", now)

    @property
    def left(self) -> int:
        """How many pages were found and never read."""
        return self.state.number("SELECT count(*) FROM page WHERE last_checked IS NULL")

    def conditions(self, url: str) -> dict[str, str]:
        """Headers that ask for a page only if it is another one than the one that was read.

        None while a reading of it has not been published: that page is doubted, and must be
        had whole. So must one whose record came from another address since: that may be gone.
        """
        row = self.state.row(
            "SELECT etag, last_modified FROM page JOIN record ON record_id = id"
            " WHERE page.url = ? AND record.url = page.url AND outcome = 'record'"
            " AND reading IS NULL",
            url,
        )
        if row is None:
            return {}
        headers = {"If-None-Match": row["etag"], "If-Modified-Since": row["last_modified"]}
        return {name: value for name, value in headers.items() if value}

    def last_capture(self, url: str) -> tuple[str, str] | None:
        """Address and time of the capture that was read last."""
        row = self.state.row("SELECT capture_url, captured_at FROM page WHERE url = ?", url)
        return (row[0], row[1]) if row and row[0] and row[1] else None

    def is_newer(self, url: str, captured_at: str) -> bool:
        """Whether a page was read, or was gone, later than a capture of it was made."""
        row = self.state.row(
            "SELECT 1 FROM page WHERE url = :url"
            " AND (captured_at > :at OR (gone > 0 AND last_checked > :at))",
            url=url,
            at=captured_at,
        )
        return row is not None

    def rejected_lines(self) -> Iterator[bytes]:
        """The lines of `rejected.jsonl`: every page that is refused as it is now."""
        query = "SELECT rejected FROM page WHERE rejected IS NOT NULL ORDER BY"
        order = "json_extract(rejected, '$.url'), json_extract(rejected, '$.capture.sha256')"
        for row in self.state.rows(f"{query} {order}"):
            yield row["rejected"].encode()


def _is_wanted(page: Row, now: str, asks: Asks) -> bool:
    """Whether a page was never read, is due by its age, or was changed since by its sitemap."""
    checked, lastmod = page["last_checked"], page["lastmod"]
    if asks != "due":
        return checked is None or asks == "all"
    has_changed = bool(checked and lastmod and lastmod > checked[: len(lastmod)])
    is_ahead = bool(checked and checked > now)  # looked at by a clock that was wrong
    is_due = page["next_check"] is None or bool(page["next_check"] <= now)
    return has_changed or is_ahead or is_due


def _listed(page: Row) -> Listed:
    row = page["listing_row"]
    found = ListingRow.model_validate_json(row) if row else None
    return Listed(page["url"], found, is_vouched=bool(page["is_vouched"]))
