"""The records of some archives; with each revisit the record that holds the body it leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from osce_scraper.archive.bodies import Bodies
from osce_scraper.archive.entry import Entry
from osce_scraper.archive.places import Place, walk_all
from osce_scraper.archive.stored import Stored, is_not_modified, read_stored
from osce_scraper.archive.walk import read_at
from osce_scraper.archive.warc import Warc


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
    for place, entry in walk_all(warcs, progress.last):
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
