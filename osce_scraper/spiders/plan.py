"""What a run is to discover, by its settings."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from osce_scraper.archive.public import PUBLIC
from osce_scraper.discovery.choose import Plan, parse_names
from osce_scraper.discovery.window import Window

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


def plan_of(settings: BaseSettings) -> Plan:
    """What to discover, and how, by the run's settings.

    Raises:
        UnreadableInputError: For a file of addresses that cannot be read.
        ValueError: For a way that is none.
    """
    scope = settings.getdict("OSCE_SCOPE")
    since, until = (scope.get(name) for name in ("since", "until"))
    window = Window(
        date.fromisoformat(since) if since else None, date.fromisoformat(until) if until else None
    )
    urls, at, origin = settings["OSCE_URLS"], settings["OSCE_AT"], settings["OSCE_FROM"]
    index, files = settings.getlist("OSCE_COMMON_CRAWL")
    is_common_crawl = origin == "commoncrawl"
    return Plan(
        names=parse_names(settings["OSCE_DISCOVER"]),
        window=window,
        site=settings["OSCE_SITE"],
        languages=tuple(scope.get("languages", ())),
        urls=Path(urls) if urls else None,
        wayback=None if is_common_crawl else settings["OSCE_WAYBACK"],
        common_crawl=index if is_common_crawl else None,
        files=files,
        takes_copies=origin in PUBLIC,
        nearest=datetime.fromisoformat(at) if at else None,
    )
