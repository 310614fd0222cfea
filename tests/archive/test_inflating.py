"""The faster inflater gives what zlib gives, also of damaged bytes."""

from __future__ import annotations

import gzip
import zlib
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osce_scraper.archive import inflating

isal_zlib: ModuleType = pytest.importorskip("isal.isal_zlib")
MEMBER = gzip.compress(b"WARC/1.1\r\n" * 30 + bytes(range(256)), mtime=0)


def inflate(inflater: ModuleType, member: bytes) -> tuple[bytes, bytes] | None:
    """What is inflated, and what follows; None if the member is not whole."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inflating, "_fast", inflater)
        decompressor = inflating.start_gunzip()
        try:
            content = decompressor.decompress(member)
        except inflating.FAULTS:
            return None
        return (content, decompressor.unused_data) if decompressor.eof else None


def test_it_is_used_where_it_is_installed() -> None:
    assert inflating._fast is isal_zlib


@settings(max_examples=300, deadline=None)
@given(
    where=st.integers(0, len(MEMBER) - 1),
    value=st.integers(0, 255),
    length=st.integers(0, len(MEMBER)) | st.none(),
    more=st.binary(max_size=3),
)
def test_both_give_the_same(where: int, value: int, length: int | None, more: bytes) -> None:
    member = bytearray(MEMBER)
    member[where] = value
    given_bytes = bytes(member[:length]) + more
    assert inflate(isal_zlib, given_bytes) == inflate(zlib, given_bytes)


def test_a_whole_member_is_told_from_what_follows() -> None:
    assert inflate(isal_zlib, MEMBER + b"more") == (gzip.decompress(MEMBER), b"more")
