"""The records of a dataset: as they were published last, and as they were read since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import orjson

from osce_scraper.dataset.revisions import Line, settle
from osce_scraper.dataset.state import State
from osce_scraper.items import PressRelease

Evidence = dict[str, list[str]]
"""For each field what the page offers for it, the one that won first."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What a dataset has of one release."""

    line: Line
    """As it would be published now."""
    page: str
    """Canonical address of the page that it comes from."""
    is_page_missing: bool
    """Whether that page gave no record when it was asked for last."""


class Records:
    """Records of a dataset, in its state.

    A reading waits beside the published line until a dump with it is published, so a run that
    the gate refuses changes nothing that consumers see.
    """

    def __init__(self, state: State) -> None:
        self.state = state

    def find(self, record_id: str) -> Holding | None:
        """What is held of a release that is not deleted."""
        row = self.state.row(
            "SELECT line, standing.url, outcome FROM standing"
            " LEFT JOIN page ON page.url = standing.url WHERE id = ? AND deleted_at IS NULL",
            record_id,
        )
        if row is None:
            return None
        return Holding(orjson.loads(row["line"]), row["url"], row["outcome"] != "record")

    def is_newer(self, record_id: str, captured_at: str) -> bool:
        """Whether what is held of a release, or that it is deleted, is later than a capture."""
        row = self.state.row("SELECT line, deleted_at FROM standing WHERE id = ?", record_id)
        if row is None:
            return False
        read_at = orjson.loads(row["line"])["captured_at"]
        return max(read_at or "", row["deleted_at"] or "") > captured_at

    def id_of(self, page: str) -> str | None:
        """Id of the record that a page gave."""
        row = self.state.row("SELECT record_id FROM page WHERE url = ?", page)
        return row["record_id"] if row else None

    def date_of(self, page: str) -> str | None:
        """Publishing date of the record that a page gave."""
        row = self.state.row(
            "SELECT date FROM page JOIN standing ON record_id = id WHERE page.url = ?",
            page,
        )
        return row["date"] if row else None

    def enter(self, page: str, record: PressRelease, evidence: Evidence, now: str) -> None:
        """Enter what was read; within the caller's transaction.

        Args:
            page: Canonical address of the page that was asked for.
            record: What it gave.
            evidence: What its values come from.
            now: Time in UTC.
        """
        row = self.state.row("SELECT * FROM record WHERE id = ?", record.id)
        published, earlier = (
            orjson.loads(row[name]) if row and row[name] else None
            for name in ("published", "reading")
        )
        line = settle(record, published, earlier, now, row["same_sha256"] if row else None)
        is_new = line != published or bool(row and row["deleted_at"])
        reading = orjson.dumps(line) if is_new else None
        self.state.run(
            "INSERT INTO record (id, url) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET"
            " url = excluded.url, deleted_at = NULL, first_missing_at = NULL",
            *(record.id, page),
        )
        self.state.run(
            "UPDATE record SET reading = ?, reading_date = ?, reading_revision = ?,"
            " reading_evidence = ?, same_sha256 = coalesce(?, same_sha256) WHERE id = ?",
            *(reading, line["date"], line["revision"], orjson.dumps(evidence).decode()),
            *(None if is_new else record.capture.sha256, record.id),
        )
        if is_new or earlier is not None:
            self.state.put("is_dirty", value=True)

    def delete_of(self, page: str, at: str) -> None:
        """Delete the record of a page that is gone for good; within the caller's transaction.

        Where another address may still give the release, that one is asked for instead.

        Args:
            page: The page.
            at: Time in UTC.
        """
        record_id = self.id_of(page)
        others = self.state.run(
            "UPDATE page SET next_check = min(next_check, ?) WHERE record_id = ? AND url != ?"
            " AND NOT is_gone",
            *(at, record_id, page),
        )
        if others == 0 and self.state.run(
            "UPDATE record SET deleted_at = ?, first_missing_at ="
            " (SELECT max(gone_since) FROM page WHERE record_id = record.id)"
            " WHERE id = ? AND deleted_at IS NULL",
            *(at, record_id),
        ):
            self.state.put("is_dirty", value=True)

    def lines(self) -> Iterator[bytes]:
        """Lines of `press_releases.jsonl`: by date, nulls last, then by id."""
        order = "SELECT id FROM standing WHERE deleted_at IS NULL ORDER BY date IS NULL, date, id"
        for (record_id,) in list(self.state.rows(order)):
            row = self.state.row("SELECT line FROM standing WHERE id = ?", record_id)
            if row is not None:
                yield row["line"]

    def revision_lines(self) -> Iterator[bytes]:
        """Lines of `revisions.jsonl`: earlier revisions, by id, the oldest first."""
        query = (
            "SELECT id, revision, line FROM revision UNION ALL"
            " SELECT id, published_revision, published FROM record"
            " WHERE reading IS NOT NULL AND reading_revision > published_revision"
            " ORDER BY 1, 2"
        )
        for row in self.state.rows(query):
            yield row["line"]

    def tombstone_lines(self) -> Iterator[bytes]:
        """Lines of `tombstones.jsonl`: records whose pages are gone for good, by id."""
        query = "SELECT * FROM standing WHERE deleted_at NOT NULL ORDER BY id"
        for row in self.state.rows(query):
            line = orjson.loads(row["line"])
            tombstone = {
                "id": row["id"],
                "url": line["url"],
                "first_missing_at": row["first_missing_at"],
                "deleted_at": row["deleted_at"],
                "record": line,
            }
            yield orjson.dumps(tombstone)

    def promote(self) -> None:
        """Take all readings for published; within the caller's transaction."""
        self.state.run(
            "INSERT OR REPLACE INTO revision SELECT id, published_revision, published FROM record"
            " WHERE reading IS NOT NULL AND reading_revision > published_revision"
        )
        self.state.run(
            "UPDATE record SET published = reading, published_date = reading_date,"
            " published_revision = reading_revision, published_evidence = reading_evidence,"
            " reading = NULL, same_sha256 = NULL WHERE reading IS NOT NULL"
        )
