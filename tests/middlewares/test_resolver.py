from __future__ import annotations

import pytest
from scrapy.settings import Settings

from osce_scraper.middlewares.hosts import named_hosts
from osce_scraper.middlewares.resolver import is_public


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.8", "172.16.4.1", "192.168.1.1", "169.254.169.254", "0.0.0.7"),
        *("100.64.0.1", "::1", "fe80::1", "fd00::1", "not an address", ""),
    ],
)
def test_others_are_not(address: str) -> None:
    assert not is_public(address)


def test_only_what_the_user_named_may_be_private() -> None:
    real = ["https://index.commoncrawl.org", "https://data.commoncrawl.org"]
    known = {"OSCE_WAYBACK": "https://web.archive.org", "OSCE_COMMON_CRAWL": real}
    assert named_hosts(Settings(known)) == frozenset()
    mirrors = {"OSCE_SITE": "http://mirror:1", "OSCE_WAYBACK": "http://127.0.0.1:2"}
    assert named_hosts(Settings(known | mirrors)) == {"mirror", "127.0.0.1"}
