"""How each of some files is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from osce_scraper.archive.course import ArchiveCourse
from osce_scraper.archive.pieces import ArchiveStop
from osce_scraper.captures import (
    holds_one_page,
    holds_plain_lines,
    is_archive,
    read_named,
)
from osce_scraper.extraction.course import Course
from osce_scraper.extraction.lines import LinesCourse, LinesStop
from osce_scraper.extraction.loose import PagesCourse
from osce_scraper.extraction.open_files import OpenFiles
from osce_scraper.named import Named


def courses(
    paths: Iterable[Path], url: str | None, files: OpenFiles
) -> Iterator[Course[Any] | Iterator[Named]]:
    """How files are read in pieces; of a file that cannot be cut, its captures.

    Args:
        paths: Files of captures.
        url: Address of the page, where a file holds one page.
        files: What closes the files.

    Raises:
        UnreadableInputError: For a file that is not what its name says.
    """
    for is_loose, some in groupby(paths, holds_one_page):
        if is_loose:
            yield PagesCourse(list(some), url)
        else:
            yield from (_course(path, files) for path in some)


def _course(
    path: Path, files: OpenFiles
) -> Course[ArchiveStop] | Course[LinesStop] | Iterator[Named]:
    if is_archive(path):
        course = ArchiveCourse(path, files.stack())
        return course if course.can_be_cut else course.rest()
    if holds_plain_lines(path):
        return LinesCourse(path, files.stack())
    return read_named(path)
