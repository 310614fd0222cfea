from __future__ import annotations

import gzip
import json
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from scrapy.http import Request
from scrapy.robotstxt import RobotParser
from scrapy.settings import Settings

from osce_scraper.middlewares.pace import PaceMiddleware
from osce_scraper.options import CrawlOptions
from osce_scraper.runs.running import settings_for
from tests.conftest import (
    Command,
    Run,
    StartSite,
    python_command,
    quiet_environment,
    read_jsonl,
    tree_of,
)
from tests.site import Answer, Reply, Site, listed, listing_page, release_page, releases

GOOD = range(662271, 662281)
ROWS = [f"/secretariat/{number}" for number in GOOD]
# A request is seen a little after it was sent, later on a busy machine.
LATE = 0.1


@dataclass(frozen=True)
class Crawl:
    """One crawl of a local site that has ended."""

    run: Run
    site: Site
    folder: Path

    @property
    def manifest(self) -> dict[str, Any]:
        manifest: dict[str, Any] = json.loads((self.folder / "manifest.json").read_bytes())
        return manifest

    @property
    def books(self) -> dict[str, Any]:
        books: dict[str, Any] = self.manifest["counts"]
        return books

    def lines(self, name: str) -> dict[str, dict[str, Any]]:
        """The lines of a file by the path of their page on the site."""
        path = self.folder / f"{name}.jsonl"
        found = read_jsonl(path) if path.exists() else []
        places = (line["capture"]["url"] if "capture" in line else line["url"] for line in found)
        return {
            place.removeprefix(self.site.url): line
            for place, line in zip(places, found, strict=True)
        }

    def check_books(self) -> None:
        books = self.books
        assert books["requested"] == books["captured"] + books["skipped"] + books["failed"]
        assert books["captured"] == (
            books["exported"] + books["duplicate"] + books["rejected"] + books["filtered"]
        )
        assert books["exported"] == len(self.lines("press_releases"))
        assert books["rejected"] == len(self.lines("rejected"))
        assert books["failed"] == len(self.lines("failed"))

    def check_nothing_published(self) -> None:
        assert self.run.returncode == 1
        assert self.run.stderr.splitlines()[-1].startswith("Error: ")
        assert tree_of(self.folder.parent) == {}


CrawlSite = Callable[..., Crawl]


@pytest.fixture
def crawl_site(command: Command, start_site: StartSite, tmp_path: Path) -> CrawlSite:
    """Crawls a site with ten good releases; `extra` are further routes, `rows` further rows."""

    def crawl(
        extra: dict[str, Reply] | None = None,
        rows: tuple[str, ...] = (),
        *arguments: str,
        **options: Any,
    ) -> Crawl:
        routes: dict[str, Reply] = {"/press-releases": listing_page([*ROWS, *rows])}
        site = start_site({**releases(*GOOD), **routes, **(extra or {})})
        folder = tmp_path / "out" / "dump"
        folder.parent.mkdir(exist_ok=True)
        fixed = ("crawl", "--site", site.url, "--delay", "0", "-o", folder)
        return Crawl(command(*fixed, *arguments, **options), site, folder)

    return crawl


# --- A site with everything that is no failure


@dataclass(frozen=True)
class Mixed:
    crawl: Crawl
    other: Site


def moved_to(address: str, status: int = 301) -> Answer:
    return Answer(status=status, headers={"Location": address})


MIXED_ROWS = (
    *("/node/662271", "/old/662279", "/admin/662290", "/old/662291"),
    *("/hcnm/662292", "/hcnm/662293", "/old/662294", "/old/662295", "/old/662296"),
    *("https://www.osce.org/hcnm/662281", "http://osce.org/hcnm/662282?page=3"),
    *("https://odihr.osce.org/odihr/662283", "https://www.example.org/secretariat/662285"),
    *("/large/662286", "/packed/662287", "/files/662288", "/garbled/662289"),
)


