"""A crawl of a site on which everything goes wrong at once, through the command line."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from tests.conftest import Command, Run, read_jsonl
from tests.site import Site
from tests.site.faults import FAULTS, Fate
from tests.site.whole import WholeSite

GOOD = 12
DELAY = 0.15
"""Seconds; what the site's robots.txt asks for. The user asks for less."""
LATE = 0.1
"""A request is seen a little after it was sent, later on a busy machine."""
MEMORY = 300
"""Megabytes at most, though bombs of 256 and endless pages are among the answers."""

# The product's own settings but for the patience with a silent server.
CODE = """
import atexit, pathlib, re
import osce_scraper.settings
osce_scraper.settings.DOWNLOAD_TIMEOUT = 1
def note(path):
    with open(path, "w") as file:
        status = pathlib.Path("/proc/self/status").read_text()
        file.write(re.search(r"VmHWM:\\s*(\\d+)", status)[1])
atexit.register(note, {path!r})
"""


@dataclass(frozen=True)
class Faulty:
    """The crawl, after its end."""

    run: Run
    site: WholeSite
    other: Site
    folder: Path
    archive: Path
    peak: int
    """Memory that the crawl took at most, in KiB."""

    def lines(self, name: str) -> list[dict[str, Any]]:
        return read_jsonl(self.folder / f"{name}.jsonl")

    def by_address(self, name: str) -> dict[str, dict[str, Any]]:
        """The lines of rejected or failed pages by the path that was asked for."""
        return {line["url"].removeprefix(self.site.url): line for line in self.lines(name)}

    @property
    def manifest(self) -> dict[str, Any]:
        manifest: dict[str, Any] = json.loads((self.folder / "manifest.json").read_bytes())
        return manifest


@pytest.fixture(scope="module")
def faulty(command: Command, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Faulty]:
    """One crawl; whatever leaves the site arrives at `other`, the proxy of all other hosts."""
    base = tmp_path_factory.mktemp("faulty")
    folder, archive, memory = base / "dump", base / "run.warc.gz", base / "memory"
    with Site() as other, WholeSite(GOOD, FAULTS, other=other.url) as site:
        run = command(
            *("crawl", "--site", site.url, "--delay", "0.05"),
            *("-o", folder, "--archive", archive),
            code=CODE.format(path=str(memory)),
            env={"http_proxy": other.url, "https_proxy": other.url},
        )
        yield Faulty(run, site, other, folder, archive, int(memory.read_text()))


def test_some_pages_failed_and_the_rest_is_published(faulty: Faulty) -> None:
    assert faulty.run.returncode == 3, faulty.run.stderr
    assert faulty.run.stdout == ""
    assert faulty.manifest["complete"] is False
    assert "Traceback" not in faulty.run.stderr


def test_every_release_is_found_once(faulty: Faulty) -> None:
    found = Counter(line["node_id"] for line in faulty.lines("press_releases"))
    assert found == Counter(faulty.site.exported.keys())


def test_every_release_is_read_as_it_was_written(faulty: Faulty) -> None:
    for line in faulty.lines("press_releases"):
        release = faulty.site.exported[line["node_id"]]
        assert line["id"] == f"osce-{release.number}-en"
        assert line["url"] == f"https://www.osce.org{release.path}"
        assert (line["title"], line["date"]) == (release.title, release.day.isoformat())
        assert line["body"].startswith(release.opening)
        assert line["layout"] == ("old-html" if release.is_old else "new-html")


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_ends_as_it_must(faulty: Faulty, name: str) -> None:
    (fault,) = (one for one in faulty.site.faults if one.name == name)
    for address, fate in fault.fates.items():
        check(faulty, address, fate)


def check(faulty: Faulty, address: str, fate: Fate) -> None:
    """An address has its ending, and nothing says otherwise."""
    rejected, failed = faulty.by_address("rejected"), faulty.by_address("failed")
    assert (address in rejected, address in failed) == (
        fate.ending == "rejected",
        fate.ending == "failed",
    )
    assert faulty.site.paths.count(address) == fate.requests
    if fate.ending == "rejected":
        assert rejected[address]["reason"] == fate.cause
    if fate.ending == "failed":
        assert fate.cause in failed[address]["cause"]
        assert failed[address]["attempts"] == fate.requests


def test_books_tell_the_same(faulty: Faulty) -> None:
    fates = faulty.site.fates.values()
    endings = Counter(fate.ending for fate in fates)
    books = faulty.manifest["counts"]
    assert books["requested"] == len(fates)
    assert books["captured"] == len(fates) - endings["skipped"] - endings["failed"]
    for ending in ("exported", "duplicate", "rejected", "failed", "skipped"):
        assert books[ending] == endings[ending], ending
    assert books["filtered"] == 0
    assert books["rejected_by_reason"] == Counter(
        fate.cause for fate in fates if fate.ending == "rejected"
    )
    files = {file["name"]: file["records"] for file in faulty.manifest["files"]}
    for name, ending in (
        *(("press_releases", "exported"), ("rejected", "rejected"), ("failed", "failed")),
    ):
        assert files[f"{name}.jsonl"] == books[ending]


def test_nobody_is_asked_for_traps_or_sent_elsewhere(faulty: Faulty) -> None:
    assert [seen.path for seen in faulty.site.trapped] == []
    assert faulty.other.paths == []


def test_the_delay_in_force_is_kept_between_all_requests(faulty: Faulty) -> None:
    assert faulty.site.paths[0] == "/robots.txt"
    assert min(faulty.site.gaps) >= DELAY - LATE
    # One that came late makes the next gap shorter, but not the time of many.
    times = [seen.time for seen in faulty.site.seen]
    assert times[-1] - times[0] >= DELAY * (len(times) - 1) - LATE


@pytest.mark.parametrize("name", ["retry-after", "retry-date"])
def test_the_wait_that_a_server_asks_for_is_kept_by_all_requests(faulty: Faulty, name: str) -> None:
    (fault,) = (one for one in faulty.site.faults if one.name == name)
    seen = faulty.site.seen
    first = next(n for n, one in enumerate(seen) if one.path == fault.release.path)
    assert seen[first + 1].time - seen[first].time >= 1 - LATE


def test_memory_stays_small(faulty: Faulty) -> None:
    assert faulty.peak < MEMORY * 1024


def test_archive_is_whole(faulty: Faulty) -> None:
    # As `warcio check` does, but without its unpacking, which fails at brotli.
    kinds: Counter[str] = Counter()
    with faulty.archive.open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            record.raw_stream.read()
            kinds[record.rec_type] += 1
    assert kinds["warcinfo"] == 1
    assert 0 < kinds["request"] == kinds["response"] + kinds["revisit"]


def test_replay_of_its_archive_gives_the_same_bytes_and_asks_nobody(
    faulty: Faulty, command: Command, tmp_path: Path
) -> None:
    asked = len(faulty.site.seen)
    again = ("crawl", "--site", faulty.site.url, "--from", faulty.archive, "-o", tmp_path / "dump")
    run = command(*again)
    assert run.returncode == 3, run.stderr
    assert len(faulty.site.seen) == asked
    for name in ("press_releases.jsonl", "taxonomy.jsonl", "rejected.jsonl"):
        assert (tmp_path / "dump" / name).read_bytes() == (faulty.folder / name).read_bytes()
    counts = json.loads((tmp_path / "dump" / "manifest.json").read_bytes())["counts"]
    assert counts == faulty.manifest["counts"]
    failed = read_jsonl(tmp_path / "dump" / "failed.jsonl")
    assert failed == faulty.lines("failed")
