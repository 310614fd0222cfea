"""`python -m benchmarks.simulation`: a crawl of as many pages as the site has, at full speed.

This process serves a listing and its release pages on 127.0.0.1, and the command crawls them in a
process of its own, without delay. Printed are the time for each thousand pages and the memory
then; both must be flat. Exit code 1 where the crawl took more memory than it may.
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
from tests.site.traps import LINKS
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

    pages: int
    seconds: float
    memory: float
    """Megabytes that it held then."""


def main() -> int:
    """Measure, and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=PAGES, help="releases (default: %(default)s)")
    pages: int = parser.parse_args().pages
    menu = menu_html(FORMS[0])
    with (
        WholeSite(pages, ways=["listing"], extra=menu) as site,
        tempfile.TemporaryDirectory() as to,
    ):
        size = len(site.releases[0].page(menu)) / 1024
        print(f"{pages} releases, {size:.0f} KiB a page, {len(LINKS)} traps a listing page")
        return _measure(site, Path(to), pages)


def _measure(site: WholeSite, folder: Path, pages: int) -> int:
    command = Path(sys.executable).with_name("osce-scraper")
    arguments = ("crawl", "--site", site.url, "--delay", "0", "-q", "-o", folder / "dump")
    process = subprocess.Popen([command, *arguments])
    first = Step(0, time.monotonic(), 0.0)
    steps = [first]
    print(f"{'pages':>8} {'ms a page':>10} {'megabytes':>10}")
    for step in _watch(process.pid, site, max(1, pages // _STEPS)):
        _print_step(steps[-1], step)
        steps.append(step)
    _, status, usage = os.wait4(process.pid, 0)
    code = process.returncode = os.waitstatus_to_exitcode(status)
    peak = usage.ru_maxrss / 1024
    print(
        _summary(steps[1:], peak, usage.ru_utime + usage.ru_stime, time.monotonic() - first.seconds)
    )
    return 1 if code or peak > MOST_MEMORY else 0


def _watch(pid: int, site: WholeSite, step: int) -> Iterator[Step]:
    """A step at the first release page, and after so many pages each."""
    wanted, done, looked = 1, 0, 0
    while (memory := _memory(pid)) is not None:
        new = site.seen[looked:]
        looked += len(new)
        for seen in new:
            done += not seen.path.startswith((_LISTING, "/robots.txt"))
            if done == wanted:
                yield Step(done, seen.time, memory)
                wanted = wanted + step if wanted > 1 else step
        time.sleep(_SLEEP)


def _memory(pid: int) -> float | None:
    """Megabytes that a process holds; None where it has ended."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    except (OSError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE") / _MEGABYTE if pages else None


def _print_step(before: Step, step: Step) -> None:
    took = f"{1000 * _pace(before, step):.1f}" if before.pages else "(listing)"
    print(f"{step.pages:>8} {took:>10} {step.memory:>10.0f}", flush=True)


def _pace(before: Step, after: Step) -> float:
    """Seconds a page between two steps."""
    return (after.seconds - before.seconds) / max(1, after.pages - before.pages)


def _summary(steps: list[Step], peak: float, busy: float, whole: float) -> str:
    if len(steps) < 3:
        return "The crawl ended before it could be measured."
    early, late = _pace(steps[0], steps[1]), _pace(steps[-2], steps[-1])
    return (
        f"{steps[-1].pages} pages in {whole:.0f} s, of which the crawl computed {busy:.0f} s;"
        f" {1000 * _pace(steps[0], steps[-1]):.1f} ms a page,"
        f" {1000 * early:.1f} at first and {1000 * late:.1f} at last\n"
        f"peak memory {peak:.0f} MB of {MOST_MEMORY} MB"
    )


if __name__ == "__main__":
    sys.exit(main())
