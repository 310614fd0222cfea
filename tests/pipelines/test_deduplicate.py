from __future__ import annotations

import itertools

import pytest
from scrapy.exceptions import DropItem

from osce_scraper.extensions.ledger import Ledger
from osce_scraper.items import PressRelease
from osce_scraper.pipelines.deduplicate import DeduplicatePipeline
from tests.conftest import MakeRecord

OWN = "https://www.osce.org/secretariat/662279"


def found_at(make_record: MakeRecord, address: str, own: str | None = OWN) -> PressRelease:
    """A record of a page that was fetched from an address and calls itself another."""
    capture = make_record().capture.model_copy(update={"url": address})
    return make_record(url=own or address, capture=capture)


def winner(pipeline: DeduplicatePipeline, *records: PressRelease) -> str | None:
    """Address of the record that stands: the last that was handed on."""
    stands = None
    for record in records:
        try:
            stands = pipeline.process_item(record).capture.url
        except DropItem:
            continue
    return stands


def test_first_record_is_handed_on(ledger: Ledger, make_record: MakeRecord) -> None:
    pipeline = DeduplicatePipeline(ledger)
    assert pipeline.process_item(make_record()) == make_record()
    assert ledger.stats.get_value("osce/duplicate") is None


def test_same_page_again_is_dropped(ledger: Ledger, make_record: MakeRecord) -> None:
    pipeline = DeduplicatePipeline(ledger)
    pipeline.process_item(make_record())
    with pytest.raises(DropItem):
        pipeline.process_item(make_record())
    assert ledger.stats.get_value("osce/duplicate") == 1


@pytest.mark.parametrize(
    ("addresses", "own", "wanted"),
    [
        # The page's own address, then a section before /node/, then the address in order.
        ((OWN, "https://www.osce.org/a/662279", "https://www.osce.org/node/662279"), OWN, OWN),
        (
            ("https://www.osce.org/node/662279", "https://www.osce.org/z/662279"),
            OWN,
            "https://www.osce.org/z/662279",
        ),
        (
            ("https://www.osce.org/b/662279", "https://www.osce.org/a/662279"),
            OWN,
            "https://www.osce.org/a/662279",
        ),
        (
            ("https://www.osce.org/a/662279", f"{OWN}?page=2#top"),
            OWN,
            f"{OWN}?page=2#top",
        ),
    ],
)
def test_best_address_stands_whatever_came_first(
    ledger: Ledger, make_record: MakeRecord, addresses: tuple[str, ...], own: str, wanted: str
) -> None:
    records = [found_at(make_record, address, own) for address in addresses]
    for order in itertools.permutations(records):
        assert winner(DeduplicatePipeline(ledger), *order) == wanted
    orders = len(list(itertools.permutations(records)))
    # One record stands in each order, every other page is a duplicate.
    assert ledger.stats.get_value("osce/duplicate") == orders * (len(records) - 1)


def test_languages_and_ids_are_apart(ledger: Ledger, make_record: MakeRecord) -> None:
    pipeline = DeduplicatePipeline(ledger)
    for name in ("osce-662279-en", "osce-662279-ru", "osce-662280-en"):
        assert pipeline.process_item(make_record(id=name)).id == name
    assert ledger.stats.get_value("osce/duplicate") is None


def test_address_of_a_mirror_counts_as_the_sites(ledger: Ledger, make_record: MakeRecord) -> None:
    mirror = "http://127.0.0.1:8000"
    pipeline = DeduplicatePipeline(ledger, mirror)
    moved = found_at(make_record, f"{mirror}/node/662279")
    own = found_at(make_record, f"{mirror}/secretariat/662279")
    assert winner(pipeline, moved, own) == own.capture.url
