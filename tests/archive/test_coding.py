"""Content codings are undone as far as the bound, and a broken body is said to be broken."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

import brotli  # type: ignore[import-untyped] # it ships no types
import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from osce_scraper.archive.coding import MAX_BODY, is_markup, undo_codings
from osce_scraper.archive.message import BrokenResponseError
from tests.archive.warcs import PAGE

Coder = Callable[[bytes], bytes]


def bare_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


CODERS: list[tuple[str, Coder]] = [
    ("gzip", gzip.compress),
    ("X-GZip", gzip.compress),
    ("deflate", zlib.compress),
    ("deflate", bare_deflate),
    ("br", brotli.compress),
    ("zstd", zstd.compress),
]
each_coding = pytest.mark.parametrize(("name", "coder"), CODERS)


@each_coding
@given(body=st.binary(max_size=2000))
def test_every_body_comes_back(name: str, coder: Coder, body: bytes) -> None:
    assert undo_codings(coder(body), name) == body


@each_coding
def test_a_bomb_is_cut_at_the_bound(name: str, coder: Coder) -> None:
    bomb = coder(bytes(2 * MAX_BODY))
    assert len(bomb) < MAX_BODY / 100
    assert len(undo_codings(bomb, name)) == MAX_BODY


@each_coding
def test_a_body_that_ends_too_early_is_broken(name: str, coder: Coder) -> None:
    with pytest.raises(BrokenResponseError):
        undo_codings(coder(PAGE)[:-5], name)


@each_coding
def test_a_page_that_was_never_coded_is_broken(name: str, coder: Coder) -> None:
    assert coder(PAGE) != PAGE
    with pytest.raises(BrokenResponseError):
        undo_codings(PAGE, name)


@pytest.mark.parametrize("codings", ["", "identity", "aws-chunked", "utf-8"])
def test_what_is_no_coding_leaves_the_body_alone(codings: str) -> None:
    assert undo_codings(PAGE, codings) == PAGE


def test_codings_are_undone_from_the_last_to_the_first() -> None:
    assert undo_codings(zstd.compress(gzip.compress(PAGE)), "gzip, zstd") == PAGE


def test_an_empty_body_stays_empty() -> None:
    assert undo_codings(b"", "gzip") == b""


def test_several_members_are_one_body_and_what_follows_them_is_none() -> None:
    twice = gzip.compress(PAGE) * 2
    assert undo_codings(twice, "gzip") == PAGE * 2
    assert undo_codings(twice + b"\r\n\r\n", "gzip") == PAGE * 2


def test_markup_is_told_from_compressed_bytes() -> None:
    assert is_markup(b"\xef\xbb\xbf\r\n <!doctype html>")
    assert is_markup(b"<?xml version='1.0'?>")
    assert not any(is_markup(coder(PAGE)) for _, coder in CODERS)
    assert not is_markup(b"< 5")
