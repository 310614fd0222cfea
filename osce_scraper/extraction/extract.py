"""`extract`: records out of many captures, in the order of the pages, with one process or more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from osce_scraper.captures import read_named
from osce_scraper.extraction.outcome import Outcome, read_page


def extract(paths: Sequence[Path], url: str | None = None, workers: int = 1) -> Iterator[Outcome]:
    """Read every page of some files.

    A file that another takes the place of once its reading has begun is read to its end all the
    same, with any number of workers: it stays open. Several workers begin a little earlier.

    Args:
        paths: Files of captures.
        url: Address of the page, where a file holds one page.
        workers: How many processes read. Several import the program that calls this, which does
            so below `if __name__ == "__main__":`.

    Raises:
        UnreadableInputError: For a file that cannot be read on, after what came before.
        RunFailedError: If a worker ended before its work was done.
    """
    if workers == 1:
        return map(read_page, (named for path in paths for named in read_named(path, url)))
    from osce_scraper.extraction.piecework import read_in_pieces  # noqa: PLC0415 - processes are slow to import

    return read_in_pieces(paths, url, workers)