@pytest.fixture(scope="module")
def mixed(command: Command, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mixed]:
    """One crawl of a site with redirects, pages that are gone, and pages that are forbidden.

    Whatever leaves the site arrives at `other`: it is the proxy of all other hosts, too.
    """
    folder = tmp_path_factory.mktemp("mixed") / "dump"
    packed = gzip.compress(release_page(662287).encode())
    with Site() as other, Site() as site:
        moved = {
            "/node/662271": "/secretariat/662271",
            "/old/662279": f"{site.url}/secretariat/662279",
            "/old/662291": "/admin/662291",
            "/old/662294": f"{other.url}/secretariat/662294",
            "/old/662295": "https://www.osce.org/secretariat/662295",
            "/old/662296": "https://www.example.org/secretariat/662296",
        }
        rows = [*MIXED_ROWS[7:], f"{other.url}/secretariat/662284", *ROWS[:2]]
        site.routes.update(
            {
                **releases(*GOOD),
                **{path: moved_to(address) for path, address in moved.items()},
                "/robots.txt": "User-agent: *\nDisallow: /admin/\n",
                "/press-releases": listing_page([*ROWS, *MIXED_ROWS[:7]], following="?page=1"),
                "/press-releases?page=1": listing_page(rows),
                "/hcnm/662281": release_page(662281),
                "/hcnm/662282": release_page(662282),
                "/hcnm/662293": Answer("gone", 410),
                "/large/662286": release_page(662286) + " " * 9_000_000,
                "/packed/662287": Answer(packed, headers={"Content-Encoding": "gzip"}),
                "/files/662288": Answer(
                    b"%PDF-1.4\n%\xe2\xe3\x00", headers={"Content-Type": "application/pdf"}
                ),
                "/garbled/662289": Answer(b"<h1>\xff\xfe" + b"\x80\x81" * 50),
            }
        )
        proxy = {"http_proxy": other.url, "https_proxy": other.url}
        fixed = ("crawl", "--site", site.url, "--delay", "0", "-o", folder)
        yield Mixed(Crawl(command(*fixed, env=proxy), site, folder), other)


def test_pages_that_are_gone_or_forbidden_or_elsewhere_are_no_failure(mixed: Mixed) -> None:
    crawl = mixed.crawl
    assert (crawl.run.returncode, crawl.run.stdout, crawl.run.stderr) == (0, "", "")
    assert crawl.manifest["complete"] is True
    assert crawl.books == {
        "requested": 26,
        "captured": 23,
        "skipped": 3,
        "failed": 0,
        "exported": 13,
        "duplicate": 2,
        "rejected": 8,
        "filtered": 0,
        "rejected_by_reason": {
            "bad_encoding": 1,
            "http_error": 5,
            "too_large": 1,
            "unknown_layout": 1,
        },
    }
    crawl.check_books()
    assert not (crawl.folder / "failed.jsonl").exists()


def test_redirect_to_a_page_that_is_known_is_a_duplicate(mixed: Mixed) -> None:
    # /node/662271 and /old/662279; the duplicate filter drops both without a word.
    assert mixed.crawl.books["duplicate"] == 2
    assert mixed.crawl.site.paths.count("/secretariat/662271") == 1
    assert mixed.crawl.site.paths.count("/secretariat/662279") == 1
    records = mixed.crawl.lines("press_releases")
    assert {"/secretariat/662271", "/secretariat/662279"} < records.keys()


def test_forbidden_pages_are_not_asked_for(mixed: Mixed) -> None:
    asked = mixed.crawl.site.paths
    assert "/old/662291" in asked  # which leads to a forbidden page
    assert not [path for path in asked if path.startswith("/admin/")]


@pytest.mark.parametrize(("path", "status"), [("/hcnm/662292", 404), ("/hcnm/662293", 410)])
def test_pages_that_are_gone_are_rejected(mixed: Mixed, path: str, status: int) -> None:
    line = mixed.crawl.lines("rejected")[path]
    assert line["reason"] == "http_error"
    assert str(status) in line["detail"]
    assert line["capture"]["status"] == status


@pytest.mark.parametrize("number", [662294, 662295, 662296])
def test_redirects_off_site_are_not_followed(mixed: Mixed, number: int) -> None:
    assert mixed.other.seen == []
    line = mixed.crawl.lines("rejected")[f"/old/{number}"]
    assert line["reason"] == "http_error"
    assert line["capture"]["status"] == 301


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/large/662286", "too_large"),
        ("/files/662288", "unknown_layout"),
        ("/garbled/662289", "bad_encoding"),
    ],
)
def test_pages_that_cannot_be_read_are_rejected(mixed: Mixed, path: str, reason: str) -> None:
    assert mixed.crawl.lines("rejected")[path]["reason"] == reason


