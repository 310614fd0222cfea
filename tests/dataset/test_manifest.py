from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from osce_scraper import __version__
from osce_scraper.dataset.books import Books
from osce_scraper.dataset.files import pack, write_records
from osce_scraper.dataset.manifest import Run, make_manifest, now
from osce_scraper.items import SCHEMA_VERSION
from tests.conftest import MakeRecord

RUN = Run(datetime(2026, 3, 2, 8, 5, 9, tzinfo=UTC), {"from": "demo"})
KEYS = (
    *("run_id", "previous", "started_at", "finished_at", "complete", "scraper_version"),
    *("schema_version", "arguments", "counts", "changes", "fill_rates", "evidence", "files"),
)


def test_run_is_named_after_its_beginning() -> None:
    assert RUN.run_id == "20260302T080509Z"


def test_now_is_utc_in_whole_seconds() -> None:
    moment = now()
    assert moment.tzinfo is UTC
    assert moment.microsecond == 0
    assert abs((datetime.now(UTC) - moment).total_seconds()) < 5


def test_manifest_tells_the_run(tmp_path: Path, make_record: MakeRecord) -> None:
    write_records(tmp_path / "press_releases.jsonl", [make_record()])
    write_records(tmp_path / "taxonomy.jsonl", [])
    write_records(tmp_path / "rejected.jsonl", [])
    books = Books(requested=1, captured=1, exported=1)
    stats = {"osce/evidence/date/label": 1, "item_scraped_count": 1}
    manifest = make_manifest(RUN, tmp_path, books, stats, complete=False)
    assert tuple(manifest) == KEYS
    assert manifest["run_id"] == RUN.run_id
    assert manifest["previous"] is None
    assert manifest["started_at"] == "2026-03-02T08:05:09Z"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", manifest["finished_at"])
    assert manifest["complete"] is False
    assert manifest["scraper_version"] == __version__
    assert manifest["schema_version"] == SCHEMA_VERSION
    assert manifest["arguments"] == {"from": "demo"}
    assert manifest["counts"] == books.counts()
    assert manifest["changes"] == {"added": 1, "modified": 0, "deleted": 0, "unchanged": 0}
    assert manifest["fill_rates"]["title"] == 1.0
    assert manifest["evidence"] == {"date": {"label": 1}}
    assert [file["name"] for file in manifest["files"]] == [
        *("press_releases.jsonl", "taxonomy.jsonl", "rejected.jsonl")
    ]


def test_failed_pages_are_among_the_files_where_there_are_any(tmp_path: Path) -> None:
    for name in ("press_releases", "taxonomy", "rejected", "failed"):
        write_records(tmp_path / f"{name}.jsonl", [])
    manifest = make_manifest(RUN, tmp_path, Books(), {}, complete=True)
    assert [file["name"] for file in manifest["files"]][-1] == "failed.jsonl"
    assert manifest["complete"] is True


def test_packed_files_are_named_as_they_lie_there(tmp_path: Path, make_record: MakeRecord) -> None:
    write_records(tmp_path / "press_releases.jsonl", [make_record()])
    write_records(tmp_path / "taxonomy.jsonl", [])
    for path in sorted(tmp_path.iterdir()):
        pack(path, "zst")
    manifest = make_manifest(RUN, tmp_path, Books(), {}, complete=True)
    found = [(file["name"], file["records"]) for file in manifest["files"]]
    assert found == [("press_releases.jsonl.zst", 1), ("taxonomy.jsonl.zst", 0)]
    assert manifest["fill_rates"]["title"] == 1.0
