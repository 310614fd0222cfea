"""What comes of one page: its record, a rejection, or words about what went wrong."""

from __future__ import annotations

from typing import Literal, NamedTuple

from osce_scraper.dataset.files import line_of
from osce_scraper.items import PressRelease
from osce_scraper.named import Named
from osce_scraper.reading import read_captures


class Outcome(NamedTuple):
    """What one page gave."""

    kind: Literal["record", "rejected", "failed"]
    line: bytes
    """The record or the rejection, as a line of JSON; empty where the reader failed."""
    note: str
    """Which page, and why it gave no record."""


def read_page(named: Named) -> Outcome:
    """Read a page; one that breaks the reader is told like any other."""
    name, capture = named
    try:
        (result,) = read_captures([capture])
    except Exception as error:  # noqa: BLE001 - one page that breaks a reader stops no other
        return Outcome("failed", b"", f"{name}: {type(error).__name__}: {error}")
    if isinstance(result, PressRelease):
        return Outcome("record", line_of(result), name)
    return Outcome("rejected", line_of(result), f"{name}: {result.reason}: {result.detail}")
