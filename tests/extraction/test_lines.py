"""Lines and loose pages are read in pieces just as they are read one after the other."""

from __future__ import annotations

import gzip
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osce_scraper.extraction.lines import LinesCourse
from tests.extraction.sharing_at_once import one_and_two, use_tiny_pieces

LINE = b'{"url": "https://www.osce.org/node/%d", "html": "<p>gone</p>", "status": 404}\n'
KINDS = (
    LINE % 1,
    LINE % 2,
    (LINE % 3).replace(b"gone", b"gone " * 200),
    (LINE % 4).replace(b"\n", b"\r\n"),
    b"\n",
    b'{"html": "half \\ud83d", "status": 404}\n',
    b'{"text": "loose", "status": 404}',  # joined with the line after it
    b"{broken\n",
    b"[]\n",
    b'{"text": "x", "captured_at": "0001-01-01T00:00:00+14:00"}\n',  # before all times in UTC
    b"\xff\n",
)


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
@settings(max_examples=100, deadline=None)
@given(lines=st.lists(st.sampled_from(KINDS), max_size=20), size=st.integers(1, 1500))
def test_lines_give_the_same_in_pieces(name: str, lines: list[bytes], size: int) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        content = b"".join(lines)
        path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
        one, two = one_and_two([path, path], size)
        assert one == two


def test_pieces_join_and_leave_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_tiny_pieces(monkeypatch, 100)
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"".join(LINE % number for number in range(30)))
    with ExitStack() as stack:
        course = LinesCourse(path, stack)
        count = 0
        for piece in course.pieces():
            reading = piece.read()
            count += len(list(reading))
            assert course.join(reading.stop)
        assert count == 30
        assert list(course.rest()) == []


def test_a_line_at_fault_is_named_by_its_number_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes((LINE % 1) * 20 + b"{broken\n" + (LINE % 2) * 20)
    one, two = one_and_two([path], 150)
    assert one == two
    assert one[1] is not None
    assert "a.jsonl:21: " in one[1]
    assert len(one[0]) == 20


def test_loose_pages_are_read_in_their_order_up_to_one_that_is_missing(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.html" for number in range(9)]
    for path in paths:
        path.write_text(f"<p>{path.stem}</p>", "utf-8")
    paths[7].unlink()
    one, two = one_and_two(paths, 100)
    assert one == two
    assert [outcome.note.partition(": ")[0] for outcome in one[0]] == list(map(str, paths[:7]))
    assert one[1] == f"{paths[7]}: No such file or directory"
