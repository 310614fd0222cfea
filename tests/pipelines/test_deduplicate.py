from __future__ import annotations

import itertools

import pytest
from scrapy.exceptions import DropItem
from scrapy.http import Request

from osce_scraper.dataset.state import State
from osce_scraper.extensions.dropped import DroppedPage
from osce_scraper.extensions.ledger import RELEASE, Ledger
from osce_scraper.items import PressRelease
from osce_scraper.pipelines.deduplicate import DeduplicatePipeline
from tests.conftest import MakeRecord
from tests.datasets import Run

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


class TestWithADataset:
    """What the dataset has of a release counts as if this run had read it."""

    @pytest.fixture
    def earlier(self, state: State) -> Run:
        return Run(state, "first")

    @pytest.fixture
    def run(self, state: State) -> Run:
        return Run(state, "second")

    @staticmethod
    def has(earlier: Run, record: PressRelease) -> None:
        """The dataset has read a record from a page."""
        earlier.find(record.capture.url or "")
        earlier.keep(record)

    @staticmethod
    def read(run: Run, record: PressRelease, page: str | None = None) -> bool:
        """Whether the record of a page is handed on."""
        address = record.capture.url or ""
        run.find(page or address)
        run.ask(page or address, address)
        try:
            DeduplicatePipeline(run.ledger, None, run.memory).process_item(record)
        except DroppedPage as dropped:
            return (dropped.outcome, dropped.record_id) != ("duplicate", record.id)
        return True

    def test_worse_address_is_a_duplicate(
        self, earlier: Run, run: Run, make_record: MakeRecord
    ) -> None:
        self.has(earlier, found_at(make_record, OWN))
        assert not self.read(run, found_at(make_record, "https://www.osce.org/node/662279"))
        assert run.ledger.stats.get_value("osce/duplicate") == 1

    def test_better_address_is_handed_on(
        self, earlier: Run, run: Run, make_record: MakeRecord
    ) -> None:
        self.has(earlier, found_at(make_record, "https://www.osce.org/node/662279"))
        assert self.read(run, found_at(make_record, OWN))
        assert run.ledger.stats.get_value("osce/duplicate") is None

    def test_same_page_is_handed_on(self, earlier: Run, run: Run, make_record: MakeRecord) -> None:
        self.has(earlier, found_at(make_record, OWN))
        assert self.read(run, found_at(make_record, OWN))

    def test_page_that_calls_itself_otherwise_today_is_no_duplicate_of_itself(
        self, earlier: Run, run: Run, make_record: MakeRecord
    ) -> None:
        self.has(earlier, found_at(make_record, OWN))
        other = "https://www.osce.org/permanent-council/662279"
        assert self.read(run, found_at(make_record, OWN, other))

    def test_page_that_redirects_today_is_no_duplicate_of_itself(
        self, earlier: Run, run: Run, make_record: MakeRecord
    ) -> None:
        self.has(earlier, found_at(make_record, OWN))
        moved = "https://www.osce.org/zagreb/662279"  # later in order
        assert self.read(run, found_at(make_record, moved, moved), page=OWN)

    def test_worse_address_takes_over_when_the_better_page_is_gone(
        self, earlier: Run, run: Run, make_record: MakeRecord
    ) -> None:
        self.has(earlier, found_at(make_record, OWN))
        earlier.lose(OWN)
        assert self.read(run, found_at(make_record, "https://www.osce.org/node/662279"))

    def test_worse_address_takes_over_when_the_better_page_only_leads_to_it(
        self, earlier: Run, run: Run, make_record: MakeRecord
    ) -> None:
        node = "https://www.osce.org/node/662279"
        self.has(earlier, found_at(make_record, OWN))
        earlier.find(node)
        earlier.drop(node, DroppedPage("twin", "duplicate", record_id="osce-662279-en"))
        earlier.memory.diary.redirected(Request(node, meta={RELEASE: OWN}))
        earlier.memory.diary.closed()
        assert [one.url for one in run.memory.due()] == [node]  # at once
        assert self.read(run, found_at(make_record, node))

    def test_deleted_release_comes_back_under_any_address(
        self, earlier: Run, run: Run, make_record: MakeRecord
    ) -> None:
        self.has(earlier, found_at(make_record, OWN))
        earlier.memory.records.delete_of(OWN, "2026-03-05T08:00:00Z")
        assert self.read(run, found_at(make_record, "https://www.osce.org/node/662279"))

    def test_other_language_of_the_same_number_is_no_duplicate(
        self, earlier: Run, run: Run, make_record: MakeRecord
    ) -> None:
        self.has(earlier, found_at(make_record, OWN))
        address = "https://www.osce.org/ru/secretariat/662279"
        russian = found_at(make_record, address, address)
        assert self.read(run, russian.model_copy(update={"id": "osce-662279-ru"}))
