"""`python -m benchmarks.dataset`: a dataset of many records, and what it costs to keep it.

Makes a dataset as `update` would have, serves the site that it follows on 127.0.0.1, and runs the
commands on it, each in a process of its own: time of the processor, and memory at its highest.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from osce_scraper.dataset.books import Books
from osce_scraper.dataset.drift import Kind
from osce_scraper.dataset.folder import DatasetFolder
from osce_scraper.dataset.manifest import Run, now, utc
from osce_scraper.dataset.outcomes import Answer, Outcomes
from osce_scraper.dataset.publication import Publication
from osce_scraper.dataset.records import Records
from osce_scraper.dataset.register import Listed, Register
from osce_scraper.dataset.state import State
from osce_scraper.dataset.visits import Visits
from osce_scraper.items import Capture, PressRelease
from osce_scraper.reading import read_captures
from tests.site.living import LivingSite
from tests.site.release import HOME, Release

RECORDS = 50_000
MOST_SECONDS = 5.0
"""Of the processor, for an update that finds nothing new."""
_BATCH = 1_000


def main() -> None:
    """Make the dataset, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=RECORDS)
    count = parser.parse_args().records
    with tempfile.TemporaryDirectory() as name, LivingSite(count) as site:
        folder = Path(name) / "dataset"
        fill(folder, list(site.releases.values()), site.url)
        other = shutil.copytree(folder / "current", Path(name) / "other")
        commands = {
            "update, nothing new": ("update", folder, "--site", site.url, "--delay", "0"),
            "diff": ("diff", folder, other),
            "validate": ("validate", folder),
        }
        print(f"{count} records, {(other / 'press_releases.jsonl').stat().st_size >> 20} MB")
        seconds = {what: _measure(what, *command) for what, command in commands.items()}
        site.publish(3)
        _measure("update, 3 new", *commands["update, nothing new"])
    if count >= RECORDS and seconds["update, nothing new"] > MOST_SECONDS:
        sys.exit(f"an update that finds nothing new takes more than {MOST_SECONDS} s")


def fill(folder: Path, releases: list[Release], site: str) -> None:
    """Make the dataset that `update` would have made of these releases."""
    run = Run(now(), {})
    dataset = DatasetFolder(folder)
    with State(dataset.state) as state:
        register = Register(state, "before")
        records, visits = Records(state), Visits(state, "before")
        found = _records(releases)
        while some := list(islice(found, _BATCH)):
            at = utc(run.started)
            register.enter_found([Listed(url, listing="en") for url, _ in some], at)
            with state.transaction():
                for url, record in some:
                    answer = Answer(url, at, 200, at, url, '"tag"')
                    Outcomes(register.state).enter_outcome(answer, "record", record_id=record.id)
                    state.run("UPDATE page SET next_check = '9999' WHERE url = ?", url)
                    records.enter(url, record, {"title": ["line"]}, at)
                    kind = Kind(record.layout, record.type or "")
                    visits.enter_reading(url, at, 200, kind, {"title": ["line"]})
        with state.transaction():
            state.put("scope", _SCOPE | {"site": site})
            state.put("bookmarks", {"en": {"at": None, "is_whole": True}})
        publication = Publication(dataset, state, run)
        publication.build(Books(), {}, [], complete=True)
        publication.publish()


_SCOPE = {"since": None, "until": None, "languages": ["en"], "types": [], "limit": 0}


def _records(releases: list[Release]) -> Iterator[tuple[str, PressRelease]]:
    """A record for each release; all but what tells them apart is the first one's."""
    url = f"{HOME}{releases[0].path}"
    capture = Capture(url=url, status=200, body=releases[0].page().encode(), captured_at=_AT)
    (template,) = read_captures([capture])
    if not isinstance(template, PressRelease):
        raise TypeError(f"the page of the local site is refused: {template.detail}")
    text = template.body + "\n\n" + "Lists were compared, and compared once more. " * 60
    for one in releases:
        named = {"id": f"osce-{one.number}-en", "node_id": one.number, "title": one.title}
        own = {"url": f"{HOME}{one.path}", "date": one.day.isoformat(), "body": text}
        yield own["url"], template.model_copy(update=named | own)


_AT = "2026-03-02T08:00:00Z"


def _measure(what: str, *command: str | Path) -> float:
    """Run a command and print what it took; seconds of the processor."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    script = "from osce_scraper.cli import main; main()"
    given = [sys.executable, "-c", _PEAK + script, *map(str, command)]
    clean = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    run = subprocess.run(given, env=clean, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    peak = run.stderr.strip().rpartition("peak ")[2]
    print(f"{what:24} {seconds:6.2f} s of the processor, {peak} MB, exit code {run.returncode}")
    return seconds


# Of the process alone: the system's own figure begins with that of whoever started it.
_PEAK = """
import atexit, pathlib, re, sys
def peak():
    status = pathlib.Path("/proc/self/status").read_text()
    print("peak", int(re.search(r"VmHWM:\\s*(\\d+)", status)[1]) >> 10, file=sys.stderr)
atexit.register(peak)
"""

if __name__ == "__main__":
    main()
