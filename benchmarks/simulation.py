"""`python -m benchmarks.simulation`: a crawl of as many pages as the site has, at full speed.

This process serves a listing and its release pages on 127.0.0.1, and the command crawls them in a
process of its own, without delay. Printed are what the listing took, which is read first; then the
time of each thousand release pages and the memory then, which must both be flat. Exit code 1 where
the crawl took more memory than it may.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.accuracy.menus import FORMS, menu_html
from tests.site.whole import WholeSite

PAGES = 36_000
"""About as many items as the site's listing has in English (facts section 3)."""
MOST_MEMORY = 300
"""Megabytes."""
_STEPS = 36
_MEGABYTE = 1 << 20
_SLEEP = 0.02  # seconds
_LISTING = "/press-releases"


class Step(NamedTuple):
    """What the crawl had done at some moment."""

    releases: int = 0
    listings: int = 0
    seconds: float = 0.0
    computing: float = 0.0
    """Seconds of a processor; unlike the others they hardly tell what else the machine did."""
    memory: float = 0.0
    """Megabytes that it held then."""


def main() -> int:
    """Measure, and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=PAGES, help="releases (default: %(default)s)")
    pages: int = parser.parse_args().pages
    menu = menu_html(FORMS[0])
    with (
        WholeSite(pages, ways=["listing"], extra=menu) as site,
        tempfile.TemporaryDirectory() as folder,
    ):
        size = len(site.releases[0].page(menu)) / 1024
        print(f"{pages} releases of {size:.0f} KiB, listed on {-(-pages // 50)} pages")
        return _measure(site, Path(folder), pages)


def _measure(site: WholeSite, folder: Path, pages: int) -> int:
    command = Path(sys.executable).with_name("osce-scraper")
    arguments = ("crawl", "--site", site.url, "--delay", "0", "-q", "-o", folder / "dump")
    process = subprocess.Popen([command, *arguments])
    begun = time.monotonic()
    steps: list[Step] = []
    print(f"{'releases':>9} {'listing pages':>14} {'ms a page':>10} {'computing':>10} {'MB':>6}")
    for step in _watch(process.pid, site, max(1, pages // _STEPS)):
        before = steps[-1] if steps else Step(seconds=begun)
        print(_line(before, step), flush=True)
        steps.append(step)
    _, status, usage = os.wait4(process.pid, 0)
    code = process.returncode = os.waitstatus_to_exitcode(status)
    peak = usage.ru_maxrss / 1024
    print(_summary(steps))
    print(f"{time.monotonic() - begun:.0f} s in all; peak memory {peak:.0f} of {MOST_MEMORY} MB")
    return 1 if code or peak > MOST_MEMORY else 0


def _watch(pid: int, site: WholeSite, step: int) -> Iterator[Step]:
    """A step at the first release page, and after so many of them each."""
    wanted, releases, listings = 1, 0, 0
    while (memory := _memory(pid)) is not None:
        for seen in site.seen[releases + listings :]:
            is_release = not seen.path.startswith((_LISTING, "/robots.txt"))
            releases, listings = releases + is_release, listings + (not is_release)
            if is_release and releases == wanted:
                yield Step(releases, listings, seen.time, _computing(pid), memory)
                wanted = wanted + step if wanted > 1 else step
        time.sleep(_SLEEP)


def _computing(pid: int) -> float:
    """Seconds of a processor that a process has taken; 0 where it has ended."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def _memory(pid: int) -> float | None:
    """Megabytes that a process holds; None where it has ended."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    except (OSError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE") / _MEGABYTE if pages else None


def _line(before: Step, step: Step) -> str:
    took, computed = _pace(before, step)
    listings = step.listings - before.listings
    return f"{step.releases:>9} {listings:>14} {took:>10.1f} {computed:>10.1f} {step.memory:>6.0f}"


def _pace(before: Step, after: Step) -> tuple[float, float]:
    """Milliseconds for a page of any kind between two steps: by the clock, and computing."""
    pages = after.releases - before.releases + after.listings - before.listings
    spans = (after.seconds - before.seconds, after.computing - before.computing)
    took, computed = (1000 * span / max(1, pages) for span in spans)
    return took, computed


def _summary(steps: list[Step]) -> str:
    if len(steps) < 3:
        return "The crawl ended before it could be measured."
    took, computed = _pace(steps[0], steps[-1])
    first, last = _pace(steps[0], steps[1])[1], _pace(steps[-2], steps[-1])[1]
    return (
        f"{steps[-1].releases} releases: {took:.1f} ms a page, {computed:.1f} computing;"
        f" {first:.1f} at first and {last:.1f} at last"
    )


if __name__ == "__main__":
    sys.exit(main())
