"""How the spider is run: its settings by what the user asked for, and the process around it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from osce_scraper.archive.replay import ReplayIndex
from osce_scraper.archive.target import archive_target
from osce_scraper.discovery.way import Discovery
from osce_scraper.errors import RunFailedError
from osce_scraper.options import CrawlOptions
from osce_scraper.spiders.press_releases import PressReleasesSpider


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
        "OSCE_FROM": options.origin.name,
        "OSCE_WAYBACK": options.origin.wayback,
        "OSCE_COMMON_CRAWL": list(options.origin.common_crawl),
        "OSCE_AT": options.origin.at,
        "DOWNLOAD_SLOTS": {settings["OSCE_PUBLIC_SLOT"]: {"delay": options.public_delay}},
        "OSCE_DISCOVER": options.origin.discover,
        "OSCE_URLS": str(options.urls) if options.urls else None,
        "OSCE_LIMIT": options.limit,
        "OSCE_MAX_REQUESTS": options.max_requests,
        "CLOSESPIDER_TIMEOUT": options.max_time,
        "OSCE_SCOPE": asdict(options.scope),
        "OSCE_RUN_ID": run_id,
        "OSCE_CONTACT": options.contact,
    }
    if options.origin.public:
        asked["OSCE_SOURCE"] = str(options.origin.public)
    if options.contact:
        asked["USER_AGENT"] = settings["USER_AGENT"].replace(")", f"; {options.contact})")
    if options.origin.name == "demo":
        handler = "osce_scraper.demo.handler.DemoDownloadHandler"
        asked["DOWNLOAD_HANDLERS"] = {"http": handler, "https": handler}
        asked |= {"DOWNLOAD_DELAY": 0, "OSCE_ARCHIVE": True}
    if options.archive:
        asked["OSCE_ARCHIVE_TO"] = str(archive_target(options.archive, run_id))
    settings.setdict(asked, priority="cmdline")
    return settings


def replaying(options: CrawlOptions, settings: Settings, stack: ExitStack) -> Settings:
    """Put the user's archives, if there are any, in the place of the network."""
    origin = options.origin
    if origin.replay:
        # Of a file with copies, --at chose when it was written: what it holds is to be taken.
        at = None if origin.is_public else origin.at
        handler = "osce_scraper.archive.handler.ArchiveDownloadHandler"
        asked = {
            "OSCE_REPLAY": stack.enter_context(ReplayIndex(origin.replay, at)),
            "DOWNLOAD_HANDLERS": {"http": handler, "https": handler},
            "DOWNLOAD_DELAY": 0,
            "DOWNLOAD_SLOTS": {settings["OSCE_PUBLIC_SLOT"]: {"delay": 0}},
            "OSCE_PUBLIC_WAIT": 0,
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
    for name, loses in _NOISE.items():
        logging.getLogger(name).addFilter(loses)
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(PressReleasesSpider)
    with _quiet(settings["LOG_LEVEL"]):
        process.crawl(crawler)
        process.start()
    if process.bootstrap_failed:
        raise RunFailedError("the crawl could not begin; the log above says why")
    return crawler


@contextmanager
def _quiet(level: str) -> Iterator[None]:
    """Scrapy's loggers let all pass, so each page would make messages that no handler shows."""
    logger = logging.getLogger("scrapy")
    before = logger.level
    logger.setLevel(level)
    try:
        yield
    finally:
        logger.setLevel(before)


def _without_traceback(record: logging.LogRecord) -> bool:
    record.exc_info = None
    return True


def _without_advice(record: logging.LogRecord) -> bool:
    return not record.getMessage().startswith("Got data loss")


_NOISE = {
    "scrapy.downloadermiddlewares.robotstxt": _without_traceback,
    "scrapy.core.downloader.handlers.http11": _without_advice,
}
"""Loggers of Scrapy's, and what an operator is spared: where in Scrapy robots.txt could not be had,
and to publish pages that broke off, which are asked for again instead."""


def is_full(crawler: Crawler) -> bool:
    """Whether a run found as many releases as the user wants."""
    spider = crawler.spider
    return isinstance(spider, PressReleasesSpider) and spider.frontier.is_full


def ways_of(crawler: Crawler) -> list[Discovery]:
    """The ways of discovery that a run took."""
    spider = crawler.spider
    return spider.ways if isinstance(spider, PressReleasesSpider) else []
