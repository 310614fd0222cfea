"""A lost state, made anew from the dump that is published: its records, and when they were seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson

from osce_scraper.dataset.building import MENU
from osce_scraper.dataset.files import read_lines
from osce_scraper.dataset.manifest import (
    RECORDS,
    REJECTED,
    REVISIONS,
    TAXONOMY,
    TOMBSTONES,
    now,
    utc,
)
from osce_scraper.dataset.packing import find
from osce_scraper.dataset.state import State
from osce_scraper.normalise.addresses import canonical_url

_RUN = "restored"
_REST = timedelta(days=2)


def restore(state: State, dump: Path, site: str | None = None) -> int:
    """Fill an empty state from a dump; all of it or nothing.

    What a dump does not hold is gone: validators for conditional requests, listing rows, and
    when pages were looked at last. The listings are read whole, for their rows; until that is
    done no page is asked for again, since without its row it might say less.

    Args:
        state: Without pages.
        dump: The folder of a dump.
        site: Address of a mirror that stood in for the site.

    Returns:
        How many records it got.
    """
    due = utc(now() + _REST)
    with state.transaction():
        for line in _lines(dump, RECORDS):
            _enter(state, line, site, due)
        for tombstone in _lines(dump, TOMBSTONES):
            _enter(state, tombstone["record"], site, due)
            state.run(
                "UPDATE record SET first_missing_at = ?, deleted_at = ? WHERE id = ?",
                *(tombstone["first_missing_at"], tombstone["deleted_at"], tombstone["id"]),
            )
        for line in _lines(dump, REVISIONS):
            values = (line["id"], line["revision"], orjson.dumps(line))
            state.run("INSERT OR IGNORE INTO revision VALUES (?, ?, ?)", *values)
        for line in _lines(dump, REJECTED):
            _enter_rejected(state, line, site, due)
        menu = [line for line in _lines(dump, TAXONOMY) if line["in_menu"]]
        state.put(MENU, {"captured_at": "", "terms": menu})
    return state.number("SELECT count(*) FROM record WHERE deleted_at IS NULL")


def _lines(dump: Path, name: str) -> Iterator[dict[str, Any]]:
    path = find(dump, name)
    return read_lines(path) if path else iter(())


def _enter(state: State, line: dict[str, Any], site: str | None, due: str) -> None:
    # The page that was read, which may call itself otherwise.
    url = canonical_url(line["capture"]["url"] or "", site) or line["url"]
    at = line["captured_at"]
    state.run(
        "INSERT OR IGNORE INTO page (url, found_run, first_seen, last_seen, last_checked,"
        " next_check, capture_url, captured_at, outcome, record_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'record', ?)",
        *(url, _RUN, line["first_seen_at"], at, at, due),
        *(line["capture"]["url"], at, line["id"]),
    )
    # Of the evidence a line tells only that of places; the rest comes with the next reading.
    places = list(dict.fromkeys(place["source"] for place in line["places"]))
    evidence = orjson.dumps({"places": places}).decode() if places else None
    state.run(
        "INSERT OR REPLACE INTO record"
        " (id, url, published, published_date, published_revision, published_evidence)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        *(line["id"], url, orjson.dumps(line), line["date"], line["revision"], evidence),
    )


def _enter_rejected(state: State, line: dict[str, Any], site: str | None, due: str) -> None:
    at, url = line["captured_at"], canonical_url(line["url"] or "", site)
    if url is None:
        return  # no page of a site, so none that could be looked at again
    state.run(
        "INSERT INTO page (url, found_run, last_checked, next_check, outcome, rejected)"
        " VALUES (?, ?, ?, ?, 'rejected', ?) ON CONFLICT (url) DO UPDATE"
        " SET rejected = excluded.rejected",
        *(url, _RUN, at, due, orjson.dumps(line).decode()),
    )
