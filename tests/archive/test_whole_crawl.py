"""A crawl that keeps its pages, and the same crawl again out of the archive."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from osce_scraper.archive.reader import read_archive
from tests.archive.warcs import http, record, response, write
from tests.conftest import Command, Run, StartSite
from tests.site import HTML, Answer, Routes, Site, listed, release_page, releases

ROOT = Path(__file__).parents[2]
SAME_BYTES = ("press_releases.jsonl", "taxonomy.jsonl", "rejected.jsonl")
Crawl = Callable[..., Run]


@pytest.fixture
def crawl(command: Command, tmp_path: Path) -> Crawl:
    """Runs a crawl into a folder."""

    def run(
        output: str,
        *arguments: str,
        before: str = "",
        archive: str | None = None,
        replay: Sequence[str] = (),
    ) -> Run:
        given = ["crawl", "-o", str(tmp_path / output), "--delay", "0"]
        given += ["--contact", "me@example.org"]
        given += ["--archive", archive] if archive else []
        given += ["--from", *replay] if replay else []
        return command(*given, *arguments, code=before, cwd=ROOT)

    return run


def packed_page(number: int, coding: str, pack: Callable[[bytes], bytes]) -> Answer:
    return Answer(pack(release_page(number).encode()), headers={"Content-Encoding": coding})


def routes() -> Routes:
    """A site where most things happen that can happen to a page."""
    busy = Answer("busy", 503)
    return {
        **releases(100001, 100002),
        "/robots.txt": Answer(
            "User-agent: *\nDisallow: /admin/\n", headers={"Content-Type": "text/plain"}
        ),
        "/press-releases": listed(*range(100001, 100007), following="/press-releases?page=1"),
        "/press-releases?page=1": listed(*range(100007, 100012)),
        "/secretariat/100003": packed_page(100003, "gzip", gzip.compress),
        "/secretariat/100004": packed_page(100004, "deflate", zlib.compress),
        "/secretariat/100005": [busy, Answer(release_page(100005))],
        "/secretariat/100006": Answer("", 301, {"Location": "/odihr/100006"}),
        "/odihr/100006": release_page(100006),
        "/secretariat/100007": Answer("<html><body>gone</body></html>", 410),
        "/secretariat/100008": busy,
        "/secretariat/100009": Answer(hang_up=True),
        "/secretariat/100010": packed_page(100010, "gzip", bytes),
        "/secretariat/100011": release_page(100001),
    }


def read(folder: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / name).read_bytes().splitlines()]


def test_a_replay_gives_the_same_bytes(crawl: Crawl, start_site: StartSite, tmp_path: Path) -> None:
    archive = tmp_path / "run1.warc.gz"
    site = start_site(routes())
    live = crawl("live", "--site", site.url, archive=str(archive))
    assert live.returncode == 3, live.stderr  # some pages could not be had
    asked = len(site.seen)
    for output in ("replayed", "again"):
        done = crawl(output, "--site", site.url, replay=[str(archive)])
        assert done.returncode == 3, done.stderr
    assert len(site.seen) == asked, "a replay asks nobody"
    for name in SAME_BYTES:
        first = (tmp_path / "live" / name).read_bytes()
        assert first or name == "taxonomy.jsonl"
        assert (tmp_path / "replayed" / name).read_bytes() == first
        assert (tmp_path / "again" / name).read_bytes() == first
    read_pages = [one["node_id"] for one in read(tmp_path / "live", "press_releases.jsonl")]
    assert read_pages == [*range(100001, 100007), 100011]
    assert counts(tmp_path / "replayed") == counts(tmp_path / "live")
    check_places(archive, read(tmp_path / "live", "press_releases.jsonl"))
    check_exchanges(archive, site)


def counts(folder: Path) -> dict[str, Any]:
    counted: dict[str, Any] = json.loads((folder / "manifest.json").read_bytes())["counts"]
    return counted


def check_places(archive: Path, records: list[dict[str, Any]]) -> None:
    """Each record points to the capture that it was read from."""
    captures = {one.offset: one for one in read_archive(archive)}
    for one in records:
        assert one["capture"]["archive"] == archive.name
        capture = captures[one["capture"]["offset"]]
        assert (capture.url, capture.captured_at) == (one["capture"]["url"], one["captured_at"])


def check_exchanges(archive: Path, site: Site) -> None:
    """The archive holds all that was sent, and warcio agrees that it is whole."""
    records, bodies = [], {}
    with archive.open("rb") as file:
        for entry in ArchiveIterator(file, check_digests="raise"):
            url = entry.rec_headers.get_header("WARC-Target-URI")
            records.append((entry.rec_type, url))
            bodies[entry.rec_type, url] = entry.raw_stream.read()
    sent = site.routes["/secretariat/100003"]
    assert isinstance(sent, Answer)
    assert bodies["response", f"{site.url}/secretariat/100003"] == sent.body  # still compressed
    answered = [url for kind, url in records if kind in {"response", "revisit"}]
    hung_up = [path for path in site.paths if path == "/secretariat/100009"]
    assert Counter(answered) == Counter(
        f"{site.url}{path}" for path in site.paths if path not in hung_up
    )
    kinds = Counter(kind for kind, _ in records)
    assert kinds["warcinfo"] == 1
    assert kinds["request"] == len(answered)
    assert kinds["revisit"] >= 3  # 503 again and again, and one page at two addresses
    assert len(hung_up) == 3
    checked = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", str(archive)],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (checked.returncode, checked.stdout) == (0, b"")


def test_an_archive_that_others_made_is_crawled(crawl: Crawl, tmp_path: Path) -> None:
    """No site, no robots.txt, other hosts and schemes; a page that nobody captured."""
    pages = [100001, 100002]
    path = write(
        tmp_path / "other.warc.gz",
        record(
            "response",
            http(listed(*pages, 100003).encode(), headers={"Content-Type": HTML}),
            target_uri="http://osce.org/press-releases",
        ),
        *(
            response(f"http://www.osce.org/secretariat/{page}", release_page(page).encode())
            for page in pages
        ),
    )
    for output in ("one", "two"):
        done = crawl(output, replay=[str(path)])
        assert done.returncode in {0, 3}, done.stderr
    records = read(tmp_path / "one", "press_releases.jsonl")
    assert [one["id"] for one in records] == ["osce-100001-en", "osce-100002-en"]
    assert [one["captured_at"] for one in records] == ["2026-03-02T08:00:00Z"] * 2
    for name in SAME_BYTES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_full_disk_fails_the_run_and_stops_the_requests(
    crawl: Crawl, start_site: StartSite, tmp_path: Path
) -> None:
    numbers = range(100001, 100031)
    site = start_site({**releases(*numbers), "/press-releases": listed(*numbers)})
    archive = tmp_path / "run1.warc.gz"
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))"
    done = crawl("live", "--site", site.url, archive=str(archive), before=limit)
    assert done.returncode == 1
    assert "run1.warc.gz cannot be written: File too large" in done.stderr
    assert "Error: the archive could not be written" in done.stderr
    assert not (tmp_path / "live").exists()
    assert archive.stat().st_size <= 9000
    # The answer that did not fit is the last that was asked for.
    assert [one.url for one in read_archive(archive)] == [
        f"{site.url}{path}" for path in site.paths[:-1]
    ]


def test_a_disk_that_fails_at_the_end_is_noted(
    crawl: Crawl, start_site: StartSite, tmp_path: Path
) -> None:
    site = start_site({**releases(100001), "/press-releases": listed(100001)})
    broken = (
        "import errno; from osce_scraper.archive.writer import ArchiveWriter;"
        "ArchiveWriter.close = lambda self: (_ for _ in ()).throw(OSError(errno.EIO, 'broken'))"
    )
    done = crawl("live", "--site", site.url, archive=str(tmp_path / "a.warc.gz"), before=broken)
    assert "the archive a.warc.gz cannot be written: broken" in done.stderr
    assert done.returncode == 1


def test_an_archive_that_exists_ends_the_run_before_it_begins(
    crawl: Crawl, start_site: StartSite, tmp_path: Path
) -> None:
    archive = tmp_path / "a.warc.gz"
    archive.write_bytes(b"precious")
    site = start_site({"/press-releases": listed(100001)})
    done = crawl("live", "--site", site.url, archive=str(archive))
    assert done.returncode == 2
    assert site.seen == []
    assert archive.read_bytes() == b"precious"


def test_a_replay_does_not_speak_for_a_server_that_was_not_asked(
    crawl: Crawl, start_site: StartSite, tmp_path: Path
) -> None:
    site = start_site({**releases(100001), "/press-releases": listed(100001)})
    archive = str(tmp_path / "crawl.warc.gz")
    assert crawl("live", "--site", site.url, archive=archive).returncode == 0
    run = crawl("replayed", replay=[archive])  # --site was left out
    assert run.returncode == 1
    assert "https://www.osce.org/press-releases: not in the archive" in run.stderr
    assert "the server answered" not in run.stderr
