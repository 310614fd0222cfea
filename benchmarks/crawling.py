"""A crawl of a local site without delay, all pipelines on, beside a bare Scrapy spider."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import urlsplit

from benchmarks.archives import COMMAND
from benchmarks.pages import Page, apart
from benchmarks.rounds import Result, run_rounds
from benchmarks.spending import spend
from tests.site import Answer, Site

_SPIDER = """
import sys
from pathlib import Path
from scrapy import Spider
from scrapy.crawler import CrawlerProcess

class Bare(Spider):
    name = "bare"
    start_urls = Path(sys.argv[1]).read_text("utf-8").split()

    def parse(self, response):
        pass

process = CrawlerProcess({"LOG_LEVEL": "INFO", "LOG_FILE": "/dev/null"})
process.crawl(Bare)
process.start()
"""
_FEW = 10  # pages; their cost, which is that of the start, is taken off


class _Server(Site):
    """Keeps connections open between requests, as servers do."""

    protocol = "HTTP/1.1"


def measure_crawls(
    folder: Path, pages: Sequence[Page], rounds: int, *, is_coded: bool = False
) -> list[Result]:
    """Processor time a page, starts left out.

    Args:
        folder: For what crawls write.
        pages: What the site holds.
        rounds: How often everything is run.
        is_coded: Whether the server sends pages as gzip, whoever asks.
    """
    routes = {
        urlsplit(page.url).path: _answer(page.body, is_coded=is_coded) for page in apart(pages)
    }
    with _Server(routes) as site:
        addresses = [f"{site.url}{path}" for path in routes]
        contenders = {
            "bare Scrapy spider": lambda: _per_page(_bare, folder, site.url, addresses),
            "crawl": lambda: _per_page(_crawl, folder, site.url, addresses),
            "crawl --archive": lambda: _per_page(_archive, folder, site.url, addresses),
        }
        return run_rounds(contenders, "bare Scrapy spider", rounds)


def _answer(body: bytes, *, is_coded: bool) -> Answer:
    if not is_coded:
        return Answer(body)
    return Answer(gzip.compress(body, 6, mtime=0), headers={"Content-Encoding": "gzip"})


def _per_page(
    command: Callable[[Path, str, Path], list[str]],
    folder: Path,
    site: str,
    addresses: Sequence[str],
) -> float:
    few = _cpu(command, folder, site, addresses[:_FEW])
    return (_cpu(command, folder, site, addresses) - few) / (len(addresses) - _FEW)


def _cpu(
    command: Callable[[Path, str, Path], list[str]],
    folder: Path,
    site: str,
    addresses: Sequence[str],
) -> float:
    listed = folder / "addresses.txt"
    listed.write_text("\n".join(addresses), "utf-8")
    return spend(command(folder, site, listed)).cpu


def _bare(_folder: Path, _site: str, listed: Path) -> list[str]:
    return [sys.executable, "-c", _SPIDER, str(listed)]


def _crawl(folder: Path, site: str, listed: Path) -> list[str]:
    options = ("--urls", str(listed), "--delay", "0", "--language", "all", "--replace", "-q")
    return [COMMAND, "crawl", "-o", str(folder / "dump"), "--site", site, *options]


def _archive(folder: Path, site: str, listed: Path) -> list[str]:
    path = Path(mkdtemp(dir=folder)) / "pages.warc.gz"  # an archive is never overwritten
    return [*_crawl(folder, site, listed), "--archive", str(path)]
