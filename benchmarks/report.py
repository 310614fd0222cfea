"""The tables of one run, with machine and date, as a page of the documentation."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from os import cpu_count
from pathlib import Path
from statistics import median

from benchmarks.rounds import Result
from tests.accuracy.tables import table

_ABOUT = """# Benchmarks

Written by `make bench`; run it again rather than edit this page.

{pages} release pages of our own, {least:.0f} to {most:.0f} KB (median {middle:.0f} KB), with the
site's whole menu. Every contender runs once in each of {rounds} rounds, in an order of its own
each time; a ratio is that of two costs in one round. Told are the medians, and the least and the
largest ratio. Where nothing else is said costs are seconds of the processor. The first line of a
table is what the others are measured by.

{date}, {machine}: {processor}, {cores} cores, Python {python}, {packages}.
"""
_PACKAGES = ("lxml", "scrapy", "pydantic", "orjson", "warcio", "isal")


@dataclass(frozen=True, slots=True)
class Section:
    """One table."""

    title: str
    unit: str
    factor: float
    """From seconds, or megabytes, to the unit."""
    results: list[Result]


def write_report(path: Path, sections: Sequence[Section], sizes: Sequence[int], rounds: int) -> str:
    """Write the page; return its text."""
    about = _ABOUT.format(
        pages=len(sizes),
        least=min(sizes) / 1000,
        most=max(sizes) / 1000,
        middle=median(sizes) / 1000,
        rounds=rounds,
        date=datetime.now(UTC).date().isoformat(),
        machine=f"{platform.system()} {platform.machine()}",
        processor=_processor(),
        cores=cpu_count(),
        python=platform.python_version(),
        packages=", ".join(f"{name} {version(name)}" for name in _PACKAGES),
    )
    text = "\n".join((about, *map(_section, sections)))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return text


def _section(section: Section) -> str:
    head = ("", section.unit, "ratio", "from", "to")
    rows = (
        (
            result.name,
            f"{result.value * section.factor:.2f}",
            f"{result.ratio:.2f}",
            f"{result.least:.2f}",
            f"{result.most:.2f}",
        )
        for result in section.results
    )
    return f"## {section.title}\n\n{table(head, rows)}\n"


def _processor() -> str:
    """The processor's name, where the system tells it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or "an unknown processor")
