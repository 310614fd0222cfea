"""Records of regular form are read without warcio, and are just what warcio makes of them."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osce_scraper.archive import walk as walking
from osce_scraper.archive.coding import MAX_BODY
from osce_scraper.archive.entry import Entry
from osce_scraper.archive.files import open_archive
from osce_scraper.archive.regular import read_regular
from osce_scraper.archive.walk import walk
from osce_scraper.archive.warc import Warc
from osce_scraper.errors import UnreadableInputError
from tests.archive.test_broken import FORMS
from tests.archive.test_reader import OURS
from tests.archive.warcs import http, packed, record, response, write

ODD = {
    "a length that is short": response(content_length="100"),
    "no length": response(content_length=None),
    "an old version": response(version="0.18"),
    "a folded field": response(note="a\r\n b"),
    "a field in Latin-1": response(note="caf?").replace(b"caf?", b"caf\xe9"),
    "a line without a colon": response(note="a\r\nb"),
    "a bare line feed": response(note="a\nb: c"),
    "a space in an address": response("https://www.osce.org/a b"),
    "nothing": b"",
}


@pytest.fixture
def opened() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def entries(records: Iterator[Entry]) -> tuple[list[Entry], str | None]:
    """The records that come out, and the error that ends them."""
    found: list[Entry] = []
    try:
        found.extend(records)
    except UnreadableInputError as error:
        return found, str(error)
    return found, None


def both_ways(warc: Warc) -> tuple[tuple[list[Entry], str | None], tuple[list[Entry], str | None]]:
    return entries(walk(warc)), entries(walking._walk_irregular(warc, 0))


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_all_of_a_regular_archive_is_read_without_warcio(
    tmp_path: Path, opened: ExitStack, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(FORMS[name])
    (warc,) = open_archive(path, opened)
    assert len(list(read_regular(warc))) == 5
    ours, theirs = both_ways(warc)
    assert ours == theirs
    assert ours[1] is None


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
@pytest.mark.parametrize("odd", ODD)
def test_what_is_odd_is_left_to_warcio(
    tmp_path: Path, opened: ExitStack, name: str, odd: str
) -> None:
    path = write(tmp_path / name, response(), response(), ODD[odd], response())
    (warc,) = open_archive(path, opened)
    regular = list(read_regular(warc))
    ours, theirs = both_ways(warc)
    assert ours == theirs
    assert regular == ours[0][: len(regular)]
    if odd != "nothing" or name == "a.warc.gz":
        assert len(regular) < 3


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
@settings(max_examples=100, deadline=None)
@given(records=st.lists(st.sampled_from([response(), *ODD.values()]), min_size=1, max_size=9))
def test_odd_records_anywhere_give_what_warcio_gives(name: str, records: list[bytes]) -> None:
    with TemporaryDirectory() as folder, ExitStack() as stack:
        (warc,) = open_archive(write(Path(folder) / name, *records), stack)
        ours, theirs = both_ways(warc)
        assert ours == theirs


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_warcio_reads_only_what_is_odd(
    tmp_path: Path, opened: ExitStack, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []

    def note(records: Iterator[Entry]) -> Iterator[Entry]:
        for entry in records:
            read.append(entry.offset)
            yield entry

    odd = response(version="0.18")
    records = [response(), odd, response(), response(), odd, odd, response(), response()]
    (warc,) = open_archive(write(tmp_path / name, *records), opened)
    irregular = walking._walk_irregular
    monkeypatch.setattr(walking, "_walk_irregular", lambda *given: note(irregular(*given)))
    places = [entry.offset for entry in walk(warc)]
    assert [places.index(offset) for offset in read] == [0, 1, 3, 4, 5]  # and the one before it


def test_where_every_second_record_is_odd_warcio_is_soon_left_to_read(
    tmp_path: Path, opened: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts: list[int] = []
    irregular = walking._walk_irregular

    def note(warc: Warc, start: int) -> Iterator[Entry]:
        starts.append(start)
        return irregular(warc, start)

    records = [response(), response(version="0.18")] * 64
    (warc,) = open_archive(write(tmp_path / "a.warc.gz", *records), opened)
    monkeypatch.setattr(walking, "_walk_irregular", note)
    assert len(list(walk(warc))) == 128
    assert len(starts) <= 8


def test_several_records_in_a_gzip_member_are_no_places_to_go_on_from(
    tmp_path: Path, opened: ExitStack
) -> None:
    both = response() + response()
    path = write(tmp_path / "a.warc.gz", OURS, both, both, response())
    (warc,) = open_archive(path, opened)
    ours, theirs = both_ways(warc)
    assert ours == theirs
    assert ours[1] is not None


def test_a_gzip_member_amid_plain_records_is_no_record(tmp_path: Path, opened: ExitStack) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(response() + response(version="0.18") + packed(response(), response()))
    (warc,) = open_archive(path, opened)
    found, error = entries(walk(warc))
    assert len(found) == 2
    assert error is not None
    assert "Invalid WARC record" in error


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_record_that_is_too_long_is_cut_and_the_next_is_found(
    tmp_path: Path, opened: ExitStack, name: str
) -> None:
    huge = record("response", http(bytes(MAX_BODY + 200_000)))
    (warc,) = open_archive(write(tmp_path / name, huge, response()), opened)
    ours, theirs = both_ways(warc)
    assert ours == theirs
    assert [entry.is_cut for entry in ours[0]] == [True, False]
    assert len(list(read_regular(warc))) == 2


def test_two_walks_in_one_file_do_not_disturb_each_other(tmp_path: Path, opened: ExitStack) -> None:
    records = [response(), response(version="0.18"), response(), response()]
    (warc,) = open_archive(write(tmp_path / "a.warc", *records), opened)
    offsets = [entry.offset for entry in walk(warc)]
    pairs = [(one.offset, other.offset) for one, other in zip(walk(warc), walk(warc), strict=True)]
    assert pairs == [(offset, offset) for offset in offsets]


@pytest.mark.parametrize("name", FORMS)
@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_a_damaged_archive_gives_what_warcio_gives(name: str, data: st.DataObject) -> None:
    content = bytearray(FORMS[name])
    for _ in range(data.draw(st.integers(0, 2))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    content = content[: data.draw(st.integers(1, len(content)))]
    if data.draw(st.booleans()):
        content += data.draw(st.sampled_from((packed(response()), response(), b"\r\n", b"x")))
    with TemporaryDirectory() as folder, ExitStack() as stack:
        path = Path(folder) / name
        path.write_bytes(content)
        for warc in open_archive(path, stack):
            ours, theirs = both_ways(warc)
            assert ours == theirs


def test_members_may_be_compressed_at_any_level(tmp_path: Path, opened: ExitStack) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join(gzip.compress(response(), level) for level in range(10)))
    (warc,) = open_archive(path, opened)
    assert len({entry.block for entry in read_regular(warc)}) == 1
    assert len(list(read_regular(warc))) == 10
