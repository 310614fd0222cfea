from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from osce_scraper.dataset.order import release_key
from osce_scraper.dataset.outcomes import Answer, Outcomes
from osce_scraper.dataset.records import Records
from osce_scraper.dataset.register import Register
from osce_scraper.dataset.state import State
from osce_scraper.extensions.dropped import DroppedPage
from osce_scraper.items import PressRelease, Tombstone
from tests.conftest import MakeRecord
from tests.datasets import FIRST, HOME, LATER, Run, provenance, rejected

PAGE = f"{HOME}/secretariat/662279"
NODE = f"{HOME}/node/662279"
ID = "osce-662279-en"
EVIDENCE = {"date": ["label_time"]}


@pytest.fixture
def run(state: State) -> Run:
    """A run that has found two addresses of one release."""
    run = Run(state, "first")
    run.find(PAGE, NODE)
    return run


@pytest.fixture
def records(run: Run) -> Records:
    return run.memory.records


def read(
    records: Records, record: PressRelease, content: str = "a", page: str = PAGE, **facts: Any
) -> None:
    """Enter a reading; a hex digit stands for what the page says, and for its bytes."""
    changes = {"content_sha256": content * 64, "title": content, **facts}
    reading = record.model_copy(update={"capture": provenance(page, content), **changes})
    with records.state.transaction():
        records.enter(page, reading, EVIDENCE, FIRST)


def publish(records: Records) -> None:
    with records.state.transaction():
        records.promote()
        records.state.put("is_dirty", value=False)


def titles(records: Records) -> list[str]:
    return [orjson.loads(line)["title"] for line in records.lines()]


def gone(run: Run, page: str) -> None:
    """Have a page answer 404 three times, half a day apart."""
    for at in ("2026-04-01T00:00:00Z", "2026-04-01T12:00:00Z", "2026-04-02T00:00:00Z"):
        with run.memory.state.transaction():
            if Outcomes(run.memory.register.state).enter_gone(
                Answer(page, at, 404), rejected(page, at=at)
            ):
                run.memory.records.delete_of(page, at)


def test_reading_waits_beside_the_published_line(records: Records, make_record: MakeRecord) -> None:
    read(records, make_record(), "a")
    publish(records)
    read(records, make_record(), "b")
    assert titles(records) == ["b"]  # what a dump would hold
    row = records.state.row("SELECT published FROM record")
    assert row is not None
    assert orjson.loads(row["published"])["title"] == "a"


def test_revisions_are_kept_as_they_were_published(
    records: Records, make_record: MakeRecord
) -> None:
    for content in "abc":
        read(records, make_record(), content)
        lines = [orjson.loads(line) for line in records.revision_lines()]
        publish(records)
        assert [orjson.loads(line) for line in records.revision_lines()] == lines
    assert [(line["title"], line["revision"]) for line in lines] == [("a", 1), ("b", 2)]


def test_better_reading_of_the_same_bytes_replaces_the_line(
    records: Records, make_record: MakeRecord
) -> None:
    read(records, make_record())
    publish(records)
    read(records, make_record(), type="news")
    publish(records)
    assert list(records.revision_lines()) == []
    assert orjson.loads(next(records.lines()))["revision"] == 1


def test_mended_software_makes_no_revision_of_decoration(
    records: Records, make_record: MakeRecord
) -> None:
    read(records, make_record(), "a")
    publish(records)
    read(records, make_record(), "b", content_sha256="a" * 64, title="a")  # other bytes only
    read(records, make_record(), "b", content_sha256="c" * 64, title="better")
    assert orjson.loads(next(records.lines()))["revision"] == 1


def test_what_changed_in_a_refused_run_is_a_revision_for_mended_software_too(
    records: Records, make_record: MakeRecord
) -> None:
    read(records, make_record(), "a")
    publish(records)
    read(records, make_record(), "b")  # and the gate refuses it
    read(records, make_record(), "b", content_sha256="c" * 64, title="better")
    assert orjson.loads(next(records.lines()))["revision"] == 2


def test_same_page_again_changes_nothing(records: Records, make_record: MakeRecord) -> None:
    read(records, make_record())
    publish(records)
    read(records, make_record(), captured_at=LATER)
    assert records.state.get("is_dirty") is False
    assert records.state.number("SELECT count(*) FROM record WHERE reading NOT NULL") == 0


def test_misreading_that_is_undone_leaves_the_published_line(
    records: Records, make_record: MakeRecord
) -> None:
    read(records, make_record(), "a")
    publish(records)
    before = list(records.lines())
    read(records, make_record(), "b")
    read(records, make_record(), "a")
    assert list(records.lines()) == before
    assert list(records.revision_lines()) == []