def test_rejected_pages_are_sorted_by_address(mixed: Mixed) -> None:
    addresses = [line["url"] for line in read_jsonl(mixed.crawl.folder / "rejected.jsonl")]
    assert addresses == sorted(addresses)


def test_compressed_page_is_read(mixed: Mixed) -> None:
    assert "/packed/662287" in mixed.crawl.lines("press_releases")


def test_a_mirror_stands_in_for_the_site(mixed: Mixed) -> None:
    records = mixed.crawl.lines("press_releases")
    assert {"/hcnm/662281", "/hcnm/662282"} < records.keys()  # the latter without its query
    numbers = [*range(662271, 662283), 662287]
    assert {line["url"] for line in records.values()} == {
        f"https://www.osce.org/secretariat/{number}" for number in numbers
    }


def test_with_a_mirror_no_request_goes_elsewhere(mixed: Mixed) -> None:
    assert mixed.other.seen == []
    asked = " ".join(mixed.crawl.site.paths)
    for number in (662283, 662284, 662285):  # another subdomain, another port, another site
        assert str(number) not in asked


def test_rows_that_come_again_are_asked_for_once(mixed: Mixed) -> None:
    # A listing's top is looked at once more, for what came while its pages were read.
    asked = [path for path in mixed.crawl.site.paths if "press-releases" not in path]
    assert len(asked) == len(set(asked))


def test_user_agent_names_the_project(mixed: Mixed) -> None:
    agents = {seen.headers["User-Agent"] for seen in mixed.crawl.site.seen}
    assert len(agents) == 1
    assert agents.pop().startswith("osce-scraper/")


def test_only_gzip_is_asked_for(mixed: Mixed) -> None:
    # It alone says where a body ends, and every reader of archives knows it.
    assert {seen.headers["Accept-Encoding"] for seen in mixed.crawl.site.seen} == {"gzip"}


# --- robots.txt and pace


def test_missing_robots_txt_allows_everything(crawl_site: CrawlSite) -> None:
    gone = Answer("User-agent: *\nDisallow: /\n", 404)
    crawl = crawl_site({"/robots.txt": gone}, (), "--contact", "me@example.org")
    assert crawl.run.returncode == 0
    assert crawl.books["exported"] == len(GOOD)
    # `--contact` joins the user agent and stays out of the manifest.
    for seen in crawl.site.seen:
        assert "me@example.org" in seen.headers["User-Agent"]
    assert "me@example.org" not in (crawl.folder / "manifest.json").read_text("utf-8")


def test_robots_txt_with_a_server_error_stops_the_crawl(crawl_site: CrawlSite) -> None:
    crawl = crawl_site({"/robots.txt": Answer("busy", 503)})
    crawl.check_nothing_published()
    assert "robots.txt" in crawl.run.stderr
    assert set(crawl.site.paths) == {"/robots.txt"}


