"""Whose hosts are asked: the organisation's, or those of public archives."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from osce_scraper.discovery.common_crawl import COMMON_CRAWL, FILES
from osce_scraper.discovery.wayback import WAYBACK

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

_REAL = frozenset((WAYBACK, COMMON_CRAWL, FILES))


def host_of(url: str) -> str:
    """Host of an address, with its port where it has one."""
    return urlsplit(url).netloc


def public_hosts(settings: BaseSettings) -> frozenset[str]:
    """Hosts of the public archives that a run may ask."""
    return frozenset(map(host_of, _public(settings)))


def common_crawl_hosts(settings: BaseSettings) -> frozenset[str]:
    """Hosts of Common Crawl."""
    return frozenset(map(host_of, settings.getlist("OSCE_COMMON_CRAWL")))


def named_hosts(settings: BaseSettings) -> frozenset[str]:
    """Names of the hosts that the user put in another's place; these may be private."""
    stand_ins = {url for url in (settings["OSCE_SITE"], *_public(settings)) if url} - _REAL
    return frozenset(urlsplit(url).hostname or "" for url in stand_ins)


def _public(settings: BaseSettings) -> list[str]:
    named = (settings["OSCE_WAYBACK"], *settings.getlist("OSCE_COMMON_CRAWL"))
    return [url for url in named if url]
