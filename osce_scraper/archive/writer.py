"""Writes what was fetched to a `.warc.gz`: WARC 1.1, one gzip member a record, never half of one.

Every exchange is handed to the system at once, so it survives the end of this process; and is
brought to the disk when the last time was some seconds ago, so a polite crawl loses at most the
page that it is fetching when the power fails, and a fast one does not wait for the disk.
"""

from __future__ import annotations

import os
from base64 import b32encode
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha1
from io import BytesIO, FileIO
from pathlib import Path
from time import monotonic
from typing import Any

from warcio.warcwriter import WARCWriter

from osce_scraper.archive.exchange import Earlier, Exchange
from osce_scraper.archive.members import pack
from osce_scraper.archive.records import (
    answer_record,
    failure_record,
    metadata_record,
    request_record,
    revisit_record,
    warcinfo_record,
)
from osce_scraper.errors import UnusableTargetError

_END = b"\r\n\r\n"  # of a record
_SYNC_AFTER = 5.0  # seconds


class ArchiveWriter:
    """Writes exchanges to a new file; one that fails to be written leaves no trace in it."""

    def __init__(self, path: Path, about: Mapping[str, str]) -> None:
        """Begin a file.

        Args:
            path: The file, which must not exist; its name is what records will carry.
            about: Fields of the warcinfo record, e.g. `software`, `robots`, `operator`.

        Raises:
            UnusableTargetError: If the file exists or cannot be written.
        """
        self.name = path.name
        self._end = 0
        self._synced = monotonic()
        self._held: dict[str, Earlier] = {}
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        info = warcinfo_record(self.name, now, about)
        self._base = {"WARC-Warcinfo-ID": info.rec_headers.get_header("WARC-Record-ID")}
        try:
            self._file = FileIO(path, "xb")
            self._append([info])
        except OSError as error:
            raise UnusableTargetError(f"{path}: cannot be written: {error.strerror}") from error

    def write(self, exchange: Exchange) -> int:
        """Write an exchange: answer, request, and metadata if there are notes.

        Returns:
            Where the record of the answer begins, in bytes.

        Raises:
            OSError: If it cannot be written, e.g. to a full disk; the file ends as before.
        """
        answer, digest = self._answer(exchange)
        links = {
            **self._base,
            "WARC-Concurrent-To": answer.rec_headers.get_header("WARC-Record-ID"),
        }
        records = [answer, request_record(exchange, links)]
        if exchange.notes:
            records.append(metadata_record(exchange, links))
        start = self._append(records)
        if answer.rec_type == "response" and exchange.body:
            self._held[digest] = Earlier(exchange.url, exchange.captured_at)
        return start

    def write_failure(self, url: str, at: str, error: str) -> None:
        """Write that an address gave no answer.

        Args:
            url: The address.
            at: Time of the failure in UTC, whole seconds.
            error: What happened, in one line.

        Raises:
            OSError: As `write`.
        """
        self._append([failure_record(url, at, error, self._base)])

    def close(self) -> None:
        """Bring all to the disk and close the file; a second time does nothing.

        Raises:
            OSError: If it cannot be brought to the disk.
        """
        if self._file.closed:
            return
        with self._file:
            os.fsync(self._file.fileno())

    def _answer(self, exchange: Exchange) -> tuple[Any, str]:
        """The record of the answer, and the digest of its body."""
        hashed = sha1(exchange.body, usedforsecurity=False).digest()
        digest = f"sha1:{b32encode(hashed).decode('ascii')}"
        if (earlier := self._held.get(digest)) is not None:
            return revisit_record(exchange, self._base, digest, earlier), digest
        return answer_record(exchange, self._base), digest

    def _append(self, records: Sequence[Any]) -> int:
        start, left = self._end, memoryview(b"".join(map(_member, records)))
        size = len(left)
        try:
            while left:
                left = left[self._file.write(left) or 0 :]
            self._sync()
        except OSError:
            with suppress(OSError):
                self._file.truncate(start)
                self._file.seek(start)
            raise
        self._end = start + size
        return start

    def _sync(self) -> None:
        now = monotonic()
        if now - self._synced >= _SYNC_AFTER:
            os.fsync(self._file.fileno())
            self._synced = now


def _member(record: Any) -> bytes:
    """A record as one gzip member."""
    buffer = BytesIO()
    WARCWriter(buffer, gzip=False, warc_version="1.1").write_record(record)
    content = buffer.getvalue()
    start = len(content) - len(_END) - record.payload_length
    return pack(content[:start], content[start:])
