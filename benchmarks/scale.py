"""What reading many archives takes, worked out from what reading one took, for docs/scale.md."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from tests.accuracy.tables import table

BEGIN, END = "<!-- worked out by `make bench` -->\n", "<!-- end -->\n"
_CLUSTER = 64  # cores
_OUTSIDE, _INSIDE = 0.3, 0.05 / 32  # seconds a request, from outside of AWS and inside
_HOUR, _REQUESTS = 0.05, 0.0004  # dollars an hour of a processor, and 1,000 requests


@dataclass(frozen=True, slots=True)
class Measured:
    """What pages of an archive took."""

    seconds: float
    """Of the processor, for a page: from the archive to its line."""
    archived: float
    """Bytes of a page in the archive."""
    line: float
    """Bytes of a record."""
    memory: float
    """MB at most of one process."""


@dataclass(frozen=True, slots=True)
class _Work:
    name: str
    captures: int
    files: int
    is_far: bool = True


_JOBS = (
    _Work("an archive of the site, in 72 files", 36_000, 72, is_far=False),
    _Work("one collection, in one file", 10_000, 1),
    _Work("100 collections, a file each", 1_000_000, 100),
)


def write_scale(path: Path, measured: Measured) -> None:
    """Put the figures into the page, in the place of the earlier ones.

    Raises:
        ClickException: If the page has no place for them.
    """
    before, begin, rest = path.read_text("utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise click.ClickException(f"{path}: no {BEGIN.strip()} … {END.strip()} in it")
    path.write_text(f"{before}{begin}\n{work_out(measured)}\n{end}{after}", "utf-8")


def work_out(measured: Measured) -> str:
    """The tables: what was measured, and what follows."""
    rate = 1 / measured.seconds
    figures = (
        ("processor time of a page", f"{measured.seconds * 1000:.1f} ms"),
        ("pages a second and core", f"{rate:.0f}"),
        ("a page in the archive", f"{measured.archived / 1000:.0f} KB"),
        ("a record", f"{measured.line / 1000:.1f} KB"),
        ("memory of a reading process", f"{measured.memory:.0f} MB"),
        ("archives of a million captures", f"{measured.archived / 1000:.0f} GB"),
        ("records of a million captures", f"{measured.line / 1000:.1f} GB"),
    )
    head = ("job", "captures", "fetching", "`--workers 2`", "64 cores", "reading", "requests")
    return f"{table(('figure', 'value'), figures)}\n\n{table(head, _rows(rate))}\n"


def _rows(rate: float) -> Iterator[tuple[str, ...]]:
    for job in _JOBS:
        outside, inside = (_words(job.captures * each) for each in (_OUTSIDE, _INSIDE))
        rounds = math.ceil(job.files / _CLUSTER)
        yield (
            job.name,
            f"{job.captures:,}",
            f"{outside} outside, {inside} inside" if job.is_far else "none",
            _words(job.captures / rate / 2),
            _words(rounds * job.captures / job.files / rate),
            f"${job.captures / rate / 3600 * _HOUR:.1g}",
            f"${job.captures / 1000 * _REQUESTS:.1g}" if job.is_far else "none",
        )


def _words(seconds: float) -> str:
    """A time with about two digits, in the unit that suits it."""
    for size, unit in ((3600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s" if seconds >= 10 else f"{seconds:.1f} s"
