"""The records of some archives, one after the other, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from osce_scraper.archive.entry import Entry
from osce_scraper.archive.walk import walk
from osce_scraper.archive.warc import Warc


class Place(NamedTuple):
    """Where a record lies."""

    warc: int
    """Number of the opened file."""
    offset: int


def walk_all(warcs: Sequence[Warc], after: Place | None = None) -> Iterator[tuple[Place, Entry]]:
    """Read all records.

    Args:
        warcs: The opened archives.
        after: The last record that was read already.

    Raises:
        UnreadableInputError: Where a file breaks.
    """
    first, offset = after or (0, 0)
    for number, warc in enumerate(warcs[first:], first):
        records = walk(warc, offset if number == first else 0)
        if number == first and after is not None:
            next(records)
        yield from ((Place(number, entry.offset), entry) for entry in records)
