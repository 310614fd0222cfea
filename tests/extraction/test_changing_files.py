"""Files that change while they are read give the same with one worker and with several."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from osce_scraper.extraction import piecework
from osce_scraper.extraction.extract import extract
from osce_scraper.extraction.outcome import Outcome
from tests.archive.warcs import response
from tests.extraction.sharing_at_once import share_out, use_tiny_pieces
from tests.extraction.test_archive_pieces import write_as
from tests.extraction.test_lines import LINE

NAMES = ("a.warc", "a.warc.gz", "stored.wacz", "a.jsonl")
PAGES = 60  # more than are handed out before the first comes back


def write_pages(path: Path, numbers: Iterable[int]) -> Path:
    """Write a file of some pages; of as many pages it is always as long."""
    if path.suffix == ".jsonl":
        path.write_bytes(b"".join(LINE % number for number in numbers))
        return path
    pages = [response(f"https://www.osce.org/node/{number}") for number in numbers]
    return write_as(path.parent, path.name, pages)


def read_while(path: Path, workers: int, change: Callable[[], object]) -> list[Outcome]:
    """What comes out of a file that something happens to after its first page."""
    outcomes = extract([path], workers=workers)
    first = next(outcomes)
    change()
    return [first, *outcomes]


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    use_tiny_pieces(monkeypatch, 300)
    monkeypatch.setattr(piecework, "share_out", share_out)


@pytest.mark.usefixtures("tiny")
@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_another_takes_the_place_of_is_read_to_its_end(
    tmp_path: Path, name: str, workers: int
) -> None:
    path = write_pages(tmp_path / name, range(100, 100 + PAGES))
    (tmp_path / "new").mkdir()
    other = write_pages(tmp_path / "new" / name, range(500, 500 + PAGES))
    whole = list(extract([path]))
    assert read_while(path, workers, lambda: other.replace(path)) == whole
    assert list(extract([path])) != whole


@pytest.mark.usefixtures("tiny")
@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_is_deleted_is_read_to_its_end(tmp_path: Path, name: str, workers: int) -> None:
    path = write_pages(tmp_path / name, range(100, 100 + PAGES))
    whole = list(extract([path]))
    assert read_while(path, workers, path.unlink) == whole


@pytest.mark.usefixtures("tiny")
@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(("name", "added"), [("a.warc", 0), ("a.warc.gz", 0), ("a.jsonl", 3)])
def test_of_what_is_added_to_a_file_only_lines_are_read(
    tmp_path: Path, name: str, added: int, workers: int
) -> None:
    path = write_pages(tmp_path / name, range(100, 100 + PAGES))
    (tmp_path / "new").mkdir()
    more = write_pages(tmp_path / "new" / name, range(500, 503)).read_bytes()

    def grow() -> None:
        with path.open("ab") as file:
            file.write(more)

    assert len(read_while(path, workers, grow)) == PAGES + added
