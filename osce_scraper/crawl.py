"""One crawl from beginning to end: run the spider, do the books, publish the dump."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from osce_scraper.archive.replay import ReplayIndex
from osce_scraper.archive.target import archive_target
from osce_scraper.dataset.books import Books, read_books
from osce_scraper.dataset.dump import begin_dump
from osce_scraper.dataset.files import read_lines, write_records
from osce_scraper.dataset.manifest import (
    FAILED,
    RECORDS,
    REJECTED,
    TAXONOMY,
    Run,
    make_manifest,
    now,
)
from osce_scraper.discovery.choose import parse_names, shortfall
from osce_scraper.discovery.urls import AddressFile
from osce_scraper.discovery.way import Discovery
from osce_scraper.errors import RunFailedError
from osce_scraper.extensions import budget
from osce_scraper.extensions.ledger import Ledger
from osce_scraper.items import TaxonomyTerm
from osce_scraper.options import CrawlOptions
from osce_scraper.spiders.press_releases import PressReleasesSpider
from osce_scraper.taxonomy.tree import further_terms

logger = logging.getLogger(__name__)
_BUDGETS = (budget.REASON, "closespider_timeout")
"""Reasons to finish before the end that the user gave."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a crawl came to."""

    books: Books
    shortfall: str | None
    """Why releases may be missing."""

    @property
    def exit_code(self) -> int:
        """0 done; 3 published, but pages could not be had, or releases may be missing."""
        return 3 if self.shortfall or self.books.failed else 0

    def summary(self, target: Path) -> str:
        """What was done, for a person."""
        books = self.books
        return (
            f"{books.exported} records in {target}: {books.requested} pages requested,"
            f" {books.skipped} skipped, {books.failed} failed, {books.duplicate} duplicate,"
            f" {books.rejected} rejected, {books.filtered} outside the scope"
        )


def crawl(options: CrawlOptions) -> Outcome:
    """Crawl once and publish the dump.

    Raises:
        UnusableTargetError: If the output or the archive cannot be written.
        UnreadableInputError: If an archive to replay cannot be read.
        RunFailedError: If nothing may be published: no listing could be read, the run was
            stopped, or the books do not balance. The target is left as it was.
    """
    run = Run(now(), options.arguments())
    if options.urls is not None and "urls" in parse_names(options.discover):
        AddressFile(options.urls, options.site)  # a file that cannot be read ends it here
    dump = begin_dump(options.output, run.run_id, replace=options.replace)
    try:
        with ExitStack() as stack:
            settings = _replaying(options, settings_for(options, run.run_id), stack)
            crawler = run_spider(settings, dump.work / RECORDS)
        ledger, stats = _ledger(crawler), crawler.stats.get_stats()
        is_cut = stats["finish_reason"] in _BUDGETS
        if is_cut:
            ledger.enter_cut()
        books = read_books(stats)
        _check(stats, books, ways_of(crawler))
        _write_files(dump.work, ledger)
        is_cut |= 0 < options.limit <= books.requested
        missing = None if is_cut else shortfall(ways_of(crawler))
        complete = not (is_cut or missing or books.failed)
        dump.write_manifest(make_manifest(run, dump.work, books, stats, complete=complete))
        dump.publish()
    except BaseException:
        dump.discard()
        raise
    for way in ways_of(crawler):
        logger.info("%s", way.report())
    if missing:
        logger.warning("releases may be missing: %s", missing)
    return Outcome(books, missing)


def settings_for(options: CrawlOptions, run_id: str = "") -> Settings:
    """The project's settings with what the user asked for.

    Raises:
        UnusableTargetError: If the archive cannot be written where it is to be.
    """
    settings = Settings()
    settings.setmodule("osce_scraper.settings", priority="project")
    asked: dict[str, Any] = {
        "LOG_LEVEL": options.log_level,
        "LOG_FILE": str(options.log_file) if options.log_file else None,
        "DOWNLOAD_DELAY": options.delay,
        "OSCE_SITE": options.site,
        "OSCE_PROGRESS": options.log_level == "WARNING",
        "OSCE_DISCOVER": options.discover,
        "OSCE_URLS": str(options.urls) if options.urls else None,
        "OSCE_LIMIT": options.limit,
        "OSCE_MAX_REQUESTS": options.max_requests,
        "CLOSESPIDER_TIMEOUT": options.max_time,
        "OSCE_SCOPE": asdict(options.scope),
        "OSCE_RUN_ID": run_id,
        "OSCE_CONTACT": options.contact,
    }
    if options.contact:
        asked["USER_AGENT"] = settings["USER_AGENT"].replace(")", f"; {options.contact})")
    if options.origin == "demo":
        handler = "osce_scraper.demo.handler.DemoDownloadHandler"
        asked["DOWNLOAD_HANDLERS"] = {"http": handler, "https": handler}
        asked |= {"DOWNLOAD_DELAY": 0, "OSCE_ARCHIVE": True}
    if options.archive:
        asked["OSCE_ARCHIVE_TO"] = str(archive_target(options.archive, run_id))
    settings.setdict(asked, priority="cmdline")
    return settings


