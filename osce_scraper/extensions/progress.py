"""A bar for a person who watches: pages, records, rejected, rate, time left, delay in force."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn
from rich.table import Column
from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

from osce_scraper.extensions.figures import Meter

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_EVERY = 1.0  # seconds


class ProgressBar:
    """Draws on standard error; off where nobody watches, so that cron mails nothing."""

    def __init__(self, meter: Meter, console: Console) -> None:
        self.meter = meter
        self.loop = create_looping_call(self.update)
        self.bar = Progress(
            TextColumn("{task.fields[figures]}", table_column=Column(overflow="fold")),
            BarColumn(bar_width=10),
            console=console,
            transient=True,
        )
        self.task: TaskID | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the bar.

        Raises:
            NotConfigured: If it was not asked for or nobody watches.
        """
        if not crawler.settings.getbool("OSCE_PROGRESS") or not sys.stderr.isatty():
            raise NotConfigured  # without words, which would be logged as a warning
        bar = cls(Meter(crawler), Console(stderr=True))
        crawler.signals.connect(bar.opened, signal=signals.spider_opened)
        crawler.signals.connect(bar.closed, signal=signals.spider_closed)
        return bar

    def opened(self) -> None:
        """Begin to draw."""
        self.task = self.bar.add_task("crawl", total=None, figures="")
        self.bar.start()
        self.loop.start(_EVERY)

    def update(self) -> None:
        """Draw the figures as they are now."""
        if self.task is None:
            return
        now = self.meter.read()
        total = now.requested or None
        self.bar.update(self.task, total=total, completed=now.pages, figures=str(now))

    def closed(self) -> None:
        """Take the bar away."""
        self.loop.stop()
        self.bar.stop()
