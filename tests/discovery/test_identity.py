"""One release has one address, whichever way led to it."""

from __future__ import annotations

import pytest

from osce_scraper.discovery.sieve import release_address, row_address
from osce_scraper.normalise.addresses import canonical_url, is_on_site, may_fetch, node_id

PAGE = "https://www.osce.org/cio/52484"
COPIES = [
    f"https://web.archive.org/web/20150101120000/{PAGE}",
    f"https://web.archive.org/web/20150101120000id_/{PAGE}?fbclid=x#top",
    "http://web.archive.org/web/2015/http://osce.org:80/cio/52484",
    f"  https://web.archive.org/web/20150101120000if_/{PAGE}/",
]


@pytest.mark.parametrize("url", COPIES)
def test_an_archived_copy_is_the_page_but_is_not_on_the_site(url: str) -> None:
    assert canonical_url(url) == PAGE
    assert node_id(url.partition("?")[0]) == 52484
    assert not is_on_site(url)
    assert not may_fetch(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://web.archive.org/web/20150101120000/https://elsewhere.example/cio/52484",
        f"https://web.archive.org/web/*/{PAGE}",
        f"https://web.archive.org/save/{PAGE}",
        f"https://web.archive.org.evil.example/web/20150101120000/{PAGE}",
        f"https://evil.example/https://web.archive.org/web/20150101120000/{PAGE}",
        "https://web.archive.org/web/20150101120000/http://[",
    ],
)
def test_other_addresses_that_hold_an_address_are_no_page(url: str) -> None:
    assert canonical_url(url) is None


@pytest.mark.parametrize(
    "url",
    [
        PAGE,
        "http://osce.org/cio/52484",
        "https://d6.web.osce.org/cio/52484",
        "https://field-operations-staging.osce.org/cio/52484",
        f"{PAGE}?utm_source=x&utm_medium=y",
        f"{PAGE}/?fbclid=IwAR0#content",
        *COPIES,
    ],
)
def test_every_way_finds_a_release_under_one_address(url: str) -> None:
    assert row_address(url, None) == PAGE
    assert release_address(url, None, ("en",)) == PAGE


@pytest.mark.parametrize(
    "url",
    [
        "https://www.osce.org/files/f/documents/a/b/70293.pdf",
        "https://www.osce.org/sites/default/files/report.docx?x=1",
        f"{PAGE}?download=true",
        f"{PAGE}?download",
        "https://www.osce.org/press-releases/develop",
        "https://www.osce.org/ru/press-releases?page=52484",
        "https://shhada.ir/cio/52484",
        None,
        "",
    ],
)
def test_files_listings_and_other_sites_are_no_release(url: str | None) -> None:
    assert row_address(url, None) is None
