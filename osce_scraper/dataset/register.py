"""The register of pages: which ones a dataset knows, and what became of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from sqlite3 import Row
from typing import Literal

import orjson

from osce_scraper.dataset.manifest import utc
from osce_scraper.dataset.schedule import (
    DOUBT,
    Outcome,
    after_deletion,
    after_failure,
    is_confirmed,
    next_check,
)
from osce_scraper.dataset.state import State
from osce_scraper.items import ListingRow, Rejected

Asks = Literal["new", "due", "all"]
_DUE = (
    "SELECT url, listing_row, is_vouched FROM page"
    " WHERE found_run != ? AND (next_check IS NULL OR next_check <= ?)"
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


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page answered: what a later conditional request needs."""

    url: str
    """Canonical address that was asked for."""
    at: str
    """When it was asked, in UTC, whole seconds; of an archived page when it was captured."""
    status: int | None
    captured_at: str | None = None
    """When its bytes were fetched."""
    capture_url: str | None = None
    """Address that the answer came from."""
    etag: str | None = None
    last_modified: str | None = None


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
        for row in list(self.state.rows(_DUE, self.run_id, now)):
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
        doubted_since = utc(_moment(now) - DOUBT)
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

    def enter_outcome(
        self,
        answer: Answer,
        outcome: Outcome,
        *,
        record_id: str | None = None,
        published: str | None = None,
        rejected: Rejected | None = None,
    ) -> None:
        """Enter what became of a page that was had; within the caller's transaction.

        Args:
            answer: What it answered.
            outcome: What it gave.
            record_id: The record that it gave, or that another page gave before it.
            published: Publishing date of that record.
            rejected: Why it gave none.
        """
        due = utc(next_check(_moment(answer.at), outcome, published, answer.url))
        self.state.run(
            "UPDATE page SET first_seen = coalesce(first_seen, :at),"
            " last_seen = max(coalesce(last_seen, ''), :at),"
            # A capture of an archive may be older than the last look at the page.
            " next_check = iif(last_checked > :at, next_check, :due),"
            " last_checked = max(coalesce(last_checked, ''), :at),"
            " etag = :etag, last_modified = :last_modified, capture_url = :capture_url,"
            " captured_at = coalesce(:captured_at, :at), outcome = :outcome,"
            " gone = 0, gone_since = NULL, is_gone = 0, failures = 0,"
            " record_id = coalesce(:record_id, record_id) WHERE url = :url",
            **asdict(answer),
            due=due,
            outcome=outcome,
            record_id=record_id,
        )
        self._enter_rejected(answer.url, rejected)

    def _enter_rejected(self, url: str, rejected: Rejected | None) -> None:
        """Keep why a page was refused; the same refusal as before leaves the line as it is."""
        row = self.state.row("SELECT rejected FROM page WHERE url = ?", url)
        held = orjson.loads(row["rejected"]) if row and row["rejected"] else None
        line = rejected.model_dump() if rejected else None
        if held and line and all(held[name] == line[name] for name in ("url", "reason", "detail")):
            return
        if line != held:
            packed = orjson.dumps(line).decode() if line else None
            self.state.run("UPDATE page SET rejected = ? WHERE url = ?", packed, url)
            self.state.put("is_dirty", value=True)

    def enter_led_on(self, page: str, url: str, at: str) -> None:
        """Enter that a page leads to one that was read by itself; within the caller's transaction.

        Where the record comes from the first page, the other one is due: it is to give it now.
        """
        self.enter_outcome(Answer(page, at, None), "duplicate")
        self.state.run(
            "UPDATE page SET next_check = ? WHERE capture_url = ? AND outcome = 'duplicate'"
            " AND EXISTS (SELECT 1 FROM record WHERE url = ?)",
            *(at, url, page),
        )

    def enter_unchanged(self, answer: Answer, published: str | None) -> None:
        """Enter that a page says of itself that it has not changed."""
        due = utc(next_check(_moment(answer.at), "record", published, answer.url))
        self.state.run(
            "UPDATE page SET last_seen = ?, last_checked = ?, next_check = ? WHERE url = ?",
            *(answer.at, answer.at, due, answer.url),
        )

    def enter_failed(self, url: str, at: str) -> None:
        """Enter that a page could not be had: it is asked for soon again, then less and less."""
        row = self.state.row("SELECT failures FROM page WHERE url = ?", url)
        failures = row["failures"] + 1 if row else 1
        self.state.run(
            "UPDATE page SET next_check = ?, failures = ? WHERE url = ?",
            *(utc(after_failure(_moment(at), failures)), failures, url),
        )

    def enter_forbidden(self, url: str, at: str) -> None:
        """Enter that a page must not be asked for, by robots.txt."""
        due = utc(next_check(_moment(at), "forbidden", None, url))
        self.state.run(
            "UPDATE page SET last_checked = ?, next_check = ? WHERE url = ?", at, due, url
        )

    def enter_gone(self, answer: Answer, rejected: Rejected) -> bool:
        """Enter that a page answered 404 or 410.

        Returns:
            Whether it is gone for good.
        """
        row = self.state.row("SELECT gone, gone_since FROM page WHERE url = ?", answer.url)
        if row is None:
            return False
        answers, since = row["gone"] + 1, row["gone_since"] or answer.at
        is_final = is_confirmed(answers, since, answer.at)
        moment = _moment(answer.at)
        due = after_deletion(moment) if is_final else next_check(moment, "gone", None, answer.url)
        self.state.run(
            "UPDATE page SET last_checked = ?, next_check = ?, outcome = 'gone', gone = ?,"
            " gone_since = ?, is_gone = ? WHERE url = ?",
            *(answer.at, utc(due), answers, since, is_final, answer.url),
        )
        self._enter_rejected(answer.url, rejected)
        return is_final

    def ask_soon(self, at: datetime) -> None:
        """Have the pages that the gate has not let pass asked for again at a time, not later."""
        self.state.run(
            "UPDATE page SET next_check = min(next_check, ?) WHERE url IN"
            " (SELECT url FROM to_judge) AND gone = 0",
            utc(at),
        )

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
    return has_changed or page["next_check"] is None or bool(page["next_check"] <= now)


def _listed(page: Row) -> Listed:
    row = page["listing_row"]
    found = ListingRow.model_validate_json(row) if row else None
    return Listed(page["url"], found, is_vouched=bool(page["is_vouched"]))


def _moment(at: str) -> datetime:
    return datetime.fromisoformat(at).astimezone(UTC)
