from __future__ import annotations

from osce_scraper.dataset.books import read_evidence
from osce_scraper.extensions.ledger import Ledger
from osce_scraper.items import Capture
from osce_scraper.pages.article import read_article
from osce_scraper.pages.page import open_page
from osce_scraper.pipelines.normalise import NormalisePipeline
from tests.site import release_page

MIRROR = "http://127.0.0.1:8000"


def test_record_is_made_and_its_evidence_counted(
    ledger: Ledger, fixture_captures: dict[str, Capture]
) -> None:
    article = read_article(open_page(fixture_captures["new-strong"]))
    record = NormalisePipeline(ledger).process_item(article)
    assert record.id == "osce-296497-en"
    assert record.date == "2017-02-08"
    evidence = read_evidence(ledger.stats.get_stats())
    assert {"title", "date", "places", "sources"} <= evidence.keys()
    assert all(sum(kinds.values()) == 1 for kinds in evidence.values())


def test_address_of_a_mirror_becomes_the_sites(ledger: Ledger) -> None:
    html = release_page(662271, site=MIRROR).encode()
    capture = Capture(url=f"{MIRROR}/secretariat/662271?page=2", status=200, body=html)
    record = NormalisePipeline(ledger, MIRROR).process_item(
        read_article(open_page(capture, MIRROR))
    )
    assert record.url == "https://www.osce.org/secretariat/662271"
    assert record.capture.url == capture.url
