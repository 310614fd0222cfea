from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from osce_scraper.dataset.books import Books
from osce_scraper.dataset.drift import Kind
from osce_scraper.dataset.folder import DatasetFolder
from osce_scraper.dataset.gate import Candidate, Listed, Rate, Thresholds, judge
from osce_scraper.dataset.manifest import Run as Started
from osce_scraper.dataset.publication import Publication
from osce_scraper.dataset.state import State
from osce_scraper.dataset.visits import Visits
from osce_scraper.discovery import listing
from osce_scraper.discovery.feed import Feeds
from osce_scraper.discovery.overlap import DEPTH, Bookmark, ReadBefore
from osce_scraper.discovery.way import Discovery
from osce_scraper.discovery.window import Window
from osce_scraper.items import Issue
from osce_scraper.runs.judging import candidate_of
from osce_scraper.taxonomy.tree import Taxonomy
from tests.conftest import MakeRecord
from tests.datasets import HOME, Run, provenance

STARTED = datetime(2026, 3, 1, 8, tzinfo=UTC)
LABEL = {"date": ["label_time"]}
FALLEN_BACK = {"date": ["listing"]}
LIMITS = Thresholds()


class Dataset:
    """A dataset whose runs read what a test says."""

    def __init__(self, folder: Path, make_record: MakeRecord) -> None:
        self.folder = DatasetFolder(folder)
        self.state = State(self.folder.state)
        self.make_record = make_record
        self.runs = 0
        self.begin()

    def begin(self) -> None:
        """Begin the next run."""
        self.runs += 1
        started = Started(STARTED + timedelta(hours=self.runs), {})
        self.publication = Publication(self.folder, self.state, started)
        self.run = Run(self.state, started.run_id)

    def read(self, numbers: range, evidence: dict[str, list[str]], layout: str = "new") -> None:
        """Read pages whose date rests on something."""
        for number in numbers:
            page = f"{HOME}/node/{number}"
            record = self.make_record(
                id=f"osce-{number}-en",
                node_id=number,
                url=page,
                layout=layout,
                title=f"{number} {evidence}",
                capture=provenance(page),
            )
            self.run.find(page)
            assert self.run.ledger.evidence is not None
            self.run.ledger.evidence[record.id] = evidence
            self.run.keep(record)

    def build(self) -> None:
        count = self.state.number("SELECT count(*) FROM record WHERE reading NOT NULL")
        books = Books(requested=count, captured=count, exported=count)
        self.publication.build(books, {}, [], complete=True)

    def publish(self) -> None:
        self.build()
        Visits(self.state, "").accept()
        self.publication.publish()
        self.begin()

    def candidate(self, *ways: Discovery) -> Candidate:
        return candidate_of(self.publication, self.run.ledger, ways, LIMITS)


@pytest.fixture
def fresh(tmp_path: Path, make_record: MakeRecord) -> Iterator[Dataset]:
    """A dataset that has read its records, and published nothing yet."""
    dataset = Dataset(tmp_path / "dataset", make_record)
    with dataset.state:
        dataset.read(range(1, 26), LABEL)
        yield dataset


@pytest.fixture
def dataset(fresh: Dataset) -> Dataset:
    fresh.publish()
    return fresh


def test_first_dump_is_held_against_nothing(fresh: Dataset) -> None:
    fresh.build()
    candidate = fresh.candidate()
    assert candidate.last_records is None
    assert candidate.records == 25
    assert judge(candidate, LIMITS) == []


def test_run_without_a_dump_stands_by_the_last_one(dataset: Dataset) -> None:
    candidate = dataset.candidate()
    assert candidate.records == candidate.last_records == 25
    assert candidate.fill_rates == candidate.last_fill_rates
    assert candidate.kinds == ()
    assert judge(candidate, LIMITS) == []


def test_dump_is_held_against_the_last_one_and_the_schema(dataset: Dataset) -> None:
    dataset.read(range(26, 28), LABEL)
    dataset.build()
    candidate = dataset.candidate()
    assert (candidate.records, candidate.last_records) == (27, 25)
    assert candidate.faults == ()
    work = dataset.publication.work
    assert work is not None
    with (work / "press_releases.jsonl").open("a", encoding="utf-8") as file:
        file.write("{}\n")
    faults = dataset.candidate().faults
    assert 0 < len(faults) <= 5
    assert list(faults) == judge(dataset.candidate(), LIMITS)[: len(faults)]


