"""What a run that is being stopped does with requests that wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import IgnoreRequest

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class StoppedError(IgnoreRequest):
    """A request that is not made any more; its page is left for another run."""


def is_stopping(crawler: Crawler) -> bool:
    """Whether a run is being stopped: a service manager does not wait minutes."""
    engine = crawler.engine
    slot = engine._slot
    return not (crawler.crawling and engine.running and slot and not slot.closing)
