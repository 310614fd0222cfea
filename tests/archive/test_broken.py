"""A damaged archive gives what is whole before the damage, and one kind of error."""

from __future__ import annotations

import gzip
import random
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osce_scraper.archive.reader import read_archive
from osce_scraper.archive.replay import ReplayIndex
from osce_scraper.errors import UnreadableInputError
from tests.archive.warcs import DATE, HTML, PAGE, http, packed, record, response, write_wacz

NOISE = random.Random(4).randbytes(400)  # noqa: S311 - what does not compress
RECORDS = [
    record("warcinfo", b"software: other\r\n", content_type="application/warc-fields"),
    *(
        response(f"https://www.osce.org/{number}", PAGE + NOISE, record_id=f"<urn:uuid:{number}>")
        for number in range(3)
    ),
    record(
        "revisit",
        http(b"", headers=HTML),
        profile="http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
        refers_to="<urn:uuid:2>",
        date=DATE,
    ),
]
WACZ = "crawl.wacz"
FORMS = {
    "a.warc": b"".join(RECORDS),
    "a.warc.gz": packed(*RECORDS),
    "one-member.warc.gz": gzip.compress(b"".join(RECORDS), mtime=0),
}


def whole_wacz() -> bytes:
    with TemporaryDirectory() as folder:
        path = write_wacz(Path(folder) / WACZ, {"a.warc.gz": FORMS["a.warc.gz"]})
        return path.read_bytes()


def read(path: Path) -> tuple[list[bytes | None], str | None]:
    """The bodies that come out, and the error that ends them."""
    bodies = []
    try:
        for capture in read_archive(path):
            bodies.append(capture.body)  # noqa: PERF401 - what came before the error counts
    except UnreadableInputError as error:
        return bodies, str(error)
    return bodies, None


@pytest.mark.parametrize("name", FORMS)
def test_a_cut_anywhere_gives_whole_captures_and_says_where_it_broke(
    tmp_path: Path, name: str
) -> None:
    content, path = FORMS[name], tmp_path / name
    ends = {len(joined) for joined in _joined(name)}
    given_before = 0
    for length in [*range(0, len(content), 7), *range(len(content) - 40, len(content))]:
        path.write_bytes(content[:length])
        bodies, error = read(path)
        assert set(bodies) <= {PAGE + NOISE}
        assert error or length in ends or _is_blank(content, length)
        assert error is None or ("broken at byte " in error and name in error)
        assert len(bodies) >= given_before or length >= len(content) - 40
        given_before = len(bodies)
    path.write_bytes(content)
    assert read(path) == ([PAGE + NOISE] * 4, None)


def _joined(name: str) -> list[bytes]:
    """The archives that end with a record."""
    if name == "one-member.warc.gz":
        return []
    form = packed if name.endswith(".gz") else lambda *records: b"".join(records)
    return [form(*RECORDS[:count]) for count in range(1, len(RECORDS))]


def _is_blank(content: bytes, length: int) -> bool:
    """Whether only blank lines after a record are missing, which hold nothing."""
    return any(
        content[length - missing :].startswith(b"\r\n\r\nWARC/")
        or content[length - missing :] == b"\r\n\r\n"
        for missing in range(4)
    )


def test_the_place_of_the_damage_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    first = packed(*RECORDS[:3])
    path.write_bytes(FORMS["a.warc.gz"][: len(first) + 100])
    bodies, error = read(path)
    assert len(bodies) == 2
    assert (
        error
        == f"{path}: broken at byte {len(first)}: a record is cut short, or has no Content-Length"
    )
    with pytest.raises(UnreadableInputError, match=f"broken at byte {len(first)}"):
        ReplayIndex([path])


@pytest.mark.parametrize("name", [*FORMS, WACZ])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_damage_anywhere_raises_nothing_else(name: str, data: st.DataObject) -> None:
    content = bytearray(whole_wacz() if name == WACZ else FORMS[name])
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        read(path)


@settings(max_examples=150, deadline=None)
@given(content=st.binary(max_size=300))
def test_any_bytes_after_a_record_raise_nothing_else(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        for name, form in (("a.warc", RECORDS[1]), ("a.warc.gz", packed(RECORDS[1]))):
            path = Path(folder) / name
            path.write_bytes(form + content)
            bodies, _ = read(path)
            assert bodies[:1] == [PAGE + NOISE]
