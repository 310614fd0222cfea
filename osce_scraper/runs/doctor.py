"""A handful of polite requests, and what they tell: would a crawl work, and how well?"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryFile

from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response

from osce_scraper.discovery.choose import AUTO
from osce_scraper.discovery.search_index import detect_search_index
from osce_scraper.errors import PageRefusedError, RunFailedError, UnusableTargetError
from osce_scraper.extensions.keeper import Keeper
from osce_scraper.extensions.ledger import ledger_of
from osce_scraper.items import Capture
from osce_scraper.normalise.record import Normalised, normalise
from osce_scraper.options import CrawlOptions
from osce_scraper.origins import Origin
from osce_scraper.pages.article import read_article
from osce_scraper.pages.page import check_capture, open_page
from osce_scraper.reading import reject, validate
from osce_scraper.runs.diagnosis import Diagnosis, Finding
from osce_scraper.runs.running import run_spider, settings_for, ways_of
from osce_scraper.spiders.responses import capture_of

MOST_REQUESTS = 8
_PAGES = 3
_LEFT_OUT = frozenset(
    ("content_sha256", "capture", "scraper_version", "schema_version", "layout", "revision")
    + ("first_seen_at", "changed_at", "captured_at")
)


def diagnose(options: CrawlOptions) -> Diagnosis:
    """Ask the site for a few pages and read them.

    Args:
        options: Of a crawl; the output is not used.

    Raises:
        RunFailedError: If the requests could not be made at all.
    """
    every = ",".join(AUTO)  # named, so that each is tried
    few = replace(options, limit=_PAGES, max_requests=MOST_REQUESTS, origin=Origin(discover=every))
    settings = settings_for(few)
    settings["EXTENSIONS"]["osce_scraper.extensions.keeper.Keeper"] = 300
    crawler = run_spider(settings, None)
    keeper = crawler.get_extension(Keeper)
    if keeper is None:
        raise RunFailedError("the extension Keeper is off, so no page was kept")
    lost = {one.url: one.cause for one in ledger_of(crawler).failed}
    had = {url: page for url, page in keeper.releases.items() if url not in lost}
    for url, status in keeper.statuses.items():
        if url not in had and url not in lost:
            lost[url] = f"the server answered {status}, and was not asked again"
    return Diagnosis(
        _robots(crawler),
        ways_of(crawler),
        [_read(capture_of(page), options.site) for page in had.values()],
        lost,
        has_search_index=_has_search_index([*keeper.others, *had.values()]),
    )


def _robots(crawler: Crawler) -> str | None:
    stats = crawler.stats.get_stats()
    if stats.get("osce/robots_unavailable"):
        return None
    statuses = sorted(
        key.rpartition("/")[2] for key in stats if key.startswith("robotstxt/response_status_count")
    )
    delay = stats.get("osce/delay")
    return f"answered {', '.join(statuses) or 'nothing'}; {delay:g} s between requests"


def _has_search_index(responses: list[Response]) -> bool:
    pages = (response for response in responses if isinstance(response, HtmlResponse))
    return any(detect_search_index(page.text) for page in pages)


def _read(capture: Capture, site: str | None) -> Finding:
    try:
        check_capture(capture, site)
        normalised = normalise(read_article(open_page(capture, site)), site)
        return Finding(capture, replace(normalised, record=validate(normalised.record)))
    except PageRefusedError as error:
        return Finding(capture, error)


def make_folder(folder: Path) -> None:
    """Make the folder for fixtures, before anybody is asked for pages to keep in it.

    Raises:
        UnusableTargetError: If it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise UnusableTargetError(f"{folder}: cannot be written: {error.strerror}") from error


def save_fixtures(findings: list[Finding], folder: Path) -> list[Path]:
    """Write each page as a fixture, in the form of `fixtures/`: the page beside its record.

    Raises:
        OSError: If the folder cannot be written.
    """
    saved = []
    for number, finding in enumerate(findings, start=1):
        case = folder / f"page-{number}"
        case.mkdir(parents=True, exist_ok=True)
        (case / "page.html").write_bytes(finding.capture.content)
        facts = finding.capture.model_dump(
            include={"url", "status", "content_type", "captured_at", "row", "vouched"}
        )
        _write(case / "capture.json", facts)
        if isinstance(finding.result, PageRefusedError):
            reason = reject(finding.capture, finding.result).reason
            _write(case / "rejected.json", {"reason": reason})
        else:
            _write(case / "record.json", _expected(finding.result))
        saved.append(case)
    return saved


def _expected(normalised: Normalised) -> dict[str, object]:
    record = normalised.record.model_dump(exclude=set(_LEFT_OUT))
    for issue in record["issues"]:
        del issue["detail"]
    return record


def _write(path: Path, value: object) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1)
    path.write_text(f"{text}\n", encoding="utf-8")
