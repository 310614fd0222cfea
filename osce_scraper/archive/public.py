"""The public archives that pages may come from, and what a file of ours says of its origin."""

from __future__ import annotations

import re
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from osce_scraper.archive.files import open_archive
from osce_scraper.archive.walk import walk
from osce_scraper.archive.warc import Warc

PublicName = Literal["wayback", "commoncrawl"]
PUBLIC: tuple[PublicName, ...] = get_args(PublicName)

_SOURCE = re.compile(rb"^source: [ -~]+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PublicSource:
    """A public archive, at the addresses where a run asked it."""

    name: PublicName
    addresses: tuple[str, ...]

    def __str__(self) -> str:
        """What the first record of a file says of it."""
        return " ".join((self.name, *self.addresses))


def read_source(path: Path) -> PublicSource | None:
    """The public archive whose pages a file of ours holds; None for pages of the site itself.

    Raises:
        UnreadableInputError: If the file is missing, empty, or no WARC or WACZ.
    """
    with ExitStack() as stack:
        return source_in(open_archive(path, stack)[0])


def source_in(warc: Warc) -> PublicSource | None:
    """The same of an opened file, by its first record.

    Raises:
        UnreadableInputError: If there is no whole record.
    """
    first = next(walk(warc))
    found = _SOURCE.search(first.block) if warc.is_own else None
    words = found[0].decode("ascii").split() if found else []
    match words[1:]:
        case ["wayback", base]:
            return PublicSource("wayback", (base,))
        case ["commoncrawl", index, files]:
            return PublicSource("commoncrawl", (index, files))
    return None
