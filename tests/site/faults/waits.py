"""Servers that ask for patience."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.site.faults.fault import Fate, Fault
from tests.site.server import Answer


class RetryAfter(Fault):
    """The server is busy, and asks to be left alone for a second."""

    name = "retry-after"
    fate = Fate("exported", requests=2)

    def answer(self, path: str, asked: int) -> Answer:
        del path
        return Answer(self.page) if asked else Answer("busy", 503, {"Retry-After": "1"})


class RetryDate(Fault):
    """The server has had too many requests, and names the time when it will take one again."""

    name = "retry-date"
    fate = Fate("exported", requests=2)

    def answer(self, path: str, asked: int) -> Answer:
        del path
        moment = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
        return Answer(self.page) if asked else Answer("slow down", 429, {"Retry-After": moment})


class TooLongWait(Fault):
    """The server asks to be left alone for an hour."""

    name = "retry-tomorrow"
    fate = Fate("failed", "the server answered 503")

    def always(self) -> Answer:
        return Answer("closed for today", 503, {"Retry-After": "3600"})


class CrawlDelay(Fault):
    """robots.txt asks for 150 milliseconds between requests."""

    name = "crawl-delay"
    robots = "Crawl-delay: 0.15"
