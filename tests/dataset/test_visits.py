from __future__ import annotations

import pytest

from osce_scraper.dataset.drift import Kind, Read
from osce_scraper.dataset.gate import Rate
from osce_scraper.dataset.records import Records
from osce_scraper.dataset.state import State
from osce_scraper.dataset.visits import Visits
from tests.conftest import MakeRecord

AT = "2026-03-02T08:00:00Z"
NEW = Kind("new-html", "press_release")
OLD = Kind("old-html", "news")
GOOD: Read = {"date": ["label_time", "listing"]}
BAD: Read = {"date": ["listing"]}


def visit(visits: Visits, page: int, outcome: str) -> None:
    with visits.state.transaction():
        visits.enter(f"https://www.osce.org/node/{page}", AT, 200, outcome)


def read(visits: Visits, page: int, evidence: Read = GOOD, kind: Kind = NEW) -> None:
    with visits.state.transaction():
        visits.enter_reading(f"https://www.osce.org/node/{page}", AT, 200, kind, evidence)


@pytest.fixture
def visits(state: State) -> Visits:
    return Visits(state, "second")


@pytest.fixture
def earlier(state: State) -> Visits:
    """Visits of the run before."""
    return Visits(state, "first")


def test_nothing_was_visited_yet(visits: Visits) -> None:
    assert visits.rate(20) == Rate(0, 0, 0)
    assert visits.kinds() == []
    assert list(visits.last(NEW, 20)) == []


def test_every_page_that_was_asked_for_counts_and_failures_besides(visits: Visits) -> None:
    for number, outcome in enumerate(("failed", "refused", "gone", "unchanged", "rejected")):
        visit(visits, number, outcome)
    read(visits, 9)
    assert visits.rate(3) == Rate(asked=6, failed=1, refused=1)


def test_few_visits_are_judged_with_the_newest_before_them(earlier: Visits, visits: Visits) -> None:
    for number, outcome in enumerate(("failed", "unchanged", "refused")):
        visit(earlier, number, outcome)
    earlier.accept()
    visit(visits, 7, "unchanged")
    assert visits.rate(1) == Rate(1, 0, 0)
    assert visits.rate(2) == Rate(2, 0, 1)
    assert visits.rate(20) == Rate(4, 1, 1)


def test_readings_of_a_kind_are_filled_up_with_those_of_the_same_kind(
    earlier: Visits, visits: Visits
) -> None:
    read(earlier, 1, BAD)
    read(earlier, 2, GOOD)
    read(earlier, 3, BAD, OLD)
    earlier.accept()
    read(visits, 4, GOOD)
    assert visits.kinds() == [NEW]
    assert list(visits.last(NEW, 2)) == [GOOD, GOOD]
    assert list(visits.last(NEW, 9)) == [GOOD, GOOD, BAD]


def test_run_that_reads_nothing_is_judged_by_what_the_gate_has_not_passed(
    earlier: Visits, visits: Visits
) -> None:
    # It was killed, or the gate refused it: the next dump would hold what it read.
    for number in range(25):
        read(earlier, number, BAD)
    assert visits.kinds() == [NEW]
    assert list(visits.last(NEW, 20)) == [BAD] * 25
    visits.accept()
    assert visits.kinds() == []


def test_page_that_is_read_again_stands_for_what_was_misread(
    earlier: Visits, visits: Visits
) -> None:
    for number in range(3):
        read(earlier, number, BAD)
        read(visits, number, GOOD)
    assert list(visits.last(NEW, 2)) == [GOOD] * 3


def test_page_of_another_kind_no_longer_counts_for_the_first(
    earlier: Visits, visits: Visits
) -> None:
    read(earlier, 1, BAD, OLD)
    read(visits, 1, GOOD, NEW)
    assert visits.kinds() == [NEW]
    assert list(visits.last(OLD, 0)) == []


def test_page_that_failed_since_leaves_its_reading_to_be_judged(
    earlier: Visits, visits: Visits
) -> None:
    read(earlier, 1, BAD)
    visit(visits, 1, "failed")
    assert list(visits.last(NEW, 1)) == [BAD]
    assert visits.rate(1) == Rate(1, 1, 0)


def test_page_without_a_type_is_of_a_kind_too(visits: Visits) -> None:
    kind = Kind("new-html", "")
    read(visits, 1, GOOD, kind)
    assert visits.kinds() == [kind]
    assert list(visits.last(kind, 1)) == [GOOD]


def test_published_records_tell_what_they_rest_on(
    state: State, visits: Visits, make_record: MakeRecord
) -> None:
    records = Records(state)
    with state.transaction():
        records.enter("https://www.osce.org/node/1", make_record(id="osce-1-en"), GOOD, AT)
        records.enter(
            "https://www.osce.org/node/2", make_record(id="osce-2-en", type=None), BAD, AT
        )
    assert list(visits.published()) == []  # until a dump with them is published
    with state.transaction():
        records.promote()
        records.enter("https://www.osce.org/node/3", make_record(id="osce-3-en"), BAD, AT)
    assert sorted(visits.published()) == [(Kind("new-html", ""), BAD), (NEW, GOOD)]
