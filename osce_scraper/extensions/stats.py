"""The stats of a run, which every part of it counts in."""

from __future__ import annotations

from scrapy.statscollectors import MemoryStatsCollector


class Stats(MemoryStatsCollector):
    """Scrapy's own, without its look at each call for an argument that is no longer asked for.

    A page is counted in some twenty stats, and the look costs more than the counting.
    """

    __getattribute__ = object.__getattribute__
