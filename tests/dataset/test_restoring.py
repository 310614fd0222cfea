from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import orjson
import pytest

from osce_scraper.dataset.building import build
from osce_scraper.dataset.files import pack_all
from osce_scraper.dataset.manifest import now, utc
from osce_scraper.dataset.outcomes import Answer, Outcomes
from osce_scraper.dataset.records import Records
from osce_scraper.dataset.register import Register
from osce_scraper.dataset.restoring import restore
from osce_scraper.dataset.state import State
from osce_scraper.errors import UnreadableInputError
from tests.conftest import MakeRecord, tree_of
from tests.datasets import FIRST, HOME, Run, provenance, rejected

PAGES = [f"{HOME}/secretariat/{number}" for number in range(1, 6)]


@pytest.fixture
def dump(tmp_path: Path, make_record: MakeRecord) -> Path:
    """A dump with three records, of one a revision, one tombstone, and one refusal."""
    dump = tmp_path / "dump"
    dump.mkdir()
    with State(tmp_path / "lost.sqlite") as state:
        run = Run(state, "first")
        run.find(*PAGES)
        for content in "ab":
            for number, page in enumerate(PAGES[:4], start=1):
                says = content if number == 1 else "a"
                capture = provenance(page, says)
                fields = {"id": f"osce-{number}-en", "node_id": number, "url": page}
                run.keep(make_record(**fields, capture=capture, content_sha256=says * 64))
            with state.transaction():
                Records(state).promote()
        for at in ("2026-04-01T08:00:00Z", "2026-04-01T20:00:00Z", "2026-04-02T08:00:00Z"):
            gone = rejected(PAGES[3], "http_error", at, 404)
            with state.transaction():
                if Outcomes(run.memory.register.state).enter_gone(Answer(PAGES[3], at, 404), gone):
                    run.memory.records.delete_of(PAGES[3], at)
        with state.transaction():
            refused = rejected(PAGES[4], at=FIRST)
            Outcomes(run.memory.register.state).enter_outcome(
                Answer(PAGES[4], FIRST, 200), "rejected", rejected=refused
            )
        build(state, run.memory.register, dump, [])
    return dump


@pytest.mark.parametrize("compression", [None, "zst"])
def test_dump_that_is_made_of_a_restored_state_is_the_same(
    dump: Path, state: State, tmp_path: Path, compression: str | None
) -> None:
    before = tree_of(dump)
    assert before["tombstones.jsonl"]
    assert before["revisions.jsonl"]
    assert before["rejected.jsonl"]
    pack_all(dump, compression)
    assert restore(state, dump) == 3
    (tmp_path / "again").mkdir()
    build(state, Register(state, "second"), tmp_path / "again", [])
    assert tree_of(tmp_path / "again") == before


def test_every_page_is_due_in_two_days_and_none_is_new(dump: Path, state: State) -> None:
    restore(state, dump)
    register = Register(state, "second")
    assert list(register.due(utc(now() + timedelta(days=1)))) == []
    assert sorted(page.url for page in register.due(utc(now() + timedelta(days=3)))) == PAGES
    assert register.left == 0
    assert all(register.found_before(page) for page in PAGES)
    assert not any(register.conditions(page) for page in PAGES)
    assert register.count_listed("en") == 0  # so no listing is held against it


def test_page_that_reads_as_before_is_no_revision(
    dump: Path, state: State, make_record: MakeRecord
) -> None:
    restore(state, dump)
    run = Run(state, "second")
    before = list(run.memory.records.lines())
    capture = provenance(PAGES[1], "a")
    record = make_record(
        id="osce-2-en", node_id=2, url=PAGES[1], capture=capture, content_sha256="a" * 64
    )
    run.keep(record)
    assert list(run.memory.records.lines()) == before


def test_release_stays_deleted_while_its_page_is_gone(dump: Path, state: State) -> None:
    restore(state, dump)
    register, records = Register(state, "second"), Records(state)
    before = list(records.tombstone_lines())
    for at in ("2026-06-01T08:00:00Z", "2026-06-01T20:00:00Z", "2026-06-02T08:00:00Z"):
        with state.transaction():
            gone = rejected(PAGES[3], "http_error", at, 404)
            if Outcomes(register.state).enter_gone(Answer(PAGES[3], at, 404), gone):
                records.delete_of(PAGES[3], at)
    assert list(records.tombstone_lines()) == before


def test_pages_of_a_mirror_are_the_sites(dump: Path, state: State, make_record: MakeRecord) -> None:
    mirror = "http://127.0.0.1:8000"
    moved = make_record(capture=provenance(f"{mirror}/node/662279"))
    (dump / "press_releases.jsonl").write_bytes(orjson.dumps(moved.model_dump()) + b"\n")
    refused = rejected(f"{mirror}/secretariat/9").model_dump()
    (dump / "rejected.jsonl").write_bytes(orjson.dumps(refused) + b"\n")
    restore(state, dump, mirror)
    register = Register(state, "second")
    assert register.found_before(f"{HOME}/node/662279")  # where it was read
    assert register.found_before(f"{HOME}/secretariat/9")
    assert [orjson.loads(line) for line in register.rejected_lines()][:1] == [refused]


def test_damaged_dump_leaves_the_state_empty(dump: Path, state: State) -> None:
    (dump / "rejected.jsonl").rename(dump / "rejected.jsonl.gz")
    with pytest.raises(UnreadableInputError, match=r"rejected\.jsonl\.gz:1: cannot be read"):
        restore(state, dump)
    assert state.number("SELECT count(*) FROM page") == 0


def test_dump_of_an_older_release_without_some_files_is_enough(dump: Path, state: State) -> None:
    for name in ("revisions", "tombstones", "rejected", "taxonomy"):
        (dump / f"{name}.jsonl").unlink()
    assert restore(state, dump) == 3
