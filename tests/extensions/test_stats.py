from __future__ import annotations

from pathlib import Path

from scrapy.crawler import Crawler
from scrapy.statscollectors import MemoryStatsCollector, StatsCollector
from scrapy.utils.misc import load_object

from osce_scraper.extensions.stats import Stats
from osce_scraper.options import CrawlOptions
from osce_scraper.runs.running import settings_for
from osce_scraper.spiders.press_releases import PressReleasesSpider

CRAWLER = Crawler(PressReleasesSpider)


def test_a_run_counts_in_it() -> None:
    settings = settings_for(CrawlOptions(output=Path("unused")))
    assert load_object(settings["STATS_CLASS"]) is Stats


def test_it_counts_as_scrapy_does() -> None:
    ours, scrapys = Stats(CRAWLER), MemoryStatsCollector(CRAWLER)
    for stats in (ours, scrapys):
        stats.inc_value("osce/requested")
        stats.inc_value("osce/requested", 2)
        stats.set_value("osce/delay", 10.0)
        stats.max_value("memusage/max", 7)
        stats.min_value("first", 3)
    assert ours.get_stats() == scrapys.get_stats()
    assert ours.get_value("osce/requested") == 3
    assert ours.get_value("osce/exported", 0) == 0


def test_nothing_comes_between_the_caller_and_the_count() -> None:
    assert Stats(CRAWLER).inc_value.__func__ is StatsCollector.inc_value  # type: ignore[attr-defined]


def test_whoever_still_names_the_spider_is_understood() -> None:
    stats, spider = Stats(CRAWLER), PressReleasesSpider()
    stats.open_spider(spider)
    stats.inc_value("items", spider=spider)
    assert stats.get_stats(spider) == {"items": 1}
    stats.close_spider(spider, "finished")
