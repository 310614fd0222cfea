"""A WARC read again: one worker, two workers, and the memory that it takes."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from benchmarks.pages import Page, apart
from benchmarks.rounds import Result, run_rounds
from benchmarks.scale import Measured
from benchmarks.spending import Cost, spend
from tests.archive.warcs import record

COMMAND = str(Path(sys.executable).with_name("osce-scraper"))
_PARSE = """
import sys
from pathlib import Path
from lxml.html import fromstring
from osce_scraper.archive.reader import read_archive
for capture in read_archive(Path(sys.argv[1])):
    fromstring(capture.body)
"""
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"


def write_warc(path: Path, pages: Sequence[Page], times: int = 1) -> Path:
    """An archive that holds the pages, so many times under other addresses, each in a member."""
    with path.open("wb") as file:
        for number in range(times):
            some = apart(pages, number * len(pages))
            file.writelines(gzip.compress(_record(page), 6, mtime=0) for page in some)
    return path


def _record(page: Page) -> bytes:
    return record("response", _HEAD + page.body, target_uri=page.url)


def read_again(path: Path, workers: int) -> Cost:
    """What it costs to make records of an archive."""
    output = str(path.with_suffix(".jsonl"))
    return spend([COMMAND, "extract", str(path), "--workers", str(workers), "-o", output])


def measure_archives(path: Path, rounds: int) -> tuple[list[Result], list[Result]]:
    """Processor time with one worker beside a bare parse, and time on the clock with two.

    Starts are part of it, so the archive should be long.
    """
    bare = [sys.executable, "-c", _PARSE, str(path)]
    cpu = {
        "read the archive, parse each page": lambda: spend(bare).cpu,
        "extract": lambda: read_again(path, 1).cpu,
    }
    wall = {
        "extract --workers 1": partial(_wall, path, 1),
        "extract --workers 2": partial(_wall, path, 2),
    }
    return (
        run_rounds(cpu, next(iter(cpu)), rounds),
        run_rounds(wall, next(iter(wall)), rounds),
    )


def _wall(path: Path, workers: int) -> float:
    return read_again(path, workers).wall


def measured(path: Path, pages: int, seconds: float) -> Measured:
    """What a page of an archive took that was read just now.

    Args:
        path: The archive.
        pages: How many it holds.
        seconds: Processor time that reading it took.
    """
    last = read_again(path, 2)
    lines = path.with_suffix(".jsonl").stat().st_size
    return Measured(seconds / pages, path.stat().st_size / pages, lines / pages, last.memory)


def measure_memory(folder: Path, pages: Sequence[Page]) -> list[Result]:
    """Memory at most of one process of three, over an archive and over one ten times as long."""
    contenders = {
        f"{len(pages) * times:,} pages": partial(_memory, folder / f"{times}.warc.gz", pages, times)
        for times in (1, 10)
    }
    return run_rounds(contenders, next(iter(contenders)), 1)


def _memory(path: Path, pages: Sequence[Page], times: int) -> float:
    return read_again(write_warc(path, pages, times), 2).memory
