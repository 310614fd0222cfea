"""What the web answered at an address, out of archives: an index, and the records behind it."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self
from urllib.parse import urljoin

from osce_scraper.archive.addresses import address_key
from osce_scraper.archive.answers import Found, find_records, read_answer
from osce_scraper.archive.files import open_archive
from osce_scraper.archive.message import BrokenResponseError, header
from osce_scraper.archive.places import Place
from osce_scraper.archive.records import fetch_error
from osce_scraper.archive.stored import Stored, is_answer, is_not_modified, utc_seconds
from osce_scraper.archive.walk import read_at
from osce_scraper.errors import OsceScraperError

_TABLE = """
CREATE TABLE answer (
    key TEXT, at TEXT, warc INTEGER, offset INTEGER,
    body_warc INTEGER, body_offset INTEGER, error TEXT
);
"""
_FIND = "SELECT warc, offset, body_warc, body_offset, error FROM answer WHERE key = ? ORDER BY"
# An answer counts more than a failure to get one, of two in one second the later record.
_NEWEST = f"{_FIND} error IS NOT NULL, at DESC, warc DESC, offset DESC LIMIT 1"
_NEAREST = (
    f"{_FIND} error IS NOT NULL, at IS NULL, abs(julianday(at) - julianday(?)),"
    " warc DESC, offset DESC LIMIT 1"
)


_SPAN = re.compile(r"bytes[ =](\d+-\d+)")


class FetchFailedError(OsceScraperError):
    """An address that could not be fetched when the archive was made; its words say why."""


class _Row(NamedTuple):
    key: str
    at: str | None
    warc: int
    offset: int
    body_warc: int | None = None
    body_offset: int | None = None
    error: str | None = None


class ReplayIndex:
    """Answers of the web by address; http and https, www and bare hosts are the same.

    The index is a temporary database, which leaves memory for the disk when it grows.
    """

    def __init__(self, paths: Sequence[Path], at: str | None = None) -> None:
        """Read all records of some archives once.

        Args:
            paths: `.warc`, `.warc.gz` and `.wacz` files; revisit records may refer to any.
            at: ISO time; of several captures of an address the nearest to it is given.
                Without it, the newest.

        Raises:
            UnreadableInputError: If a file cannot be read to its end.
        """
        self.skipped: Counter[str] = Counter()
        """Answers that cannot be given, by reason: `broken`, `loop`, `revisit_unresolved`."""
        self._at = at
        with ExitStack() as stack:
            self._warcs = [warc for path in paths for warc in open_archive(path, stack)]
            self._index = sqlite3.connect("")
            stack.callback(self._index.close)
            self._fill()
            self._files = stack.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self  # Scrapy copies its settings; the open files must not be copied with them

    def close(self) -> None:
        """Close the files."""
        self._files.close()

    def _fill(self) -> None:
        rows = (row for found in find_records(self._warcs) for row in self._rows_of(found))
        self._index.executescript(_TABLE)
        self._index.executemany("INSERT INTO answer VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        self._index.execute("CREATE INDEX by_key ON answer (key)")

    def _rows_of(self, found: Found) -> Iterator[_Row]:
        """The row of a record: none for one that is no answer, and for one that says nothing."""
        entry = found.entry
        key = address_key(entry.url)
        if (error := fetch_error(entry)) is not None:
            yield _Row(key, utc_seconds(entry.field("WARC-Date")), *found.place, error=error)
        if not is_answer(entry) or is_not_modified(entry):
            return
        try:
            stored = read_answer(self._warcs, found)
        except BrokenResponseError:
            self.skipped["broken"] += 1
            return
        if stored is None:
            self.skipped["revisit_unresolved"] += 1
        elif _leads_to(stored, key):
            self.skipped["loop"] += 1
        elif stored.status != 304:
            if stored.status == 206:
                key = _part(key, header(stored.headers, "Content-Range"))
            yield _Row(key, stored.captured_at, *found.place, *(found.body or (None, None)))

    def find(self, url: str, span: str = "") -> Stored | None:
        """What an address answered, or None if no archive tells.

        Args:
            url: The address.
            span: Header `Range` of a request for a part of a file, empty where all is wanted.

        Raises:
            FetchFailedError: If the archive says only that it could not be fetched.
        """
        key = address_key(url)
        stored = self._find(_part(key, span)) if span else None
        return stored or self._find(key)

    def _find(self, key: str) -> Stored | None:
        query, values = (_NEWEST, (key,)) if self._at is None else (_NEAREST, (key, self._at))
        row = self._index.execute(query, values).fetchone()
        if row is None:
            return None
        warc, offset, body_warc, body_offset, error = row
        if error is not None:
            raise FetchFailedError(error)
        body = None if body_warc is None else Place(body_warc, body_offset)
        entry = read_at(self._warcs[warc], offset)
        return read_answer(self._warcs, Found(Place(warc, offset), entry, body))

    @property
    def newest(self) -> str | None:
        """Time of the newest capture."""
        newest: str | None = self._index.execute("SELECT max(at) FROM answer").fetchone()[0]
        return newest


def _part(key: str, span: str) -> str:
    """The key of a part of a file, by the header that asks for it or that says what came."""
    named = _SPAN.match(span)
    return f"{key} {named[1]}" if named else key


def _leads_to(stored: Stored, key: str) -> bool:
    """Whether an answer is a redirect to its own address, e.g. from http to https."""
    target = header(stored.headers, "Location")
    is_redirect = stored.status is not None and 300 <= stored.status < 400 and bool(target)
    return is_redirect and address_key(urljoin(stored.url, target)) == key
