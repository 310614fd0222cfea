from __future__ import annotations

from typing import Any

import pytest
from scrapy.exceptions import DropItem

from osce_scraper.extensions.ledger import Ledger
from osce_scraper.items import Capture
from osce_scraper.pipelines.taxonomy import TaxonomyPipeline
from tests.site import release_page

MIRROR = "http://127.0.0.1:8000"


def capture(**changes: Any) -> Capture:
    facts: dict[str, Any] = {"url": "https://www.osce.org/secretariat/662271", "status": 200}
    return Capture(**{**facts, "body": release_page(662271).encode(), **changes})


def test_page_is_opened_and_its_menu_entered(
    ledger: Ledger, fixture_captures: dict[str, Capture]
) -> None:
    page = TaxonomyPipeline(ledger).process_item(fixture_captures["new-strong"])
    assert page.capture is fixture_captures["new-strong"]
    assert page.taxonomy is not None
    assert ledger.taxonomy == (page.capture.captured_at, page.taxonomy)
    assert ledger.rejected == []


def test_page_without_a_menu_is_handed_on(ledger: Ledger) -> None:
    page = TaxonomyPipeline(ledger).process_item(capture())
    assert page.taxonomy is None
    assert ledger.taxonomy is None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"status": 404}, "http_error"),
        ({"status": 301}, "http_error"),
        ({"url": "https://www.example.org/secretariat/662271"}, "off_site"),
        ({"url": f"{MIRROR}/secretariat/662271"}, "off_site"),
        ({"content_type": "application/pdf"}, "unknown_layout"),
        ({"body": b"\xff\x81 " * 99}, "bad_encoding"),
        ({"body": b" " * (8 * 1024 * 1024 + 1)}, "too_large"),
    ],
)
def test_page_that_need_not_be_read_is_rejected(
    ledger: Ledger, changes: dict[str, Any], reason: str
) -> None:
    with pytest.raises(DropItem):
        TaxonomyPipeline(ledger).process_item(capture(**changes))
    (rejected,) = ledger.rejected
    assert rejected.reason == reason
    assert ledger.stats.get_value(f"osce/rejected/{reason}") == 1


def test_mirror_is_the_site(ledger: Ledger) -> None:
    pipeline = TaxonomyPipeline(ledger, MIRROR)
    assert pipeline.process_item(capture(url=f"{MIRROR}/secretariat/662271")).site == MIRROR
    with pytest.raises(DropItem):
        pipeline.process_item(capture(url="http://127.0.0.1:8001/secretariat/662271"))