def test_drift_is_judged_over_the_pages_before_where_a_run_reads_few(dataset: Dataset) -> None:
    dataset.read(range(1, 3), FALLEN_BACK)
    (kind,) = dataset.candidate().kinds
    assert kind.kind == Kind("new", "press_release")
    assert (kind.before.pages, kind.now.pages) == (25, 20)
    assert kind.now.of_field("date") == 18 / 20
    assert judge(dataset.candidate(), LIMITS) == []  # ten points are not more than ten
    dataset.read(range(3, 4), FALLEN_BACK)
    assert len(judge(dataset.candidate(), LIMITS)) == 1


def test_drift_of_a_refused_run_keeps_the_next_one_from_publishing_it(dataset: Dataset) -> None:
    dataset.read(range(1, 26), FALLEN_BACK)
    reasons = judge(dataset.candidate(), LIMITS)
    assert "date: 'label_time' stopped firing" in reasons[0]
    dataset.begin()  # and reads nothing, but its dump would hold what the last one read
    assert judge(dataset.candidate(), LIMITS) == reasons
    dataset.begin()
    dataset.read(range(1, 26), LABEL)
    assert judge(dataset.candidate(), LIMITS) == []


def test_layout_that_is_new_is_held_against_all_of_its_type(dataset: Dataset) -> None:
    dataset.read(range(30, 55), FALLEN_BACK, "newer")
    (kind,) = dataset.candidate().kinds
    assert kind.kind == Kind("newer", "press_release")
    assert (kind.before.pages, kind.before.of_field("date")) == (25, 1.0)
    assert judge(dataset.candidate(), LIMITS)


def test_visits_are_the_rate(dataset: Dataset) -> None:
    for number in range(1, 5):
        dataset.run.memory.diary.failed(f"{HOME}/node/{number}", 500)
    assert dataset.candidate().rate == Rate(asked=20, failed=4, refused=0)


def test_entries_of_the_newest_menu_are_counted(dataset: Dataset) -> None:
    issue = Issue(code="unknown_label", field=None, kept="Space", lost=None, detail=None)
    dataset.run.ledger.enter_taxonomy(None, Taxonomy([], [issue]))
    candidate = dataset.candidate()
    assert (candidate.menu_entries, candidate.unknown_entries) == (0, 1)
    assert judge(candidate, LIMITS) == []


class TestListings:
    """A listing is judged where it was read as far as it should be, and met too little."""

    @pytest.fixture
    def before(self, dataset: Dataset) -> ReadBefore:
        """What is known of the English listing, which showed all records."""
        dataset.state.run("UPDATE page SET listing = 'en'")
        marks = {"en": Bookmark(is_whole=True)}
        return ReadBefore(dataset.run.memory.register.found_before, "next", marks)

    @staticmethod
    def listed(dataset: Dataset, before: ReadBefore) -> tuple[Listed, ...]:
        ways = (listing.Listings(Window(), read_before=before), Feeds(Window()))
        if "en" in before.overlaps:
            before.judge("en")
        return dataset.candidate(*ways).listings

    def test_what_is_known_of_it_should_be_shown(
        self, dataset: Dataset, before: ReadBefore
    ) -> None:
        assert self.listed(dataset, before) == (Listed("en", 25, 0),)

    def test_no_more_than_the_overlap_is_expected(
        self, dataset: Dataset, before: ReadBefore
    ) -> None:
        pages = [(f"{HOME}/node/{number}", "old", "en") for number in range(1000, 1200)]
        for page in pages:
            dataset.state.run("INSERT INTO page (url, found_run, listing) VALUES (?, ?, ?)", *page)
        assert self.listed(dataset, before) == (Listed("en", DEPTH, 0),)

    def test_listing_that_met_the_overlap_is_good(
        self, dataset: Dataset, before: ReadBefore
    ) -> None:
        way = listing.Listings(Window(), read_before=before)
        before.judge("en")
        before.overlaps["en"].is_reached = True
        assert dataset.candidate(way).listings == ()

    def test_listing_that_was_not_read_through_is_not_judged(
        self, dataset: Dataset, before: ReadBefore
    ) -> None:
        way = listing.Listings(Window(), read_before=before)
        assert dataset.candidate(way).listings == ()

    def test_listing_without_a_memory_is_not_judged(self, dataset: Dataset) -> None:
        assert dataset.candidate(listing.Listings(Window())).listings == ()
