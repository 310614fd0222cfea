from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest

from osce_scraper.cluster.fetch import local_copy, open_input
from osce_scraper.errors import UnreadableInputError
from tests.conftest import StartSite
from tests.site import Answer

LONG = bytes(range(256)) * 1_000
"""Longer than what is looked at of an object at both of its ends."""


class Object(BytesIO):
    """Stands in for what a bucket holds."""

    def size(self) -> int:
        return len(self.getbuffer())


@contextmanager
def no_object(address: str) -> Iterator[Object]:
    raise ValueError(f"{address}: access denied")
    yield


def state(address: str | Path, content: bytes = b"") -> str:
    with open_input(str(address), lambda _: Object(content)) as opened:
        return opened.state


def test_a_file_on_disk_is_read_where_it_lies(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(b"pages")
    with open_input(str(path), no_object) as opened, local_copy(opened) as copy:
        assert copy == path


def test_a_file_on_disk_is_another_when_any_byte_changes(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(LONG)
    before = state(path)
    path.write_bytes(LONG[:100_000] + b"x" + LONG[100_001:])
    assert state(path) != before
    path.write_bytes(LONG)
    assert state(path) == before


def test_a_file_of_the_web_is_copied_under_its_own_name(start_site: StartSite) -> None:
    site = start_site({"/a%20b.warc.gz?v=1": Answer(LONG)})
    address = f"{site.url}/a%20b.warc.gz?v=1"
    with open_input(address, no_object) as opened, local_copy(opened) as copy:
        assert copy.name == "a b.warc.gz"
        assert copy.read_bytes() == LONG
    assert not copy.parent.exists()
    assert len(site.seen) == 1


def test_a_file_of_the_web_is_known_by_its_validators(start_site: StartSite) -> None:
    tags = [Answer(LONG, headers={"ETag": f'"{number}"'}) for number in (1, 1, 2)]
    site = start_site({"/tagged": tags, "/bare": Answer(LONG)})
    first, second, third = (state(f"{site.url}/tagged") for _ in range(3))
    assert first == second != third
    assert state(f"{site.url}/bare") == ""


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (Answer("gone", 404), "404"),
        (Answer(hang_up=True), "closed connection"),
        (Answer(LONG, headers={"Content-Length": "300000"}), "256,000 of 300,000 bytes came"),
    ],
)
def test_a_file_of_the_web_that_does_not_come_whole_is_named(
    start_site: StartSite, answer: Answer, message: str
) -> None:
    address = f"{start_site({'/a.warc': answer}).url}/a.warc"
    with (
        pytest.raises(UnreadableInputError, match=f"{address}: .*{message}"),
        open_input(address, no_object) as opened,
        local_copy(opened),
    ):
        raise AssertionError("it came")


def test_an_object_of_a_bucket_is_copied_whole() -> None:
    address = "s3://bucket/osce/a.warc.gz"
    with (
        open_input(address, lambda _: Object(LONG)) as opened,
        local_copy(opened) as copy,
    ):
        assert (copy.name, copy.read_bytes()) == ("a.warc.gz", LONG)


@pytest.mark.parametrize("changed", [LONG + b"x", b"x" + LONG[1:], LONG[:-1] + b"x"])
def test_an_object_of_a_bucket_is_another_by_length_or_ends(changed: bytes) -> None:
    address = "s3://bucket/a.warc.gz"
    assert state(address, LONG) == state(address, LONG)
    assert state(address, changed) != state(address, LONG)


@pytest.mark.parametrize("address", ["/none/a.warc", "s3://bucket/a.warc", "http://no host/a"])
def test_what_cannot_be_opened_is_named(address: str) -> None:
    with (
        pytest.raises(UnreadableInputError, match=f"^{address}: "),
        open_input(address, no_object),
    ):
        raise AssertionError("it was opened")


def test_errors_of_whoever_reads_are_not_those_of_the_input(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.touch()
    with pytest.raises(OSError, match="disk full"), open_input(str(path), no_object):
        raise OSError("disk full")
