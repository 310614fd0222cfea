"""The manifest of a dump: what was asked, what came of it, and what lies in the folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from osce_scraper import __version__
from osce_scraper.dataset.books import Books, read_evidence
from osce_scraper.dataset.files import describe, fill_rates
from osce_scraper.dataset.packing import find
from osce_scraper.items import SCHEMA_VERSION

RECORDS, TAXONOMY, REJECTED, FAILED, REVISIONS, TOMBSTONES = FILES = tuple(
    f"{name}.jsonl"
    for name in ("press_releases", "taxonomy", "rejected", "failed", "revisions", "tombstones")
)
"""Names of a dump's files, uncompressed; the last two only in a dataset."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run, as it began."""

    started: datetime
    arguments: dict[str, Any]
    previous: dict[str, str] | None = None
    """In a dataset the dump before: its `run_id`, and the `sha256` of its manifest."""

    @property
    def run_id(self) -> str:
        """Its id: the time when it began, in UTC."""
        return self.started.strftime("%Y%m%dT%H%M%SZ")


def now() -> datetime:
    """The time in UTC, whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


def make_manifest(
    run: Run, folder: Path, books: Books, stats: Mapping[str, Any], *, complete: bool
) -> dict[str, Any]:
    """Make the manifest of a dump whose files are written.

    Args:
        run: The run.
        folder: Where the files lie.
        books: Its balanced books.
        stats: Scrapy's stats, which hold the evidence counts.
        complete: Whether the run saw all that it was asked for.
    """
    found = [find(folder, name) for name in FILES]
    added = {"added": books.exported, "modified": 0, "deleted": 0, "unchanged": 0}
    return {
        "run_id": run.run_id,
        "previous": run.previous,
        "started_at": utc(run.started),
        "finished_at": utc(now()),
        "complete": complete,
        "scraper_version": __version__,
        "schema_version": SCHEMA_VERSION,
        "arguments": run.arguments,
        "counts": books.counts(),
        "changes": books.changes or added,
        "fill_rates": fill_rates(found[0] or folder / RECORDS),
        "evidence": read_evidence(stats),
        "files": [describe(path) for path in found if path],
    }


def utc(moment: datetime) -> str:
    """A time in ISO 8601, whole seconds, with `Z`."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