def _replaying(options: CrawlOptions, settings: Settings, stack: ExitStack) -> Settings:
    """Put the user's archives, if there are any, in the place of the network."""
    if options.replay:
        handler = "osce_scraper.archive.handler.ArchiveDownloadHandler"
        asked = {
            "OSCE_REPLAY": stack.enter_context(ReplayIndex(options.replay)),
            "DOWNLOAD_HANDLERS": {"http": handler, "https": handler},
            "DOWNLOAD_DELAY": 0,
            "OSCE_ARCHIVE": True,
        }
        settings.setdict(asked, priority="cmdline")
    return settings


def run_spider(settings: Settings, records: Path | None) -> Crawler:
    """Run the spider to its end.

    Args:
        settings: Of the run.
        records: File for the press releases; None to write none.

    Raises:
        RunFailedError: If the crawl could not begin.
    """
    if records is not None:
        feed = {"format": "jsonl", "item_classes": ["osce_scraper.items.PressRelease"]}
        settings.set("FEEDS", {str(records): {**feed, "store_empty": True}}, "cmdline")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(PressReleasesSpider)
    process.crawl(crawler)
    process.start()
    if process.bootstrap_failed:
        raise RunFailedError("the crawl could not begin; the log above says why")
    return crawler


def _ledger(crawler: Crawler) -> Ledger:
    ledger = crawler.get_extension(Ledger)
    if ledger is None:
        raise RunFailedError("the extension Ledger is off, so nothing was counted")
    return ledger


def ways_of(crawler: Crawler) -> list[Discovery]:
    """The ways of discovery that a run took."""
    spider = crawler.spider
    return spider.ways if isinstance(spider, PressReleasesSpider) else []


def _check(stats: dict[str, Any], books: Books, ways: list[Discovery]) -> None:
    """Refuse a run whose dump nobody should trust; Scrapy itself ends such a run with 0."""
    reason = stats.get("finish_reason")
    if cause := stats.get("osce/archive_failed"):
        raise RunFailedError(f"the archive could not be written: {cause}")
    if reason != "finished" and reason not in _BUDGETS:
        raise RunFailedError(f"the crawl did not finish ({reason}); nothing was published")
    if count := stats.get("spider_exceptions/count") or stats.get("item_error_count"):
        raise RunFailedError(f"{count} errors of our own; the log above tells them")
    if not any(way.count for way in ways) and reason not in _BUDGETS:
        raise RunFailedError("no release was found: " + "; ".join(way.report() for way in ways))
    if faults := books.faults():
        raise RunFailedError("; ".join(["the books do not balance", *faults]))


def _write_files(folder: Path, ledger: Ledger) -> None:
    write_records(folder / TAXONOMY, _terms(folder, ledger))
    rejected = sorted(ledger.rejected, key=lambda one: (one.url or "", one.capture.sha256))
    write_records(folder / REJECTED, rejected)
    if ledger.failed:
        failed = sorted(ledger.failed, key=lambda one: one.url)
        write_records(folder / FAILED, failed)
    for label in sorted(ledger.unknown_labels):
        logger.warning("the menu has an entry that the vocabulary does not know: %s", label)


def _terms(folder: Path, ledger: Ledger) -> list[TaxonomyTerm]:
    """The newest complete menu, and every further term that a record uses."""
    menu = ledger.taxonomy[1].terms if ledger.taxonomy else []
    used = {
        one["id"]
        for record in read_lines(folder / RECORDS)
        for one in (*record["sources"], *record["fields_of_work"])
        if one["id"]
    }
    return [*menu, *further_terms(used, menu)]
