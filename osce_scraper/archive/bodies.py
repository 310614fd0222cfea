"""Where the bodies lie that revisit records leave out."""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha1

from osce_scraper.archive.entry import Entry
from osce_scraper.archive.message import BrokenResponseError, read_message
from osce_scraper.archive.places import Place, walk_all
from osce_scraper.archive.stored import is_answer, is_partial
from osce_scraper.archive.warc import Warc


class Bodies:
    """Places of bodies by digest, by record, and by address and date; a few bytes for each.

    They are looked up by reading the archives once more, and only when a revisit asks: most
    archives hold none, and memory does not grow with them.
    """

    def __init__(self, warcs: Sequence[Warc]) -> None:
        # Keys are kept as hashes and places as one number: archives may hold millions.
        self._places: dict[int, int] = {}
        self._records = walk_all([replace(warc) for warc in warcs])
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