def test_date_of_a_page_is_that_of_its_record(records: Records, make_record: MakeRecord) -> None:
    assert records.date_of(PAGE) is None
    records.state.run("UPDATE page SET record_id = ? WHERE url = ?", ID, PAGE)
    read(records, make_record(date="2026-02-24"))
    assert records.date_of(PAGE) == "2026-02-24"
    publish(records)
    read(records, make_record(date=None, date_source=None), "b")
    assert records.date_of(PAGE) is None  # as it was read last


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(dates=st.lists(st.sampled_from([None, "1996-05-01", "2026-02-24"]), max_size=12))
def test_lines_lie_as_in_every_dump(
    state: State, make_record: MakeRecord, dates: list[str | None]
) -> None:
    records = Records(state)
    with state.transaction():
        state.run("DELETE FROM record")
        for number, date in enumerate(dates, start=1):
            source = date and "page"
            one = make_record(id=f"osce-{number}-en", node_id=number, date=date, date_source=source)
            records.enter(f"{HOME}/node/{number}", one, EVIDENCE, FIRST)
    keys = [release_key(PressRelease.model_validate_json(line)) for line in records.lines()]
    assert keys == sorted(keys)
    assert len(keys) == len(dates)


class TestDeletion:
    """A record is deleted when no address of it is left."""

    @pytest.fixture(autouse=True)
    def _published(self, run: Run, make_record: MakeRecord) -> None:
        run.keep(make_record(capture=provenance(PAGE)))
        publish(run.memory.records)

    @staticmethod
    def twin(run: Run) -> None:
        run.drop(NODE, DroppedPage("twin", "duplicate", record_id=ID))

    def test_page_that_is_gone_for_good_makes_a_tombstone(self, run: Run, records: Records) -> None:
        gone(run, PAGE)
        assert titles(records) == []
        (line,) = records.tombstone_lines()
        tombstone = Tombstone.model_validate_json(line)
        assert (tombstone.id, tombstone.record.title) == (ID, "Officers open a crate")
        assert tombstone.first_missing_at == "2026-04-01T00:00:00Z"
        assert tombstone.deleted_at == "2026-04-02T00:00:00Z"
        assert records.find(ID) is None
        assert records.state.get("is_dirty") is True

    def test_release_that_lives_under_another_address_is_not_deleted(
        self, run: Run, records: Records
    ) -> None:
        self.twin(run)
        gone(run, PAGE)
        assert len(titles(records)) == 1
        due = Register(records.state, "next").due("2026-04-02T00:00:00Z")
        assert [one.url for one in due] == [NODE]  # it is to give the record now

    def test_release_whose_other_address_is_only_suspected_is_not_deleted(
        self, run: Run, records: Records
    ) -> None:
        self.twin(run)
        run.lose(NODE)
        gone(run, PAGE)
        assert len(titles(records)) == 1

    def test_last_address_that_goes_takes_the_record_with_it(
        self, run: Run, records: Records
    ) -> None:
        self.twin(run)
        gone(run, PAGE)
        gone(run, NODE)
        assert titles(records) == []
        assert len(list(records.tombstone_lines())) == 1

    def test_page_that_never_gave_a_record_takes_none_with_it(self, records: Records) -> None:
        records.state.put("is_dirty", value=False)
        with records.state.transaction():
            records.delete_of(NODE, LATER)
        assert len(titles(records)) == 1
        assert records.state.get("is_dirty") is False

    def test_page_that_comes_back_brings_its_record_back(
        self, run: Run, records: Records, make_record: MakeRecord
    ) -> None:
        before = list(records.lines())
        gone(run, PAGE)
        publish(records)
        run.keep(make_record(capture=provenance(PAGE)))
        assert list(records.lines()) == before  # first seen and revision as they were
        assert list(records.tombstone_lines()) == []
        assert records.state.get("is_dirty") is True

    def test_release_that_stays_deleted_keeps_the_times_of_its_tombstone(
        self, run: Run, records: Records
    ) -> None:
        gone(run, PAGE)
        before = list(records.tombstone_lines())
        with records.state.transaction():
            records.delete_of(PAGE, "2026-07-01T00:00:00Z")
        assert list(records.tombstone_lines()) == before


def test_what_is_held_is_later_than_an_older_capture(
    records: Records, make_record: MakeRecord
) -> None:
    assert not records.is_newer(ID, FIRST)
    read(records, make_record(captured_at=LATER))
    assert records.is_newer(ID, FIRST)
    assert not records.is_newer(ID, LATER)
    records.state.run("UPDATE record SET deleted_at = '2026-05-01T00:00:00Z'")
    assert records.is_newer(ID, LATER)
    assert not records.is_newer(ID, "2026-06-01T00:00:00Z")
