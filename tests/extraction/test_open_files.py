"""Files of a run: open while they are read, and then forgotten."""

from __future__ import annotations

import gc
from contextlib import ExitStack, closing
from io import BufferedReader
from itertools import islice
from pathlib import Path

import pytest

from osce_scraper.extraction import piecework
from osce_scraper.extraction.extract import extract
from osce_scraper.extraction.open_files import OpenFiles
from tests.extraction.sharing_at_once import share_out
from tests.extraction.test_changing_files import NAMES, write_pages


def test_a_file_is_forgotten_once_it_is_closed_and_what_is_left_is_closed_at_the_end(
    tmp_path: Path,
) -> None:
    with closing(OpenFiles()) as files:
        paths = [write_pages(tmp_path / f"{number}.jsonl", [number]) for number in range(3)]
        stacks = [files.stack() for _ in paths]
        opened = [
            stack.enter_context(path.open("rb")) for stack, path in zip(stacks, paths, strict=True)
        ]
        stacks[1].close()
        assert [file.closed for file in opened] == [False, True, False]
        assert len(files) == 2
    assert all(file.closed for file in opened)
    assert len(files) == 0


def held() -> int:
    """How many files are held, and what would close one."""
    gc.collect()
    return sum(isinstance(one, BufferedReader | ExitStack) for one in gc.get_objects())


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_held_of_files_that_were_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(piecework, "share_out", share_out)
    path = write_pages(tmp_path / name, [1, 2])
    outcomes = extract([path] * 60, workers=2)
    assert len(list(islice(outcomes, 20))) == 20
    before = held()
    assert len(list(islice(outcomes, 80))) == 80
    assert held() == before


def test_files_are_closed_where_reading_stops(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(piecework, "share_out", share_out)
    files = OpenFiles()
    monkeypatch.setattr(piecework, "OpenFiles", lambda: files)
    path = write_pages(tmp_path / "a.jsonl", [1])
    outcomes = extract([path] * 20, workers=2)
    next(outcomes)
    assert len(files) > 0
    outcomes.close()  # type: ignore[attr-defined]  # it is a generator
    assert len(files) == 0
