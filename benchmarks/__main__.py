"""`make bench`: measures cost in ratios, and writes the table to docs/benchmarks.md."""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from pathlib import Path

import click

from benchmarks.archives import COMMAND, measure_archives, measure_memory, write_warc
from benchmarks.crawling import measure_crawls
from benchmarks.extraction import measure_extraction, measure_serialisation
from benchmarks.pages import pages
from benchmarks.report import Section, write_report
from benchmarks.rounds import Result, run_rounds
from benchmarks.spending import ROOT, spend

_MILLI, _MICRO = 1e3, 1e6


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
def main(count: int, rounds: int, output: Path, *, peers: bool) -> None:
    """Measure what reading, crawling and starting cost."""
    with tempfile.TemporaryDirectory() as folder:
        sections = _measure(Path(folder), count, rounds, peers=peers)
    sizes = [len(page.body) for page in pages(count)]
    click.echo(write_report(output, sections, sizes, rounds))


def _measure(folder: Path, count: int, rounds: int, *, peers: bool) -> list[Section]:
    some = pages(count)
    warc = write_warc(folder / "pages.warc.gz", some, times=5)
    extracted = measure_extraction(some, rounds, peers=peers)
    cpu, wall = measure_archives(warc, rounds)
    return [
        Section("Extraction: bytes of a page to its line", "ms a page", _MILLI, extracted),
        Section("Crawl of a local site", "ms a page", _MILLI, measure_crawls(folder, some, rounds)),
        Section("Archive to JSONL", "s", 1, cpu),
        Section("Archive to JSONL, on the clock", "s", 1, wall),
        Section("Memory of extract", "MB", 1, measure_memory(folder, some)),
        Section("Start", "ms", _MILLI, _measure_start(rounds)),
        Section("A record's line", "µs", _MICRO, measure_serialisation(some[:100], rounds)),
    ]


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