def test_site_that_refuses_connections_stops_the_crawl(command: Command, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but not listening: connections are refused
        site = f"http://127.0.0.1:{taken.getsockname()[1]}"
        run = command("crawl", "--site", site, "--delay", "0", "-o", tmp_path / "dump")
    assert run.returncode == 1
    assert "robots.txt" in run.stderr
    assert tree_of(tmp_path) == {}


NO_NAMES = """
import socket
def unknown(*question, **options):
    raise socket.gaierror(-2, "Name or service not known")
socket.gethostbyname = socket.getaddrinfo = unknown
"""


def test_site_whose_name_is_unknown_stops_the_crawl(command: Command, tmp_path: Path) -> None:
    no_proxy = {"http_proxy": "", "https_proxy": ""}
    mirror = ("crawl", "--site", "http://mirror.example.org", "--delay", "0")
    run = command(*mirror, "-o", tmp_path / "dump", code=NO_NAMES, env=no_proxy)
    assert run.returncode == 1
    assert "http://mirror.example.org/press-releases" in run.stderr
    assert "robots.txt" in run.stderr
    assert tree_of(tmp_path) == {}


PRIVATE_NETWORK = """
import socket
def here(*question, **options):
    return "127.0.0.1"
def info(host, port, *more, **options):
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port or 0))]
socket.gethostbyname, socket.getaddrinfo = here, info
"""


def test_live_site_is_the_default_and_never_in_a_private_network(
    command: Command, tmp_path: Path
) -> None:
    # Every name leads to this machine here, so nothing leaves it.
    no_proxy = {"http_proxy": "", "https_proxy": ""}
    live = ("crawl", "--delay", "0", "-o", tmp_path / "dump")
    run = command(*live, code=PRIVATE_NETWORK, env=no_proxy)
    assert run.returncode == 1
    assert "https://www.osce.org/press-releases" in run.stderr
    assert "www.osce.org resolves to 127.0.0.1, which is not public" in run.stderr
    assert "--contact" in run.stderr.splitlines()[0]
    assert tree_of(tmp_path) == {}


def test_crawl_delay_of_robots_txt_is_kept(crawl_site: CrawlSite) -> None:
    robots = "User-agent: *\nCrawl-delay: 1\n"
    crawl = crawl_site({"/robots.txt": robots}, (), "--limit", "2")
    assert crawl.run.returncode == 0
    assert len(crawl.site.gaps) >= 3
    assert min(crawl.site.gaps) >= 1 - LATE


def test_larger_delay_of_the_user_is_kept(crawl_site: CrawlSite) -> None:
    robots = "User-agent: *\nCrawl-delay: 0.1\n"
    crawl = crawl_site({"/robots.txt": robots}, (), "--delay", "0.5", "--limit", "1")
    assert crawl.run.returncode == 0
    assert len(crawl.site.gaps) >= 2
    assert min(crawl.site.gaps) >= 0.5 - LATE


class KeptOpen(Site):
    """Keeps connections open between requests, as the site does."""

    protocol = "HTTP/1.1"


def test_connection_that_breaks_is_tried_again_at_the_pace(
    command: Command, tmp_path: Path
) -> None:
    routes: dict[str, Reply] = {"/press-releases": listing_page([*ROWS[:2], "/silent/662292"])}
    with KeptOpen({**releases(*GOOD), **routes, "/silent/662292": Answer(hang_up=True)}) as site:
        fixed = ("crawl", "--site", site.url, "--delay", "0.2", "-o", tmp_path / "dump")
        assert command(*fixed).returncode == 3
    assert site.paths.count("/silent/662292") == 3  # Twisted alone would have asked twice as often
    assert min(site.gaps) >= 0.2 - LATE


SLOT = "osce.org"
PUBLIC = "public archives"
COPY = Request("https://web.archive.org/web/20150101000000id_/https://www.osce.org/cio/52484")


def pace(delay: float) -> tuple[PaceMiddleware, Any]:
    downloader = SimpleNamespace(per_slot_settings={}, slots={SLOT: SimpleNamespace(delay=delay)})
    settings = Settings(
        {
            "DOWNLOAD_DELAY": delay,
            "USER_AGENT": "osce-scraper/1",
            "OSCE_SLOT": SLOT,
            "OSCE_PUBLIC_SLOT": PUBLIC,
            "DOWNLOAD_SLOTS": {PUBLIC: {"delay": 4}},
            "OSCE_WAYBACK": "https://web.archive.org",
            "OSCE_COMMON_CRAWL": ["https://index.commoncrawl.org", "https://data.commoncrawl.org"],
        }
    )
    crawler = SimpleNamespace(
        settings=settings,
        engine=SimpleNamespace(downloader=downloader),
        stats=SimpleNamespace(set_value=lambda _name, _value: None),
    )
    return PaceMiddleware(cast("Any", crawler)), downloader


def rules(asked: float | None) -> RobotParser:
    return cast("RobotParser", SimpleNamespace(crawl_delay=lambda _agent: asked))


def test_all_hosts_share_one_slot() -> None:
    middleware, _ = pace(10)
    for host in ("www.osce.org", "odihr.osce.org", "dushanbe.osce.org"):
        request = Request(f"https://{host}/x/1")
        middleware.process_request(request)
        assert request.meta["download_slot"] == SLOT
    settings = settings_for(CrawlOptions(output=Path("unused")))
    assert settings["OSCE_SLOT"] == SLOT
    assert settings.getint("CONCURRENT_REQUESTS") == 1
    assert settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1
    assert settings.getbool("AUTOTHROTTLE_ENABLED") is False
    assert settings.getfloat("DOWNLOAD_DELAY_JITTER") == 0


def test_largest_delay_of_all_hosts_is_kept_for_a_slot_that_comes_back() -> None:
    middleware, downloader = pace(10)
    for asked in (30.0, 20.0, None, 5.0):
        middleware.robots_parsed(rules(asked), Request("https://www.osce.org/"))
    assert downloader.slots[SLOT].delay == 30
    assert downloader.per_slot_settings[SLOT]["delay"] == 30


def test_public_archives_share_a_slot_and_a_pace_of_their_own() -> None:
    middleware, downloader = pace(10)
    for host in ("web.archive.org", "index.commoncrawl.org", "data.commoncrawl.org"):
        request = Request(f"https://{host}/a/https://www.osce.org/x/1")
        middleware.process_request(request)
        assert request.meta["download_slot"] == PUBLIC
    for asked in (3.0, 5.0):
        middleware.robots_parsed(rules(asked), COPY)
    assert downloader.per_slot_settings == {PUBLIC: {"delay": 5}}
    assert downloader.slots[SLOT].delay == 10


def test_smaller_crawl_delay_changes_nothing() -> None:
    middleware, downloader = pace(10)
    middleware.robots_parsed(rules(5.0), Request("https://www.osce.org/"))
    assert downloader.slots[SLOT].delay == 10
    assert downloader.per_slot_settings == {}


def test_retry_after_is_obeyed_up_to_ten_minutes(crawl_site: CrawlSite) -> None:
    page = Answer(release_page(662290))
    crawl = crawl_site(
        {
            "/press-releases": listing_page([ROWS[0], "/old/662290"]),
            ROWS[0]: [Answer("busy", 503, {"Retry-After": "2"})] * 3,
            "/old/662290": [Answer("busy", 429, {"Retry-After": "700"}), page],
        }
    )
    assert crawl.run.returncode == 3
    places = [n for n, path in enumerate(crawl.site.paths) if path == ROWS[0]]
    assert len(places) == 3
    gaps = [crawl.site.gaps[place] for place in places if place < len(crawl.site.gaps)]
    assert min(gaps) >= 2 - LATE  # the last one too, before another page is asked for
    assert crawl.lines("failed").keys() == {ROWS[0], "/old/662290"}
    assert crawl.site.paths.count("/old/662290") == 1
    crawl.check_books()


# --- Pages that cannot be had

BROKEN = {
    "/error/662290": Answer("oops", 500),
    "/short/662291": Answer(release_page(662291), headers={"Content-Length": "9000"}),
    "/silent/662292": Answer(hang_up=True),
    "/unpacked/662293": Answer(release_page(662293), headers={"Content-Encoding": "gzip"}),
    "/cut/662294": Answer(
        gzip.compress(release_page(662294).encode())[:-40], headers={"Content-Encoding": "gzip"}
    ),
}


@pytest.fixture(scope="module")
def failing(command: Command, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawl]:
    """One crawl of a site with pages that cannot be had, and one that can at the second try."""
    folder = tmp_path_factory.mktemp("failing") / "dump"
    passing: Reply = [Answer("oops", 502), Answer(release_page(662271))]
    routes = {"/press-releases": listing_page([*ROWS, *BROKEN])}
    with Site({**releases(*GOOD), **routes, **BROKEN, ROWS[0]: passing}) as site:
        fixed = ("crawl", "--site", site.url, "--delay", "0", "-o", folder)
        yield Crawl(command(*fixed), site, folder)


def test_failed_pages_make_the_dump_incomplete(failing: Crawl) -> None:
    assert failing.run.returncode == 3
    assert failing.manifest["complete"] is False
    assert [file["name"] for file in failing.manifest["files"]] == [
        *("press_releases.jsonl", "taxonomy.jsonl", "rejected.jsonl", "failed.jsonl")
    ]
    failing.check_books()


def test_server_error_that_passes_is_no_failure(failing: Crawl) -> None:
    assert ROWS[0] in failing.lines("press_releases")
    assert failing.site.paths.count(ROWS[0]) == 2


@pytest.mark.parametrize("path", BROKEN)
def test_page_that_cannot_be_had_is_asked_for_again_and_has_failed_then(
    failing: Crawl, path: str
) -> None:
    assert path not in failing.lines("press_releases")
    line = failing.lines("failed")[path]
    assert line["attempts"] == failing.site.paths.count(path) > 1
    assert line["last_status"] == (500 if path.startswith("/error") else None)
    assert f"{failing.site.url}{path}" in failing.run.stderr


def test_redirects_in_a_circle_are_no_duplicate(crawl_site: CrawlSite) -> None:
    circle: dict[str, Reply] = {
        "/a/662290": moved_to("/b/662290", 302),
        "/b/662290": moved_to("/a/662290", 302),
    }
    crawl = crawl_site(circle, ("/a/662290",))
    crawl.check_books()
    assert crawl.books["duplicate"] == 0  # nothing was read, so it must be told somewhere
    assert crawl.books["failed"] + crawl.books["rejected"] == 1


def test_a_page_with_a_very_long_address_is_not_lost(crawl_site: CrawlSite) -> None:
    long = f"/{'a' * 2100}/662290"
    crawl = crawl_site({long: release_page(662290)}, (long,), "--limit", "11")
    assert crawl.run.returncode == 0, crawl.run.stderr
    assert crawl.books["exported"] == 11


def test_pages_without_a_body_are_rejected(crawl_site: CrawlSite) -> None:
    empty: dict[str, Reply] = {"/old/662290": Answer(""), "/old/662291": Answer("", 204)}
    crawl = crawl_site(empty, tuple(empty))
    assert crawl.run.returncode == 0, crawl.run.stderr
    assert crawl.lines("rejected").keys() == empty.keys()
    crawl.check_books()


def test_strange_header_of_a_page_does_not_end_the_run(crawl_site: CrawlSite) -> None:
    page = Answer(release_page(662290), headers={"Memento-Datetime": "yesterday"})
    crawl = crawl_site({"/old/662290": page}, ("/old/662290",))
    assert crawl.run.returncode == 0, crawl.run.stderr
    captured = datetime.fromisoformat(crawl.lines("press_releases")["/old/662290"]["captured_at"])
    assert abs(datetime.now(UTC) - captured) < timedelta(minutes=2)


def test_addresses_with_other_letters_balance(crawl_site: CrawlSite) -> None:
    extra: dict[str, Reply] = {
        "/b%C3%BCro/662290": release_page(662290),
        "/a%20b/662291": release_page(662291),
    }
    crawl = crawl_site(extra, ("/büro/662290", "/a b/662291"))
    assert crawl.run.returncode == 0, crawl.run.stderr
    assert crawl.books["requested"] == crawl.books["exported"] == len(GOOD) + 2


# --- Listings


@pytest.mark.parametrize(
    "listing",
    [
        pytest.param(Answer("oops", 500), id="server-error"),
        pytest.param(Answer(listed()), id="no-rows"),
        pytest.param(Answer(""), id="empty"),
        pytest.param(moved_to("/login", 302), id="login"),
    ],
)
def test_without_a_listing_nothing_is_published(crawl_site: CrawlSite, listing: Reply) -> None:
    crawl = crawl_site({"/press-releases": listing, "/login": "<p>Please log in.</p>"})
    crawl.check_nothing_published()


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(Answer("oops", 500), id="server-error"),
        pytest.param(Answer(""), id="empty"),
        pytest.param(moved_to("/press-releases", 302), id="sent-back"),
    ],
)
def test_lost_second_listing_page_makes_the_dump_incomplete(
    crawl_site: CrawlSite, second: Answer
) -> None:
    first = listed(*GOOD, following="/press-releases?page=1")
    crawl = crawl_site({"/press-releases": first, "/press-releases?page=1": second})
    assert crawl.run.returncode == 3
    assert crawl.manifest["complete"] is False
    assert crawl.books["exported"] == len(GOOD)
    assert "releases may be missing: listing: " in crawl.run.stderr
    crawl.check_books()


