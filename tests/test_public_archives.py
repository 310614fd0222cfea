"""Crawls out of public archives: a local site stands in for them, and nobody else is asked."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest

from osce_scraper.discovery.wayback import Wayback
from osce_scraper.discovery.window import Window
from tests.archive.warcs import packed, response
from tests.conftest import Command, Invoke, Run, StartSite, read_jsonl
from tests.site import Answer, Reply, Routes, Site, release_page

HOME = "https://www.osce.org"
FIELDS = ["original", "timestamp", "statuscode", "mimetype"]
INDEX = Wayback(Window(), "").first()[0]
STAMP = "20260301120000"
TIME = "Sun, 01 Mar 2026 12:00:00 GMT"
MEMENTO = {"Memento-Datetime": TIME}
SAME_BYTES = ("press_releases.jsonl", "taxonomy.jsonl", "rejected.jsonl")


def row(original: str, stamp: str = STAMP) -> list[str]:
    return [original, stamp, "200", "text/html"]


def index(*rows: list[str], key: str | None = None) -> str:
    return json.dumps([FIELDS, *rows, *([[], [key]] if key else [])])


def copy(original: str, stamp: str = STAMP) -> str:
    """Where the archive plays the bytes of a capture."""
    return f"/web/{stamp}id_/{original}"


def page(number: int) -> str:
    return f"{HOME}/secretariat/{number}"


def played(number: int, time: str = TIME) -> Answer:
    return Answer(release_page(number), headers={"Memento-Datetime": time})


def copies(*numbers: int) -> dict[str, Reply]:
    return {copy(page(number)): played(number) for number in numbers}


@dataclass(frozen=True)
class Crawl:
    run: Run
    archive: Site
    folder: Path

    def lines(self, name: str) -> dict[int, dict[str, Any]]:
        """The lines of a file by the number of their page."""
        path = self.folder / f"{name}.jsonl"
        found = read_jsonl(path) if path.exists() else []
        return {int(line["url"].partition("?")[0].rpartition("/")[2]): line for line in found}

    @property
    def manifest(self) -> dict[str, Any]:
        manifest: dict[str, Any] = json.loads((self.folder / "manifest.json").read_bytes())
        return manifest

    def times(self, number: int) -> int:
        """How often copies of a page were asked for."""
        return sum(path.endswith(f"/{number}") for path in self.archive.paths)


CrawlArchive = Callable[..., Crawl]


@pytest.fixture
def crawl_wayback(command: Command, start_site: StartSite, tmp_path: Path) -> CrawlArchive:
    """Crawls what stands in for the Wayback Machine."""

    def crawl(routes: Routes, *arguments: str, **options: Any) -> Crawl:
        archive = start_site(routes)
        folder = tmp_path / "out" / "dump"
        folder.parent.mkdir(exist_ok=True)
        given = ("crawl", "-o", folder, "--delay", "0", "--from", "wayback")
        run = command(*given, "--wayback-url", archive.url, *arguments, **options)
        return Crawl(run, archive, folder)

    return crawl


# --- An archive in which most things happen that can happen


OLD = "http://osce.org:80/secretariat/662271"
TRACKED = f"{page(662280)}?fbclid=IwAR0"


def routes() -> dict[str, Reply]:
    first = [row(OLD), *(row(page(number)) for number in (662272, 662273, 662274, 662275))]
    second = [row(page(number)) for number in (662276, 662277, 662278, 662279)]
    earlier = row(page(662272), "20150101000000")
    return {
        INDEX: index(earlier, *first, key="org,osce)/ 2"),
        f"{INDEX}&resumeKey={quote_plus('org,osce)/ 2')}": index(*second, row(TRACKED)),
        **copies(662272),
        copy(OLD): played(662271),
        # The nearest capture is another than the index said, and has the archive's banner.
        copy(page(662273)): Answer("", 302, {"Location": f"/web/20260215000000/{page(662273)}"}),
        copy(page(662273), "20260215000000"): played(662273, "Sun, 15 Feb 2026 00:00:01 GMT"),
        # 662274 is missing; of 662275 there is a capture of the site's own 404.
        copy(page(662275)): Answer("<p>Page not found</p>", 404, MEMENTO),
        # The page sent its readers away; to another page of the site; and was in trouble.
        copy(page(662276)): Answer("", 302, {**MEMENTO, "Location": "https://example.org/662276"}),
        copy(page(662277)): Answer("", 301, {**MEMENTO, "Location": f"{HOME}/odihr/662277"}),
        copy(f"{HOME}/odihr/662277"): played(662277),
        copy(page(662278)): Answer("busy", 503, MEMENTO),
        copy(page(662279)): [Answer("slower", 429, {"Retry-After": "1"}), played(662279)],
        copy(TRACKED): Answer("broken", 502),
    }


@dataclass(frozen=True)
class Mixed:
    crawl: Crawl
    other: Site
    warc: Path


@pytest.fixture(scope="module")
def mixed(command: Command, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mixed]:
    """One crawl of that archive; whatever leaves it arrives at `other`, the proxy of all hosts."""
    folder = tmp_path_factory.mktemp("public")
    with Site() as other, Site(routes()) as archive:
        given = ("crawl", "-o", folder / "dump", "--delay", "0", "--from", "wayback")
        kept = ("--wayback-url", archive.url, "--archive", folder / "run.warc.gz")
        run = command(*given, *kept, env={"http_proxy": other.url, "https_proxy": other.url})
        yield Mixed(Crawl(run, archive, folder / "dump"), other, folder / "run.warc.gz")


def test_the_books_balance_and_nobody_else_is_asked(mixed: Mixed) -> None:
    crawl = mixed.crawl
    assert crawl.run.returncode == 3, crawl.run.stderr
    assert "releases may be missing" not in crawl.run.stderr
    assert mixed.other.seen == []
    assert crawl.manifest["counts"] == {
        "requested": 10,
        "captured": 8,
        "skipped": 0,
        "failed": 2,
        "exported": 5,
        "duplicate": 0,
        "rejected": 3,
        "filtered": 0,
        "rejected_by_reason": {"http_error": 3},
    }
    assert crawl.lines("press_releases").keys() == {662271, 662272, 662273, 662277, 662279}
    assert crawl.manifest["arguments"]["from"] == "wayback"


def test_a_record_has_the_page_s_address_and_the_archive_s_time(mixed: Mixed) -> None:
    record = mixed.crawl.lines("press_releases")[662271]
    assert record["url"] == page(662271)
    assert record["captured_at"] == "2026-03-01T12:00:00Z"
    assert {key: record["capture"][key] for key in ("url", "status", "archive", "offset")} == {
        "url": OLD,
        "status": 200,
        "archive": f"{mixed.crawl.archive.url}{copy(OLD)}",
        "offset": None,
    }


def test_the_newest_copy_is_taken(mixed: Mixed) -> None:
    assert mixed.crawl.times(662272) == 1
    record = mixed.crawl.lines("press_releases")[662272]
    assert record["captured_at"] == "2026-03-01T12:00:00Z"


def test_the_archive_s_redirect_to_another_capture_is_followed_to_its_bytes(mixed: Mixed) -> None:
    record = mixed.crawl.lines("press_releases")[662273]
    assert record["captured_at"] == "2026-02-15T00:00:01Z"
    assert record["capture"]["url"] == page(662273)
    assert record["capture"]["archive"].endswith(copy(page(662273), "20260215000000"))


def test_the_page_s_redirect_is_followed_within_the_archive(mixed: Mixed) -> None:
    record = mixed.crawl.lines("press_releases")[662277]
    assert record["capture"]["url"] == f"{HOME}/odihr/662277"


def test_a_copy_that_is_missing_has_failed(mixed: Mixed) -> None:
    line = mixed.crawl.lines("failed")[662274]
    assert line["url"] == page(662274)
    assert line["cause"].endswith(f"{copy(page(662274))}: the archive answered 404: it has no copy")
    assert (line["attempts"], line["last_status"]) == (1, 404)


@pytest.mark.parametrize(("number", "status"), [(662275, 404), (662276, 302), (662278, 503)])
def test_captures_of_error_pages_are_rejected(mixed: Mixed, number: int, status: int) -> None:
    line = mixed.crawl.lines("rejected")[number]
    assert (line["reason"], line["capture"]["status"]) == ("http_error", status)
    assert line["captured_at"] == "2026-03-01T12:00:00Z"
    assert mixed.crawl.times(number) == 1  # an archived 503 is no reason to ask again


def test_an_archive_in_trouble_is_asked_again(mixed: Mixed) -> None:
    asked = [one.time for one in mixed.crawl.archive.seen if one.path.endswith("/662279")]
    assert len(asked) == 2
    assert asked[1] - asked[0] >= 0.9
    line = mixed.crawl.lines("failed")[662280]
    assert (line["attempts"], line["last_status"]) == (3, 502)
    assert copy(TRACKED) in mixed.crawl.archive.paths


def test_a_replay_gives_the_same_bytes(mixed: Mixed, command: Command, tmp_path: Path) -> None:
    asked = len(mixed.crawl.archive.seen)
    run = command("crawl", "-o", tmp_path / "again", "--from", mixed.warc)
    assert run.returncode == 3, run.stderr
    for file in SAME_BYTES:
        first = (mixed.crawl.folder / file).read_bytes()
        assert (tmp_path / "again" / file).read_bytes() == first
    assert len(mixed.crawl.archive.seen) == asked
    again = json.loads((tmp_path / "again" / "manifest.json").read_bytes())
    assert again["counts"] == mixed.crawl.manifest["counts"]


def test_what_was_kept_can_be_extracted(mixed: Mixed, invoke: Invoke) -> None:
    result = invoke("extract", mixed.warc)
    crawled = (mixed.crawl.folder / "press_releases.jsonl").read_text("utf-8").splitlines()
    assert sorted(result.stdout.splitlines()) == sorted(crawled)


# --- What a user asks for


def test_the_copies_nearest_to_a_date_are_taken(crawl_wayback: CrawlArchive) -> None:
    stamps = ["20150101000000", "20180101000000", "20200101000000"]
    rows = [row(page(662271), stamp) for stamp in stamps]
    plays: dict[str, Reply] = {
        copy(page(662271), stamp): Answer(release_page(662271)) for stamp in stamps
    }
    crawl = crawl_wayback({INDEX: index(*rows), **plays}, "--at", "2017-11-30")
    assert crawl.run.returncode == 0, crawl.run.stderr
    # Without Memento-Datetime the address tells the time.
    assert crawl.lines("press_releases")[662271]["captured_at"] == "2018-01-01T00:00:00Z"
    assert crawl.manifest["arguments"]["at"] == "2017-11-30T00:00:00Z"
    assert crawl.manifest["complete"] is True


def test_named_pages_are_looked_up_without_the_index(
    crawl_wayback: CrawlArchive, tmp_path: Path
) -> None:
    file = tmp_path / "urls.txt"
    file.write_text(f"{page(662271)}\nhttp://osce.org/secretariat/662272?x=1\n")
    asked = copy(page(662271), "20991231235959")
    routes = {asked: Answer("", 302, {"Location": copy(page(662271))}), **copies(662271)}
    crawl = crawl_wayback(routes, "--urls", str(file))
    assert crawl.run.returncode == 3
    assert crawl.lines("press_releases").keys() == {662271}
    assert crawl.lines("failed").keys() == {662272}
    assert not [path for path in crawl.archive.paths if path.startswith("/cdx")]


def test_limits_and_dates_hold(crawl_wayback: CrawlArchive) -> None:
    numbers = range(662271, 662276)
    rows = [row(page(number)) for number in numbers]
    since = Wayback(Window(since=date(2026, 2, 25)), "").first()[0]
    asked = ("--limit", "2", "--since", "2026-02-25")  # the pages are of the day before
    crawl = crawl_wayback({since: index(*rows), **copies(*numbers)}, *asked)
    assert crawl.run.returncode == 0, crawl.run.stderr
    assert crawl.manifest["counts"]["requested"] == crawl.manifest["counts"]["filtered"] == 2
    assert crawl.manifest["complete"] is False


def test_the_archive_s_own_rules_and_pace_are_kept(crawl_wayback: CrawlArchive) -> None:
    robots = "User-agent: *\nCrawl-delay: 0.5\nDisallow: /web/2015\n"
    numbers = (662271, 662272)
    closed = row(page(662273), "20150101000000")
    rows = [row(page(number)) for number in numbers]
    crawl = crawl_wayback({"/robots.txt": robots, INDEX: index(*rows, closed), **copies(*numbers)})
    assert crawl.run.returncode == 0, crawl.run.stderr
    assert crawl.manifest["counts"]["skipped"] == 1
    assert crawl.times(662273) == 0
    assert min(crawl.archive.gaps) >= 0.4


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        pytest.param(Answer("<p>sorry</p>"), "the index cannot be read", id="no-index"),
        pytest.param(Answer(index()), "0 found on 1 page", id="empty"),
    ],
)
def test_without_an_index_nothing_is_published(
    crawl_wayback: CrawlArchive, answer: Answer, said: str
) -> None:
    crawl = crawl_wayback({INDEX: answer})
    assert crawl.run.returncode == 1
    last = crawl.run.stderr.splitlines()[-1]
    assert last.startswith("Error: no release was found: cdx (Wayback Machine): ")
    assert said in last
    assert not crawl.folder.exists()


def test_an_index_that_breaks_off_makes_the_dump_incomplete(crawl_wayback: CrawlArchive) -> None:
    crawl = crawl_wayback({INDEX: index(row(page(662271)), key="next"), **copies(662271)})
    assert crawl.run.returncode == 3
    assert crawl.lines("press_releases").keys() == {662271}
    assert "releases may be missing: cdx (Wayback Machine)" in crawl.run.stderr
    assert crawl.manifest["complete"] is False


def test_an_index_may_name_the_pages_of_the_live_site(
    command: Command, start_site: StartSite, tmp_path: Path
) -> None:
    archive = start_site({INDEX: index(row(page(662271)))})
    site = start_site({"/secretariat/662271": release_page(662271)})
    run = command(
        *("crawl", "-o", tmp_path / "dump", "--delay", "0", "--site", site.url),
        *("--discover", "cdx", "--wayback-url", archive.url),
    )
    assert run.returncode == 3, run.stderr  # an archive does not know what it never saw
    (record,) = read_jsonl(tmp_path / "dump" / "press_releases.jsonl")
    assert record["capture"]["url"] == f"{site.url}/secretariat/662271"
    assert record["capture"]["archive"] is None
    assert archive.paths == ["/robots.txt", INDEX]


# --- Common Crawl

FILE = "crawl-data/CC-MAIN-2026-04/segments/1/warc/CC-MAIN-1-00001.warc.gz"


class Files(Site):
    """What stands in for Common Crawl: an index, and a file that is read by parts."""

    def __init__(self, routes: Routes, content: bytes) -> None:
        super().__init__(routes)
        self.content = content

    def answer(self, path: str) -> Answer:
        if path != f"/{FILE}":
            return super().answer(path)
        unit, _, span = self.seen[-1].headers["Range"].partition("=")
        first, last = map(int, span.split("-"))
        said = {"Content-Range": f"{unit} {span}/{len(self.content)}"}
        return Answer(self.content[first : last + 1], 206, said)


def common_crawl(records: dict[int, bytes]) -> Files:
    """Its index names each of these pages with the place of its record."""
    collections = [{"id": "CC-MAIN-2026-04", "to": "2026-01-25T12:00:00"}]
    lines, content = [], bytes(100)
    for number, record in records.items():
        known = {"url": page(number), "timestamp": STAMP, "status": "200", "mime": "text/html"}
        place = {"filename": FILE, "offset": str(len(content)), "length": str(len(record))}
        lines.append(json.dumps(known | place))
        content += record
    query = "url=%2A.osce.org&output=json&filter=%3Dstatus%3A200&filter=%3Dmime%3Atext%2Fhtml"
    query += "&filter=~url%3A.%2A%2F%5B0-9%5D%7B3%2C7%7D%2F%3F%28%5B%3F%23%5D.%2A%29%3F%24"
    answers = {
        "/robots.txt": "User-agent: *\nDisallow: /\n",
        "/collinfo.json": json.dumps(collections),
        f"/CC-MAIN-2026-04-index?{query}&showNumPages=true": '{"pages": 1}',
        f"/CC-MAIN-2026-04-index?{query}&page=0": "\n".join(lines),
    }
    return Files(answers, content)


def record_of(number: int) -> bytes:
    return packed(response(page(number), release_page(number).encode()))


def test_records_of_common_crawl_are_taken_out_of_its_files(
    command: Command, tmp_path: Path
) -> None:
    records = {662271: record_of(662271), 662272: gzip.compress(b"no record")}
    records |= {662273: record_of(662273), 662274: record_of(662271)}
    warc = tmp_path / "run.warc.gz"
    with common_crawl(records) as archive:
        stand_in = ("--from", "commoncrawl", "--commoncrawl-url", archive.url, "--delay", "0")
        run = command("crawl", "-o", tmp_path / "dump", *stand_in, "--archive", warc)
    assert run.returncode == 3, run.stderr
    again = command("crawl", "-o", tmp_path / "again", "--from", warc)
    assert again.returncode == 3, again.stderr
    for name in SAME_BYTES:
        before = (tmp_path / "dump" / name).read_bytes()
        assert (tmp_path / "again" / name).read_bytes() == before
    check_common_crawl(tmp_path / "dump", archive)


def check_common_crawl(dump: Path, archive: Files) -> None:
    records = read_jsonl(dump / "press_releases.jsonl")
    assert [one["url"] for one in records] == [page(662271), page(662273)]
    first = records[0]
    assert first["captured_at"] == "2026-03-02T08:00:00Z"
    assert (first["capture"]["url"], first["capture"]["status"]) == (page(662271), 200)
    assert first["capture"]["archive"] == f"{archive.url}/{FILE}"
    assert first["capture"]["offset"] == 100
    broken, strange = read_jsonl(dump / "failed.jsonl")
    assert (broken["url"], strange["url"]) == (page(662272), page(662274))
    assert "is broken" in broken["cause"]
    assert "is another page's" in strange["cause"]
