"""One record of a WARC, whoever reads it."""

from __future__ import annotations

from typing import NamedTuple

from osce_scraper.archive.coding import MAX_BODY
from osce_scraper.archive.warc import Warc

MAX_BLOCK = MAX_BODY + 64 * 1024
"""Bytes of a block that are kept: a body and its headers."""

_OWN = b"software: osce-scraper/"


class Entry(NamedTuple):
    """One record of a WARC."""

    fields: dict[str, str]
    """Its named fields, names in lower case; of several of one name the first."""
    block: bytes
    is_cut: bool
    """Whether the block is longer than what is kept of it."""
    offset: int
    """Where it begins in the opened file."""
    end: int
    """Where the next one begins."""

    def field(self, name: str) -> str:
        """A named field; empty where it is missing."""
        return self.fields.get(name.lower(), "")

    @property
    def type(self) -> str:
        """Type of the record, e.g. `response`."""
        return self.field("WARC-Type")

    @property
    def url(self) -> str:
        """Address that it is about; empty where it names none."""
        return self.field("WARC-Target-URI")


def note_writer(warc: Warc, entry: Entry) -> None:
    """Note who wrote the records from here on, where one tells."""
    if entry.type == "warcinfo":
        warc.is_own = _OWN in entry.block