# --- Errors of our own

RAISING_PIPELINE = """
from osce_scraper.pipelines.normalise import NormalisePipeline
whole = NormalisePipeline.process_item
def process_item(self, item):
    if "662275" in item.capture.url:
        raise RuntimeError("planted")
    return whole(self, item)
NormalisePipeline.process_item = process_item
"""
RAISING_CALLBACK = """
from osce_scraper.spiders.press_releases import PressReleasesSpider
whole = PressReleasesSpider.parse_release
def parse_release(self, response, row):
    if "662275" in response.url:
        raise RuntimeError("planted")
    yield from whole(self, response, row)
PressReleasesSpider.parse_release = parse_release
"""
# The rows after the fifth are lost without an entry in any book.
RAISING_LISTING = """
from osce_scraper.discovery import paging
whole = paging.row_address
def row_address(url, site=None):
    if "662275" in url:
        raise RuntimeError("planted")
    return whole(url, site)
paging.row_address = row_address
"""
UNWRITABLE_RECORD = r"""
from osce_scraper.pipelines.deduplicate import DeduplicatePipeline
whole = DeduplicatePipeline.process_item
def process_item(self, item):
    item = whole(self, item)
    return item.model_copy(update={"body": "\ud800"}) if item.node_id == 662275 else item
DeduplicatePipeline.process_item = process_item
"""
NO_RECORD = """
from osce_scraper.pipelines.deduplicate import DeduplicatePipeline
DeduplicatePipeline.process_item = lambda self, item: {"url": item.url}
"""
FULL_DISK = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
"""


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(RAISING_PIPELINE, id="pipeline-raises"),
        pytest.param(RAISING_CALLBACK, id="callback-raises"),
        pytest.param(RAISING_LISTING, id="listing-callback-raises"),
        pytest.param(UNWRITABLE_RECORD, id="record-cannot-be-written"),
        pytest.param(NO_RECORD, id="items-are-no-records"),
        pytest.param(FULL_DISK, id="disk-is-full"),
    ],
)
def test_error_of_our_own_publishes_nothing(
    crawl_site: CrawlSite, demo_dump: Path, tmp_path: Path, code: str
) -> None:
    old = tmp_path / "out" / "dump"
    shutil.copytree(demo_dump, old)
    before = tree_of(old.parent)
    crawl = crawl_site({}, (), "--replace", code=code)
    assert len(crawl.site.paths) > 2
    assert crawl.run.returncode == 1, crawl.run.stderr
    assert crawl.run.stderr.splitlines()[-1].startswith("Error: ")
    assert tree_of(old.parent) == before


@pytest.mark.parametrize(
    ("page", "requests"),
    [
        pytest.param(None, 4, id="between-pages"),
        pytest.param(Answer("busy", 503, {"Retry-After": "300"}), 3, id="while-it-waits"),
    ],
)
def test_interrupted_crawl_publishes_nothing(
    start_site: StartSite, tmp_path: Path, page: Answer | None, requests: int
) -> None:
    pages: dict[str, Reply] = releases(*GOOD) if page is None else dict.fromkeys(ROWS, page)
    site = start_site({"/press-releases": listed(*GOOD), **pages})
    started = [*python_command(), "crawl", "--site", site.url, "--delay", "0.3"]
    with subprocess.Popen(
        [*started, "-o", str(tmp_path / "dump")],
        env=quiet_environment(),
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            end = time.monotonic() + 20
            while len(site.seen) < requests and time.monotonic() < end:
                time.sleep(0.05)
            time.sleep(0.1)
            process.send_signal(signal.SIGINT)
            _, words = process.communicate(timeout=20)
        finally:
            process.kill()
    assert process.returncode == 1
    assert words.splitlines()[-1].startswith("Error: the crawl did not finish")
    assert requests <= len(site.seen) < 2 + len(GOOD)
    assert tree_of(tmp_path) == {}


# --- What the user asks for


@pytest.mark.parametrize("failing", [(), (ROWS[1], ROWS[9])], ids=["good", "some-fail"])
def test_budget_of_requests_is_kept(crawl_site: CrawlSite, failing: tuple[str, ...]) -> None:
    pages: dict[str, Reply] = dict.fromkeys(failing, Answer("oops", 500))
    crawl = crawl_site(pages, (), "--max-requests", "6")
    assert tree_of(crawl.folder), crawl.run.stderr
    assert len(crawl.site.seen) == 6
    assert crawl.manifest["complete"] is False
    assert crawl.books["requested"] == len(GOOD)
    crawl.check_books()
    assert crawl.run.returncode == (3 if crawl.books["failed"] else 0)


def test_budget_of_one_request_is_spent_on_robots_txt(crawl_site: CrawlSite) -> None:
    crawl = crawl_site({"/robots.txt": Answer("oops", 503)}, (), "--max-requests", "1")
    assert crawl.site.paths == ["/robots.txt"]


def test_window_without_a_release_gives_an_empty_dump(crawl_site: CrawlSite) -> None:
    crawl = crawl_site({}, (), "--since", "2030-01-01")
    assert (crawl.run.returncode, crawl.run.stderr) == (0, "")
    assert crawl.manifest["complete"] is True
    assert crawl.books["requested"] == 0


def test_long_delay_does_not_outlive_the_budget_of_time(crawl_site: CrawlSite) -> None:
    slow = Answer("User-agent: *\nCrawl-delay: 300", headers={"Content-Type": "text/plain"})
    begin = time.monotonic()
    crawl = crawl_site({"/robots.txt": slow}, (), "--max-time", "2")
    assert time.monotonic() - begin < 20
    assert crawl.site.paths == ["/robots.txt"]
    assert crawl.books["failed"] == 0
    crawl.check_books()


def test_budget_of_time_is_kept(crawl_site: CrawlSite) -> None:
    crawl = crawl_site({}, (), "--max-time", "4", "--delay", "0.4")
    assert crawl.run.returncode == 0, crawl.run.stderr
    assert crawl.site.seen[-1].time - crawl.site.seen[0].time < 7
    assert crawl.manifest["complete"] is False
    assert 0 < crawl.books["skipped"] < crawl.books["requested"] == len(GOOD)
    crawl.check_books()


def test_log_file_takes_the_warnings(crawl_site: CrawlSite, tmp_path: Path) -> None:
    log = tmp_path / "crawl.log"
    failing: dict[str, Reply] = {ROWS[0]: Answer("oops", 500)}
    lines = tmp_path / "log.jsonl"
    logs = ("--log-file", str(log), "--json-log", str(lines))
    often = "import osce_scraper.extensions.figures as figures; figures._EVERY = 0.02"
    crawl = crawl_site(failing, (), *logs, "--limit", "2", code=often)
    assert (crawl.run.returncode, crawl.run.stderr) == (3, "")
    assert ROWS[0] in log.read_text("utf-8")
    logged = read_jsonl(lines)
    (warning,) = (line for line in logged if "figures" not in line)
    assert warning["level"] == "WARNING"
    assert ROWS[0] in warning["message"]
    first, *_, figures = (line for line in logged if "figures" in line)
    assert first["figures"]["pages"] <= figures["figures"]["pages"]
    last = {"pages": 2, "requested": 2, "records": 1, "rejected": 0, "failed": 1}
    assert last.items() <= figures["figures"].items()
    assert figures["figures"].keys() == last.keys() | {"rate", "seconds_left", "delay"}


def test_a_log_that_cannot_be_written_does_not_hurt_the_run(crawl_site: CrawlSite) -> None:
    crawl = crawl_site({}, (), "--json-log", "/dev/full", "--limit", "1")
    assert crawl.run.returncode == 0
    assert "the log /dev/full cannot be written: No space left" in crawl.run.stderr
    assert crawl.books["exported"] == 1


def test_settings_follow_the_options() -> None:
    options = CrawlOptions(output=Path("unused"), limit=5, delay=3.0, contact="me@example.org")
    settings = settings_for(options)
    assert settings.getint("OSCE_LIMIT") == 5
    assert settings.getfloat("DOWNLOAD_DELAY") == 3.0
    assert "me@example.org" in settings["USER_AGENT"]
    assert settings.getdict("FEEDS") == {}
    for name in ("ROBOTSTXT_OBEY", "DOWNLOAD_VERIFY_CERTIFICATES", "HTTPERROR_ALLOW_ALL"):
        assert settings.getbool(name) is True
    for name in ("REMOTE_CONTROL_ENABLED", "TELNETCONSOLE_ENABLED", "COOKIES_ENABLED"):
        assert settings.getbool(name) is False
