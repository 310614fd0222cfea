"""Captures from WARC and WACZ files, whoever wrote them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from osce_scraper.archive.answers import Found, find_records, read_answer
from osce_scraper.archive.coding import undo_codings
from osce_scraper.archive.entry import Entry
from osce_scraper.archive.files import open_archive
from osce_scraper.archive.message import BrokenResponseError, header
from osce_scraper.archive.public import source_in
from osce_scraper.archive.stored import Stored, is_answer, is_not_modified, read_stored
from osce_scraper.archive.walk import walk
from osce_scraper.archive.warc import Warc
from osce_scraper.archive.wayback import WAYBACK, restore
from osce_scraper.items import Capture


def check_archive(path: Path) -> None:
    """Refuse what is no archive before any work is done; only the first record is read.

    Raises:
        UnreadableInputError: If the file is missing, empty, or no WARC or WACZ.
    """
    with ExitStack() as stack:
        next(walk(open_archive(path, stack)[0]))


def read_archive(path: Path, skipped: Counter[str] | None = None) -> Iterator[Capture]:
    """Read the pages of an archive, in the order of its records.

    Copies that came from a Wayback Machine have their own addresses and times again.

    Args:
        path: A `.warc`, `.warc.gz` or `.wacz` file.
        skipped: Counts the answers that give no capture, by reason: `other_format` (an image,
            robots.txt …), `redirect`, `not_modified`, `revisit_unresolved` (the earlier record
            is in another file) and `broken` (cut by the archiver, or badly encoded).

    Raises:
        UnreadableInputError: Where the file breaks, after all captures before that place.
    """
    with ExitStack() as stack:
        archive = Archive.of(open_archive(path, stack), skipped)
        yield from archive.captures(find_records(archive.warcs))


@dataclass(frozen=True, slots=True)
class Archive:
    """The opened files of an archive, and what must be known to read pages in them."""

    warcs: Sequence[Warc]
    wayback: str
    """Address of the Wayback Machine that copies in it came from."""
    skipped: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, warcs: Sequence[Warc], skipped: Counter[str] | None = None) -> Archive:
        """Learn from the first record what must be known.

        Raises:
            UnreadableInputError: If there is no whole record.
        """
        source = source_in(warcs[0])
        wayback = source.addresses[0] if source and source.name == "wayback" else WAYBACK
        return cls(warcs, wayback, Counter() if skipped is None else skipped)

    def captures(self, records: Iterable[Found]) -> Iterator[Capture]:
        """The pages that some of its records hold."""
        return (capture for found in records if (capture := self.read(found)) is not None)

    def read(self, found: Found) -> Capture | None:
        """The page that a record holds; None if it holds none, which is counted."""
        if not is_answer(found.entry):
            return None
        try:
            stored = read_answer(self.warcs, found)
            reason = _skip_reason(found.entry, stored)
            if stored is not None and reason is None:
                capture = _capture(stored)
                time = header(stored.headers, "Memento-Datetime") or None
                return restore(capture, time, self.wayback) or capture
        except BrokenResponseError:
            reason = "broken"
        self.skipped[reason or ""] += 1
        return None


def read_record(content: bytes) -> Capture:
    """Read the page in one record that was cut out of an archive.

    Args:
        content: The record, as it lies in the archive.

    Raises:
        BrokenResponseError: If the record holds no whole page.
        UnreadableInputError: If it is no whole record.
    """
    warc = Warc(Path("record"), BytesIO(content), len(content), has_offsets=False)
    entry = next(walk(warc))
    if entry.type == "revisit" or not is_answer(entry):
        raise BrokenResponseError("the record holds no page")
    return _capture(read_stored(warc, entry))


def _skip_reason(entry: Entry, stored: Stored | None) -> str | None:
    """Why an answer gives no capture, or None if it gives one."""
    if stored is None:
        return "revisit_unresolved"
    if is_not_modified(entry) or stored.status == 304:
        return "not_modified"
    if not stored.is_page:
        return "other_format"
    return "redirect" if stored.status and 300 <= stored.status < 400 else None


def _capture(stored: Stored) -> Capture:
    body = stored.body if stored.is_cut else undo_codings(stored.body, stored.codings)
    return Capture(
        url=stored.url,
        status=stored.status,
        content_type=stored.content_type,
        body=body,
        captured_at=stored.captured_at,
        archive=stored.archive,
        offset=stored.offset,
    )
