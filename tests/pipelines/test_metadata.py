from __future__ import annotations

import pytest
from scrapy.exceptions import DropItem

from osce_scraper.extensions.ledger import Ledger
from osce_scraper.items import Capture
from osce_scraper.pages.page import open_page
from osce_scraper.pipelines.metadata import MetadataPipeline


def test_raw_parts_are_read(ledger: Ledger, fixture_captures: dict[str, Capture]) -> None:
    page = open_page(fixture_captures["new-strong"])
    article = MetadataPipeline(ledger).process_item(page)
    assert article.capture is page.capture
    assert article.title.startswith("Document examiners compare notes")
    assert article.date_raw == "8 February 2017"
    assert article.places == ["VIENNA"]
    assert ledger.rejected == []


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        ("not-a-release-document", "not_a_release"),
        ("no-title", "no_title"),
        ("no-body", "no_body"),
    ],
)
def test_page_that_is_no_release_is_rejected(
    ledger: Ledger, fixture_captures: dict[str, Capture], case: str, reason: str
) -> None:
    capture = fixture_captures[case]
    with pytest.raises(DropItem):
        MetadataPipeline(ledger).process_item(open_page(capture))
    (rejected,) = ledger.rejected
    assert (rejected.reason, rejected.url) == (reason, capture.url)
    assert ledger.stats.get_value(f"osce/rejected/{reason}") == 1
