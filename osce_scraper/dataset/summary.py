"""What a run of `update` came to: for a person, and as a line of `runs.jsonl`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from osce_scraper.dataset.books import Books
from osce_scraper.dataset.manifest import Run, now, utc
from osce_scraper.items import Failed

_REASONS = "rejected_by_reason"


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run came to."""

    run: Run
    exit_code: int
    books: Books
    changes: dict[str, int]
    is_published: bool = False
    left: int = 0
    """Pages that were found and never read."""
    remarks: tuple[str, ...] = ()
    failed: tuple[Failed, ...] = ()
    """Pages that could not be had."""

    def lines(self) -> Iterator[str]:
        """The summary for a person; it fits an e-mail."""
        counts = self.books.counts()
        pages = ", ".join(f"{count} {name}" for name, count in counts.items() if name != _REASONS)
        changes = ", ".join(f"{count} {name}" for name, count in self.changes.items())
        yield f"run {self.run.run_id}: exit code {self.exit_code}"
        yield f"pages: {pages}"
        if skipped := self.books.skipped_by_reason:
            yield "skipped: " + ", ".join(f"{count} {name}" for name, count in skipped.items())
        yield f"records: {changes}" if self.is_published else "records: nothing published"
        if self.left:
            yield f"left for later runs: {self.left} pages that were found and never read"
        yield from self.remarks

    def entry(self) -> dict[str, Any]:
        """The run's line in `runs.jsonl`."""
        return {
            "run_id": self.run.run_id,
            "started_at": utc(self.run.started),
            "finished_at": utc(now()),
            "exit_code": self.exit_code,
            "published": self.is_published,
            "counts": self.books.counts(),
            "skipped_by_reason": self.books.skipped_by_reason,
            "changes": self.changes,
            "left": self.left,
            "remarks": list(self.remarks),
            "failed": [{"url": one.url, "cause": one.cause} for one in self.failed],
        }
