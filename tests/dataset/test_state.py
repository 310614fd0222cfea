from __future__ import annotations

import copy
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from osce_scraper.dataset.state import VERSION, State
from osce_scraper.errors import RunFailedError, StateError


@contextmanager
def full_disk(state: State) -> Iterator[None]:
    """The state can grow no further."""
    pages = state.number("PRAGMA page_count")
    state.row(f"PRAGMA max_page_count = {pages}")
    yield
    state.row("PRAGMA max_page_count = 1000000")


def keys(state: State) -> set[str]:
    return {row["key"] for row in state.rows("SELECT key FROM meta")}


def grow(state: State) -> None:
    with state.transaction():
        state.put("small", 1)
        state.put("large", "x" * 100_000)


def test_value_is_kept_as_json_until_the_next_run(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    with State(path) as state, state.transaction():
        state.put("scope", {"languages": ["en"], "since": None})
    with State(path) as state:
        assert state.get("scope") == {"languages": ["en"], "since": None}
        assert state.get("none") is None


def test_transaction_is_whole_or_nothing(state: State) -> None:
    with pytest.raises(ZeroDivisionError), state.transaction():  # noqa: PT012 - what comes before
        state.put("half", 1)
        raise ZeroDivisionError
    assert keys(state) == set()
    with state.transaction():
        state.put("whole", 1)
    assert keys(state) == {"whole"}


def test_full_disk_is_named_and_nothing_is_lost(state: State) -> None:
    with state.transaction():
        state.put("before", 1)
    with full_disk(state), pytest.raises(StateError, match=r"full; free the disk .* nothing is"):
        grow(state)
    assert keys(state) == {"before"}
    grow(state)  # there is room again, and the state can be used as it is
    assert keys(state) == {"before", "small", "large"}


def test_failed_commit_is_taken_back(state: State) -> None:
    with state.transaction():
        state.run("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        state.run("CREATE TABLE child (of INTEGER REFERENCES parent DEFERRABLE INITIALLY DEFERRED)")
    state.row("PRAGMA foreign_keys = ON")
    with pytest.raises(StateError, match="FOREIGN KEY"), state.transaction():
        state.run("INSERT INTO child VALUES (1)")
    with state.transaction():
        state.put("after", 1)
    assert keys(state) == {"after"}
    assert state.number("SELECT count(*) FROM child") == 0


def test_state_is_kept_in_a_file_that_survives_a_kill(state: State) -> None:
    assert state.row("PRAGMA journal_mode")[0] == "wal"  # type: ignore[index]
    full = 2
    assert state.number("PRAGMA synchronous") == full


def test_newer_version_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    with State(path) as state:
        state.row(f"PRAGMA user_version = {VERSION + 1}")
    before = path.read_bytes()
    with pytest.raises(StateError, match=f"newer osce-scraper .state {VERSION + 1}, known"):
        State(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"no database" * 100, b"SQLite format 3\0" + b"\xff" * 8000])
def test_what_is_no_database_is_named_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "state.sqlite"
    path.write_bytes(content)
    with pytest.raises(StateError, match=r"state\.sqlite: file is not a .* move it away") as caught:
        State(path)
    assert isinstance(caught.value, RunFailedError)  # exit code 1
    assert path.read_bytes() == content


def test_database_of_another_program_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE page (title TEXT)")
        other.commit()
    with pytest.raises(StateError, match="move it away"):
        State(path)
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("page",)]


def test_damage_that_is_met_later_is_named_too(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    with State(path) as state:
        grow(state)
    content = bytearray(path.read_bytes())
    content[4096 * 2 :] = b"\xff" * (len(content) - 4096 * 2)
    path.write_bytes(content)
    with State(path) as state, pytest.raises(StateError, match="malformed; move it away"):
        list(state.rows("SELECT * FROM page JOIN visit JOIN meta JOIN record"))


def test_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(StateError, match="unable to open database file; free the disk"):
        State(tmp_path / "missing" / "state.sqlite")


def test_state_that_another_program_writes_to_is_not_to_be_moved_away(state: State) -> None:
    state.row("PRAGMA busy_timeout = 0")
    with closing(sqlite3.connect(state.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StateError, match="locked; another program has it open"):
            grow(state)


def test_settings_that_are_copied_hold_the_same_state(state: State) -> None:
    assert copy.deepcopy({"OSCE_STATE": state})["OSCE_STATE"] is state


def test_number_of_a_query_without_rows_is_zero(state: State) -> None:
    assert state.number("SELECT max(seq) FROM visit") == 0
    assert state.number("SELECT gone FROM page") == 0
