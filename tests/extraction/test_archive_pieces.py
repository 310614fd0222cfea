"""Archives are read in pieces just as they are read from the beginning to the end."""

from __future__ import annotations

import gzip
import random
import zipfile
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osce_scraper.archive.course import ArchiveCourse
from tests.archive.test_reader import OURS, REVISIT, WARCINFO
from tests.archive.warcs import HTML, PAGE, http, packed, record, response, write, write_wacz
from tests.extraction.sharing_at_once import one_and_two, use_tiny_pieces

NOISE = random.Random(7).randbytes(3000)  # noqa: S311 - what does not compress
CODED = {**HTML, "Content-Encoding": "gzip"}
COPY = "https://web.archive.org/web/20200102030405id_/https://www.osce.org/node/5"
KINDS = (
    WARCINFO,
    OURS,
    OURS.replace(b"software", b"source: wayback https://web.archive.org\r\nsoftware"),
    record("request", b"GET / HTTP/1.1\r\n\r\n", content_type="application/http"),
    response(),
    response("https://www.osce.org/node/1", PAGE + NOISE, record_id="<urn:uuid:1>"),
    response(COPY, PAGE + b"<p>a copy</p>"),
    record("response", http(PAGE, headers=CODED)),  # what it gives depends on who wrote it
    record("response", http(packed(response()))),  # looks like a record inside of another
    record("response", http(b"a record:\r\n\r\n" + response())),
    record("response", http(b"\x89PNG", headers={"Content-Type": "image/png"})),
    REVISIT,
    record("revisit", http(b""), profile="identical", refers_to="<urn:uuid:1>"),
    response(version="0.18"),
    response(content_length="90"),
    response(truncated="length"),
)
NAMES = ("a.warc", "a.warc.gz", "stored.wacz", "packed.wacz", "one.warc.gz")


def write_as(folder: Path, name: str, records: list[bytes]) -> Path:
    """An archive of one of the forms; a WACZ holds two."""
    path = folder / name
    if name == "one.warc.gz":
        path.write_bytes(gzip.compress(b"".join(records), mtime=0))
        return path
    if path.suffix != ".wacz":
        return write(path, *records)
    half = len(records) // 2
    warcs = {"a.warc.gz": packed(*records[:half]), "b.warc": b"".join(records[half:])}
    method = zipfile.ZIP_STORED if name == "stored.wacz" else zipfile.ZIP_DEFLATED
    return write_wacz(path, warcs, method)


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "stored.wacz"])
@pytest.mark.parametrize("size", [1, 700, 5000, 10**6])
def test_pieces_join_and_leave_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, size: int
) -> None:
    use_tiny_pieces(monkeypatch, size)
    pages = [response(f"https://www.osce.org/node/{number}") for number in range(20)]
    path = write_as(tmp_path, name, [OURS, *pages[:10], OURS, *pages[10:]])
    with ExitStack() as stack:
        course = ArchiveCourse(path, stack)
        count = 0
        for piece in course.pieces():
            reading = piece.read()
            count += len(list(reading))
            assert course.join(reading.stop)
        assert count == 20
        assert list(course.rest()) == []


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=60, deadline=None)
@given(
    records=st.lists(st.sampled_from(KINDS), max_size=12),
    size=st.integers(1, 6000),
    damage=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=2),
    cut=st.none() | st.floats(0.2, 1),
)
def test_an_archive_gives_the_same_in_pieces(
    name: str,
    records: list[bytes],
    size: int,
    damage: list[tuple[float, int]],
    cut: float | None,
) -> None:
    with TemporaryDirectory() as folder:
        path = write_as(Path(folder), name, records)
        content = bytearray(path.read_bytes())
        for where, value in damage if content else ():
            content[int(where * len(content))] = value
        path.write_bytes(content if cut is None else content[: int(cut * len(content))])
        one, two = one_and_two([path], size)
        assert one == two


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_record_longer_than_many_pieces_is_read_once(tmp_path: Path, name: str) -> None:
    long = response(body=PAGE + NOISE * 100)
    path = write(tmp_path / name, response(), long, response())
    one, two = one_and_two([path], 1000)
    assert one == two
    assert len(one[0]) == 3


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_what_lies_in_a_page_is_no_record(tmp_path: Path, name: str) -> None:
    inner = packed(*[response()] * 30) if name == "a.warc.gz" else b"\r\n\r\n" + response() * 30
    path = write(tmp_path / name, response(), record("response", http(inner)), response())
    one, two = one_and_two([path], 500)
    assert one == two
    assert len(one[0]) == 3


def test_revisits_find_bodies_in_other_pieces(tmp_path: Path) -> None:
    other = response("https://www.osce.org/node/2", PAGE + b"<p>2</p>", record_id="<urn:uuid:2>")
    to_the_second = record("revisit", http(b""), profile="identical", refers_to="<urn:uuid:2>")
    records = [REVISIT, response(), to_the_second, REVISIT, *[WARCINFO] * 9, other, to_the_second]
    one, two = one_and_two([write(tmp_path / "a.warc.gz", *records)], 400)
    assert one == two
    assert len(one[0]) == 6


def test_many_small_archives_are_read_in_their_order(tmp_path: Path) -> None:
    names = [f"{number}.warc.gz" for number in range(20)]
    paths = [
        write(tmp_path / name, response(f"https://www.osce.org/node/{number}"))
        for number, name in enumerate(names)
    ]
    one, two = one_and_two(paths, 10**6)
    assert one == two
    assert [outcome.note.partition(":")[0] for outcome in one[0]] == ["https"] * 20
    assert len({outcome.line for outcome in one[0]}) == 20


def test_a_break_in_one_file_hides_those_after_it(tmp_path: Path) -> None:
    first = write(tmp_path / "a.warc.gz", *[response()] * 8)
    first.write_bytes(first.read_bytes()[:-300])
    second = write(tmp_path / "b.warc.gz", *[response()] * 8)
    one, two = one_and_two([second, first, second], 300)
    assert one == two
    assert one[1] is not None
    assert "a.warc.gz: broken at byte" in one[1]
    assert 8 < len(one[0]) < 16
