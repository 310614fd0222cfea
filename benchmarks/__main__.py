"""`make bench`: measures cost in ratios, and writes the table to docs/benchmarks.md."""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from pathlib import Path

import click

from benchmarks.archives import (
    COMMAND,
    measure_archives,
    measure_memory,
    measured,
    write_warc,
)
from benchmarks.crawling import measure_crawls
from benchmarks.extraction import measure_extraction, measure_serialisation
from benchmarks.pages import pages
from benchmarks.report import Section, write_report
from benchmarks.rounds import Result, run_rounds
from benchmarks.scale import Measured, write_scale
from benchmarks.spending import ROOT, spend

_MILLI, _MICRO = 1e3, 1e6
_TIMES = 25  # that an archive holds the pages; fewer would measure starts
_CRAWLED = 3  # times as many pages are crawled: a start alone costs as much as hundreds


@click.command()
@click.option("--pages", "count", default=400, show_default=True, help="Pages to read.")
@click.option("--rounds", default=5, show_default=True, help="How often everything is run.")
@click.option("--peers/--no-peers", default=True, help="Measure general extractors too.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default=ROOT / "docs" / "benchmarks.md",
)
@click.option(
    "--scale",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=ROOT / "docs" / "scale.md",
    help="Page that what many archives take is worked out in.",
)
def main(count: int, rounds: int, output: Path, scale: Path, *, peers: bool) -> None:
    """Measure what reading, crawling and starting cost."""
    with tempfile.TemporaryDirectory() as folder:
        sections, archive = _measure(Path(folder), count, rounds, peers=peers)
    write_scale(scale, archive)
    sizes = [len(page.body) for page in pages(count)]
    click.echo(write_report(output, sections, sizes, rounds))


def _measure(
    folder: Path, count: int, rounds: int, *, peers: bool
) -> tuple[list[Section], Measured]:
    more = pages(count * _CRAWLED)
    some = more[:count]
    warc = write_warc(folder / "pages.warc.gz", some, _TIMES)
    extracted = measure_extraction(some, rounds, peers=peers)
    cpu, wall = measure_archives(warc, rounds)
    seconds = next(result.value for result in cpu if result.name == "extract")
    archive = measured(warc, count * _TIMES, seconds)
    crawls = [measure_crawls(folder, more, rounds, is_coded=coded) for coded in (False, True)]
    return [
        Section("Extraction: bytes of a page to its line", "ms a page", _MILLI, extracted),
        Section("Crawl of a local site, starts left out", "ms a page", _MILLI, crawls[0]),
        Section("The same, pages sent as gzip", "ms a page", _MILLI, crawls[1]),
        Section(f"{_TIMES * count:,} archived pages to JSONL", "s", 1, cpu),
        Section("The same on the clock", "s", 1, wall),
        Section("Memory of extract", "MB", 1, measure_memory(folder, some)),
        Section("Start", "ms", _MILLI, _measure_start(rounds)),
        Section("A record's line", "µs", _MICRO, measure_serialisation(some[:100], rounds)),
    ], archive


def _measure_start(rounds: int) -> list[Result]:
    commands = {
        "python -c 'import click'": [sys.executable, "-c", "import click"],
        "osce-scraper --help": [COMMAND, "--help"],
        "osce-scraper schema": [COMMAND, "schema"],
    }
    contenders = {name: partial(_least_cpu, command) for name, command in commands.items()}
    return run_rounds(contenders, next(iter(commands)), rounds)


def _least_cpu(command: list[str]) -> float:
    return min(spend(command).cpu for _ in range(5))


if __name__ == "__main__":
    main()
