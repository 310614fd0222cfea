"""A lost state, made anew from the dump that is published: its records, and when they were seen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from osce_scraper.dataset.files import read_lines
from osce_scraper.dataset.manifest import RECORDS, REJECTED, REVISIONS, TAXONOMY, TOMBSTONES
from osce_scraper.dataset.packing import find
from osce_scraper.dataset.state import State

_RUN = "restored"


def restore(state: State, dump: Path) -> int:
    """Fill an empty state from a dump; all of it or nothing.

    What a dump does not hold is gone: validators for conditional requests, listing rows, and
    when pages were looked at last. So every page is due, and the listings are read whole.

    Returns:
        How many records it got.
    """
    with state.transaction():
        for line in _lines(dump, RECORDS):
            _enter(state, line)
        for tombstone in _lines(dump, TOMBSTONES):
            _enter(state, tombstone["record"])
            state.run(
                "UPDATE record SET first_missing_at = ?, deleted_at = ? WHERE id = ?",
                *(tombstone["first_missing_at"], tombstone["deleted_at"], tombstone["id"]),
            )
        for line in _lines(dump, REVISIONS):
            values = (line["id"], line["revision"], orjson.dumps(line))
            state.run("INSERT OR IGNORE INTO revision VALUES (?, ?, ?)", *values)
        for line in _lines(dump, REJECTED):
            _enter_rejected(state, line)
        menu = [line for line in _lines(dump, TAXONOMY) if line["in_menu"]]
        state.put("menu", {"captured_at": "", "terms": menu})
    return state.number("SELECT count(*) FROM record WHERE deleted_at IS NULL")


def _lines(dump: Path, name: str) -> Iterator[dict[str, Any]]:
    path = find(dump, name)
    return read_lines(path) if path else iter(())


def _enter(state: State, line: dict[str, Any]) -> None:
    url, at = line["url"] or line["capture"]["url"], line["captured_at"]
    state.run(
        "INSERT OR IGNORE INTO page (url, found_run, first_seen, last_seen, last_checked,"
        " next_check, capture_url, captured_at, outcome, record_id)"
        " VALUES (?1, ?2, ?3, ?4, ?4, ?4, ?5, ?4, 'record', ?6)",
        *(url, _RUN, line["first_seen_at"], at, line["capture"]["url"], line["id"]),
    )
    state.run(
        "INSERT OR REPLACE INTO record (id, url, published, published_date, published_revision)"
        " VALUES (?, ?, ?, ?, ?)",
        *(line["id"], url, orjson.dumps(line), line["date"], line["revision"]),
    )


def _enter_rejected(state: State, line: dict[str, Any]) -> None:
    at = line["captured_at"]
    state.run(
        "INSERT INTO page (url, found_run, last_checked, next_check, outcome, rejected)"
        " VALUES (?1, ?2, ?3, ?3, 'rejected', ?4) ON CONFLICT (url) DO UPDATE SET rejected = ?4",
        *(line["url"], _RUN, at, orjson.dumps(line).decode()),
    )
