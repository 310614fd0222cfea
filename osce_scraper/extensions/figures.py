"""What a run has come to so far: the figures of the bar, and of the log once a minute."""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass
from time import monotonic
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.utils.asyncio import create_looping_call

from osce_scraper.archive.public import PUBLIC
from osce_scraper.dataset.books import Books, read_books

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)
FIGURES = "figures"
"""Attribute of the log records that carry figures, as a mapping."""
_EVERY = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class Figures:
    """How far a run has come."""

    pages: int
    """Release pages that are done: read, skipped or failed."""
    requested: int
    """Release pages that are known."""
    records: int
    rejected: int
    failed: int
    rate: float
    """Pages a minute since the run began."""
    seconds_left: int | None
    """For the pages that are known; None while none is."""
    delay: float
    """Seconds between requests, as they are in force."""

    def __str__(self) -> str:
        """The figures for a person."""
        failed = f", {self.failed} failed" if self.failed else ""
        return (
            f"{self.pages}/{self.requested} pages, {self.records} records,"
            f" {self.rejected} rejected{failed}, {self.rate:g}/min, {self._left()} left,"
            f" {self.delay:g} s delay"
        )

    def _left(self) -> str:
        if self.seconds_left is None:
            return "?"
        hours, minutes = divmod(round(self.seconds_left / 60), 60)
        return f"{hours}:{minutes:02} h"


def make_figures(books: Books, seconds: float, delay: float) -> Figures:
    """Make the figures of the books.

    Args:
        books: As they stand.
        seconds: Since the run began.
        delay: Seconds between requests, as they are in force.
    """
    done = books.captured + books.skipped + books.failed
    each = max(delay, seconds / done if done else 0.0)
    return Figures(
        pages=done,
        requested=books.requested,
        records=books.captured - books.duplicate - books.rejected - books.filtered,
        rejected=books.rejected,
        failed=books.failed,
        rate=round(done / seconds * 60, 1) if seconds > 0 else 0.0,
        seconds_left=round((books.requested - done) * each) if books.requested else None,
        delay=delay,
    )


class Meter:
    """Reads the figures of a run, which begins with it."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.began = monotonic()

    def read(self) -> Figures:
        """The figures as they are now."""
        books = read_books(self.crawler.stats.get_stats())
        return make_figures(books, monotonic() - self.began, self._delay())

    def _delay(self) -> float:
        settings, downloader = self.crawler.settings, self.crawler.engine.downloader
        is_public = settings["OSCE_FROM"] in PUBLIC
        name = settings["OSCE_PUBLIC_SLOT"] if is_public else settings["OSCE_SLOT"]
        if name in downloader.slots:
            return float(downloader.slots[name].delay)
        asked = downloader.per_slot_settings.get(name, {})
        return float(asked.get("delay", settings.getfloat("DOWNLOAD_DELAY")))


class FiguresLog:
    """Logs the figures every minute and at the end; `--json-log` keeps them whatever its level."""

    def __init__(self, crawler: Crawler) -> None:
        self.meter = Meter(crawler)
        self.loop = create_looping_call(self.write)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the log and let it run as long as the spider."""
        log = cls(crawler)
        crawler.signals.connect(log.opened, signal=signals.spider_opened)
        crawler.signals.connect(log.closed, signal=signals.spider_closed)
        return log

    def opened(self) -> None:
        """Begin; the first figures come after a while."""
        self.loop.start(_EVERY, now=False)

    def write(self) -> None:
        """Log the figures as they are now."""
        figures = self.meter.read()
        logger.info("%s", figures, extra={FIGURES: asdict(figures)})

    def closed(self) -> None:
        """Log the last figures."""
        self.loop.stop()
        self.write()
