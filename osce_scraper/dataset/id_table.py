"""Ids of any number of lines, each with what is to be known of its line, in flat memory."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple, Self

_SETUP = """
PRAGMA journal_mode = OFF; -- nobody reads the table after a crash
PRAGMA cache_size = -16384; -- KiB; what is more goes to the disk
CREATE TABLE lines (
    id TEXT, side INTEGER, number INTEGER, facts BLOB, PRIMARY KEY (id, side)
) WITHOUT ROWID;
"""


class Row(NamedTuple):
    """What is kept of a line."""

    id: str
    side: int
    """Which of several files it lies in."""
    facts: bytes


class IdTable:
    """Lies in a temporary file that SQLite removes by itself.

    Methods raise `OSError` where that file cannot be written.
    """

    def __init__(self) -> None:
        with _errors():
            self._base = sqlite3.connect("")
            self._base.executescript(_SETUP)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def add(self, key: str, number: int, side: int = 0, facts: bytes = b"") -> int | None:
        """Keep a line.

        Args:
            key: Its id.
            number: Its number in its file.
            side: Which file it lies in.
            facts: What else is to be known of it.

        Returns:
            None, or the number of an earlier line of that file with the same id, which stays.
        """
        with _errors():
            row = (key, side, number, facts)
            if self._base.execute("INSERT OR IGNORE INTO lines VALUES (?, ?, ?, ?)", row).rowcount:
                return None
            query = "SELECT number FROM lines WHERE id = ? AND side = ?"
            return int(self._base.execute(query, row[:2]).fetchone()[0])

    def rows(self) -> Iterator[Row]:
        """All lines, sorted by id bytewise, then side."""
        with _errors():
            query = "SELECT id, side, facts FROM lines ORDER BY id, side"
            yield from map(Row._make, self._base.execute(query))


@contextmanager
def _errors() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise OSError(errno.EIO, str(error), "temporary file") from error
