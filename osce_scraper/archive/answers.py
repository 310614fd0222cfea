"""The records of some archives; with each revisit the record that holds the body it leaves out."""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha1
from typing import NamedTuple

from osce_scraper.archive.message import BrokenResponseError, read_message
from osce_scraper.archive.regular import Entry
from osce_scraper.archive.stored import (
    Stored,
    is_answer,
    is_not_modified,
    is_partial,
    read_stored,
)
from osce_scraper.archive.walk import read_at, walk
from osce_scraper.archive.warc import Warc


class Place(NamedTuple):
    """Where a record lies."""

    warc: int
    """Number of the opened file."""
    offset: int


class Found(NamedTuple):
    """One record of some archives."""

    place: Place
    entry: Entry
    body: Place | None = None
    """Of a revisit, the record that holds the body; None if it is not in these archives."""


def find_records(warcs: Sequence[Warc], progress: Progress | None = None) -> Iterator[Found]:
    """Read all records, in order but for revisits whose body comes after them: these are last.

    Args:
        warcs: The opened archives.
        progress: What was read already.

    Raises:
        UnreadableInputError: Where a file breaks.
    """
    progress = progress or Progress(warcs)
    for place, entry in _entries(warcs, progress.last):
        if not needs_body(entry):
            yield Found(place, entry)
        elif (found := progress.find(entry, place)) is not None:
            yield found
    for place in progress.later:
        entry = read_at(warcs[place.warc], place.offset)
        yield Found(place, entry, progress.bodies.find(entry))


class Progress:
    """How far the records of some archives were read."""

    def __init__(self, warcs: Sequence[Warc]) -> None:
        self.bodies = Bodies(warcs)
        self.last: Place | None = None
        """The last record that was read."""
        self.later: list[Place] = []
        """Revisits up to there whose body does not come before them."""

    def find(self, revisit: Entry, place: Place) -> Found | None:
        """A revisit with its body; None if it must wait for what comes after it."""
        body = self.bodies.find(revisit, place)
        if body is None:
            self.later.append(place)
            return None
        return Found(place, revisit, body)


def _entries(warcs: Sequence[Warc], after: Place | None = None) -> Iterator[tuple[Place, Entry]]:
    first, offset = after or (0, 0)
    for number, warc in enumerate(warcs[first:], first):
        records = walk(warc, offset if number == first else 0)
        if number == first and after is not None:
            next(records)
        yield from ((Place(number, entry.offset), entry) for entry in records)


def read_answer(warcs: Sequence[Warc], found: Found) -> Stored | None:
    """The answer that a record holds; None of a revisit without its body.

    Args:
        warcs: The opened archives.
        found: A record for which `is_answer` holds.

    Raises:
        BrokenResponseError: If there is no whole response in it.
    """
    warc = warcs[found.place.warc]
    if not needs_body(found.entry):
        return read_stored(warc, found.entry)
    if found.body is None:
        return None
    earlier = read_at(warcs[found.body.warc], found.body.offset)
    return read_stored(warc, found.entry, earlier)


def needs_body(entry: Entry) -> bool:
    """Whether a record leaves out a body that an earlier one holds."""
    return entry.type == "revisit" and not is_not_modified(entry)


class Bodies:
    """Places of bodies by digest, by record, and by address and date; a few bytes for each.

    They are looked up by reading the archives once more, and only when a revisit asks: most
    archives hold none, and memory does not grow with them.
    """

    def __init__(self, warcs: Sequence[Warc]) -> None:
        # Keys are kept as hashes and places as one number: archives may hold millions.
        self._places: dict[int, int] = {}
        self._records = _entries([replace(warc) for warc in warcs])
        self._ahead: tuple[Place, Entry] | None = None

    def find(self, revisit: Entry, before: Place | None = None) -> Place | None:
        """Where the body lies that a revisit record refers to.

        Args:
            revisit: The record.
            before: Where it lies, if only earlier bodies count; calls come in order.

        Returns:
            The place, or None if there is no such body.
        """
        self._read_to(before)
        for key in _keys_referred_to(revisit):
            if (packed := self._places.get(hash(key))) is not None:
                return Place(packed & 0xFFFF, packed >> 16)
        return None

    def _read_to(self, end: Place | None) -> None:
        while (found := self._ahead or next(self._records, None)) is not None:
            self._ahead = None
            if end is not None and found[0] >= end:
                self._ahead = found
                return
            self._add(*found)

    def _add(self, place: Place, entry: Entry) -> None:
        """Remember where the body of an answer lies; of several the first counts."""
        if entry.type == "revisit" or not is_answer(entry) or is_partial(entry):
            return
        packed = place.offset << 16 | place.warc
        for key in _keys_of(entry):
            self._places.setdefault(hash(key), packed)


def _keys_of(entry: Entry) -> Iterator[tuple[str, ...]]:
    yield ("id", entry.field("WARC-Record-ID"))
    yield ("date", _plain(entry.url), entry.field("WARC-Date"))
    digest = entry.field("WARC-Payload-Digest") or _digest(entry)
    if digest:
        yield ("digest", digest.lower())


def _keys_referred_to(revisit: Entry) -> Iterator[tuple[str, ...]]:
    """What a revisit names, the most exact first."""
    if named := revisit.field("WARC-Refers-To"):
        yield ("id", named)
    if digest := revisit.field("WARC-Payload-Digest"):
        yield ("digest", digest.lower())
    # An address may answer twice in a second, and parts of a file have all the same one.
    if address := revisit.field("WARC-Refers-To-Target-URI"):
        yield ("date", _plain(address), revisit.field("WARC-Refers-To-Date"))


def _plain(address: str) -> str:
    return address.strip().strip("<>")


def _digest(entry: Entry) -> str | None:
    """The digest that other tools would give; wget writes none."""
    try:
        body = entry.block if entry.type == "resource" else read_message(entry.block).body
    except BrokenResponseError:
        return None
    return f"sha1:{b32encode(sha1(body, usedforsecurity=False).digest()).decode('ascii')}"
