"""Gzip members: any reader of gzip gives back what went in."""

from __future__ import annotations

import gzip
import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osce_scraper.archive.inflating import start_gunzip
from osce_scraper.archive.members import pack

HEAD = b"WARC/1.1\r\nWARC-Type: response\r\n" + b"WARC-Date: 2026-03-02T08:00:00Z\r\n" * 20
NOISE = random.Random(0).randbytes(200_000)  # noqa: S311 - no secret; more than a stored block holds
PACKED = gzip.compress(NOISE, mtime=0)


@given(head=st.binary(), body=st.binary() | st.binary().map(gzip.compress))
def test_what_is_packed_comes_back(head: bytes, body: bytes) -> None:
    assert gzip.decompress(pack(head, body)) == head + body


@pytest.mark.parametrize("body", [b"", b"text", PACKED, PACKED[:3], NOISE, b"text" * 50_000])
def test_a_member_ends_where_the_next_begins(body: bytes) -> None:
    gunzip = start_gunzip()
    assert gunzip.decompress(pack(HEAD, body) + b"next") == HEAD + body
    assert (gunzip.eof, gunzip.unused_data) == (True, b"next")


def test_what_is_compressed_already_is_stored_as_it_is() -> None:
    body = gzip.compress(b"a page" * 100, mtime=0)
    packed = pack(HEAD, body)
    assert body in packed
    assert len(packed) < len(body) + 200


def test_a_record_of_another_archive_does_not_look_like_one_of_this() -> None:
    other = gzip.compress(HEAD, mtime=0)
    packed = pack(HEAD, other)
    assert other not in packed
    assert gzip.decompress(packed) == HEAD + other


def test_what_is_not_compressed_is() -> None:
    assert len(pack(HEAD, b"a page" * 10_000)) < 1_000


def test_damage_in_what_is_stored_is_noticed() -> None:
    packed = bytearray(pack(HEAD, PACKED))
    packed[-1000] ^= 1
    with pytest.raises(gzip.BadGzipFile, match="CRC"):
        gzip.GzipFile(fileobj=io.BytesIO(packed)).read()
