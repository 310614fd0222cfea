"""The records of some archives; with each revisit the record that holds the body it leaves out."""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Iterator, Sequence
from hashlib import sha1
from typing import NamedTuple

from osce_scraper.archive.files import Warc
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


def find_records(warcs: Sequence[Warc]) -> Iterator[Found]:
    """Read all records, in order but for revisits whose body comes after them: these are last.

    Raises:
        UnreadableInputError: Where a file breaks.
    """
    payloads = _Payloads()
    later: list[Place] = []
    for number, warc in enumerate(warcs):
        for entry in walk(warc):
            place = Place(number, entry.offset)
            if not _needs_body(entry):
                payloads.add(entry, place)
                yield Found(place, entry)
            elif (body := payloads.find(entry)) is not None:
                yield Found(place, entry, body)
            else:
                later.append(place)
    for place in later:
        entry = read_at(warcs[place.warc], place.offset)
        yield Found(place, entry, payloads.find(entry))


def read_answer(warcs: Sequence[Warc], found: Found) -> Stored | None:
    """The answer that a record holds; None of a revisit without its body.

    Args:
        warcs: The opened archives.
        found: A record for which `is_answer` holds.

    Raises:
        BrokenResponseError: If there is no whole response in it.
    """
    warc = warcs[found.place.warc]
    if not _needs_body(found.entry):
        return read_stored(warc, found.entry)
    if found.body is None:
        return None
    earlier = read_at(warcs[found.body.warc], found.body.offset)
    return read_stored(warc, found.entry, earlier)


def _needs_body(entry: Entry) -> bool:
    return entry.type == "revisit" and not is_not_modified(entry)


class _Payloads:
    """Places of bodies by digest, by record, and by address and date; a few bytes for each."""

    def __init__(self) -> None:
        # Keys are kept as hashes and places as one number: archives may hold millions.
        self._places: dict[int, int] = {}

    def add(self, entry: Entry, place: Place) -> None:
        """Remember where the body of an answer lies; of several the first counts."""
        if entry.type == "revisit" or not is_answer(entry) or is_partial(entry):
            return
        packed = place.offset << 16 | place.warc
        for key in _keys_of(entry):
            self._places.setdefault(hash(key), packed)

    def find(self, revisit: Entry) -> Place | None:
        """Where the body lies that a revisit record refers to, or None if it was not seen."""
        for key in _keys_referred_to(revisit):
            if (packed := self._places.get(hash(key))) is not None:
                return Place(packed & 0xFFFF, packed >> 16)
        return None


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
