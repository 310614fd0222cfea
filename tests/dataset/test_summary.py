from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from osce_scraper.dataset.books import Books
from osce_scraper.dataset.manifest import Run
from osce_scraper.dataset.summary import Summary

SUMMARY = Summary(
    run=Run(datetime(2026, 3, 1, 8, tzinfo=UTC), {}),
    exit_code=3,
    books=Books(
        requested=6,
        captured=4,
        skipped=1,
        failed=1,
        exported=3,
        rejected_by_reason={"no_body": 1},
    ),
    changes={"added": 2, "modified": 1, "deleted": 0, "unchanged": 97},
    is_published=True,
    left=12,
    remarks=("stopped before its end; the next run goes on",),
)


PAGES = (
    "pages: 6 requested, 4 captured, 1 skipped, 1 failed, 3 exported, 0 duplicate,"
    " 1 rejected, 0 filtered"
)


def test_person_is_told_what_was_done_and_what_is_left() -> None:
    assert list(SUMMARY.lines()) == [
        "run 20260301T080000Z: exit code 3",
        PAGES,
        "records: 2 added, 1 modified, 0 deleted, 97 unchanged",
        "left for later runs: 12 pages that were found and never read",
        "stopped before its end; the next run goes on",
    ]


def test_what_was_not_published_is_no_news() -> None:
    lines = list(replace(SUMMARY, is_published=False, left=0, remarks=()).lines())
    assert lines[2:] == ["records: nothing published"]


def test_books_of_the_run_are_a_line_of_runs() -> None:
    entry = SUMMARY.entry()
    assert entry.pop("finished_at") > "2026-03-01T08:00:00Z"
    assert entry == {
        "run_id": "20260301T080000Z",
        "started_at": "2026-03-01T08:00:00Z",
        "exit_code": 3,
        "published": True,
        "counts": SUMMARY.books.counts(),
        "skipped_by_reason": {},
        "changes": SUMMARY.changes,
        "left": 12,
        "remarks": ["stopped before its end; the next run goes on"],
        "failed": [],
    }
